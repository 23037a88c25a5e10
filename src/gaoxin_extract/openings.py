"""Where in a text the words of a list may begin.

Their first characters decide that: numpy looks the pairs of a text up in a table, what stands behind those that open
longer words in another, and only the few places that pass are compared with the words themselves. That is an order of
magnitude faster than an automaton in which thousands of words leave from the root, or a regex tried at every place.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import numpy as np

BASIC_PLANE: Final = 0x10000
DEPTH: Final = 3  # so many characters of a word are looked at
SPARSE: Final = 16  # so many places of a table for each opening, that few others pass for one
LONGER, WHOLE = 1, 2  # what a pair of characters opens: longer words alone, or a word of one character or two as well


class Openings:
    """What words open with: their first three characters, of a shorter word all."""

    def __init__(self, words: Iterable[str]) -> None:
        """Behind a word of one character any other may stand, or nothing."""
        openings = sorted({word[:DEPTH] for word in words}, key=len)
        firsts, seconds, thirds = (np.array([_point(word, n) for word in openings], np.intp) for n in range(DEPTH))
        self._first, self._second = _numbered(firsts), _numbered(seconds[seconds > 0])
        self._begins = self._first > 0
        columns = int(self._second.max()) + 1
        self._first *= columns
        self._known = np.zeros(int(self._first.max()) + columns, np.uint8)
        self._bits = (SPARSE * len(openings)).bit_length()
        self._longer = np.zeros(1 << self._bits, np.bool_)
        keys = self._first[firsts] + self._second[seconds]
        self._known[keys[thirds > 0]] = LONGER
        self._longer[self._hashed(keys, thirds)[thirds > 0]] = True
        self._known[keys[thirds == 0]] = WHOLE
        for key in keys[seconds == 0].tolist():
            self._known[key : key + columns] = WHOLE

    def places(self, content: str) -> list[int]:
        """Where one of the openings stands, in the order of the text; of a longer word another may pass for it.

        >>> Openings(["项目", "第", "高新区"]).places("第二项目，第三高新技术，高新区")
        [0, 2, 5, 12]
        """
        points = _points(content)
        begun = np.flatnonzero(self._begins.take(points[: len(content)]))
        keys = self._first.take(points.take(begun)) + self._second.take(points.take(begun + 1))
        opened = self._known.take(keys)
        known = np.flatnonzero(opened)
        places, keys, whole = begun.take(known), keys.take(known), opened.take(known) == WHOLE
        told: list[int] = places[whole | self._longer.take(self._hashed(keys, points.take(places + 2)))].tolist()
        return told

    def _hashed(self, keys: Any, thirds: Any) -> Any:
        """A place in the table for each pair, told by its key, with the character behind it."""
        mixed = keys.astype(np.uint32) * np.uint32(0x9E3779B1) + thirds.astype(np.uint32) * np.uint32(0x85EBCA6B)
        return (mixed ^ (mixed >> np.uint32(15))) >> np.uint32(32 - self._bits)


@lru_cache(maxsize=2)
def _points(content: str) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """The code points of `content`, those beyond the basic plane as its last, and 0 for what is looked at behind it.

    One text is read for many lists.
    """
    points = np.frombuffer((content + "\0" * DEPTH).encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(points, BASIC_PLANE - 1).astype(np.intp)


def _point(word: str, place: int) -> int:
    return min(ord(word[place]), BASIC_PLANE - 1) if place < len(word) else 0


def _numbered(points: Any) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
    """A number from 1 for each of `points`, by code point; 0 for all others."""
    numbers = np.zeros(BASIC_PLANE, np.int32)
    distinct = np.unique(points)
    numbers[distinct] = np.arange(1, len(distinct) + 1)
    return numbers
