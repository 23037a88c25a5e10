"""How alike two projects are: by product, company, place and sums, and whether that is enough to join them."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple

from gaoxin_extract.ledger.names import Body, Names
from gaoxin_extract.ledger.products import Product, closeness, counts_differ
from gaoxin_extract.ledger.traits import Traits

# A product of so many characters that are no common heads is told from others in its town by itself.
TELLING = 4
IN_TOWN = 1
# Total investments further apart are hardly of one project; what changes a plan rarely does so twofold.
FAR_APART = 2


class Owner(IntEnum):
    """What one project's company is to the other's."""

    OTHER = -1
    UNSAID = 0
    NEAR = 1  # one is named in the article of the other
    SAME = 2


class Likeness(NamedTuple):
    """How alike two projects are; sorts by how surely they are one."""

    product: Product
    owner: Owner
    place: int
    support: int


def likeness(short: Traits, long: Traits, names: Names) -> Likeness | None:
    """How alike two projects are, None where something speaks against their being one."""
    if short.phases != long.phases:
        return None
    place = _place(short, long, names)
    if place < 0:
        return None
    owner = _owner(short, long, names, place)
    if owner is Owner.OTHER:
        return None
    ones, others = _said(short, names), _said(long, names)
    product = max((closeness(one, other, names) for one in ones for other in others), default=None)
    if product is None or product is Product.OTHER or counts_differ(ones, others, names):
        return None
    return Likeness(product, owner, place, _support(short, long))


def _said(traits: Traits, names: Names) -> Iterable[str]:
    """The products of a project but those that say nothing: a company and 项目 may be each time another."""
    products = traits.products
    return [each for each in products if names.content(each)] or [each for each in products if each] or products


def is_one(found: Likeness, short: Traits, long: Traits, names: Names) -> bool:
    """Whether two projects so alike are surely one."""
    telling = len(names.own(short.product)) >= TELLING
    if _is_doubtful(found, short, long, telling=telling):
        return False
    if found.product >= Product.SHORTER:
        return _is_closely(found, short, long, names, telling=telling)
    return _is_loosely(found, short, long, names, telling=telling)


def _is_closely(found: Likeness, short: Traits, long: Traits, names: Names, *, telling: bool) -> bool:
    """Whether two projects are one whose products are the same, or but for words in front and nouns of their kind."""
    product, owner, place, support = found
    match product:
        case Product.SAME if not names.content(short.product):
            sure = owner is Owner.SAME and place > 0 and not _are_members(short, long)
        case Product.SAME if owner is Owner.UNSAID:
            own = telling or place > IN_TOWN or names.is_named(short.product)
            sure = place > 0 and (own or support > 0)
        case Product.SHORTER if owner is Owner.UNSAID:
            sure = place > 0 and telling
        case Product.SHORTER:
            sure = place > 0 or support > 0 or telling
        case _:
            sure = place > 0 or owner is Owner.SAME or (telling and owner is Owner.NEAR)
    return sure


def _is_loosely(found: Likeness, short: Traits, long: Traits, names: Names, *, telling: bool) -> bool:
    """Whether two projects are one whose products differ in more: by their company, place and sums."""
    product, owner, place, support = found
    near = owner is Owner.NEAR and place > 0
    match product:
        case Product.INNER:
            one_phase = bool(short.phases)  # 二期 of a company's, of much the same product
            sure = near or (owner is Owner.SAME and (place > 0 or telling or one_phase)) or (place > 0 and support > 0)
        case Product.PICKED:
            sure = owner is Owner.SAME or near
        case Product.UNSAID:
            one = support > 0 or _has_one(short, names, place)
            sure = owner is Owner.SAME and one and not _are_members(short, long)
        case Product.OPENING:
            sure = owner is Owner.SAME and support > 0
        case _:
            sure = owner is Owner.SAME and place > 0 and support > 0 and not short.articles & long.articles
    return sure


def _are_members(short: Traits, long: Traits) -> bool:
    """Whether one article names two, whatever group they are of: 澄岚节能 and 澄岚光电 in its list."""
    return not short.articles.isdisjoint(long.articles) and short.owners.isdisjoint(long.owners)


def _has_one(short: Traits, names: Names, place: int) -> bool:
    """Whether a company has one project in a town, as far as is known; a university or hospital has ever so many."""
    return place > 0 and not any(names.is_institute(body) for body in short.owners)


def _is_doubtful(found: Likeness, short: Traits, long: Traits, *, telling: bool) -> bool:
    """Whether the articles speak of other companies, or of sums too far apart for names no closer than these."""
    product, owner, place, support = found
    if support:
        return False
    if owner is Owner.UNSAID and short.around and long.around and not _are_shared(short, long):
        return True
    close = product >= Product.KIND or (product is Product.SHORTER and telling and place > 0)
    return not (owner is Owner.SAME and close) and _far_apart(short.totals, long.totals)


def _are_shared(one: Traits, other: Traits) -> bool:
    """Whether both are places of many companies: parks and works that bear no company's name."""
    return one.shared and other.shared and not one.owners and not other.owners


