"""A model's folder → its `abroad.onnx` and `abroad.npz`, which read organisations in prose outside our domain.

usage: python abroad.py MODEL_FOLDER --shared DIR --lac DIR --work DIR

LAC's network is fitted to UNER's training part (CC BY-SA 4.0, and so are the files that come out), which marks persons
and places too, and beside it to pieces of our own. Those say where organisations are; what else there may be a person
or a place. It is fitted three times from the same first weights, with other shares of ours in other orders; the mean
of the three is kept. The line from probabilities to scores is fitted to UNER's dev part.
"""
# ruff: noqa: S311 -- chance is seeded and guards no secret

import argparse
import math
from pathlib import Path
from random import Random

import msgspec
import numpy as np
import torch

import data
import train
from data import Mark, Piece
from export import graph, seal
from gaoxin_extract.learning.judging import calibration_error, fit_line
from gaoxin_extract.tagging.abroad import NETWORK, WEIGHTS, Abroad
from gaoxin_extract.tagging.network import Recogniser, open_network, parts_of
from gaoxin_extract.tagging.verifier import TAGS
from network import Tagger, lac_weights

LABELS = ("ORG", "PER", "LOC")
SIZE = 1200  # characters a batch
LONGEST = 120  # runs of our own sentences, which are longer than UNER's
BAR = 0.5  # chance to be our domain's prose under which a piece is read abroad
RUNS = ((0.0, 0), (1.0, 0), (0.5, 1))  # pieces of ours for each of theirs, seed of the order
EPOCHS = 8
RATE = 1e-3
HIDE = 0.03  # share of the characters shown as unknown
ALL = "uner"


def foreign(path: Path) -> list[Piece]:
    """UNER's sentences with persons and places."""
    rows = [msgspec.json.decode(line) for line in path.read_text("utf-8").splitlines()]
    return [
        Piece(row["text"], tuple(Mark(e["label"], e["start"], e["end"]) for e in row["entities"]), ALL) for row in rows
    ]


def ours(shared: Path) -> list[Piece]:
    """Our own annotated texts, less what is held out."""
    sets = shared / "data"
    return [
        piece
        for name in ("reports_names_train", "composed_articles")
        for piece in data.read(sets / f"{name}.jsonl")
        if not data.held_out(piece)
    ]


def admitted(piece: Piece) -> np.ndarray:
    """Which tags each place may bear, [length, tags]; in ours what is no organisation may be anything else."""
    table = np.zeros((len(piece.text), len(TAGS)), bool)
    table[:, 0] = True
    if piece.source != ALL:
        table[:, TAGS.index("B-PER") :] = True
    for mark in sorted((m for m in piece.marks if m.label in LABELS), key=lambda m: (m.optional, m.start)):
        if mark.optional:
            table[mark.start : mark.end] = True
        elif mark.end - mark.start > 1:
            first = TAGS.index(f"B-{mark.label}")
            table[mark.start : mark.end] = False
            table[mark.start, first] = table[mark.end - 1, first + 2] = True
            table[mark.start + 1 : mark.end - 1, first + 1] = True
    return table


def tensors(batch: list[Piece], table: dict[str, int]) -> tuple[torch.Tensor, ...]:
    """Ids, lengths, admitted tags, weights."""
    longest = max(len(piece.text) for piece in batch)
    ids = np.zeros((len(batch), longest), np.int64)
    may = np.zeros((1, len(batch), longest, len(TAGS)), bool)
    for row, piece in enumerate(batch):
        ids[row, : len(piece.text)] = [table.get(char, 0) for char in piece.text]
        may[0, row, : len(piece.text)] = admitted(piece)
    lengths, weights = ([f(piece) for piece in batch] for f in (lambda p: len(p.text), lambda p: p.weight))
    return torch.from_numpy(ids), torch.tensor(lengths), torch.from_numpy(may), torch.tensor(weights)


def draw(theirs: list[Piece], mine: list[Piece], share: float, rng: Random) -> list[Piece]:
    """An epoch's pieces: all of theirs, and of ours `share` times as many."""
    count = round(share * len(theirs))
    some = rng.sample(mine, min(len(mine), count))
    cut = [msgspec.structs.replace(part, weight=0.5) for piece in some for part in data.cut(piece, LONGEST, rng)]
    return theirs + rng.sample(cut, min(len(cut), count))


