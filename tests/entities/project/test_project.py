"""PROJECT: extents, lists, short forms, names and kinds, and what holds of any text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.candidates import Candidate, choose
from gaoxin_extract.entities import project
from gaoxin_extract.entities.project.extents import Cutter
from gaoxin_extract.entities.project.lists import items
from gaoxin_extract.entities.project.resolve import Names
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import Rulebook, own_rules
from gaoxin_extract.text import Span, Text

RULES = Rulebook(own_rules())["project"]
FINDER = project.load(RULES)
# Beside a recogniser of projects, which read over all that it does not propose.
READING = project.load(RULES, read=True)
NAMES = Names(RULES)


def found(content: str, *others: Candidate[None]) -> list[str]:
    chosen = choose(FINDER.find(Text.of(content), others))
    return [content[name.span.start : name.span.end] for name in chosen]


def other(content: str, label: Label, words: str, extractor: str = "rule/test") -> Candidate[None]:
    start = content.index(words)
    return Candidate(label=label, span=Span(start, start + len(words)), expression=None, extractor=extractor)


def recognised(content: str, label: Label, words: str) -> Candidate[None]:
    """`words` as a recogniser marks them."""
    return other(content, label, words, "model/test")


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("加快推进青石物流园、沙溪滤芯基地和北塘水库等项目建设。", ["青石物流园", "沙溪滤芯基地", "北塘水库"]),
        (
            "总投资10亿元的辰屿科技电机项目、5亿元的泽岭电子铜箔项目等一批项目签约。",
            ["辰屿科技电机项目", "泽岭电子铜箔项目"],
        ),
        ("辰屿科技、泽岭电子转型升级等项目加快建设。", ["辰屿科技", "泽岭电子转型升级"]),
        (
            "昨日,总投资10亿元的辰屿科技电机项目(一期)正式开工,北塘水库项目竣工。",
            ["辰屿科技电机项目(一期)", "北塘水库项目"],
        ),
        ("抓好甲禾药业一期等12个新开工项目、乙穗食品二期等8个续建项目。", ["甲禾药业一期", "乙穗食品二期"]),
    ],
)
def test_members_of_a_list_are_projects(content: str, names: list[str]) -> None:
    assert found(content) == names


@pytest.mark.parametrize(
    "content",
    [
        "全年实施重点项目310个，加快项目建设。",
        "该项目负责人说，项目进展顺利。",
        "扶持汽车、电子、食品等企业实施技改项目。",
        "总工程师介绍了工程进度。",
        "",
    ],
)
def test_generic_words_are_none(content: str) -> None:
    assert found(content) == []


def test_a_text_may_open_with_a_word_that_elsewhere_joins_two_names() -> None:
    assert found("和平项目") == []


def test_a_name_begins_behind_the_zone_that_a_preposition_governs() -> None:
    content = "在青石高新区辰屿科技电机基地一期项目施工现场，机器轰鸣。"
    zone = other(content, "ZONE", "青石高新区")
    body = other(content, "ORG", "辰屿科技")
    assert all(name == "辰屿科技电机基地一期项目" for name in found(content, zone, body))


def test_a_name_begins_behind_a_sum_without_of() -> None:
    content = "公司斥资3亿元辰屿电机项目（一期）开工。"
    assert found(content, other(content, "MONEY", "3亿元")) == ["辰屿电机项目（一期）"]


@pytest.mark.parametrize(
    ("names", "fullest"),
    [
        (["长岭精工轴承生产线（青石）项目", "长岭精工青石项目"], "长岭精工轴承生产线（青石）项目"),
        (["年产30万件陶瓷卡盘项目", "卡盘项目"], "年产30万件陶瓷卡盘项目"),
        (["辰屿科技", "青石辰屿科技电机基地一期项目"], "青石辰屿科技电机基地一期项目"),
        (["青石科创园项目", "青石科创园A区及B区项目"], "青石科创园A区及B区项目"),
    ],
)
def test_forms_of_one_project_are_joined_under_the_fullest(names: list[str], fullest: str) -> None:
    assert set(NAMES.full_names(names)) == {fullest}


@pytest.mark.parametrize(
    "names",
    [
        ["辰屿科技电机项目一期", "辰屿科技电机项目二期"],
        ["辰屿科技电机项目（一期）", "辰屿科技电机项目（二期）"],
        ["辰屿科技电机项目", "辰屿科技线束项目"],
        ["青石水厂", "沙溪水厂"],
        ["青石区城北污水处理厂", "沙溪区城北污水处理厂二号机组"],
        ["辰屿科技电机二期", "辰屿科技电机"],
        ["澜汀航天中心", "澜汀航天中心（产业基地）项目一期工程"],
        ["澜汀二期项目", "澜汀二期项目外延基地"],
    ],
)
def test_different_projects_stay_apart(names: list[str]) -> None:
    assert NAMES.full_names(names) == tuple(names) or len(set(NAMES.full_names(names))) == len(names)


def test_a_short_form_may_open_with_its_district() -> None:
    names = ("青石区辰屿高效轴承项目", "辰屿科技（平陵）有限公司年产2万套高效轴承项目")
    assert set(NAMES.full_names(names)) == {names[1]}


def test_a_short_form_of_two_projects_is_neither() -> None:
    names = ["辰屿科技电机项目", "辰屿科技线束项目", "辰屿科技"]
    assert NAMES.full_names(names) == tuple(names)


@given(
    st.permutations(["辰屿科技电机基地（一期）项目", "电机基地（一期）项目", "辰屿科技电机基地（二期）", "沙溪水厂"])
)
def test_joining_does_not_hang_on_the_order(names: list[str]) -> None:
    fullest = dict(zip(names, NAMES.full_names(names), strict=True))
    assert fullest["电机基地（一期）项目"] == "辰屿科技电机基地（一期）项目"
    assert fullest["辰屿科技电机基地（二期）"] == "辰屿科技电机基地（二期）"


@given(st.text(alphabet="项目工程一期（）“”、，。\n等个的建设厂青石AB12", max_size=60))
def test_any_text_is_survived_and_names_lie_inside_it(content: str) -> None:
    for name in FINDER.find(Text.of(content)):
        assert 0 <= name.span.start < name.span.end <= len(content)
        assert 0 <= name.score <= 1


@pytest.mark.shared
def test_projects_of_the_report_sentences_keep_their_floor(shared: Path) -> None:
    import json  # noqa: PLC0415 -- only this test reads the sets

    hits = spurious = missed = 0
    for line in (shared / "data/reports_names_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = [entity for entity in row["entities"] if entity["label"] == "PROJECT"]
        must = {(entity["start"], entity["end"]) for entity in gold if not entity.get("optional")}
        may = [(entity["start"], entity["end"]) for entity in gold if entity.get("optional")]
        chosen = {(name.span.start, name.span.end) for name in choose(FINDER.find(Text.of(row["text"])))}
        chosen = {
            name for name in chosen if name in must or not any(start < name[1] and name[0] < end for start, end in may)
        }
        hits += len(chosen & must)
        spurious += len(chosen - must)
        missed += len(must - chosen)
    assert 2 * hits / (2 * hits + spurious + missed) >= 0.82


def test_a_capacity_may_be_left_out_of_a_name_but_two_capacities_make_two_projects() -> None:
    assert set(NAMES.full_names(("云栖20MWp光伏发电项目", "云栖光伏发电项目"))) == {"云栖20MWp光伏发电项目"}
    assert len(set(NAMES.full_names(("云栖20MWp光伏发电项目", "云栖50MWp光伏发电项目")))) == 2


def test_an_alias_that_the_article_sets_up_is_the_same_project() -> None:
    names = ("云栖能源10GWh电芯生产线建设项目", "北塘电池项目")
    assert set(NAMES.full_names(names, {names[1]: names[0]})) == {names[0]}


@pytest.mark.parametrize(
    ("content", "names"),
    [
        # What tells of a project alone: a ceremony, an approval, the line below, a size with a verb of building.
        ("5月17日，澜汀中心奠基仪式举行。", ["澜汀中心"]),
        ("青岚铁路货场迁建工程经平陵市发展改革委核准建设。", ["青岚铁路货场迁建工程"]),
        ("青岚汽车客运站\n该项目由沛川公司投资。", ["青岚汽车客运站"]),
        ("（二）青岚中央厨房：总投资2亿元。", ["青岚中央厨房"]),
        ("3.青岚南站综合枢纽。总投资20亿元。", ["青岚南站综合枢纽"]),
        # A part of a project is none.
        ("辰屿科技硅片项目四座冷库封顶。", []),
        # Those of a place, and parks that are there.
        ("西岭区项目10个，总投资11亿元。", []),
        ("云栖工业园、精细化工园等几大园区粗具规模。", []),
        # A bare head is no name.
        ("今年建成标准厂房，污水处理厂开工。", []),
    ],
)
def test_what_is_told_of_a_name_speaks_for_it(content: str, names: list[str]) -> None:
    assert found(content) == names


def tagged(content: str, words: str, score: float) -> list[tuple[str, str]]:
    """What the rules propose of `words`, which a recogniser took for a project, with the extractor."""
    start = content.index(words)
    mark: Candidate[None] = Candidate(
        label="PROJECT",
        span=Span(start, start + len(words)),
        expression=None,
        extractor="model/test",
        score=score,
    )
    chosen = choose(FINDER.find(Text.of(content), (mark,)))
    return [(content[name.span.start : name.span.end], name.extractor) for name in chosen]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("证券分析师认为，澜汀项目表明公司走出本省。", "澜汀项目"),
        ("同时推进云栖金属清洗剂和水性漆等项目加快建设。", "云栖金属清洗剂和水性漆"),
    ],
)
def test_what_a_recogniser_hardly_trusts_is_confirmed_by_its_end(content: str, words: str) -> None:
    assert tagged(content, words, 0.45) == [(words, "rule/project.confirmed")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("实施老街坊改善项目48个，惠及居民。", "老街坊改善项目"),
        ("公司主营动力电池项目投资。", "动力电池项目"),
        ("公司今年投资澜汀湾项目。", "今年投资澜汀湾项目"),
    ],
)
def test_what_is_of_a_kind_or_holds_a_verb_is_not_confirmed(content: str, words: str) -> None:
    assert (words, "rule/project.confirmed") not in tagged(content, words, 0.45)


def test_a_trade_that_a_recogniser_read_over_is_no_member_of_a_list() -> None:
    content = "推进辰屿科技、石墨烯、泽岭电子等8个重点项目。"
    assert [name for name, _ in tagged(content, "辰屿科技", 0.9)] == ["辰屿科技", "泽岭电子"]
    assert found(content) == ["辰屿科技", "石墨烯", "泽岭电子"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("公司会见客人，“青禾云谷”项目从选地到封顶用了两年。", "“青禾云谷”项目"),
        ("青禾片区道路路基加固工程提速。", "青禾片区道路路基加固工程"),
        ("签约的光伏组件生产基地项目，由沛川公司投资建设。", "光伏组件生产基地项目"),
        ("青岚云谷产业园项目开工。客人走进青岚云谷产业园参观。", "青岚云谷产业园"),
        ("公司收到Harbour Reach 2海上风电项目的订单。", "Harbour Reach 2海上风电项目"),
        ("近日，公布了云栖至青岚城际铁路可研报告。", "云栖至青岚城际铁路"),
    ],
)
def test_what_is_told_of_as_names_are_stands_where_a_recogniser_read_over_it(content: str, words: str) -> None:
    mark = Candidate(label="ORG", span=Span(0, 2), expression=None, extractor="model/test")
    names = [name for name in READING.find(Text.of(content), (mark,)) if _words(content, name) == words]
    assert {name.score >= 0.5 for name in names} == {True}


@pytest.mark.parametrize("content", ["引进“带青移禾”项目8个。", "47项青岚古道修缮工程全部完成。"])
def test_so_many_of_a_kind_are_no_name_where_a_recogniser_read_over_them(content: str) -> None:
    mark = Candidate(label="ORG", span=Span(0, 2), expression=None, extractor="model/test")
    assert all(name.score < 0.5 for name in READING.find(Text.of(content), (mark,)))


def _words(content: str, name: Candidate[project.find.Name]) -> str:
    return content[name.span.start : name.span.end]


@pytest.mark.parametrize(
    ("content", "body", "words"),
    [
        ("道路通车后，青禾科技杭州基地等企业的车可直达园区。", "青禾科技", "青禾科技杭州基地"),
        ("会上，青禾科技西南总部启用。", "青禾科技", "青禾科技西南总部"),
        ("在青禾科技电机研发制造北京基地，工人忙碌。", "青禾科技", "青禾科技电机研发制造北京基地"),
    ],
)
def test_a_companys_base_is_named_by_its_place(content: str, body: str, words: str) -> None:
    mark = recognised(content, "ORG", body)
    scores = [name.score for name in READING.find(Text.of(content), (mark,)) if _words(content, name) == words]
    assert scores
    assert scores[0] >= 0.5


def test_a_zone_builds_the_park_that_the_text_names_in_full() -> None:
    content = "青岚高新区建智慧冷链物流园\n昨日，云栖智慧冷链物流园项目开工，投资3亿元。"
    full = recognised(content, "PROJECT", "云栖智慧冷链物流园项目")
    names = FINDER.find(Text.of(content), (other(content, "ZONE", "青岚高新区"), full))
    assert ("智慧冷链物流园", True) in {(_words(content, name), name.score >= 0.5) for name in names}


def test_a_park_of_plain_words_is_named_again_but_a_trades_project_is_not() -> None:
    content = "青岚·科创中心动工。负责人说，科创中心建成后可容纳400家企业。云栖集团电池项目开工，电池项目加快。"
    marks = [recognised(content, "PROJECT", words) for words in ("青岚·科创中心", "云栖集团电池项目")]
    names = [_words(content, name) for name in FINDER.find(Text.of(content), tuple(marks)) if name.score >= 0.5]
    assert "科创中心" in names
    assert "电池项目" not in names


def test_no_member_of_a_list_begins_within_a_bodys_name() -> None:
    content = "引进辰为股份、泽岭电子等8个项目。"
    assert found(content, other(content, "ORG", "辰为股份")) == ["辰为股份", "泽岭电子"]


def test_a_park_goes_on_with_its_zone() -> None:
    content = "澜汀（平陵）创新产业园区开工建设，总投资3亿元。"
    assert found(content, other(content, "ORG", "澜汀")) == ["澜汀（平陵）创新产业园区"]


def test_circled_numbers_part_names() -> None:
    content = "推进：①辰屿电机扩能项目开工②泽岭轴承扩能项目开工"
    bodies = (other(content, "ORG", "辰屿"), other(content, "ORG", "泽岭"))
    assert found(content, *bodies) == ["辰屿电机扩能项目", "泽岭轴承扩能项目"]


def test_a_name_opens_with_a_whole_word_that_holds_a_weak_one() -> None:
    cutter = Cutter(RULES)
    assert not cutter.holds_weak("建投新兴产业园项目")
    assert not cutter.holds_weak("青禾电池厂及水渠项目")
    assert cutter.holds_weak("青禾电池项目及水渠项目")


def test_the_paper_that_was_signed_names_its_project() -> None:
    content = "青岚区政府与澜汀集团签约《青岚区生态旅游综合体项目投资合作协议》。"
    mark = Candidate(label="ORG", span=Span(0, 2), expression=None, extractor="model/test")
    scores = {_words(content, name): name.score for name in READING.find(Text.of(content), (mark,))}
    assert scores["青岚区生态旅游综合体项目"] >= 0.5


def test_what_is_called_a_pillar_is_named() -> None:
    content = "他说，辰屿生物医药产业园是青岚区生物产业的支柱项目。"
    (mark,) = [other(content, "ORG", "辰屿")]
    assert found(content, mark) == ["辰屿生物医药产业园"]


def test_quotation_marks_set_off_a_long_name() -> None:
    content = "公司在青岚生物城建设“辰屿疫苗总部及产业化基地项目”。"
    assert found(content, other(content, "ORG", "辰屿")) == ["辰屿疫苗总部及产业化基地项目"]
    assert found("抓好“百大产业基础设施项目”建设。") == []


def test_no_name_opens_with_the_noun_that_calls_it() -> None:
    content = "新增的4个重点建设项目青岚至平陵公路大桥改扩建工程开工。"
    assert found(content) == ["青岚至平陵公路大桥改扩建工程"]


def test_a_companys_project_of_plain_words_is_its_own() -> None:
    content = "其中有辰屿座椅公司的缝纫线自动化改造项目。"
    assert found(content, other(content, "ORG", "辰屿座椅公司")) == ["缝纫线自动化改造项目"]


def test_what_a_text_calls_a_project_by_is_its_name() -> None:
    assert found("项目名称为“辰屿云谷能源新城”，占地百亩。") == ["辰屿云谷能源新城"]
    assert found("项目名为辰屿电路板产业园A园区，占地百亩。") == ["辰屿电路板产业园A园区"]


def test_what_is_extended_is_no_short_form_of_its_extension() -> None:
    full = NAMES.full_names(["平陵机场二期扩建工程", "平陵机场", "平陵二期扩建"])
    assert full == ("平陵机场二期扩建工程", "平陵机场", "平陵机场二期扩建工程")


def test_common_words_alone_are_plain() -> None:
    cutter = Cutter(RULES)
    assert cutter.plain("户外运动基地")
    assert not cutter.plain("辰屿运动基地")


def test_a_long_name_is_read_again_without_what_opens_it() -> None:
    content = (
        "青岚县生态旅游综合体项目开工，投资3亿元，由辰屿公司投资建设。\n据悉，生态旅游综合体项目何时建成，尚未公布。"
    )
    mark = recognised(content, "PROJECT", "青岚县生态旅游综合体项目")
    names = [(_words(content, name), name.span.start > 30) for name in FINDER.find(Text.of(content), (mark,))]
    assert ("生态旅游综合体项目", True) in names
    assert ("生态旅游综合体项目", False) not in names


def test_a_title_is_said_again_in_the_line_below_behind_its_company() -> None:
    content = "年生产纸箱50万平方米项目\n辰屿纸箱有限公司年生产纸箱50万平方米项目位于城东，总投资1亿元。"
    assert "年生产纸箱50万平方米项目" in found(content)


def test_a_drawn_mark_before_a_name_is_no_part_of_it() -> None:
    content = "△辰屿·未来广场奠基仪式"
    assert found(content, other(content, "ORG", "辰屿")) == ["辰屿·未来广场"]


def test_capacities_that_one_name_lists_are_one_item() -> None:
    content = "年加工8万件电机、6万件轴承、3万件模具项目、辰屿电缆项目"
    assert [content[it.start : it.end] for it in items(content, Span(0, len(content)))] == [
        "年加工8万件电机、6万件轴承、3万件模具项目",
        "辰屿电缆项目",
    ]


def test_what_brackets_list_behind_a_number_is_listed() -> None:
    content = "风电3项（辰屿项目、泽岭项目）和基地（一期、二期）"
    assert [content[it.start : it.end] for it in items(content, Span(0, len(content)))] == [
        "风电3项（辰屿项目",
        "泽岭项目）和基地（一期、二期）",
    ]


def test_what_has_a_building_site_is_a_project() -> None:
    content = "昨日，在辰屿海滨公园建设现场，工人忙碌。"
    assert found(content, other(content, "ORG", "辰屿")) == ["辰屿海滨公园"]


def test_a_line_is_said_again_by_its_name_but_not_in_a_bodys() -> None:
    content = "新建川青铁路平陵至北塘段开工，投资百亿元。发挥川青铁路的作用，成立川青铁路有限公司。"
    mark = recognised(content, "PROJECT", "新建川青铁路平陵至北塘段")
    again = [
        content[one.span.start : one.span.end + 1]
        for one in FINDER.find(Text.of(content), (mark,))
        if one.extractor == "rule/project.confirmed" and one.span.start > 15
    ]
    assert again == ["川青铁路的"]
