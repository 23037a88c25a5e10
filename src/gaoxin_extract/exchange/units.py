"""Offsets in UTF-16 units, as JavaScript counts: a character beyond U+FFFF is two of them."""

import re
from bisect import bisect_left
from collections.abc import Iterable

ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def to_utf16(text: str, offsets: Iterable[int]) -> tuple[int, ...]:
    """Offsets of code points as those of UTF-16 units.

    >>> to_utf16("𠮷田咨询", (1, 4))
    (2, 5)
    """
    astral = [found.start() for found in ASTRAL.finditer(text)]
    return tuple(offset + bisect_left(astral, offset) for offset in offsets)


def from_utf16(text: str, offsets: Iterable[int]) -> tuple[int, ...]:
    """Offsets of UTF-16 units as those of code points; one between two halves of a character is its beginning.

    >>> from_utf16("𠮷田咨询", (2, 5)), from_utf16("𠮷田", (1,))
    ((1, 4), (0,))
    """
    # Where the second half of each stands: behind it, code points lag by one more.
    halves = [found.start() + number + 1 for number, found in enumerate(ASTRAL.finditer(text))]
    return tuple(offset - bisect_left(halves, offset + 1) for offset in offsets)
