"""What the ledger joins and what it keeps apart, by composed articles."""

import pytest
from marked import case, faults

from gaoxin_extract.ledger import merge
from gaoxin_extract.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load(model=None)


def report(town: str, *sentences: str) -> str:
    """A town's report of a year: so long that what stands in one paragraph has nothing to do with another."""
    filling = [f"{town}第{number}次会议听取了有关情况的说明，讨论了下一步的安排。" for number in range(70)]
    return "\n".join((f"{town}市政府工作报告", *filling, *sentences))


APART = {
    "a place and what is built there": [
        ("2023-03-01", "荆门推进⟦A:丹溪湾⟧开发建设。"),
        ("2024-03-01", "荆门的⟦B:丹溪湾保税物流中心⟧开工。"),
    ],
    "a road and a section of it": [
        ("2023-03-01", "荆门推进⟦A:丹荆高速公路⟧建设。"),
        ("2024-03-01", "荆门的⟦B:丹荆高速公路云溪至石滩段⟧开工。"),
    ],
    "two lines of a metro": [
        ("2023-03-01", "荆门建设⟦A:地铁5号线⟧。"),
        ("2024-03-01", "荆门建设⟦B:地铁15号线⟧。"),
    ],
    "ways from one town to another": [
        ("2023-03-01", "⟦A:荆门至襄阳段高速公路⟧开工。"),
        ("2024-03-01", "⟦B:荆门至宜昌段高速公路⟧开工。"),
    ],
    "a park and the road to it": [
        ("2023-03-01", "荆门建设⟦A:核技术应用产业园⟧。"),
        ("2024-03-01", "荆门建设⟦B:云溪县城至核技术应用产业园⟧公路。"),
    ],
    "two platforms of which the one is of a kind of its own": [
        ("2023-03-01", "荆门建成⟦A:“食安云”智慧监管平台⟧。"),
        ("2024-03-01", "荆门建成⟦B:智慧河湖监管平台⟧。"),
    ],
    "works that every town has several of": [
        ("2023-03-01", "荆门建设⟦A:城北污水处理厂⟧。"),
        ("2024-03-01", "荆门建设⟦B:污水处理厂⟧。"),
    ],
    "a mine and its neighbour": [
        ("2023-03-01", "荆门推进⟦A:东岭一矿⟧建设。"),
        ("2024-03-01", "荆门推进⟦B:东岭三矿⟧建设。"),
    ],
    "a company's park and its other work, each also told of as the company's": [
        ("2023-03-01", "荆门：⟦A:〔a:澄岚能源〕100万千瓦独立储能电站⟧开工。"),
        ("2024-03-01", "荆门：⟦B:〔a:澄岚能源〕智能制造产业园⟧开工。"),
    ],
    "a company's name and a work that bears the same word": [
        ("2023-03-01", report("荆门", "⟦A:〔a:丹山〕果汁生产线⟧投产。")),
        ("2024-03-01", report("襄阳", "建设⟦B:丹山国家文化公园⟧。")),
        ("2025-03-01", report("襄阳", "保护⟦C:丹山⟧。")),
    ],
    "a place and what is built there, which a report's list joins": [
        ("2023-03-01", report("荆门", "推进⟦A:丹溪湾⟧、云溪湾开发。", "⟦B:丹溪湾保税物流中心⟧开工。")),
        ("2024-03-01", report("荆门", "⟦B:丹溪湾保税物流中心⟧建成。")),
    ],
    "a university's works": [
        ("2023-03-01", "荆门：⟦A:〔a:云溪大学〕荆门校区⟧开工。"),
        ("2024-03-01", "荆门：⟦B:〔a:云溪大学〕微电子学院⟧揭牌。"),
    ],
    "one company's like plants in the towns of two reports": [
        ("2023-03-01", report("荆门", "⟦A:〔a:澄岚嘉禾〕马铃薯食品产业园⟧投产。")),
        ("2024-03-01", report("襄阳", "⟦B:〔a:澄岚嘉禾〕食品产业园⟧投产。")),
    ],
    "a work beside a company of which another part of a report speaks": [
        ("2023-03-01", report("荆门", "〔a:澄岚新材〕效益良好。", "⟦A:老旧小区改造项目⟧启动。")),
        ("2024-03-01", report("襄阳", "〔a:澄岚新材〕效益良好。", "⟦B:老旧小区改造项目⟧启动。")),
    ],
    "companies of two towns that are called by what each town has one for": [
        ("2023-03-01", "荆门的〔a:交投集团〕和〔b:城投公司〕发债。"),
        ("2024-03-01", "襄阳的〔c:交投集团〕和〔d:城投公司〕发债。"),
    ],
    "hospitals and associations of two towns that are called by their rank or not at all": [
        ("2023-03-01", "荆门的〔a:市人民医院〕和〔b:工商联〕说。"),
        ("2024-03-01", "襄阳的〔c:市人民医院〕和〔d:工商联〕说。"),
    ],
    "committees of two provinces": [
        ("2023-03-01", "荆门落实〔a:省委〕的部署。"),
        ("2024-03-01", "益阳落实〔b:省委〕的部署。"),
    ],
    "a corporation and its company of a longer name": [
        ("2023-03-01", "荆门引进〔a:丹石油〕。"),
        ("2024-03-01", "荆门引进〔b:丹石油昆山信息有限公司〕。"),
    ],
    "a company's name with a place and without, in two towns": [
        ("2023-03-01", "荆门引进〔a:荆门丹溪博〕。"),
        ("2024-03-01", "襄阳引进〔b:丹溪博集团〕。"),
    ],
    "the first and the second phase": [
        ("2023-03-01", "〔a:澄岚新材〕在荆门开工⟦A:〔a:澄岚新材〕高纯氧化铝项目（一期）⟧，总投资5亿元。"),
        ("2024-03-01", "〔a:澄岚新材〕在荆门开工⟦B:〔a:澄岚新材〕高纯氧化铝项目（二期）⟧，总投资6亿元。"),
    ],
    "the whole and its first phase": [
        ("2023-03-01", "⟦A:〔a:澄岚新材〕高纯氧化铝项目⟧落户荆门，总投资11亿元。"),
        ("2024-03-01", "⟦B:〔a:澄岚新材〕高纯氧化铝项目一期⟧在荆门投产。"),
    ],
    "one company's two projects in one town": [
        ("2023-03-01", "荆门：⟦A:〔a:澄岚新材〕高纯氧化铝项目⟧开工。"),
        ("2023-04-01", "荆门：⟦B:〔a:澄岚新材〕锂电隔膜涂覆项目⟧开工。"),
    ],
    "one name in two towns": [
        ("2023-03-01", "荆门高新区的⟦A:智慧冷链物流园项目⟧开工。"),
        ("2023-04-01", "襄阳高新区的⟦B:智慧冷链物流园项目⟧开工。"),
    ],
    "one name in two zones of a town": [
        ("2023-03-01", "⟦A:荆门高新区污水处理厂项目⟧开工。"),
        ("2023-04-01", "⟦B:荆门经开区污水处理厂项目⟧开工。"),
    ],
    "the first and the second of two works": [
        ("2023-03-01", "⟦A:荆门高新区第一污水处理厂项目⟧开工。"),
        ("2023-04-01", "⟦B:荆门高新区第二污水处理厂项目⟧开工。"),
    ],
    "what is counted differs": [
        ("2023-03-01", "荆门：⟦A:〔a:澄岚新材〕8英寸硅片项目⟧开工。"),
        ("2023-04-01", "荆门：⟦B:〔a:澄岚新材〕12英寸硅片项目⟧开工。"),
    ],
    "two companies of like products in one town": [
        ("2023-03-01", "〔a:荆门澄岚新材料有限公司〕的⟦A:动力电池隔膜项目⟧在荆门开工。"),
        ("2023-04-01", "〔b:荆门珩曜新能源有限公司〕的⟦B:动力电池隔膜项目⟧在荆门开工。"),
    ],
    "a short name that could be either of two": [
        ("2023-03-01", "荆门：⟦A:〔a:澄岚新材〕高纯氧化铝项目⟧开工。"),
        ("2023-04-01", "荆门：⟦B:〔a:澄岚新材〕锂电隔膜涂覆项目⟧开工。"),
        ("2023-05-01", "荆门：⟦C:〔a:澄岚新材〕项目⟧进展顺利。"),
    ],
    "a parent's and a subsidiary's": [
        ("2023-03-01", "⟦A:〔a:珩曜集团〕华中总部⟧在荆门开工。"),
        ("2023-04-01", "⟦B:〔b:珩曜新能源〕储能电池项目⟧在荆门开工。"),
    ],
    "members of one list that bear a group's name": [
        ("2023-03-01", "〔a:珩曜集团〕在荆门的⟦A:珩曜节能⟧、⟦B:〔b:珩曜光电〕⟧等3个项目投产。"),
        ("2024-03-01", "〔b:珩曜光电〕在荆门扩产。"),
    ],
    "a group's and its company's, of like products in two towns": [
        ("2023-03-01", "荆门：⟦A:〔a:珩曜集团〕智能传感器产业园⟧开工。"),
        ("2023-04-01", "襄阳：⟦B:〔b:珩曜科技〕智能传感器产业园⟧开工。"),
    ],
    "one company's second phases of two products": [
        ("2023-03-01", "⟦A:〔a:澄岚新材〕高纯氧化铝基地二期⟧开工。"),
        ("2023-04-01", "⟦B:〔a:澄岚新材〕隔膜基地二期⟧开工。"),
    ],
    "companies of one brand and two trades": [
        ("2023-03-01", "〔a:荆门珩曜科技有限公司〕（以下简称“〔a:珩曜科技〕”）在荆门投资。"),
        ("2023-04-01", "〔b:荆门珩曜置业有限公司〕（以下简称“〔b:珩曜置业〕”）在荆门投资。"),
    ],
    "companies of one name in two provinces": [
        ("2023-03-01", "〔a:湖北澄岚新材料有限公司〕在荆门投资。"),
        ("2023-04-01", "〔b:湖南澄岚新材料有限公司〕在益阳投资。"),
    ],
    "a parent and its local company": [
        ("2023-03-01", "〔a:武汉澄岚新材料股份有限公司〕投资建厂。"),
        ("2023-04-01", "〔b:荆门澄岚新材料有限公司〕投产。"),
    ],
    "a company and its branch": [
        ("2023-03-01", "〔a:湖北澄岚新材料有限公司〕投资建厂。"),
        ("2023-04-01", "〔b:湖北澄岚新材料有限公司荆门分公司〕投产。"),
    ],
    "committees of two zones of a town": [
        ("2023-03-01", "〔a:荆门高新区管委会〕说。"),
        ("2023-04-01", "〔b:荆门经开区管委会〕说。"),
    ],
    "committees without their zone in two towns": [
        ("2023-03-01", "荆门高新区招商忙。〔a:高新区管委会〕说。"),
        ("2023-04-01", "益阳高新区招商忙。〔b:高新区管委会〕说。"),
    ],
    "bureaus without a place in articles without one": [
        ("2023-03-01", "〔a:招商局〕说，将继续努力。"),
        ("2023-04-01", "〔b:招商局〕说，将继续努力。"),
    ],
    "a committee and its bureau": [
        ("2023-03-01", "〔a:荆门高新区管委会〕说。"),
        ("2023-04-01", "〔b:荆门高新区经济发展局〕说。"),
    ],
}

