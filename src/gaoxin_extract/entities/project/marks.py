"""Half-width marks of a Chinese text, read as the full-width ones that the rules are written in."""

import re
from functools import lru_cache

HALF, FULL = "();!?", "（）；！？"
BETWEEN = {",": "，", ":": "："}
# 1,162 and 8:30 keep theirs.
APART = re.compile(r"[,:](?:(?<!\d.)|(?!\d))", re.DOTALL)


@lru_cache(maxsize=2)  # finder, mender and linker read one text
def widened(content: str) -> str:
    """`content` with its half-width marks widened, length kept.

    >>> widened("辰屿项目(一期)开工,投资1,162万元")
    '辰屿项目（一期）开工，投资1,162万元'
    """
    for half, full in zip(HALF, FULL, strict=True):
        content = content.replace(half, full)
    return APART.sub(lambda found: BETWEEN[found[0]], content)
