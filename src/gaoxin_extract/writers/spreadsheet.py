"""CSV that Excel, WPS and Numbers open as it is: a byte-order mark, lists in one cell, no cell a formula."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 in the system's encoding
JOINT = "；"
# What opens a formula when typed, also full-width or behind a tab that some programs drop; a number alone opens none.
FORMULA = re.compile(r"(?!-\d+(?:\.\d+)?\Z)[=+\-@＝＋－＠\t\r]")


def csv_head(row: type[Struct]) -> bytes:
    """The mark and the line of column names."""
    return (BYTE_ORDER_MARK + _line(row.__struct_fields__)).encode()


def csv_lines(rows: Iterable[Struct]) -> bytes:
    """The rows as lines of CSV."""
    return "".join(_line(map(_cell, msgspec.structs.astuple(row))) for row in rows).encode()


def _cell(value: Any) -> str | int | float | None:
    """A value as a cell: a list joined, a text that would be a formula led by an apostrophe.

    >>> _cell(("甲公司", "乙公司")), _cell("=1+1"), _cell("-3.5"), _cell(None)
    ('甲公司；乙公司', "'=1+1", '-3.5', None)
    """
    if isinstance(value, tuple):
        value = JOINT.join(value)
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
