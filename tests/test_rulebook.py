"""Reading rule folders, and the faults that they are refused for."""

from pathlib import Path

import pytest
import regex

from gaoxin_extract import rulebook
from gaoxin_extract.errors import RuleError
from gaoxin_extract.rulebook import Rulebook, RuleSet, own_rules


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / "money" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def money(*folders: Path) -> RuleSet:
    return RuleSet("money", folders)


def test_a_slot_stands_for_a_table_longest_word_first_and_captures_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, "lexicon.toml", "[currency]\n'元' = 'CNY'\n'美元' = 'USD'\n")
    write(tmp_path, "patterns.toml", "[[pattern]]\nid = 'sum'\nregex = '(?<n>[0-9]+){currency}'\n")
    found = money(tmp_path).patterns["sum"].regex.search("约3美元")
    assert found is not None
    assert found.groupdict() == {"n": "3", "currency": "美元"}


def test_a_name_after_the_colon_is_the_group_and_nothing_after_it_captures_nothing(tmp_path: Path) -> None:
    write(tmp_path, "patterns.toml", "[slots]\nn = '[0-9]+'\n[[pattern]]\nid = 'r'\nregex = '{n:low}—{n:}'\n")
    found = money(tmp_path).patterns["r"].regex.search("3—5")
    assert found is not None
    assert found.groupdict() == {"low": "3"}


def test_a_later_folder_adds_words_and_replaces_what_has_the_same_id(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    write(ours, "lexicon.toml", "[currency]\n'元' = 'CNY'\n")
    write(theirs, "lexicon.toml", "[currency]\n'刀' = 'USD'\n'元' = 'TWD'\n")
    write(ours, "patterns.toml", "[[pattern]]\nid = 'sum'\nregex = '[0-9]{currency}'\n")
    write(theirs, "patterns.toml", "[[pattern]]\nid = 'sum'\nregex = '[0-9]+{currency}'\n")
    rules = money(ours, theirs)
    assert rules.lexicon["currency"] == {"元": "TWD", "刀": "USD"}
    assert rules.patterns["sum"].regex.search("12刀")[0] == "12刀"


def test_lists_leave_out_headers_and_grow(tmp_path: Path) -> None:
    write(tmp_path / "a", "banks.txt", "# source, 2024\n甲银行\n\n乙银行\n")
    write(tmp_path / "b", "banks.txt", "丙银行\n甲银行\n")
    assert money(tmp_path / "a", tmp_path / "b").lines("banks") == ("甲银行", "乙银行", "丙银行")


def test_the_literal_test_takes_tables(tmp_path: Path) -> None:
    write(tmp_path, "lexicon.toml", "[currency]\n'元' = 'CNY'\n")
    write(
        tmp_path, "patterns.toml", "[[pattern]]\nid = 'sum'\nregex = '[0-9]+{currency}'\nwhen = ['{currency}', '¥']\n"
    )
    pattern = money(tmp_path).patterns["sum"]
    assert pattern.may_match("3元")
    assert pattern.may_match("¥3")
    assert not pattern.may_match("3%")


@pytest.mark.parametrize(
    ("name", "content", "line", "fault"),
    [
        ("patterns.toml", "[[pattern]]\nid = 'a'\nregex = '{nosuch}'\n", 3, "nothing defines"),
        ("patterns.toml", "[[pattern]]\nid = 'a'\nregex = '('\n", 2, "does not compile"),
        ("patterns.toml", "\n[[pattern]]\nid = 'a'\nregex = 'a'\ncolour = 'red'\n", 5, "unknown field"),
        (
            "patterns.toml",
            "[[pattern]]\nid = 'a'\nregex = 'a'\n[[pattern]]\nregex = 'b'\n",
            4,
            "missing required field",
        ),
        (
            "patterns.toml",
            "[[pattern]]\nid = 'a'\nregex = 'a'\n[[pattern]]\nid = 'a'\nregex = 'b'\n",
            2,
            "stands twice",
        ),
        ("patterns.toml", "[[pattern]]\nid = 'a\n", 2, "not TOML"),
        ("patterns.toml", "[slots]\na = '{b}'\nb = '{a}'\n[[pattern]]\nid = 'x'\nregex = '{a}'\n", None, "in a circle"),
        ("patterns.toml", '[[pattern]]\nregex = "("\nid = "a"\n', 3, "does not compile"),
        ("roles.toml", "[[role]]\nid = 'a'\n[[role]]\nid = 'b'\n[[role]]\nid = 'a'\n", 2, "stands twice"),
        ("roles.toml", "[[role]]\nid = 'a'\n[[role]]\nname = 'b'\n", 3, "missing required field"),
        ("roles.toml", "[[roles]]\nid = 'a'\n", 1, "unknown field"),
        ("examples.toml", "[[example]]\ntext = 'a'\n[[example]]\ntext = 5\n", 3, "Expected `str`"),
        ("banks.txt", "# source\n甲银行\n乙银行\n甲银行\n", 2, "stands twice"),
        ("lexicon.toml", "[scale]\n'万' = '1'\n'万' = '2'\n", 3, "not TOML"),
        ("lexicon.toml", "[scale]\n'万' = 10000\n", None, "Expected `str`"),
        ("lexicon.toml", "[scale]\n'万' = '1'\n' 亿' = '2'\n", 3, "blanks around it"),
    ],
)
def test_a_fault_names_file_and_line(tmp_path: Path, name: str, content: str, line: int | None, fault: str) -> None:
    path = write(tmp_path, name, content)
    rules = money(tmp_path)
    with pytest.raises(RuleError) as caught:
        rules.check()
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{path}:" + (f"{line}:" if line else ""))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such rule folder"):
        Rulebook(own_rules(), tmp_path / "nowhere")


