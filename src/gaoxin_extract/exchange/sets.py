"""Annotated texts as JSON Lines: `{"text", "entities": [{"label", "start", "end", "text", "norm"}]}`, and records."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from gaoxin_extract.errors import GaoxinError
from gaoxin_extract.exchange.annotated import Annotated, Labels, OnError, annotated, fail, in_order, marked
from gaoxin_extract.ledger.storing import read_records as read_lines
from gaoxin_extract.records import Record

Date = str | int | None


class Entity(Struct, frozen=True, kw_only=True):
    """A mention in a set."""

    label: str
    start: int
    end: int
    text: str | None = None
    optional: bool = False
    norm: dict[str, Any] | None = None


class Sentence(Struct, frozen=True, kw_only=True):
    """A line of a set; `source` says where the text comes from, and is no path."""

    text: str
    entities: tuple[Entity, ...]
    source: str | None = None
    article: str | None = None
    title: str | None = None
    date: Date = None


def sentence_line(each: Annotated) -> bytes:
    """The line of one text."""
    entities = tuple(
        Entity(label=m.label, start=m.start, end=m.end, text=m.text, optional=m.optional, norm=m.norm)
        for m in each.marks
    )
    line = Sentence(
        text=each.text,
        entities=entities,
        source=each.source,
        article=each.article,
        title=each.title,
        date=each.date,
    )
    return msgspec.json.encode(line) + b"\n"


def read_sentences(path: Path, labels: Labels | None = None) -> Iterator[Annotated]:
    """The texts of a set, of which every line is annotated."""
    named = labels or Labels()
    decode = msgspec.json.Decoder(Sentence).decode
    for number, raw in numbered(path):
        where = f"{path}:{number}"
        try:
            line = decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            fail(where, f'no annotated text ({error}); a line is {{"text", "entities": [{{"label", "start", "end"}}]}}')
        marks = (
            marked(
                line.text,
                label,
                (each.start, each.end),
                where,
                words=each.text,
                optional=each.optional,
                norm=each.norm,
            )
            for each in line.entities
            if (label := named(each.label, where))
        )
        yield Annotated(
            text=line.text,
            marks=in_order(marks),
            source=where,
            article=line.article,
            title=line.title,
            date=None if line.date is None else str(line.date),
        )


def read_records(path: Path, *, on_error: OnError | None = None) -> Iterator[Record]:
    """The article records of a file that this program wrote; `.gz` and `-` too."""
    yield from read_lines(str(path), on_error=on_error)


def read_annotated_records(path: Path, *, on_error: OnError | None = None) -> Iterator[Annotated]:
    """The texts of records with their mentions."""
    for record in read_records(path, on_error=on_error):
        yield annotated(record)


def numbered(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that hold anything, with their numbers."""
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except (OSError, ValueError) as error:
        fault = error.strerror if isinstance(error, OSError) else error
        fail(str(path), f"can't be read ({fault}); check the path")
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


__all__ = ["GaoxinError", "numbered", "read_annotated_records", "read_records", "read_sentences", "sentence_line"]
