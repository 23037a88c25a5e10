"""Where sentences end."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import pairwise

from gaoxin_extract.text import Span

# A closing quote or bracket belongs to the sentence that it closes; a semicolon joins, so it ends none.
END = re.compile(r"[。！？!?…]++[”’」』）)》]*+\n?|\n")


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text`, which cover it whole.

    >>> sentences("“开工了！”他说。")
    (Span(start=0, end=6), Span(start=6, end=9))
    """
    return tuple(Span(start, end) for start, end in pairwise(_bounds(text)) if start < end)


def sentence_finder(text: str) -> Callable[[int, int], str]:
    """A function from a stretch of `text` to the sentence, or sentences, that it stands in.

    >>> sentence_finder("去年开工。总投资10亿元，今年投产。")(8, 12)
    '总投资10亿元，今年投产。'
    """
    bounds = _bounds(text)

    def sentence(start: int, end: int) -> str:
        return text[bounds[bisect_right(bounds, start) - 1] : bounds[bisect_left(bounds, end)]].strip()

    return sentence


def _bounds(text: str) -> list[int]:
    return [0, *(found.end() for found in END.finditer(text)), len(text)]
