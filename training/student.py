"""The fast model while it learns: its layers and moves, and a step down the divergence from the teacher's paths.

distil.py reads what it learns from, and writes the model.
"""

from typing import NamedTuple

import numpy as np
import torch
from torch.nn import functional

import data
from gaoxin_extract.tagging.convolution import FAR, NEAR
from network import HEADS

WIDTHS = [len(tags) for tags in data.TAGS]
PARTS = [slice(sum(WIDTHS[:n]), sum(WIDTHS[: n + 1])) for n in range(len(WIDTHS))]
VECTOR, INNER, WIDE = 24, 64, 48
HIDDEN = (0.03, 0.3, 0.3, 0.3)  # share of n-grams taken for unknown in a step, so that unseen names are read as well
RATE, LAYERS_RATE, MOVES_RATE = 0.01, 4e-3, 0.02
GATE_SHARE = 0.3  # of the gate's loss beside the heads'
FORBIDDEN = -1e4


class Batch(NamedTuple):
    """Runs of about one length, the longest first: where each begins in `rows`, and what the teacher says of it.

    `rows` are those of the n-grams of each length at every character; `chances` and `moves` the teacher's, a head each.
    """

    rows: list[torch.Tensor]
    starts: np.ndarray
    sizes: np.ndarray
    chances: list[torch.Tensor]
    moves: list[torch.Tensor]


def marginals(
    scores: torch.Tensor, sizes: np.ndarray, moves: torch.Tensor, bounds: tuple[torch.Tensor, torch.Tensor]
) -> tuple[torch.Tensor, torch.Tensor, float]:
    """Of scores [length, batch, tags]: the chance of each tag, the expected moves, and the sum of log partitions.

    `moves` and `bounds` (starts, ends) are no logarithms.
    """
    steps, batch, width = scores.shape
    reached = sizes[None, :] > np.arange(steps)[:, None]
    live = reached.sum(1).tolist()
    mask = torch.from_numpy(reached)
    peaks = scores.amax(2)
    emitted = torch.exp(scores - peaks[:, :, None])
    forth, scale = torch.zeros_like(emitted), torch.ones(steps, batch)
    for t, n in enumerate(live):
        now = (forth[t - 1, :n] @ moves if t else bounds[0]) * emitted[t, :n]
        scale[t, :n] = now.sum(1)
        forth[t, :n] = now / scale[t, :n, None]
    last = torch.from_numpy(sizes - 1), torch.arange(batch)
    back, ahead = torch.zeros_like(emitted), torch.zeros_like(emitted)
    back[last] = bounds[1]
    for t in range(steps - 1, 0, -1):
        n = live[t]
        ahead[t, :n] = emitted[t, :n] * back[t, :n] / scale[t, :n, None]
        back[t - 1, :n] = ahead[t, :n] @ moves.T
    total = (forth[last] * bounds[1]).sum(1)
    chances = forth * back / total[None, :, None] * mask[:, :, None]
    pairs = (forth[:-1].reshape(-1, width).T @ (ahead[1:] / total[None, :, None]).reshape(-1, width)) * moves
    partition = float(((torch.log(scale) + peaks) * mask).sum() + torch.log(total).sum())
    return chances, pairs, partition


