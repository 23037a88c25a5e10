"""Organisations beside a recogniser: what is believed, refuted and found again."""

import pytest
from msgspec.structs import replace

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.entities import Context, load_types
from gaoxin_extract.entities.org.refuting import Refuter
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Span, Text
from gaoxin_extract.values import Org

BOOK = Rulebook()
(ORG,) = load_types(BOOK, ("ORG",))
REFUTER = Refuter(BOOK["org"])


def seen(content: str, *names: str, score: float = 0.7) -> tuple[Candidate[str], ...]:
    """What a recogniser that knows `names` takes for bodies, each at its first place."""
    return tuple(
        Candidate(
            label="ORG",
            span=Span(content.index(name), content.index(name) + len(name)),
            expression=name,
            extractor="model/test",
            score=score,
        )
        for name in names
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("集团董事长刘闻舟出席。", "刘闻舟"),
        ("刘闻舟先生走上主舞台。", "刘闻舟"),
        ("经理人杰克·韦恩斯来访。", "杰克·韦恩斯"),
        ("加快推进宝鸡钛项目。", "宝鸡"),
        ("绵阳高新区制造业恳谈会召开。", "绵阳高新区制造业恳谈会"),
        ("落户绵阳高新区。管委会副主任签约。", "绵阳高新区。管委会"),
        ("新华网呼和浩特电，项目开工。", "浩特"),
        ("长春光电信息产业产值增长。", "长春光电"),
        ("刘闻舟一行考察了园区。", "刘闻舟一行"),
        ("首席分析师于闻舟表示。", "闻舟"),
        ("投放豪华游船。", "豪华游船"),
        ("共建的联合实验室揭牌。", "联合实验室"),
        ("于变局中开新局。", "中开新局"),
        ("市委常委刘闻舟会见客商。", "市委常委刘闻舟"),
        ("金枫、南屿、金枫港、金枫人、金枫话，金枫开工。", "金枫"),
        ("全市产业一体化提速。", "一体化"),
        ("据江州）报道。", "江州）"),
        ("市民王先生来办事。", "市民王先生"),
        ("绵阳市市长顾闻舟到场。", "绵阳市市长顾闻舟"),
        ("美国总统特朗普签署命令。", "美国总统特朗普"),
        ("與兩地政府簽約。", "兩地政府"),
        ("中科管理局長許聞舟到會。", "許聞舟"),
        ("我市领导刘闻舟、周越、许小满出席。", "许小满"),
        ("总装车间。 刘闻舟/摄", "刘闻舟"),
        ("昨日，华为带动晟磊科技增产。", "华为带动晟磊科技"),
    ],
)
def test_what_the_words_show_to_be_no_body_is_dropped(content: str, name: str) -> None:
    assert REFUTER.kept(content, seen(content, name)) == ()


@pytest.mark.parametrize(
    ("content", "name", "score"),
    [
        ("恺汭董事长介绍了规划。", "恺汭", 0.7),
        ("推进长安新能源汽车项目。", "长安", 0.95),
        ("协会（以下简称“联盟”）成立，联盟成员增加。", "联盟", 0.7),
        ("江州期货认为价格平稳。", "江州期货", 0.7),
        ("澳大利亚哈维·诺曼德签约。", "澳大利亚哈维·诺曼德", 0.7),
    ],
)
def test_a_body_is_kept(content: str, name: str, score: float) -> None:
    marked = seen(content, name, score=score)
    assert REFUTER.kept(content, marked) == marked


def test_a_name_read_on_over_a_verb_is_parted() -> None:
    content = "昨日，华为入股晟磊科技。"
    kept = REFUTER.kept(content, seen(content, "华为入股晟磊科技"))
    assert [content[one.span.start : one.span.end] for one in kept] == ["华为", "晟磊科技"]


def test_a_person_in_one_place_is_one_everywhere() -> None:
    content = "刘闻舟出席。董事长刘闻舟致辞。"
    everywhere = (*seen(content, "刘闻舟"), *seen("　" * 9 + "刘闻舟", "刘闻舟"))
    assert REFUTER.kept(content, everywhere) == ()


