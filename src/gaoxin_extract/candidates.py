"""What finders propose, and the choice among rivals."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter
from typing import Generic, TypeVar

from msgspec import Struct

from gaoxin_extract.records import Label
from gaoxin_extract.text import Span

Expression = TypeVar("Expression")
# So begins the extractor of what a trained recogniser proposes.
MODEL = "model/"


class Candidate(Struct, Generic[Expression], frozen=True, gc=False, kw_only=True):
    """A proposed mention: its extent, and what its words say before any context is read.

    `extractor` names the pattern or model (`rule/money.range`); `priority` is that of the rule, higher wins.
    """

    label: Label
    span: Span
    expression: Expression
    extractor: str
    score: float = 1.0
    priority: int = 0

    @property
    def recognised(self) -> bool:
        """Whether a trained recogniser proposed it rather than a rule."""
        return self.extractor.startswith(MODEL)


def rank(candidate: Candidate[Expression]) -> tuple[int, float, int, int]:
    """The order of choice, best first: the rule's priority, the score, the longest extent, the earliest start."""
    span = candidate.span
    return (-candidate.priority, -candidate.score, span.start - span.end, span.start)


def choose(candidates: Iterable[Candidate[Expression]]) -> tuple[Candidate[Expression], ...]:
    """The winners, so that no two of one label overlap; sorted by start, then longest first.

    A zone inside the name of an organisation (`⟦临江高新区管委会⟧`) is no mention of its own.
    """
    rivals: dict[str, list[Candidate[Expression]]] = defaultdict(list)
    for candidate in candidates:
        rivals[candidate.label].append(candidate)
    winners = {label: _without_overlap(group) for label, group in rivals.items()}
    if "ZONE" in winners and "ORG" in winners:
        winners["ZONE"] = _outside(winners["ZONE"], winners["ORG"])
    chosen = [winner for group in winners.values() for winner in group]
    return tuple(sorted(chosen, key=lambda c: (c.span.start, -c.span.end, c.label)))


def outermost(candidates: Iterable[Candidate[Expression]]) -> tuple[Candidate[Expression], ...]:
    """Those that no longer one overlaps, in the order of the text; of two as long the first. All of one label."""
    kept: list[Candidate[Expression]] = []
    for candidate in sorted(candidates, key=lambda c: (c.span.start, -c.span.end)):
        span = candidate.span
        while kept and kept[-1].span.end > span.start:
            last = kept[-1].span
            if last.end - last.start >= span.end - span.start:
                break
            kept.pop()
        else:
            kept.append(candidate)
    return tuple(kept)


def _outside(inner: list[Candidate[Expression]], outer: list[Candidate[Expression]]) -> list[Candidate[Expression]]:
    """Those of `inner` that lie in none of `outer`, of which none overlap."""
    spans = sorted(candidate.span for candidate in outer)
    kept: list[Candidate[Expression]] = []
    for candidate in inner:
        place = bisect_left(spans, candidate.span.start + 1, key=attrgetter("start")) - 1
        if place < 0 or spans[place].end < candidate.span.end:
            kept.append(candidate)
    return kept


def _without_overlap(rivals: list[Candidate[Expression]]) -> list[Candidate[Expression]]:
    """Walk clusters of overlapping candidates; within one, the best takes its place first."""
    rivals.sort(key=lambda c: c.span)
    winners: list[Candidate[Expression]] = []
    cluster: list[Candidate[Expression]] = []
    reach = -1
    for candidate in rivals:
        if candidate.span.start >= reach and cluster:
            winners += _best(cluster)
            cluster = []
        cluster.append(candidate)
        reach = max(reach, candidate.span.end)
    return winners + _best(cluster)


def _best(cluster: list[Candidate[Expression]]) -> list[Candidate[Expression]]:
    if len(cluster) <= 1:
        return cluster
    taken: list[Candidate[Expression]] = []  # in the order of the text, so that a rival meets its neighbours only
    for candidate in sorted(cluster, key=rank):
        place = bisect_left(taken, candidate.span, key=attrgetter("span"))
        after_last = place == 0 or taken[place - 1].span.end <= candidate.span.start
        before_next = place == len(taken) or candidate.span.end <= taken[place].span.start
        if after_last and before_next:
            taken.insert(place, candidate)
    return taken
