"""The overview's charts: Vega-Lite specifications, drawn to SVG by vl-convert while the report is made."""

from typing import Literal, get_args

from gaoxin_extract.report.charts.bars import bodies, stages
from gaoxin_extract.report.charts.drawing import Spec, svg
from gaoxin_extract.report.charts.events import events
from gaoxin_extract.report.charts.investment import investment
from gaoxin_extract.report.figures import Figures
from gaoxin_extract.report.words import LANGUAGES, Language, words

Name = Literal["investment", "stages", "bodies", "events"]
NAMES: tuple[Name, ...] = get_args(Name)


def draw(figures: Figures) -> dict[Name, dict[Language, str]]:
    """Each chart that has something to show, in each language."""
    drawn: dict[Name, dict[Language, str]] = {}
    for name in NAMES:
        for language in LANGUAGES:
            chart = spec(name, figures, language)
            if chart:
                drawn.setdefault(name, {})[language] = svg(
                    chart, words()[language][f"chart.{name}"], f"{name}-{language}"
                )
    return drawn


def spec(name: Name, figures: Figures, language: Language) -> Spec | None:
    """What one chart draws; None where there is nothing to show."""
    said = words()[language]
    match name:
        case "investment":
            return investment(figures.investment, said, language)
        case "stages":
            return stages(figures.stages, said)
        case "bodies":
            return bodies(figures.bodies, said)
        case "events":
            return events(figures.projects, said, language)
