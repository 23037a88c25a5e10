"""Zones: what no table of examples can say."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.candidates import Candidate, choose
from gaoxin_extract.entities import Context, load_types
from gaoxin_extract.proving import prove, unproven
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Span, Text

BOOK = Rulebook()
ZONE, ORG = load_types(BOOK, ("ZONE", "ORG"))
NATIONAL = [line.split("\t") for line in BOOK["zone"].lines("national")]
SCRAP = st.text(alphabet="绵阳高新区经开技术产业园（）“”—、，。的在第一期北 9\n云溪片", max_size=60)


def read(content: str) -> list[str]:
    """The zones of `content`, less those in the names of bodies."""
    text = Text.of(content)
    zones = ZONE.find(text)
    return [c.expression for c in choose((*zones, *ORG.find(text, zones))) if c.label == "ZONE"]


def test_every_example_comes_out_as_marked() -> None:
    proofs = [prove("ZONE", (ZONE, ORG), example) for example in BOOK["zone"].examples()]
    assert [(proof.example.text, proof.faults) for proof in proofs if proof.faults] == []
    assert unproven(BOOK["zone"], proofs) == ()


def test_every_national_zone_is_found_by_its_full_and_its_short_name() -> None:
    names = sorted({name for full, short, _ in NATIONAL for name in (full, short)})
    assert [name for name in names if read(f"记者走进{name}，看到一片繁忙。") != [name]] == []


@given(SCRAP)
def test_any_text_is_survived_and_zones_lie_inside_it_without_overlap(content: str) -> None:
    done = 0
    for candidate in ZONE.find(Text.of(content)):
        assert done <= candidate.span.start < candidate.span.end <= len(content)
        assert content[candidate.span.start : candidate.span.end] == candidate.expression
        done = candidate.span.end


@pytest.mark.parametrize("before", ["走进", "位于", "在", "赴", "入驻", "依托", "推动", "今年，", "这里是", "来到了"])
def test_no_verb_or_preposition_is_swallowed(before: str) -> None:
    assert read(f"{before}绵阳高新区。") == ["绵阳高新区"]


@pytest.mark.parametrize(
    "words",
    [
        "美丽和谐高新区",
        "千亿级园区",
        "县域工业园区",
        "调研产业园区",
        "该高新区",
        "国家高新区",
        "全省高新区",
        "各园区",
        "两个开发区",
        "高新区",
        "本园区",
        "国家级经开区",
    ],
)
def test_generic_phrases_are_no_zones(words: str) -> None:
    assert read(f"近年来，{words}发展很快。") == []


@pytest.mark.parametrize("body", ["管委会", "税务局", "党工委", "政务服务中心", "人民法院"])
def test_a_zone_in_the_name_of_a_body_is_no_mention_of_its_own(body: str) -> None:
    assert read(f"绵阳高新区{body}发布通告。") == []


def test_a_zone_before_another_body_s_name_is_one() -> None:
    assert read("绵阳高新区企业绵阳恺汭科技有限公司入选。") == ["绵阳高新区"]


@pytest.mark.parametrize("unit", ["园区", "绵阳高新区", "（绵阳", "—绵阳", "高新区、", "一期"])
def test_a_long_run_of_anything_takes_time_in_proportion(unit: str) -> None:
    def taken(length: int) -> float:
        text = Text.of(unit * (length // len(unit)))
        start = time.perf_counter()
        ZONE.find(text)
        return time.perf_counter() - start

    assert min(taken(80_000) for _ in range(2)) < 12 * min(taken(20_000) for _ in range(2)) + 0.2


def test_a_zone_that_a_recogniser_read_over_counts_where_a_place_opens_it() -> None:
    body = Candidate(label="ORG", span=Span(0, 6), expression="", extractor="model/test", score=0.9)
    for content, extractor in (("绵阳高新区", "rule/zone.again"), ("绵阳临空工业区", "rule/zone.zone.unseen")):
        text = Text.of(f"绵阳恺汭公司签约。{content}今年开工三项。")
        assert [c.extractor for c in ZONE.find(text, (body,))] == [extractor]


def test_a_short_form_that_a_recogniser_read_over_counts_where_both_agree_on_the_name() -> None:
    content = "绵阳高新区云溪园区迎来考察团。走进云溪园区，塔吊林立。"
    zone = Candidate(label="ZONE", span=Span(0, 9), expression="", extractor="model/test", score=0.9)
    assert [c.extractor for c in ZONE.find(Text.of(content), (zone,))] == ["rule/zone.part", "rule/zone.again"]


def recognised(content: str, name: str) -> tuple[Candidate[str], ...]:
    """What a recogniser that knows the zone `name` sees at its first place."""
    start = content.index(name)
    return (Candidate(label="ZONE", span=Span(start, start + 5), expression="", extractor="model/test", score=0.9),)


def test_a_part_that_a_recogniser_broke_off_belongs_to_the_zone() -> None:
    content = "绵阳高新区起步区开工，绵阳高新区开园。"
    found = ZONE.find(Text.of(content), recognised(content, "绵阳高新区"))
    assert next((c.expression, c.extractor) for c in found) == ("绵阳高新区起步区", "rule/zone.whole")


def test_a_zone_on_which_both_agree_is_one_without_its_place_too() -> None:
    content = "绵阳医药科技城开园，绵阳医药科技城项目开工，走进医药科技城。"
    zone = Candidate(label="ZONE", span=Span(0, 7), expression="", extractor="model/test", score=0.9)
    found = ZONE.find(Text.of(content), (zone,))
    assert [(c.span.start, c.expression) for c in found] == [
        (0, "绵阳医药科技城"),
        (10, "绵阳医药科技城"),
        (24, "医药科技城"),
    ]


def test_what_the_article_calls_a_zone_has_the_zones_name() -> None:
    content = "绵阳航空港经济区（以下简称“航空港区”）签约。航空港区招商。"
    text = Text.of(content)
    zones = ZONE.find(text)
    ids = tuple(f"e{number}" for number in range(len(zones)))
    norms = ZONE.resolve(zones, Context(text, (), None, zones, ids))
    assert [norm.name for norm in norms] == ["绵阳航空港经济区"] * 3


def test_a_county_before_its_last_word_makes_no_zone_of_another_kind() -> None:
    content = "阳新片区投产。"
    assert [c.extractor for c in ZONE.find(Text.of(content))] == ["rule/zone.part"]
