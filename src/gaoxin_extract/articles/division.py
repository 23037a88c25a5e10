"""Two stories taken for one: a headline that no story is left for tells where the second begins."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain, pairwise

from gaoxin_extract.articles.headlines import Group
from gaoxin_extract.articles.parts import Piece
from gaoxin_extract.articles.stories import Story, byline_of, headline_pairs
from gaoxin_extract.articles.wording import counted, pairs, rarity

LEAST_GAIN = 7.0
SHARE = 0.35
SHORTEST = 6
COLUMN = 6
REACH = 200
OWN = 0.6
LEAST_OWN = 4.0


class Division:
    """Weighs where a story falls in two, by the rare words that its headline and another share with its paragraphs."""

    def __init__(self, pieces: Sequence[Piece], told: Sequence[Story]) -> None:
        """`told`: all stories of the page, whose paragraphs tell how rare a word is."""
        self.pieces = pieces
        self.told = told
        bodies = [k for story in told for kind, k in story.rows if kind == "body"]
        asked = headline_pairs(pieces, told)
        self.words = {k: counted(pieces[k].content, asked).keys() for k in bodies}
        self.weight = rarity(self.words.values())

    def cut(self, story: Story, own: str, other: str) -> tuple[float, int]:
        """The gain and place (the number of the second half's first body) of the best cut of `story`; 0 gain: none.

        `own` is the story's headline, `other` the one that wants a story.
        """
        bodies = [k for kind, k in story.rows if kind == "body"]
        best = (0.0, 0)
        if len(bodies) < 2:  # noqa: PLR2004
            return best
        gains = zip(self._contrast(own, bodies), self._contrast(other, bodies), strict=True)
        for place, (first, second) in enumerate(gains, 1):
            gain = abs(first - second) if first * second <= 0 else 0.0
            best = max(best, (gain + self._seam(bodies[place - 1], bodies[place]), bodies[place]))
        whole = sum(self.weight.get(gram, 0.0) for gram in pairs(other))
        here = sum(self.weight[gram] for gram in pairs(other) if any(gram in self.words[k] for k in bodies))
        return best if best[0] >= LEAST_GAIN and here >= whole * SHARE and here else (0.0, 0)

    def _contrast(self, headline: str, bodies: Sequence[int]) -> list[float]:
        """For each cut how much more `headline` shares with what stands before it than with what stands after."""
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for place, k in enumerate(bodies):
            for gram in pairs(headline):
                if gram in self.words[k]:
                    first.setdefault(gram, place)
                    last[gram] = place
        return [
            sum(self.weight[gram] * ((first[gram] < cut) - (last[gram] >= cut)) for gram in first)
            for cut in range(1, len(bodies))
        ]

    def _seam(self, above: int, below: int) -> float:
        """How much the page's layout speaks for a cut between two bodies."""
        first, second = self.pieces[above].block, self.pieces[below].block
        wrapped = len(first.widths) > 2 and len(second.widths) > 2  # noqa: PLR2004
        other_column = wrapped and abs(max(first.widths) - max(second.widths)) >= COLUMN
        return 3.0 * other_column + 1.0 * (below > above + 1) + 0.5 * (second.gap > 1)


def divide(
    pieces: Sequence[Piece], told: Sequence[Story], chosen: dict[int, Group], left: Sequence[Group]
) -> list[Story]:
    """The stories, those cut in two of which one half belongs to a headline out of `left`."""
    division = Division(pieces, told)
    cuts: dict[int, tuple[float, int]] = {}
    begun = sorted((told[place].rows[0][1], place) for place in chosen)
    for group in left:
        other = _words(pieces, group)
        if len(other) < SHORTEST:
            continue
        first, last = (bisect_left(begun, (group.heads[0] + end,)) for end in (1 - REACH, REACH))
        near = [(place, chosen[place]) for _, place in begun[first:last] if chosen[place].run != group.run]
        found = max(
            ((*division.cut(told[place], _words(pieces, own), other), place) for place, own in near),
            default=(0.0, 0, 0),
        )
        if found[0] > cuts.get(found[2], (0.0, 0))[0]:
            cuts[found[2]] = found[:2]
    result: list[Story] = []
    for place, story in enumerate(told):
        if place not in cuts:
            result.append(story)
            continue
        pivot = cuts[place][1]
        halves = (
            tuple(row for row in story.rows if row[1] < pivot),
            tuple(row for row in story.rows if row[1] >= pivot),
        )
        result += [Story(story.kind, rows, byline_of(rows, pieces), story.resumed) for rows in halves]
    return result


def by_headlines(pieces: Sequence[Piece], told: Sequence[Story]) -> list[Story] | None:
    """The stories of a page that prints all its headlines in one place, in the stories' order.

    None where the page is not such a one, has no more headlines than stories, or their words don't part it.
    """
    rows = [row for story in told for row in story.rows]
    bodies = [k for kind, k in rows if kind == "body"]
    if any(story.kind != "story" for story in told) or bodies != sorted(bodies):
        return None
    asked = [pairs(pieces[head].content) for head in _heads_apart(pieces)]
    if not asked:
        return None
    words = [counted(pieces[k].content, frozenset(chain.from_iterable(asked))).keys() for k in bodies]
    weight = rarity(words)
    shares = [[sum(weight[gram] for gram in own if gram in told_there) for told_there in words] for own in asked]
    starts = _starts(shares, len(told)) or _starts(_of_one_story(shares), len(told))
    if not starts:
        return None
    pivots = [bodies[start] for start in starts[1:]]
    begun = {k for story in told[1:] for kind, k in story.rows[:1] if kind == "body"}
    if not begun <= set(pivots):
        return None
    resumed = frozenset(k for story in told for k in story.resumed)
    parts = [tuple(row for row in rows if first <= row[1] < end) for first, end in pairwise([0, *pivots, len(pieces)])]
    return [Story("story", part, byline_of(part, pieces), resumed) for part in parts]


def _starts(shares: Sequence[Sequence[float]], stories: int) -> list[int]:
    """The first paragraph of each headline, by what it shares with each; none if these are not surely theirs."""
    if not shares or len(shares) <= stories or len(shares[0]) < len(shares):
        return []
    starts = _best_cut(shares)
    for share, start, end in zip(shares, starts, [*starts[1:], len(shares[0])], strict=True):
        if sum(share[start:end]) < max(sum(share) * OWN, LEAST_OWN):
            return []
    return starts


def _of_one_story(shares: Sequence[Sequence[float]]) -> list[list[float]]:
    """The shares of headlines whose lines, one after another, share most with the same paragraph."""
    joined: list[list[float]] = []
    for share in shares:
        if joined and max(range(len(share)), key=share.__getitem__) == max(
            range(len(share)), key=joined[-1].__getitem__
        ):
            joined[-1] = [first + second for first, second in zip(joined[-1], share, strict=True)]
        else:
            joined.append(list(share))
    return joined


def _heads_apart(pieces: Sequence[Piece]) -> list[int]:
    """The headline lines of a page that stand all above its bodies, or all below; none where bodies part them."""
    bodies = [k for k, piece in enumerate(pieces) if piece.kind == "body"]
    heads = [k for k, piece in enumerate(pieces) if piece.kind == "head" and len(piece.content) >= SHORTEST]
    apart = bool(bodies) and bool(heads) and (heads[0] > bodies[-1] or heads[-1] < bodies[0])
    return heads if apart else []


def _best_cut(shares: Sequence[Sequence[float]]) -> list[int]:
    """The first paragraph of each headline, in order, where each has at least one and they share most in all."""
    size = len(shares[0])
    nothing: tuple[float, tuple[int, ...]] = (-1.0, ())
    best: list[tuple[float, tuple[int, ...]]] = [(sum(shares[0][:end]), (0,)) for end in range(size + 1)]
    for place, share in enumerate(shares[1:], 1):
        best = [
            max(
                ((best[at][0] + sum(share[at:end]), (*best[at][1], at)) for at in range(place, end)),
                default=nothing,
            )
            for end in range(size + 1)
        ]
    return list(best[size][1])


def _words(pieces: Sequence[Piece], group: Group) -> str:
    return "，".join(pieces[k].content for k in group.heads)
