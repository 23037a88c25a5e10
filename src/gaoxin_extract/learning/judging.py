"""Holds what recogniser and rules propose against annotations: figures, calibration, trust.

Everything here is fitted to text that was held out, with what shipped as its prior: few names change little.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gaoxin_extract.candidates import MODEL
from gaoxin_extract.entities import AnyCandidate, propose
from gaoxin_extract.learning.documents import Document, Mark
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.records import Label
from gaoxin_extract.tagging.card import Calibration
from gaoxin_extract.text import Text
from gaoxin_extract.weighing import FLOOR, HELD, Case, Line, Trust, cases

CASES: tuple[Case, ...] = ("agreed", "against", "alone")
BINS = 10
FLOORS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
NEAR = 0.004  # of F1: less is chance
PRIOR = 4.0  # a rule's rate before counts as if it had been seen so often
RIDGE = 1.0  # pulls a line towards the one before
STEPS = 50  # of Newton's method, far more than it takes
SMALL = 1e-6
MUCH = 30.0  # log odds past which nothing changes

Seen = dict[tuple[str, Case], list[tuple[float, bool]]]
Judged = list[tuple[float, bool]]


class Counts(Struct, frozen=True):
    """Names that are right, proposed wrongly, and missed; scores of those proposed with whether they are right."""

    right: int
    wrong: int
    missed: int
    scores: tuple[tuple[float, bool], ...]

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing is right."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)

    @property
    def precision(self) -> float:
        """The share right of what is proposed."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """The share found of what is there."""
        return self.right / max(self.right + self.missed, 1)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.right + other.right, self.wrong + other.wrong, self.missed + other.missed, self.scores + other.scores
        )


NOTHING = Counts(0, 0, 0, ())


def figures(pipeline: Pipeline, documents: Iterable[Document], *, rules: bool = True) -> dict[Label, Counts]:
    """How the program reads `documents`; without `rules` the recogniser by itself."""
    counts: dict[Label, Counts] = {}
    for document in documents:
        found: Iterable[AnyCandidate]
        if rules:
            (found,) = pipeline.choose([Text.of(document.text)])
        else:
            found = pipeline.names.recogniser.tag(document.text) if pipeline.names else ()
        for label in sorted(document.knows):
            mine = _count(document, label, [candidate for candidate in found if candidate.label == label])
            counts[label] = counts.get(label, NOTHING) + mine
    return counts


def _count(document: Document, label: Label, found: Sequence[AnyCandidate]) -> Counts:
    firm, optional = _sides(document.marks, label)
    judged = [(c.score, _extent(c) in firm) for c in found if _extent(c) in firm or not excused(c, optional)]
    right = sum(hit for _, hit in judged)
    return Counts(right, len(judged) - right, len(firm) - right, tuple(judged))


def observe(pipeline: Pipeline, documents: Iterable[Document]) -> tuple[dict[Label, Seen], dict[Label, Judged]]:
    """What each rule and the recogniser proposed, before any is weighed, and whether it is right.

    First by label, extractor and case, with the scores; second the recogniser's probabilities before calibration.
    """
    names = pipeline.names
    seen: dict[Label, Seen] = defaultdict(lambda: defaultdict(list))
    raw: dict[Label, Judged] = defaultdict(list)
    for document in documents if names else ():
        text = Text.of(document.text)
        (tagged,) = names.tag([text]) if names else ((),)
        proposed = propose(pipeline.types, text, tagged)
        for label in sorted(document.knows):
            firm, optional = _sides(document.marks, label)
            for candidate, case in cases([c for c in proposed if c.label == label]):
                right = _extent(candidate) in firm
                if right or not excused(candidate, optional):
                    seen[label][candidate.extractor, case].append((candidate.score, right))
                    if candidate.recognised:
                        raw[label].append((candidate.expression.probability, right))
    return seen, raw


def calibrated(judged: Judged, before: Calibration) -> Calibration:
    """The line from a probability to the share of such names that are right, drawn towards the one before."""
    slope, shift = fit_line(judged, (before.slope, before.shift), SMALL)
    return Calibration(round(slope, 4), round(shift, 4))


def trusted(seen: Mapping[Label, Seen], before: Trust, labels: Iterable[Label]) -> Trust:
    """Rates of the rules and lines of the recogniser for `labels`, drawn towards what was before; others as before."""
    rules, model = dict(before.rules), dict(before.model)
    for label in labels:
        cells = seen.get(label, {})
        old = before.model.get(label, {})
        model[label] = {}
        for case in CASES:
            mine = [pair for (who, c), pairs in cells.items() if c == case and who.startswith(MODEL) for pair in pairs]
            line = old.get(case, Line(1.0, 0.0))
            slope, shift = fit_line(mine, (line.slope, line.shift), HELD)
            model[label][case] = Line(round(slope, 3), round(shift, 3))
        for who in sorted({who for who, _ in cells if not who.startswith(MODEL)}):
            rules[who] = _rates(cells, who, before.rules.get(who, {}))
    return Trust(dict(sorted(rules.items())), model)


def floor_of(counts: Counts) -> float:
    """The smallest score from which on names are worth keeping, by F1: the nearest to as likely right as wrong."""
    names = counts.right + counts.missed
    worth = {}
    for floor in FLOORS:
        kept = [right for score, right in counts.scores if score >= floor]
        worth[floor] = 2 * sum(kept) / max(len(kept) + names, 1)
    best = max(worth.values())
    return min(
        (floor for floor in FLOORS if worth[floor] >= best - NEAR), key=lambda floor: (abs(floor - FLOOR), floor)
    )


def _rates(cells: Seen, who: str, before: Mapping[Case, float]) -> dict[Case, float]:
    """A rule's share right in each case, drawn towards the one before, or to all rules' where none is known."""
    rates: dict[Case, float] = {}
    for case in CASES:
        every = [r for (other, c), p in cells.items() if c == case and not other.startswith(MODEL) for _, r in p]
        expected = before.get(case, (sum(every) + 1) / (len(every) + 2))
        mine = [right for _, right in cells.get((who, case), ())]
        rates[case] = round((sum(mine) + PRIOR * expected) / (len(mine) + PRIOR), 3)
    return rates


def fit_line(judged: Judged, before: tuple[float, float], small: float) -> tuple[float, float]:
    """Logistic regression of right on a score's log odds, by Newton's method, drawn towards the line `before`.

    >>> fit_line([], (1.0, 0.0), 0.001)
    (1.0, 0.0)
    """
    scores = np.clip(np.array([score for score, _ in judged], float), small, 1 - small)
    table = np.stack([np.log(scores / (1 - scores)), np.ones(len(scores))], 1)
    right = np.array([right for _, right in judged], float)
    target = line = np.array(before, float)

    def worth(line: NDArray[np.float64]) -> float:
        odds = table @ line
        return float((np.logaddexp(0, odds) - right * odds).sum() + RIDGE / 2 * ((line - target) ** 2).sum())

    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-np.clip(table @ line, -MUCH, MUCH)))
        slope = table.T @ (share - right) + RIDGE * (line - target)
        curve = (table * (share * (1 - share))[:, None]).T @ table + RIDGE * np.eye(2)
        step = np.linalg.solve(curve, slope)
        while worth(line - step) > worth(line) and np.abs(step).max() > SMALL:
            step = step / 2
        line = line - step
    return float(line[0]), float(line[1])


def calibration_error(judged: Iterable[tuple[float, bool]]) -> float:
    """The expected calibration error over ten bins of equal count: how far scores are from shares right, in the mean.

    >>> calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    0.375
    """
    table: NDArray[np.float64] = np.array(sorted(judged, key=lambda pair: pair[0]), float)
    if not len(table):
        return 0.0
    parts = [part for part in np.array_split(table, BINS) if len(part)]
    return float(sum(len(part) * abs(part[:, 0].mean() - part[:, 1].mean()) for part in parts) / len(table))


def excused(candidate: AnyCandidate, optional: Sequence[tuple[int, int]]) -> bool:
    """Whether half of it lies in an optional mention."""
    start, end = _extent(candidate)
    return any(2 * (min(end, e) - max(start, s)) >= end - start for s, e in optional)


def _sides(marks: Iterable[Mark], label: Label) -> tuple[set[tuple[int, int]], list[tuple[int, int]]]:
    mine = [mark for mark in marks if mark.label == label]
    firm = {(mark.start, mark.end) for mark in mine if not mark.optional}
    return firm, [(mark.start, mark.end) for mark in mine if mark.optional]


def _extent(candidate: AnyCandidate) -> tuple[int, int]:
    return candidate.span.start, candidate.span.end


__all__ = [
    "Counts",
    "calibrated",
    "calibration_error",
    "excused",
    "figures",
    "fit_line",
    "floor_of",
    "observe",
    "trusted",
]
