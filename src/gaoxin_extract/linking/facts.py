"""What the clauses of an article state of its projects."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

import regex
from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.linking.cues import STAGES, BodyCue, Cues
from gaoxin_extract.linking.happenings import PLAN, Before, Calendar, happenings
from gaoxin_extract.linking.measures import Measure, area_before, measures
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

FINISHED = frozenset({"completed", "trial_production", "in_production", "topped_out"})
# Sums that are the project's own wherever its clause states them, and those that are only with its output in sight.
INVESTED = frozenset({"total_investment", "investment"})
YIELDED = frozenset({"output_value", "revenue", "profit", "tax"})
# 中标价5亿元: what the work is given for.
WON = frozenset({"other", "price", "cost"})
WON_FOR = re.compile(r"(?:中标|合同)(?:总?价|总?金?额)款?(?:为|约|达|人民币)*\Z")
REACH = 12
GRANTED = frozenset({"loan", "financing", "fund"})
YIELD_CUE = re.compile(r"达产|投产|满产|建成后|达效|预计|预估|可实现|年产值|将实现|运营[后期]|年(?:利|纳)税|年销售")
# A subject is rarely shorter.
SUBJECT = 3
# 该公司 points no further back than so many bodies.
REMEMBERED = 8
# A clause that holds none of these says nothing of 该公司.
COMPANY = re.compile("公司|企业|集团")
PARTIES = re.compile(r"由[^，。；]{2,40}[与和][^，。；]{2,24}(?:签署|签订|签约)")
# In an announcement 公司 is the one that makes it.
COMPANY_ITSELF = "公司"
ANNOUNCED = re.compile("公告|公布|披露|发布")
# 建成智能工厂: what a company made may be any of its works.
MADE = re.compile(r"(?:建成|落成|启用|交付)了?(?![^，。；]{0,2}(?:投|通|使|运|交|后|并|时))\w")
EACH = re.compile("分别|依次|先后|相继")
OTHERS = re.compile("(?:的|级)?(?:项目|企业|产业|工程)")
OF = re.compile(r"(?:的|建设|实施|新建|打造|引进|上马|启动)")
OWN_KINDS = frozenset(
    {"company", "research", "education", "finance", "health", "media", "association", "community", "other"}
)
# A zone's administration owns and builds nothing of a company's, but signs with it.
STATE_ROLES = frozenset({"partner", "operator"})


Placed = TypeVar("Placed", bound=AnyMention)


class Statement(Struct, frozen=True):
    """A fact and the project that it is of; `asserted` where it has come about, as far as the words tell."""

    project: int
    fact: Fact
    asserted: bool = True


class Row(Struct, Generic[Placed], frozen=True):
    """The mentions of one type sorted by start, and their starts."""

    mentions: tuple[Placed, ...]
    starts: tuple[int, ...]

    def within(self, span: Span) -> tuple[Placed, ...]:
        """Those that begin in `span`."""
        first = bisect_left(self.starts, span.start)
        return self.mentions[first : bisect_left(self.starts, span.end, first)]


class Reading(Struct, frozen=True):
    """An article's text with its mentions by type; `starts` are those of the sums by id."""

    content: str
    money: Row[MoneyMention]
    dates: Row[DateMention]
    bodies: Row[OrgMention]
    zones: tuple[ZoneMention, ...]
    dct: str | None
    starts: Mapping[str, int]


def statements(
    reading: Reading, clauses: Sequence[Clause], cues: Cues, owned: Mapping[str, tuple[int, ...]]
) -> Iterator[Statement]:
    """All that `clauses` state, in the order of the text; `owned` are the projects whose names hold a body's name."""
    before, sentence, opened = Before(), -1, 0
    # Most clauses tell nothing: one look over the whole text says which may.
    happen = _marked(cues.happening, reading.content, clauses) | _marked(PLAN, reading.content, clauses)
    companies = _marked(COMPANY, reading.content, clauses)
    for number, clause in enumerate(clauses):
        if clause.sentence != sentence:
            before, sentence, opened = Before(), clause.sentence, clause.span.start
        if money := reading.money.within(clause.span):
            yield from _amounts(reading, clause, opened, money)
        if clause.about:
            yield from _measured(reading, clause, cues)
        dates = reading.dates.within(clause.span)
        if dates or number in happen:
            stated, before = _happened(reading, clause, dates, before, cues)
            yield from stated
        if bodies := reading.bodies.within(clause.span):
            yield from _bodies(reading, clause, bodies, cues, owned)
        if number in companies:
            yield from _companies(reading, clause, cues)


def _marked(words: re.Pattern[str], content: str, clauses: Sequence[Clause]) -> frozenset[int]:
    """The numbers of the clauses in which one of `words` begins."""
    starts = [clause.span.start for clause in clauses]
    return frozenset(bisect_right(starts, found.start()) - 1 for found in words.finditer(content))


