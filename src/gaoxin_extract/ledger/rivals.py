"""Which groups of sightings a project is held against: those of its companies in its town, those of its town alike."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product as combined

from gaoxin_extract.ledger.traits import Traits

# A name is held against no more rivals; a key that more share tells nothing.
RIVALS = 64
NOWHERE = ""
Key = tuple[object, ...]
NONE: Sequence[int] = ()


class Rivals:
    """Groups by what they are found by, as they are added.

    Where a company's groups are told by their towns, one of its projects meets few of them however many others there
    are: with all companies of one opening on one heap, time grew faster than what is to be joined.
    """

    __slots__ = ("_companies", "_places")

    def __init__(self) -> None:
        """No groups yet."""
        self._companies: dict[Key, Heap] = defaultdict(Heap)
        self._places: dict[Key, Heap] = defaultdict(Heap)

    def add(self, traits: Traits, place: int) -> None:
        """Make the group at `place` found by `traits`, its own or those of one joined to it."""
        products = "\n".join(sorted(traits.products))
        for stem in _stems(traits):
            for town in (None, *(traits.towns or (NOWHERE,))):
                self._companies[traits.phases, stem, town].add(place, products)
        lot = _is_open(traits)
        for town in traits.towns or traits.zones:
            self._places[traits.phases, lot, town].add(place, products)

    def of(self, traits: Traits) -> Iterable[int]:
        """The groups that share a company or, in one town, a stretch of the product."""
        found: set[int] = set()
        whole = traits.product
        towns = (*traits.towns, NOWHERE) if traits.towns else (None,)
        for stem, town in combined(_stems(traits), towns):
            heap = self._companies.get((traits.phases, stem, town))
            if heap:
                found.update(heap.all() or heap.alike(whole))
        lots = (True,) if traits.owners or traits.told or traits.around else (True, False)
        for lot, town in combined(lots, (*traits.towns, *traits.zones)) if whole else ():
            heap = self._places.get((traits.phases, lot, town))
            if heap:
                found.update(heap.alike(whole))
        return sorted(found)


class Heap:
    """Groups of one key with their products; where they are many, by pairs of characters and wholes of these."""

    __slots__ = ("_by_word", "_unfiled")

    def __init__(self) -> None:
        """Empty."""
        self._unfiled: list[tuple[int, str]] = []
        self._by_word: dict[str, list[int]] = {}

    def add(self, place: int, products: str) -> None:
        """Put a group here; `products` are its, a line each."""
        self._unfiled.append((place, products))

    def all(self) -> Sequence[int]:
        """All groups, none where they are too many."""
        return [place for place, _ in self._unfiled] if self._are_few() else NONE

    def alike(self, whole: str) -> Sequence[int]:
        """The groups whose product has the opening of the product `whole` in it; of too many those with all of it."""
        opening = whole[:2]
        if self._are_few():
            return [place for place, products in self._unfiled if opening in products]
        for place, products in self._unfiled:
            self._file(place, products)
        self._unfiled.clear()
        near = self._by_word.get(opening, NONE)
        return near if len(near) <= RIVALS else self._by_word.get(whole, NONE)[:RIVALS]

    def _are_few(self) -> bool:
        return not self._by_word and len(self._unfiled) <= RIVALS

    def _file(self, place: int, products: str) -> None:
        for product in products.split("\n"):
            for word in {product, *(product[start : start + 2] for start in range(max(len(product) - 1, 1)))}:
                places = self._by_word.setdefault(word, [])
                if not places or places[-1] != place:
                    places.append(place)


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
