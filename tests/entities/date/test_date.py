"""DATE: the tables of examples, and laws that hold of any text."""

import datetime as dt
import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin_extract.candidates import choose
from gaoxin_extract.entities import Context
from gaoxin_extract.entities.date import DateType, load
from gaoxin_extract.proving import Proof, prove, unproven
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Text
from gaoxin_extract.values import Date

RULES = Rulebook()["date"]
TYPE: DateType = load(RULES)
PROOFS: tuple[Proof, ...] = tuple(prove("DATE", (TYPE,), example) for example in RULES.examples())

VALUES = {
    "relation": {"BEFORE", "AFTER", "APPROX", "SINCE", "DURING", "ECHO"},
    "part": {"START", "MID", "END"},
    "year_part": {"START", "MID", "END"},
    "month_part": {"START", "MID", "END"},
    "plan": {"START", "MID", "END", "SINCE", "BEFORE", "DURING"},
    "reference": {"PAST_REF", "PRESENT_REF", "FUTURE_REF"},
    "lead": {"", "RECENT", "APPROX", "MORE_THAN", "LESS_THAN", "EQUAL_OR_LESS", "EQUAL_OR_MORE"},
    "tail": {"", "APPROX", "EQUAL_OR_LESS", "EQUAL_OR_MORE"},
    "day_part": {"MO", "MI", "AF", "EV", "NI"},
    "offset": {"-1", "1"},
}
PIECES = st.sampled_from(
    (
        *"年月日号周天季度至到、，。-—～第每近约前后初底末中旬上下本今去明",
        *"零一二两三十百半几多余“”（）：/.\n 0123456789",
        *("2023", "2024年", "3月", "14日", "以来", "期间", "左右", "“十四五”", "春节", "去年同期", "当天", "上午9点"),
        *("个月", "星期", "农历", "腊月", "世纪", "年代", "公元前", "9:30", "2023-03-14", "20230314", "工作日"),
    )
)
DCTS = st.sampled_from([None, "2023", "2023-03", "2023-03-14", "2024-02-29"])


def read(words: str, dct: str | None = None) -> tuple[tuple[str, Date], ...]:
    text = Text.of(words)
    chosen = choose(TYPE.find(text))
    norms = TYPE.resolve(chosen, Context(text, (), dct, chosen, ()))
    return tuple(
        (words[one.span.start : one.span.end], norm)  # type: ignore[misc]
        for one, norm in zip(chosen, norms, strict=True)
    )


def value(words: str, dct: str | None = None) -> str | None:
    ((found, norm),) = read(words, dct)
    assert found == words
    return norm.value


def test_every_example_comes_out_as_marked() -> None:
    assert [(proof.example.text, proof.faults) for proof in PROOFS if proof.faults] == []


def test_every_pattern_and_word_is_reached_by_an_example() -> None:
    assert unproven(RULES, PROOFS) == ()


def test_there_are_examples_of_many_kinds() -> None:
    assert len(PROOFS) >= 250


@pytest.mark.parametrize("table", VALUES)
def test_a_lexicon_table_holds_only_values_that_the_code_knows(table: str) -> None:
    assert set(RULES.lexicon[table].values()) <= VALUES[table]


@given(st.lists(PIECES, max_size=25).map("".join), DCTS)
@settings(max_examples=300, deadline=None)
def test_any_string_is_survived_and_mentions_stay_apart(words: str, dct: str | None) -> None:
    text = Text.of(words)
    chosen = choose(TYPE.find(text))
    norms = TYPE.resolve(chosen, Context(text, (), dct, chosen, ()))
    done = 0
    for one, norm in zip(chosen, norms, strict=True):
        assert done <= one.span.start < one.span.end <= len(words)
        done = one.span.end
        assert isinstance(norm, Date)
        if norm.start and norm.end and not norm.start.startswith("-"):
            assert norm.start <= norm.end or norm.value is None or "/" in norm.value


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_a_day_written_in_any_way_is_that_day(day: dt.date) -> None:
    chinese = str.maketrans("0123456789", "〇一二三四五六七八九")
    forms = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month:02d}月{day.day:02d}日",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{str(day.year).translate(chinese)}年{day.month}月{day.day}日",
    ]
    assert {value(form) for form in forms} == {day.isoformat()}


@given(st.dates(min_value=dt.date(2000, 1, 3), max_value=dt.date(2090, 12, 31)), st.integers(-2, 2))
def test_days_counted_from_the_articles_date_are_counted_right(day: dt.date, days: int) -> None:
    words = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}[days]
    assert value(words, day.isoformat()) == (day + dt.timedelta(days)).isoformat()


@given(st.dates(min_value=dt.date(2000, 1, 3), max_value=dt.date(2090, 12, 31)))
def test_a_weekday_alone_is_the_last_one(day: dt.date) -> None:
    (_, norm), *_ = read("周三，公司发了公告", day.isoformat())
    assert norm.value is not None
    found = dt.date.fromisoformat(norm.value)
    assert found.isoweekday() == 3
    assert dt.timedelta(0) <= day - found < dt.timedelta(7)


@given(st.dates(min_value=dt.date(2000, 1, 3), max_value=dt.date(2090, 12, 31)), st.integers(1, 7))
def test_a_weekday_that_is_all_there_is_is_of_the_week_at_hand(day: dt.date, weekday: int) -> None:
    found = dt.date.fromisoformat(value(f"周{'一二三四五六日'[weekday - 1]}", day.isoformat()) or "")
    assert found.isoweekday() == weekday
    assert found.isocalendar()[:2] == day.isocalendar()[:2]


