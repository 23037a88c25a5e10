"""The ledger against the test set: by its annotated mentions, and end to end."""

import pytest
from truth import Truth, annotated, clusters, extracted, load_truth, score

from gaoxin_extract.ledger import Ledger, merge
from gaoxin_extract.records import Record

LABELS = ["PROJECT", "ORG"]
# What the extraction misses is alone; it is others' to mend, so that these only rise.
END_TO_END = {"PROJECT": 0.87, "ORG": 0.9}


@pytest.fixture(scope="module")
def records() -> tuple[Record, ...]:
    return extracted()


@pytest.fixture(scope="module")
def truth(records: tuple[Record, ...]) -> Truth:
    return load_truth(records)


@pytest.fixture(scope="module")
def gold(records: tuple[Record, ...], truth: Truth) -> tuple[Record, ...]:
    return annotated(records, truth)


@pytest.fixture(scope="module")
def ledger(gold: tuple[Record, ...]) -> Ledger:
    return merge(gold)


@pytest.mark.parametrize("label", LABELS)
def test_annotated_mentions_are_joined(label: str, gold: tuple[Record, ...], truth: Truth, ledger: Ledger) -> None:
    result = score(clusters(gold, ledger, label), truth.things[label], bool)
    assert result.f1 >= 0.95
    assert result.wrong <= 1


@pytest.mark.parametrize("label", LABELS)
def test_from_text_to_ledger_the_floor_holds(label: str, records: tuple[Record, ...], truth: Truth) -> None:
    result = score(clusters(records, merge(records), label), truth.things[label], bool)
    assert result.f1 >= END_TO_END[label]
    assert result.wrong <= 1