JOINED = {
    "the full name, the short one, one without the company": [
        ("2023-03-01", "⟦A:湖北〔a:澄岚新材料〕年产2万吨高纯氧化铝生产基地项目⟧落户荆门高新区。"),
        ("2023-06-01", "荆门高新区：⟦A:〔a:澄岚新材〕高纯氧化铝项目⟧开工。"),
        ("2024-06-01", "荆门高新区：〔a:澄岚新材〕的⟦A:高纯氧化铝生产基地⟧封顶。"),
    ],
    "brackets, widths and digits": [
        ("2023-03-01", "⟦A:〔a:澄岚新材〕十二英寸硅片研发制造基地（荆门）项目⟧开工。"),
        ("2023-06-01", "⟦A:〔a:澄岚新材〕12英寸硅片研发制造基地(荆门)项目⟧封顶。"),
        ("2023-09-01", "⟦A:〔a:澄岚新材〕１２吋硅片研发制造荆门基地⟧投产。"),
    ],
    "a phase in every wording": [
        ("2023-03-01", "荆门：⟦A:〔a:澄岚新材〕高纯氧化铝项目（二期）⟧开工。"),
        ("2023-06-01", "荆门：⟦A:〔a:澄岚新材〕高纯氧化铝二期⟧封顶。"),
        ("2023-09-01", "荆门：⟦A:〔a:澄岚新材〕二期项目⟧投产。"),
    ],
    "a second phase by its company and a part of its product, in an article of no town": [
        ("2023-03-01", "荆门：⟦A:〔a:澄岚新材〕高纯氧化铝功能陶瓷基地二期⟧开工。"),
        ("2023-06-01", "⟦A:〔a:澄岚新材〕氧化铝基地二期⟧封顶。"),
    ],
    "a group's park which its company builds": [
        ("2023-03-01", "荆门：⟦A:〔a:珩曜科技〕智能传感器产业园项目⟧开工。"),
        ("2023-06-01", "〔b:珩曜集团〕的⟦A:〔b:珩曜集团〕荆门智能传感器产业园⟧由〔a:荆门珩曜科技有限公司〕建设。"),
    ],
    "a project of another town than the only zone that an article names": [
        ("2023-03-01", "荆门高新区：⟦A:〔a:澄岚新材〕动力电池二期⟧开工。"),
        ("2023-06-01", "〔a:澄岚新材〕总部在襄阳高新区封顶。公司在荆门的⟦A:〔a:澄岚新材〕动力电池二期⟧年底投产。"),
    ],
    "a company by its name and trade beside its parent": [
        (
            "2023-03-01",
            "〔b:珩曜控股集团有限公司〕说，〔a:珩曜新能源科技（荆门）有限公司〕建设⟦A:〔a:珩曜新能源〕电池项目⟧。",
        ),
        ("2023-06-01", "〔a:珩曜新能源科技（荆门）有限公司〕在荆门投产。"),
    ],
    "a name that two companies share, in the town of the one": [
        (
            "2023-03-01",
            "在襄阳，⟦A:〔a:澄岚科〕丝杠工厂⟧封顶。〔b:澄岚科传动（荆门）有限公司〕和〔a:澄岚科传动（襄阳）有限公司〕两立。",
        ),
        ("2023-06-01", "〔a:澄岚科传动（襄阳）有限公司〕在襄阳投产。"),
    ],
    "a park with and without its zone": [
        ("2023-03-01", "⟦A:荆门高新区磁性材料产业园⟧开工。"),
        ("2023-06-01", "荆门：⟦A:磁性材料产业园项目⟧封顶。"),
    ],
    "registered names and short ones": [
        ("2023-03-01", "〔a:湖北澄岚新材料有限公司〕（以下简称“〔a:澄岚新材〕”）在荆门投资。"),
        ("2023-06-01", "〔a:澄岚新材〕在荆门建厂。"),
        ("2023-09-01", "〔a:湖北澄岚〕在荆门投产。"),
    ],
    "an alias that one article sets up and another uses": [
        ("2023-03-01", "〔a:湖北澄岚云图数据科技有限公司〕（下称“〔a:云图数据〕”）落户荆门。"),
        ("2023-06-01", "〔a:云图数据〕在荆门建厂。"),
    ],
    "a holding's short name": [
        ("2023-03-01", "〔a:荆门澄岚投资控股有限公司〕开发园区，〔a:澄岚投控〕投资3亿元。"),
        ("2023-06-01", "〔a:澄岚投控〕在荆门招商。"),
    ],
    "a product whose first word was taken for a company": [
        ("2023-03-01", "荆门：⟦A:〔a:澄岚〕行星滚柱丝杠智能工厂项目⟧开工。"),
        ("2023-06-01", "荆门：⟦A:行星滚柱丝杠智能工厂项目⟧投产，〔a:澄岚〕的销量大增。"),
    ],
    "a road with its number or name, and the noun of its kind long or short": [
        ("2023-03-01", "荆门建设⟦A:丹荆高速⟧。"),
        ("2024-03-01", "荆门的⟦A:丹荆高速公路⟧通车。"),
    ],
    "one work in reports of two years": [
        ("2023-03-01", report("荆门", "开工建设⟦A:丹溪先进材料中试基地⟧。")),
        ("2024-03-01", report("荆门", "建成⟦A:丹溪先进材料中试基地项目⟧。")),
    ],
    "long and short names of committees": [
        ("2023-03-01", "〔b:荆门高新技术产业开发区管理委员会〕说。"),
        ("2023-06-01", "〔b:荆门高新区管委会〕说。"),
        ("2023-09-01", "荆门高新区招商忙。〔b:高新区管委会〕说。"),
    ],
    "a bureau by its rank and with its town": [
        ("2023-03-01", "〔b:荆门市招商局〕说。"),
        ("2023-06-01", "荆门招商忙。〔b:市招商局〕说。"),
    ],
    "a hospital by its rank in one town": [
        ("2023-03-01", "荆门的〔b:市人民医院〕说。"),
        ("2023-06-01", "荆门的〔b:市人民医院〕说。"),
    ],
    "a company whose name bears its town in brackets": [
        ("2023-03-01", "〔a:澄岚精密传动（荆门）有限公司〕投资建厂。"),
        ("2023-06-01", "〔a:澄岚精密传动(荆门)有限公司〕投产。"),
        ("2023-09-01", "〔a:荆门澄岚〕投产。"),
    ],
}


@pytest.mark.parametrize("articles", APART.values(), ids=APART)
def test_two_stay_two(pipeline: Pipeline, articles: list[tuple[str, str]]) -> None:
    made = case(pipeline, articles)
    ledger = merge(made.records)
    assert (faults(made, ledger, "PROJECT")[1], faults(made, ledger, "ORG")[1]) == (0, 0)


@pytest.mark.parametrize("articles", JOINED.values(), ids=JOINED)
def test_one_is_one(pipeline: Pipeline, articles: list[tuple[str, str]]) -> None:
    made = case(pipeline, articles)
    ledger = merge(made.records)
    assert (faults(made, ledger, "PROJECT"), faults(made, ledger, "ORG")) == ((0, 0), (0, 0))
