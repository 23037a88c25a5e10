"""From mentions to knowledge: one organisation a body, one project a project, each project with its facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from gaoxin_extract.articles import Article
from gaoxin_extract.linking.cues import Cues, cues_of
from gaoxin_extract.linking.facts import OWN_KINDS, Reading, Statement, latest, statements
from gaoxin_extract.linking.links import Links
from gaoxin_extract.linking.places import lying, zone_of
from gaoxin_extract.linking.passages import Article as Read
from gaoxin_extract.linking.passages import Naming, clauses
from gaoxin_extract.records import (
    AnyMention,
    DateMention,
    Fact,
    MoneyMention,
    Organisation,
    OrgMention,
    ProjectEntry,
    ProjectMention,
    ZoneMention,
)
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.text import Span

__all__ = ["Links", "link"]

Named = TypeVar("Named", OrgMention, ProjectMention)
Kind = TypeVar("Kind", bound=AnyMention)


def link(mentions: tuple[AnyMention, ...], article: Article, rules: RuleSet, *, dct: str | None = None) -> Links:
    """The organisations and projects of `article`, and what it states of the projects.

    `dct` is the article's own date: what is dated behind it has not come about yet.
    """
    reading = Reading(
        article.text.content,
        _of(mentions, MoneyMention),
        _of(mentions, DateMention),
        _of(mentions, OrgMention),
        _of(mentions, ZoneMention),
        dct,
    )
    projects = _by_name(_of(mentions, ProjectMention))
    return Links(
        _organisations(reading.bodies),
        _projects(reading, projects, cues_of(rules), _headline(article)) if projects else (),
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
    owned = {number: _in_name(reading, group) for number, group in enumerate(projects.values())}
    owners = {number: frozenset(body.norm.name for body in bodies) for number, bodies in owned.items()}
    stated: dict[int, list[Statement]] = defaultdict(list)
    read = clauses(Read(reading.content, tuple(namings), reading.bodies, owners), cues)
    for statement in statements(reading, read, cues):
        stated[statement.project].append(statement)
    lies = lying(reading.content, read, reading.zones, cues)
    everything = [mention for group in projects.values() for mention in group]
    zones = [
        zone_of(
            reading.content,
            group,
            [mention for mention in everything if mention not in group],
            reading.zones,
            lies.get(number, ()),
        )
        for number, group in enumerate(projects.values())
    ]
    return tuple(
        ProjectEntry(
            f"p{number}",
            name,
            group[0].norm.kind,
            tuple(mention.id for mention in group),
            latest(stated[number], headline),
            _facts(owned[number], stated[number], zones[number]),
        )
        for number, (name, group) in enumerate(projects.items())
    )


def _in_name(reading: Reading, group: Sequence[ProjectMention]) -> tuple[OrgMention, ...]:
    """The bodies that the project's own names open with."""
    return tuple(
        body
        for mention in group
        for body in reading.bodies
        if mention.start <= body.start
        and body.end <= mention.end
        and body.norm.kind in OWN_KINDS
        and body.start - mention.start < 12
    )


def _facts(owned: Sequence[OrgMention], stated: Sequence[Statement], zone: ZoneMention | None) -> tuple[Fact, ...]:
    facts = [statement.fact for statement in stated]
    told = {fact.value for fact in facts if fact.relation == "organisation" and fact.role != "owner"}
    facts = [fact for fact in facts if fact.role != "owner" or fact.value not in told]
    facts = [*(_body_fact(body, "owner") for body in owned[:1] if body.norm.name not in told), *facts]
    if zone:
        facts.append(Fact("zone", None, zone.id, zone.text, zone.start, zone.end, zone.norm.name, None, None))
    return tuple(_distinct(facts))


def _body_fact(body: OrgMention, role: str) -> Fact:
    return Fact("organisation", role, body.id, body.text, body.start, body.end, body.norm.name, None, None)


def _distinct(facts: Iterable[Fact]) -> list[Fact]:
    """Each fact once, as it is first stated; a stage and a body once in a role."""
    seen: dict[tuple[str, str | None, str | None], Fact] = {}
    for fact in facts:
        seen.setdefault((fact.relation, fact.role, fact.value or fact.text), fact)
    return list(seen.values())


def _of(mentions: Sequence[AnyMention], kind: type[Kind]) -> tuple[Kind, ...]:
    return tuple(mention for mention in mentions if isinstance(mention, kind))


def _by_name(mentions: Iterable[Named]) -> dict[str, list[Named]]:
    groups: dict[str, list[Named]] = defaultdict(list)
    for mention in mentions:
        groups[mention.norm.name].append(mention)
    return groups
