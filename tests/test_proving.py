"""The examples of the rules that ship, and the runner that proves them."""

import functools
from pathlib import Path

import pytest

from gaoxin_extract.entities import MODULES, EntityType, load_types
from gaoxin_extract.errors import RuleError
from gaoxin_extract.proving import check_rules, prove, rests_on, unmarked, unproven
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import Example, Rulebook, own_rules

RULES = Rulebook(own_rules())
ROWS = [(label, row) for label, module in MODULES.items() for row in RULES[module].examples()]


@functools.cache
def types_for(label: Label) -> tuple[EntityType, ...]:
    return load_types(RULES, rests_on(label))


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


def test_a_users_folder_is_checked_with_ours_under_it(tmp_path: Path) -> None:
    (tmp_path / "money").mkdir()
    (tmp_path / "money" / "lexicon.toml").write_text("[currency]\n'开元' = 'CNY'\n", encoding="utf-8")
    examples = "[[example]]\ntext = '总投资⟦3万开元⟧。'\n[[example]]\ntext = '总投资⟦3万⟧贝元。'\n"
    (tmp_path / "money" / "examples.toml").write_text(examples, encoding="utf-8")
    report = check_rules(tmp_path)
    assert (report.words, report.examples) == (1, 2)
    (fault,) = report.faults
    assert fault.startswith(f"{tmp_path}/money/examples.toml:4: ")


def test_a_folder_of_a_type_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "colour").mkdir()
    (fault,) = check_rules(tmp_path).faults
    assert "colour" in fault
    assert "money" in fault


def test_a_regex_that_does_not_compile_is_a_fault_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "date").mkdir()
    (tmp_path / "date" / "patterns.toml").write_text("\n[[pattern]]\nid = 'x'\nregex = '('\n", encoding="utf-8")
    (fault,) = check_rules(tmp_path).faults
    assert fault.startswith(f"{tmp_path}/date/patterns.toml:3: ")


def test_a_role_that_its_type_does_not_know_is_a_fault_without_any_example(tmp_path: Path) -> None:
    (tmp_path / "money").mkdir()
    roles = "[[role]]\nid = 'tax'\n[[role]]\nid = 'gift'\n"
    (tmp_path / "money" / "roles.toml").write_text(roles, encoding="utf-8")
    (fault,) = check_rules(tmp_path).faults
    assert fault.startswith(f"{tmp_path}/money/roles.toml:3: ")


def test_an_example_whose_marks_do_not_pair_is_a_fault_with_its_line_and_the_next_is_run(tmp_path: Path) -> None:
    (tmp_path / "percent").mkdir()
    examples = "[[example]]\ntext = '⟦5%'\n[[example]]\ntext = '⟦5%⟧'\nnorms = [{value = '6'}]\n"
    (tmp_path / "percent" / "examples.toml").write_text(examples, encoding="utf-8")
    lines = [fault.split(":")[1] for fault in check_rules(tmp_path).faults]
    assert lines == ["2", "4"]


def test_a_broken_file_is_one_fault(tmp_path: Path) -> None:
    (tmp_path / "money").mkdir()
    (tmp_path / "money" / "lexicon.toml").write_text("[currency]\n'x' =\n", encoding="utf-8")
    (tmp_path / "percent").mkdir()
    (tmp_path / "percent" / "examples.toml").write_text("[[example]]\ntext = '⟦5%⟧'\n", encoding="utf-8")
    (fault,) = check_rules(tmp_path).faults
    assert fault.startswith(f"{tmp_path}/money/lexicon.toml:2: ")
