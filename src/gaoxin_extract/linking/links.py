"""What linking gives: the organisations and projects of an article."""

from collections.abc import Set as AbstractSet

from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.records import Fact, Organisation, ProjectEntry


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


def _kept(mentions: tuple[str, ...], ids: AbstractSet[str]) -> tuple[str, ...]:
    return tuple(mention for mention in mentions if mention in ids)


def _rests(fact: Fact, ids: AbstractSet[str]) -> bool:
    return all(mention is None or mention in ids for mention in (fact.entity, fact.date))
