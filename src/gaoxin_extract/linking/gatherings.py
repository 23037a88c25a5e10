"""What is told once for many projects: by a ceremony, the head of a section, or what calls a list."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from operator import itemgetter

import regex
from msgspec import Struct

from gaoxin_extract.linking.cues import STAGES, Cues
from gaoxin_extract.linking.happenings import DATE_ROLES, is_day
from gaoxin_extract.linking.passages import Naming
from gaoxin_extract.linking.statements import Reading, Statement, date_fact, stage_fact
from gaoxin_extract.records import DateMention, Stage
from gaoxin_extract.text import Span

STOPS = ("。", "；", "\n")
# 今年将开工项目8个: the words of time stand right before.
NEAR = 6
# The projects of a ceremony are named in the paragraph that tells of it, or in one of the next.
PARAGRAPHS = 3
HEADED = 60
# 集中开工10个，投产3个: which of them is which is not said.
MIXED = re.compile(
    r"(?:集中|联合|集体|项目)开工(?:、|和|暨|[^。\n]{0,24})(?:投产|竣工)(?:重[大点]|产业)*(?:项目\d|活动|仪式)"
    r"|集中(?:开工|竣工)[^，。；\n]{0,6}?(?:竣工|开工)"
)
REACH = 40
# 集中开竣工活动: of each what is told of it came about on that day.
BOTH = re.compile("集中(?:开、?竣工|开（竣）工|开工、?竣工|开工、?投产|签约、?开工)")
SHORT: Mapping[str, Stage] = {
    "签": "signed",
    "开": "under_construction",
    "竣": "completed",
    "投产": "in_production",
}
# In a whole year too much comes about to date one project.
YEAR, DAY = len("2024"), len("2024-12-03")
UNTIL = ("到", "至", "截止")
# ⟦甲产业园⟧奠基仪式举行，11个入园项目开工: the one is not of the others.
CEREMONY = re.compile("仪式|活动|大会|典礼")
# 此次开工的项目有…
THIS = ("此次", "本次", "这次")


class Ceremony(Struct, frozen=True):
    """What an article tells of a ceremony for many projects: the words of it, the day, and how far it reaches."""

    event: Span
    stage: Stage
    day: DateMention | None
    reach: Span


def gathered(
    reading: Reading, namings: Sequence[Naming], stated: Mapping[int, Sequence[Statement]], cues: Cues
) -> Iterator[Statement]:
    """The stage and day that the ceremony told of last before them gives the projects named in its paragraphs.

    A project of which the article tells a later stage or such a day elsewhere keeps its own, and so does one of which
    another paragraph tells an earlier stage without a day.
    """
    ceremonies = _ceremonies(reading, namings, cues)
    held: dict[int, Ceremony] = {}
    for naming in namings if ceremonies else ():
        at = bisect_right(ceremonies, naming.span.start, key=lambda ceremony: ceremony.reach.start) - 1
        if at >= 0 and naming.span.start < ceremonies[at].reach.end:
            held.setdefault(naming.project, ceremonies[at])
    for project, ceremony in sorted(held.items(), key=itemgetter(0)):
        stage, day = ceremony.stage, ceremony.day
        facts = [statement.fact for statement in stated.get(project, ()) if statement.asserted]
        later = STAGES[STAGES.index(stage) + 1 :]
        if any(fact.value in later or fact.role == DATE_ROLES.get(stage) for fact in facts):
            continue
        line = reading.content.find("\n", ceremony.reach.start)
        elsewhere = [fact for fact in facts if fact.relation == "stage" and 0 <= line < fact.start and not fact.date]
        if any(fact.value not in {stage, "planned"} for fact in elsewhere):
            continue
        yield Statement(project, stage_fact(reading.content, ceremony.event, stage, day))
        if day is not None and stage in DATE_ROLES:
            yield Statement(project, date_fact(day, DATE_ROLES[stage]))


def _ceremonies(reading: Reading, namings: Sequence[Naming], cues: Cues) -> list[Ceremony]:
    content = reading.content
    told = [
        found
        for found in cues.gathering.anywhere(content)
        if not MIXED.search(content, found.start(), found.end() + REACH) and not _is_ahead(content, found, cues)
    ]
    # 3月28日，2025年第一批项目集中开工: the day, not the year. The headline and later sentences say it without.
    days = [
        max(_days(reading, found.start()), key=lambda date: len(date.norm.value or ""), default=None) for found in told
    ]
    # 12月3日，11个项目顺利开工: without the words of a gathering only where the day stands before it.
    kept = [
        not found["day"] or (day and len(day.norm.value or "") >= DAY) for found, day in zip(told, days, strict=True)
    ]
    told, days = list(compress(told, kept)), list(compress(days, kept))
    first = next((day for day in days if day), None)
    ceremonies: list[Ceremony] = []
    for found, own in zip(told, days, strict=True):
        last = ceremonies[-1].day if ceremonies else first
        # 今年第三批集中开工的46个项目: the day was told before.
        day = own if own and (not last or len(own.norm.value or "") > YEAR) else last
        stage = cues.stages[found["event"]]
        ceremonies.append(Ceremony(Span(*found.span("event")), stage, day, _reach(content, found, namings)))
    return ceremonies


def _reach(content: str, found: regex.Match[str], namings: Sequence[Naming]) -> Span:
    """Where the projects are named of which `found` tells.

    A sentence that has named them before (…等4个项目集中开工) is all, and of 此次开工的项目 their paragraph.
    """
    place = found.end()
    opened = _opened(content, found.start())
    at = bisect_left(namings, found.start(), key=lambda naming: naming.span.start) - 1
    listed = at >= 0 and namings[at].span.start >= opened and found.end() == found.end("event")
    if listed and not CEREMONY.search(content, namings[at].span.end, found.start()):
        return Span(opened, min(_end(content, place, "。"), _end(content, place, "\n")))
    if found[0].startswith(THIS):
        return Span(place, _end(content, place, "\n"))
    return Span(place, _paragraphs(content, place, namings))


def _paragraphs(content: str, place: int, namings: Sequence[Naming]) -> int:
    """Where the paragraphs end that tell of what is told at `place`; those that a project heads go on."""
    end = place
    for _ in range(PARAGRAPHS):
        end = content.find("\n", end + 1) if end >= 0 else end
    for _ in range(HEADED):
        if end < 0:
            break
        at = bisect_left(namings, end, key=lambda naming: naming.span.start)
        if at == len(namings) or namings[at].span.start > end + NEAR:
            return end
        end = content.find("\n", end + 1)
    return end if end >= 0 else len(content)


def _end(content: str, place: int, stop: str) -> int:
    end = content.find(stop, place)
    return end if end >= 0 else len(content)


def _is_ahead(content: str, found: regex.Match[str], cues: Cues) -> bool:
    told = [cue[0] for cue in cues.time.finditer(content, max(found.start() - NEAR, 0), found.start())]
    return bool(told) and told[-1] in cues.ahead


def counted(reading: Reading, stated: Mapping[int, Sequence[Statement]], cues: Cues) -> Iterator[Statement]:
    """The time in which a number of projects came so far, as that of those which are told of after it without one.

    上半年新签约项目24个。…签约了⟦甲项目⟧.
    """
    content = reading.content
    many = [
        (found.end(), cues.stages[found["event"]], days[-1])
        for found in cues.bloc.anywhere(content)
        if (days := [day for day in _days(reading, found.start()) if len(day.norm.value or "") > YEAR])
    ]
    for found in BOTH.finditer(content):
        day = next(iter(_days(reading, found.start())), None)
        many += [(found.end(), stage, day) for word, stage in SHORT.items() if day and word in found[0]]
    for project, statements in stated.items() if many else ():
        facts = [statement.fact for statement in statements if statement.asserted]
        for fact in facts:
            role = next((role for stage, role in DATE_ROLES.items() if stage == fact.value), None)
            if (
                fact.relation != "stage"
                or fact.text not in cues.days
                or fact.date
                or any(other.role == role for other in facts)
            ):
                continue
            day = next((day for end, stage, day in reversed(many) if end <= fact.start and stage == fact.value), None)
            if role and day:
                yield Statement(project, date_fact(day, role))
                break


def _opened(content: str, place: int) -> int:
    """Where the sentence of `place` begins."""
    return max(content.rfind(stop, 0, place) for stop in STOPS) + 1


def _days(reading: Reading, place: int) -> list[DateMention]:
    """The days told of before `place` in its sentence, but for those up to which is counted: 截至4月底."""
    dates = reading.dates.within(Span(_opened(reading.content, place), place))
    return [date for date in dates if is_day(date) and not reading.content.endswith(UNTIL, 0, date.start)]


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
    for sign, stops in ((cues.listed, STOPS), (cues.among, STOPS[:1])):
        for found in sign.anywhere(content):
            ends = (content.find(stop, found.end()) for stop in stops)
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
