"""Short names and their full ones."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.aliases import aliases, declared, extended
from gaoxin_extract.rulebook import Rulebook

ALIASES = aliases(Rulebook()["org"])
NAMES = st.text(alphabet="绵阳晟磊科技集团有限公司置业云溪高新区管委会局（）A", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("晟磊科技", "杭州晟磊科技股份有限公司"),
        ("晟磊", "杭州晟磊科技股份有限公司"),
        ("杭州晟磊", "杭州晟磊科技股份有限公司"),
        ("晟磊股份", "杭州晟磊科技股份有限公司"),
        ("晟磊公司", "杭州晟磊科技股份有限公司"),
        ("国沧海工", "国沧海洋工程有限公司"),
        ("市场监管局", "绵阳市市场监督管理局"),
        ("云溪志愿服务队", "云溪志愿者服务队"),
        ("晟磊实验室", "光子芯片晟磊实验室"),
        ("晟磊投控", "绵阳晟磊投资控股有限公司"),
        ("晟磊产投", "绵阳晟磊产业投资集团有限公司"),
        ("NEC", "Northern Energy Corporation"),
        ("晟磊光电", "晟磊光电材料科技（绵阳）有限公司"),
        ("晟磊", "晟磊啤酒有限公司"),
    ],
)
def test_place_trade_and_legal_form_may_be_dropped(short: str, name: str) -> None:
    assert ALIASES.is_short(short, name)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("晟磊科技", "晟磊置业有限公司"),
        ("宁波晟磊科技", "杭州晟磊科技股份有限公司"),
        ("绵阳高新区", "绵阳高新区管委会"),
        ("晟磊集团", "晟磊科技有限公司"),
        ("晟磊", "晟磊集团绵阳分公司"),
        ("晟磊科技", "晟磊科技绵阳有限公司"),
        ("晟磊科技", "晟磊科技（绵阳）公司"),
        ("绵阳晟磊科技有限公司", "晟磊科技（江州）有限公司"),
        ("晟磊", "晟磊云溪科技有限公司"),
        ("晟磊光电", "晟磊光电云溪科技有限公司"),
        ("晟磊集团", "晟磊集团投资公司"),
        ("云溪大学", "云溪大学资产经营有限公司"),
        ("教育局", "体育局"),
        ("科技公司", "杭州晟磊科技股份有限公司"),
        ("晟磊医学院", "晟磊医学院护理学院"),
        ("市中医院", "市中心医院"),
        ("晟磊大学附属医院", "晟磊大学附属口腔医院"),
        ("晟磊工程院", "晟磊工程技术绵阳研究院"),
        ("晟磊第一人民医院", "晟磊第一人民医院绵阳医院"),
    ],
)
def test_bodies_that_differ_are_not_joined(short: str, name: str) -> None:
    assert not ALIASES.is_short(short, name)


def test_the_fullest_name_is_that_of_the_same_body() -> None:
    names = ["晟磊科技", "杭州晟磊科技股份有限公司", "晟磊置业有限公司", "晟磊"]
    full = ALIASES.fullest(names)
    assert full["晟磊科技"] == "杭州晟磊科技股份有限公司"
    assert full["晟磊置业有限公司"] == "晟磊置业有限公司"


def test_a_short_name_that_two_bodies_could_own_stays_as_it_is() -> None:
    names = ["晟磊", "晟磊科技有限公司", "晟磊置业有限公司"]
    assert ALIASES.fullest(names)["晟磊"] == "晟磊"


def test_the_seat_of_a_body_may_be_dropped() -> None:
    names = ["云溪社区", "涪城区城厢街道云溪社区", "城厢街道云溪社区"]
    assert set(ALIASES.fullest(names).values()) == {"涪城区城厢街道云溪社区"}


def test_an_alias_belongs_to_the_name_before_its_bracket() -> None:
    content = "绵阳高新区综合服务中心（以下简称“服务中心”）已运行。服务中心有12人。"
    assert ALIASES.fullest(["绵阳高新区综合服务中心", "服务中心"], content)["服务中心"] == "绵阳高新区综合服务中心"


@pytest.mark.parametrize(
    "bracket",
    [
        "（以下简称“晟磊”）", "（简称“晟磊”）", "（下称“晟磊”）", "（以下简称晟磊）",
        "（“晟磊”，证券代码600000）",
        "(以下简称“晟磊”)",
        "（以下统称“晟磊”）",
    ],
)  # fmt: skip
def test_aliases_are_declared_in_many_ways(bracket: str) -> None:
    assert list(declared(f"杭州晟磊科技有限公司{bracket}签约")) == [("晟磊", 10)]


@pytest.mark.parametrize("bracket", ["（一期）", "（记者 江川）", "（见图）", "（绵阳）", "（总投资5亿元）"])
def test_other_brackets_declare_nothing(bracket: str) -> None:
    assert list(declared(f"晟磊科技{bracket}开工")) == []


@given(st.lists(NAMES, max_size=8))
def test_every_name_has_a_fullest_that_is_among_the_names_and_no_shorter(names: list[str]) -> None:
    full = ALIASES.fullest(names)
    assert set(full) == set(names)
    assert all(full[name] in names and len(full[name]) >= len(name) for name in names)


@given(st.lists(NAMES, max_size=8), st.randoms())
def test_the_order_of_the_names_changes_nothing(names: list[str], chance: object) -> None:
    mixed = list(names)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert ALIASES.fullest(mixed) == ALIASES.fullest(names)


@given(st.text(max_size=30), st.text(max_size=10))
def test_an_extension_stays_inside_the_text(content: str, rest: str) -> None:
    assert 0 <= extended(content, 0, rest) <= len(content)


def test_many_names_of_one_opening_are_compared_in_proportion() -> None:
    def taken(count: int) -> float:
        names = [f"晟磊{chr(0x4E00 + number % 5000)}{number // 5000}科技有限公司" for number in range(count)]
        start = time.perf_counter()
        ALIASES.fullest(names)
        return time.perf_counter() - start

    taken(100)
    assert taken(8_000) < 12 * taken(2_000) + 0.2


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("NARC", "Northern Aeronautic Research Company"),
        ("NAR", "Northern Aeronautic Research Company"),
        ("Kestrel", "Kestrel (Riverton) Co., Ltd."),
        ("Bremer", "Robert Bremer GmbH"),
        ("QXN", "QXN Holding N.V."),
        ("晟力士", "QX晟力士"),
    ],
)
def test_a_latin_name_may_be_shortened_to_its_words_or_their_initials(short: str, name: str) -> None:
    assert ALIASES.is_short(short, name)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("Bank", "Bank of Riverton"),
        ("QX", "QX Innovation"),
        ("QX", "QX医疗"),
        ("NAS", "Northern Aeronautic Research Company"),
        ("Kest", "Kestrel Ltd."),
    ],
)
def test_latin_names_that_may_differ_are_not_joined(short: str, name: str) -> None:
    assert not ALIASES.is_short(short, name)


@pytest.mark.parametrize(
    ("content", "names", "fullest"),
    [
        ("晟海力士（SX kynix）投资建厂。", ("晟海力士", "SX kynix"), "晟海力士"),
        ("SXK（晟海光电集团）投资建厂。", ("晟海光电集团", "SXK"), "晟海光电集团"),
        (
            "晟积电（RSMC）投资。",
            ("晟积电", "RSMC", "Riverton Semiconductor Making Company"),
            "Riverton Semiconductor Making Company",
        ),
    ],
)
def test_a_name_in_brackets_behind_another_is_the_same_body(content: str, names: tuple[str, ...], fullest: str) -> None:
    assert set(ALIASES.fullest(names, content).values()) == {fullest}


def test_a_place_in_brackets_is_no_other_name() -> None:
    assert ALIASES.fullest(["晟磊（绵阳）公司", "绵阳"], "晟磊（绵阳）公司")["绵阳"] == "绵阳"


def test_a_school_is_called_by_its_place_and_a_character() -> None:
    assert "绵阳职大" in ALIASES.called("绵阳市职业大学")
    assert "绵阳师院" in ALIASES.called("绵阳师范学院")
    assert ALIASES.called("晟磊科技有限公司") == ()


def test_a_short_form_of_two_latin_letters_is_none() -> None:
    assert ALIASES.opening("Q1公司") is None
    assert ALIASES.opening("晟磊公司") is not None


@pytest.mark.parametrize("words", ["投资12亿元的", "旗下", "的全资子公司"])
def test_who_holds_a_company_is_not_it(words: str) -> None:
    content = f"晟磊电动车{words}绵阳晟磊电动车有限公司开业。"
    full = ALIASES.fullest(["晟磊电动车", "绵阳晟磊电动车有限公司"], content)
    assert full["晟磊电动车"] == "晟磊电动车"


def test_names_in_traditional_characters_are_joined() -> None:
    names = ["晟磊數位", "晟磊數位股份有限公司"]
    assert ALIASES.fullest(names) == dict.fromkeys(names, "晟磊數位股份有限公司")


def test_a_name_printed_in_both_scripts_is_known_in_either() -> None:
    names = ("财政部", "財政部", "美国财政部")
    assert ALIASES.fullest(names) == dict.fromkeys(names, "美国财政部")
    assert ALIASES.fullest(names[:2]) == {"财政部": "财政部", "財政部": "財政部"}


def test_a_work_after_which_a_company_is_called_is_none_of_its_short_forms() -> None:
    assert ALIASES.opening("云溪湾景区公司") is None
