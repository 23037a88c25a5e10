"""The printed lines of a text: where they stand, how wide they are and how far apart."""

import re

from msgspec import Struct

from gaoxin_extract.text import Edit, Span, Text

BREAK = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
UNPRINTED = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u200b-\u200f\u2060\ufeff]+")
REMEMBERED = 1 << 12  # lines of which it is remembered what they are: a page is read twice, and short lines repeat
FINAL = tuple("。！？!?…")
CLOSING = "”’』」）)》"
ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028\u2029\u2060\ufeff]")
CLAUSE = re.compile(r"[，。；;]|[^\d],|、.*、")


def is_final(content: str) -> bool:
    """Whether `content` ends as a sentence does.

    >>> is_final("他说：“好。”"), is_final("10亿元，")
    (True, False)
    """
    return content.rstrip(CLOSING).endswith(FINAL)


class Line(Struct, frozen=True, gc=False):
    """A line that prints something. `width` and `indent` count half-width units, `gap` the blank lines above it."""

    span: Span
    content: str
    width: int
    indent: int
    gap: int


def plain_breaks(text: Text) -> Text:
    r"""`text` with `\n` for every line break, and without characters that print nothing."""
    if not ODD.search(text.content):
        return text
    edits = [Edit(found.start(), found.end(), "\n") for found in BREAK.finditer(text.content)]
    edits += [Edit(found.start(), found.end()) for found in UNPRINTED.finditer(text.content)]
    return text.edit(edits)


def lines_of(content: str) -> list[Line]:
    r"""The lines of `content` that are not blank.

    >>> [(line.content, line.width, line.indent, line.gap) for line in lines_of("　　总投资\n\n10亿元")]
    [('总投资', 6, 4, 0), ('10亿元', 6, 0, 1)]
    """
    lines: list[Line] = []
    place = gap = 0
    for row in content.split("\n"):
        printed = row.strip()
        if printed:
            blank = row[: len(row) - len(row.lstrip())]
            start = place + len(blank)
            span = Span(start, start + len(printed))
            lines.append(Line(span, printed, width_of(printed), width_of(blank) if blank else 0, gap))
            gap = 0
        else:
            gap += 1
        place += len(row) + 1
    return lines


def width_of(content: str) -> int:
    """The width in half-width units: a Chinese character or mark is two.

    >>> width_of("“A股”")
    7
    """
    # GBK writes in two bytes what type sets wide, and in one what it sets narrow.
    return len(content.encode("gbk", "replace"))
