"""Fit the network to annotated sets; resumes from the last whole epoch.

usage: python train.py --lac DIR --out FILE.pt DATA.jsonl[:WEIGHT[:PART]] ... [--epochs N] [--seed N] ...
"""

import argparse
import json
import math
import time
from pathlib import Path
from random import Random

import numpy as np
import torch

import data
from gaoxin_extract.tagging import Head, read_names, tags_of
from network import HEADS, Tagger, lac_vocabulary, lac_weights

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


def score(found: list[dict[tuple[str, int, int], float]], pieces: list[data.Piece]) -> dict[str, tuple[float, float, float]]:
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


def main() -> None:
    """Train; see the module's docstring."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", nargs="+", help="FILE[:WEIGHT[:PART]]: PART of its pieces is drawn anew each epoch")
    parser.add_argument("--lac", type=Path, required=True)
    parser.add_argument("--init", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--drop", type=float, default=0.3)
    parser.add_argument("--hide", type=float, default=0.02, help="share of characters shown as unknown")
    parser.add_argument("--size", type=int, default=1600)
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--swap", type=float, default=0.0, help="share of articles with names exchanged")
    parser.add_argument("--news", type=int, default=0, help="how often each line of composed news is filled, an epoch")
    parser.add_argument("--lists", type=Path)
    parser.add_argument("--all", action="store_true", help="hold nothing out")
    args = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(args.seed)
    table, embedding = vocabulary(args.lac)
    network = Tagger(len(embedding), drop=args.drop)
    weights = lac_weights(args.lac)
    weights["embedding_0.w_0"] = embedding
    network.load_lac(weights)
    if args.init:
        network.load_state_dict(load(args.init)[0].state_dict())
    sets, out = [], []
    for item in args.data:
        path, _, rest = item.partition(":")
        weight, _, part = rest.partition(":")
        pieces = [data.Piece(p.text, p.marks, p.source, p.weight * float(weight or 1)) for p in data.read(Path(path))]
        sets.append(([p for p in pieces if args.all or not data.held_out(p)], float(part or 1)))
        out += [p for p in pieces if data.held_out(p)]
    heldout = {"held-out cities": [p for p in out if p.source.startswith("政府")], "held-out articles": [p for p in out if p.source.startswith("composed")]}
    swapper = None
    if args.swap or args.news:
        import substitution

        swapper = substitution.Names.read(args.lists)
    groups = [
        {"params": [network.embedding.weight], "lr": args.rate * 0.5},
        {"params": network.gru.parameters(), "lr": args.rate},
        {"params": [*network.head.parameters(), network.moves], "lr": args.rate * 3},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=1e-4)
    first = 0
    if args.out.exists():
        state = torch.load(args.out, weights_only=True)
        first = state["epoch"]
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
    peaks = [g["lr"] for g in groups]
    for epoch in range(first, args.epochs):
        torch.manual_seed(args.seed * 1000 + epoch)
        rng = Random(args.seed * 1000 + epoch)
        chosen = []
        for pieces, part in sets:
            for piece in rng.sample(pieces, round(part * len(pieces))):
                made = swapper.exchange(piece, rng) if swapper and rng.random() < args.swap else piece
                chosen += data.cut(made, args.limit, rng)
        chosen += swapper.news(rng, args.news) if swapper else []
        begin, losses = time.time(), []
        plan = batches(chosen, args.size, rng)
        network.train()
        for i, batch in enumerate(plan):
            done = (epoch + i / len(plan)) / args.epochs
            rate = min(1, done * args.epochs * 4) * 0.5 * (1 + math.cos(math.pi * done))
            for group, peak in zip(optimiser.param_groups, peaks, strict=True):
                group["lr"] = peak * max(rate, 0.01)
            ids, lengths, may, weight = tensors(batch, table)
            if args.hide:
                ids = ids.masked_fill(torch.rand(ids.shape) < args.hide, 0)
            loss = network.loss(ids, lengths, may, weight)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            losses.append(loss.item())
        state = {"epoch": epoch + 1, "network": network.state_dict(), "optimiser": optimiser.state_dict(), "table": json.dumps(table)}
        torch.save(state, args.out.with_suffix(".part"))
        args.out.with_suffix(".part").replace(args.out)
        count = sum(len(p.text) for p in chosen)
        print(f"epoch {epoch + 1}: loss {sum(losses) / len(losses):.3f}, {count} characters, {count / (time.time() - begin):.0f} a second", flush=True)
        for name, pieces in heldout.items():
            lines = [p for piece in pieces for p in data.cut(piece, args.limit)]
            print(show(name, score(tag(network, lines, table), lines)), flush=True)


if __name__ == "__main__":
    main()
