"""How far scores are from the shares that are right: the expected calibration error, a row a set and label.

usage: python benchmarks/calibration.py [SHARED] [MODEL]     ../shared and gru by themselves

Ten bins of equal count. Small sets show an error also where scores are perfect, since a bin of four names can't be 85 %
right: the last column is what chance alone would show there, the mean over draws in which each name is right as often
as its score says.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from gaoxin_extract.assembling import label_of
from gaoxin_extract.evaluation.gold import read_gold
from gaoxin_extract.learning import read_documents
from gaoxin_extract.learning.judging import calibration_error, figures
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.records import Label

LABELS: tuple[Label, ...] = ("ORG", "ZONE", "PROJECT")
DRAWS = 200

Judged = list[tuple[float, bool]]


def pages(pipeline: Pipeline, shared: Path) -> Iterator[tuple[Label, tuple[float, bool]]]:
    """The score of each name on the annotated pages, and whether its extent is right."""
    gold = {source.source: source.entities for source in read_gold(shared / "gold")}
    for record in pipeline.stream([shared / "seeds"]):
        marks = gold.get(Path(record.source.path).name, ())
        for mention in record.entities:
            label = label_of(mention)
            start, end = mention.source_start, mention.source_end
            mine = [mark for mark in marks if mark.label == label]
            right = any((mark.start, mark.end) == (start, end) for mark in mine if not mark.optional)
            optional = any(
                2 * (min(end, mark.end) - max(start, mark.start)) >= end - start for mark in mine if mark.optional
            )
            if label in LABELS and (right or not optional):
                yield label, (mention.score, right)


def by_chance(judged: Judged) -> float:
    """The error that perfect scores would show, in the mean of seeded draws."""
    rng = Random(1)  # noqa: S311 -- chance is seeded and guards no secret
    drawn = ([(score, rng.random() < score) for score, _ in judged] for _ in range(DRAWS))
    return sum(map(calibration_error, drawn)) / DRAWS


def main() -> None:
    """Print the table; see the module's docstring."""
    shared = Path(sys.argv[1] if sys.argv[1:] else "../shared")
    pipeline = Pipeline.load(model=sys.argv[2] if sys.argv[2:] else "gru")
    dev = figures(pipeline, read_documents([shared / "data" / "reports_names_dev.jsonl"], {}))
    sets: dict[str, dict[Label, Judged]] = {
        "reports_names_dev": {label: list(dev[label].scores) for label in LABELS},
        "pages": {label: [] for label in LABELS},
    }
    for label, pair in pages(pipeline, shared):
        sets["pages"][label].append(pair)
    print(f"{'set':18} {'label':8} {'names':>5} {'score':>6} {'right':>6} {'error':>6} {'chance':>6}")
    for name, labels in sets.items():
        whole = {**labels, "all": [pair for judged in labels.values() for pair in judged]}
        for label, judged in whole.items():
            score, right = (sum(pair[n] for pair in judged) / max(len(judged), 1) for n in (0, 1))
            error, chance = calibration_error(judged), by_chance(judged)
            print(f"{name:18} {label:8} {len(judged):5} {score:6.3f} {right:6.3f} {error:6.3f} {chance:6.3f}")


if __name__ == "__main__":
    main()
