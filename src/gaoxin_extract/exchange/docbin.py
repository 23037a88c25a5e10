"""spaCy's DocBin: a Doc a text, a token a character, mentions in `doc.spans["gaoxin"]`, words in `doc.spans["words"]`.

Values and records stand in `doc.user_data`, as the component `gaoxin_extract` leaves them.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from gaoxin_extract.components import SPANS_KEY
from gaoxin_extract.exchange.annotated import Annotated, Labels, Mark, fail, in_order, marked
from gaoxin_extract.language import WORDS

ABOUT = f"{SPANS_KEY}_about"


def docbin(every: Iterable[Annotated]) -> bytes:
    """The bytes of a `.spacy` file."""
    held = DocBin(attrs=["ORTH"], store_user_data=True)  # a third of the size: no other attribute is set
    vocab = spacy.blank("zh").vocab
    for each in every:
        held.add(_doc(each, vocab))
    return held.to_bytes()


def read_docbin(path: Path, labels: Labels | None = None) -> Iterator[Annotated]:
    """The texts of a `.spacy` file: what `doc.spans["gaoxin"]` marks, without that group what `doc.ents` do."""
    try:
        held = DocBin().from_bytes(path.read_bytes())
    except OSError as error:
        fail(str(path), f"can't be read ({error.strerror}); check the path")
    except Exception as error:  # noqa: BLE001 -- zlib's, msgpack's and spaCy's own, none of them shared
        fail(str(path), f"no DocBin ({error}); give what DocBin.to_disk wrote")
    named = labels or Labels()
    for number, doc in enumerate(held.get_docs(spacy.blank("zh").vocab), 1):
        where = f"{path}#{number}"
        about = doc.user_data.get(ABOUT, {})
        yield Annotated(
            text=doc.text,
            marks=in_order(_marks(doc, named, where)),
            source=where,
            article=about.get("article"),
            title=about.get("title"),
            date=about.get("date"),
            human=about.get("human", SPANS_KEY not in doc.user_data),
        )


def _doc(each: Annotated, vocab: Vocab) -> Doc:
    doc = Doc(vocab, words=list(each.text), spaces=[False] * len(each.text))
    values: dict[str, Any] = {}
    spans: list[Span] = []
    for number, mark in enumerate(each.marks):
        id_ = f"m{number}"
        spans.append(Span(doc, mark.start, mark.end, label=mark.label, span_id=id_))
        values[id_] = {"norm": mark.norm, "score": mark.score, "optional": mark.optional}
    doc.spans[SPANS_KEY] = spans
    if each.words:  # only where the text was cut
        doc.spans[WORDS] = [Span(doc, start, end) for start, end in each.words]
    doc.user_data[SPANS_KEY] = values
    doc.user_data[ABOUT] = {
        "article": each.article,
        "source": each.source,
        "title": each.title,
        "date": each.date,
        "human": each.human,
    }
    return doc


def _marks(doc: Doc, labels: Labels, where: str) -> Iterator[Mark]:
    values = doc.user_data.get(SPANS_KEY, {})
    for span in doc.spans.get(SPANS_KEY, doc.ents):
        label = labels(span.label_, where)
        if label:
            value = values.get(span.id_, {})
            yield marked(
                doc.text,
                label,
                (span.start_char, span.end_char),
                where,
                optional=value.get("optional", False),
                norm=value.get("norm"),
                score=value.get("score"),
            )
