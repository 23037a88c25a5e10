"""Organisations beside a recogniser: what is believed, refuted and found again."""

import pytest

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.entities import load_types
from gaoxin_extract.entities.org.refuting import Refuter
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Span, Text

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
        ("全市产业一体化提速。", "一体化"),
        ("据江州）报道。", "江州）"),
        ("市民王先生来办事。", "市民王先生"),
        ("昨日，华为入股晟磊科技带来订单。", "华为入股晟磊科技"),
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


def test_a_person_in_one_place_is_one_everywhere() -> None:
    content = "刘闻舟出席。董事长刘闻舟致辞。"
    everywhere = (*seen(content, "刘闻舟"), *seen("　" * 9 + "刘闻舟", "刘闻舟"))
    assert REFUTER.kept(content, everywhere) == ()


def test_what_a_recogniser_is_sure_of_is_found_again() -> None:
    content = "云拓利签约。第二天，云拓利开工。"
    found = ORG.find(Text.of(content), seen(content, "云拓利", score=0.95))
    assert [(c.span.start, c.extractor) for c in found] == [(0, "rule/org.seen"), (10, "rule/org.seen")]


def test_what_it_is_not_sure_of_is_not() -> None:
    content = "云拓利签约。第二天，云拓利开工。"
    assert ORG.find(Text.of(content), seen(content, "云拓利", score=0.7)) == ()


def test_a_rule_speaks_where_the_recogniser_is_in_doubt() -> None:
    content = "绵阳恺汭新能源科技有限公司组织培训。"
    doubtful = seen(content, "绵阳恺汭新能源科技有限公司组织", score=0.4)
    assert [c.extractor for c in ORG.find(Text.of(content), doubtful)] == ["rule/org.company.doubted"]


def test_an_alias_that_ends_as_zones_do_is_no_body() -> None:
    content = "江州空港试验带（简称“空港区”）开放。空港区招商。"
    assert ORG.find(Text.of(content)) == ()
