"""Articles composed for the tests, with marks: ⟦A:甲公司项目⟧ is a project, 〔a:甲公司〕 an organisation.

Projects and organisations of one letter are one, over all articles of a case; a body may stand inside a project's name.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from truth import Annotated, Place, Truth, clusters, score

from gaoxin_extract.ledger import Ledger
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.reading import Source
from gaoxin_extract.records import Record

MARK = re.compile(r"([⟦〔])(\w+):|([⟧〕])")
LABELS = {"⟦": "PROJECT", "〔": "ORG"}


class Case(NamedTuple):
    """The records of composed articles, and what their marks say."""

    records: tuple[Record, ...]
    truth: Truth


def read_marks(marked: str) -> tuple[str, list[tuple[str, str, int, int]]]:
    """The text without marks, and label, letter, start and end of what they mark."""
    text, end, found = "", 0, []
    opened: list[tuple[str, str, int]] = []
    for mark in MARK.finditer(marked):
        text += marked[end : mark.start()]
        end = mark.end()
        if mark[1]:
            opened.append((LABELS[mark[1]], mark[2], len(text)))
        else:
            label, letter, start = opened.pop()
            found.append((label, letter, start, len(text)))
    return text + marked[end:], found


def case(pipeline: Pipeline, articles: Iterable[tuple[str, str]]) -> Case:
    """The records of `articles`, each a date and a marked text."""
    reader = Annotated(pipeline.rulebook, pipeline.types, pipeline.names, pipeline.labels)
    things: dict[str, dict[Place, str | None]] = {"PROJECT": {}, "ORG": {}}
    records: list[Record] = []
    for number, (date, marked) in enumerate(articles):
        text, found = read_marks(marked)
        reader.places = lambda _, found=found: {  # type: ignore[misc]
            label: [(start, end) for each, _, start, end in found if each == label] for label in things
        }
        name = f"a{number}"
        source = Source(f"{name}.txt", text, id=name, date=date)
        (record,) = reader.extract(source, date=date)
        assert record.text == text, "compose articles that restoration leaves as they are"
        records.append(record)
        for label, letter, start, end in found:
            things[label][name, start, end] = letter
    return Case(tuple(records), Truth(things))


def faults(case: Case, ledger: Ledger, label: str) -> tuple[int, int]:
    """Pairs of mentions that the ledger misses, and those that it joins wrongly."""
    result = score(clusters(case.records, ledger, label), case.truth.things[label], bool)
    return result.true - result.both, result.joined - result.both
