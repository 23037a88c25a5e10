"""Weighs what rules and a trained recogniser propose for the same names against one another.

Rules and recogniser err in different places, so how far either can be trusted hangs on what the other says of the
same characters. A model's folder holds that as `trust.json`, fitted on what is held out from its training
(training/trust.py): of the extents that each rule and the recogniser proposed, the share that was right where the
other proposed the same, something that overlaps, or nothing.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct, structs

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.errors import ModelError
from gaoxin_extract.records import Label
from gaoxin_extract.text import Span

TRUST = "trust.json"
# The smallest score at which a name is kept: as likely right as wrong.
FLOOR = 0.5
HELD = 1e-3  # scores are kept this far from 0 and 1, where log odds have no end

Expression = TypeVar("Expression")
Case = Literal["agreed", "against", "alone"]


class Line(Struct, frozen=True):
    """Log odds of being right as a line over the log odds of the recogniser's own score."""

    slope: float
    shift: float

    def score(self, score: float) -> float:
        """The share right among such candidates of this score.

        >>> round(Line(slope=1.0, shift=0.0).score(0.7), 3)
        0.7
        """
        held = min(max(score, HELD), 1 - HELD)
        return 1 / (1 + math.exp(-self.slope * math.log(held / (1 - held)) - self.shift))


class Foreign(Struct, frozen=True):
    """Of prose outside our domain: the rates right of rules by case, and the smallest score that is kept.

    `own` are the rates of single rules, by extractor, that are right more often there than the others are.
    """

    rules: dict[Case, float]
    floor: float
    own: dict[str, dict[Case, float]] = {}


class Trust(Struct, frozen=True):
    """Rates right of each rule, by extractor and case, and lines of the recogniser, by label and case.

    `floors` are smallest scores of labels whose names are kept from another score on than `FLOOR`; `foreign` is what
    holds of a label in prose outside our domain, where the recogniser's own score stands as it is. `scale` turns the
    scores of the names that are kept into shares right. `doubts` is what is taken, in log odds, from a name that the
    recogniser alone sees and that opens none of the projects that it sees: what is held out are reports, in which most
    such names open a project, while articles name products, persons and places as well.
    """

    rules: dict[str, dict[Case, float]]
    model: dict[Label, dict[Case, Line]]
    floors: dict[Label, float] = {}
    foreign: dict[Label, Foreign] = {}
    scale: dict[Label, Line] = {}
    doubts: dict[Label, float] = {}

    def among(self, labels: Collection[Label]) -> "Trust":
        """The same beside a recogniser that knows `labels` alone: what it can't see, it doesn't speak against."""
        return structs.replace(self, model={label: lines for label, lines in self.model.items() if label in labels})


def load_trust(folder: Path) -> Trust:
    """The trust that a model's folder holds."""
    path = folder / TRUST
    try:
        return msgspec.json.decode(path.read_bytes(), type=Trust)
    except (OSError, msgspec.MsgspecError) as error:
        message = f"{path}: can't be read ({error}); install the model anew"
        raise ModelError(message) from None


def weigh(
    candidates: Iterable[Candidate[Expression]],
    trust: Trust,
    *,
    floor: float = FLOOR,
    foreign: Sequence[Span] = (),
    openings: Collection[int] = (),
) -> tuple[Candidate[Expression], ...]:
    """`candidates` with the score that their case gives them, those under `floor` left out.

    Labels that the model doesn't know pass as they are; so does a rule that `trust` doesn't name, save that a model's
    candidate of the same extent is counted as agreed. `foreign`: the stretches whose prose is outside our domain, in
    the order of the text; `openings`: where the projects that the recogniser sees begin.
    """
    least = {label: trust.floors.get(label, floor) for label in trust.model}
    by_label: dict[Label, list[Candidate[Expression]]] = {}
    for candidate in candidates:
        by_label.setdefault(candidate.label, []).append(candidate)
    weighed: list[Candidate[Expression]] = []
    for label, group in by_label.items():
        if label not in trust.model:
            weighed += group
            continue
        home = cases(group)
        if label in trust.foreign and foreign:
            told = [(pair, _within(pair[0].span, foreign)) for pair in home]
            weighed += _abroad((pair for pair, outside in told if outside), trust.foreign[label])
            home = (pair for pair, outside in told if not outside)
        if doubt := trust.doubts.get(label):
            home = _doubted(home, doubt, openings)
        weighed += _weighed(home, trust, label, least[label])
    return tuple(weighed)


def cases(candidates: Iterable[Candidate[Expression]]) -> Iterator[tuple[Candidate[Expression], Case]]:
    """Each candidate of one label with what the other side, rules or recogniser, says of its characters."""
    sides: dict[bool, list[Candidate[Expression]]] = {False: [], True: []}
    for candidate in candidates:
        sides[candidate.recognised].append(candidate)
    for side, group in sides.items():
        others = sorted(candidate.span for candidate in sides[not side])
        ends = [span.end for span in others]
        for candidate in group:
            yield candidate, _case(candidate.span, others, ends)


def _case(span: Span, others: list[Span], ends: list[int]) -> Case:
    """What `others`, sorted and free of overlap, say of `span`; `ends` are theirs."""
    place = bisect_left(ends, span.start)
    touching = []
    while place < len(others) and others[place].start < span.end:
        if others[place].end > span.start:
            touching.append(others[place])
        place += 1
    if span in touching:
        return "agreed"
    return "against" if touching else "alone"


def _within(span: Span, stretches: Sequence[Span]) -> bool:
    """Whether `span` begins in one of `stretches`, sorted and free of overlap."""
    place = bisect_right(stretches, span.start, key=attrgetter("start")) - 1
    return place >= 0 and span.start < stretches[place].end


def _abroad(group: Iterable[tuple[Candidate[Expression], Case]], foreign: Foreign) -> Iterator[Candidate[Expression]]:
    for candidate, case in group:
        score = candidate.score
        if not candidate.recognised:
            rates = foreign.own.get(candidate.extractor, foreign.rules)
            score = rates.get(case, score)
        if score >= foreign.floor:
            yield structs.replace(candidate, score=round(score, 3))


def _doubted(
    group: Iterable[tuple[Candidate[Expression], Case]], doubt: float, openings: Collection[int]
) -> Iterator[tuple[Candidate[Expression], Case]]:
    """`group` with the scores of what the recogniser sees alone, and no project opens with, lowered by `doubt`."""
    line = Line(slope=1.0, shift=-doubt)
    for candidate, case in group:
        doubted = case == "alone" and candidate.recognised and candidate.span.start not in openings
        yield (structs.replace(candidate, score=line.score(candidate.score)) if doubted else candidate), case


def _weighed(
    group: Iterable[tuple[Candidate[Expression], Case]], trust: Trust, label: Label, floor: float
) -> Iterator[Candidate[Expression]]:
    lines, scale = trust.model[label], trust.scale.get(label)
    for candidate, case in group:
        if candidate.recognised:
            score = lines[case].score(candidate.score)
        else:
            score = trust.rules.get(candidate.extractor, {}).get(case, candidate.score)
        if score >= floor:
            score = round(score, 3)
            yield structs.replace(candidate, score=round(scale.score(score), 3) if scale else score)
