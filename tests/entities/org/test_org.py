"""Organisations: what no table of examples can say."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.candidates import choose
from gaoxin_extract.entities import Context, load_types
from gaoxin_extract.proving import prove, unproven
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Text
from gaoxin_extract.values import Org

BOOK = Rulebook()
ZONE, ORG = load_types(BOOK, ("ZONE", "ORG"))
SCRAP = st.lists(
    st.sampled_from(
        [
            "绵阳", "市", "高新区", "经开区", "教育局", "局", "管委会", "有限公司", "公司", "集团", "晟磊",
            "科技", "新材料",
            "（", "）", "“", "”", "、", "，", "。", "和", "与", "的", "在", "走进", "企业", "等", "12家",
            "大学", "分行", "（以下简称“",
            "董事长", "北京大学", "华为", "云溪", "社区", "园区", "产业园", "一", "9", "\n", " ", "𠮷", "A",
            "省", "办公室",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def read(content: str) -> dict[str, Org]:
    """The organisations of `content` by their words."""
    text = Text.of(content)
    zones = ZONE.find(text)
    chosen = tuple(c for c in choose((*zones, *ORG.find(text, zones))) if c.label == "ORG")
    ids = tuple(f"e{number}" for number in range(len(chosen)))
    norms = ORG.resolve(chosen, Context(text, (), None, chosen, ids))
    return {content[c.span.start : c.span.end]: norm for c, norm in zip(chosen, norms, strict=True)}  # type: ignore[misc]


def test_every_example_comes_out_as_marked() -> None:
    proofs = [prove("ORG", (ZONE, ORG), example) for example in BOOK["org"].examples()]
    assert [(proof.example.text, proof.faults) for proof in proofs if proof.faults] == []
    assert unproven(BOOK["org"], proofs) == ()


@given(SCRAP)
def test_any_text_is_survived_and_names_lie_inside_it_without_overlap(content: str) -> None:
    text = Text.of(content)
    zones = ZONE.find(text)
    found = ORG.find(text, zones)
    ends = [0, *(candidate.span.end for candidate in found)]
    for candidate, before in zip(found, ends, strict=False):
        assert before <= candidate.span.start < candidate.span.end <= len(content)
        assert content[candidate.span.start : candidate.span.end] == candidate.expression
    read(content)


@given(SCRAP)
def test_finding_twice_finds_the_same(content: str) -> None:
    text = Text.of(content)
    assert ORG.find(text, ZONE.find(text)) == ORG.find(text, ZONE.find(text))


@pytest.mark.parametrize(
    "verb", ["走进", "位于", "引进", "由", "在", "与", "支持", "推动", "签约", "联合", "收购", "赴"]
)
def test_no_verb_or_preposition_is_glued_on_the_left(verb: str) -> None:
    assert set(read(f"{verb}绵阳恺汭新能源科技有限公司")) == {"绵阳恺汭新能源科技有限公司"}


@pytest.mark.parametrize(
    "words",
    ["公司", "该公司", "龙头企业", "高新技术企业", "该局", "管委会", "银行", "社区", "上市公司", "各大高校", "某医院"],
)
def test_generic_nouns_are_no_names(words: str) -> None:
    assert read(f"近年来，{words}发展很快。") == {}


def test_an_alias_counts_for_a_zone_where_the_full_name_is_a_zone() -> None:
    assert "科学城" not in read("西部（重庆）科学城（以下简称“科学城”）启动建设。科学城去年签约40个项目。")


def test_a_name_found_once_is_found_everywhere_in_the_article() -> None:
    text = "总经理说得明白。⟦恺汭⟧董事长介绍了规划，随后恺汭的新线投产。".replace("⟦", "").replace("⟧", "")
    zones = ZONE.find(Text.of(text))
    assert [c.expression for c in ORG.find(Text.of(text), zones)] == ["恺汭", "恺汭"]


@pytest.mark.parametrize("content", ["当年借壳比亚迪一事", "上演一出比亚迪抢购潮"])
def test_a_listed_name_of_three_characters_needs_nothing_around_it(content: str) -> None:
    (name,) = ORG.find(Text.of(content))
    assert name.expression == "比亚迪"
    assert name.extractor == "rule/org.list.touched"


@pytest.mark.parametrize(
    "content", ["外交部长到访。", "各级财政部门统筹资金。", "听取各民主党派意见。", "金美·麦当劳到场。"]
)
def test_a_listed_name_within_a_post_a_class_or_a_person_s_name_is_none(content: str) -> None:
    assert ORG.find(Text.of(content)) == ()


def test_a_short_form_inside_a_zone_s_name_is_no_company() -> None:
    assert set(read("云溪港务有限公司落户云溪新区。")) == {"云溪港务有限公司"}


def test_a_zone_s_bodies_are_named_with_it() -> None:
    assert read("绵阳高新区财政金融部公布名单。") == {"绵阳高新区财政金融部": Org("绵阳高新区财政金融部", "government")}


@pytest.mark.parametrize(
    "unit",
    [
        "一",
        "3",
        "（",
        "）",
        "（）",
        "“",
        "局",
        "公司",
        "、",
        "甲乙、",
        "等企业",
        "绵阳",
        "绵阳高新区",
        "恺汭（绵阳）科技有限公司、",
    ],
)
def test_a_long_run_of_anything_takes_time_in_proportion(unit: str) -> None:
    def taken(length: int) -> float:
        text = Text.of(unit * (length // len(unit)))
        start = time.perf_counter()
        ORG.find(text, ZONE.find(text))
        return time.perf_counter() - start

    assert min(taken(80_000) for _ in range(2)) < 12 * min(taken(20_000) for _ in range(2)) + 0.2
