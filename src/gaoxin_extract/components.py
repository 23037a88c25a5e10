"""The pipeline as a component of any Chinese spaCy pipeline: `nlp.add_pipe("gaoxin_extract")`.

spaCy finds it by the package's entry point. Each mention becomes a span of `doc.spans["gaoxin"]`, with its label and an
id; `doc.user_data["gaoxin"]` holds what the program writes of it under that id, its value among it, and
`doc.user_data["gaoxin_records"]` the whole records. Both are plain data, so that they go where a Doc goes.
"""

from pathlib import Path
from typing import Any

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span

from gaoxin_extract.errors import GaoxinError
from gaoxin_extract.language import lay_words, load_segmenter
from gaoxin_extract.pipeline import OWN_MODEL, Pipeline
from gaoxin_extract.reading import iso_date
from gaoxin_extract.records import LABELS, Label, Record

NAME = "gaoxin_extract"
SPANS_KEY = "gaoxin"
RECORDS = "_records"


class Extractor:
    """Reads a Doc's text as the command line reads a file's, and lays the mentions over the Doc."""

    def __init__(self, pipeline: Pipeline, *, date: str | None, spans_key: str, segmenter: str | None) -> None:
        """`segmenter` cuts words for `doc.spans["words"]`, none without one; `date` is every Doc's own."""
        self.pipeline = pipeline
        self.date = date
        self.spans_key = spans_key
        self.segmenter = load_segmenter(segmenter) if segmenter else None

    def __call__(self, doc: Doc) -> Doc:
        """Lay the mentions over `doc`; one whose ends fall inside a token takes the whole token."""
        records = self.pipeline.extract_text(doc.text, date=self.date)
        values: dict[str, Any] = {}
        spans: list[Span] = []
        for number, record in enumerate(records):
            for mention in record.entities:
                label = str(mention.__struct_config__.tag)
                id_ = f"{number}/{mention.id}"
                span = doc.char_span(
                    mention.source_start, mention.source_end, label, span_id=id_, alignment_mode="expand"
                )
                if span is None:
                    message = f"{label} {mention.text!r} stands outside the Doc"
                    raise ValueError(message)
                spans.append(span)
                values[id_] = plain(mention)
        doc.spans[self.spans_key] = spans
        doc.user_data[self.spans_key] = values
        doc.user_data[self.spans_key + RECORDS] = [plain(record) for record in records]
        if self.segmenter:
            lay_words(doc, self.segmenter)
        return doc


def plain(value: msgspec.Struct) -> Any:
    """A record or mention as dicts, lists, strings and numbers, as it is written."""
    return msgspec.to_builtins(value, builtin_types=(), order=None)


def records_of(doc: Doc, *, spans_key: str = SPANS_KEY) -> tuple[Record, ...]:
    """The records that the component kept in `doc`; none where it didn't run."""
    return msgspec.convert(doc.user_data.get(spans_key + RECORDS, []), tuple[Record, ...])


@Language.factory(
    NAME,
    default_config={
        "model": OWN_MODEL,
        "model_labels": None,
        "rules": None,
        "labels": list(LABELS),
        "min_score": 0.0,
        "date": None,
        "spans_key": SPANS_KEY,
        "segmenter": None,
    },
)
def create(  # noqa: PLR0913 -- spaCy hands over the settings one by one
    nlp: Language,
    name: str,
    *,
    model: str | None,
    model_labels: dict[str, Label] | None,
    rules: str | None,
    labels: list[Label],
    min_score: float,
    date: str | None,
    spans_key: str,
    segmenter: str | None,
) -> Extractor:
    """The component with the settings of `Pipeline.load`; `nlp` is the pipeline that it becomes a part of."""
    if nlp.lang != "zh":
        message = f"{name}: reads Chinese, but the pipeline is of {nlp.lang!r}; add it to one of 'zh'"
        raise GaoxinError(message)
    if date is not None and not iso_date(date):
        message = f"{name}: date {date!r} is none; write 2024, 2024-05 or 2024-05-17"
        raise GaoxinError(message)
    if not 0 <= min_score <= 1:
        message = f"{name}: min_score {min_score:g} is no score; give one from 0 to 1"
        raise GaoxinError(message)
    pipeline = Pipeline.load(
        rules=Path(rules) if rules else None,
        model=model,
        model_labels=model_labels,
        labels=labels,
        min_score=min_score,
    )
    return Extractor(pipeline, date=date, spans_key=spans_key, segmenter=segmenter)
