"""Reads names out of a network's scores: a CRF over the tags of each head, decoded for many sequences at once."""
# ruff: noqa: PLC0415 -- numpy is imported with the first model

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from gaoxin_extract.records import Label
from gaoxin_extract.tagging.card import Card

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Whole = NDArray[np.int64]


class Head(Struct, frozen=True):
    """A CRF: `tags` are O and B, I, E of each label; `moves` [before, after] and the bounds are log scores."""

    tags: tuple[str, ...]
    moves: "Floats"
    starts: "Floats"
    ends: "Floats"


def tags_of(labels: tuple[Label, ...]) -> tuple[str, ...]:
    """O, then B, I and E of each label; a name has two characters at least."""
    return ("O", *(f"{place}-{label}" for label in labels for place in "BIE"))


def read_names(head: Head, scores: "Floats", sizes: "Whole") -> Iterator[tuple[int, int, int, int, float]]:
    """Sequence, start, end, tag of the first character, and probability of each name on the best paths.

    `scores` is [length, batch, tags], the longest sequence first. The probability is that of the whole extent:
    of all paths through the CRF, the share that pass along these tags from the name's first character to its last.
    """
    import numpy as np

    live = (sizes[None, :] > np.arange(len(scores))[:, None]).sum(1).tolist()
    told = np.ascontiguousarray(scores.transpose(0, 2, 1))
    paths = best_paths(head, told, live, sizes)
    opens, closes = (np.array([tag[0] == place for tag in head.tags]) for place in "BE")
    columns, starts = opens[paths.T].nonzero()  # sequence after sequence, as the ends come too
    if not len(starts):
        return
    ends = closes[paths.T].nonzero()[1]
    kept, places = np.unique(columns, return_inverse=True)
    shares = _extents(head, told[:, :, kept], paths[:, kept], sizes[kept], (starts, ends, places))
    rows = columns, starts, ends + 1, paths[starts, columns], shares
    yield from zip(*(row.tolist() for row in rows), strict=True)


def best_paths(head: Head, told: "Floats", live: list[int], sizes: "Whole") -> "Whole":
    """The best path of each sequence, [length, batch], 0 past a sequence's end; `live[t]` sequences reach step t.

    `told` is [length, tags, batch]: with the sequences side by side in memory a step takes a third of the time.
    """
    import numpy as np

    steps, width, batch = told.shape
    best = np.zeros((steps, width, batch), np.float32)
    best[0] = told[0] + head.starts[:, None]
    moves = head.moves[:, :, None]
    for t in range(1, steps):
        n = live[t]
        reached = np.maximum.reduce(best[t - 1, :, None, :n] + moves, axis=0, out=best[t, :, :n])
        reached += told[t, :, :n]
    paths = np.zeros((steps, batch), np.int64)
    columns = np.arange(batch)
    paths[sizes - 1, columns] = (best[sizes - 1, :, columns] + head.ends).argmax(1)
    before = np.ascontiguousarray(head.moves.T)
    for t in range(steps - 1, 0, -1):
        n = live[t]
        paths[t - 1, :n] = (best[t - 1, :, :n].T + before[paths[t, :n]]).argmax(1)
    return paths


def _extents(
    head: Head, told: "Floats", paths: "Whole", sizes: "Whole", names: tuple["Whole", "Whole", "Whole"]
) -> "Floats":
    """The probability of each of `names` (first place, last place, sequence); each step's sums are scaled to 1."""
    import numpy as np

    steps, _, batch = told.shape
    live = (sizes[None, :] > np.arange(steps)[:, None]).sum(1).tolist()
    emitted = np.exp(told - told.max(1, keepdims=True))
    moves, bounds = np.exp(head.moves), np.exp(head.ends)
    onward = np.ascontiguousarray(moves.T)
    forth = np.zeros_like(emitted)
    scale = np.ones((steps, batch), np.float32)
    for t, n in enumerate(live):
        now = (onward @ forth[t - 1, :, :n] if t else np.exp(head.starts)[:, None]) * emitted[t, :, :n]
        np.divide(now, np.add.reduce(now, axis=0, out=scale[t, :n]), out=forth[t, :, :n])
    back = np.zeros_like(emitted)
    columns = np.arange(batch)
    back[sizes - 1, :, columns] = bounds
    for t in range(steps - 2, -1, -1):
        n = live[t + 1]
        ahead = emitted[t + 1, :, :n] * back[t + 1, :, :n]
        ahead /= scale[t + 1, :n]
        np.matmul(moves, ahead, out=back[t, :, :n])
    total = forth[sizes - 1, :, columns] @ bounds
    step = np.zeros((steps, batch), np.float64)
    after = emitted[np.arange(1, steps)[:, None], paths[1:], columns]
    step[1:] = np.log(np.maximum(moves[paths[:-1], paths[1:]] * after / scale[1:], 1e-30)).cumsum(0)
    starts, ends, places = names
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
