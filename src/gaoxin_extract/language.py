"""The spaCy side: an article as a Doc, a token a character, with words over it as a span group.

Characters are tokens so that no mention falls between two: token `n` is character `n` of the article's text. Words are
evidence for boundaries, never a cage. spaCy and pkuseg take seconds to import and load, so nothing else imports this.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import spacy
import spacy_pkuseg
from msgspec import Struct, structs
from spacy.language import Language
from spacy.tokens import Doc

from gaoxin_extract.articles import Article
from gaoxin_extract.errors import ModelError
from gaoxin_extract.records import Record, SourceSpan
from gaoxin_extract.rulebook import own_folder
from gaoxin_extract.sentences import sentences
from gaoxin_extract.text import Span

# The span groups of a Doc.
WORDS, SENTENCES = "words", "sentences"
OWN_SEGMENTER = "pkuseg"


class Segmenter(Protocol):
    """Cuts a text into words; white space may be left out."""

    def cut(self, text: str) -> Sequence[str]:
        """The words of `text` in their order."""


class Cutting(Struct, frozen=True):
    """A package's function as a segmenter."""

    function: Callable[[str], Iterable[str]]

    def cut(self, text: str) -> Sequence[str]:
        """The words of `text` in their order."""
        return list(self.function(text))


@cache
def load_segmenter(model: Path | str = OWN_SEGMENTER) -> Segmenter:
    """spacy-pkuseg with the model that ships or that of a folder, or an installed package that cuts words.

    Such a package (`jieba`) has a function `lcut` or `cut` from a text to its words.

    >>> load_segmenter().cut("总投资10亿元")
    ['总', '投资', '10亿', '元']
    """
    if model == OWN_SEGMENTER:
        return load_segmenter(own_folder("models") / "words")
    folder = Path(model)
    if (folder / "weights.npz").is_file():
        segmenter: Segmenter = spacy_pkuseg.pkuseg(model_name=str(folder))
        return segmenter
    if isinstance(model, str) and model.isidentifier() and find_spec(model):
        module = import_module(model)
        cut = getattr(module, "lcut", None) or getattr(module, "cut", None)
        if cut:
            return Cutting(cut)
    message = f"{model}: no segmentation model; name pkuseg, a folder with weights.npz, or a package as jieba"
    raise ModelError(message)


def analyse(article: Article, *, segmenter: Segmenter | None = None) -> Doc:
    """The Doc of an article: `doc.spans["sentences"]` and, with a `segmenter`, `doc.spans["words"]`."""
    return as_doc(article.text.content, segmenter=segmenter)


def as_doc(content: str, *, segmenter: Segmenter | None = None) -> Doc:
    """The Doc of a text, every character a token, white space too.

    >>> doc = as_doc("开工。总投资3亿元。")
    >>> [str(sentence) for sentence in doc.spans["sentences"]]
    ['开工。', '总投资3亿元。']
    """
    doc = Doc(_nlp().vocab, words=list(content), spaces=[False] * len(content))
    doc.spans[SENTENCES] = [_char_span(doc, span) for span in sentences(content)]
    if segmenter:
        lay_words(doc, segmenter)
    return doc


def lay_words(doc: Doc, segmenter: Segmenter) -> None:
    """Put the words that `segmenter` cuts over `doc`, as `doc.spans["words"]`; its tokens stay as they are."""
    doc.spans[WORDS] = [_char_span(doc, span, mode="expand") for span in words(doc.text, segmenter)]


def words(content: str, segmenter: Segmenter) -> tuple[Span, ...]:
    """The words that `segmenter` cuts, as spans of `content`; ModelError where it changes the text."""
    return tuple(_placed(content, segmenter.cut(content)))


def bounds(content: str, segmenter: Segmenter) -> tuple[SourceSpan, ...]:
    """The same as records hold them."""
    return tuple((span.start, span.end) for span in words(content, segmenter))


def with_words(record: Record, segmenter: Segmenter) -> Record:
    """The record with the words of its text, as spans of it.

    >>> from gaoxin_extract.pipeline import Pipeline
    >>> (record,) = Pipeline.load(model=None).extract_text("总投资10亿元。")
    >>> [record.text[start:end] for start, end in with_words(record, load_segmenter()).words]
    ['总', '投资', '10亿', '元', '。']
    """
    return structs.replace(record, words=bounds(record.text, segmenter))


@cache
def _nlp() -> Language:
    return spacy.blank("zh")


def _placed(content: str, cut: Iterable[str]) -> Iterator[Span]:
    place = 0
    for word in cut:
        start = content.find(word, place)
        if start < 0 or content[place:start].strip():
            message = f"the segmenter gave {word!r}, which does not stand next in the text; choose one that keeps it"
            raise ModelError(message)
        place = start + len(word)
        yield Span(start, place)


def _char_span(doc: Doc, span: Span, *, mode: str = "strict") -> "spacy.tokens.Span":
    found = doc.char_span(span.start, span.end, alignment_mode=mode)
    if found is None:
        message = f"{span} falls between tokens of the Doc"
        raise ValueError(message)
    return found
