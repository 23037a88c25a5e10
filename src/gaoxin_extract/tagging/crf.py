"""Reads names out of a network's scores: a CRF over the tags of each head, decoded for many sequences at once."""
# ruff: noqa: PLC0415 -- numpy is imported with the first model

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, structs

from gaoxin_extract.records import Label
from gaoxin_extract.tagging.card import Card

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]

BARRED: Final = -1e4  # the log score of what can't be
SMALLEST: Final = 1e-30


class Head(Struct, frozen=True):
    """A CRF: `tags` are O and B, I, E of each label; `moves` [before, after] and the bounds are log scores."""

    tags: tuple[str, ...]
    moves: "Floats"
    starts: "Floats"
    ends: "Floats"


def tags_of(labels: tuple[Label, ...]) -> tuple[str, ...]:
    """O, then B, I and E of each label; a name has two characters at least."""
    return ("O", *(f"{place}-{label}" for label in labels for place in "BIE"))


class Chains(Struct, frozen=True):
    """CRFs side by side, to decode sequences of several heads together, the longest first.

    `own` says which head reads each sequence. The tags that a head has fewer than another are barred in it.
    """

    moves: "Floats"  # [heads, before, after]
    starts: "Floats"  # [heads, tags]
    ends: "Floats"
    own: "Whole"
    sizes: "Whole"

    @classmethod
    def of(cls, heads: Sequence[Head], own: "Whole", sizes: "Whole") -> "Chains":
        """`heads`, of which `own` gives the number for each sequence."""
        import numpy as np

        width = max(len(head.tags) for head in heads)
        moves = np.full((len(heads), width, width), BARRED, np.float32)
        starts, ends = (np.full((len(heads), width), BARRED, np.float32) for _ in "SE")
        for number, head in enumerate(heads):
            size = len(head.tags)
            moves[number, :size, :size] = head.moves
            starts[number, :size], ends[number, :size] = head.starts, head.ends
        return cls(moves, starts, ends, own, sizes)

    def live(self) -> list[int]:
        """How many sequences reach each step."""
        import numpy as np

        counts: list[int] = (self.sizes[None, :] > np.arange(int(self.sizes[0]))[:, None]).sum(1).tolist()
        return counts

    def are(self, place: str) -> "Flags":
        """Which tags of a head are of this `place` in a name: its B or its E, [tags]."""
        import numpy as np

        return np.array([False] + [each == place for _ in range(self.starts.shape[1] // 3) for each in "BIE"])


def read_names(head: Head, scores: "Floats", sizes: "Whole") -> Iterator[tuple[int, int, int, int, float]]:
    """Sequence, start, end, tag of the first character, and probability of each name on the best paths.

    `scores` is [length, batch, tags], the longest sequence first. The probability is that of the whole extent:
    of all paths through the CRF, the share that pass along these tags from the name's first character to its last.
    """
    import numpy as np

    told = np.ascontiguousarray(scores.transpose(2, 0, 1))
    return decode(Chains.of((head,), np.zeros(len(sizes), np.int64), sizes), told)


def decode(chains: Chains, told: "Floats") -> Iterator[tuple[int, int, int, int, float]]:
    """The same for sequences of several heads; `told` is [tags, length, batch].

    With the sequences side by side in memory a step takes a third of the time.
    """
    import numpy as np

    paths = best_paths(chains, told)
    columns, starts = chains.are("B")[paths.T].nonzero()  # sequence after sequence, as the ends come too
    if not len(starts):
        return
    ends = chains.are("E")[paths.T].nonzero()[1]
    kept, places = np.unique(columns, return_inverse=True)
    named = structs.replace(chains, own=chains.own[kept], sizes=chains.sizes[kept])
    steps = int(named.sizes[0])
    shares = _extents(named, told[:, :steps].take(kept, axis=2), paths[:steps, kept], (starts, ends, places))
    rows = columns, starts, ends + 1, paths[starts, columns], shares
    yield from zip(*(row.tolist() for row in rows), strict=True)


def best_paths(chains: Chains, told: "Floats") -> "Whole":
    """The best path of each sequence, [length, batch], 0 past a sequence's end."""
    import numpy as np

    width, steps, batch = told.shape
    sizes, live = chains.sizes, chains.live()
    moves = chains.moves[chains.own].transpose(1, 2, 0).copy()
    best = np.empty((steps, width, batch), np.float32)
    best[0] = told[:, 0] + chains.starts[chains.own].T
    for t in range(1, steps):
        n = live[t]
        reached = np.maximum.reduce(best[t - 1, :, None, :n] + moves[:, :, :n], axis=0, out=best[t, :, :n])
        reached += told[:, t, :n]
    paths = np.zeros((steps, batch), np.int64)
    columns = np.arange(batch)
    paths[sizes - 1, columns] = (best[sizes - 1, :, columns] + chains.ends[chains.own]).argmax(1)
    before = chains.moves.transpose(0, 2, 1).reshape(-1, width)
    first = chains.own * width
    for t in range(steps - 1, 0, -1):
        n = live[t]
        paths[t - 1, :n] = (best[t - 1, :, :n].T + before.take(first[:n] + paths[t, :n], axis=0)).argmax(1)
    return paths


def _extents(chains: Chains, told: "Floats", paths: "Whole", names: tuple["Whole", "Whole", "Whole"]) -> "Floats":
    """The probability of each of `names` (first place, last place, sequence); each step's sums are scaled to 1."""
    import numpy as np

    width, steps, batch = told.shape
    own, sizes, live, columns = chains.own, chains.sizes, chains.live(), np.arange(batch)
    emitted = np.exp(told - told.max(0))
    chances, bounds = np.exp(chains.moves), np.exp(chains.ends)[own].T
    moves = chances[own].transpose(1, 2, 0).copy()
    forth = np.empty((steps, width, batch), np.float32)
    scale = np.ones((steps, batch), np.float32)
    forth[0] = np.exp(chains.starts)[own].T * emitted[:, 0]
    forth[0] /= np.add.reduce(forth[0], axis=0, out=scale[0])
    for t in range(1, steps):
        n = live[t]
        now = np.add.reduce(forth[t - 1, :, None, :n] * moves[:, :, :n], axis=0, out=forth[t, :, :n])
        now *= emitted[:, t, :n]
        now /= np.add.reduce(now, axis=0, out=scale[t, :n])
    emitted /= scale
    turned = moves.transpose(1, 0, 2).copy()
    back = np.empty((steps, width, batch), np.float32)
    back[sizes - 1, :, columns] = bounds.T
    for t in range(steps - 1, 0, -1):
        n = live[t]
        ahead = emitted[:, t, None, :n] * back[t, :, None, :n]
        np.add.reduce(ahead * turned[:, :, :n], axis=0, out=back[t - 1, :, :n])
    starts, ends, places = names
    after = np.take_along_axis(emitted, paths[None], 0)[0, 1:] * chances[own, paths[:-1], paths[1:]]
    step = np.zeros((steps, batch), np.float64)
    step[1:] = np.log(np.maximum(after, SMALLEST)).cumsum(0)
    total = (forth[sizes - 1, :, columns] * bounds.T).sum(1)
    outer = forth[starts, paths[starts, places], places] * back[ends, paths[ends, places], places] / total[places]
    shares: Floats = np.minimum(outer * np.exp(step[ends, places] - step[starts, places]), 1.0)
    return shares


def heads_of(arrays: Mapping[str, Any], card: Card) -> tuple[Head, ...]:
    """The CRFs; KeyError where one of them, or the calibration of a label, is wanting."""
    for label in (label for labels in card.heads + card.learnt for label in labels):
        card.calibration[label]
    return tuple(
        Head(tags_of(labels), *(arrays[f"{part}{n}"] for part in ("moves", "starts", "ends")))
        for n, labels in enumerate(card.heads)
    )
