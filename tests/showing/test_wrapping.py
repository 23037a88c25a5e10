"""Lines broken by columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from gaoxin_extract.showing.wrapping import wrapped


def lines(content: str, width: int) -> list[str]:
    return [line.plain for line in wrapped(Text(content), width)]


CONTENT = st.text(st.sampled_from("总投资亿元。，（）“”12.6GDP abc%[]…—𠮷😀e\u0301\u3000"), max_size=80)


@given(CONTENT, st.integers(2, 40))
def test_no_line_is_wider_than_it_may_be_and_nothing_but_blanks_is_lost(content: str, width: int) -> None:
    found = lines(content, width)
    assert all(cell_len(line) <= width for line in found)
    assert "".join("".join(found).split()) == "".join(content.split())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("总投资10亿元，分两期", ["总投资10亿", "元，分两期"]),
        ("一二三四五，六", ["一二三四", "五，六"]),
        ("一二三四（五）六", ["一二三四", "（五）六"]),
        ("一二三 GDP8.5%", ["一二三", "GDP8.5%"]),
        ("一二三四五,六", ["一二三四", "五,六"]),
    ],
)
def test_marks_stay_with_their_words_and_words_of_ascii_whole(content: str, expected: list[str]) -> None:
    assert lines(content, 10) == expected


def test_a_word_wider_than_a_line_is_cut() -> None:
    assert lines("https://example.com/a/b", 10) == ["https://ex", "ample.com/", "a/b"]


def test_styles_stay_on_their_characters() -> None:
    text = Text("总投资十亿元")
    text.stylize("bold", 3, 6)
    first, second = wrapped(text, 8)
    assert [
        (first.plain[s.start : s.end], second.plain[t.start : t.end]) for s in first.spans for t in second.spans
    ] == [("十", "亿元")]
