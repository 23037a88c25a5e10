"""Shadow print in every interleaving is kept once, real reduplication as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.pages.shadow import printed_once
from gaoxin_extract.text import Span, Text


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("石滩铭川电机二期开工石滩铭川电机二期开工", "石滩铭川电机二期开工"),
        ("石滩石滩（（北区北区））科学城科学城：：创新创新““满天星满天星””", "石滩（北区）科学城：创新“满天星”"),
        ("创创新新发发展展", "创新发展"),
        ("园区产业园区产业", "园区产业"),
        ("田野江田野江//摄摄", "田野江/摄"),
        ("北区北区北区北区道路道路通车通车", "北区北区道路通车"),
        ("龙头带动聚链成群龙头带动聚链", "龙头带动聚链成群"),
        ("北区道路通车北区道路通车北区道路通车", "北区道路通车"),
        ("铭川电机车间。 江田野江田野//摄摄", "铭川电机车间。 江田野/摄"),
        ("铭川电机二期\n铭川电机二期\n昨日开工。", "铭川电机二期\n\n昨日开工。"),
    ],
)
def test_what_is_printed_twice_is_kept_once(printed: str, read: str) -> None:
    assert printed_once(Text.of(printed))[0].content == read


@pytest.mark.parametrize(
    "line",
    [
        *("看看", "天天", "人人", "高高兴兴", "越来越", "一个个", "点点滴滴", "研究研究", "高高兴兴过年", "常常看看"),
        *("2022 22", "2020", "1111", "www", "……", "——", "石滩高新区助力石滩高新区企业"),
    ],
)
def test_what_the_language_doubles_stays(line: str) -> None:
    assert printed_once(Text.of(line))[0].content == line


def test_the_first_printing_is_kept() -> None:
    text, _ = printed_once(Text.of("园区产业园区产业"))
    assert text.source_spans(Span(0, 4)) == (Span(0, 4),)


@given(st.lists(st.text("铭川电机二期项目开工（）：北区", min_size=1, max_size=5), min_size=3, max_size=8, unique=True))
def test_no_character_of_a_shadow_is_lost_or_kept_twice(chunks: list[str]) -> None:
    printed = "".join(chunk * 2 for chunk in chunks)
    assert len(printed_once(Text.of(printed))[0].content) <= len(printed)
    assert set(printed_once(Text.of(printed))[0].content) == set(printed)
