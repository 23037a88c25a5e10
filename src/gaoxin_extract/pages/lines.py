"""The printed lines of a text: where they stand, how wide they are and how far apart."""

import regex
from msgspec import Struct

from gaoxin_extract.text import Edit, Span, Text

BREAK = regex.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
UNPRINTED = regex.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u200b-\u200f\u2060\ufeff]+")
FINAL = regex.compile(r"[。！？!?…][”’』」）)》]*+$")
CLAUSE = regex.compile(r"[，。；;]|[^\d],|、.*、")
LINE = regex.compile(r"(?m)^([^\S\n]*+)(\S.*?)[^\S\n]*+$")


class Line(Struct, frozen=True):
    """A line that prints something. `width` and `indent` count half-width units, `gap` the blank lines above it."""

    span: Span
    content: str
    width: int
    indent: int
    gap: int


def plain_breaks(text: Text) -> Text:
    r"""`text` with `\n` for every line break, and without characters that print nothing."""
    edits = [Edit(found.start(), found.end(), "\n") for found in BREAK.finditer(text.content)]
    edits += [Edit(found.start(), found.end()) for found in UNPRINTED.finditer(text.content)]
    return text.edit(edits) if edits else text


def lines_of(content: str) -> list[Line]:
    r"""The lines of `content` that are not blank.

    >>> [(line.content, line.width, line.indent, line.gap) for line in lines_of("　　总投资\n\n10亿元")]
    [('总投资', 6, 4, 0), ('10亿元', 6, 0, 1)]
    """
    lines: list[Line] = []
    last = 0
    for found in LINE.finditer(content):
        start, end = found.span(2)
        gap = content.count("\n", last, start) - (1 if lines else 0)
        lines.append(Line(Span(start, end), found[2], width_of(found[2]), width_of(found[1]), gap))
        last = end
    return lines


def width_of(content: str) -> int:
    """The width in half-width units: a Chinese character or mark is two.

    >>> width_of("“A股”")
    7
    """
    # GBK writes in two bytes what type sets wide, and in one what it sets narrow.
    return len(content.encode("gbk", "replace"))
