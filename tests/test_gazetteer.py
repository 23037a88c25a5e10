"""Lists of names, and the words of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.gazetteer import Gazetteer, Word, in_brackets, readings
from gaoxin_extract.rulebook import Rulebook

READINGS = readings(Rulebook()["zone"])
SMALL = "京都大学𠮷"


def naive(names: set[str], content: str) -> list[tuple[int, int]]:
    """The longest name at each place, from the left."""
    spans, place = [], 0
    while place < len(content):
        fit = max((len(name) for name in names if content.startswith(name, place)), default=0)
        spans += [(place, place + fit)] if fit else []
        place += fit or 1
    return spans


@given(st.sets(st.text(SMALL, min_size=2, max_size=4), max_size=12), st.text(SMALL, max_size=40))
def test_a_gazetteer_finds_the_longest_names_from_the_left(names: set[str], content: str) -> None:
    found = Gazetteer(dict.fromkeys(names, 0)).matches(content)
    assert [(start, end) for start, end, _ in found] == naive(names, content)


def test_names_of_one_character_are_passed_over() -> None:
    assert list(Gazetteer({"京": 1, "京都": 2}).matches("京京都")) == [(1, 3, 2)]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("近日走进绵阳", "绵阳"),
        ("12月3日绵阳", "绵阳"),
        ("由四川绵阳", "四川绵阳"),
        ("企业绵阳", "绵阳"),
        ("支持晟磊（绵阳）", "晟磊（绵阳）"),
        ("（记者江川）晟磊", "晟磊"),
        ("（图为晟磊", "晟磊"),
        ("投资5亿元晟磊", "晟磊"),
    ],
)
def test_a_name_begins_after_what_no_name_holds(content: str, name: str) -> None:
    assert content[READINGS.read(content).before(len(content)).start :] == name


def test_a_character_that_cuts_does_not_cut_a_word_that_holds_it() -> None:
    assert READINGS.read("位于和平区").before(5).start == 2


def test_a_listed_body_counts_only_where_no_other_word_holds_a_part_of_it() -> None:
    assert list(READINGS.named(READINGS.read("华为签约"))) == [(0, 2)]
    assert list(READINGS.named(READINGS.read("升华电梯"))) == [(1, 3)]
    assert not READINGS.read("升华电梯").alone(1, 3)


@pytest.mark.parametrize("content", ["华为升0.6%", "华为则表示", "华为还在谈", "继华为之后", "使华为受损"])
def test_a_short_name_is_alone_beside_characters_that_make_no_word_with_it(content: str) -> None:
    start = content.index("华为")
    assert READINGS.read(content).alone(start, start + 2)


def test_a_bracket_that_holds_a_place_belongs_to_the_name() -> None:
    reading = READINGS.read("石油大学（北京）与石油大学（新）")
    assert reading.with_place(4) == 8
    assert reading.with_place(13) == 13


def test_in_brackets_counts_both_widths() -> None:
    assert in_brackets("西部（重庆", 0, 3)
    assert not in_brackets("西部(重庆)城", 0, 6)


def test_words_have_an_order_of_strength() -> None:
    assert Word.CUT < Word.NOUN < Word.COUNTY < Word.PLACE < Word.NAME
