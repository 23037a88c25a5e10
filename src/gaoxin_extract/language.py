"""The spaCy side: an article as a Doc, a token a character, with words over it as a span group.

Characters are tokens so that no mention falls between two: token `n` is character `n` of the article's text. Words are
evidence for boundaries, never a cage. spaCy and pkuseg take seconds to import and load, so nothing else imports this.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import spacy
import spacy_pkuseg
from spacy.language import Language
from spacy.tokens import Doc

from gaoxin_extract.articles import Article
from gaoxin_extract.errors import ModelError
from gaoxin_extract.rulebook import own_folder
from gaoxin_extract.sentences import sentences
from gaoxin_extract.text import Span

# The span groups of a Doc.
WORDS, SENTENCES = "words", "sentences"


class Segmenter(Protocol):
    """Cuts a text into words; white space may be left out."""

    def cut(self, text: str) -> Sequence[str]:
        """The words of `text` in their order."""


@cache
def load_segmenter(folder: Path | None = None) -> Segmenter:
    """spacy-pkuseg with the model in `folder`, without one with the model that ships.

    >>> load_segmenter().cut("总投资10亿元")
    ['总', '投资', '10亿', '元']
    """
    folder = folder or own_folder("models") / "words"
    if not (folder / "weights.npz").is_file():
        message = f"{folder}: no segmentation model; name a folder with features.msgpack and weights.npz"
        raise ModelError(message)
    segmenter: Segmenter = spacy_pkuseg.pkuseg(model_name=str(folder))
    return segmenter


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
    groups = {SENTENCES: sentences(content)}
    if segmenter:
        groups[WORDS] = words(content, segmenter)
    for name, spans in groups.items():
        doc.spans[name] = [_char_span(doc, span) for span in spans]
    return doc


def words(content: str, segmenter: Segmenter) -> tuple[Span, ...]:
    """The words that `segmenter` cuts, as spans of `content`; ValueError where it changes the text."""
    return tuple(_placed(content, segmenter.cut(content)))


@cache
def _nlp() -> Language:
    return spacy.blank("zh")


def _placed(content: str, cut: Iterable[str]) -> Iterator[Span]:
    place = 0
    for word in cut:
        start = content.find(word, place)
        if start < 0 or content[place:start].strip():
            message = f"the segmenter gave {word!r}, which does not stand next in the text"
            raise ValueError(message)
        place = start + len(word)
        yield Span(start, place)


def _char_span(doc: Doc, span: Span) -> "spacy.tokens.Span":
    found = doc.char_span(span.start, span.end)
    if found is None:
        message = f"{span} falls between tokens of the Doc"
        raise ValueError(message)
    return found
