"""Which article of one set of records is which of another."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from msgspec import Struct
from rapidfuzz.fuzz import ratio

from gaoxin_extract.evaluation.records import name_of
from gaoxin_extract.records import Record

ALIKE = 50.0  # how alike two texts must be, of 100, to be one article in two states


class Pair(Struct, frozen=True):
    """An article before and after; None where there is none."""

    old: Record | None
    new: Record | None


def pairs(old: Sequence[Record], new: Sequence[Record]) -> Iterator[Pair]:
    """Each article once, in the order of `new`, at last those that are gone.

    Sources are the same by path, else by digest, else by name without folder.
    """
    partner: dict[int, int] = {}
    ways: tuple[Callable[[Record], Hashable], ...] = (
        lambda record: record.source.path,
        lambda record: record.source.sha256,
        lambda record: name_of(record.source.path),
    )
    for way in ways:
        left = _grouped(old, set(partner.values()), way)
        right = _grouped(new, partner, way)
        for key, theirs in right.items():
            partner |= dict(_matched(old, new, left.get(key, []), theirs))
    for number, record in enumerate(new):
        yield Pair(old[partner[number]] if number in partner else None, record)
    gone = set(range(len(old))) - set(partner.values())
    for number in sorted(gone):
        yield Pair(old[number], None)


def _grouped(
    records: Sequence[Record], taken: Iterable[int], way: Callable[[Record], Hashable]
) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    done = set(taken)
    for number, record in enumerate(records):
        if number not in done:
            groups[way(record)].append(number)
    return groups


def _matched(
    old: Sequence[Record], new: Sequence[Record], before: Sequence[int], after: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The pairs among the articles of one source, the likest first."""
    if not before or not after:
        return
    if len(before) == len(after) == 1:
        yield after[0], before[0]
        return
    likeness = sorted(((_likeness(old[i], new[j]), -abs(i - j), i, j) for i in before for j in after), reverse=True)
    free_old, free_new = set(before), set(after)
    for score, _, i, j in likeness:
        if score > 0 and i in free_old and j in free_new:
            free_old.discard(i)
            free_new.discard(j)
            yield j, i


def _likeness(old: Record, new: Record) -> float:
    """How alike two articles are: by their characters of one source, else by their texts; 0 for unlike ones."""
    if old.text == new.text:
        return 101.0 + (old.id == new.id)
    if old.source.sha256 == new.source.sha256:
        shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in old.spans for b in new.spans)
        whole = sum(end - start for start, end in (*old.spans, *new.spans)) - shared
        return 100 * shared / whole if whole else 0.0
    return found if (found := ratio(old.text, new.text, score_cutoff=ALIKE)) else 0.0
