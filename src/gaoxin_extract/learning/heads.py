"""Fits a head on a network's states: Adam over batches of like length, the best of its epochs kept.

Chance (the order of the batches, what is dropped) is drawn anew from the seed and the epoch's number, so that a run
which goes on from its last whole epoch ends as one that was never stopped.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from gaoxin_extract.learning.chains import Bools, Floats, Whole, loss
from gaoxin_extract.tagging.crf import Head
from gaoxin_extract.tagging.learnt import Layers

HIDDEN = 64
EPOCHS = 20
PATIENCE = 4  # epochs without gain after which it ends
RATE = 2e-3
DECAY = 1e-3  # of the weights, a step of the full rate
DROP = 0.3  # share of the states hidden from each step
BATCH = 4_000  # characters a step,
STEPS = 24  # but fewer where an epoch would have fewer steps than this
SMALL = 300
BARRED = -1e3  # log scores under this are paths that no names make
EASE = (0.9, 0.999)

Weights = dict[str, Floats]


class Piece(Struct, frozen=True):
    """A stretch of text as the head sees it: rows `start:end` of the states, and the tags that each place admits."""

    start: int
    end: int
    may: Bools


class Matter(Struct, frozen=True):
    """What a head is fitted to: states and the network's own scores, a row a character, and the pieces cut of them."""

    states: NDArray[np.float16]
    base: NDArray[np.float32]
    pieces: tuple[Piece, ...]
    kept_back: tuple[Piece, ...]


class Course(Struct, frozen=True):
    """How far a fit is: epochs done, weights now and at their best, Adam's two means, loss kept back at its best."""

    epoch: int
    weights: Weights
    first: Weights
    second: Weights
    best: Weights
    least: float
    best_epoch: int


def fit(
    head: Head, matter: Matter, seed: int, checkpoint: Path | None = None, told: Callable[[int, float], None] = print
) -> tuple[Head, Layers, int]:
    """The head and layers that read what was kept back best, and their epoch; 0 if `head` itself does.

    `told` is handed each epoch's number and the mean loss of a piece kept back. With `checkpoint` each epoch's end is
    written there, and a fit that stands there goes on.
    """
    course = _resumed(checkpoint) or _begun(head, matter, seed)
    told(course.epoch, course.least)
    while course.epoch < EPOCHS and course.epoch - course.best_epoch < PATIENCE:
        course = _epoch(head, matter, course, seed)
        held = _mean_loss(head, matter, course.weights)
        told(course.epoch, held)
        if held < course.least:
            best = {name: values.copy() for name, values in course.weights.items()}
            course = structs.replace(course, best=best, least=held, best_epoch=course.epoch)
        if checkpoint:
            _keep(course, checkpoint)
    made = structs.replace(head, moves=course.best["moves"].astype(np.float32))
    parts = (course.best[name].astype(np.float32) for name in Layers.__struct_fields__)
    return made, Layers(*parts), course.best_epoch


def _begun(head: Head, matter: Matter, seed: int) -> Course:
    """Before the first step: the layers add nothing yet."""
    rng = np.random.default_rng([seed, 0])
    width, tags = matter.states.shape[1], len(head.tags)
    weights: Weights = {
        "direct": np.zeros((width, tags)),
        "shift": np.zeros(tags),
        "inner": rng.normal(0, (2 / width) ** 0.5, (width, HIDDEN)),
        "inner_shift": np.zeros(HIDDEN),
        "outer": np.zeros((HIDDEN, tags)),
        "moves": head.moves.astype(np.float64),
    }
    nothing = {name: np.zeros_like(values) for name, values in weights.items()}
    least = _mean_loss(head, matter, weights)
    best = {name: values.copy() for name, values in weights.items()}
    return Course(0, weights, nothing, nothing, best, least, 0)


def _epoch(head: Head, matter: Matter, course: Course, seed: int) -> Course:
    rng = np.random.default_rng([seed, course.epoch + 1])
    plan = list(_batches(matter.pieces, rng))
    weights, first, second = (dict(each) for each in (course.weights, course.first, course.second))
    for number, batch in enumerate(plan):
        step = course.epoch * len(plan) + number
        rate = RATE * max(1 - step / (EPOCHS * len(plan)), 0.02)
        slopes = _slopes(head, matter, weights, batch, rng)
        for name, slope in slopes.items():
            first[name] = EASE[0] * first[name] + (1 - EASE[0]) * slope
            second[name] = EASE[1] * second[name] + (1 - EASE[1]) * slope**2
            level = first[name] / (1 - EASE[0] ** (step + 1))
            spread = np.sqrt(second[name] / (1 - EASE[1] ** (step + 1))) + 1e-8
            shrunk = DECAY * weights[name] if name in {"direct", "inner", "outer"} else 0.0
            weights[name] = weights[name] - rate * (level / spread + shrunk)
    return structs.replace(course, epoch=course.epoch + 1, weights=weights, first=first, second=second)