def test_a_type_without_rules_is_an_empty_set(tmp_path: Path) -> None:
    rules = Rulebook(tmp_path)["nosuch"]
    assert not rules.patterns
    assert not rules.lexicon
    assert rules.lines("any") == ()


def test_every_fault_is_told_and_not_the_first_alone(tmp_path: Path) -> None:
    write(tmp_path, "patterns.toml", "[[pattern]]\nid = 'a'\nregex = '('\n[[pattern]]\nid = 'b'\nregex = '{no}'\n")
    lines = [str(fault).split(":")[1] for fault in money(tmp_path).faults()]
    assert lines == ["2", "6"]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("patterns.toml", "[slots]\nn = '[0-9]'\nspare = 'x'\n[[pattern]]\nid = 'a'\nregex = '{n}'\n", ":3: .*'spare'"),
        ("lexicon.toml", "[currency]\n'刀' = 'USD'\n[curency]\n'元' = 'CNY'\n", ":3: .*'curency'"),
        ("pattern.toml", "", ":1: nothing reads"),
        ("bank.txt", "甲银行\n", ":1: nothing reads"),
    ],
)
def test_what_nothing_asks_for_is_refused_in_a_users_folder(
    tmp_path: Path, name: str, content: str, fault: str
) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    write(ours, "lexicon.toml", "[currency]\n'元' = 'CNY'\n")
    write(ours, "banks.txt", "乙银行\n")
    path = write(theirs, name, content)
    with pytest.raises(RuleError, match=f"{path}{fault}"):
        Rulebook(ours, theirs).check(theirs)


def test_a_users_slot_of_our_name_or_in_a_pattern_of_ours_is_used(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    write(ours, "patterns.toml", "[slots]\nspace = ' '\n[[pattern]]\nid = 'a'\nregex = '1'\n")
    write(theirs, "patterns.toml", "[slots]\nspace = '　'\nn = '2'\n[[pattern]]\nid = 'a'\nregex = '{n}'\n")
    assert not list(Rulebook(ours, theirs).faults(theirs))


def test_a_type_that_only_a_user_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ours" / "money").mkdir(parents=True)
    (tmp_path / "theirs" / "colour").mkdir(parents=True)
    with pytest.raises(RuleError, match="no such type of rules; there are money"):
        Rulebook(tmp_path / "ours", tmp_path / "theirs").check(tmp_path / "theirs")


def test_a_file_beside_the_types_folders_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ours" / "money").mkdir(parents=True)
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "lexicon.toml").write_text("", encoding="utf-8")
    with pytest.raises(RuleError, match="belongs to no type of rules; put it into"):
        Rulebook(tmp_path / "ours", tmp_path / "theirs").check(tmp_path / "theirs")


def test_no_slot_of_ours_stands_idle() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(rulebook.__file__).parent.parent.rglob("*.py"))
    for folder in sorted(own_rules().iterdir()):
        rules = Rulebook()[folder.name]
        raws = [raw for _, raw in rules.slots.values()] + [row.regex for _, row in rules.rows.values()]
        named = {found[1] for raw in raws for found in rulebook.SLOT.finditer(raw)}
        idle = [name for name in rules.slots if name not in named and not regex.search(rf"""["']{name}["']""", source)]
        assert not idle, f"{folder.name}: {idle}"
