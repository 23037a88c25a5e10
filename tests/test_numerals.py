"""Numerals: what each form says, and that writing and reading undo each other."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.numerals import (
    Estimate,
    plain,
    read_bounds,
    read_estimate,
    read_fraction,
    read_numeral,
    read_range,
    write_numeral,
)

FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
WHOLE = st.integers(0, 10**16 - 1)
DECIMALS = st.decimals(0, 10**12, places=4, allow_nan=False)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("三千零五十万", "30500000"),
        ("壹佰贰拾万", "1200000"),
        ("壹佰贰拾萬", "1200000"),
        ("两亿", "200000000"),
        ("廿三", "23"),
        ("卅", "30"),
        ("二〇二三", "2023"),
        ("二O二三", "2023"),
        ("3千万", "30000000"),
        ("1.2万亿", "1200000000000"),
        ("3万5千", "35000"),
        ("2亿3千5百万", "235000000"),
        ("三万亿五千万", "3000050000000"),
        ("一千亿零三万", "100000030000"),
        ("100000万", "1000000000"),
        ("1,100万", "11000000"),
        ("１，２３４．５", "1234.5"),
        ("一百二", "120"),
        ("一百零二", "102"),
        ("三万五", "35000"),
        ("十", "10"),
        ("百亿", "10000000000"),
        ("一百二十点五", "120.5"),
        ("零点三", "0.3"),
        ("半", "0.5"),
        ("四分之三", "0.75"),
        ("10k", "10000"),
        ("负五", "-5"),
        ("－3.2", "-3.2"),
        ("+8", "8"),
        ("三\n千　万", "30000000"),
    ],
)
def test_a_numeral_says_its_number(words: str, number: str) -> None:
    assert plain(read_numeral(words)) == number


@pytest.mark.parametrize(
    "words",
    [
        "",
        "元",
        "1亿2亿",
        "千百",
        "一二十",
        "3.5万5千",
        "1.2.3",
        "1,23",
        "三分之二",
        "几百",
        "-",
        "万十万",
        "一分之",
        "分之一",
    ],
)
def test_what_writes_no_number_is_none(words: str) -> None:
    assert read_numeral(words) is None


@pytest.mark.parametrize(
    ("words", "low", "high", "mod"),
    [
        ("几十亿", "1000000000", None, "MORE_THAN"),
        ("数百万", "1000000", None, "MORE_THAN"),
        ("好几百万", "1000000", None, "MORE_THAN"),
        ("上亿", "100000000", None, "MORE_THAN"),
        ("几", "1", None, "MORE_THAN"),
        ("十余", "10", None, "MORE_THAN"),
        ("1000余万", "10000000", None, "MORE_THAN"),
        ("二十多亿", "2000000000", None, "MORE_THAN"),
        ("十几亿", "1000000000", None, "MORE_THAN"),
        ("十来万", "100000", None, "APPROX"),
        ("百把万", "1000000", None, "APPROX"),
        ("两三百", "200", "300", None),
        ("十七八亿", "1700000000", "1800000000", None),
        ("三五百万", "3000000", "5000000", None),
    ],
)
def test_a_vague_numeral_gives_its_bounds(words: str, low: str, high: str | None, mod: str | None) -> None:
    assert read_estimate(words) == Estimate(Decimal(low), Decimal(high) if high else None, mod)


@pytest.mark.parametrize("words", ["", "三十", "百", "一九", "元余", "元来", "万千几", "二三千百", "一" * 100])
def test_what_is_not_vague_is_no_estimate(words: str) -> None:
    assert read_estimate(words) is None


@pytest.mark.parametrize(
    ("words", "quotient"), [("三分之二", "0.666667"), ("百分之五点五", "0.055"), ("1000分之3", "0.003")]
)
def test_a_fraction_gives_its_quotient(words: str, quotient: str) -> None:
    assert plain(read_fraction(words)) == quotient


@pytest.mark.parametrize("words", ["零分之一", "三分", "三分之", "元分之一", "一分之" * 20])
def test_what_divides_nothing_is_no_fraction(words: str) -> None:
    assert read_fraction(words) is None


@given(WHOLE)
def test_a_written_numeral_reads_back(number: int) -> None:
    assert read_numeral(write_numeral(number)) == number


@given(WHOLE)
def test_a_financial_numeral_reads_back(number: int) -> None:
    assert read_numeral(write_numeral(number).translate(FINANCIAL)) == number


@given(WHOLE)
def test_thousands_separators_and_full_width_change_nothing(number: int) -> None:
    assert read_numeral(f"{number:,}") == number
    assert read_numeral(f"{number:,}".translate(FULL_WIDTH)) == number


@given(WHOLE, st.integers(0, 20), st.sampled_from([" ", "\n", "　", "\r\n"]))
def test_a_blank_inside_changes_nothing(number: int, place: int, blank: str) -> None:
    words = write_numeral(number)
    assert read_numeral(words[:place] + blank + words[place:]) == number


@given(DECIMALS, st.sampled_from(["", "千", "万", "百万", "千万", "亿", "万亿"]))
def test_a_scale_multiplies_exactly(number: Decimal, scale: str) -> None:
    unit = read_numeral(scale) if scale else Decimal(1)
    assert read_numeral(plain(number) + scale) == number * unit


@given(DECIMALS)
def test_plain_digits_have_no_exponent_and_no_trailing_zero(number: Decimal) -> None:
    words = plain(number.scaleb(3))
    assert "E" not in words
    assert "." not in words or not words.endswith("0")
    assert Decimal(words) == number.scaleb(3)


@given(st.text("0123456789一二三十百千万亿几余多点分之.,- 半k零", max_size=60))
def test_any_string_is_survived(words: str) -> None:
    for read in (read_numeral, read_fraction, read_estimate):
        read(words)


@pytest.mark.parametrize("words", ["一" * 10**6, "9" * 10**6, "亿" * 10**6, "1," * 10**6, " " * 10**6])
def test_an_absurdly_long_numeral_is_refused(words: str) -> None:
    assert read_numeral(words) is read_fraction(words) is read_estimate(words) is None


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        ("3", "5亿", ("300000000", "500000000")),
        ("三十", "五十亿", ("3000000000", "5000000000")),
        ("8000", "1万", ("8000", "10000")),
        ("2000万", "3亿", ("20000000", "300000000")),
    ],
)
def test_the_low_end_of_a_range_borrows_the_scale_where_that_makes_it_lower(
    low: str, high: str, ends: tuple[str, str]
) -> None:
    assert [plain(end) for end in read_range(low, high) or ()] == list(ends)


@pytest.mark.parametrize(("low", "high"), [("5", "3"), ("元", "3"), ("3", "元")])
def test_what_runs_downwards_or_is_no_number_is_no_range(low: str, high: str) -> None:
    assert read_range(low, high) is None


def test_what_is_neither_number_nor_estimate_has_no_bounds() -> None:
    assert read_bounds("几元") is read_bounds("元") is None
