"""What is told once for many projects: by a ceremony, the head of a section, or what calls a list."""

from collections.abc import Iterator, Mapping, Sequence

import regex

from gaoxin_extract.linking.cues import STAGES, Cues
from gaoxin_extract.linking.facts import Reading, Statement, date_fact, stage_fact
from gaoxin_extract.linking.happenings import DATE_ROLES, is_day
from gaoxin_extract.linking.passages import Clause, Naming
from gaoxin_extract.text import Span

STOPS = ("。", "；", "\n")
# 今年将开工项目8个: the words of time stand right before.
NEAR = 6
# The projects of a ceremony are named in the paragraph that tells of it, or in one of the next.
PARAGRAPHS = 3


def gathered(
    reading: Reading,
    clauses: Sequence[Clause],
    namings: Sequence[Naming],
    stated: Mapping[int, Sequence[Statement]],
    cues: Cues,
) -> Iterator[Statement]:
    """The stage and day that the first ceremony for many projects gives those named after it.

    A project of which the article tells a later stage or such a day elsewhere keeps its own.
    """
    content = reading.content
    for clause in clauses:
        found = None if clause.groups else cues.gathering.search(content, clause.span.start, clause.span.end)
        if found is None:
            continue
        stage = cues.stages[found["event"]]
        opened = max(content.rfind("。", 0, found.start()), content.rfind("\n", 0, found.start())) + 1
        days = [date for date in reading.dates.within(Span(opened, found.start())) if is_day(date)]
        # 3月28日，2025年第一批项目集中开工: the day, not the year.
        day = max(days, key=lambda date: len(date.norm.value or ""), default=None)
        end = found.end()
        for _ in range(PARAGRAPHS):
            end = content.find("\n", end + 1) if end >= 0 else end
        named = {
            naming.project
            for naming in namings
            if found.end() <= naming.span.start and (end < 0 or naming.span.start < end)
        }
        for project in sorted(named):
            facts = [statement.fact for statement in stated.get(project, ()) if statement.asserted]
            later = STAGES[STAGES.index(stage) + 1 :]
            if any(fact.value in later or fact.role == DATE_ROLES.get(stage) for fact in facts):
                continue
            yield Statement(project, stage_fact(content, Span(*found.span("event")), stage, day))
            if day is not None and stage in DATE_ROLES:
                yield Statement(project, date_fact(day, DATE_ROLES[stage]))
        return


def called(
    reading: Reading, namings: Sequence[Naming], stated: Mapping[int, Sequence[Statement]], cues: Cues
) -> Iterator[Statement]:
    """The stage by which a list or a section calls its projects, and the day of it; each keeps a stage of its own."""
    content = reading.content
    told = {
        project
        for project, statements in stated.items()
        if any(statement.fact.relation == "stage" for statement in statements)
    }
    for found in cues.listed.finditer(content):
        ends = (content.find(stop, found.end()) for stop in STOPS)
        end = min((end for end in ends if end >= 0), default=len(content))
        yield from _called(reading, _named(namings, found.end(), end) - told, found, cues)
    for found in cues.headed.finditer(content):
        following = cues.section.search(content, found.end())
        end = following.start() if following else len(content)
        yield from _called(reading, _named(namings, found.end(), end) - told, found, cues)


def _named(namings: Sequence[Naming], start: int, end: int) -> set[int]:
    return {naming.project for naming in namings if start <= naming.span.start < end}


def _called(reading: Reading, projects: set[int], found: regex.Match[str], cues: Cues) -> Iterator[Statement]:
    content, event = reading.content, Span(*found.span("event"))
    if any(cue[0] in cues.ahead for cue in cues.time.finditer(content, max(event.start - NEAR, 0), event.start)):
        return
    stage = cues.stages[found["event"]]
    opened = max(content.rfind("。", 0, event.start), content.rfind("\n", 0, event.start)) + 1
    days = [date for date in reading.dates.within(Span(opened, event.start)) if is_day(date)]
    for project in sorted(projects):
        yield Statement(project, stage_fact(content, event, stage, days[-1] if days else None))
        if days and stage in DATE_ROLES and found["event"] in cues.days:
            yield Statement(project, date_fact(days[-1], DATE_ROLES[stage]))
