"""A timeline: the dated steps of the projects that have most of them, a line a project."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from gaoxin_extract.ledger.records import EventKind
from gaoxin_extract.report.charts.drawing import Spec, shortened
from gaoxin_extract.report.figures import ProjectFigure
from gaoxin_extract.report.words import Language

TIMELINES = 18
MONTHS_WITHIN = 3  # years over which an axis has room to name months
# Okabe and Ito's colours, which the colour-blind tell apart; each event has a shape of its own besides.
EVENTS: Mapping[EventKind, tuple[str, str]] = {
    "planned": ("#999999", "circle"),
    "signed": ("#56b4e9", "square"),
    "started": ("#0072b2", "triangle-right"),
    "under_construction": ("#e69f00", "triangle-down"),
    "topped_out": ("#cc79a7", "triangle-up"),
    "completed": ("#d55e00", "diamond"),
    "trial_production": ("#8a6d00", "cross"),
    "in_production": ("#009e73", "circle"),
    "due": ("#777777", "stroke"),
}


def events(projects: Sequence[ProjectFigure], said: Mapping[str, str], language: Language) -> Spec | None:
    """Steps as points, hollow where they lay ahead; a bar where a date is no day or month."""
    told = sorted((each for each in projects if each.happenings), key=_by_steps)[:TIMELINES]
    if not told:
        return None
    told.sort(key=lambda project: (project.happenings[0].first, project.name))
    names = shortened([project.name for project in told])
    rows = [row for name, project in zip(names, told, strict=True) for row in _rows(name, project, said)]
    kinds = [kind for kind in EVENTS if any(row["kind"] == kind for row in rows)]
    y = {"field": "project", "type": "nominal", "sort": names, "title": None}
    first = {"field": "first", "type": "temporal", "title": None, "axis": _axis(rows, language)}
    colour = _told_apart(kinds, [EVENTS[kind][0] for kind in kinds], said)
    shape = _told_apart(kinds, [EVENTS[kind][1] for kind in kinds], said)
    points = {"y": y, "x": first | {"field": "middle"}, "color": colour, "shape": shape}
    stretches = {"y": y, "x": first, "x2": {"field": "last"}, "color": colour}
    point = {"type": "point", "opacity": 1, "size": 85}
    return {
        "height": {"step": 24},
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "bar", "height": 6, "cornerRadius": 3, "opacity": 0.35}, "encoding": stretches},
            {"transform": [{"filter": "!datum.expected"}], "mark": point | {"filled": True}, "encoding": points},
            {
                "transform": [{"filter": "datum.expected"}],
                "mark": point | {"filled": False, "strokeWidth": 2},
                "encoding": points,
            },
        ],
    }


def _rows(name: str, project: ProjectFigure, said: Mapping[str, str]) -> Iterator[Spec]:
    for step in project.happenings:
        start, end = date.fromisoformat(step.first), date.fromisoformat(step.last)
        yield {
            "project": name,
            "kind": step.event,
            "event": said[f"event.{step.event}"],
            "first": f"{step.first}T00:00:00",
            "middle": f"{start + (end - start) / 2}T12:00:00",
            "last": f"{step.last}T23:59:59",
            "expected": step.expected,
        }


def _told_apart(kinds: Sequence[EventKind], by: Sequence[str], said: Mapping[str, str]) -> Spec:
    scale = {"domain": [said[f"event.{kind}"] for kind in kinds], "range": by}
    legend = {"orient": "top", "columns": 4, "symbolSize": 90, "symbolOpacity": 1}
    return {"field": "event", "type": "nominal", "title": None, "scale": scale, "legend": legend}


def _axis(rows: Sequence[Mapping[str, str]], language: Language) -> Spec:
    years = int(max(row["last"] for row in rows)[:4]) - int(min(row["first"] for row in rows)[:4])
    if years > MONTHS_WITHIN:
        return {"format": "%Y", "tickCount": "year"}
    return {"format": "%Y-%m" if language == "zh" else "%b %Y", "tickCount": 5}


def _by_steps(project: ProjectFigure) -> tuple[int, str, str]:
    return -len(project.happenings), project.happenings[0].first, project.name
