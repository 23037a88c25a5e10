"""The overview's figures and charts."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from made_up import article, plant
from msgspec.structs import replace

from gaoxin_extract.ledger import merge
from gaoxin_extract.records import MoneyMention, ProjectMention, Record, ZoneMention
from gaoxin_extract.report.charts import NAMES, draw, spec
from gaoxin_extract.report.figures import (
    BodyFigure,
    Figures,
    Happening,
    Investment,
    LeftOut,
    ProjectFigure,
    Sum,
    drawn_zones,
    figures,
)
from gaoxin_extract.values import Money, Project, Zone

NASTY = "</script><img src=x onerror=alert(1)>&\u2028"


def replace_zone(record: Record, zone: str) -> Record:
    """The article, told of another zone and of another project."""
    (project,) = record.projects
    facts = [replace(fact, value=zone, text=zone) if fact.relation == "zone" else fact for fact in project.facts]
    name = f"{zone}{project.name}"
    mentions = tuple(
        replace(each, norm=Zone(zone))
        if isinstance(each, ZoneMention)
        else replace(each, norm=Project(name, "industrial"))
        if isinstance(each, ProjectMention)
        else each
        for each in record.entities
    )
    return replace(
        record, entities=mentions, organisations=(), projects=(replace(project, name=name, facts=tuple(facts)),)
    )


def counted(*records: Record) -> Figures:
    return figures(merge(records), {record.id: number for number, record in enumerate(records)})


def stating(path: str, sum_: Money, *, date: str | None = "2024-05-18") -> Record:
    """The article, with another total investment."""
    record = article(path, project=plant(amount=sum_.amount), date=date)
    mentions = tuple(
        replace(mention, norm=sum_) if isinstance(mention, MoneyMention) else mention for mention in record.entities
    )
    fact = [
        replace(fact, unit=sum_.currency) if fact.relation == "amount" else fact for fact in record.projects[0].facts
    ]
    return replace(record, entities=mentions, projects=(replace(record.projects[0], facts=tuple(fact)),))


def money(amount: str | None, most: str | None = None, currency: str = "CNY", mod: Any = None) -> Money:
    return Money(amount, most, currency, mod, "total_investment", None, None)


def test_a_project_of_two_articles_counts_once_with_the_latest_sum() -> None:
    found = counted(
        stating("a.txt", money("500000000"), date="2023-01-01"), stating("b.txt", money("600000000"), date="2024-01-01")
    )
    (project,) = found.projects
    assert project.sum == Sum("600000000", None, "CNY", None, "exact", differs=True, year="2024")
    assert found.investment == (Investment("石滩经开区", "2024", "600000000", "0", "600000000", 1),)
    assert project.articles == (0, 1)


@pytest.mark.parametrize(
    ("sum_", "expected"),
    [
        (money("500000000"), ("500000000", "0", "500000000")),
        (money("500000000", mod="APPROX"), ("0", "500000000", "500000000")),
        (money("500000000", mod="MORE_THAN"), ("0", "500000000", "500000000")),
        (money("500000000", "600000000"), ("0", "500000000", "600000000")),
    ],
)
def test_what_is_stated_exactly_is_kept_apart_from_bounds_and_ranges(sum_: Money, expected: tuple[str, ...]) -> None:
    (row,) = counted(stating("a.txt", sum_)).investment
    assert (row.exact, row.bounded, row.most) == expected


def test_zones_that_a_chart_has_no_room_for_are_told_of_with_their_sum() -> None:
    records = [
        replace_zone(stating(f"{number}.txt", money(f"{number + 1}00000000")), f"石滩{number}号开发区")
        for number in range(20)
    ]
    found = counted(*records)
    assert [each.zone for each in found.investment][:2] == ["石滩19号开发区", "石滩18号开发区"]
    assert found.left_out == LeftOut(6, "2100000000")
    assert drawn_zones(found.investment)[-1] == "石滩6号开发区"


def test_other_currencies_are_listed_and_not_added() -> None:
    found = counted(stating("a.txt", money("30000000", currency="USD")))
    assert found.investment == ()
    assert found.foreign == (("铭川电机二期项目", "USD", "30000000"),)


def test_an_undated_sum_has_no_year_and_a_project_without_sum_is_told_of() -> None:
    assert counted(stating("a.txt", money("500000000"), date=None)).investment[0].year is None
    assert counted(article("a.txt", project=plant(amount=None))).unnumbered == 1


def test_stages_stand_in_the_order_of_a_projects_life_and_count_all() -> None:
    found = counted(article("a.txt", project=plant("signed")))
    assert [stage for stage, _ in found.stages][:2] == ["planned", "signed"]
    assert dict(found.stages)["signed"] == 1
    assert sum(count for _, count in found.stages) == len(found.projects)


def test_a_step_that_lay_ahead_of_its_article_is_expected() -> None:
    (project,) = counted(article("a.txt", project=plant(), date="2024-05-01")).projects
    assert Happening("started", "2024-05-17", "2024-05-17", "2024-05-17", expected=True) in project.happenings


def project_named(name: str, zone: str | None = None, year: str = "2024") -> ProjectFigure:
    step = Happening("started", year, f"{year}-01-01", f"{year}-12-31", expected=False)
    return ProjectFigure(name, "industrial", zone, "signed", None, (), (step,), 0, (0,))


def everything(zones: int = 3, years: int = 2, name: str = "石滩") -> Figures:
    """Figures in which every chart has something to show."""
    investment = tuple(
        Investment(f"{name}{zone}经开区", str(2010 + year), "100000000", "50000000", "250000000", 1)
        for zone in range(zones)
        for year in range(years)
    )
    return Figures(
        projects=tuple(project_named(f"{name}{number}项目") for number in range(zones)),
        bodies=tuple(BodyFigure(f"{name}{number}公司", "company", 9, 2) for number in range(zones)),
        investment=(*investment, Investment(None, None, "1", "0", "1", 1)),
        left_out=None,
        foreign=(),
        stages=(("planned", 1), (None, 2)),
        unnumbered=0,
        organisations=zones,
        companies=zones,
    )


def values(chart: Mapping[str, Any], layer: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = chart["layer"][layer]["data"]["values"]
    return found


def test_bars_add_up_to_what_is_stated_in_the_unit_that_the_axis_names() -> None:
    chart = spec("investment", everything(), "zh")
    assert chart
    assert chart["layer"][0]["encoding"]["x"]["title"] == "亿元"
    total = sum(Decimal(str(row["sum"])) for row in values(chart, 0) if row["zone"] == "石滩0经开区")
    assert total == Decimal(3)
    assert values(chart, 1)[0] == {"zone": "石滩0经开区", "from": 3.0, "to": 5.0, "label": "3–5"}


def test_of_many_zones_those_with_most_are_drawn_and_of_many_years_the_early_ones_are_one() -> None:
    chart = spec("investment", everything(zones=20, years=9), "en")
    assert chart
    zones = [line["zone"] for line in values(chart, 2)]
    assert zones == [*(f"石滩{zone}经开区" for zone in range(14)), "zone not stated"]
    assert chart["layer"][0]["encoding"]["color"]["scale"]["domain"][0] == "≤2012"
    assert len(values(chart, 2)) == len(set(zones))


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_that_has_nothing_to_show_is_none(name: Any) -> None:
    assert spec(name, counted(), "en") is None


def test_a_chart_is_the_same_however_many_were_drawn_before() -> None:
    assert draw(everything()) == draw(everything())


def test_charts_are_whole_svg_without_script_or_outer_names_in_each_language() -> None:
    drawn = draw(everything(name=NASTY))
    assert {name: set(variants) for name, variants in drawn.items()} == {name: {"zh", "en"} for name in NAMES}
    for variants in drawn.values():
        for picture in variants.values():
            tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(picture).iter()}  # noqa: S314 -- our own
            assert tags <= {"svg", "g", "path", "line", "rect", "text", "title", "defs", "clipPath"}
            assert "<img" not in picture
            assert "style=" not in picture
