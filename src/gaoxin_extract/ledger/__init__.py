"""Many articles in, one line a project and one an organisation out: `merge(records)`.

A wrong join is worse than a missed one: what two articles call alike is one where its product, company, place and phase
speak for it and nothing against it, and stays apart where it could be one of two.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.ledger import accounts, bodies, projects
from gaoxin_extract.ledger.names import Names
from gaoxin_extract.ledger.records import (
    BodySighting,
    Ledger,
    LedgerOrganisation,
    LedgerProject,
    Sighting,
)
from gaoxin_extract.ledger.sightings import bodies_of, projects_of, scene_of
from gaoxin_extract.records import Record
from gaoxin_extract.rulebook import Rulebook

Seen = TypeVar("Seen", Sighting, BodySighting)

__all__ = ["Ledger", "LedgerOrganisation", "LedgerProject", "Sightings", "merge", "sight"]


class Sightings(Struct, frozen=True):
    """What articles name, article by article: all that a ledger is made of."""

    articles: frozenset[str]
    projects: tuple[Sighting, ...]
    organisations: tuple[BodySighting, ...]


def merge(records: Iterable[Record], *, into: Ledger | None = None, rulebook: Rulebook | None = None) -> Ledger:
    """The ledger of `records`, and of those that `into` was made of; of two articles with one id the later stands.

    The order of the records changes nothing.
    """
    with _uncollected():
        return _merged(records, into, Names((rulebook or Rulebook())["ledger"]))


def _merged(records: Iterable[Record], into: Ledger | None, names: Names) -> Ledger:
    seen = sight(records, names)
    old = _sightings(into) if into else Sightings(frozenset(), (), ())
    fresh = seen.articles
    named = _sorted([*(each for each in old.projects if each.id not in fresh), *seen.projects])
    told = _sorted([*(each for each in old.organisations if each.id not in fresh), *seen.organisations])
    found = tuple(accounts.project(group, names) for group in projects.join(named, names))
    parties = tuple(accounts.organisation(group, names) for group in bodies.join(told, names))
    roles = accounts.involvements(found, parties)
    return Ledger(found, tuple(replace(body, projects=roles.get(body.id, ())) for body in parties))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector off.

    Nothing made on the way to a ledger is garbage, and looking through it again and again made 100,000 records cost a
    quarter more each than 50,000.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def sight(records: Iterable[Record], names: Names) -> Sightings:
    """What each of `records` names; of two with one id the later."""
    found: dict[str, tuple[tuple[Sighting, ...], tuple[BodySighting, ...]]] = {}
    for record in records:
        scene = scene_of(record, names)
        found[record.id] = (tuple(projects_of(scene, names)), tuple(bodies_of(scene, names)))
    return Sightings(
        frozenset(found),
        tuple(each for sightings, _ in found.values() for each in sightings),
        tuple(each for _, sightings in found.values() for each in sightings),
    )


def _sightings(ledger: Ledger) -> Sightings:
    return Sightings(
        frozenset(),
        tuple(each for project in ledger.projects for each in project.articles),
        tuple(each for body in ledger.organisations for each in body.articles),
    )


def _sorted(sightings: list[Seen]) -> list[Seen]:
    return sorted(sightings, key=lambda each: (each.date or "9", each.id, each.mentions))
