"""Joins sightings of projects: the fullest names first, each to the one project that it can surely be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from gaoxin_extract.ledger.likeness import Likeness, Traits, is_one, likeness
from gaoxin_extract.ledger.names import Body, Names, opened
from gaoxin_extract.ledger.records import Sighting

# A name is held against no more rivals; a key that more share tells nothing.
RIVALS = 64
SHARED = frozenset({"construction", "infrastructure"})
Key = tuple[object, ...]
NONE: Mapping[int, None] = {}


def join(sightings: Sequence[Sighting], names: Names) -> tuple[tuple[Sighting, ...], ...]:
    """Groups of sightings, each of one project, in the order of their first; sorted sightings in, sorted out."""
    known = _openings(sightings, names)
    alike: dict[Key, list[int]] = defaultdict(list)
    traits = [_traits(sighting, known, names) for sighting in sightings]
    for place, each in enumerate(traits):
        alike[_identity(each, place)].append(place)
    groups = [Group(traits[places[0]], list(places)) for places in alike.values()]
    for group in groups:
        for place in group.places[1:]:
            group.traits.take(traits[place])
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
    index: dict[Key, dict[int, None]] = defaultdict(dict)
    for group in sorted(groups, key=lambda group: _rank(group, names)):
        place = _home(group.traits, kept, index, names)
        if place is None:
            place = len(kept)
            kept.append(group)
        else:
            kept[place].traits.take(group.traits)
            kept[place].places += group.places
        for key in _keys(group.traits):
            index[key][place] = None
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


def _home(traits: Traits, kept: Sequence[Group], index: Mapping[Key, Mapping[int, None]], names: Names) -> int | None:
    """The place of the one group that `traits` are surely of; None where there is none, or more than one."""
    found: list[tuple[Likeness, bool, int]] = []
    for place in _rivals(traits, index):
        other = kept[place].traits
        like = likeness(traits, other, names)
        if like is not None and is_one(like, traits, other, names):
            found.append((like, not traits.articles & other.articles, place))
    if not found:
        return None
    best = max(each[:2] for each in found)
    places = [place for *rank, place in found if tuple(rank) == best]
    return places[0] if len(places) == 1 else None


def _rivals(traits: Traits, index: Mapping[Key, Mapping[int, None]]) -> Iterable[int]:
    """The groups that share a company or, in one town, a stretch of the product."""
    found: set[int] = set()
    product = traits.product
    opening = product[:2]
    keys: list[tuple[Key, Key]] = [((traits.phases, stem), (traits.phases, stem, opening)) for stem in _stems(traits)]
    lots = (True,) if traits.owners or traits.told or traits.around else (True, False)
    keys += [
        ((traits.phases, lot, town, opening), (traits.phases, lot, town, product))
        for lot in lots
        for town in (*traits.towns, *traits.zones)
    ]
    for broad, narrow in keys:
        near = index.get(broad, NONE)
        found.update(near if len(near) <= RIVALS else list(index.get(narrow, NONE))[:RIVALS])
    return sorted(found)


def _keys(traits: Traits) -> Iterator[Key]:
    """What a group is found by."""
    pairs = {product[place : place + 2] for product in traits.products for place in range(max(len(product) - 1, 1))}
    for stem in _stems(traits):
        yield traits.phases, stem
        for pair in pairs:
            yield traits.phases, stem, pair
    lot = _is_open(traits)
    for town in traits.towns or traits.zones:
        for pair in pairs:
            yield traits.phases, lot, town, pair
        for product in traits.products:
            yield traits.phases, lot, town, product


def _is_open(traits: Traits) -> bool:
    """Whether an article that names other companies, or none, can tell of it: it bears no company's name."""
    return not traits.owners and (traits.shared or not traits.around)


def _stems(traits: Traits) -> set[str]:
    """The first two characters of the companies that the names bear, else of those around.

    A Latin name may be that of one around.
    """
    bodies = traits.owners
    if not bodies or any(body.own.isascii() for body in bodies):
        bodies = bodies | traits.told | traits.around
    return {body.own[:2] for body in bodies}


def _identity(traits: Traits, place: int) -> Key:
    """What sightings share that are one without question; the place itself where nothing tells."""
    owners = traits.owners or traits.told
    if not owners or not (traits.towns or traits.owners):
        return (place,)
    return (
        traits.phases,
        frozenset(traits.products),
        frozenset(body.name for body in owners),
        bool(traits.owners),
        frozenset(traits.towns),
        frozenset(traits.zones),
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
    traits = Traits(forms[0].phases if forms else "")
    owners = [_companies(body, names) for body in sighting.owners]
    others = [_companies(body, names) for body in sighting.bodies]
    for form in forms:
        length, bearers = _bearers(form.rest, [*owners, *others], known)
        traits.owners.update(bearers)
        traits.products.add(names.bare(form.rest[length:]))
    if len(traits.products) > 1:
        traits.products = {product for product in traits.products if names.content(product)} or traits.products
    traits.told.update(body for group in owners for body in group)
    traits.around.update(body for group in others for body in group)
    traits.towns.update(sighting.towns)
    traits.zones.update(sighting.zones)
    traits.articles.add(sighting.id)
    traits.shared = sighting.kind in SHARED or any(names.is_park(product) for product in traits.products)
    for fact in sighting.facts:
        if fact.value and fact.relation == "amount" and fact.role == "total_investment":
            traits.totals.add(Decimal(fact.value))
        elif fact.value and fact.relation in {"site_area", "floor_area"}:
            traits.areas.add(Decimal(fact.value))
    return traits


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
        (length, (Body(rest[:length], "", rest[:length], "", company=True, core=rest[:length]),)) if length else (0, ())
    )
