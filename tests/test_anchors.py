"""Sums, shares and dates that other systems are known to read wrongly, each with what it says.

Every row is a form that the users of such systems have reported; the sentences are our own.
"""

import functools

import pytest

from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.records import AnyMention, DateMention, MoneyMention, PercentMention

WRAPPED = """电机二期项目的新厂房与配套的仓库
和宿舍楼以及其余各栋楼都于2月
17日封顶，都比原来的计划提前了
一些，预计可以按期全面建成投产。"""


@functools.cache
def pipeline() -> Pipeline:
    return Pipeline.load(model=None, labels=("MONEY", "PERCENT", "DATE"))


def mentions(text: str, date: str | None) -> tuple[AnyMention, ...]:
    (record,) = pipeline().extract_text(text, date=date)
    return record.entities


def value(mention: AnyMention) -> tuple[str, ...]:
    """The mention's text and the fields of its value that are not null, as short as they can be read."""
    fields: tuple[str | None, ...]
    match mention:
        case MoneyMention(norm=norm):
            fields = (norm.amount, norm.amount_max, norm.currency, norm.mod)
        case PercentMention(norm=norm):
            fields = (norm.value, norm.value_max, norm.unit, norm.mod)
        case DateMention(norm=norm):
            fields = (norm.value, None, None, norm.mod)
        case _:
            fields = ()
    return (mention.text, *(field for field in fields if field is not None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("项目总投资10\n亿元，占地180亩。", [("10亿元", "1000000000", "CNY")]),
        ("项目总投资10亿\n元，占地180亩。", [("10亿元", "1000000000", "CNY")]),
        ("全年引进12个以上3亿元以上项目。", [("全年", "XXXX"), ("3亿元以上", "300000000", "CNY", "EQUAL_OR_MORE")]),
        ("建成三个百亿元级产业集群。", [("百亿元级", "10000000000", "CNY")]),
        ("补助1,100万元。", [("1,100万元", "11000000", "CNY")]),
        ("合同价人民币8亿元。", [("人民币8亿元", "800000000", "CNY")]),
        ("合同价8亿元人民币。", [("8亿元人民币", "800000000", "CNY")]),
        ("一季度产值达6亿元。", [("一季度", "XXXX-Q1"), ("6亿元", "600000000", "CNY")]),
        ("完成投资10.56亿元。", [("10.56亿元", "1056000000", "CNY")]),
        ("2.2本项目计划投资3541.07万元2.3工期紧。", [("3541.07万元", "35410700", "CNY")]),
        ("资产为47.264287亿元。", [("47.264287亿元", "4726428700", "CNY")]),
        ("进口额100000万美元。", [("100000万美元", "1000000000", "USD")]),
        ("每袋售价123元1角1分。", [("123元1角1分", "123.11", "CNY")]),
        ("收到王四人民币捐款。", []),
        ("编号-w。", []),
        ("价格小于40万元。", [("40万元", "400000", "CNY", "LESS_THAN")]),
        ("投入一千多万元。", [("一千多万元", "10000000", "CNY", "MORE_THAN")]),
        ("投入1000余万元。", [("1000余万元", "10000000", "CNY", "MORE_THAN")]),
        ("注册资本不低于500万元。", [("不低于500万元", "5000000", "CNY", "EQUAL_OR_MORE")]),
        ("投资5亿元至10亿元。", [("5亿元至10亿元", "500000000", "1000000000", "CNY")]),
        ("投资5—10亿元。", [("5—10亿元", "500000000", "1000000000", "CNY")]),
        ("营业收入123456789.12万元。", [("123456789.12万元", "1234567891200", "CNY")]),
        ("提高0.3个百分点。", [("0.3个百分点", "0.3", "percentage_point")]),
        ("良率为5-10%。", [("5-10%", "5", "10", "percent")]),
        ("占30%至40%。", [("30%至40%", "30", "40", "percent")]),
        ("合格率90%以上。", [("90%以上", "90", "percent", "EQUAL_OR_MORE")]),
        ("损耗为千分之三。", [("千分之三", "3", "permille")]),
    ],
)
def test_a_sum_or_share_is_what_its_words_say(text: str, expected: list[tuple[str, ...]]) -> None:
    assert [value(mention) for mention in mentions(text, None)] == expected


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        (WRAPPED, "2023-03-20", [("2月17日", "2023-02-17")]),
        ("1-7月完成投资。", "2023-08", [("1-7月", "2023-01/2023-07")]),
        ("昨日，新厂房封顶。", "2024-05-17", [("昨日", "2024-05-16")]),
        ("厂房于2月24日封顶。", None, [("2月24日", "XXXX-02-24")]),
        ("今年1月10-11日举行展会。", "2023-02", [("今年1月10-11日", "2023-01-10/2023-01-11")]),
        ("2月7-11日举行展会。", "2023-03", [("2月7-11日", "2023-02-07/2023-02-11")]),
        ("11月初开工。", "2023-12", [("11月初", "2023-11", "START")]),
        ("“十四五”期间建成。", None, [("“十四五”期间", "2021/2025")]),
        ("“十三五”末建成。", None, [("“十三五”末", "2020", "END")]),
        ("今年以来签约多个项目。", "2023-03-14", [("今年以来", "2023-01-01/2023-03-14")]),
        ("去年以来签约多个项目。", "2023-03-14", [("去年以来", "2022-01-01/2023-03-14")]),
        ("去年上半年签约多个项目。", "2023-03", [("去年上半年", "2022-H1")]),
        ("近日签约，日前开工，目前在建。", None, [("近日", "PAST_REF"), ("日前", "PAST_REF"), ("目前", "PRESENT_REF")]),
        ("二十七点三平方米。", None, []),
        ("告警编号172604281。", None, []),
        ("4/5G基站建成。", None, []),
        ("下星期开工。", "2024-05-17", [("下星期", "2024-W21")]),
        ("2021年建成投产，历时21年。", "2024-05", [("2021年", "2021"), ("21年", "P21Y")]),
        ("2007年和2012年两次扩建。", None, [("2007年", "2007"), ("2012年", "2012")]),
        ("农历2015年十月初一开张。", None, [("农历2015年十月初一", "2015-11-12")]),
    ],
)
def test_a_date_is_what_its_words_say(text: str, date: str | None, expected: list[tuple[str, ...]]) -> None:
    assert [value(mention) for mention in mentions(text, date)] == expected


def test_without_a_date_of_the_article_yesterday_is_no_day() -> None:
    (mention,) = mentions("昨日，新厂房封顶。", None)
    assert isinstance(mention, DateMention)
    assert (mention.norm.start, mention.norm.end) == (None, None)


def test_both_sums_of_an_equivalent_are_found_and_tied() -> None:
    dollars, yuan = mentions("总投资1.5亿美元（约10亿元人民币）。", None)
    assert [value(dollars), value(yuan)] == [
        ("1.5亿美元", "150000000", "USD"),
        ("约10亿元人民币", "1000000000", "CNY", "APPROX"),
    ]
    assert isinstance(yuan, MoneyMention)
    assert isinstance(dollars, MoneyMention)
    assert yuan.norm.equals == dollars.id


def test_a_figure_of_speech_is_never_a_sum_of_whole_yuan() -> None:
    assert [value(mention)[1:] for mention in mentions("办证没花一分钱。", None)] in ([], [("0.01", "CNY")])


@pytest.mark.parametrize("word", ["8亿元人民币", "一二三四五六七八九〇", "元", "10-", "（"])
def test_no_run_of_such_words_takes_long(word: str) -> None:
    assert isinstance(mentions(word * 20_000 + "。", None), tuple)
