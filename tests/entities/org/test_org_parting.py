"""Names that were read on over a verb or a relation."""

import pytest

from gaoxin_extract.entities.org.parting import Parting
from gaoxin_extract.gazetteer import readings
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Span

RULES = Rulebook()["org"]
WORDS, PARTING = readings(RULES), Parting(RULES)


def names(read: str, content: str = "昨日，{}，市场关注。") -> list[str]:
    """The names that `read`, taken for one in `content`, holds."""
    content = content.format(read)
    start = content.index(read)
    spans = PARTING.parts(WORDS.read(content), Span(start, start + len(read)))
    return [content[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("read", "held"),
    [
        ("云沧科技发行股份", ["云沧科技"]),
        ("云沧股价", ["云沧"]),
        ("云沧科技5%股权", ["云沧科技"]),
        ("云沧拟收购恺汭集团", ["云沧", "恺汭集团"]),
        ("云沧尚持有公司", ["云沧"]),
        ("华为股权", ["华为"]),
    ],
)
def test_what_a_company_does_or_owns_ends_its_name(read: str, held: list[str]) -> None:
    assert names(read) == held


@pytest.mark.parametrize(
    ("read", "held"),
    [
        ("半导体巨头云沧", ["云沧"]),
        ("云沧集团大股东恺汭控股", ["云沧集团", "恺汭控股"]),
        ("国内零售商竞争对手云沧", ["云沧"]),
        ("原华为集团", ["华为集团"]),
    ],
)
def test_behind_a_relation_a_name_begins(read: str, held: list[str]) -> None:
    assert names(read) == held


@pytest.mark.parametrize(
    ("read", "content", "held"),
    [
        ("云沧网讯", "{}：昨日开工。", ["云沧网"]),
        ("绵阳市委常委", "{}到场。", ["绵阳市委"]),
        ("新华网呼", "{}和浩特9月电。", ["新华网"]),
        ("华为投", "{}5亿元建厂。", ["华为"]),
        ("奇瑞恺汭", "{}开工。", ["奇瑞恺汭"]),
    ],
)
def test_a_post_the_news_and_half_a_word_behind_a_name_are_no_part_of_it(
    read: str, content: str, held: list[str]
) -> None:
    assert names(read, content) == held


def test_a_listed_body_and_what_is_joined_to_it_are_two() -> None:
    assert names("华为和云沧科技") == ["华为", "云沧科技"]
    assert names("华为以及比亚迪") == ["华为", "比亚迪"]


@pytest.mark.parametrize(
    "read",
    ["云沧股权投资管理有限公司", "绵阳股权托管交易中心", "绵阳服务商联合会", "中国石油和化学工业联合会", "云沧科技"],
)
def test_names_that_hold_such_words_stay_whole(read: str) -> None:
    assert names(read) == [read]


@pytest.mark.parametrize("read", ["产品业务", "绵阳业务", "继续持有"])
def test_a_common_word_or_a_place_before_a_deed_is_no_name(read: str) -> None:
    assert names(read) == []
