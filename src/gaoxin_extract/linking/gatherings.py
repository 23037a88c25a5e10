"""What is told once for many projects: by a ceremony, the head of a section, or what calls a list."""

import re
from collections.abc import Iterator, Mapping, Sequence

import regex

from gaoxin_extract.linking.cues import STAGES, Cues
from gaoxin_extract.linking.happenings import DATE_ROLES, is_day
from gaoxin_extract.linking.passages import Naming
from gaoxin_extract.linking.statements import Reading, Statement, date_fact, stage_fact
from gaoxin_extract.records import DateMention
from gaoxin_extract.text import Span

STOPS = ("。", "；", "\n")
# 今年将开工项目8个: the words of time stand right before.
NEAR = 6
# The projects of a ceremony are named in the paragraph that tells of it, or in one of the next.
PARAGRAPHS = 3
# 集中开工10个，投产3个: which of them is which is not said.
MIXED = re.compile(
    r"(?:集中|联合|集体)开工(?:、|和|暨|[^。\n]{0,24})(?:投产|竣工)(?:重[大点]|产业)*(?:项目\d|活动|仪式)"
)
REACH = 40
# In a whole year too much comes about to date one project.
YEAR = len("2024")


def gathered(
    reading: Reading, namings: Sequence[Naming], stated: Mapping[int, Sequence[Statement]], cues: Cues
) -> Iterator[Statement]:
    """The stage and day that the first ceremony for many projects gives those named after it.

    A project of which the article tells a later stage or such a day elsewhere keeps its own, and so does one of which
    another paragraph tells an earlier stage without a day.
    """
    content = reading.content
    told = [
        found
        for found in cues.gathering.finditer(content)
        if not MIXED.search(content, found.start(), found.end() + REACH)
    ]
    if not told:
        return
    # The headline says it without the day.
    found = next((each for each in told if _days(reading, each.start())), told[0])
    stage = cues.stages[found["event"]]
    # 3月28日，2025年第一批项目集中开工: the day, not the year.
    day = max(_days(reading, found.start()), key=lambda date: len(date.norm.value or ""), default=None)
    end, line = found.end(), content.find("\n", found.end())
    for _ in range(PARAGRAPHS):
        end = content.find("\n", end + 1) if end >= 0 else end
    for project in sorted(_named(namings, found.end(), end if end >= 0 else len(content))):
        facts = [statement.fact for statement in stated.get(project, ()) if statement.asserted]
        later = STAGES[STAGES.index(stage) + 1 :]
        if any(fact.value in later or fact.role == DATE_ROLES.get(stage) for fact in facts):
            continue
        elsewhere = [fact for fact in facts if fact.relation == "stage" and 0 <= line < fact.start and not fact.date]
        if any(fact.value not in {stage, "planned"} for fact in elsewhere):
            continue
        yield Statement(project, stage_fact(content, Span(*found.span("event")), stage, day))
        if day is not None and stage in DATE_ROLES:
            yield Statement(project, date_fact(day, DATE_ROLES[stage]))


def counted(reading: Reading, stated: Mapping[int, Sequence[Statement]], cues: Cues) -> Iterator[Statement]:
    """The time in which a number of projects came so far, as that of those which are told of after it without one.

    上半年新签约项目24个。…签约了⟦甲项目⟧.
    """
    content = reading.content
    many = [
        (found.end(), cues.stages[found["event"]], days[-1])
        for found in cues.bloc.finditer(content)
        if (days := [day for day in _days(reading, found.start()) if len(day.norm.value or "") > YEAR])
    ]
    for project, statements in stated.items() if many else ():
        facts = [statement.fact for statement in statements if statement.asserted]
        for fact in facts:
            role = next((role for stage, role in DATE_ROLES.items() if stage == fact.value), None)
            if fact.relation != "stage" or fact.date or any(other.role == role for other in facts):
                continue
            day = next((day for end, stage, day in reversed(many) if end <= fact.start and stage == fact.value), None)
            if role and day:
                yield Statement(project, date_fact(day, role))
                break


def _days(reading: Reading, place: int) -> list[DateMention]:
    """The days told of before `place` in its sentence."""
    opened = max(reading.content.rfind("。", 0, place), reading.content.rfind("\n", 0, place)) + 1
    return [date for date in reading.dates.within(Span(opened, place)) if is_day(date)]


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
    days = _days(reading, event.start)
    for project in sorted(projects):
        yield Statement(project, stage_fact(content, event, stage, days[-1] if days else None))
        if days and stage in DATE_ROLES and found["event"] in cues.days:
            yield Statement(project, date_fact(days[-1], DATE_ROLES[stage]))
