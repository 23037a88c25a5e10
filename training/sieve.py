"""The sieve: which sentences the network need not read, since they surely hold no name.

A place's score is a sum of weights over the hashed pairs and triples of characters around it, fitted to tell the
places in which the network finds names in raw reports and composed articles.
`sieve.npz` holds the weights and the bar under which a sentence is passed over.

usage: python sieve.py MODEL_FOLDER --shared DIR [--reports N]
"""
# ruff: noqa: S311, PLR2004 -- chance is seeded and guards no secret; the few sizes stand where they count

import argparse
import gzip
import json
from pathlib import Path
from random import Random

import numpy as np
import torch

import data
from export import seal
from gaoxin_extract.tagging.network import Recogniser, sentences_of
from gaoxin_extract.tagging.sieve import SIEVE_BITS, keys_of

KEPT = 0.995  # share of the names in held-back sentences that the sieve must let through
SURE = 0.4  # a name that the network itself doubts more need not be kept
BATCH = 8192


def texts(shared: Path, reports: int) -> list[str]:
    """Raw reports, composed articles and marked sentences, less what is held out."""
    with gzip.open(shared / "data" / "reports_raw.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    rows = [r for r in rows if data.share(data.place(r["id"])) >= data.HELD]
    chosen = [r["text"] for r in Random(5).sample(rows, reports)]
    composed = [p.text for p in data.read(shared / "data" / "composed_articles.jsonl") if not data.held_out(p)]
    marked = [p.text for p in data.read(shared / "data" / "reports_names_train.jsonl") if not data.held_out(p)]
    return chosen + composed + marked


def examples(recogniser: Recogniser, content: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The keys of each place [length, slots], whether it lies in a name, the bounds of the names."""
    keys = np.stack(keys_of(content), 1).astype(np.int32)
    names = np.array(
        [(c.span.start, c.span.end) for c in recogniser.tag(content) if c.score >= SURE], np.int64
    ).reshape(-1, 2)
    inside = np.zeros(len(content), bool)
    for start, end in names:
        inside[start:end] = True
    return keys, inside, names


def fitted(keys: np.ndarray, inside: np.ndarray, epochs: int) -> np.ndarray:
    """Weights [slots, keys] of a logistic regression: places in names against all others."""
    slots = keys.shape[1]
    keys = keys + (np.arange(slots, dtype=np.int32) << SIEVE_BITS)
    bag = torch.nn.EmbeddingBag(slots << SIEVE_BITS, 1, mode="sum")
    torch.nn.init.zeros_(bag.weight)
    shift = torch.nn.Parameter(torch.tensor(-2.0))
    optimiser = torch.optim.Adam([*bag.parameters(), shift], lr=0.01)
    steps = len(keys) // BATCH
    for epoch in range(epochs):
        order = np.random.default_rng(epoch).permutation(len(keys))
        total = 0.0
        for n in range(steps):
            for group in optimiser.param_groups:
                group["lr"] = 0.01 * (1 - (epoch + n / steps) / epochs) + 1e-4
            some = order[n * BATCH : (n + 1) * BATCH]
            score = bag(torch.from_numpy(keys[some]))[:, 0] + shift
            truth = torch.from_numpy(inside[some]).float()
            loss = torch.nn.functional.binary_cross_entropy_with_logits(score, truth)
            loss = loss + 1e-6 * (bag.weight**2).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / steps:.4f}", flush=True)
    return bag.weight.detach().numpy().reshape(slots, -1).astype(np.float16)


def bar_of(recogniser: Recogniser, weights: np.ndarray, back: list[str]) -> float:
    """The bar that lets `KEPT` of the names of the texts `back` through; prints what other bars would do."""
    best, sizes, held, report = [], [], [], []
    for content in back:
        bounds = sentences_of(content)
        scores = sum(weights[slot].astype(np.float32)[k] for slot, k in enumerate(keys_of(content)))
        best += np.maximum.reduceat(scores, [s for s, _ in bounds]).tolist()
        _, _, names = examples(recogniser, content)
        held += np.histogram(names[:, 0], [*(s for s, _ in bounds), len(content)])[0].tolist()
        sizes += [e - s for s, e in bounds]
        report += [len(content) > 5000] * len(bounds)
    peaks, lengths, of_reports = np.array(best), np.array(sizes), np.array(report)
    rank = np.sort(np.repeat(peaks, held))
    for kept in (0.99, 0.995, 0.997, 0.999):
        bar = rank[int((1 - kept) * len(rank))]
        over = [lengths[(peaks < bar) & some].sum() / lengths[some].sum() for some in (of_reports, ~of_reports)]
        print(
            f"{kept} kept, bar {bar:.2f}: passes over {over[0]:.3f} of reports, {over[1]:.3f} of other texts",
            flush=True,
        )
    return float(rank[int((1 - KEPT) * len(rank))])


def main() -> None:
    """Fit, choose the bar, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--reports", type=int, default=160)
    parser.add_argument("--epochs", type=int, default=3)
    args = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    recogniser = Recogniser.load(args.model, sieved=False)
    every = texts(args.shared, args.reports)
    Random(1).shuffle(every)
    back, fore = every[: len(every) // 12], every[len(every) // 12 :]
    made = [examples(recogniser, content)[:2] for content in fore]
    keys, inside = (np.concatenate(parts) for parts in zip(*made, strict=True))
    print(len(keys), "places,", int(inside.sum()), "in names", flush=True)
    weights = fitted(keys, inside, args.epochs)
    bar = bar_of(recogniser, weights, back)
    np.savez_compressed(args.model / "sieve.npz", weights=weights, bar=np.float32(bar))
    seal(args.model)


if __name__ == "__main__":
    main()
