"""Areas, capacities and jobs."""

import pytest
from composing import RULES

from gaoxin_extract.linking.cues import cues_of
from gaoxin_extract.linking.measures import measures
from gaoxin_extract.text import Span


def stated(text: str) -> list[tuple[str, str, str | None]]:
    found = measures(text, Span(0, len(text)), cues_of(RULES))
    return [(measure.relation, text[measure.span.start : measure.span.end], measure.value) for measure in found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("占地70亩", "46666.67"),
        ("占地3亩", "2000"),
        ("占地1,200亩", "800000"),
        ("用地2.5公顷", "25000"),
        ("规划面积3平方公里", "3000000"),
        ("占地一百二十亩", "80000"),
    ],
)
def test_a_site_is_counted_in_square_metres(text: str, value: str) -> None:
    assert [(relation, metres) for relation, _, metres in stated(text)] == [("site_area", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("总建筑面积22653.81平方米", "22653.81"), ("新建厂房4.6万平方米", "46000"), ("建面三万二千㎡", "32000")],
)
def test_a_floor_is_counted_in_square_metres(text: str, value: str) -> None:
    assert [(relation, metres) for relation, _, metres in stated(text)] == [("floor_area", value)]


@pytest.mark.parametrize("text", ["种植葡萄300亩", "每亩租金900元", "占地12亩/户"])
def test_an_area_of_something_else_is_none_of_the_project(text: str) -> None:
    assert stated(text) == []


def test_each_area_of_a_clause_has_its_own_cue() -> None:
    assert [relation for relation, _, _ in stated("占地90亩建筑面积5万平方米")] == ["site_area", "floor_area"]


@pytest.mark.parametrize("text", ["年产滤芯260万只", "年产3万套", "月产晶圆4万片", "年产能500万只"])
def test_a_capacity_is_kept_in_its_words(text: str) -> None:
    assert stated(text) == [("capacity", text, None)]


def test_an_output_value_is_no_capacity() -> None:
    assert stated("年产值达6亿元") == []


@pytest.mark.parametrize(
    ("text", "count"), [("提供岗位650个", "650"), ("带动就业约900人", "900"), ("新增300个就业岗位", "300")]
)
def test_jobs_are_counted(text: str, count: str) -> None:
    assert [(relation, value) for relation, _, value in stated(text)] == [("jobs", count)]
