"""Records as lines of bytes, in three shapes: a line an article, an entity or a project; the last two also as CSV."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from gaoxin_extract.records import Record
from gaoxin_extract.writers.entity import EntityRow, entity_rows
from gaoxin_extract.writers.project import ProjectRow, project_rows
from gaoxin_extract.writers.spreadsheet import csv_head, csv_lines

Shape = Literal["article", "entity", "project"]

ROWS: dict[Shape, type[Struct]] = {"article": Record, "entity": EntityRow, "project": ProjectRow}
VERSIONS: dict[Shape, str] = {shape: f"gaoxin-extract/{shape}/1" for shape in ROWS}


class Writing(Struct, frozen=True):
    """How records become bytes: `head` comes first and once, then what `lines` makes of each record."""

    head: bytes
    lines: Callable[[Record], bytes]


def writing(shape: Shape = "article", *, csv: bool = False) -> Writing:
    """The way of writing `shape`; an article has no CSV, since its lists hold objects (ValueError)."""
    rows = _rows(shape)
    if not csv:
        encode = msgspec.json.Encoder(decimal_format="string").encode
        return Writing(b"", lambda record: b"".join(encode(row) + b"\n" for row in rows(record)))
    if shape == "article":
        message = "an article is no row of a table; CSV holds the shapes entity and project"
        raise ValueError(message)
    return Writing(csv_head(ROWS[shape]), lambda record: csv_lines(rows(record)))


def write(records: Iterable[Record], out: Callable[[bytes], object], *, shape: Shape = "article") -> None:
    """Hand the JSON Lines of `records` to `out`, a record at a time."""
    lines = writing(shape).lines
    for record in records:
        out(lines(record))


def _rows(shape: Shape) -> Callable[[Record], Sequence[Struct]]:
    match shape:
        case "article":
            return lambda record: (record,)
        case "entity":
            return entity_rows
        case "project":
            return project_rows
