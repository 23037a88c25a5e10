"""Two stories taken for one: a headline that no story is left for tells where the second begins."""

from collections import Counter
from collections.abc import Sequence
from math import log

from gaoxin_extract.articles.headlines import Group
from gaoxin_extract.articles.parts import Piece
from gaoxin_extract.articles.stories import Story, byline_of
from gaoxin_extract.articles.wording import grams

LEAST_GAIN = 7.0
SHARE = 0.35
SHORTEST = 6
COLUMN = 6
REACH = 200
OWN = 0.5
LEAST_OWN = 4.0


class Division:
    """Weighs where a story falls in two, by the rare words that its headline and another share with its paragraphs."""

    def __init__(self, pieces: Sequence[Piece], told: Sequence[Story]) -> None:
        """`told`: all stories of the page, whose paragraphs tell how rare a word is."""
        self.pieces = pieces
        self.told = told
        self.words = {k: grams(pieces[k].content).keys() for story in told for kind, k in story.rows if kind == "body"}
        found = Counter(gram for words in self.words.values() for gram in words)
        self.weight = {gram: log((1 + len(self.words)) / count) for gram, count in found.items()}

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
        whole = sum(self.weight.get(gram, 0.0) for gram in grams(other))
        here = sum(self.weight[gram] for gram in grams(other) if any(gram in self.words[k] for k in bodies))
        return best if best[0] >= LEAST_GAIN and here >= whole * SHARE else (0.0, 0)

    def _contrast(self, headline: str, bodies: Sequence[int]) -> list[float]:
        """For each cut how much more `headline` shares with what stands before it than with what stands after."""
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for place, k in enumerate(bodies):
            for gram in self.words[k] & grams(headline).keys():
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
    for group in left:
        other = _words(pieces, group)
        if len(other) < SHORTEST:
            continue
        near = [
            (place, own)
            for place, own in chosen.items()
            if own.run != group.run and abs(told[place].rows[0][1] - group.heads[0]) < REACH
        ]
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
    """A page's only story cut into as many as headlines stand below it, in order; None if their words don't part it."""
    heads = _closing_heads(pieces)
    bodies = [k for kind, k in told[0].rows if kind == "body"] if len(told) == 1 else []
    if len(heads) < 2 or len(bodies) < len(heads) or any(kind not in {"body", "section"} for kind, _ in told[0].rows):  # noqa: PLR2004
        return None
    words = [grams(pieces[k].content).keys() for k in bodies]
    count = Counter(gram for own in words for gram in own)
    weight = {gram: log((1 + len(bodies)) / number) for gram, number in count.items()}
    shares = [
        [sum(weight[gram] for gram in grams(pieces[head].content).keys() & own) for own in words] for head in heads
    ]
    starts = _best_cut(shares)
    ends = [*starts[1:], len(bodies)]
    for place, share in enumerate(shares):
        own, whole = sum(share[starts[place] : ends[place]]), sum(share)
        if own < whole * OWN or own < LEAST_OWN:
            return None
    pivots = [bodies[start] for start in starts[1:]] + [len(pieces)]
    halves: list[Story] = []
    first = 0
    for pivot in pivots:
        rows = tuple(row for row in told[0].rows if first <= row[1] < pivot)
        halves.append(Story(told[0].kind, rows, byline_of(rows, pieces), told[0].resumed))
        first = pivot
    return halves


def _closing_heads(pieces: Sequence[Piece]) -> list[int]:
    """The headline lines below all bodies of a page that has none above."""
    bodies = [k for k, piece in enumerate(pieces) if piece.kind == "body"]
    heads = [k for k, piece in enumerate(pieces) if piece.kind == "head"]
    if not bodies or not heads or heads[0] < bodies[0]:
        return []
    heads = [k for k in heads if k > bodies[-1]]
    return heads if all(len(pieces[k].content) >= SHORTEST for k in heads) else []


def _best_cut(shares: Sequence[Sequence[float]]) -> list[int]:
    """The first paragraph of each headline, in order, where each has at least one and they share most in all."""
    size = len(shares[0])
    best = [(sum(shares[0][:end]), (0,)) for end in range(size + 1)]
    for place, share in enumerate(shares[1:], 1):
        best = [
            max(
                ((best[at][0] + sum(share[at:end]), (*best[at][1], at)) for at in range(place, end)),
                default=(-1.0, ()),
            )
            for end in range(size + 1)
        ]
    return list(best[size][1])


def _words(pieces: Sequence[Piece], group: Group) -> str:
    return "，".join(pieces[k].content for k in group.heads)
