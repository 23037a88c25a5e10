"""Where words of a list may begin."""

from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.openings import Openings

SMALL = "京都大𠮷"


@given(st.sets(st.text("京都大", min_size=1, max_size=2)), st.text(SMALL, max_size=40))
def test_each_place_where_an_opening_stands_is_told_and_no_other(openings: set[str], content: str) -> None:
    held = [place for place in range(len(content)) if content.startswith(tuple(openings), place)]
    assert Openings(openings).places(content) == (held if openings else [])


@given(st.sets(st.text("京都大", min_size=1, max_size=5)), st.text(SMALL, max_size=40))
def test_no_place_where_a_word_stands_is_passed_over(words: set[str], content: str) -> None:
    held = {place for place in range(len(content)) if content.startswith(tuple(words), place)}
    assert held <= set(Openings(words).places(content))


def test_a_word_is_told_from_others_by_its_third_character() -> None:
    assert Openings(["高新区管委会"]).places("高新技术、高新区、高新") == [5]


def test_an_opening_of_one_character_stands_at_the_end_of_a_text_too() -> None:
    assert Openings(["第", "第二"]).places("第二、第") == [0, 3]


def test_characters_beyond_the_basic_plane_may_pass_for_one_another() -> None:
    assert Openings(["𠮷野"]).places("𠮷野𠮾野野") == [0, 2]
