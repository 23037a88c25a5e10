"""From mentions to knowledge: one organisation a body, one project a project, each project with its facts."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from operator import attrgetter
from typing import TypeVar

from msgspec.structs import replace

from gaoxin_extract.articles import Article
from gaoxin_extract.entities.project.marks import widened
from gaoxin_extract.linking.cues import Cues, cues_of
from gaoxin_extract.linking.facts import latest, statements
from gaoxin_extract.linking.gatherings import called, counted, gathered
from gaoxin_extract.linking.happenings import USE
from gaoxin_extract.linking.links import Links
from gaoxin_extract.linking.parties import OWN_KINDS, tabled, winners
from gaoxin_extract.linking.passages import Discourse, Naming, clauses
from gaoxin_extract.linking.places import lying, outside_names, zone_of
from gaoxin_extract.linking.statements import Reading, Row, Statement
from gaoxin_extract.records import (
    AnyMention,
    DateMention,
    Fact,
    MoneyMention,
    Organisation,
    OrgMention,
    ProjectEntry,
    ProjectMention,
    Stage,
    ZoneMention,
)
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.text import Span
from gaoxin_extract.traditional import script

__all__ = ["Links", "link"]

# A body stands at the beginning of a project's name, or behind a place.
OPENING = 8
SURE_LENGTH, SURE = 3, 0.8
HEAD = 2
# What a project makes is not whose it is: 江南水厂一期工程.
WORKS = ("厂", "园", "站", "馆", "院", "中心")
# A place before a body in a name, and a name that is no sentence.
PLACE, LONGEST = 4, 16
Named = TypeVar("Named", OrgMention, ProjectMention)
Kind = TypeVar("Kind", bound=AnyMention)


def link(mentions: tuple[AnyMention, ...], article: Article, rules: RuleSet, *, dct: str | None = None) -> Links:
    """The organisations and projects of `article`, and what it states of the projects.

    `dct` is the article's own date: what is dated behind it has not come about yet.
    """
    reading = Reading(
        widened(script(rules).simplified(article.text.content)),
        _row(mentions, MoneyMention),
        _row(mentions, DateMention),
        _row(mentions, OrgMention),
        _of(mentions, ZoneMention),
        dct,
        {mention.id: mention.start for mention in _of(mentions, MoneyMention)},
        {mention.id: mention.norm.value for mention in _of(mentions, DateMention)},
    )
    projects = _by_name(_of(mentions, ProjectMention))
    return Links(
        _organisations(reading.bodies.mentions),
        _as_printed(_projects(reading, projects, cues_of(rules), _headline(article)), article) if projects else (),
    )


def _as_printed(projects: Iterable[ProjectEntry], article: Article) -> tuple[ProjectEntry, ...]:
    """`projects` with the words of their facts in the article's own script."""
    content = article.text.content
    return tuple(
        replace(project, facts=tuple(replace(fact, text=content[fact.start : fact.end]) for fact in project.facts))
        for project in projects
    )


def _headline(article: Article) -> int:
    """Where the headline ends that an article's text opens with; 0 where there is none."""
    return max((part.span.end for part in article.parts if part.kind in {"kicker", "headline"}), default=0)


def _organisations(bodies: Sequence[OrgMention]) -> tuple[Organisation, ...]:
    return tuple(
        Organisation(f"o{number}", name, group[0].norm.kind, tuple(mention.id for mention in group))
        for number, (name, group) in enumerate(_by_name(bodies).items())
    )


def _projects(
    reading: Reading, projects: Mapping[str, Sequence[ProjectMention]], cues: Cues, headline: int
) -> tuple[ProjectEntry, ...]:
    namings = sorted(
        (
            Naming(Span(mention.start, mention.end), number)
            for number, group in enumerate(projects.values())
            for mention in group
        ),
        key=lambda naming: naming.span.start,
    )
    spans = tuple(naming.span for naming in namings)
    free = frozenset(body.norm.name for body in reading.bodies.mentions if not _lies_in(spans, body))
    heads = _heads(reading.bodies.mentions)
    owned = {
        number: _in_name(reading, group, free) or _opening(group, heads)
        for number, group in enumerate(projects.values())
    }
    owners = {number: frozenset(body.norm.name for body in bodies) for number, bodies in owned.items()}
    stated: dict[int, list[Statement]] = defaultdict(list)
    owns: dict[str, tuple[int, ...]] = defaultdict(tuple)
    for number, names in owners.items():
        for name in names:
            owns[name] += (number,)
    named = tuple(naming.span.start for naming in namings)
    bodies = reading.bodies
    telling = sorted((*named, *(body.start for body in bodies.mentions if body.norm.name in owns)))
    read = clauses(
        Discourse(
            reading.content,
            tuple(namings),
            bodies.mentions,
            named,
            bodies.starts,
            telling,
            owners,
            owns,
            tuple(projects),
        ),
        cues,
    )
    for statement in statements(reading, read, cues, owns):
        stated[statement.project].append(statement)
    for told in (
        gathered(reading, namings, stated, cues),
        called(reading, namings, stated, cues),
        tabled(reading, namings),
    ):
        for statement in tuple(told):
            stated[statement.project].append(statement)
    for told in (counted(reading, stated, cues), winners(reading, stated, headline)):
        for statement in tuple(told):
            stated[statement.project].append(statement)
    lies = lying(reading.content, read, reading.zones, cues)
    everything = sorted((mention for group in projects.values() for mention in group), key=attrgetter("start"))
    outside = outside_names(reading.content, everything, reading.zones, headline)
    entries: list[ProjectEntry] = []
    for number, (name, group) in enumerate(projects.items()):
        stage = latest(stated[number], headline, reading)
        zone = next(iter(lies.get(number, ())), None) or zone_of(
            reading.content, group, reading.zones, outside, everything
        )
        used = "in_production" if group[0].norm.kind == "industrial" else "due"
        facts = _facts(owned[number], stated[number], stage, zone, used)
        mentions = tuple(mention.id for mention in group)
        entries.append(ProjectEntry(f"p{number}", name, group[0].norm.kind, mentions, stage, facts))
    return tuple(entries)


