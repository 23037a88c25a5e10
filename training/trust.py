"""How far rules and recogniser can be trusted where they agree, differ or speak alone → `trust.json`.

`python training/trust.py SHARED MODEL` counts on what is held out from training: cities of the annotated report
sentences and composed articles. Rates are shrunk towards the rate of all rules of the label in the same case, as if
that had been seen `PRIOR` times, so that a rule seen twice doesn't speak with certainty.

Only the labels in `FITTED` are fitted anew; the others keep what `trust.json` holds. The held-out articles leave
members of enumerations unmarked that the guide takes for projects: rates counted there would throw sure members away
(PROJECT on the pages fell from 0.91 to 0.77). For the same reason the rules in `GUIDED_RULES` have least rates.
"""

import sys
from collections import defaultdict
from pathlib import Path

import msgspec
import numpy as np

from data import held_out, read
from gaoxin_extract.entities import AnyCandidate, load_types, propose
from gaoxin_extract.entities.org.refuting import Refuter
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.tagging import load_tagger
from gaoxin_extract.text import Text
from gaoxin_extract.weighing import HELD, MODEL, TRUST, Case, Line, Trust, cases, load_trust

LABELS = ("ORG", "ZONE", "PROJECT")
CASES: tuple[Case, ...] = ("agreed", "against", "alone")
FITTED = ("ORG",)
GUIDED: dict[Case, float] = {"agreed": 0.97, "alone": 0.85}  # an alias set up by the text, a member of a list of bodies
GUIDED_RULES = ("rule/org.alias", "rule/org.enumerated")
PRIOR = 4.0
STEPS = 400  # of Newton's method, far more than it takes
RIDGE = 1.0  # pulls a line towards the recogniser's own score

Seen = dict[tuple[str, Case], list[tuple[float, bool]]]


def observe(shared: Path, model: Path) -> dict[str, Seen]:
    """By label, extractor and case: each candidate's score, and whether its extent is right."""
    recogniser = load_tagger(model)
    rulebook = Rulebook()
    types, refuter = load_types(rulebook), Refuter(rulebook["org"])
    seen: dict[str, Seen] = {label: defaultdict(list) for label in LABELS}
    for name in ("composed_articles.jsonl", "reports_names_train.jsonl"):
        for piece in read(shared / "data" / name):
            if not held_out(piece):
                continue
            proposed = propose(types, Text.of(piece.text), refuter.kept(piece.text, recogniser.tag(piece.text)))
            for label in LABELS:
                firm = {(m.start, m.end) for m in piece.marks if m.label == label and not m.optional}
                may = [(m.start, m.end) for m in piece.marks if m.label == label and m.optional]
                for candidate, case in cases([c for c in proposed if c.label == label]):
                    if not excused(candidate, may) or _extent(candidate) in firm:
                        right = _extent(candidate) in firm
                        seen[label][candidate.extractor, case].append((candidate.score, right))
    return seen


def excused(candidate: AnyCandidate, may: list[tuple[int, int]]) -> bool:
    """Whether half of it lies in an optional mention."""
    start, end = _extent(candidate)
    return any(2 * (min(end, e) - max(start, s)) >= end - start for s, e in may)


def fit_line(pairs: list[tuple[float, bool]]) -> Line:
    """Logistic regression of right on the score's log odds, by Newton's method, pulled towards slope 1, shift 0."""
    scores = np.clip([score for score, _ in pairs], HELD, 1 - HELD)
    table = np.stack([np.log(scores / (1 - scores)), np.ones(len(pairs))], 1)
    right = np.array([right for _, right in pairs], float)
    target = weights = np.array([1.0, 0.0])
    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (share - right) + RIDGE * (weights - target)
        curve = (table * (share * (1 - share))[:, None]).T @ table + RIDGE * np.eye(2)
        weights = weights - np.linalg.solve(curve, slope)
    return Line(round(float(weights[0]), 3), round(float(weights[1]), 3))


def fit(seen: dict[str, Seen]) -> Trust:
    """Rates of the rules and lines of the recogniser."""
    rules: dict[str, dict[Case, float]] = defaultdict(dict)
    model: dict[str, dict[Case, Line]] = {}
    for label, cells in seen.items():
        model[label] = {}
        for case in CASES:
            mine = [pair for (who, c), pairs in cells.items() if c == case and who.startswith(MODEL) for pair in pairs]
            model[label][case] = fit_line(mine) if mine else Line(1.0, 0.0)
            others = {who: pairs for (who, c), pairs in cells.items() if c == case and not who.startswith(MODEL)}
            every = [right for pairs in others.values() for _, right in pairs]
            mean = (sum(every) + 1) / (len(every) + 2)
            for who, pairs in others.items():
                hits = sum(right for _, right in pairs)
                rules[who][case] = round((hits + PRIOR * mean) / (len(pairs) + PRIOR), 3)
            for who in {who for who, _ in cells if not who.startswith(MODEL)} - others.keys():
                rules[who][case] = round(mean, 3)
    for who in GUIDED_RULES:
        if who in rules:
            rules[who] = {case: max(rate, GUIDED.get(case, 0.0)) for case, rate in rules[who].items()}
    return Trust(dict(sorted(rules.items())), model)


def merged(fitted: Trust, before: Trust) -> Trust:
    """What is fitted, for the labels in `FITTED`; what was before, for the others."""
    prefixes = tuple(f"rule/{label.lower()}." for label in FITTED)
    rules = {who: rates for who, rates in fitted.rules.items() if who.startswith(prefixes)}
    rules |= {who: rates for who, rates in before.rules.items() if not who.startswith(prefixes)}
    return Trust(rules, {**before.model, **{label: fitted.model[label] for label in FITTED}})


def _extent(candidate: AnyCandidate) -> tuple[int, int]:
    return candidate.span.start, candidate.span.end


def main() -> None:
    """Write `trust.json` into the model's folder."""
    shared, model = map(Path, sys.argv[1:])
    seen = observe(shared, model)
    for label, cells in seen.items():
        for (who, case), pairs in sorted(cells.items()):
            print(label, who, case, f"{sum(right for _, right in pairs)} of {len(pairs)}")
    fitted = fit(seen)
    whole = merged(fitted, load_trust(model)) if (model / TRUST).exists() else fitted
    trust = msgspec.json.format(msgspec.json.encode(whole), indent=1)
    (model / TRUST).write_bytes(trust + b"\n")


if __name__ == "__main__":
    main()
