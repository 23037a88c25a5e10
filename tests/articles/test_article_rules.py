"""Every line pattern and word of rules/articles is proven by a composed line."""

import pytest

from gaoxin_extract.articles.segmentation import segment
from gaoxin_extract.pages.restoration import restore
from gaoxin_extract.reading import Source
from gaoxin_extract.rulebook import Example, Rulebook

BOOK = Rulebook()
RULES = BOOK["articles"]
WHOLE = ("byline.", "signature.", "credit.")


@pytest.mark.parametrize("row", RULES.examples(), ids=lambda row: f"{row.note} {row.text}")
def test_a_pattern_matches_what_is_marked(row: Example) -> None:
    pattern = RULES.patterns[row.note].regex
    line = row.text.replace("⟦", "").replace("⟧", "")
    found = pattern.fullmatch(line) if row.note.startswith(WHOLE) else pattern.search(line)
    assert not found or RULES.patterns[row.note].may_match(line)
    assert (found[0] if found else None) == (row.text.split("⟦")[1].split("⟧")[0] if "⟦" in row.text else None)


def test_every_pattern_has_its_row() -> None:
    assert set(RULES.patterns) == {row.note for row in RULES.examples() if "⟦" in row.text}


@pytest.mark.parametrize("verb", RULES.lexicon["transitive"])
def test_a_headline_that_wants_its_place_is_given_it(verb: str) -> None:
    body = f"本报讯 昨日，铭川电机二期项目{verb}石滩高新区，投资十二亿元。\n项目明年投产。"
    text = f"{body}\n\n石滩高新区\n铭川电机二期项目{verb}"
    (article,) = segment(restore(Source.of(text), BOOK["pages"]), RULES)
    assert article.title == f"铭川电机二期项目{verb}石滩高新区"


@pytest.mark.parametrize("word", RULES.lexicon["common"])
def test_a_word_of_the_field_proves_no_picture_to_be_of_a_story(word: str) -> None:
    story = f"铭川电机二期开工\n本报讯 昨日，{word}在石滩谈到{word}，铭川电机二期同日开工。\n\n"
    articles = segment(restore(Source.of(f"{story}图为{word}。江禾/摄"), BOOK["pages"]), RULES)
    assert [article.kind for article in articles] == ["story", "caption"]