def _targets(clause: Clause, place: int) -> tuple[int, ...]:
    """The projects that words at `place` tell of: those named last before, else next, else those carried on."""
    before = [group for group in clause.groups if group[0].span.start <= place]
    if before:
        return tuple(naming.project for naming in before[-1])
    if clause.groups:
        return tuple(naming.project for naming in clause.groups[0])
    return clause.about


def _amounts(reading: Reading, clause: Clause, opened: int, found: Sequence[MoneyMention]) -> Iterator[Statement]:
    """The sums of a clause whose sentence opened at `opened`."""
    content = reading.content
    sums = [money for money in found if _is_own(reading, clause, opened, money)]
    shared = _targets(clause, clause.span.end)
    if len(sums) == len(shared) > 1 and EACH.search(content, clause.span.start, sums[0].start):
        for project, money in zip(shared, sums, strict=True):
            yield Statement(project, _amount(money))
        return
    for money in sums:
        ahead = [naming for group in clause.groups for naming in group if naming.span.start >= money.end]
        if ahead and OF.search(content, money.end, ahead[0].span.start):
            targets: tuple[int, ...] = (ahead[0].project,)
        else:
            targets = _targets(clause, money.start)
        if len(targets) == 1:
            yield Statement(targets[0], _amount(money))


def _amount(money: MoneyMention) -> Fact:
    return _entity_fact("amount", money.norm.role, money, money.norm.amount, money.norm.currency)


def _is_own(reading: Reading, clause: Clause, opened: int, money: MoneyMention) -> bool:
    """Whether a sum is the projects' own: not the size of others (5亿元以上项目7个), nor said before in yuan.

    `这个总投资5亿元的项目` points at its own.
    """
    if clause.tie != "pointed" and OTHERS.match(reading.content, money.end):
        return False
    if reading.starts.get(money.norm.equals or "", money.start) < money.start:
        return False
    return money.norm.role is not None and _belongs(reading.content, clause, opened, money.start, money.norm.role)


def _belongs(content: str, clause: Clause, opened: int, place: int, role: str) -> bool:
    """Whether a sum of `role` at `place` is of the clause's project; its sentence opened at `opened`."""
    if role in INVESTED:
        return bool(clause.about)
    if role in WON and WON_FOR.search(content, max(place - REACH, 0), place):
        return clause.tie in {"named", "pointed", "carried"}
    if role in YIELDED:
        return clause.tie in {"named", "pointed", "carried"} and bool(
            YIELD_CUE.search(content, opened, clause.span.end)
        )
    return role in GRANTED and clause.tie in {"named", "pointed"}


def _measured(reading: Reading, clause: Clause, cues: Cues) -> Iterator[Statement]:
    for naming in (naming for group in clause.groups for naming in group):
        before = area_before(reading.content, Span(clause.span.start, naming.span.start), cues)
        if before is not None:
            yield Statement(naming.project, _measure_fact(reading.content, before))
    for measure in measures(reading.content, clause.span, cues):
        targets = _targets(clause, measure.span.start)
        if len(targets) == 1:
            yield Statement(targets[0], _measure_fact(reading.content, measure))


def _measure_fact(content: str, measure: Measure) -> Fact:
    start, end = measure.span.start, measure.span.end
    return Fact(measure.relation, None, None, content[start:end], start, end, measure.value, measure.unit, None)


def _happened(
    reading: Reading, clause: Clause, dates: Sequence[DateMention], before: Before, cues: Cues
) -> tuple[list[Statement], Before]:
    """Stages and the dates of them."""
    names = [naming.span for group in clause.groups for naming in group]
    calendar = Calendar(dates, reading.dct)
    told, left = happenings(reading.content, clause.span, calendar, before, cues)
    stated = []
    for happening in told:
        start, end = happening.span.start, happening.span.end
        if any(name.start <= start and end <= name.end for name in names) or _of_another(reading, clause, start, cues):
            continue
        fact = stage_fact(reading.content, happening.span, happening.stage, happening.date)
        for target in _targets(clause, start):
            stated.append(Statement(target, fact, happening.asserted))
            if happening.date is not None and happening.role:
                stated.append(Statement(target, date_fact(happening.date, happening.role)))
    return stated, left


def stage_fact(content: str, span: Span, stage: Stage, date: DateMention | None) -> Fact:
    """That a project reached `stage`, as the words of `span` tell."""
    words = content[span.start : span.end]
    return Fact("stage", None, None, words, span.start, span.end, stage, None, date.id if date else None)


def date_fact(date: DateMention, role: str) -> Fact:
    """That `date` is a project's."""
    return _entity_fact("date", role, date, date.norm.value, None)


def _of_another(reading: Reading, clause: Clause, place: int, cues: Cues) -> bool:
    """Whether a clause that only carries a project on has a subject of its own before `place`, or makes something."""
    if clause.groups or clause.tie not in {"named", "carried"}:
        return False
    # 并由甲与乙分别签署协议: the parties are no other subject than what they sign for.
    if clause.tie == "named" and PARTIES.search(reading.content, clause.span.start, clause.span.end):
        return False
    if clause.owned and MADE.match(reading.content, place, clause.span.end):
        return True
    words = reading.content[clause.span.start : place]
    for date in reading.dates.within(Span(clause.span.start, place)):
        words = words.replace(date.text, "")
    return len(cues.manner.sub("", words)) > SUBJECT


