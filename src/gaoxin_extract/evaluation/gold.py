"""Reads annotations: a folder of JSON files, one a source, or a `.jsonl` set of short texts."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from gaoxin_extract.errors import RecordError
from gaoxin_extract.records import ArticleKind, Label, Record
from gaoxin_extract.text import Span

Kind = TypeVar("Kind")
QUOTES_AND_DASHES = re.compile(r"[\s\"'“”‘’·•:《》—|-]+")


class GoldFact(Struct, frozen=True):
    """A fact about the project on whose mention it stands."""

    relation: str
    text: str
    role: str | None = None


class GoldEntity(Struct, frozen=True):
    """An annotated mention; on an `optional` one careful readers differ."""

    label: Label
    start: int
    end: int
    text: str
    optional: bool = False
    norm: dict[str, Any] | None = None

    @property
    def span(self) -> Span:
        """Its place in the source."""
        return Span(self.start, self.end)


class GoldArticle(Struct, frozen=True):
    """An annotated article; `titles` count as right beside `title`, `text` is its restored text where one is given."""

    kind: ArticleKind
    spans: tuple[tuple[int, int], ...]
    title: str | None = None
    titles: tuple[str, ...] = ()
    byline: str | None = None
    dct: str | None = None
    text: str | None = None


class GoldSource(Struct, frozen=True):
    """The annotation of one source, which is named without its folder."""

    source: str
    entities: tuple[GoldEntity, ...]
    articles: tuple[GoldArticle, ...] = ()


class GoldLine(Struct, frozen=True):
    """A line of a set: its text carries its own annotation."""

    text: str
    entities: tuple[GoldEntity, ...]


def read_gold(path: Path) -> Iterator[GoldSource]:
    """The annotated sources: a folder's JSON files, or the lines of a set as `NAME.jsonl:1`, `NAME.jsonl:2`."""
    if path.suffix == ".jsonl":
        for number, line in _lines(path):
            yield GoldSource(f"{path.name}:{number}", _decode(line, GoldLine, f"{path}:{number}").entities)
        return
    files = sorted(path.glob("*.json"))
    if not files:
        message = f"{path}: no annotation here; give a folder of annotations (*.json) or a set (.jsonl)"
        raise RecordError(message)
    for file in files:
        yield _decode(file.read_bytes(), GoldSource, str(file))


def read_records(path: Path) -> Mapping[str, tuple[Record, ...]]:
    """The records of an output file by the name of their source, folder left off."""
    by_source: dict[str, list[Record]] = defaultdict(list)
    for number, line in _lines(path):
        record = _decode(line, Record, f"{path}:{number}")
        by_source[record.source.path.replace("\\", "/").rsplit("/", 1)[-1]].append(record)
    return {name: tuple(records) for name, records in by_source.items()}


def fold(name: str | None) -> str:
    """A name or headline without regard to width, case, blanks, quotation marks, dashes and colons.

    >>> fold("西安高新区：“创新” 签约") == fold("西安高新区:创新签约")
    True
    """
    return QUOTES_AND_DASHES.sub("", unicodedata.normalize("NFKC", name or "")).lower()


def _lines(path: Path) -> list[tuple[int, bytes]]:
    """The lines that hold anything, with their numbers."""
    try:
        return [(number, line) for number, line in enumerate(path.read_bytes().split(b"\n"), 1) if line.strip()]
    except OSError as error:
        message = f"{path}: can't be read: {error.strerror}"
        raise RecordError(message) from None


def _decode(raw: bytes, kind: type[Kind], where: str) -> Kind:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.MsgspecError as error:
        message = f"{where}: not {'a record' if kind is Record else 'an annotation'} of this version: {error}"
        raise RecordError(message) from None
