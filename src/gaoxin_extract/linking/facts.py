"""What the clauses of an article state of its projects."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

import regex
from msgspec import Struct

from gaoxin_extract.linking.cues import STAGES, Cues
from gaoxin_extract.linking.measures import measures
from gaoxin_extract.linking.passages import Clause
from gaoxin_extract.records import (
    AnyMention,
    DateMention,
    Fact,
    MoneyMention,
    OrgMention,
    Relation,
    Stage,
    ZoneMention,
)
from gaoxin_extract.text import Span

DATE_ROLES: Mapping[Stage, str] = {
    "signed": "signed",
    "under_construction": "started",
    "completed": "completed",
    "trial_production": "trial_production",
    "in_production": "in_production",
}
# Sums that are the project's own wherever its clause states them, and those that are only with its output in sight.
INVESTED = frozenset({"total_investment", "investment"})
YIELDED = frozenset({"output_value", "revenue", "profit", "tax"})
GRANTED = frozenset({"loan", "financing", "fund"})
YIELD_CUE = regex.compile(r"达产|投产|满产|建成后|达效|预计|可实现|年产值|将实现|运营后")
OF = regex.compile(r"(?:的|建设|实施|新建|打造|引进|上马|启动)")
OWN_KINDS = frozenset(
    {"company", "research", "education", "finance", "health", "media", "association", "community", "other"}
)


class Statement(Struct, frozen=True):
    """A fact and the project that it is of; `asserted` where it has come about, as far as the words tell."""

    project: int
    fact: Fact
    asserted: bool = True


class Reading(Struct, frozen=True):
    """An article's text with its mentions by type, each sorted by start."""

    content: str
    money: tuple[MoneyMention, ...]
    dates: tuple[DateMention, ...]
    bodies: tuple[OrgMention, ...]
    zones: tuple[ZoneMention, ...]


def statements(reading: Reading, clauses: Sequence[Clause], cues: Cues) -> Iterator[Statement]:
    """All that `clauses` state, in the order of the text."""
    for clause in clauses:
        yield from _amounts(reading, clause)
        if clause.about:
            yield from _measured(reading, clause, cues)
        yield from _happened(reading, clause, cues)
        yield from _bodies(reading, clause, cues)


def _targets(clause: Clause, place: int) -> tuple[int, ...]:
    """The projects that words at `place` tell of: those named last before, else those named next, else those carried on."""
    before = [group for group in clause.groups if group[0].span.start <= place]
    if before:
        return tuple(naming.project for naming in before[-1])
    if clause.groups:
        return tuple(naming.project for naming in clause.groups[0])
    return clause.about


def _amounts(reading: Reading, clause: Clause) -> Iterator[Statement]:
    content = reading.content
    for money in _within(reading.money, clause.span):
        role = money.norm.role
        if role is None or not _belongs(content, clause, role):
            continue
        ahead = [naming for group in clause.groups for naming in group if naming.span.start >= money.end]
        if ahead and OF.search(content, money.end, ahead[0].span.start):
            targets: tuple[int, ...] = (ahead[0].project,)
        else:
            targets = _targets(clause, money.start)
        if len(targets) == 1:
            yield Statement(targets[0], _entity_fact("amount", role, money, money.norm.amount, money.norm.currency))


def _belongs(content: str, clause: Clause, role: str) -> bool:
    if role in INVESTED:
        return bool(clause.about)
    if role in YIELDED:
        return clause.tie in {"named", "pointed", "carried"} and bool(
            YIELD_CUE.search(content, clause.span.start, clause.span.end)
        )
    return role in GRANTED and clause.tie in {"named", "pointed"}


def _measured(reading: Reading, clause: Clause, cues: Cues) -> Iterator[Statement]:
    for measure in measures(reading.content, clause.span, cues):
        targets = _targets(clause, measure.span.start)
        if len(targets) == 1:
            words = reading.content[measure.span.start : measure.span.end]
            fact = Fact(
                measure.relation,
                None,
                None,
                words,
                measure.span.start,
                measure.span.end,
                measure.value,
                measure.unit,
                None,
            )
            yield Statement(targets[0], fact)


def _happened(reading: Reading, clause: Clause, cues: Cues) -> Iterator[Statement]:
    """Stages and the dates of them: each happening takes the date nearest before it in its clause."""
    content = reading.content
    start = clause.span.start
    dates = list(_within(reading.dates, clause.span))
    names = [naming.span for group in clause.groups for naming in group]
    for found in cues.happening.finditer(content, clause.span.start, clause.span.end):
        if any(name.start <= found.start() and found.end() <= name.end for name in names):
            continue
        stage = cues.stages[found[0]]
        asserted = not cues.ahead.search(content, start, found.start()) and not _only_planned(content, found.end())
        targets = _targets(clause, found.start())
        if clause.groups and not any(group[0].span.start < found.start() for group in clause.groups):
            targets = tuple(naming.project for naming in clause.groups[0])
        dated = [date for date in dates if start <= date.start and date.end <= found.start()]
        date = dated[-1] if dated else None
        for target in targets:
            words = found[0]
            yield Statement(
                target,
                Fact("stage", None, None, words, found.start(), found.end(), stage, None, date and date.id),
                asserted,
            )
            if date is not None and stage in DATE_ROLES:
                yield Statement(target, _entity_fact("date", DATE_ROLES[stage], date, date.norm.value, None), asserted)
        start = found.end()


def _only_planned(content: str, end: int) -> bool:
    return content[end : end + 1] in {"后", "前"} or content[end : end + 2] in {"条件", "在即", "手续"}


def _bodies(reading: Reading, clause: Clause, cues: Cues) -> Iterator[Statement]:
    content = reading.content
    for body in _within(reading.bodies, clause.span):
        if body.norm.kind not in OWN_KINDS:
            continue
        targets = _targets(clause, body.start)
        if not targets or any(
            name.span.start <= body.start < name.span.end for group in clause.groups for name in group
        ):
            continue
        for cue in cues.bodies:
            if _fits(content, clause.span, body, cue):
                for target in targets:
                    yield Statement(target, _entity_fact("organisation", cue.role, body, body.norm.name, None))
                break


def _fits(content: str, span: Span, body: OrgMention, cue) -> bool:
    return bool(cue.before.search(content, span.start, body.start)) and bool(
        cue.after.match(content, body.end, span.end) if cue.after.pattern else True
    )


def _entity_fact(
    relation: Relation, role: str | None, mention: AnyMention, value: str | None, unit: str | None
) -> Fact:
    return Fact(relation, role, mention.id, mention.text, mention.start, mention.end, value, unit, None)


def _within(mentions, span: Span):
    place = bisect_left(mentions, span.start, key=lambda mention: mention.start)
    while place < len(mentions) and mentions[place].start < span.end:
        yield mentions[place]
        place += 1


def latest(stated: Sequence[Statement]) -> Stage | None:
    """The furthest stage that has come about; planned where all of them lie ahead."""
    reached = [
        statement.fact.value for statement in stated if statement.fact.relation == "stage" and statement.asserted
    ]
    if reached:
        return max((stage for stage in STAGES if stage in reached), key=STAGES.index)
    return "planned" if any(statement.fact.relation == "stage" for statement in stated) else None