def _bodies(
    reading: Reading,
    clause: Clause,
    found: Sequence[OrgMention],
    cues: Cues,
    owned: Mapping[str, tuple[int, ...]],
) -> Iterator[Statement]:
    """What the organisations of a clause are to its projects; who invests does so in a project of its own name."""
    content = reading.content
    bodies = [body for body in found if _is_apart(clause, body)]
    if not bodies:
        return
    shared = _targets(clause, clause.span.end)
    last = next((cue for cue in cues.bodies if cue.after.match(content, bodies[-1].end, clause.span.end)), None)
    if last and len(bodies) == len(shared) > 1 and EACH.search(content, clause.span.start, bodies[0].start):
        for project, body in zip(shared, bodies, strict=True):
            yield Statement(project, _entity_fact("organisation", last.role, body, body.norm.name, None))
        return
    for body in bodies:
        cue = next((cue for cue in cues.bodies if _fits(content, clause.span, body, cue) and _may(body, cue)), None)
        targets = _targets(clause, body.start)
        if cue is None or (cue.role == "owner" and (len(targets) > 1 or clause.tie not in {"named", "ahead"})):
            continue
        # 甲与乙共建实验室, before the project is named: only what is signed may be of it.
        if cue.role == "partner" and clause.tie == "ahead" and content.find("签", body.end, clause.span.end) < 0:
            continue
        own = owned.get(body.norm.name, ())
        if cue.role == "investor" and len(own) == 1:
            targets = own
        for target in targets:
            yield Statement(target, _entity_fact("organisation", cue.role, body, body.norm.name, None))


def _companies(reading: Reading, clause: Clause, cues: Cues) -> Iterator[Statement]:
    """What 该公司 or 公司 is to the projects: the company named last before it is meant."""
    for found in cues.company.finditer(reading.content, clause.span.start, clause.span.end):
        cue = next((cue for cue in cues.bodies if _fits(reading.content, clause.span, Span(*found.span()), cue)), None)
        place = bisect_left(reading.bodies.starts, found.start())
        if announced := _announced(reading.content, found):
            place = bisect_left(reading.bodies.starts, announced)
        before = reading.bodies.mentions[max(place - REMEMBERED, 0) : place]
        body = next((body for body in reversed(before) if body.norm.kind == "company"), None)
        targets = _targets(clause, found.start())
        if cue is not None and body is not None and len(targets) == 1:
            fact = _entity_fact("organisation", cue.role, body, body.norm.name, None)
            yield Statement(targets[0], replace(fact, text=found[0], start=found.start(), end=found.end()))


def _announced(content: str, found: re.Match[str] | regex.Match[str]) -> int:
    """Where the paragraph first tells of an announcement before the 公司 of `found`, who makes it; 0 where none."""
    if found[0] != COMPANY_ITSELF:
        return 0
    told = ANNOUNCED.search(content, content.rfind("\n", 0, found.start()) + 1, found.start())
    return told.start() if told else 0


def _is_apart(clause: Clause, body: OrgMention) -> bool:
    """Whether `body` stands in no project's name."""
    names = (naming.span for group in clause.groups for naming in group)
    return not any(name.start <= body.start < name.end for name in names)


def _may(body: OrgMention, cue: BodyCue) -> bool:
    return body.norm.kind in OWN_KINDS or cue.role in STATE_ROLES


def _fits(content: str, span: Span, body: OrgMention | Span, cue: BodyCue) -> bool:
    return bool(cue.before.search(content, span.start, body.start) and cue.after.match(content, body.end, span.end))


def _entity_fact(
    relation: Relation, role: str | None, mention: AnyMention, value: str | None, unit: str | None
) -> Fact:
    return Fact(relation, role, mention.id, mention.text, mention.start, mention.end, value, unit, None)


def latest(stated: Sequence[Statement], headline: int) -> Stage | None:
    """The furthest stage that has come about; where all of them lie ahead, what comes before the next.

    A headline, which ends at `headline`, drops the words that tell what has come about: it counts where no other tells.
    """
    stages = [statement for statement in stated if statement.fact.relation == "stage"]
    told = [statement for statement in stages if statement.fact.start >= headline] or stages
    reached = {statement.fact.value for statement in told if statement.asserted}
    ahead = {statement.fact.value for statement in told if not statement.asserted}
    # What is signed and will be finished soon is being built by now, unless its start lies ahead as well.
    if reached <= {"signed", "planned"} and ahead & FINISHED and "under_construction" not in ahead and told:
        return "under_construction" if reached != {"planned"} else "planned"
    if reached:
        return max((stage for stage in STAGES if stage in reached), key=STAGES.index)
    return "planned" if told else None
