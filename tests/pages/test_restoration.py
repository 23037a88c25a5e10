"""The laws of restoration, and what each layout becomes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin_extract.pages import Page
from gaoxin_extract.pages.lines import width_of
from gaoxin_extract.pages.restoration import restore
from gaoxin_extract.reading import Source
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Span

RULES = Rulebook()["pages"]
FIRST = (
    "石滩高新区管委会昨日宣布，铭川电机二期项目在北区开工，总投资12.6亿元，占地180亩，计划明年三季度投产，"
    "届时年产伺服电机80万台，预计带动就业600人。"
)
SECOND = "项目所在的北区去年建成道路3.5公里，引进企业23家，其中规上工业企业9家，亩均税收同比增长15%左右。"
THIRD = "铭川电机负责人介绍，公司将把研发中心一并迁来，与石滩理工学院共建实验室，三年内投入研发经费1.2亿元。"


def page_of(text: str) -> Page:
    return restore(Source.of(text), RULES)


def lines(text: str) -> list[str]:
    return page_of(text).text.content.split("\n")


def wrapped(paragraph: str, width: int, indent: str = "") -> list[str]:
    """The lines of a column of `width` half-width units, marks never first; the first may be indented."""
    rows = [indent]
    for word in re.findall(r"(?:[0-9A-Za-z.]+|.)[，。、；：%]*", paragraph):
        if width_of(rows[-1] + word.rstrip("，。、；：%")) > width:
            rows.append("")
        rows[-1] += word
    return rows


@pytest.mark.parametrize("width", [28, 34, 40, 56])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n"])
@pytest.mark.parametrize("indent", ["　　", "lost"])
def test_a_column_is_joined_into_its_paragraphs(width: int, between: str, indent: str) -> None:
    rows: list[str] = []
    for paragraph in (FIRST, SECOND, THIRD):
        first, *others = wrapped(paragraph, width, "　　")
        rows += [first if indent != "lost" else first.lstrip("　"), *others]
    assert lines(between.join(rows)) == [FIRST, SECOND, THIRD]


def test_paragraphs_of_one_line_stay_apart() -> None:
    assert lines(f"　　{FIRST}\n　　{SECOND}\n\n　　{THIRD}") == [FIRST, SECOND, THIRD]


def test_two_full_blanks_within_a_line_open_a_paragraph() -> None:
    assert lines(f"　　{FIRST}　　{SECOND}") == [FIRST, SECOND]


def test_a_blank_line_in_mid_sentence_is_healed() -> None:
    assert lines(f"{SECOND}去年，北区将\n\n{FIRST}") == [f"{SECOND}去年，北区将{FIRST}"]


def test_a_name_cut_by_a_blank_line_is_healed_where_the_page_prints_it_whole() -> None:
    cut = "此次投产的石滩铭川电机科\n\n技有限公司，主营伺服电机，产品销往二十多个国家。"
    text = f"石滩铭川电机科技有限公司昨日开业。\n\n{SECOND}\n\n{cut}"
    assert lines(text)[-1].startswith("此次投产的石滩铭川电机科技有限公司，")


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("总投资10\n亿元，占地180亩。", "总投资10亿元，占地180亩。"),
        ("同比增长3.\n5%，增速高于全市。", "同比增长3.5%，增速高于全市。"),
        ("建成于2023\n年，去年投产。", "建成于2023年，去年投产。"),
        ("采用Micro\nLED工艺，良率提高。", "采用Micro LED工艺，良率提高。"),
        ("采用manu-\nfacturing工艺，良率提高。", "采用manufacturing工艺，良率提高。"),
    ],
)
def test_numbers_and_words_that_a_line_breaks_are_healed(printed: str, typed: str) -> None:
    assert lines(f"{SECOND}项目{printed}") == [f"{SECOND}项目{typed}"]


def test_a_date_line_of_the_site_gives_the_page_its_date() -> None:
    page = page_of(
        f"铭川电机二期项目开工\n发布时间：2024-08-12 10:20 来源：石滩日报 浏览次数：35\n　　{FIRST}\n　　{SECOND}"
    )
    assert page.date == "2024-08-12"
    assert page.single
    assert page.text.content.split("\n") == ["铭川电机二期项目开工", FIRST, SECOND]


def test_the_folio_line_gives_the_page_its_date() -> None:
    page = page_of(
        f"A03 版 园区\n2024年8月12日 星期一\n责编 田野 版式 秋原\n\n铭川电机二期项目开工\n本报讯 {FIRST}\n{SECOND}"
    )
    assert page.date == "2024-08-12"
    assert not page.single
    assert len(page.blocks) == 3


@pytest.mark.parametrize(
    "sentence",
    [
        "总投资约45万元",
        "来源：石滩日报",
        "首页",
        "上一篇：铭川电机二期项目开工",
        "看看天天人人高高兴兴越来越好2020年2022 22",
        "联系电话：项目指挥部",
        "编辑：推进重大项目建设，编制园区规划。",
        "王强",
    ],
)
def test_a_single_line_is_never_lost(sentence: str) -> None:
    assert page_of(sentence).text.content.replace(" ", "") == sentence.replace(" ", "")


def test_nothing_but_furniture_leaves_nothing() -> None:
    assert (
        page_of("首页 > 新闻 > 要闻\n扫一扫在手机打开当前页\n版权所有：石滩高新区管委会\n苏ICP备00000000号").blocks
        == ()
    )


PIECES = st.sampled_from(
    [
        "园区",
        "项目总投资10亿元，",
        "开工。",
        "\n",
        "\n\n",
        "　　",
        " ",
        "：",
        "“",
        "”",
        "本报讯",
        "▶ 蔡瑶",
        "王强",
        "/摄",
        "2024",
        "年",
        "Micro",
        "LED",
        "-",
        "图为",
        "首页 > 新闻",
        "西部西部",
        "\r\n",
        "，",
        "、",
        "一、",
        "A03 版",
        "\x00",
        "\u200b",
    ]
)
TEXTS = st.text(max_size=80) | st.lists(PIECES, max_size=40).map("".join)


@given(TEXTS)
@settings(deadline=None, max_examples=300)
def test_any_text_is_survived_and_blocks_lie_in_order(text: str) -> None:
    page = page_of(text)
    end = 0
    for block in page.blocks:
        assert end <= block.span.start < block.span.end <= len(page.text.content)
        assert page.text.content[block.span.start : block.span.end].strip() != ""
        assert "\n" not in page.text.content[block.span.start : block.span.end]
        end = block.span.end


@given(TEXTS)
@settings(deadline=None, max_examples=300)
def test_every_character_knows_its_place(text: str) -> None:
    page = page_of(text)
    whole = page.text.source_spans(Span(0, len(page.text.content)))
    printed = "".join(text[span.start : span.end] for span in whole)
    assert "".join(printed.split()) == "".join(page.text.content.split())


@given(TEXTS)
@settings(deadline=None, max_examples=500)
def test_restoring_what_is_restored_changes_nothing(text: str) -> None:
    once = page_of(text).text.content
    assert page_of(once).text.content == once


@given(TEXTS)
@settings(deadline=None, max_examples=300)
def test_no_line_ends_in_a_comma_but_the_last_of_its_story(text: str) -> None:
    for line in page_of(text).text.content.split("\n"):
        assert line == line.strip()


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("新厂房于2月\n17日封顶。", "新厂房于2月17日封顶。"),
        ("总投资约\n10亿元。", "总投资约10亿元。"),
        ("产值增长超\n30%。", "产值增长超30%。"),
    ],
)
def test_a_date_or_sum_that_a_break_parts_is_whole_on_the_shortest_page(page: str, text: str) -> None:
    assert lines(page) == [text]
