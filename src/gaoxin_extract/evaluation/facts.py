"""Compares the facts of projects with annotations: a fact is right when project, relation and filler agree."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec
from msgspec import Struct

from gaoxin_extract.evaluation.gold import GoldEntity, GoldFact, GoldSource, fold
from gaoxin_extract.evaluation.mentions import Difference
from gaoxin_extract.records import AnyMention, Label, ProjectEntry, Record

# The relations that count, with the label of the mention that fills them.
FILLERS: Mapping[str, Label | None] = {
    "organisation": "ORG",
    "amount": "MONEY",
    "date": "DATE",
    "zone": "ZONE",
    "stage": None,
    "site_area": None,
    "floor_area": None,
}


class FactFigures(Struct, frozen=True):
    """Right facts against annotated, proposed, and (of those with a role) roles compared."""

    right: int
    gold: int
    proposed: int
    right_roles: int
    roles: int


class _GoldProject(Struct, frozen=True):
    """An annotated project that carries facts: the names it goes by, and what each fact's filler may be called."""

    entity: GoldEntity
    names: frozenset[str]
    facts: tuple[tuple[GoldFact, frozenset[str]], ...]


class Claim(Struct, frozen=True):
    """A proposed fact and what its filler may be called."""

    relation: str
    role: str | None
    text: str
    keys: frozenset[str]


def compare_facts(gold: GoldSource, records: Sequence[Record], counts: Counter[str]) -> Iterator[Difference]:
    """Count the facts about firm annotated projects that carry any; yield what is missing or wrong."""
    projects = _annotated(gold)
    taken: set[tuple[int, int]] = set()
    for record in records:
        mentions = {mention.id: mention for mention in record.entities}
        for entry in record.projects:
            names = {fold(entry.name)} | {fold(mentions[id_].text) for id_ in entry.mentions if id_ in mentions}
            matched = [number for number, project in enumerate(projects) if project.names & names]
            if len({fold((projects[n].entity.norm or {}).get("name")) for n in matched}) > 1:
                yield Difference(
                    "merged", "PROJECT", gold.source, entry.name, "、".join(projects[n].entity.text for n in matched)
                )
            firm = [number for number in matched if not projects[number].entity.optional]
            for claim in claims(entry, mentions) if firm else ():
                counts["proposed"] += 1
                found = _fitting(claim, projects, firm, taken)
                if found is None:
                    detail = f"{claim.relation} {claim.role or ''} {claim.text}"
                    yield Difference("fact+", "PROJECT", gold.source, entry.name, detail)
                    continue
                taken.add(found)
                counts["right"] += 1
                role = projects[found[0]].facts[found[1]][0].role
                counts["roles"] += bool(role)
                counts["right_roles"] += bool(role) and role == claim.role
    for number, project in enumerate(projects):
        if not project.entity.optional:
            counts["gold"] += len(project.facts)
            for place, (fact, _) in enumerate(project.facts):
                if (number, place) not in taken:
                    detail = f"{fact.relation} {fact.role or ''} {fact.text}"
                    yield Difference("fact-", "PROJECT", gold.source, project.entity.text, detail)


def _fitting(
    claim: Claim, projects: Sequence[_GoldProject], numbers: Sequence[int], taken: AbstractSet[tuple[int, int]]
) -> tuple[int, int] | None:
    """The first fact of these projects, by project and place, that says what `claim` says and isn't taken."""
    fitting = (
        (number, place)
        for number in numbers
        for place, (fact, keys) in enumerate(projects[number].facts)
        if fact.relation == claim.relation and keys & claim.keys and (number, place) not in taken
    )
    return next(fitting, None)


def claims(entry: ProjectEntry, mentions: Mapping[str, AnyMention]) -> tuple[Claim, ...]:
    """What `entry` says in relations that count, each thing once; `mentions` are its record's by id."""
    found: dict[tuple[str, str | None, str], Claim] = {}
    for fact in entry.facts:
        if fact.relation in FILLERS and fact.relation != "stage":
            mention = mentions.get(fact.entity or "")
            text = mention.text if mention else fact.text
            keys = _names_of(text, msgspec.to_builtins(mention.norm) if mention else {})
            found.setdefault(
                (fact.relation, fact.role, min(keys, default="")), Claim(fact.relation, fact.role, text, keys)
            )
    if entry.stage:
        keys = _names_of(entry.stage, {})
        found.setdefault(("stage", None, min(keys)), Claim("stage", None, entry.stage, keys))
    return tuple(found.values())


def _annotated(gold: GoldSource) -> list[_GoldProject]:
    first: dict[tuple[str | None, str], GoldEntity] = {}
    for entity in gold.entities:
        first.setdefault((entity.label, fold(entity.text)), entity)
    projects: list[_GoldProject] = []
    for entity in gold.entities:
        norm = entity.norm or {}
        if entity.label == "PROJECT" and norm.get("facts"):
            facts = msgspec.convert(norm["facts"], tuple[GoldFact, ...])
            fillers = [first.get((FILLERS.get(fact.relation), fold(fact.text))) for fact in facts]
            named = tuple(
                (fact, _names_of(fact.text, (filler.norm if filler else None) or {}))
                for fact, filler in zip(facts, fillers, strict=True)
            )
            names = frozenset({fold(entity.text), fold(norm.get("name"))} - {""})
            projects.append(_GoldProject(entity, names, named))
    return projects


def _names_of(text: str, norm: Mapping[str, Any]) -> frozenset[str]:
    """What a filler may be called: its words, or the body, day or sum that they stand for."""
    names = {fold(text), fold(norm.get("name"))}
    names |= {f"={norm[key]}" for key in ("value", "amount") if norm.get(key)}
    return frozenset(names - {""})