@given(st.integers(1, 12), st.integers(1, 4), st.integers(1, 7), st.integers(2001, 2098))
def test_the_nth_weekday_of_a_month_is_the_nth(month: int, nth: int, weekday: int, year: int) -> None:
    words = f"{year}年{month}月第{'一二三四'[nth - 1]}个星期{'一二三四五六日'[weekday - 1]}"
    found = dt.date.fromisoformat(value(words) or "")
    assert (found.year, found.month, found.isoweekday(), (found.day - 1) // 7 + 1) == (year, month, weekday, nth)


@given(st.integers(1, 12), st.integers(2001, 2098))
def test_an_unnamed_month_of_the_past_does_not_lie_after_the_article(month: int, year: int) -> None:
    (_, norm), *_ = read(f"截至{month}月，累计完成了投资", f"{year}-06")
    assert norm.value == (f"{year}-{month:02d}" if month <= 6 else f"{year - 1}-{month:02d}")


def test_layout_inside_an_expression_changes_nothing() -> None:
    plain, broken = read("今年1月10-11日，"), read("今年 1\n月 10-11 日，")
    assert [norm for _, norm in plain] == [norm for _, norm in broken]


def test_a_plan_is_not_what_the_story_goes_on_from() -> None:
    *_, (words, norm) = read("3月6日签约，旧包装可用到明年5月1日。当天，企业复工。", "2024-04")
    assert (words, norm.value) == ("当天", "2024-03-06")


def test_without_a_date_nothing_is_read_from_the_clock() -> None:
    assert value("昨日") == "XXXX-XX-XX"
    assert value("去年") == "XXXX"
    assert value("本周五") == "XXXX-WXX-5"
    assert value("8月8日") == "XXXX-08-08"


def test_a_day_that_no_calendar_has_is_not_read() -> None:
    assert value("2023年2月30日") is None


def test_an_open_stretch_ends_on_the_articles_day_where_it_is_known() -> None:
    assert value("今年以来", "2023-03-14") == "2023-01-01/2023-03-14"
    assert value("今年以来", "2023-03") == "2023-01-01/.."
    assert value("今年以来", None) == "XXXX-01-01/.."
    assert value("3月以来", None) == "XXXX-03-01/.."


def test_a_mention_is_signed_by_the_rule_that_found_it() -> None:
    signed = {one.extractor for one in TYPE.find(Text.of("2023年3月，1-7月，近日，三年，每月，“十四五”，上午9点"))}
    assert signed >= {f"rule/date.{name}" for name in ("point", "range", "reference", "length", "set", "plan", "clock")}


ADVERSARIES = (
    *(
        "1",
        "年",
        "一",
        "1-",
        "1-1-1-1-",
        "月日",
        "1月",
        "今",
        "今年",
        "近近",
        "每",
        "至",
        "一至",
        "十五",
        "“十四五",
        "第1",
    ),
    *(
        "9:00-",
        "上午9",
        "公元前",
        "20230101",
        "1/",
        "1 ",
        "1\n",
        "两年零",
        "1年至",
        "春节",
        "2023-",
        "1、",
        "几十",
        "二〇",
    ),
    *("一天又", "三天2小时", "大约9点", "上午9-", "1Q23", "前三", "七八十", "最后一个周", "十月第一个周", "近 3"),
)


@pytest.mark.parametrize("piece", ADVERSARIES)
def test_no_string_is_slow(piece: str) -> None:
    def seconds(length: int) -> float:
        text = Text.of((piece * length)[:length])
        start = time.perf_counter()
        choose(TYPE.find(text))
        return time.perf_counter() - start

    seconds(1000)
    # Eight times the text may take eight times as long, and four times that on a machine that does other things too.
    assert seconds(80_000) < 32 * max(seconds(10_000), 0.01)


@pytest.mark.shared
def test_values_on_report_sentences_are_right(shared: Path) -> None:
    right = wrong = 0
    for line in (shared / "data" / "reports_numbers_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = dict(read(row["text"], row["date"]))
        for entity in row["entities"]:
            if entity["label"] == "DATE" and not entity.get("optional"):
                norm = found.get(entity["text"])
                same = norm is not None and (norm.type, norm.value) == (entity["norm"]["type"], entity["norm"]["value"])
                right, wrong = right + same, wrong + (not same)
    assert right / (right + wrong) >= 0.96


def test_values_have_the_form_that_timex3_gives_them() -> None:
    form = re.compile(
        r"(PAST|PRESENT|FUTURE)_REF"
        r"|P[0-9X.]+[YMWD](\d+[MD]){0,2}(T(\d+[HMS])+)?(/P[0-9.]+[YMWD])?|P\d+Y6M|PT12H"
        r"|[-\dXT]+[-\dXQHWSPUFAIEVMOTN:./]*"
    )
    for proof in PROOFS:
        for norm in proof.example.norms:
            assert not norm.get("value") or form.fullmatch(str(norm["value"])), norm


@pytest.mark.parametrize(("words", "year"), [("35928年前", "-33904"), ("20000年后", "22024")])
def test_a_year_of_five_figures_has_no_days(words: str, year: str) -> None:
    ((_, norm),) = read(f"石滩的岩层形成于{words}。", "2024-05-17")
    assert (norm.value, norm.start, norm.end) == (year, None, None)
