"""What changed between two sets of records: articles, mentions, their values, facts of projects.

Ids say nothing, since they count what a version found: articles are the same where they print the same characters of
one source, mentions where they stand on the same characters.
"""

from collections.abc import Iterable, Iterator, Sequence

from gaoxin_extract.differences.articles import Pair, pairs
from gaoxin_extract.differences.changes import Change, Kind
from gaoxin_extract.differences.mentions import change_of, compare_mentions
from gaoxin_extract.differences.projects import compare_facts, whole_project
from gaoxin_extract.records import Record

__all__ = ["Change", "Pair", "changes", "differences", "pairs"]

OPENING = 40
FIELDS = ("title", "byline", "kind", "dct", "text")


def differences(old: Sequence[Record], new: Sequence[Record]) -> Iterator[Change]:
    """The changes from `old` to `new`: in the order of `new`, at last the articles that are gone."""
    for pair in pairs(old, new):
        yield from changes(pair)


def changes(pair: Pair) -> Iterator[Change]:
    """What changed in one article; all that is in it where it is new or gone."""
    old, new = pair.old, pair.new
    if old is None or new is None:
        yield from _alone(new, "added") if new else _alone(old, "removed") if old else ()
        return
    yield from _fields(old, new)
    found, same = compare_mentions(old, new)
    yield from found
    yield from compare_facts(old, new, same)


def _alone(record: Record, change: Kind) -> Iterator[Change]:
    yield Change(of="article", change=change, article=record.id, text=_name(record))
    yield from (change_of(change, record.id, mention) for mention in record.entities)
    for entry in record.projects:
        yield from whole_project(entry, record, change)


def _name(record: Record) -> str:
    """Its headline, else how it begins."""
    return record.title or record.text[:OPENING]


def _fields(old: Record, new: Record) -> Iterable[Change]:
    for field in FIELDS:
        before, after = _said(old, field), _said(new, field)
        if before != after:
            yield Change(
                of="article",
                change="changed",
                article=new.id,
                text=_name(new),
                field=field,
                old=before,
                new=after,
            )


def _said(record: Record, field: str) -> str | None:
    match field:
        case "dct":
            return record.dct.value if record.dct else None
        case "byline":
            return "；".join(record.byline) or None
        case _:
            value = getattr(record, field)
            return None if value is None else str(value)
