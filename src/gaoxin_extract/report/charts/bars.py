"""Counts as bars: projects by stage, organisations by how often they are named."""

from collections.abc import Mapping, Sequence
from typing import Any

from gaoxin_extract.records import Stage
from gaoxin_extract.report.charts.drawing import LABEL, Spec, shortened
from gaoxin_extract.report.figures import BodyFigure

BODIES = 15
STAGE_COLOUR, BODY_COLOUR = "#0072b2", "#00705a"


def stages(counts: Sequence[tuple[Stage | None, int]], said: Mapping[str, str]) -> Spec | None:
    """How many projects have come how far, in the order of a project's life."""
    rows = [
        {"name": said[f"stage.{stage or 'none'}"], "count": count, "label": f"{count:,}"} for stage, count in counts
    ]
    return _bars(rows, STAGE_COLOUR) if any(count for _, count in counts) else None


def bodies(named: Sequence[BodyFigure], said: Mapping[str, str]) -> Spec | None:
    """The organisations that are named most."""
    top = named[:BODIES]
    rows = [
        {"name": name, "count": body.mentions, "label": f"{body.mentions:,} · {_articles(body.articles, said)}"}
        for name, body in zip(shortened([body.name for body in top]), top, strict=True)
    ]
    return _bars(rows, BODY_COLOUR) if rows else None


def _articles(number: int, said: Mapping[str, str]) -> str:
    return said["counted.article" if number == 1 else "counted.articles"].format(f"{number:,}")


def _bars(rows: list[dict[str, Any]], colour: str) -> Spec:
    # Each bar says its number, so there is no axis.
    return {
        "height": {"step": 26},
        "data": {"values": rows},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "count", "type": "quantitative", "axis": None},
        },
        "layer": [
            {"mark": {"type": "bar", "height": 16, "color": colour, "cornerRadiusEnd": 2}},
            {"mark": LABEL, "encoding": {"text": {"field": "label"}}},
        ],
    }
