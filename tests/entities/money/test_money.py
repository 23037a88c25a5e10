"""Sums of money: what no table of examples can say."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.candidates import choose
from gaoxin_extract.entities import Context
from gaoxin_extract.entities.money import MoneyType, load
from gaoxin_extract.numerals import plain, write_numeral
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Text
from gaoxin_extract.values import Money

MONEY = load(Rulebook()["money"])
SCRAP = st.lists(
    st.sampled_from(
        ["1", "35", "2.5", "，", "、", "。",
         "亿", "万", "元", "美元", "人民币", "￥", "约", "至", "—", "-", "和", "分别", "（", "）",
         "一", "百", "几", "多", "余", "级", "以上", "块",
         "角", "%", "总投资", "税收", "\n", "　", " ", "的", "项目"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def read(content: str, money: MoneyType = MONEY) -> dict[str, Money]:
    """The sums of `content` by their words."""
    text = Text.of(content)
    chosen = choose(money.find(text))
    ids = tuple(f"e{number}" for number in range(len(chosen)))
    norms = money.resolve(chosen, Context(text, (), None, chosen, ids))
    return {content[c.span.start : c.span.end]: norm for c, norm in zip(chosen, norms, strict=True)}


@given(st.decimals(0, 10**8, places=4, allow_nan=False), st.sampled_from(["", "千", "万", "亿", "万亿"]))
def test_a_written_sum_reads_back_exactly(number: Decimal, scale: str) -> None:
    words = f"{plain(number)}{scale}元"
    unit = {"": 0, "千": 3, "万": 4, "亿": 8, "万亿": 12}[scale]
    assert read(f"总投资{words}。")[words].amount == plain(number.scaleb(unit))


@given(st.integers(1, 10**15))
def test_a_sum_in_chinese_numerals_reads_back(number: int) -> None:
    words = f"{write_numeral(number)}元"
    assert read(f"花费共计{words}。")[words].amount == str(number)


@given(st.integers(1, 9999), st.sampled_from(["\n", " ", "　"]), st.sampled_from(["万", "亿"]))
def test_a_blank_before_scale_or_unit_changes_no_value(number: int, blank: str, scale: str) -> None:
    amounts = {
        read(f"投资{words}，")[words].amount for words in (f"{number}{blank}{scale}元", f"{number}{scale}{blank}元")
    }
    assert amounts == {read(f"投资{number}{scale}元，")[f"{number}{scale}元"].amount}


@given(SCRAP)
def test_mentions_stand_in_the_text_and_never_overlap(content: str) -> None:
    text = Text.of(content)
    chosen = choose(MONEY.find(text))
    ends = [0, *(candidate.span.end for candidate in chosen)]
    assert all(end <= candidate.span.start for end, candidate in zip(ends, chosen, strict=False))
    assert all(candidate.span.end <= len(content) for candidate in chosen)
    MONEY.resolve(chosen, Context(text, (), None, chosen, tuple(str(n) for n in range(len(chosen)))))


@pytest.mark.parametrize("words", ["9" * 60 + "元", "一" * 60 + "元"])
def test_a_run_of_digits_longer_than_any_sum_is_refused(words: str) -> None:
    assert read(f"编号{words}") == {}


@pytest.mark.parametrize(
    "piece", ["一", "9", "元", "亿元", "1,", "1亿", "1元", "（", "￥", "约", "1、", "1—", "1 ", "万亿级", "每吨1元"]
)
def test_time_grows_with_the_length_of_a_string_and_no_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = Text.of(piece * (length // len(piece)))
        before = time.process_time()
        chosen = choose(MONEY.find(text))
        MONEY.resolve(chosen, Context(text, (), None, chosen, ("",) * len(chosen)))
        return time.process_time() - before

    # Ten times the length; a quadratic pattern would take a hundred times as long.
    assert seconds(50_000) < 40 * seconds(5_000) + 0.1


def test_two_sums_of_one_worth_name_each_other() -> None:
    norms = list(read("首付4860万美元（约3.46亿元人民币），另付5万元。").values())
    assert [norm.equals for norm in norms] == ["e1", "e0", None]


def test_a_currency_that_several_countries_share_is_not_guessed() -> None:
    assert read("投资3600万比索。")["3600万比索"].currency is None
