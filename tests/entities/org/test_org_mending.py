"""Names that were read too far or not far enough."""

import pytest

from gaoxin_extract.entities.org.mending import in_two_scripts, mended
from gaoxin_extract.gazetteer import readings
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Span

WORDS = readings(Rulebook()["org"])


def names(content: str, read: str) -> list[str]:
    """The names that `read`, taken for one in `content`, holds."""
    start = content.index(read)
    spans = mended(WORDS.read(content), content, Span(start, start + len(read)))
    return [content[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("read", "held"),
    [
        ("云沧股份及控股子公司", ["云沧股份"]),
        ("云沧股份子公司", ["云沧股份"]),
        ("云沧科技公司所属恺汭公司", ["云沧科技公司", "恺汭公司"]),
        ("恺汭公司股东云沧科技公司", ["恺汭公司", "云沧科技公司"]),
        ("云沧集团旗下恺汭科技", ["云沧集团", "恺汭科技"]),
    ],
)
def test_a_relation_glued_to_names_is_none_of_them(read: str, held: list[str]) -> None:
    assert names(f"昨日，{read}中标。", read) == held


@pytest.mark.parametrize("read", ["云沧集团成都子公司", "上海海关所属洋山海关", "云沧股份有限公司"])
def test_a_branch_named_by_its_place_is_one_name(read: str) -> None:
    assert names(f"昨日，{read}开门。", read) == [read]


@pytest.mark.parametrize(
    ("content", "read", "whole"),
    [
        ("云沧(Yuncang)项目开工。", "云沧", "云沧(Yuncang)"),
        ("云沧（Yun Cang Co.）项目开工。", "云沧", "云沧（Yun Cang Co.）"),
        ("云沧联盟（YCA）成立。", "云沧联盟", "云沧联盟"),
        ("云沧(600000)公告。", "云沧", "云沧"),
        ("云沧(以下简称Yun)公告。", "云沧", "云沧"),
    ],
)
def test_a_name_in_latin_letters_behind_it_belongs_to_it_but_initials_and_listings_do_not(
    content: str, read: str, whole: str
) -> None:
    assert names(content, read) == [whole]


@pytest.mark.parametrize(
    ("content", "read", "whole"),
    [
        ("云沧管理局長許聞舟到場。", "云沧管理", "云沧管理局"),
        ("云沧管理局局長許聞舟到場。", "云沧管理局", "云沧管理局"),
        ("云沧证券网讯 昨日收涨。", "云沧证券", "云沧证券网"),
        ("云沧证券网络部招人。", "云沧证券", "云沧证券"),
        ("云沧实验中学报告厅坐满了人。", "云沧实验中学报告厅", "云沧实验中学"),
    ],
)
def test_a_name_ends_with_its_own_last_character(content: str, read: str, whole: str) -> None:
    assert names(content, read) == [whole]


def test_a_name_in_two_scripts_has_two_parts() -> None:
    assert in_two_scripts("云沧(Yuncang)") == ("云沧", "Yuncang")
    assert in_two_scripts("云沧（成都）") is None
    assert in_two_scripts("云沧") is None
