"""Many projects begun or signed for at one ceremony: what it tells of those that are named after it."""

from collections.abc import Iterator, Mapping, Sequence

from gaoxin_extract.linking.cues import STAGES, Cues
from gaoxin_extract.linking.facts import Reading, Statement, date_fact, stage_fact
from gaoxin_extract.linking.happenings import DATE_ROLES, is_day
from gaoxin_extract.linking.passages import Clause, Naming
from gaoxin_extract.text import Span

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