def _lies_in(spans: Sequence[Span], body: OrgMention) -> bool:
    place = bisect_right(spans, body.start, key=attrgetter("start"))
    return bool(place) and spans[place - 1].end > body.start


def _in_name(reading: Reading, group: Sequence[ProjectMention], free: AbstractSet[str]) -> tuple[OrgMention, ...]:
    """The bodies that the project's own names open with; the whole name only if it is `free`, named elsewhere."""
    return tuple(
        body
        for mention in group
        for body in _following(reading.bodies, mention.start)
        if body.start - mention.start <= OPENING
        and body.end <= mention.end
        and _can_own(body)
        and (body.text != mention.text or body.norm.name in free)
    )


def _heads(bodies: Sequence[OrgMention]) -> dict[str, list[OrgMention]]:
    """The bodies that can own a project by what their names open with: each name once, longer ones first."""
    known = {body.text: body for body in reversed(bodies) if _can_own(body)}
    heads: dict[str, list[OrgMention]] = defaultdict(list)
    for name in sorted(known, key=len, reverse=True):
        if SURE_LENGTH <= len(name) <= LONGEST and not name.endswith(WORKS):
            heads[name[:HEAD]].append(known[name])
    return heads


def _opening(group: Sequence[ProjectMention], heads: Mapping[str, Sequence[OrgMention]]) -> tuple[OrgMention, ...]:
    """The body named elsewhere whose name the project's own names open with, but for a place."""
    found = (
        body
        for name in dict.fromkeys(mention.text for mention in group)
        for start in range(PLACE + 1)
        for body in heads.get(name[start : start + HEAD], ())
        if name.startswith(body.text, start) and body.text != name
    )
    return tuple(islice(found, 1))


def _can_own(body: OrgMention) -> bool:
    """Whether a body in a project's name is the one whose project it is; two characters must be surely a name."""
    sure = len(body.text) >= SURE_LENGTH or body.score >= SURE or body.norm.name != body.text
    return sure and body.norm.kind in OWN_KINDS


def _following(bodies: Row[OrgMention], start: int) -> Sequence[OrgMention]:
    place = bisect_left(bodies.starts, start)
    return bodies.mentions[place : place + OPENING]


def _facts(
    owned: Sequence[OrgMention], stated: Sequence[Statement], stage: Stage | None, zone: ZoneMention | None, used: str
) -> tuple[Fact, ...]:
    """The facts of a project; `used` is what the day is called on which it is to be put to use."""
    reached = [statement.fact for statement in stated if statement.asserted and statement.fact.relation == "stage"]
    facts = [_in_use(statement.fact, used) for statement in stated if statement.fact.relation != "stage"]
    told = {fact.value for fact in facts if fact.relation == "organisation" and fact.role != "owner"}
    facts = [fact for fact in facts if fact.role != "owner" or fact.value not in told]
    # Who is more to the project than one that signs for it is no partner besides.
    more = {fact.value for fact in facts if fact.relation == "organisation" and fact.role != "partner"}
    facts = [fact for fact in facts if fact.role != "partner" or fact.value not in more]
    # Of several forms of the owner's name the fullest.
    owner = sorted(owned, key=lambda body: -len(body.norm.name))[:1]
    facts = [*(_body_fact(body, "owner") for body in owner if body.norm.name not in told), *facts]
    facts += [fact for fact in reached if fact.value == stage][-1:]
    if zone:
        facts.append(Fact("zone", None, zone.id, zone.text, zone.start, zone.end, zone.norm.name, None, None))
    return tuple(_distinct(facts))


def _in_use(fact: Fact, role: str) -> Fact:
    """`fact`, of which the day of being put to use is called `role`."""
    return replace(fact, role=role) if fact.role == USE else fact


def _body_fact(body: OrgMention, role: str) -> Fact:
    return Fact("organisation", role, body.id, body.text, body.start, body.end, body.norm.name, None, None)


def _distinct(facts: Iterable[Fact]) -> list[Fact]:
    """Each fact once, as it is first stated."""
    seen: dict[tuple[str, str | None, str | None], Fact] = {}
    for fact in facts:
        seen.setdefault((fact.relation, fact.role, fact.value or fact.text), fact)
    return list(seen.values())


def _of(mentions: Sequence[AnyMention], kind: type[Kind]) -> tuple[Kind, ...]:
    return tuple(mention for mention in mentions if isinstance(mention, kind))


def _row(mentions: Sequence[AnyMention], kind: type[Kind]) -> Row[Kind]:
    found = _of(mentions, kind)
    return Row(found, tuple(mention.start for mention in found))


def _by_name(mentions: Iterable[Named]) -> dict[str, list[Named]]:
    groups: dict[str, list[Named]] = defaultdict(list)
    for mention in mentions:
        groups[mention.norm.name].append(mention)
    return groups