def fitted(args: argparse.Namespace, run: int) -> dict[str, torch.Tensor]:
    """The weights after the last epoch of a run; it goes on from its last whole one that stands in the work folder."""
    share, seed = RUNS[run]
    torch.manual_seed(0)
    table, embedding = train.vocabulary(args.lac)
    network = Tagger(len(embedding), heads=(LABELS,))
    network.load_lac(lac_weights(args.lac) | {"embedding_0.w_0": embedding})
    groups = [
        {"params": [network.embedding.weight], "peak": RATE * 0.5},
        {"params": list(network.gru.parameters()), "peak": RATE},
        {"params": [*network.head.parameters(), network.moves], "peak": RATE * 3},
    ]
    optimiser = torch.optim.AdamW(groups, lr=RATE, weight_decay=1e-4)
    checkpoint, done = args.work / f"abroad{run}.pt", 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        done = state["epoch"]
    theirs, mine = foreign(args.shared / "data" / "uner" / "train.jsonl"), ours(args.shared)
    for epoch in range(done, EPOCHS):
        torch.manual_seed(seed * 1000 + epoch)
        rng = Random(seed * 1000 + epoch)
        loss = pass_over(network, optimiser, train.batches(draw(theirs, mine, share, rng), SIZE, rng), table, epoch)
        state = {"epoch": epoch + 1, "network": network.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save(state, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").replace(checkpoint)
        print(f"run {run}, epoch {epoch + 1}: loss {loss:.3f}", flush=True)
    return network.state_dict()


def pass_over(
    network: Tagger, optimiser: torch.optim.Optimizer, plan: list[list[Piece]], table: dict[str, int], epoch: int
) -> float:
    """An epoch's steps; their mean loss."""
    network.train()
    total = 0.0
    for number, batch in enumerate(plan):
        at = epoch + number / len(plan)
        rate = max(min(1.0, 2 * at) * 0.5 * (1 + math.cos(math.pi * at / EPOCHS)), 0.01)
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * rate
        ids, lengths, may, weights = tensors(batch, table)
        states = network.states(ids.masked_fill(torch.rand(ids.shape) < HIDE, 0), lengths)
        loss = network.loss(network.scores(states), lengths, may, weights)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        total += loss.item()
    return total / len(plan)


def mean(states: list[dict[str, torch.Tensor]]) -> Tagger:
    """The network whose weights are the mean of `states`."""
    network = Tagger(states[0]["embedding.weight"].shape[0], heads=(LABELS,))
    network.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return network.eval()


def judged(abroad: Abroad, recogniser: Recogniser, pieces: list[Piece]) -> tuple[list[tuple[float, bool]], int]:
    """Probability and truth of each organisation that the network finds, and how many there are."""
    found = []
    pieces = sorted(pieces, key=lambda piece: -len(piece.text))
    for first in range(0, len(pieces), 64):
        some = pieces[first : first + 64]
        sizes = np.array([len(piece.text) for piece in some])
        block = np.zeros((int(sizes[0]), len(some)), np.int64)
        for column, piece in enumerate(some):
            block[: sizes[column], column] = recogniser.rows_of(piece.text)
        firm = {(n, m.start, m.end) for n, piece in enumerate(some) for m in piece.marks if m.label == "ORG"}
        parts = parts_of(abroad.session, ["scores"], block, sizes)
        found += [(row[3], row[:3] in firm) for row in abroad.organisations(parts, block.shape, sizes)]
    return found, sum(mark.label == "ORG" for piece in pieces for mark in piece.marks)


def main() -> None:
    """Fit, export, calibrate; see the module's docstring."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    for name in ("shared", "lac", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--run", type=int, help="this run alone, and no export")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    if args.run is not None:
        fitted(args, args.run)
        return
    write(mean([fitted(args, run) for run in range(len(RUNS))]), args.model, args.shared)


def write(network: Tagger, model: Path, shared: Path) -> None:
    """The model's two files, the scores calibrated."""
    (model / NETWORK).write_bytes(graph(network).SerializeToString())
    arrays = {
        "moves": (network.moves + network.barred)[0].detach().numpy(),
        "starts": network.starts[0].numpy(),
        "ends": network.ends[0].numpy(),
        "bar": np.float32(BAR),
        "line": np.array([1.0, 0.0]),
    }
    recogniser = Recogniser.load(model, verified=False)
    dev = foreign(shared / "data" / "uner" / "dev.jsonl")
    abroad = Abroad.load(open_network((model / NETWORK).read_bytes()), arrays)
    found, every = judged(abroad, recogniser, dev)
    hits = sum(right for _, right in found)
    print(f"UNER dev: ORG {2 * hits / (len(found) + every):.3f}, {len(found)} found of {every}, {hits} right")
    arrays["line"] = np.array(fit_line(found, (1.0, 0.0), 1e-6))
    print("line", arrays["line"], "calibration error before", calibration_error(found))
    np.savez(model / WEIGHTS, **arrays)
    seal(model)


if __name__ == "__main__":
    main()
