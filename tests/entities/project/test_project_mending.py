"""What the rules of extents make of a recogniser's projects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.entities.project.mending import Mender
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import Rulebook, own_rules
from gaoxin_extract.text import Span

MENDER = Mender(Rulebook(own_rules())["project"])


def seen(content: str, words: str, *, label: Label = "PROJECT", extractor: str = "model/test") -> list[str]:
    start = content.index(words)
    one = Candidate(label=label, span=Span(start, start + len(words)), expression=None, extractor=extractor)
    return [content[each.span.start : each.span.end] for each in MENDER.mended(content, [one])]


@pytest.mark.parametrize(
    ("content", "words", "whole"),
    [
        ("昨日，青岚污水处理厂扩建工程PPP项目签约。", "青岚污水处理厂扩建工程", "青岚污水处理厂扩建工程PPP项目"),
        ("推进“青禾云谷”项目二期工程。", "青禾云谷", "“青禾云谷”项目二期工程"),
        ("推进“青禾云谷”项目。", "青禾云谷”项目", "“青禾云谷”项目"),
        ("打造的“蓝汀里”开园。", "蓝汀里", "“蓝汀里”"),
        ("辰屿电机基地建设项目（一期）开工。", "辰屿电机基地", "辰屿电机基地建设项目（一期）"),
        ("厂长说：“辰屿电机项目设备到了。”", "辰屿电机项目", "辰屿电机项目"),
        ("首片产品在辰屿硅片项目洁净车间下线。", "辰屿硅片项目洁净车间", "辰屿硅片项目"),
        ("澜汀·科创中心A座封顶。", "澜汀·科创中心A座", "澜汀·科创中心"),
        ("澜汀变频压缩机第六条生产线投用。", "澜汀变频压缩机第六条生产线", "澜汀变频压缩机第六条生产线"),
        ("辰屿电机基地的工程师说。", "辰屿电机基地", "辰屿电机基地"),
        ("云栖集团旗下青岚水泥项目停产。", "云栖集团旗下青岚水泥项目", "青岚水泥项目"),
        ("通过《关于投资辰屿电机项目的议案》。", "关于投资辰屿电机项目", "投资辰屿电机项目"),
        ("瑞典商用车巨头辰屿重卡项目签约。", "瑞典商用车巨头辰屿重卡项目", "辰屿重卡项目"),
        ("新建青岚铁路平陵至北塘段开工。", "青岚铁路平陵至北塘段", "新建青岚铁路平陵至北塘段"),
        ("C0004 辰屿平陵项目", "C0004 辰屿平陵项目", "辰屿平陵项目"),
        ("泵站设在南滨街道。澜汀引水工程开工。", "南滨街道。澜汀引水工程", "澜汀引水工程"),
        ("总投资1.8亿云栖多晶硅项目开工。", "1.8亿云栖多晶硅项目", "云栖多晶硅项目"),
        ("北塘建工中标青岚北街改造工程。", "北塘建工中标青岚北街改造工程", "青岚北街改造工程"),
        ("青岚物流港一期工程目前封顶。", "青岚物流港一期工程目", "青岚物流港一期工程"),
        ("5月8日青岚北街工程（甲路、乙路）开工。", "5月8日青岚北街工程（甲路、乙路）", "青岚北街工程"),
        ("辰屿集团割草机研发、生产及销售项目开工。", "辰屿集团割草机研发", "辰屿集团割草机研发、生产及销售项目"),
        ("中标青岚2号线二期工程供电设备采购项目。", "青岚2号线二期工程", "青岚2号线二期工程供电设备采购项目"),
        ("创业园的澜汀孵化园5大园区同步推进。", "澜汀孵化园5大园区", "澜汀孵化园"),
        (
            "在平陵高新区青石园区辰屿电机(一期)基地项目现场",
            "平陵高新区青石园区辰屿电机(一期)基地项目",
            "辰屿电机(一期)基地项目",
        ),
        (
            "昨日,平陵荣泽股份有限公司年产4万件轴承项目开工。",
            "年产4万件轴承项目",
            "平陵荣泽股份有限公司年产4万件轴承项目",
        ),
        (
            "成为青岚高速公路改扩建工程路面工程LM-5标段的单位",
            "青岚高速公路改扩建工程",
            "青岚高速公路改扩建工程路面工程LM-5标段",
        ),
        (
            "筹划年产2万件轴承项目一期工程(年产1万件轴承项目),针对选址",
            "1万件轴承项目)",
            "年产2万件轴承项目一期工程(年产1万件轴承项目)",
        ),
        ("推进辰屿轴承（平陵）项目", "辰屿轴承（平", "辰屿轴承（平陵）项目"),
        ("（辰屿轴承项目）", "辰屿轴承项目）", "辰屿轴承项目"),
        ("针对辰屿轴承项目选址", "针对辰屿轴承项目", "辰屿轴承项目"),
    ],
)
def test_a_name_that_a_recogniser_breaks_off_is_completed(content: str, words: str, whole: str) -> None:
    assert seen(content, words) == [whole]


@pytest.mark.parametrize(
    "words",
    [
        "TS压力管道制造许可证（A1级）",
        "石滩经开区一处标准厂房里",
        "青岚街道（除东溪外）",
        "2.5万吨/日（远期5万）",
        "年产硫酸2万吨",
        "平陵高新区",
        "智能生产车间",
        "中药材的研发中心",
        "针对一期项目",
        "瀚科股份中标1.5亿云网采购项目",
    ],
)
def test_what_names_no_project_is_refuted(words: str) -> None:
    assert seen(f"其中，{words}，已经完成。", words) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("西岭区项目10个，总投资11亿元。", "西岭区项目"),
        ("青石新区在建项目完成投资3亿元。", "青石新区在建项目"),
        ("保税区首个工业项目投产。", "保税区首个工业项目"),
        ("实施青岚片区街巷整修项目48个。", "青岚片区街巷整修项目"),
        ("项目分二期建设。", "二期"),
        ("投产后可实现年产12000片外延片。", "年产12000片外延片"),
    ],
)
def test_what_is_said_of_many_or_of_another_is_refuted(content: str, words: str) -> None:
    assert seen(content, words) == []


@pytest.mark.parametrize(("label", "extractor"), [("PROJECT", "rule/project.sure"), ("ZONE", "model/test")])
def test_other_candidates_are_left_alone(label: Label, extractor: str) -> None:
    assert seen("在平陵高新区开工。", "平陵高新区", label=label, extractor=extractor) == ["平陵高新区"]


@given(st.text(alphabet="项目工程一期（）“”、，。青石AB12建设", max_size=40), st.data())
def test_a_mended_name_lies_inside_the_text(content: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    one = Candidate(label="PROJECT", span=Span(start, end), expression=None, extractor="model/test")
    for each in MENDER.mended(content, [one]):
        assert 0 <= each.span.start <= each.span.end <= len(content)


@pytest.mark.parametrize(
    ("content", "words", "kept"),
    [
        ("车间里，云栖锰酸锂电池材料正从窑中推出。", "云栖锰酸锂电池材料", False),
        ("推进云栖锰酸锂电池材料。", "云栖锰酸锂电池材料", True),
        ("云栖锰酸锂电池材料、辰屿电机开工。", "云栖锰酸锂电池材料", True),
        ("今年，云栖锰酸锂电池材料开工。", "云栖锰酸锂电池材料", True),
        ("车间里，云栖电池基地静了下来。", "云栖电池基地", True),
    ],
)
def test_what_ends_as_no_project_needs_a_list_a_verb_or_an_event_beside_it(
    content: str, words: str, *, kept: bool
) -> None:
    start = content.index(words)
    one = Candidate(
        label="PROJECT", span=Span(start, start + len(words)), expression=None, extractor="model/test", score=0.7
    )
    assert bool(MENDER.mended(content, [one])) is kept


@pytest.mark.parametrize(
    ("content", "halves", "names"),
    [
        (
            "青禾电缆生产厂及水渠生产基地项目开工。",
            ("青禾电缆生产厂", "水渠生产基地项目"),
            ["青禾电缆生产厂及水渠生产基地项目"],
        ),
        (
            "青禾公司年产5万吨树脂、4万吨溶剂、1万吨涂料建设项目公示。",
            ("青禾公司年产5万吨树脂", "1万吨涂料建设项目"),
            ["青禾公司年产5万吨树脂、4万吨溶剂、1万吨涂料建设项目"],
        ),
        (
            "推进青禾创新平台一期——水渠中心项目。",
            ("青禾创新平台一期", "水渠中心项目"),
            ["青禾创新平台一期——水渠中心项目"],
        ),
        ("青禾产业园及20万吨水渠项目开工。", ("青禾产业园", "20万吨水渠项目"), ["青禾产业园", "20万吨水渠项目"]),
        ("青禾电缆项目及水渠项目开工。", ("青禾电缆项目", "水渠项目"), ["青禾电缆项目", "水渠项目"]),
    ],
)
def test_halves_of_one_project_are_joined(content: str, halves: tuple[str, ...], names: list[str]) -> None:
    marks = [
        Candidate(
            label="PROJECT",
            span=Span(content.index(half), content.index(half) + len(half)),
            expression=None,
            extractor="model/test",
            score=0.9,
        )
        for half in halves
    ]
    assert [content[one.span.start : one.span.end] for one in MENDER.mended(content, marks)] == names