def test_what_a_recogniser_is_sure_of_is_found_again() -> None:
    content = "云拓利签约。第二天，云拓利开工。"
    found = ORG.find(Text.of(content), seen(content, "云拓利", score=0.95))
    assert [(c.span.start, c.extractor) for c in found] == [(10, "rule/org.seen")]


def test_where_it_is_sure_of_a_name_twice_the_places_support_one_another() -> None:
    content = "云拓利签约。第二天，云拓利开工。"
    marked = seen(content, "云拓利", score=0.95)
    twice = tuple(replace(one, span=Span(start, start + 3)) for one in marked for start in (0, 10))
    assert [c.span.start for c in ORG.find(Text.of(content), twice)] == [0, 10]


def test_what_it_is_not_sure_of_is_not() -> None:
    content = "云拓利签约。第二天，云拓利开工。"
    assert ORG.find(Text.of(content), seen(content, "云拓利", score=0.7)) == ()


@pytest.mark.parametrize(
    ("content", "read", "names"),
    [
        ("科大讯飞岚渚揭牌。", "科大讯飞岚渚", ["科大讯飞岚渚"]),
        ("华为信心十足。", "华为信心", ["华为"]),
    ],
)
def test_what_it_reads_on_from_a_listed_name_belongs_to_it_if_no_common_word(
    content: str, read: str, names: list[str]
) -> None:
    found = ORG.find(Text.of(content), seen(content, read))
    assert [c.expression for c in found if c.extractor == "rule/org.list"] == names


@pytest.mark.parametrize(
    ("content", "read", "score", "names"),
    [
        ("云溪湾生产力促进中心揭牌。", "云溪湾生产力促进中心", 0.5, ["云溪湾生产力促进中心"]),
        ("岚渚资本领衔。", "岚渚资本", 0.5, ["岚渚资本"]),
        ("岚渚资本领衔。", "岚渚资本", 0.3, []),
    ],
)
def test_what_ends_as_institutions_do_is_believed(content: str, read: str, score: float, names: list[str]) -> None:
    found = ORG.find(Text.of(content), seen(content, read, score=score))
    assert [c.expression for c in found if c.extractor == "rule/org.headed"] == names


def test_a_branch_that_it_broke_off_is_joined_to_its_company() -> None:
    content = "云拓机器人公司江州分公司开业。"
    (kept,) = REFUTER.kept(content, seen(content, "云拓机器人公司", "江州分公司"))
    assert content[kept.span.start : kept.span.end] == "云拓机器人公司江州分公司"


def test_two_bodies_that_it_took_for_one_are_parted() -> None:
    content = "江州市人民政府与岚渚公司签约。"
    kept = REFUTER.kept(content, seen(content, "江州市人民政府与岚渚公司"))
    assert [content[one.span.start : one.span.end] for one in kept] == ["江州市人民政府", "岚渚公司"]


def test_the_zone_where_a_company_has_its_seat_is_not_in_its_name() -> None:
    content = "绵阳高新区四川岚渚机械有限公司投产。"
    zone = Candidate(label="ZONE", span=Span(0, 5), expression="", extractor="rule/zone.zone", score=0.98)
    found = ORG.find(Text.of(content), (zone, *seen(content, "绵阳高新区四川岚渚机械有限公司")))
    assert [(c.expression, c.extractor) for c in found] == [("四川岚渚机械有限公司", "rule/org.opened")]


def test_a_verb_before_a_listed_name_is_none_of_it() -> None:
    content = "希望中国移动加大投入。"
    (kept,) = REFUTER.kept(content, seen(content, "希望中国移动"))
    assert content[kept.span.start : kept.span.end] == "中国移动"


