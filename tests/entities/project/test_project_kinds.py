"""What a project makes or builds: by its name, and by what the text says of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.entities.project.kinds import KINDS, Kinds, Told, companies_among
from gaoxin_extract.rulebook import Rulebook, own_rules
from gaoxin_extract.text import Span

RULES = Rulebook(own_rules())["project"]
KINDS_OF = Kinds(RULES)


def kind_in(content: str, name: str, *bodies: str) -> str:
    """The kind of `name`, which stands in `content` once, among `bodies`."""
    assert KINDS_OF.open(name)
    place = content.index(name)
    told = KINDS_OF.told(content, name, [Span(place, place + len(name))], companies_among(bodies))
    return KINDS_OF.of(name, told)


@given(
    st.lists(st.sampled_from(("青禾", "轴承", "快速化", "智能化", "数字化", "改造", "产业园", "北街", "项目", "二期")))
)
def test_any_name_has_a_kind(words: list[str]) -> None:
    assert KINDS_OF.of("".join(words)) in KINDS


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("云栖风电", "infrastructure"),
        ("云栖风电装备产业园", "industrial"),
        ("云栖智能制造大厦", "construction"),
        ("云栖装备制造中心", "industrial"),
        ("平陵高新区净土产业园二期", "construction"),
        ("青禾片区快速化", "infrastructure"),
        ("澜汀储能逆变器项目", "industrial"),
        ("青岚良种场暨种羊项目一期工程", "industrial"),
        ("青岚火车站改扩建工程", "infrastructure"),
        ("云栖齿轮箱生产基地及风电总部项目", "industrial"),
    ],
)
def test_who_makes_what_a_work_needs_makes_goods(name: str, kind: str) -> None:
    assert KINDS_OF.of(name) == kind


def test_a_park_is_for_others_to_use_but_a_companys_own() -> None:
    assert KINDS_OF.of("澜汀农业产业园三期") == "construction"
    assert KINDS_OF.of("辰屿（平陵）产业园", Told(owned=True)) == "industrial"
    assert KINDS_OF.of("辰屿装备制造产业园") == "industrial"
    assert KINDS_OF.of("辰屿智慧城市产业园", Told(owned=True)) == "construction"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("青岚区“百企上云”行动", "programme"),
        ("平陵市招商引资突破年", "programme"),
        ("青禾人才计划", "programme"),
        ("工业强基工程", "programme"),
        ("云栖医药研发项目", "other"),
        ("云栖电机研发、制造及销售项目", "industrial"),
        ("青岚河综合整治工程项目（不含示范段）", "infrastructure"),
        ("平陵“三横两纵”项目", "infrastructure"),
        ("青岚铁路信号工程2标段项目电源设备采购项目", "infrastructure"),
        ("云栖疫苗总部及产业化基地项目", "industrial"),
        ("青岚铝项目全厂集控中心", "industrial"),
        ("平陵160吨转炉替代工程", "industrial"),
        ("国家青岚生物医药产业基地", "construction"),
        ("青岚壹号项目", "construction"),
        ("澜汀二期厂房", "industrial"),
        ("澜汀标准厂房", "construction"),
    ],
)
def test_the_last_words_of_a_name_tell_its_kind(name: str, kind: str) -> None:
    assert KINDS_OF.of(name) == kind


def test_a_park_of_goods_is_a_plant_where_a_company_builds_it() -> None:
    park = "医疗耗材产业园"
    assert kind_in(f"辰屿科技拟在青岚经开区投资建设{park}，用地百亩。", park, "辰屿科技") == "industrial"
    assert kind_in(f"{park}位于城东，由辰屿科技公司建设。", park, "辰屿科技公司") == "industrial"
    assert kind_in(f"青岚区政府投资建设{park}，用地百亩。", park, "青岚区政府") == "construction"
    assert kind_in(f"青岚区建设{park}，已有20家企业入驻。", park) == "construction"


def test_a_park_that_bears_a_part_of_a_companys_name_is_its_own() -> None:
    content = "江州朗峤游艇公司公告称，朗峤青石工业园开工。"
    assert kind_in(content, "朗峤青石工业园", "江州朗峤游艇公司") == "industrial"
    assert kind_in("浙商银企公司称，浙商产业园开工。", "浙商产业园", "浙商银企公司") == "construction"


def test_a_companys_seat_is_a_plant_where_goods_are_made_in_it() -> None:
    seat = "CRX中国总部项目"
    assert kind_in(f"{seat}主要从事连接器的研发与生产，达产后年产值10亿元。", seat) == "industrial"
    assert kind_in(f"{seat}将建两幢写字楼。", seat) == "construction"
    base = "辰屿无人机华东总部基地项目"
    assert kind_in(f"{base}集无人机生产、制造为一体。", base) == "industrial"


def test_a_name_that_tells_nothing_is_of_the_kind_that_the_sentence_tells() -> None:
    name = "青澜汇项目"
    assert kind_in(f"{name}建设酒店、公寓和住宅。", name) == "construction"
    assert kind_in(f"{name}全长8公里，双向六车道。", name) == "infrastructure"
    assert kind_in(f"{name}年产轴承3万套。周边有酒店。", name) == "industrial"
    # What stands behind a list is told of all its members.
    assert kind_in(f"{name}、云栖电机等项目入驻酒店。", name) == "industrial"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("青岚国际陆港区粮油交易中心项目", "construction"),
        ("临港新城云栖重工华东基地", "industrial"),
        ("青岚机场酒店", "construction"),
        ("平陵旅游公路", "infrastructure"),
        ("云栖CR9复材机身段项目", "industrial"),
        ("青岚快速路东段", "infrastructure"),
        ("朗峤体育用品二期项目", "industrial"),
        ("澜汀黄芪种植基地", "other"),
        ("青岚草原全域旅游项目", "other"),
        ("青岚温泉康养旅游项目", "construction"),
        ("青岚地铁科技大厦", "construction"),
        ("丙地块填土工程项目", "infrastructure"),
        ("平陵机场二期扩建工程航站区项目", "infrastructure"),
    ],
)
def test_the_last_word_that_tells_outweighs_those_before_it(name: str, kind: str) -> None:
    assert KINDS_OF.of(name) == kind
