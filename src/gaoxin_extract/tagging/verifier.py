"""Scores organisations a second time, with an eye on what else they may be: persons, places, peoples.

A small network reads the states of the recogniser's last layer and tells for every character the chances of 10 tags:
O, and B, I, E of ORG, PER and LOC. It proposes organisations of its own; a logistic model over those chances and the
recogniser's probability scores both kinds. How far either can be trusted hangs on the prose: the states of a piece
tell how much it is like news and reports, and so how much the weights fitted to them count beside those fitted
to an encyclopaedia's sentences. Its weights are a file of their own, `verifier.npz`, without which a
recogniser works as well, but takes persons and places outside news for organisations.
"""
# ruff: noqa: PLC0415 -- numpy is imported with the first model

from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Whole = NDArray[np.int64]

TAGS: Final = ("O", "B-ORG", "I-ORG", "E-ORG", "B-PER", "I-PER", "E-PER", "B-LOC", "I-LOC", "E-LOC")
BEGIN, INSIDE, END = 1, 2, 3
SMALL: Final = 1e-3  # chances and probabilities are kept this far from 0 and 1
ROWS: Final = 8  # 8 x 256 x 64 products stay under the bound past which OpenBLAS shares work out
LONG: Final = 7  # longer names count as this long
STATISTICS: Final = 4  # of each state, that tell prose
LOWEST: Final = 0.3  # what scores less is no candidate: rules that agree lift none so far


class Second(Struct, frozen=True):
    """What the verifier makes of a block: chances of `TAGS` [length, batch, 10], and that the prose is ours [batch]."""

    chances: "Floats"
    home: "Floats"

    @classmethod
    def empty(cls, steps: int, batch: int) -> "Second":
        """All O, all abroad."""
        import numpy as np

        return cls(np.zeros((steps, batch, len(TAGS)), np.float32), np.zeros(batch, np.float32))


class Verifier(Struct, frozen=True):
    """The small network's layers, and the lines over what it says.

    `weights` are those of the logistic model over `measures`, in prose of our domain and outside it; `home` tells one
    from the other by what `prose` says.
    """

    inner: "Floats"
    inner_shift: "Floats"
    outer: "Floats"
    outer_shift: "Floats"
    weights: "Floats"
    home: "Floats"
    home_shift: "Floats"

    def check(self, width: int) -> None:
        """ValueError where its weights aren't for a network of so many states."""
        if len(self.inner) != width or len(self.home) != STATISTICS * width:
            message = f"verifier.npz is not for a network of {width} states"
            raise ValueError(message)

    def chances(self, states: "Floats") -> "Floats":
        """The chances of `TAGS`, [length, batch, 10], from states [length, batch, width]."""
        import numpy as np

        steps, batch, width = states.shape
        hidden = product(states.reshape(steps * batch, width), self.inner)
        hidden += self.inner_shift
        np.maximum(hidden, 0, out=hidden)
        scores = product(hidden, self.outer)
        scores += self.outer_shift
        scores -= scores.max(1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(1, keepdims=True)
        return scores.reshape((steps, batch, len(TAGS)))

    def at_home(self, states: "Floats", sizes: "Whole") -> "Floats":
        """For each sequence, the chance that its prose is of our domain."""
        import numpy as np

        shares: Floats = 1 / (1 + np.exp(-((prose(states, sizes) * self.home).sum(1) + self.home_shift)))
        return shares

    def scores(self, measured: "Floats", home: "Floats") -> "Floats":
        """The share right among organisations of such measures in prose of such chances to be of our domain."""
        import numpy as np

        odds = home * (measured * self.weights[0]).sum(1) + (1 - home) * (measured * self.weights[1]).sum(1)
        shares: Floats = 1 / (1 + np.exp(-odds))
        return shares


def prose(states: "Floats", sizes: "Whole") -> "Floats":
    """What tells prose of a kind: mean, largest, smallest and spread of each state, [batch, 4 x width].

    `states` [length, batch, width] are 0 past a sequence's size.
    """
    import numpy as np

    count = sizes[:, None].astype(np.float32)
    mean = states.sum(0) / count
    spread = np.sqrt(np.maximum(np.einsum("tbw,tbw->bw", states, states) / count - mean * mean, 0))
    beyond = np.arange(len(states))[:, None] >= sizes[None, :]
    filled = states.copy()
    filled[beyond] = -1  # states lie between -1 and 1
    top = filled.max(0)
    filled[beyond] = 1
    bottom = filled.min(0)
    table: Floats = np.concatenate([mean, top, bottom, spread], 1).astype(np.float32)
    return table


def proposed(chances: "Floats", sizes: "Whole") -> tuple["Whole", "Whole", "Whole"]:
    """Sequence, start and end of the organisations that the likeliest tags write out whole."""
    import numpy as np

    steps = len(chances)
    best = chances.argmax(2).T
    best[np.arange(steps)[None, :] >= sizes[:, None]] = 0
    places = np.where(best == INSIDE, steps, np.arange(steps)[None, :])
    after = np.minimum.accumulate(places[:, ::-1], axis=1)[:, ::-1]  # the first place from here on that isn't inside
    columns, starts = (best[:, :-1] == BEGIN).nonzero()
    closes = after[columns, starts + 1]
    whole = closes < steps
    columns, starts, closes = columns[whole], starts[whole], closes[whole]
    whole = best[columns, closes] == END
    return columns[whole], starts[whole], closes[whole] + 1


def measures(chances: "Floats", names: tuple["Whole", "Whole", "Whole"], probabilities: "Floats") -> "Floats":
    """What the logistic model weighs of each name (sequence, start, end), a row a name.

    `probabilities` are the recogniser's, 0 for a name that it doesn't propose.
    """
    import numpy as np

    columns, starts, ends = names
    sums = np.concatenate([np.zeros_like(chances[:1]), chances.cumsum(0)])
    means = (sums[ends, columns] - sums[starts, columns]) / (ends - starts)[:, None]
    kinds = np.stack([means[:, 0], *(means[:, first : first + 3].sum(1) for first in (1, 4, 7))], 1)
    first, last = chances[starts, columns], chances[ends - 1, columns]
    bounds = np.stack([first[:, 1], last[:, 3], first[:, 4], last[:, 6], first[:, 7], last[:, 9]], 1)
    seen = probabilities > 0
    held = np.clip(probabilities, SMALL, 1 - SMALL)
    odds = np.where(seen, np.log(held / (1 - held)), 0)
    sizes = np.minimum(ends - starts, LONG)[:, None] == np.arange(2, LONG + 1)
    both = np.concatenate([_log_odds(kinds), _log_odds(bounds)], 1)
    own = np.stack([seen, odds, odds * kinds[:, 1], seen * kinds[:, 1], seen * kinds[:, 2], seen * kinds[:, 3]], 1)
    table: Floats = np.concatenate([both, kinds, own, sizes], 1).astype(np.float32)
    return table


def product(rows: "Floats", weights: "Floats") -> "Floats":
    """`rows @ weights`, in parts so small that numpy's algebra doesn't wake other threads for them."""
    import numpy as np

    whole = len(rows) // ROWS * ROWS
    made = np.empty((len(rows), weights.shape[1]), np.float32)
    np.matmul(rows[:whole].reshape(-1, ROWS, rows.shape[1]), weights, out=made[:whole].reshape(-1, ROWS, made.shape[1]))
    made[whole:] = rows[whole:] @ weights
    return made


def _log_odds(chances: "Floats") -> "Floats":
    import numpy as np

    held = np.clip(chances, SMALL, 1 - SMALL)
    odds: Floats = np.log(held / (1 - held))
    return odds