def test_a_company_without_a_legal_form_is_none_where_the_recogniser_sees_none() -> None:
    content = "华为签约。江州市渠道沉浮公司迎来变化，江州沉浮有限公司也是。"
    names = [c.expression for c in ORG.find(Text.of(content), seen(content, "华为"))]
    assert names == ["华为", "江州沉浮有限公司"]


def test_a_rule_speaks_where_the_recogniser_is_in_doubt() -> None:
    content = "绵阳恺汭新能源科技有限公司组织培训。"
    doubtful = seen(content, "绵阳恺汭新能源科技有限公司组织", score=0.4)
    assert [c.extractor for c in ORG.find(Text.of(content), doubtful)] == ["rule/org.company.doubted"]


def test_an_alias_that_ends_as_zones_do_is_no_body() -> None:
    content = "江州空港试验带（简称“空港区”）开放。空港区招商。"
    assert ORG.find(Text.of(content)) == ()


def test_a_relation_that_it_took_into_a_name_is_left_out() -> None:
    content = "云拓科技及控股子公司中标。"
    (kept,) = REFUTER.kept(content, seen(content, "云拓科技及控股子公司"))
    assert content[kept.span.start : kept.span.end] == "云拓科技"


@pytest.mark.parametrize("words", ["安徽国家级开发区", "国家高新区", "美丽和谐高新区", "千亿工业园区"])
def test_what_tells_the_rank_the_province_or_the_praise_of_zones_is_no_one_zone(words: str) -> None:
    content = f"记者走进{words}。"
    taken = tuple(replace(one, label="ZONE") for one in seen(content, words))
    assert REFUTER.kept(content, taken) == ()


@pytest.mark.parametrize(
    ("before", "read", "zone"),
    [
        ("基地：", "指松山湖云溪产业园", "松山湖云溪产业园"),
        ("在", "绵阳万亩云溪工业园区", "云溪工业园区"),
        ("到", "绵阳调研云溪产业园区", "云溪产业园区"),
        ("这里是", "绵阳高新区生物医药产业园", "绵阳高新区"),
        ("这里是", "绵阳高新区云溪产业园", "绵阳高新区云溪产业园"),
    ],
)
def test_a_zone_is_as_long_as_its_name(before: str, read: str, zone: str) -> None:
    content = f"{before}{read}。"
    taken = tuple(replace(one, label="ZONE") for one in seen(content, read))
    (kept,) = REFUTER.kept(content, taken)
    assert content[kept.span.start : kept.span.end] == zone


def test_a_subsidiary_is_not_the_fuller_name_of_its_mother() -> None:
    content = "晟磊电气、恺汭股份有限公司公告，晟磊电气子公司绵阳晟磊智能电气有限公司中标。"
    text = Text.of(content)
    found = ORG.find(text)
    norms = ORG.resolve(found, Context(text, (), None, found, tuple(f"e{place}" for place in range(len(found)))))
    names = {norm.name for norm in norms if isinstance(norm, Org)}
    assert names == {"晟磊电气", "恺汭股份有限公司", "绵阳晟磊智能电气有限公司"}


@pytest.mark.parametrize(
    ("content", "name", "whole"),
    [
        ("恺汭科技有限公司签约。据杭州恺汭介绍，进度过半。", "杭州恺汭", "杭州恺汭"),
        ("恺汭科技有限公司签约。恺汭（杭州）计划上市。", "恺汭（杭州）", "恺汭（杭州）"),
        ("青岚恺汭底盘科技有限公司签约。恺汭底盘董事长刘闻舟说。", "恺汭底", "恺汭底盘"),
        ("恺汭科技有限公司签约。恺汭常务副总刘闻舟说。", "恺汭常务", "恺汭"),
    ],
)
def test_a_companys_short_name_takes_its_place_and_ends_where_the_full_name_ends_it(
    content: str, name: str, whole: str
) -> None:
    start = content.rindex(name)
    mark = replace(seen(content, name)[0], span=Span(start, start + len(name)))
    proposed = ORG.find(Text.of(content), (mark,))
    assert whole in {content[one.span.start : one.span.end] for one in proposed if one.span.start >= start}
