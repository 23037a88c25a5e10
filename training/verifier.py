"""A model's folder → its `verifier.npz`, which tells organisations from persons and places outside our domain.

usage: python verifier.py MODEL_FOLDER --shared DIR

The small network is fitted to UNER's training part (CC BY-SA 4.0, and so is the file that comes out); the logistic
model to the organisations that recogniser and small network propose there, the latter fitted to other folds, and,
apart, to those on our held-out cities and articles, which the recogniser didn't see. What tells our prose from
other prose is fitted to the states of UNER's sentences and of our own, with FinRE's (MIT).
"""

# ruff: noqa: S311 -- chance is seeded and guards no secret

import argparse
import json
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import nn

import data
from data import Piece
from export import seal
from gaoxin_extract.tagging.crf import read_names
from gaoxin_extract.tagging.network import Recogniser
from gaoxin_extract.tagging.verifier import TAGS, Verifier, measures, proposed, prose

WIDTH = 256  # of the states
HIDDEN = 64
EPOCHS = 6
FOLDS = 3
RIDGE = 1.0
SPREAD = 3.0  # ridge of the weights at home, of which there are few names
PROSE = 10.0  # ridge of the line that tells prose
ENOUGH = 1e-7  # a step of Newton's method that no longer matters
FINANCE = 2000
SHORT, LONGEST = 8, 200
CELLS = 4  # of a line: two names, their relation, the sentence

Name = tuple[int, int, int]


def sentences(path: Path) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """UNER's sentences with their names."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [(row["text"], [(e["label"], e["start"], e["end"]) for e in row["entities"]]) for row in rows]


def block(recogniser: Recogniser, texts: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores, states and sizes of `texts`, the longest of which comes first."""
    sizes = np.array([len(text) for text in texts])
    ids = np.zeros((int(sizes[0]), len(texts)), np.int64)
    for column, text in enumerate(texts):
        ids[: len(text), column] = recogniser.rows_of(text)
    widths = sum(len(head.tags) for head in recogniser.heads), WIDTH
    scores, states = (np.zeros((*ids.shape, width), np.float32) for width in widths)
    for part, told in recogniser.parts(ids, sizes, states=True):
        for whole, values in zip((scores, states), told, strict=True):
            whole[: len(values), part] = values
    return scores, states, sizes


def tags_of(text: str, names: list[tuple[str, int, int]]) -> np.ndarray:
    """The tag of every character."""
    tags = np.zeros(len(text), np.int64)
    for label, start, end in names:
        if end - start > 1 and f"B-{label}" in TAGS:
            first = TAGS.index(f"B-{label}")
            tags[start], tags[start + 1 : end - 1], tags[end - 1] = first, first + 1, first + 2
    return tags


