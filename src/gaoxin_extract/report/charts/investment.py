"""Total investment by zone and year: exact sums in full colour, bounds and ranges light, a line to their high ends."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from gaoxin_extract.report.charts.drawing import INK, LABEL, Spec, shortened
from gaoxin_extract.report.figures import Investment, drawn_zones, plain
from gaoxin_extract.report.words import Language

YEARS = 7
HUNDRED_MILLION, TEN_THOUSAND, BILLION, MILLION = Decimal(10**8), Decimal(10**4), Decimal(10**9), Decimal(10**6)
# From light to dark over the years, readable on white and on black.
YEAR_COLOURS = ("#9b7fc7", "#7b8cc4", "#4a8cc9", "#2f8fb3", "#1d7f86", "#126a5a", "#4d5a1e")
UNDATED_COLOUR = "#9a9a9a"
LIGHT = 0.45


def investment(stated: Sequence[Investment], said: Mapping[str, str], language: Language) -> Spec | None:
    """The chart of what is `stated`; only here do sums become floats, since a picture has no more than pixels."""
    if not stated:
        return None
    unit, divisor = _unit(stated, said, language)
    years = _years(stated, said)
    groups = list(_by_zone(stated, said))
    totals = [_total(zone, group, divisor) for zone, group in groups]
    y = {"field": "zone", "type": "nominal", "sort": [zone for zone, _ in groups], "title": None}
    certainties = [said["certainty.exact"], said["certainty.bounded"]]
    bars = {
        "y": y,
        "x": {"field": "sum", "type": "quantitative", "title": unit, "axis": {"format": ",~r"}},
        "color": {
            "field": "year",
            "type": "ordinal",
            "title": None,
            "scale": {"domain": list(dict.fromkeys(years.values())), "range": _colours(years)},
            "legend": {"orient": "top", "columns": 8, "symbolType": "square"},
        },
        "opacity": {
            "field": "certainty",
            "type": "nominal",
            "legend": None,
            "scale": {"domain": certainties, "range": [1, LIGHT]},
        },
        "order": {"field": "order"},
    }
    ends = {"y": y, "x": {"field": "from", "type": "quantitative"}, "x2": {"field": "to"}}
    labels = {"y": y, "x": {"field": "to", "type": "quantitative"}, "text": {"field": "label"}}
    rows = [row for zone, group in groups for row in _rows(zone, group, divisor, years, said)]
    lines = [total for total in totals if total["to"] > total["from"]]
    return {
        "height": {"step": 26},
        "layer": [
            {"data": {"values": rows}, "mark": {"type": "bar", "height": 16}, "encoding": bars},
            {"data": {"values": lines}, "mark": {"type": "rule", "stroke": INK, "strokeWidth": 1.5}, "encoding": ends},
            {"data": {"values": totals}, "mark": LABEL, "encoding": labels},
        ],
    }


def few(number: Decimal) -> str:
    """A number in as many figures as a picture needs.

    >>> few(Decimal("4.125")), few(Decimal(1250)), few(Decimal("0.00032"))
    ('4.12', '1,250', '0.00032')
    """
    digits = max(0, 2 - max(number.adjusted(), 0)) if abs(number) >= Decimal("0.1") else 6
    whole, _, fraction = plain(round(number, digits)).partition(".")
    return f"{int(whole):,}" + (f".{fraction}" if fraction else "")


def _rows(
    zone: str, group: Sequence[Investment], divisor: Decimal, years: Mapping[str | None, str], said: Mapping[str, str]
) -> Iterator[Spec]:
    """A piece of bar for each year and certainty."""
    for each in group:
        for certainty, amount in (("exact", each.exact), ("bounded", each.bounded)):
            if Decimal(amount):
                row: Spec = {"zone": zone, "year": years[each.year], "order": each.year or "9"}
                row["certainty"] = said[f"certainty.{certainty}"]
                yield row | {"sum": float(Decimal(amount) / divisor)}


def _total(zone: str, group: Sequence[Investment], divisor: Decimal) -> Spec:
    least = sum((Decimal(each.exact) + Decimal(each.bounded) for each in group), Decimal()) / divisor
    most = sum((Decimal(each.most) for each in group), Decimal()) / divisor
    label = few(least) + (f"–{few(most)}" if most > least else "")
    return {"zone": zone, "from": float(least), "to": float(most), "label": label}


def _unit(stated: Sequence[Investment], said: Mapping[str, str], language: Language) -> tuple[str, Decimal]:
    """The unit in which the largest sum is read easily, and its yuan."""
    most = max(Decimal(each.most) for each in stated)
    if language == "zh":
        return (said["unit.100m"], HUNDRED_MILLION) if most >= HUNDRED_MILLION else (said["unit.10k"], TEN_THOUSAND)
    return (said["unit.billion"], BILLION) if most >= BILLION else (said["unit.million"], MILLION)


def _years(stated: Sequence[Investment], said: Mapping[str, str]) -> dict[str | None, str]:
    """What each year is called, in their order; where they are many the early ones are one."""
    years = sorted({each.year for each in stated if each.year})
    early = years[: len(years) - YEARS + 1] if len(years) > YEARS else []
    named: dict[str | None, str] = {year: f"≤{early[-1]}" if year in early else year for year in years}
    return named | ({None: said["undated"]} if any(each.year is None for each in stated) else {})


def _colours(years: Mapping[str | None, str]) -> list[str]:
    """A colour a year, not neighbours where there is room, and grey for what has none."""
    number = len({name for year, name in years.items() if year})
    step = 2 if 2 * number - 1 <= len(YEAR_COLOURS) else 1
    return [*YEAR_COLOURS[::step][:number], *([UNDATED_COLOUR] if None in years else [])]


def _by_zone(stated: Sequence[Investment], said: Mapping[str, str]) -> Iterator[tuple[str, list[Investment]]]:
    """What is stated of each zone that is drawn, the most first, and of no zone."""
    zones = drawn_zones(stated)
    for zone, name in zip(zones, shortened(zones), strict=True):
        yield name, [each for each in stated if each.zone == zone]
    unplaced = [each for each in stated if each.zone is None]
    if unplaced:
        yield said["zone.none"], unplaced
