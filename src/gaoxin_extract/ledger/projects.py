"""Joins sightings of projects: the fullest names first, each to the one project that it can surely be."""

from collections.abc import Iterable, Sequence

from gaoxin_extract.ledger.likeness import Likeness, is_one, likeness
from gaoxin_extract.ledger.names import Names
from gaoxin_extract.ledger.records import Sighting
from gaoxin_extract.ledger.rivals import Rivals
from gaoxin_extract.ledger.traits import Traits, traits_of

Key = tuple[object, ...]


def join(sightings: Sequence[Sighting], names: Names) -> tuple[tuple[Sighting, ...], ...]:
    """Groups of sightings, each of one project, in the order of their first; sorted sightings in, sorted out."""
    alike: dict[Key, Group] = {}
    for place, traits in enumerate(traits_of(sightings, names)):
        group = alike.setdefault(_identity(traits, place), Group(traits, []))
        group.places.append(place)
        group.traits.take(traits)
    groups = list(alike.values())
    for _ in range(2):  # what is known of a group grows while it is joined, and lets more be
        groups = _joined(groups, names)
    ordered = sorted(sorted(group.places) for group in groups)
    return tuple(tuple(sightings[place] for place in places) for places in ordered)


class Group:
    """Sightings that are one project, by their places in the list, and what is known of it."""

    __slots__ = ("places", "traits")

    def __init__(self, traits: Traits, places: list[int]) -> None:
        """A group of `places` with what is known of them."""
        self.traits = traits
        self.places = places


def _joined(groups: Iterable[Group], names: Names) -> list[Group]:
    """The groups, each joined to the one before it that it can surely be."""
    kept: list[Group] = []
    rivals = Rivals()
    for group in sorted(groups, key=lambda group: _rank(group, names)):
        place = _home(group.traits, kept, rivals, names)
        if place is None:
            place = len(kept)
            kept.append(group)
        else:
            kept[place].traits.take(group.traits)
            kept[place].places += group.places
        rivals.add(group.traits, place)
    return kept


def _rank(group: Group, names: Names) -> Key:
    """The fullest name first: one whose product says something, the longest, one with its company."""
    traits = group.traits
    product = traits.product
    return (
        not names.content(product),
        -len(product),
        not traits.owners,
        not traits.towns,
        product,
        min(group.places),
    )


def _home(traits: Traits, kept: Sequence[Group], rivals: Rivals, names: Names) -> int | None:
    """The place of the one group that `traits` are surely of; None where there is none, or more than one."""
    found: list[tuple[Likeness, bool, int]] = []
    for place in rivals.of(traits):
        other = kept[place].traits
        like = likeness(traits, other, names)
        if like is not None and is_one(like, traits, other, names):
            found.append((like, not traits.articles & other.articles, place))
    if not found:
        return None
    best = max(each[:2] for each in found)
    places = [place for *rank, place in found if tuple(rank) == best]
    return places[0] if len(places) == 1 else None


def _identity(traits: Traits, place: int) -> Key:
    """What sightings share that are one without question; the place itself where nothing tells."""
    owners = traits.owners or traits.told
    if not owners or not (traits.towns or traits.owners):
        return (place,)
    return (
        traits.phases,
        traits.products,
        frozenset(body.name for body in owners),
        bool(traits.owners),
        traits.towns,
        traits.zones,
    )