class Student(torch.nn.Module):
    """The layers as tagging/convolution.py evaluates them, and the moves of the CRFs."""

    def __init__(self, sizes: list[int]) -> None:
        """`sizes`: how many vectors there are of n-grams of each length."""
        super().__init__()
        self.vectors = torch.nn.ModuleList([torch.nn.Embedding(size, VECTOR, sparse=True) for size in sizes])
        for length, table in enumerate(self.vectors):
            torch.nn.init.normal_(table.weight, 0, 0.1 if length else 0.5)
        self.inner = torch.nn.Linear(VECTOR * (2 * NEAR + 1), INNER)
        self.gate = torch.nn.Linear(INNER, len(HEADS))
        self.wide = torch.nn.Linear(INNER * len(FAR), WIDE)
        self.outer = torch.nn.Linear(INNER + WIDE, sum(WIDTHS))

    def forward(self, rows: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        """The scores of tags and the gate's of heads, a row a place."""
        sums = sum(table(some) for table, some in zip(self.vectors, rows, strict=True))
        units = torch.relu(self.inner(_around(sums, range(-NEAR, NEAR + 1))))
        wide = torch.relu(self.wide(_around(units, FAR)))
        return self.outer(torch.cat([units, wide], 1)), self.gate(units)


def _around(rows: torch.Tensor, offsets: range | tuple[int, ...]) -> torch.Tensor:
    """Beside one another the rows at these offsets from each place, zeros past the ends."""
    reach = max(map(abs, offsets))
    padded = functional.pad(rows, (0, 0, reach, reach))
    return torch.cat([padded[reach + offset : reach + offset + len(rows)] for offset in offsets], 1)


def allowed(width: int) -> torch.Tensor:
    """Which tag may follow which, [before, after]: O and E before O and B, B and I before I and E."""
    kinds = ["BIE"[(tag - 1) % 3] if tag else "O" for tag in range(width)]
    labels = [(tag + 2) // 3 for tag in range(width)]
    table = torch.zeros(width, width, dtype=torch.bool)
    for before in range(width):
        for after in range(width):
            outer = kinds[before] in "OE" and kinds[after] in "OB"
            table[before, after] = outer or (
                kinds[before] in "BI" and kinds[after] in "IE" and labels[before] == labels[after]
            )
    return table


class Fitting:
    """A student, the moves of its CRFs, and what drives them."""

    def __init__(self, sizes: list[int], moves: list[torch.Tensor]) -> None:
        """`moves` are the teacher's logarithms, to begin with."""
        self.student = Student(sizes)
        self.moves = moves
        self.steepness = [torch.full_like(each, 1e-2) for each in moves]
        vectors = [table.weight for table in self.student.vectors]
        others = [p for name, p in self.student.named_parameters() if not name.startswith("vectors")]
        self.drivers = (torch.optim.SparseAdam(vectors, lr=RATE), torch.optim.Adam(others, lr=LAYERS_RATE))
        self.done = 0

    def epoch(self, some: list[Batch], epochs: int) -> float:
        """Read all batches once; the mean divergence a character."""
        rng = np.random.default_rng(self.done)
        chance = torch.Generator().manual_seed(self.done)
        total, count = 0.0, 0
        for step, number in enumerate(rng.permutation(len(some))):
            pace = max(1 - (self.done + step / len(some)) / epochs, 0.02)
            for driver, rate in zip(self.drivers, (RATE, LAYERS_RATE), strict=True):
                for group in driver.param_groups:
                    group["lr"] = rate * pace
            total += self.step(some[number], pace, chance)
            count += int(some[number].sizes.sum())
        self.done += 1
        return total / count

    def step(self, batch: Batch, pace: float, chance: torch.Generator) -> float:
        """One step down; the divergence before it, but for what the teacher alone decides."""
        rows = [
            torch.where(torch.rand(row.shape, generator=chance) < share, 0, row.long())
            for row, share in zip(batch.rows, HIDDEN, strict=True)
        ]
        scores, gate = self.student(rows)
        longest = int(batch.sizes[0])
        reached = batch.sizes[None, :] > np.arange(longest)[:, None]
        where = torch.from_numpy(np.minimum(batch.starts[None, :] + np.arange(longest)[:, None], len(scores) - 1))
        mask = torch.from_numpy(reached)
        told = scores.detach()[where]
        slope = torch.zeros_like(scores)
        inside = torch.zeros(len(scores), len(HEADS))
        loss = 0.0
        for head, part in enumerate(PARTS):
            moves, wanted = self.moves[head], batch.chances[head].float()
            factors = moves.exp()
            mine = told[:, :, part].contiguous()
            chances, pairs, partition = marginals(mine, batch.sizes, factors, (factors[0], factors[:, 0]))
            slope[where[mask], part] = (chances - wanted)[mask]
            inside[where[mask], head] = 1 - wanted[:, :, 0][mask]
            loss += partition - float((wanted * mine).sum()) - float((batch.moves[head] * moves.clamp(min=-50)).sum())
            change = (pairs - batch.moves[head]) / 100
            self.steepness[head] += change**2
            moves -= MOVES_RATE * pace * change / self.steepness[head].sqrt()
            moves[~allowed(len(moves))] = FORBIDDEN
        for driver in self.drivers:
            driver.zero_grad()
        aside = functional.binary_cross_entropy_with_logits(gate, inside, reduction="sum")
        torch.autograd.backward([scores, aside], [slope / 100, torch.tensor(GATE_SHARE / 100)])
        for driver in self.drivers:
            driver.step()
        return loss

    def state(self) -> dict[str, object]:
        """What another process needs to go on."""
        drivers = [driver.state_dict() for driver in self.drivers]
        return {"student": self.student.state_dict(), "drivers": drivers, "moves": self.moves, "done": self.done} | {
            "steepness": self.steepness
        }

    def resume(self, state: dict[str, object]) -> None:
        """Go on where `state` was taken."""
        self.student.load_state_dict(state["student"])
        for driver, before in zip(self.drivers, state["drivers"], strict=True):
            driver.load_state_dict(before)
        self.moves, self.steepness, self.done = state["moves"], state["steepness"], state["done"]
