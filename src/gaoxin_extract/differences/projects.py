"""What changed of the facts that an article states of its projects."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from gaoxin_extract.differences.changes import Change, Kind
from gaoxin_extract.records import AnyMention, Fact, ProjectEntry, Record

Words = Mapping[str, str]


class Stated(NamedTuple):
    """A fact without ids: what it says, as its value if it has one, and the words that date it."""

    relation: str
    role: str | None
    said: str


def compare_facts(old: Record, new: Record, same: Mapping[str, str]) -> Iterator[Change]:
    """The facts that came, went or changed; `same`: the new ids of old mentions."""
    old_words, new_words = _words(old.entities), _words(new.entities)
    free = list(old.projects)
    for entry in new.projects:
        before = _partner(entry, free, same)
        if before is not None:
            free.remove(before)
        stated = _stated(before, old_words) if before else []
        yield from _compared(entry.name, new.id, stated, _stated(entry, new_words))
    for gone in free:
        yield from _compared(gone.name, new.id, _stated(gone, old_words), [])


def whole_project(entry: ProjectEntry, record: Record, change: Kind) -> Iterator[Change]:
    """All facts of a project, as what came or went with its article."""
    stated = _stated(entry, _words(record.entities))
    yield from (
        _compared(entry.name, record.id, [], stated)
        if change == "added"
        else _compared(entry.name, record.id, stated, [])
    )


def _partner(entry: ProjectEntry, free: Collection[ProjectEntry], same: Mapping[str, str]) -> ProjectEntry | None:
    """The old project that shares a mention with `entry`, else the one of its name."""
    mine = set(entry.mentions)
    sharing = (each for each in free if mine & {same.get(id_) for id_ in each.mentions})
    return next(sharing, next((each for each in free if each.name == entry.name), None))


def _words(mentions: Sequence[AnyMention]) -> Words:
    return {mention.id: mention.text for mention in mentions}


def _stated(entry: ProjectEntry, words: Words) -> list[Stated]:
    return [Stated(fact.relation, fact.role, _said(fact, words)) for fact in entry.facts]


def _said(fact: Fact, words: Words) -> str:
    said = fact.value or fact.text
    return f"{said} ({words.get(fact.date, fact.date)})" if fact.date else said


def _compared(project: str, article: str, before: list[Stated], after: list[Stated]) -> Iterator[Change]:
    gone = [fact for fact in before if fact not in after]
    for fact in after:
        if fact in before:
            continue
        was = next((each for each in gone if each[:2] == fact[:2]), None)
        if was is not None:
            gone.remove(was)
        yield _change("changed" if was else "added", project, article, fact, was.said if was else None, fact.said)
    for fact in gone:
        yield _change("removed", project, article, fact, fact.said, None)


def _change(change: Kind, project: str, article: str, fact: Stated, old: str | None, new: str | None) -> Change:  # noqa: PLR0913, PLR0917 -- a change's parts
    return Change(
        of="fact", change=change, article=article, text=project, field=fact.relation, role=fact.role, old=old, new=new
    )
