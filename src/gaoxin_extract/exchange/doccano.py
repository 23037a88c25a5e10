"""doccano's JSON Lines: `{"text", "label": [[start, end, label]]}`, with other keys as metadata.

Its editor counts UTF-16 units unless a project counts grapheme clusters, which must stay off.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from gaoxin_extract.exchange.annotated import Annotated, Labels, Mark, fail, in_order, marked
from gaoxin_extract.exchange.sets import numbered
from gaoxin_extract.exchange.units import from_utf16, to_utf16

Spans = tuple[tuple[int, int, str], ...]


class SpanObject(Struct, frozen=True):
    """A span in exports of projects that have relations too."""

    label: str
    start_offset: int
    end_offset: int


class Line(Struct, frozen=True):
    """A text as doccano exports it; older versions and projects with relations name the spans otherwise."""

    text: str
    label: Spans | None = None
    labels: Spans | None = None
    entities: tuple[SpanObject, ...] | None = None
    article: str | None = None
    title: str | None = None
    date: str | int | None = None
    meta: dict[str, Any] | None = None
    metadata: dict[str, Any] | None = None

    @property
    def spans(self) -> Spans | None:
        """What is marked; None where the line has no place for it."""
        if self.entities is not None:
            return tuple((each.start_offset, each.end_offset, each.label) for each in self.entities)
        return self.label if self.label is not None else self.labels


def doccano_line(each: Annotated, *, utf16: bool = True) -> bytes:
    """The line of one text; `utf16` off counts code points."""
    marks = [mark for mark in each.marks if not mark.optional]
    bounds = [bound for mark in marks for bound in (mark.start, mark.end)]
    places = to_utf16(each.text, bounds) if utf16 else tuple(bounds)
    label = [(places[2 * n], places[2 * n + 1], mark.label) for n, mark in enumerate(marks)]
    about = {"article": each.article, "source": each.source, "title": each.title, "date": each.date}
    kept = {key: value for key, value in about.items() if value is not None}
    return msgspec.json.encode({"text": each.text, "label": label} | kept) + b"\n"


def read_doccano(path: Path, labels: Labels | None = None, *, utf16: bool = True) -> Iterator[Annotated]:
    """The texts of an export; `utf16` off where its offsets count code points."""
    named = labels or Labels()
    decode = msgspec.json.Decoder(Line).decode
    for number, raw in numbered(path):
        where = f"{path}:{number}"
        try:
            line = decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            fail(where, f'no line of doccano\'s ({error}); a line is {{"text", "label": [[start, end, label]]}}')
        if line.spans is None:
            fail(where, "no labels; export a project of sequence labelling as JSONL")
        about = (line.metadata or {}) | (line.meta or {})
        date = line.date or about.get("date")
        yield Annotated(
            text=line.text,
            marks=in_order(_marks(line, named, where, utf16=utf16)),
            source=where,
            article=line.article or about.get("article"),
            title=line.title or about.get("title"),
            date=None if date is None else str(date),
        )


def _marks(line: Line, labels: Labels, where: str, *, utf16: bool) -> Iterator[Mark]:
    for start, end, name in line.spans or ():
        label = labels(name, where)
        if label:
            places = from_utf16(line.text, (start, end)) if utf16 else (start, end)
            yield marked(line.text, label, (places[0], places[1]), where)