def fit_network(states: np.ndarray, tags: np.ndarray, seed: int) -> Verifier:
    """The small network, its logistic model still empty."""
    torch.manual_seed(seed)
    network = nn.Sequential(
        nn.Dropout(0.3), nn.Linear(states.shape[1], HIDDEN), nn.ReLU(), nn.Dropout(0.2), nn.Linear(HIDDEN, len(TAGS))
    )
    optimiser = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=1e-2)
    inputs, truth = torch.from_numpy(states), torch.from_numpy(tags)
    steps = EPOCHS * (len(inputs) // 512)
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = 3e-3 * (1 - step / steps)
        chosen = torch.randint(len(inputs), (512,))
        loss = nn.functional.cross_entropy(network(inputs[chosen]), truth[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    layers = [value.detach().numpy() for value in network.parameters()]
    return Verifier(
        np.ascontiguousarray(layers[0].T),
        layers[1],
        np.ascontiguousarray(layers[2].T),
        layers[3],
        *(np.zeros(1, np.float32) for _ in range(3)),
    )


def candidates(
    recogniser: Recogniser, verifier: Verifier, rows: list[tuple[str, set[Name], list[Name]]]
) -> tuple[np.ndarray, np.ndarray]:
    """Measures and truth of the organisations that either proposes in `rows`: text, firm and optional names."""
    table, right = [], []
    rows = sorted(rows, key=lambda row: -len(row[0]))
    for first in range(0, len(rows), 64):
        part = rows[first : first + 64]
        scores, states, sizes = block(recogniser, [text for text, _, _ in part])
        head = recogniser.heads[0]
        names = {
            (column, start, end): share
            for column, start, end, tag, share in read_names(head, scores[:, :, : len(head.tags)].copy(), sizes)
            if head.tags[tag] == "B-ORG"
        }
        chances = verifier.chances(states)
        for name in zip(*(places.tolist() for places in proposed(chances, sizes)), strict=True):
            names.setdefault(name, 0.0)
        kept = []
        for column, start, end in names:
            _, firm, may = part[column]
            excused = any(2 * (min(end, e) - max(start, s)) >= end - start for _, s, e in may)
            if (0, start, end) in firm or not excused:
                kept.append((column, start, end))
                right.append((0, start, end) in firm)
        if kept:
            table.append(measures(chances, tuple(np.array(kept).T), np.array([names[name] for name in kept])))
    return np.concatenate(table), np.array(right, float)


def rows_of(pieces: list[Piece]) -> list[tuple[str, set[Name], list[Name]]]:
    """Our pieces, cut as the recogniser reads them, with firm and optional organisations."""
    cut = [part for piece in pieces for part in data.cut(piece, 200)]
    return [
        (
            p.text,
            {(0, m.start, m.end) for m in p.marks if m.label == "ORG" and not m.optional},
            [(0, m.start, m.end) for m in p.marks if m.label == "ORG" and m.optional],
        )
        for p in cut
    ]


def fit_line(table: np.ndarray, right: np.ndarray, ridge: float = RIDGE) -> np.ndarray:
    """Weights of a logistic model by Newton's method, with a ridge."""
    weights = np.zeros(table.shape[1])
    for _ in range(30):
        share = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (share - right) + ridge * weights
        curve = (table * (share * (1 - share))[:, None]).T @ table + ridge * np.eye(table.shape[1])
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if np.abs(step).max() < ENOUGH:
            break
    return weights


def states_of(recogniser: Recogniser, texts: list[str]) -> list[np.ndarray]:
    """The states of the characters of each text, the longest of which comes first."""
    states = []
    for first in range(0, len(texts), 64):
        part = texts[first : first + 64]
        _, found, sizes = block(recogniser, part)
        states += [found[:size, column] for column, size in enumerate(sizes)]
    return states


def fit_home(ours: list[np.ndarray], others: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """What tells the states of our prose from those of other prose."""
    rows = [prose(states[:, None], np.array([len(states)])) for states in ours + others]
    table = np.concatenate([np.concatenate(rows), np.ones((len(rows), 1))], 1)
    right = np.array([1.0] * len(ours) + [0.0] * len(others))
    line = fit_line(table, right, PROSE)
    share = table @ line > 0
    print(f"prose told rightly: ours {share[right == 1].mean():.3f}, other {1 - share[right == 0].mean():.3f}")
    return line[:-1].astype(np.float32), line[-1:].astype(np.float32)


def finance(path: Path) -> set[str]:
    """FinRE's sentences, without what is marked in them."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {row[3].replace("<N>", "5") for row in rows if len(row) == CELLS and SHORT <= len(row[3]) <= LONGEST}


def by_length(texts: set[str]) -> list[str]:
    """The longest first."""
    return sorted(texts, key=lambda text: (-len(text), text))


def ours(shared: Path) -> list[str]:
    """Stretches of our training sets and of finance news, from a lone sentence on."""
    rng = Random(1)
    sets = shared / "data"
    pieces = [
        part
        for name in ("reports_names_train", "composed_articles")
        for p in data.read(sets / f"{name}.jsonl")
        if not data.held_out(p)
        for part in data.cut(p, 200, rng)
        if len(part.text) >= SHORT
    ]
    bare = sorted(finance(sets / "finre" / "train.txt"))
    return by_length({p.text for p in rng.sample(pieces, min(len(pieces), 4000))} | {*rng.sample(bare, FINANCE)})


def main() -> None:
    """Fit and write; see the module's docstring."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("--shared", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    recogniser = Recogniser.load(args.model, sieved=False, verified=False)
    sets = args.shared / "data"
    foreign = sorted(sentences(sets / "uner" / "train.jsonl"), key=lambda row: -len(row[0]))
    states = states_of(recogniser, [text for text, _ in foreign])
    home, home_shift = fit_home(states_of(recogniser, ours(args.shared)), states)
    inputs, truth = np.concatenate(states), np.concatenate([tags_of(*row) for row in foreign])
    fold = np.concatenate([np.full(len(text), i % FOLDS) for i, (text, _) in enumerate(foreign)])
    tables, rights = [], []
    for n in range(FOLDS):
        others = fit_network(inputs[fold != n], truth[fold != n], n)
        mine = [
            (text, {(0, s, e) for label, s, e in names if label == "ORG"}, [])
            for i, (text, names) in enumerate(foreign)
            if i % FOLDS == n
        ]
        table, right = candidates(recogniser, others, mine)
        tables.append(table)
        rights.append(right)
    verifier = fit_network(inputs, truth, FOLDS)
    held = [
        p
        for name in ("reports_names_train", "composed_articles")
        for p in data.read(sets / f"{name}.jsonl")
        if data.held_out(p)
    ]
    table, right = candidates(recogniser, verifier, rows_of(held))
    print("candidates abroad", sum(map(len, rights)), "at home", len(right))
    lines = fit_line(table, right, SPREAD), fit_line(np.concatenate(tables), np.concatenate(rights))
    write(args.model, verifier, {"weights": np.stack(lines).astype(np.float32), "home": home, "home_shift": home_shift})


def write(model: Path, verifier: Verifier, fitted: dict[str, np.ndarray]) -> None:
    """The file, and its digest in the model's card."""
    path = model / "verifier.npz"
    layers = {name: getattr(verifier, name) for name in ("inner", "inner_shift", "outer", "outer_shift")}
    np.savez(path, **layers, **fitted)
    seal(model)


if __name__ == "__main__":
    main()
