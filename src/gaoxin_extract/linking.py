"""From mentions to knowledge: one organisation a body, one project a project, each project with its facts."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.articles import Article
from gaoxin_extract.records import AnyMention, Fact, Organisation, OrgMention, ProjectEntry, ProjectMention
from gaoxin_extract.rulebook import RuleSet

Named = TypeVar("Named", OrgMention, ProjectMention)


class Links(Struct, frozen=True):
    """What an article knows of its organisations and projects, each in the order of first mention."""

    organisations: tuple[Organisation, ...]
    projects: tuple[ProjectEntry, ...]

    def keeping(self, ids: AbstractSet[str]) -> "Links":
        """These links without what rests on mentions that are not among `ids`."""
        organisations = tuple(
            replace(body, mentions=kept) for body in self.organisations if (kept := _kept(body.mentions, ids))
        )
        projects = tuple(
            replace(project, mentions=kept, facts=tuple(fact for fact in project.facts if _rests(fact, ids)))
            for project in self.projects
            if (kept := _kept(project.mentions, ids))
        )
        return Links(organisations, projects)


def link(mentions: tuple[AnyMention, ...], article: Article, rules: RuleSet) -> Links:  # noqa: ARG001 -- facts need them
    """The organisations and projects of `article`."""
    bodies = _by_name(mention for mention in mentions if isinstance(mention, OrgMention))
    projects = _by_name(mention for mention in mentions if isinstance(mention, ProjectMention))
    return Links(
        tuple(
            Organisation(f"o{number}", name, group[0].norm.kind, tuple(mention.id for mention in group))
            for number, (name, group) in enumerate(bodies.items())
        ),
        tuple(
            ProjectEntry(f"p{number}", name, group[0].norm.kind, tuple(mention.id for mention in group), None, ())
            for number, (name, group) in enumerate(projects.items())
        ),
    )


def _by_name(mentions: Iterable[Named]) -> dict[str, list[Named]]:
    groups: dict[str, list[Named]] = defaultdict(list)
    for mention in mentions:
        groups[mention.norm.name].append(mention)
    return groups


def _kept(mentions: tuple[str, ...], ids: AbstractSet[str]) -> tuple[str, ...]:
    return tuple(mention for mention in mentions if mention in ids)


def _rests(fact: Fact, ids: AbstractSet[str]) -> bool:
    return all(mention is None or mention in ids for mention in (fact.entity, fact.date))
