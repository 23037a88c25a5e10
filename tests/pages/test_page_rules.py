"""Every line pattern and word of rules/pages is proven by a composed line."""

import pytest

from gaoxin_extract.pages.lines import lines_of
from gaoxin_extract.pages.menus import menu_lines
from gaoxin_extract.pages.newspaper import Joiner
from gaoxin_extract.pages.patterns import any_of
from gaoxin_extract.rulebook import Example, Rulebook

RULES = Rulebook()["pages"]
WHOLE = ("furniture.", "likely.", "notice.", "folio.", "cut.", "more.", "crumb.", "menu.", "day.", "issuer.")


@pytest.mark.parametrize("row", RULES.examples(), ids=lambda row: f"{row.note} {row.text}")
def test_a_pattern_matches_what_is_marked(row: Example) -> None:
    pattern = RULES.patterns[row.note].regex
    line = row.text.replace("⟦", "").replace("⟧", "")
    found = pattern.fullmatch(line) if row.note.startswith(WHOLE) else pattern.search(line)
    assert not found or RULES.patterns[row.note].may_match(line)
    assert (found[0] if found else None) == (row.text.split("⟦")[1].split("⟧")[0] if "⟦" in row.text else None)


def test_every_pattern_has_its_row() -> None:
    assert set(RULES.patterns) == {row.note for row in RULES.examples() if "⟦" in row.text}


@pytest.mark.parametrize("word", [*RULES.lexicon["navigation"], *RULES.lexicon["link"]])
def test_a_menu_of_sections_is_left_out(word: str) -> None:
    assert menu_lines(lines_of(f"{word}\n石滩项目\n网站地图\n关于我们"), RULES) == {0, 1, 2, 3}


@pytest.mark.parametrize("word", RULES.lexicon["navigation"])
def test_a_section_of_a_site_is_no_headline(word: str) -> None:
    assert any_of(RULES, "furniture.").fullmatch(word)


def joined(first: str, second: str) -> bool:
    content = f"{first}\n\n{second}"
    return Joiner(lines_of(content), content, RULES).joined(0, running=False)


@pytest.mark.parametrize("word", RULES.lexicon["dangling"])
def test_a_line_that_ends_in_such_a_word_goes_on(word: str) -> None:
    assert joined(f"位于石滩高新区北区的铭川电机{word}", "二期厂房今年投产，年产电机八十万台。")


@pytest.mark.parametrize("word", RULES.lexicon["resuming"])
def test_a_line_that_begins_with_such_a_word_goes_on(word: str) -> None:
    assert joined("石滩高新区北区的铭川电机二期", f"{word}厂房今年投产，年产电机八十万台。")


@pytest.mark.parametrize("word", RULES.lexicon["opener"])
def test_a_full_line_ends_a_paragraph_before_such_a_word(word: str) -> None:
    rows = [
        "石滩高新区铭川电机二期厂房今年投产，占地",
        "面积一百八十亩，年产伺服电机八十万台产值",
        "二十亿元，石滩高新区北区道路同日通车了。",
    ]
    content = "\n".join([*rows, f"{word}，石滩高新区北区今年还将新建三条道路。"])
    joiner = Joiner(lines_of(content), content, RULES)
    assert joiner.joined(1, running=True)
    assert not joiner.joined(2, running=True)
