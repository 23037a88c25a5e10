"""The figures of a report's overview: sums by zone and year, stages, bodies, events; each project counted once.

Everything is counted from the ledger, so that a project which ten articles tell of is one project. Sums are `Decimal`
and written in plain digits; nothing is converted between currencies.
"""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from gaoxin_extract.ledger import Ledger, LedgerOrganisation, LedgerProject
from gaoxin_extract.ledger.accounts import days
from gaoxin_extract.ledger.records import EventKind, Value
from gaoxin_extract.records import Stage
from gaoxin_extract.values import DecimalString, IsoDate, OrgKind, ProjectKind

CNY = "CNY"
MOST_BODIES = 200
MOST_ZONES = 14
DATED = re.compile(r"[1-9]\d{3}(?:-(?:Q[1-4]|H[12]|SP|SU|FA|WI|\d\d(?:-\d\d)?))?")
STAGES: tuple[Stage, ...] = (
    "planned", "signed", "under_construction", "topped_out", "completed", "trial_production", "in_production",
)  # fmt: skip

Certainty = Literal["exact", "bounded"]


class Sum(Struct, frozen=True):
    """A project's total investment as the latest article states it.

    `most` is the high end of a range, `mod` what its words say of it; `bounded` where they say about, over, under or
    from … to; `differs` where other articles state another sum. `year` is that of the first article that states it,
    None where that is undated.
    """

    least: DecimalString
    most: DecimalString | None
    currency: str
    mod: str | None
    certainty: Certainty
    differs: bool
    year: str | None


class Happening(Struct, frozen=True):
    """A dated step of a project: first and last day that its date covers; `expected` where it lay ahead."""

    event: EventKind
    date: str
    first: IsoDate
    last: IsoDate
    expected: bool


class ProjectFigure(Struct, frozen=True):
    """A project of the ledger as overview and table show it; `articles` are numbers of the report's articles."""

    name: str
    kind: ProjectKind
    zone: str | None
    stage: Stage | None
    sum: Sum | None
    bodies: tuple[tuple[str | None, str], ...]
    happenings: tuple[Happening, ...]
    contradictions: int
    articles: tuple[int, ...]


class BodyFigure(Struct, frozen=True):
    """An organisation of the ledger: how often it is named, and in how many articles."""

    name: str
    kind: OrgKind
    mentions: int
    articles: int


class Investment(Struct, frozen=True):
    """Total investment of the projects of one zone and year: `exact` and `bounded` sums, and up to where ranges go."""

    zone: str | None
    year: str | None
    exact: DecimalString
    bounded: DecimalString
    most: DecimalString
    projects: int


class LeftOut(Struct, frozen=True):
    """The zones that the chart has no room for: how many, and what they have together."""

    zones: int
    least: DecimalString


class Figures(Struct, frozen=True):
    """All that the overview draws; `investment` by zone, the most first, those of no zone last."""

    projects: tuple[ProjectFigure, ...]
    bodies: tuple[BodyFigure, ...]
    investment: tuple[Investment, ...]
    left_out: LeftOut | None
    foreign: tuple[tuple[str, str, DecimalString], ...]
    stages: tuple[tuple[Stage | None, int], ...]
    unnumbered: int
    organisations: int
    companies: int


def figures(ledger: Ledger, numbers: Mapping[str, int]) -> Figures:
    """The figures of `ledger`; `numbers` gives each article's id its number in the report."""
    projects = tuple(sorted((_project(each, numbers) for each in ledger.projects), key=_order))
    stated = [(each.name, each.sum) for each in projects if each.sum]
    rows = tuple(_investment(projects))
    return Figures(
        projects=projects,
        bodies=tuple(sorted(map(_body, ledger.organisations), key=lambda body: (-body.mentions, body.name)))[
            :MOST_BODIES
        ],
        investment=rows,
        left_out=_left_out(rows),
        foreign=tuple((name, sum_.currency, sum_.least) for name, sum_ in stated if _is_foreign(sum_)),
        stages=tuple((stage, sum(each.stage == stage for each in projects)) for stage in (*STAGES, None)),
        unnumbered=len(projects) - len(stated),
        organisations=len(ledger.organisations),
        companies=sum(body.kind == "company" for body in ledger.organisations),
    )


def drawn_zones(investment: Sequence[Investment]) -> tuple[str, ...]:
    """The zones that a chart of `investment` names, the most first."""
    zones = tuple(dict.fromkeys(each.zone for each in investment if each.zone))
    return zones[:MOST_ZONES]


