"""Breaks Chinese text into lines by the columns that it takes, not by its characters or blanks."""

from collections.abc import Iterator

import regex
from rich.cells import cell_len
from rich.text import Text

# What no line break may part: a word of ASCII, or one character with what may not end the line before or open the next.
OPENING, CLOSING = r"[（《〈「『“‘【〔\[(]", r"[，。、；：！？）》〉」』”’】〕…—％‰℃\]),.;:!?%]"
UNIT = regex.compile(rf"{OPENING}*+(?:[!-Z\\^-~]++|\X){CLOSING}*+|{OPENING}++")


def wrapped(text: Text, width: int) -> Iterator[Text]:
    """The lines of `text`, which has no line break, none wider than `width` columns; blanks at a line's end are gone.

    >>> [line.plain for line in wrapped(Text("总投资10亿元，分两期建设。"), 10)]
    ['总投资10亿', '元，分两期', '建设。']
    """
    offsets = list(_breaks(text.plain, max(width, 2)))
    for line in text.divide(offsets):
        line.rstrip()
        yield line


def _breaks(content: str, width: int) -> Iterator[int]:
    """Where the lines after the first begin."""
    if cell_len(content) <= width:
        return
    used = 0
    for found in UNIT.finditer(content):
        size = cell_len(found[0].rstrip())
        if used and used + size > width:
            yield found.start()
            used = 0
        if size > width:
            *starts, used = _cuts(found[0], found.start(), width)
            yield from starts
        else:
            used += cell_len(found[0])


def _cuts(unit: str, start: int, width: int) -> Iterator[int]:
    """Where a unit wider than a line is cut all the same; at last how much of the last line it fills."""
    used = 0
    for place, character in enumerate(unit):
        size = cell_len(character)
        if used + size > width:
            yield start + place
            used = 0
        used += size
    yield used
