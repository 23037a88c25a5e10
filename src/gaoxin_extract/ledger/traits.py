"""What is known of projects before they are joined: product, companies, places, sums."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from msgspec import Struct

from gaoxin_extract.ledger.names import Body, Names, opened
from gaoxin_extract.ledger.records import Sighting

# So short a name may be a word.
SHORT = 2
SHARED = frozenset({"construction", "infrastructure"})
# What joined projects have together, beside their articles.
GROWING = ("products", "owners", "told", "around", "towns", "zones", "totals", "areas")


class Traits(Struct, gc=False, kw_only=True):
    """What is known of a project, of one sighting or of many joined.

    `products` are its names without company, place and phase; `owners` the companies in its names, `told` those that
    articles call its owners, `around` the other companies of its articles. A park or public work is `shared`: articles
    speak of it beside ever other companies.
    """

    phases: str
    products: AbstractSet[str]
    owners: AbstractSet[Body]
    told: AbstractSet[Body]
    around: AbstractSet[Body]
    towns: AbstractSet[str]
    zones: AbstractSet[str]
    totals: AbstractSet[Decimal]
    areas: AbstractSet[Decimal]
    articles: set[str]
    shared: bool

    @property
    def product(self) -> str:
        """The fullest product."""
        return max(self.products, key=lambda product: (len(product), product), default="")

    def take(self, other: "Traits") -> None:
        """Join `other` to these."""
        for name in GROWING:
            mine, theirs = getattr(self, name), getattr(other, name)
            if not theirs <= mine:
                setattr(self, name, mine | theirs)
        self.articles |= other.articles
        self.shared = self.shared or other.shared


Known = Mapping[str, Mapping[Body, AbstractSet[str]]]


class Named(NamedTuple):
    """A project's name taken apart: what it says beside its company, and as whom its article has that company."""

    whole: str
    product: str
    bearers: Sequence[Body]


def traits_of(sightings: Sequence[Sighting], names: Names) -> Iterator[Traits]:
    """What each sighting tells of its project."""
    known = _openings(sightings, names)
    named = [tuple(_named(sighting, known, names)) for sighting in sightings]
    products = frozenset(name.product for each in named for name in each if name.bearers)
    for sighting, each in zip(sightings, named, strict=True):
        yield _traits(sighting, each, products, names)


def _named(sighting: Sighting, known: Known, names: Names) -> Iterator[Named]:
    bodies = [_companies(body, names) for body in (*sighting.owners, *sighting.bodies)]
    for wording in sighting.wordings:
        rest = names.form(wording.text).rest
        length, bearers = _bearers(rest, bodies, known, sighting.towns)
        yield Named(names.bare(rest), names.bare(rest[length:]), bearers)


def _traits(sighting: Sighting, named: Iterable[Named], products: AbstractSet[str], names: Names) -> Traits:
    """What a sighting tells of its project; `products` are those that stand behind a company's name anywhere."""
    owners: set[Body] = set()
    mistaken: set[Body] = set()
    said: set[str] = set()
    for whole, product, bearers in named:
        # 行星 is no company where another name has its own before 行星滚柱丝杠.
        if bearers and whole in products and not any(body.registered for body in bearers):
            mistaken.update(bearers)
            said.add(whole)
        else:
            owners.update(bearers)
            said.add(product)
    if len(said) > 1:
        said = {product for product in said if names.content(product)} or said
    return Traits(
        phases=names.form(sighting.wordings[0].text).phases if sighting.wordings else "",
        products=frozenset(said),
        owners=frozenset(owners - mistaken),
        told=frozenset(_all(sighting.owners, names) - mistaken),
        around=frozenset(_all(sighting.bodies, names) - mistaken),
        towns=frozenset(sighting.towns),
        zones=frozenset(sighting.zones),
        totals=_stated(sighting, {"amount"}, {"total_investment"}),
        areas=_stated(sighting, {"site_area", "floor_area"}, {None}),
        articles={sighting.id},
        shared=sighting.kind in SHARED or any(names.is_park(product) for product in said),
    )


def _all(bodies: Iterable[Iterable[str]], names: Names) -> set[Body]:
    return {body for texts in bodies for body in _companies(texts, names)}


def _openings(sightings: Iterable[Sighting], names: Names) -> Known:
    """All companies of the articles, with the towns of these, by the two characters that they open with."""
    found: dict[str, dict[Body, set[str]]] = defaultdict(dict)
    for sighting in sightings:
        for text in chain.from_iterable((*sighting.owners, *sighting.bodies)):
            body = names.body(text, company=True)
            if body.telling and (body.registered or not names.is_site(body.name)):
                found[body.own[:2]].setdefault(body, set()).update(sighting.towns)
    return found


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
    rest: str, bodies: Iterable[Sequence[Body]], known: Known, towns: Iterable[str]
) -> tuple[int, Sequence[Body]]:
    """How many characters of a name are its company, and that company as its article has it."""
    best, bearers = max(((opened(rest, body), body) for body in bodies), key=lambda found: found[0], default=(0, ()))
    if best:
        return best, bearers
    near = known.get(rest[:2], {})
    own = rest[: opened(rest, near)]
    if len(own) <= SHORT:  # 长城 is a company's name in one town and the wall in another
        own = rest[: opened(rest, [body for body, places in near.items() if not places.isdisjoint(towns)])]
    return len(own), (Body(own, "", own, "", company=True, core=own, telling=True),) if own else ()