def plain(number: Decimal) -> DecimalString:
    """A number in plain digits without needless noughts.

    >>> plain(Decimal("1.50E+9")), plain(Decimal("0.30"))
    ('1500000000', '0.3')
    """
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def bounds(date: str) -> tuple[IsoDate, IsoDate]:
    """The first and the last day of a date that `DATED` takes.

    >>> bounds("2024-Q4"), bounds("2024-02"), bounds("2024-05-17")
    (('2024-10-01', '2024-12-31'), ('2024-02-01', '2024-02-29'), ('2024-05-17', '2024-05-17'))
    """
    first, last = (words.rstrip("~") for words in days(date))
    year, month, day = (*last.split("-"), "", "")[:3]
    month = month or "12"
    day = day or str(calendar.monthrange(int(year), int(month))[1])
    return f"{first}-01-01"[:10] if len(first) == len("2024") else f"{first}-01"[:10], f"{year}-{month}-{day}"


def _project(project: LedgerProject, numbers: Mapping[str, int]) -> ProjectFigure:
    return ProjectFigure(
        name=project.name,
        kind=project.kind,
        zone=project.zone,
        stage=project.stage,
        sum=_total(project),
        bodies=tuple((party.role, party.name) for party in project.organisations),
        happenings=tuple(_happenings(project)),
        contradictions=len(project.contradictions),
        articles=tuple(dict.fromkeys(numbers[sighting.id] for sighting in project.articles)),
    )


def _total(project: LedgerProject) -> Sum | None:
    values = next((measure.values for measure in project.sums if measure.role == "total_investment"), ())
    read = [value for value in values if value.value is not None and value.unit]
    return _sum(read[-1], differs=len(read) > 1) if read else None


def _sum(value: Value, *, differs: bool) -> Sum:
    dates = [source.date for source in value.sources if source.date]
    return Sum(
        least=value.value or "0",
        most=value.value_max,
        currency=value.unit or "",
        mod=value.mod,
        certainty="bounded" if value.mod or value.value_max else "exact",
        differs=differs,
        year=min(dates)[:4] if dates else None,
    )


def _happenings(project: LedgerProject) -> Iterator[Happening]:
    for event in project.timeline:
        if event.date and DATED.fullmatch(event.date):
            first, last = bounds(event.date)
            yield Happening(event.event, event.date, first, last, event.basis == "expected")


def _body(body: LedgerOrganisation) -> BodyFigure:
    return BodyFigure(body.name, body.kind, body.mentions, len({sighting.id for sighting in body.articles}))


def _investment(projects: Sequence[ProjectFigure]) -> Iterator[Investment]:
    groups: dict[tuple[str | None, str | None], list[Sum]] = defaultdict(list)
    for project in projects:
        if project.sum and not _is_foreign(project.sum):
            groups[project.zone, project.sum.year].append(project.sum)
    totals: dict[str | None, Decimal] = defaultdict(Decimal)
    for (zone, _), sums in groups.items():
        totals[zone] += sum((Decimal(each.least) for each in sums), Decimal())
    for (zone, year), sums in sorted(groups.items(), key=lambda group: _by_size(group[0], totals)):
        parts = {
            certainty: sum((Decimal(each.least) for each in sums if each.certainty == certainty), Decimal())
            for certainty in ("exact", "bounded")
        }
        most = sum((Decimal(each.most or each.least) for each in sums), Decimal())
        yield Investment(zone, year, plain(parts["exact"]), plain(parts["bounded"]), plain(most), len(sums))


def _left_out(investment: Sequence[Investment]) -> LeftOut | None:
    drawn = drawn_zones(investment)
    others = [each for each in investment if each.zone and each.zone not in drawn]
    least = sum((Decimal(each.exact) + Decimal(each.bounded) for each in others), Decimal())
    return LeftOut(len({each.zone for each in others}), plain(least)) if others else None


def _by_size(
    place: tuple[str | None, str | None], totals: Mapping[str | None, Decimal]
) -> tuple[bool, Decimal, str, str]:
    zone, year = place
    return zone is None, -totals[zone], zone or "", year or "9"


def _is_foreign(stated: Sum) -> bool:
    return stated.currency != CNY


def _order(project: ProjectFigure) -> tuple[bool, Decimal, int, str, tuple[int, ...]]:
    """The largest stated sum of yuan first, then those that most articles tell of."""
    yuan = Decimal(project.sum.least) if project.sum and not _is_foreign(project.sum) else None
    return yuan is None, -(yuan or Decimal()), -len(project.articles), project.name, project.articles
