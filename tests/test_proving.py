"""The examples of the rules that ship, and the runner that proves them."""

import functools

import pytest

from gaoxin_extract.entities import MODULES, EntityType, load_types
from gaoxin_extract.errors import RuleError
from gaoxin_extract.proving import prove, unmarked, unproven
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import Example, Rulebook, own_rules

RULES = Rulebook(own_rules())
ROWS = [(label, row) for label, module in MODULES.items() for row in RULES[module].examples()]


@functools.cache
def types_for(label: Label) -> tuple[EntityType, ...]:
    """The type of `label` and those found before it, on which it may rest."""
    return load_types(RULES, tuple(MODULES)[: tuple(MODULES).index(label) + 1])


@pytest.mark.parametrize(("label", "row"), ROWS, ids=[f"{label}-{row.text[:40]}" for label, row in ROWS])
def test_an_example_is_found_as_marked(label: Label, row: Example) -> None:
    assert prove(label, types_for(label), row).faults == ()


@pytest.mark.parametrize("label", list(MODULES))
def test_every_pattern_and_lexicon_word_is_reached_by_an_example(label: Label) -> None:
    rules = RULES[MODULES[label]]
    assert unproven(rules, (prove(label, types_for(label), row) for row in rules.examples())) == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("总投资约⟦45万元⟧。", "wrong extent"),
        ("总投资45万元。", "spurious"),
        ("⟦一批项目⟧开工。", "missed"),
    ],
)
def test_a_false_example_fails_with_how_it_failed(text: str, fault: str) -> None:
    (found,) = prove("MONEY", types_for("MONEY"), Example(text)).faults
    assert found.startswith(fault)


def test_a_false_value_fails_and_an_empty_string_stands_for_null() -> None:
    row = Example("总投资⟦约45万元⟧。", ({"amount": "45", "mod": ""},))
    assert [fault.split(":")[0] for fault in prove("MONEY", types_for("MONEY"), row).faults] == ["wrong value"] * 2


@pytest.mark.parametrize("text", ["总投资⟦45万元", "总投资45⟧万元", "总⟦投⟦资⟧⟧"])
def test_marks_that_do_not_pair_are_refused(text: str) -> None:
    with pytest.raises(RuleError, match="must pair"):
        unmarked(text)
