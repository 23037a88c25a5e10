"""Markdown read as the page that it prints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.articles.segmentation import segment
from gaoxin_extract.pages import Page
from gaoxin_extract.pages.markdown import front_matter, without_marks
from gaoxin_extract.pages.restoration import restore
from gaoxin_extract.reading import Source
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Span, Text

RULES = Rulebook()
BODY = "铭川电机二期项目昨日在石滩高新区开工，总投资12.6亿元，占地180亩，计划明年三季度投产。"
MORE = "项目所在的北区去年建成道路3.5公里，引进企业23家，其中规上工业企业9家。"
HEAD = "title: '铭川电机二期开工'\ncategories:\n  - 要闻\nauthor: 石滩日报\n"


def page_of(text: str) -> Page:
    return restore(Source.of(text, media_type="text/markdown"), RULES["pages"])


def plain(words: str) -> str:
    return without_marks(Text.of(words)).content


@pytest.mark.parametrize(
    ("marked", "read"),
    [
        ("# 铭川电机二期开工", "铭川电机二期开工"),
        ("## 铭川电机二期开工 ##", "铭川电机二期开工"),
        ("总投资**12.6亿元**，__占地__180亩", "总投资12.6亿元，占地180亩"),
        ("***铭川电机***二期", "铭川电机二期"),
        ("**总投资*12.6亿元*，占地**180亩", "总投资12.6亿元，占地180亩"),
        ("~~去年~~今年`二期`开工", "去年今年二期开工"),
        ("在[石滩高新区](https://a.example/b_(c) '园区')开工", "在石滩高新区开工"),
        ("在[石滩高新区][zone]开工[^1]", "在石滩高新区开工"),
        ("[zone]: https://a.example\n开工", "\n开工"),
        ("![现场图](a.jpg)开工", "开工"),
        ("> 预计年产80万台", "预计年产80万台"),
        ("> - 预计年产80万台", "预计年产80万台"),
        ("- [x] 一期投产", "一期投产"),
        ("* 一期投产\n+ 二期开工", "一期投产\n二期开工"),
        ("一期投产\n\n* * *\n\n二期开工", "一期投产\n\n\n\n二期开工"),
        ("铭川电机二期开工\n=====", "铭川电机二期开工\n"),
        ("| 项目 | 投资 |\n| --- | :-: |\n| 二期 | 3亿元 |", "| 项目 | 投资 |\n\n| 二期 | 3亿元 |"),
        (r"3\*5\_米", "3*5_米"),
    ],
)
def test_marks_are_left_out(marked: str, read: str) -> None:
    assert plain(marked) == read


@pytest.mark.parametrize(
    "words", ["长3 * 宽5 * 高2", "gaoxin_extract_zh", "12.6亿元", "　　铭川电机", "1. 一期", "[2024]6号"]
)
def test_what_is_no_mark_stays(words: str) -> None:
    assert plain(words) == words


@given(st.text("*_#>-[]()!`~\\|: \n铭川12", max_size=60))
def test_no_character_is_added(words: str) -> None:
    read = without_marks(Text.of(words))
    assert all(words[read.source_spans(Span(k, k + 1))[0].start] == letter for k, letter in enumerate(read.content))


def test_front_matter_tells_of_the_article() -> None:
    page = page_of(f"---\n{HEAD}date: Fri, 27 May 2022 10:07:00 GMT\n---\n\n{BODY}\n\n{MORE}\n")
    assert (page.title, page.date, page.byline) == ("铭川电机二期开工", "2022-05-27", ("石滩日报",))
    assert page.text.content == f"铭川电机二期开工\n{BODY}\n{MORE}"
    (article,) = segment(page, RULES["articles"])
    assert article.title == "铭川电机二期开工"


@pytest.mark.parametrize("day", ["2024-08-12", "2024-08-12T09:30:00+08:00", "2024/8/12 9:30", "'2024年8月12日'"])
def test_days_are_read_as_they_are_written(day: str) -> None:
    found = front_matter(f"---\ntitle: 开工\ndate: {day}\n---\n{BODY}")
    assert found is not None
    assert found.date == "2024-08-12"


def test_front_matter_is_read_in_plain_text_as_well() -> None:
    page = restore(Source.of(f"---\r\n{HEAD}---\r\n{BODY}\r\n"), RULES["pages"])
    assert (page.title, page.text.content) == ("铭川电机二期开工", f"铭川电机二期开工\n{BODY}")


def test_a_title_that_is_printed_again_is_kept_once() -> None:
    assert (
        page_of(f"---\n{HEAD}---\n\n# 铭川电机二期开工\n\n{BODY}\n\n{MORE}\n").text.content
        == f"铭川电机二期开工\n{BODY}\n{MORE}"
    )


def test_a_title_over_several_lines_is_told_and_not_printed() -> None:
    page = page_of(f"---\ntitle: >\n  铭川电机\n  二期开工\n---\n{BODY}")
    assert (page.title, page.text.content) == ("铭川电机 二期开工", BODY)


@pytest.mark.parametrize(
    "head",
    [
        "title: [铭川\n",
        "title: 'a\n",
        "- 一期\n- 二期\n",
        "1: 铭川\n",
        "title: 铭川\ndate: 2024-99-99\n",
        "铭川电机开工。\n",
    ],
)
def test_what_is_no_front_matter_is_text(head: str) -> None:
    assert front_matter(f"---\n{head}---\n{BODY}") is None


@pytest.mark.parametrize(
    "row",
    [
        f"tags: {'[' * 40_000}",
        f"tags:\n {'- ' * 40_000}甲",
        "draft: !!bool 铭",
        "date: !!timestamp 铭",
    ],
    ids=["brackets", "dashes", "bool", "timestamp"],
)
def test_front_matter_that_no_parser_survives_is_text(row: str) -> None:
    assert front_matter(f"---\ntitle: 开工\n{row}\n---\n{BODY}") is None


def test_a_year_that_no_calendar_holds_is_no_date() -> None:
    found = front_matter(f"---\ntitle: 开工\ndate: Fri, 27 May {'9' * 20} 10:07:00 GMT\n---\n{BODY}")
    assert found
    assert found.date is None


def test_names_that_stand_for_ever_more_names_are_no_byline() -> None:
    levels = "".join(f"a{k + 1}: &a{k + 1} [*a{k}, *a{k}]\n" for k in range(60))
    found = front_matter(f"---\ntitle: 开工\na0: &a0 [甲, 乙]\n{levels}authors: [石滩日报, *a60]\n---\n{BODY}")
    assert found
    assert found.byline == ("石滩日报",)


def test_dashes_that_nothing_closes_are_no_front_matter() -> None:
    assert front_matter(f"---\n{HEAD}{BODY}") is None


def test_rows_without_dashes_are_front_matter_as_well() -> None:
    head = "Title: 铭川电机：二期开工\nDate: 2024-08-12 10:20\nCategory: 要闻\nAuthor: 田野\n\n"
    page = page_of(f"{head}{BODY}\n\n{MORE}\n")
    assert (page.title, page.date, page.byline) == ("铭川电机：二期开工", "2024-08-12", ("田野",))
    assert page.text.content == f"铭川电机：二期开工\n{BODY}\n{MORE}"


@pytest.mark.parametrize(
    "head", ["title: 铭川电机\n\n", "投资：12亿元\n占地：180亩\n\n", "Date: 2024-08-12\n铭川电机\n\n"]
)
def test_a_row_alone_is_text(head: str) -> None:
    assert front_matter(f"{head}{BODY}") is None