def _owner(one: Traits, other: Traits, names: Names, place: int) -> Owner:
    if one.owners and other.owners:
        return _both_named(one, other, names)
    if one.owners or other.owners:
        named, bare = (one, other) if one.owners else (other, one)
        near = _meet(named.owners, bare.told or bare.around, names)
        return Owner.NEAR if near else (Owner.OTHER if bare.told else Owner.UNSAID)
    if one.told and other.told:
        return Owner.NEAR if _meet(one.told, other.told, names) else Owner.OTHER
    near = _meet(one.told, other.around, names) or _meet(other.told, one.around, names)
    return Owner.NEAR if near or (place > 0 and _meet(one.around, other.around, names)) else Owner.UNSAID


def _both_named(one: Traits, other: Traits, names: Names) -> Owner:
    if _meet(one.owners, other.owners, names):
        return Owner.SAME
    apart = _in_one_script(one.owners, other.owners)
    if apart and not _are_kin(one.owners, other.owners, names):
        return Owner.OTHER
    if _meet(one.owners, other.around, names) or _meet(other.owners, one.around, names):
        return Owner.NEAR
    return Owner.OTHER if apart else Owner.UNSAID


def _are_kin(ones: Iterable[Body], others: Iterable[Body], names: Names) -> bool:
    """Whether one company is a group and the other one of its own: 澄岚集团 and 澄岚新材."""
    return any(names.are_kin(one, other) for one in ones for other in others)


def _in_one_script(ones: Iterable[Body], others: Iterable[Body]) -> bool:
    """Whether two companies can be told apart by their names: a Latin and a Chinese one may be the same."""
    return len({body.own.isascii() for body in (*ones, *others)}) == 1


def _meet(ones: Iterable[Body], others: Iterable[Body], names: Names) -> bool:
    return any(names.same(one, other) for one in ones for other in others)


def _place(one: Traits, other: Traits, names: Names) -> int:
    """2 where the zones agree, 1 where the towns do, -1 where they can't be one, else 0."""
    if one.towns and other.towns and not one.towns & other.towns:
        return -1
    if one.zones and other.zones and not _zones_agree(one.zones, other.zones, names):
        return -1
    if one.zones & other.zones:
        return IN_TOWN + 1
    return IN_TOWN if one.towns & other.towns else 0


def _zones_agree(ones: Iterable[str], others: Iterable[str], names: Names) -> bool:
    """Whether a zone of the one can lie in a zone of the other: two of the same rank and different names can't."""
    kind = names.atlas.zone_kind
    return any(one in other or other in one or not kind(one) or not kind(other) for one in ones for other in others)


def _support(one: Traits, other: Traits) -> int:
    return bool(one.totals & other.totals) + bool(one.areas & other.areas)


def _far_apart(ones: AbstractSet[Decimal], others: AbstractSet[Decimal]) -> bool:
    if not ones or not others:
        return False
    return all(max(one, other) > FAR_APART * min(one, other) for one in ones for other in others)
