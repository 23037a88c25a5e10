"""Shares: what no table of examples can say."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.candidates import choose
from gaoxin_extract.entities import Context
from gaoxin_extract.entities.percent import load
from gaoxin_extract.numerals import plain, write_numeral
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Text
from gaoxin_extract.values import Percent

PERCENT = load(Rulebook()["percent"])
SCRAP = st.lists(
    st.sampled_from(
        ["1", "35", "2.5", "，", "、", "。",
         "%", "％", "‰", "个百分点", "百分之", "成", "倍", "折", "翻番", "约", "至", "—", "-",
         "和", "分别", "增长", "下降", "同比", "高于", "占", "三", "半", "几", "以上", "的", "速度", "\n", " "]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def read(content: str) -> dict[str, Percent]:
    """The shares of `content` by their words."""
    text = Text.of(content)
    chosen = choose(PERCENT.find(text))
    norms = PERCENT.resolve(chosen, Context(text, (), None, chosen, ("",) * len(chosen)))
    return {content[c.span.start : c.span.end]: norm for c, norm in zip(chosen, norms, strict=True)}


@given(st.decimals(-100, 1000, places=3, allow_nan=False), st.sampled_from(["%", "％", "‰", "个百分点"]))
def test_a_written_share_reads_back_exactly(number: Decimal, sign: str) -> None:
    words = f"{plain(number)}{sign}"
    assert read(f"变动为{words}。")[words].value == plain(number)


@given(st.integers(0, 100))
def test_a_share_in_chinese_numerals_reads_back(number: int) -> None:
    words = f"百分之{write_numeral(number)}"
    assert read(f"占{words}。")[words].value == str(number)


@given(st.lists(st.integers(1, 99), min_size=2, max_size=6, unique=True))
def test_trend_and_basis_hold_for_every_member_of_a_list(numbers: list[int]) -> None:
    words = [f"{number}%" for number in numbers]
    norms = read(f"各业同比分别下降{'、'.join(words[:-1])}和{words[-1]}。")
    assert {(norm.trend, norm.basis) for norm in norms.values()} == {("decrease", "yoy")}
    assert list(norms) == words


@given(SCRAP)
def test_mentions_stand_in_the_text_and_never_overlap(content: str) -> None:
    text = Text.of(content)
    chosen = choose(PERCENT.find(text))
    ends = [0, *(candidate.span.end for candidate in chosen)]
    assert all(end <= candidate.span.start for end, candidate in zip(ends, chosen, strict=False))
    assert all(candidate.span.end <= len(content) for candidate in chosen)
    PERCENT.resolve(chosen, Context(text, (), None, chosen, ("",) * len(chosen)))


@pytest.mark.parametrize(
    "piece", ["一", "9", "%", "1%", "1%、", "1,", "1成", "三成", "百分之", "1倍", "1至2成", "（", "增长", "1 ", "折"]
)
def test_time_grows_with_the_length_of_a_string_and_no_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = Text.of(piece * (length // len(piece)))
        before = time.process_time()
        chosen = choose(PERCENT.find(text))
        PERCENT.resolve(chosen, Context(text, (), None, chosen, ("",) * len(chosen)))
        return time.process_time() - before

    # Ten times the length; a quadratic pattern would take a hundred times as long.
    assert seconds(50_000) < 40 * seconds(5_000) + 0.1
