"""The sentences of an article's text, for rows that show what a mention stands in."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable

# A closing quote or bracket belongs to the sentence that it closes; a semicolon joins, so it ends none.
END = re.compile(r"[。！？!?…]++[”’」』）)》]*+|\n")


def sentence_finder(text: str) -> Callable[[int, int], str]:
    """A function from a stretch of `text` to the sentence, or sentences, that it stands in.

    >>> sentence_finder("去年开工。总投资10亿元，今年投产。")(8, 12)
    '总投资10亿元，今年投产。'
    """
    ends = [0, *(found.end() for found in END.finditer(text)), len(text)]

    def sentence(start: int, end: int) -> str:
        return text[ends[bisect_right(ends, start) - 1] : ends[bisect_left(ends, end)]].strip()

    return sentence
