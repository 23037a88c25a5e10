"""What stands beside a project, and what is so many of a kind: no names."""

import pytest

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.entities.project.asides import Asides
from gaoxin_extract.entities.project.extents import Cutter
from gaoxin_extract.entities.project.mending import Mender
from gaoxin_extract.rulebook import Rulebook, own_rules
from gaoxin_extract.text import Span

RULES = Rulebook(own_rules())["project"]
ASIDES, CUTTER, MENDER = Asides(RULES), Cutter(RULES), Mender(RULES)


def at(content: str, words: str) -> Span:
    return Span(content.index(words), content.index(words) + len(words))


def is_kept(content: str, words: str, score: float = 0.7) -> bool:
    mark = Candidate(label="PROJECT", span=at(content, words), expression=None, extractor="model/test", score=score)
    return bool(MENDER.mended(content, [mark]))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("该项目研发车间、物流仓库、原料库房主体完工。", "物流仓库"),
        ("青禾博览园包括：青禾展览馆、青禾观光园、青禾广场等。", "青禾观光园"),
        ("项目用地百亩，将建设原液车间、疫苗生产车间、研发中心等。", "疫苗生产车间"),
        ("总建筑面积2万平方米，包括辅料系列车间、片剂系列车间等多项建设内容。", "片剂系列车间"),
        ("建设内容包括：桥梁工程、照明工程、绿化工程等。", "照明工程"),
        ("村内配套建设青禾牌坊、民俗博物馆、歌舞表演场。", "民俗博物馆"),
    ],
)
def test_a_projects_parts_are_no_projects(content: str, words: str) -> None:
    assert ASIDES.part(content, at(content, words))
    assert not is_kept(content, words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("集中开工的项目包括青禾产业园、青岚第三小学。", "青禾产业园"),
        ("该项目与口岸联检楼、边民加工区一并投用。", "口岸联检楼"),
        ("加快开发青禾园区等项目，重点建设青岚农业休闲园、青岚种业研发中心等农业项目。", "青岚农业休闲园"),
        ("该项目包括青禾电机扩能项目。", "青禾电机扩能项目"),
    ],
)
def test_what_the_text_calls_projects_is_no_part(content: str, words: str) -> None:
    assert not ASIDES.part(content, at(content, words))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("新区紧邻青岚港、青岚公用码头，交通方便。", "青岚公用码头"),
        ("地点：青岚区兴业三路以南。", "兴业三路"),
        ("项目选址青岚高端制造园区，占地百亩。", "青岚高端制造园区"),
        ("签约现场。青岚区融媒体中心供图", "青岚区融媒体中心"),
    ],
)
def test_what_a_place_is_told_by_is_no_project(content: str, words: str) -> None:
    assert ASIDES.beside(content, at(content, words))
    assert not is_kept(content, words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("目前，青禾科技园已签约入驻企业16家。", "青禾科技园"),
        ("16个项目签约青禾基地，总投资8亿元。", "青禾基地"),
        ("该项目将为青岚无人机基地实现跨越注入动力。", "青岚无人机基地"),
        ("青岚底盘系统工程副总裁说。", "青岚底盘系统工程"),
        ("青岚铁路工程建设指挥部负责人说。", "青岚铁路工程"),
        ("用地222亩，主要建设数据安全中心、数据交易中心及机房等。", "数据交易中心"),
        ("东环高速、青岚路等主干道构成路网。", "青岚路"),
        ("项目分三期，一期建设2万吨碳酸锂生产线和1万吨隔膜。", "2万吨碳酸锂生产线"),
        ("该项目的第一条（5000万平方米）隔膜生产线投产。", "隔膜生产线"),
    ],
)
def test_what_projects_come_to_and_serve_is_none(content: str, words: str) -> None:
    span = at(content, words)
    assert ASIDES.beside(content, span) or ASIDES.part(content, span)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("云栖集团签约青禾基地项目，总投资8亿元。", "青禾基地项目"),
        ("企业投资建设青禾产业园，落户青岚区。", "青禾产业园"),
        ("新建青禾隔膜生产线，年产5亿平方米。", "青禾隔膜生产线"),
    ],
)
def test_what_companies_sign_and_build_is_a_project(content: str, words: str) -> None:
    span = at(content, words)
    assert not ASIDES.beside(content, span)
    assert not ASIDES.part(content, span)


def test_a_project_may_be_told_by_what_lies_near() -> None:
    content = "紧邻青岚港的青禾电机项目开工。"
    assert not ASIDES.beside(content, at(content, "青禾电机项目"))


@pytest.mark.parametrize(
    "words",
    ["云栖集团3个重大项目", "平陵市发展改革委重大固定资产投资项目", "基地三大航天产业项目", "澜汀集团亚洲大型项目"],
)
def test_so_many_of_a_rank_are_no_name(words: str) -> None:
    assert CUTTER.plural(words)


@pytest.mark.parametrize(
    ("content", "goal"),
    [
        ("努力将青禾小镇打造成世界一流的天文研究中心、天文科普基地。", "天文科普基地"),
        ("科学管理，把项目建成青岚教育标杆工程，作出贡献。", "青岚教育标杆工程"),
    ],
)
def test_what_something_shall_become_is_no_project(content: str, goal: str) -> None:
    assert ASIDES.beside(content, at(content, goal))


@pytest.mark.parametrize("words", ["澜汀大型气体岛项目", "云栖三大件铸造项目", "青禾重大装备产业园"])
def test_a_name_may_hold_a_rank(words: str) -> None:
    assert not CUTTER.plural(words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("湖畔生辉、春光明媚，青禾项目开工。", "春光明媚"),
        ("年产5万吨环保管道的青禾生产基地开工。", "年产5万吨环保管道"),
        ("项目建成后，年产5万吨环保管道。", "年产5万吨环保管道"),
        ("建设10条隔膜生产线，形成年产能力。", "10条隔膜生产线"),
        ("青岚区环境监测中心对该项目进行监测。", "青岚区环境监测中心"),
        ("5号机冷却塔钢结构安装过半。", "5号机冷却塔钢结构安装"),
    ],
)
def test_what_a_recogniser_takes_for_a_name_is_refuted_by_its_shape(content: str, words: str) -> None:
    assert not is_kept(content, words)


def test_four_characters_are_a_name_where_the_clause_tells_of_projects() -> None:
    assert is_kept("引进青禾轴承、云栖电芯等项目。", "青禾轴承")
