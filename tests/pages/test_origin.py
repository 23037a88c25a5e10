"""Where a text comes from."""

import pytest

from gaoxin_extract.pages.origin import CURRENCIES, origin_of
from gaoxin_extract.rulebook import Rulebook

RULES = Rulebook()["pages"]


@pytest.mark.parametrize("word", [word for word, place in RULES.lexicon["origin"].items() if place != "CN"])
def test_words_of_a_place_tell_it(word: str) -> None:
    assert origin_of(f"{word}表示，園區將擴建，{word}另投資410億元。", RULES) == RULES.lexicon["origin"][word]


@pytest.mark.parametrize("word", [word for word, place in RULES.lexicon["origin"].items() if place == "CN"])
def test_words_of_the_mainland_outweigh_as_many_of_another_place(word: str) -> None:
    assert origin_of(f"{word}表示，台灣企業投資園區，台灣與{word}合作。", RULES) == "CN"


def test_a_text_in_simplified_characters_is_the_mainlands() -> None:
    assert origin_of("台北企业代表来到高雄，新竹企业投资10亿元。", RULES) == "CN"


def test_one_word_proves_nothing() -> None:
    assert origin_of("園區引進台商，投資10億元。", RULES) == "CN"


def test_each_place_has_its_money() -> None:
    assert set(CURRENCIES) == {"CN", "TW"}
