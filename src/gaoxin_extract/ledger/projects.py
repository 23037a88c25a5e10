"""Joins sightings of projects: the fullest names first, each to the one project that it can surely be."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal

from gaoxin_extract.ledger.likeness import Likeness, Traits, is_one, likeness
from gaoxin_extract.ledger.names import Body, Names, opened
from gaoxin_extract.ledger.records import Sighting
from gaoxin_extract.ledger.rivals import Rivals

SHARED = frozenset({"construction", "infrastructure"})
Key = tuple[object, ...]


def join(sightings: Sequence[Sighting], names: Names) -> tuple[tuple[Sighting, ...], ...]:
    """Groups of sightings, each of one project, in the order of their first; sorted sightings in, sorted out."""
    known = _openings(sightings, names)
    alike: dict[Key, Group] = {}
    for place, sighting in enumerate(sightings):
        traits = _traits(sighting, known, names)
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


def _openings(sightings: Iterable[Sighting], names: Names) -> Mapping[str, Sequence[Body]]:
    """All companies of the articles by the two characters that they open with."""
    texts = {text for sighting in sightings for body in (*sighting.owners, *sighting.bodies) for text in body}
    found: dict[str, set[Body]] = defaultdict(set)
    for text in texts:
        body = names.body(text, company=True)
        if body.telling and (body.registered or not names.is_site(body.name)):
            found[body.own[:2]].add(body)
    return {stem: sorted(bodies) for stem, bodies in found.items()}


def _traits(sighting: Sighting, known: Mapping[str, Sequence[Body]], names: Names) -> Traits:
    """What a sighting tells of its project."""
    forms = [names.form(wording.text) for wording in sighting.wordings]
    told = [_companies(body, names) for body in sighting.owners]
    around = [_companies(body, names) for body in sighting.bodies]
    owners: set[Body] = set()
    products: set[str] = set()
    for form in forms:
        length, bearers = _bearers(form.rest, [*told, *around], known)
        owners.update(bearers)
        products.add(names.bare(form.rest[length:]))
    if len(products) > 1:
        products = {product for product in products if names.content(product)} or products
    return Traits(
        phases=forms[0].phases if forms else "",
        products=frozenset(products),
        owners=frozenset(owners),
        told=frozenset(body for group in told for body in group),
        around=frozenset(body for group in around for body in group),
        towns=frozenset(sighting.towns),
        zones=frozenset(sighting.zones),
        totals=_stated(sighting, {"amount"}, {"total_investment"}),
        areas=_stated(sighting, {"site_area", "floor_area"}, {None}),
        articles={sighting.id},
        shared=sighting.kind in SHARED or any(names.is_park(product) for product in products),
    )


def _stated(sighting: Sighting, relations: AbstractSet[str], roles: AbstractSet[str | None]) -> frozenset[Decimal]:
    """The values that an article states of one kind."""
    return frozenset(
        Decimal(fact.value)
        for fact in sighting.facts
        if fact.value and fact.relation in relations and fact.role in roles
    )


def _companies(texts: Iterable[str], names: Names) -> list[Body]:
    """A body's names but those that are a plant's or a building's."""
    bodies = (names.body(text, company=True) for text in texts)
    return [body for body in bodies if body.registered or not names.is_site(body.name)]


def _bearers(
    rest: str, bodies: Iterable[Sequence[Body]], known: Mapping[str, Sequence[Body]]
) -> tuple[int, Sequence[Body]]:
    """How many characters of a name are its company, and that company as its article has it."""
    best, bearers = max(((opened(rest, body), body) for body in bodies), key=lambda found: found[0], default=(0, ()))
    if best:
        return best, bearers
    length = opened(rest, known.get(rest[:2], ()))
    return (
        (length, (Body(own, "", own, "", company=True, core=own, telling=True),)) if (own := rest[:length]) else (0, ())
    )
