"""Fit the network to annotated sets; resumes from the last whole epoch.

usage: python train.py --lac DIR --out FILE.pt DATA.jsonl[:WEIGHT[:PART]] ... [--epochs N] [--seed N] ...
"""
# ruff: noqa: S311 -- chance is seeded and guards no secret

import argparse
import json
import math
import time
from pathlib import Path
from random import Random

import msgspec
import numpy as np
import torch

import data
import substitution
from gaoxin_extract.tagging.crf import Head, read_names, tags_of
from network import HEADS, Anchor, Tagger, lac_vocabulary, lac_weights

WIDTHS = [len(names) for names in data.TAGS]


def vocabulary(folder: Path) -> tuple[dict[str, int], np.ndarray]:
    """Character → row, and LAC's embedding cut down to those rows; row 0 is for the unknown."""
    rows = lac_vocabulary(folder)
    weights = lac_weights(folder)["embedding_0.w_0"]
    kept = sorted({row for char, row in rows.items()} - {rows["OOV"]})
    index = {rows["OOV"]: 0, **{row: i for i, row in enumerate(kept, 1)}}
    table = {char: index[row] for char, row in rows.items() if len(char) == 1}
    return table, weights[[rows["OOV"], *kept]]


def batches(pieces: list[data.Piece], size: int, rng: Random) -> list[list[data.Piece]]:
    """Pieces of like length together, about `size` characters a batch, the batches in random order."""
    order = sorted(pieces, key=lambda p: (len(p.text) // 8, rng.random()))
    out: list[list[data.Piece]] = [[]]
    for piece in order:
        if out[-1] and (len(out[-1]) + 1) * len(piece.text) > size:
            out.append([])
        out[-1].append(piece)
    rng.shuffle(out)
    return out


def tensors(batch: list[data.Piece], table: dict[str, int]) -> tuple[torch.Tensor, ...]:
    """Ids, lengths, admitted tags of both heads, weights."""
    longest = max(len(p.text) for p in batch)
    ids = np.zeros((len(batch), longest), np.int64)
    may = np.zeros((len(HEADS), len(batch), longest, max(WIDTHS)), bool)
    for i, piece in enumerate(batch):
        ids[i, : len(piece.text)] = [table.get(c, 0) for c in piece.text]
        for k, admitted in enumerate(data.admitted(piece)):
            may[k, i, : len(piece.text), : WIDTHS[k]] = admitted
    lengths = torch.tensor([len(p.text) for p in batch])
    weight = torch.tensor([p.weight for p in batch])
    return torch.from_numpy(ids), lengths, torch.from_numpy(may), weight


def heads(network: Tagger) -> tuple[Head, ...]:
    """The network's CRFs, as the package takes them."""
    out = []
    for k, labels in enumerate(HEADS):
        w = WIDTHS[k]
        moves = (network.moves + network.barred)[k, :w, :w].detach().numpy()
        out.append(Head(tags_of(labels), moves, network.starts[k, :w].numpy(), network.ends[k, :w].numpy()))
    return tuple(out)


@torch.no_grad()
def tag(network: Tagger, pieces: list[data.Piece], table: dict[str, int]) -> list[dict[tuple[str, int, int], float]]:
    """The mentions found in each piece, with their probabilities."""
    network.eval()
    found: list[dict[tuple[str, int, int], float]] = [{} for _ in pieces]
    order = sorted(range(len(pieces)), key=lambda i: -len(pieces[i].text))
    crfs = heads(network)
    for begin in range(0, len(order), 64):
        chosen = order[begin : begin + 64]
        ids, lengths, _, _ = tensors([pieces[i] for i in chosen], table)
        scores = network.emissions(ids, lengths).numpy().transpose(1, 0, 2)
        first = 0
        for crf in crfs:
            part = np.ascontiguousarray(scores[:, :, first : first + len(crf.tags)])
            first += len(crf.tags)
            for j, start, end, opening, share in read_names(crf, part, lengths.numpy()):
                found[chosen[j]][crf.tags[opening][2:], start, end] = share
    return found


def score(
    found: list[dict[tuple[str, int, int], float]], pieces: list[data.Piece]
) -> dict[str, tuple[float, float, float]]:
    """Strict precision, recall and F1 of each label; optional mentions count neither way."""
    out = {}
    for label in (label for head in HEADS for label in head):
        hit = wrong = missed = 0
        for got, piece in zip(found, pieces, strict=True):
            mine = {(s, e) for name, s, e in got if name == label}
            must = {(m.start, m.end) for m in piece.marks if m.label == label and not m.optional}
            may = [(m.start, m.end) for m in piece.marks if m.label == label and m.optional]
            hit += len(mine & must)
            missed += len(must - mine)
            wrong += sum(not any(2 * (min(e, y) - max(s, x)) >= e - s for x, y in may) for s, e in mine - must)
        precision, recall = hit / max(hit + wrong, 1), hit / max(hit + missed, 1)
        out[label] = (precision, recall, 2 * hit / max(2 * hit + wrong + missed, 1))
    return out


def show(name: str, figures: dict[str, tuple[float, float, float]]) -> str:
    """One line of figures."""
    return f"{name:22s}" + "  ".join(f"{label} {f:.3f} (P {p:.3f} R {r:.3f})" for label, (p, r, f) in figures.items())


def load(path: Path) -> tuple[Tagger, dict[str, int]]:
    """A network that was saved by this script."""
    state = torch.load(path, weights_only=True)
    network = Tagger(state["network"]["embedding.weight"].shape[0])
    network.load_state_dict(state["network"])
    return network, json.loads(state["table"])


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", nargs="+", help="FILE[:WEIGHT[:PART]]: PART of its pieces is drawn anew each epoch")
    parser.add_argument("--lac", type=Path, required=True)
    parser.add_argument("--init", type=Path, help="a checkpoint to begin with instead of LAC's weights")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--drop", type=float, default=0.3)
    parser.add_argument("--hide", type=float, default=0.02, help="share of characters shown as unknown")
    parser.add_argument("--size", type=int, default=1600, help="characters a batch")
    parser.add_argument("--limit", type=int, default=200, help="the longest run of sentences")
    parser.add_argument("--swap", type=float, default=0.0, help="share of articles with names exchanged")
    parser.add_argument("--news", type=int, default=0, help="how often each line of composed news is filled, an epoch")
    parser.add_argument("--composed", nargs="+", default=substitution.COMPOSED, help="files of composed news")
    parser.add_argument("--anchor", type=float, default=0.0, help="weight of what LAC itself tells of the text")
    parser.add_argument("--lists", type=Path)
    return parser.parse_args()


Sets = list[tuple[list[data.Piece], float]]


def read_sets(items: list[str]) -> tuple[Sets, dict[str, list[data.Piece]]]:
    """The sets to learn from, each with the part that an epoch draws, and what is held out."""
    sets: Sets = []
    out: list[data.Piece] = []
    for item in items:
        path, weight, part = (*item.split(":"), "", "")[:3]
        pieces = [msgspec.structs.replace(p, weight=p.weight * float(weight or 1)) for p in data.read(Path(path))]
        sets.append(([p for p in pieces if not data.held_out(p)], float(part or 1)))
        out += [p for p in pieces if data.held_out(p)]
    reports = [p for p in out if not p.source.startswith("composed")]
    articles = [p for p in out if p.source.startswith("composed")]
    return sets, {"held-out cities": reports, "held-out articles": articles}


def draw(sets: Sets, swapper: substitution.Names | None, args: argparse.Namespace, rng: Random) -> list[data.Piece]:
    """An epoch's pieces, names exchanged in a share of the articles."""
    chosen: list[data.Piece] = []
    for pieces, part in sets:
        for piece in rng.sample(pieces, round(part * len(pieces))):
            made = swapper.exchange(piece, rng) if swapper and rng.random() < args.swap else piece
            chosen += data.cut(made, args.limit, rng)
    return chosen + (swapper.news(rng, args.news) if swapper else [])


def begin(args: argparse.Namespace) -> tuple[Tagger, dict[str, int], torch.optim.Optimizer, int]:
    """The network with its first weights, or those of the last whole epoch; characters, optimiser, epochs done."""
    table, embedding = vocabulary(args.lac)
    network = Tagger(len(embedding), drop=args.drop)
    network.load_lac(lac_weights(args.lac) | {"embedding_0.w_0": embedding})
    if args.init:
        network.load_state_dict(load(args.init)[0].state_dict())
    groups = [
        {"params": [network.embedding.weight], "peak": args.rate * 0.5},
        {"params": list(network.gru.parameters()), "peak": args.rate},
        {"params": [*network.head.parameters(), network.moves], "peak": args.rate * 3},
    ]
    optimiser = torch.optim.AdamW(groups, lr=args.rate, weight_decay=1e-4)
    if not args.out.exists():
        return network, table, optimiser, 0
    state = torch.load(args.out, weights_only=True)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    return network, table, optimiser, state["epoch"]


def step(
    network: Tagger,
    optimiser: torch.optim.Optimizer,
    batch: tuple[torch.Tensor, ...],
    anchor: Anchor | None,
    args: argparse.Namespace,
) -> float:
    """One step down the loss; the CRFs' part of it."""
    ids, lengths, may, weight = batch
    states = network.states(ids.masked_fill(torch.rand(ids.shape) < args.hide, 0), lengths)
    loss = network.loss(network.scores(states), lengths, may, weight)
    whole = loss + args.anchor * anchor.loss(states, ids, lengths) if anchor else loss
    optimiser.zero_grad()
    whole.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
    optimiser.step()
    return loss.item()


def main() -> None:
    """Train; see the module's docstring."""
    args = arguments()
    torch.set_num_threads(1)  # sums over threads come in no fixed order
    torch.use_deterministic_algorithms(mode=True)
    torch.manual_seed(args.seed)
    network, table, optimiser, first = begin(args)
    sets, held = read_sets(args.data)
    anchor = Anchor(lac_weights(args.lac) | {"embedding_0.w_0": vocabulary(args.lac)[1]}) if args.anchor else None
    swapper = substitution.Names.read(args.lists, args.composed) if args.swap or args.news else None
    for epoch in range(first, args.epochs):
        torch.manual_seed(args.seed * 1000 + epoch)
        rng = Random(args.seed * 1000 + epoch)
        chosen = draw(sets, swapper, args, rng)
        started, total = time.time(), 0.0
        plan = batches(chosen, args.size, rng)
        network.train()
        for i, batch in enumerate(plan):
            done = epoch + i / len(plan)
            rate = min(1.0, 4 * done) * 0.5 * (1 + math.cos(math.pi * done / args.epochs))  # a quarter epoch to warm up
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * max(rate, 0.01)
            total += step(network, optimiser, tensors(batch, table), anchor, args)
        state = {"epoch": epoch + 1, "network": network.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save(state | {"table": json.dumps(table)}, args.out.with_suffix(".part"))
        args.out.with_suffix(".part").replace(args.out)
        count = sum(len(p.text) for p in chosen)
        pace = count / (time.time() - started)
        print(f"epoch {epoch + 1}: loss {total / len(plan):.3f}, {count} characters, {pace:.0f} a second", flush=True)
        for name, pieces in held.items():
            lines = [p for piece in pieces for p in data.cut(piece, args.limit)]
            print(show(name, score(tag(network, lines, table), lines)), flush=True)


if __name__ == "__main__":
    main()
