"""Half-width marks of a Chinese text, read as the full-width ones that the rules are written in."""

import re

HALF, FULL = "(),:;!?", "（），：；！？"
WIDE = str.maketrans(dict(zip(HALF, FULL, strict=True)))
# 1,162 and 8:30 keep theirs.
MARK = re.compile(r"[();!?]|(?<!\d)[,:]|[,:](?!\d)")


def widened(content: str) -> str:
    """`content` with its half-width marks widened, length kept.

    >>> widened("辰屿项目(一期)开工,投资1,162万元")
    '辰屿项目（一期）开工，投资1,162万元'
    """
    return MARK.sub(lambda found: found[0].translate(WIDE), content) if MARK.search(content) else content