def _slopes(
    head: Head, matter: Matter, weights: Weights, batch: list[Piece], rng: np.random.Generator
) -> dict[str, Floats]:
    """The gradient of a batch's mean loss."""
    states, base, may, sizes = _block(matter, batch)
    states *= (rng.random(states.shape, np.float32) >= DROP) / (1 - DROP)
    steps, count, width = states.shape
    rows = states.reshape(steps * count, width)
    hidden = np.maximum(rows @ weights["inner"] + weights["inner_shift"], 0)
    added = rows @ weights["direct"] + hidden @ weights["outer"] + weights["shift"]
    _, by_scores, by_moves = loss(
        structs.replace(head, moves=weights["moves"]), base + added.reshape(base.shape), may, sizes
    )
    flow = by_scores.reshape(steps * count, -1) / count
    inward = (flow @ weights["outer"].T) * (hidden > 0)
    return {
        "direct": rows.T @ flow,
        "shift": flow.sum(0),
        "inner": rows.T @ inward,
        "inner_shift": inward.sum(0),
        "outer": hidden.T @ flow,
        "moves": np.where(head.moves > BARRED, by_moves / count, 0.0),
    }


def _mean_loss(head: Head, matter: Matter, weights: Weights) -> float:
    """The loss of a piece kept back, in the mean."""
    total = 0.0
    for batch in _batches(matter.kept_back, None):
        states, base, may, sizes = _block(matter, batch)
        rows = states.reshape(-1, states.shape[2])
        hidden = np.maximum(rows @ weights["inner"] + weights["inner_shift"], 0)
        added = rows @ weights["direct"] + hidden @ weights["outer"] + weights["shift"]
        scores = base + added.reshape(base.shape)
        total += loss(structs.replace(head, moves=weights["moves"]), scores, may, sizes)[0]
    return total / max(len(matter.kept_back), 1)


def _batches(pieces: tuple[Piece, ...], rng: np.random.Generator | None) -> Iterator[list[Piece]]:
    """Pieces of like length together; with `rng` the batches come in random order."""
    order = sorted(pieces, key=lambda piece: piece.end - piece.start)
    size = min(max(sum(piece.end - piece.start for piece in pieces) // STEPS, SMALL), BATCH)
    batches: list[list[Piece]] = [[]]
    for piece in order:
        if batches[-1] and (len(batches[-1]) + 1) * (piece.end - piece.start) > size:
            batches.append([])
        batches[-1].append(piece)
    numbers = range(len(batches)) if rng is None else rng.permutation(len(batches)).tolist()
    yield from (batches[number] for number in numbers if batches[number])


def _block(matter: Matter, batch: list[Piece]) -> tuple[NDArray[np.float32], Floats, Bools, Whole]:
    """States, the network's scores, admitted tags and sizes of a batch, [length, batch, …]."""
    sizes = np.array([piece.end - piece.start for piece in batch])
    shape = int(sizes.max()), len(batch)
    states = np.zeros((*shape, matter.states.shape[1]), np.float32)
    base = np.zeros((*shape, matter.base.shape[1]))
    may = np.zeros((*shape, matter.base.shape[1]), bool)
    for column, piece in enumerate(batch):
        size = piece.end - piece.start
        states[:size, column] = matter.states[piece.start : piece.end]
        base[:size, column] = matter.base[piece.start : piece.end]
        may[:size, column] = piece.may
        may[size:, column, 0] = True
    return states, base, may, sizes


def _keep(course: Course, path: Path) -> None:
    parts = {
        f"{part}.{name}": values
        for part in ("weights", "first", "second", "best")
        for name, values in getattr(course, part).items()
    }
    fresh = path.with_suffix(".fresh.npz")
    np.savez(fresh, numbers=np.array([course.epoch, course.least, course.best_epoch]), **parts)
    fresh.replace(path)


def _resumed(path: Path | None) -> Course | None:
    """What `_keep` wrote, if it did."""
    if path is None or not path.exists():
        return None
    with np.load(path, allow_pickle=False) as arrays:
        weights, first, second, best = (
            {name.partition(".")[2]: arrays[name] for name in arrays.files if name.startswith(f"{part}.")}
            for part in ("weights", "first", "second", "best")
        )
        epoch, least, best_epoch = arrays["numbers"].tolist()
    return Course(int(epoch), weights, first, second, best, least, int(best_epoch))
