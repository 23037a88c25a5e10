"""The headline of a web page among the lines that its site printed around it."""

from collections.abc import Sequence

from gaoxin_extract.articles.parts import Piece
from gaoxin_extract.articles.wording import Wording
from gaoxin_extract.rulebook.compiling import compiled

WORD = compiled(r"[\p{L}\p{N}]")
NAME = compiled(
    r"\p{Han}{2,20}(?:区|區|网|網|公司|局|政府|委员会|委員會|集团|集團|门户|平台|办公室|管委会|管委會|[日晚]报|[日晚]報"
    r"|融媒体中心|电视台|電視台)"
)
HAN = compiled(r"\p{Han}")
SUBHEAD = compiled(r"——|──")
SHORTEST = 4
STRANGE = 0.2
TOLD = 0.3
OWN = 0.5
SHORTEST_TOLD = 6


def headline_lines(heads: Sequence[int], pieces: Sequence[Piece], body: int, wording: Wording, place: int) -> list[int]:
    """The lines of `heads` that are the headline of the story at `place`, above whose body or byline `body` they stand.

    Publication data stand below a headline or above it, but not in its midst; a line that shares nothing with the story
    beside one that shares much with it is the site's.
    """
    data = {k: pieces[k].block.published for k in (*heads, body) if pieces[k].block.published is not None}
    marks = [k for k, day in data.items() if day] or list(data)
    above = [k for k in heads if marks and k < marks[0]]
    region = above or list(heads)
    worded = [k for k in region if len(WORD.findall(pieces[k].content)) >= SHORTEST] or region[-1:]
    worded = [k for k in worded if HAN.search(pieces[k].content)] or worded
    worded = [k for k in worded if not NAME.fullmatch(pieces[k].content)] or worded
    shares = {k: wording.share(pieces[k].content, place) for k in worded}
    most = max(shares.values())
    if most < STRANGE and above:
        # The site's lines alone stand above the data; the headline stands below them.
        below = [k for k in heads if k not in above]
        if any(wording.share(pieces[k].content, place) >= TOLD for k in below):
            return headline_lines(below, pieces, body, wording, place)
    if most < TOLD:
        return worded
    told = [k for k in worded if shares[k] >= STRANGE]
    first = told[0]
    if SUBHEAD.match(pieces[first].content) and first - 1 in worded:
        first -= 1
    return [k for k in worded if first <= k <= told[-1]]


def told_below(
    printed: Sequence[int], heads: Sequence[int], pieces: Sequence[Piece], wording: Wording, place: int
) -> tuple[int, ...]:
    """The lines of `printed` below the headline `heads` that share so much with the story that they belong to it."""
    below = (k for k in printed if heads and k > heads[-1] and len(pieces[k].content) >= SHORTEST_TOLD)
    return tuple(k for k in below if wording.share(pieces[k].content, place) >= OWN)
