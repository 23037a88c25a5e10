"""What a CRF makes of annotated sequences: how likely it holds their tags, and the gradient of that.

A place may admit more than one tag, where readers differ or nothing is said of it; the loss is minus the logarithm of
the probability of all paths that are admitted. Both sums, over all paths and over the admitted ones, run side by side.
"""

import numpy as np
from numpy.typing import NDArray

from gaoxin_extract.tagging.crf import Head

Floats = NDArray[np.floating]
Bools = NDArray[np.bool_]
Whole = NDArray[np.int64]


def loss(head: Head, scores: Floats, may: Bools, sizes: Whole) -> tuple[float, Floats, Floats]:
    """The sequences' summed loss, and its gradients by `scores` [length, batch, tags] and by `head.moves`.

    `may` says which tags each place admits; what lies past a sequence's size counts for nothing.
    """
    steps, batch, _ = scores.shape
    live = np.arange(steps)[:, None] < sizes[None, :]
    emitted = np.exp(scores - scores.max(2, keepdims=True), dtype=np.float64)
    both = np.concatenate([emitted, emitted * may], 1)
    lives = np.concatenate([live, live], 1)
    moves, starts, ends = (np.exp(part, dtype=np.float64) for part in (head.moves, head.starts, head.ends))
    forth, scale = _forth(both, moves, starts, lives)
    total = forth[-1] @ ends
    back = _back(both, moves, ends, scale, lives)
    logs = np.log(scale).sum(0) + np.log(total)
    held = forth * back / total[None, :, None] * lives[:, :, None]
    by_scores = held[:, :batch] - held[:, batch:]
    passed = both[1:] * back[1:] / (scale[1:] * total)[:, :, None] * lives[1:, :, None]
    by_moves = moves * sum(
        sign * _pairs(forth[:-1, part], passed[:, part])
        for sign, part in ((1, slice(0, batch)), (-1, slice(batch, None)))
    )
    return float((logs[:batch] - logs[batch:]).sum()), by_scores, by_moves


def _forth(emitted: Floats, moves: Floats, starts: Floats, live: Bools) -> tuple[Floats, Floats]:
    """Sums over the paths up to each place, scaled to 1 there, and the scales; past a sequence's end as at it."""
    forth = np.empty_like(emitted)
    scale = np.ones(emitted.shape[:2])
    for t in range(len(emitted)):
        step = emitted[t] * ((forth[t - 1] @ moves) if t else starts)
        sums = step.sum(1)
        scale[t] = np.where(live[t], sums, 1.0)
        forth[t] = np.where(live[t, :, None], step / np.where(live[t], sums, 1.0)[:, None], forth[t - 1])
    return forth, scale


def _back(emitted: Floats, moves: Floats, ends: Floats, scale: Floats, live: Bools) -> Floats:
    """Sums over the paths from each place on, in the scale of `_forth`."""
    back = np.empty_like(emitted)
    back[-1] = ends
    turned = np.ascontiguousarray(moves.T)
    for t in range(len(emitted) - 2, -1, -1):
        step = (emitted[t + 1] * back[t + 1]) @ turned / scale[t + 1, :, None]
        back[t] = np.where(live[t + 1, :, None], step, ends)
    return back


def _pairs(before: Floats, after: Floats) -> Floats:
    """How often each tag follows each, less the moves' own part."""
    width = before.shape[2]
    counts: Floats = before.reshape(-1, width).T @ after.reshape(-1, width)
    return counts
