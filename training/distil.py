"""The fast model: n-gram vectors and two small layers that say what the shipped network says of millions of characters.

usage: python distil.py OPINIONS TEACHER_FOLDER --out MODEL_FOLDER --work FOLDER --shared DIR [--epochs N]

OPINIONS is what opinions.py wrote. Each head is a CRF; the loss is the divergence of its paths from the teacher's,
whose chances of tags and of moves between them are all that its slope needs. Only n-grams that tell something of the
teacher's tags have a vector. After each epoch the state is written to WORK, and a fitting that was stopped goes on.
"""
# ruff: noqa: PLR2004 -- the few sizes stand where they count

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

import data
import train
from export import calibration_error, fit, judged
from gaoxin_extract.records import Label
from gaoxin_extract.tagging.card import FORM, Calibration, Card, write_card
from gaoxin_extract.tagging.convolution import BASIC_PLANE, BUCKET_BITS, LENGTHS, ConvolutionTagger, keys_of
from network import HEADS
from opinions import SURELY_OUTSIDE
from student import PARTS, WIDTHS, Batch, Fitting, marginals

BATCH = 6_000  # characters a step
OUTSIDE_KEPT = 0.15  # of the runs that the teacher's sieve passes over
SEEN = 6  # a rarer character counts as its class
TOLD = 4  # a rarer n-gram has no vector
ROWS = (50_000, 60_000, 40_000)  # vectors of n-grams of 2, 3, 4 characters; of 1, every character
PASSED = 0.995  # of the names that the layers find alone, this share must pass the gate
SURE = 0.4  # names less likely than that need not pass
DIGITS = "0123456789０１２３４５６７８９"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
CRF = ("moves", "starts", "ends")
OPENED = 20.0  # a gate with so much added lets everything pass


class Runs(NamedTuple):
    """Texts as code points one after another, their bounds, and the teacher's scores, a row a character."""

    points: np.ndarray
    bounds: np.ndarray
    scores: np.ndarray


def read_runs(folder: Path, limit: int) -> Runs:
    """`limit` characters of all parts, less most of the runs that the teacher's sieve passes over."""
    rng = np.random.default_rng(0)
    outside = np.zeros(sum(WIDTHS), np.float16)
    outside[[part.start for part in PARTS]] = SURELY_OUTSIDE
    points, scores, sizes, count = [], [], [], 0
    for path in sorted(folder.glob("*[0-9].npz")):
        with np.load(path, allow_pickle=False) as part:
            lengths, told = part["sizes"], part["scores"]
            first = np.concatenate([[0], np.cumsum(lengths)[:-1]])
            named = np.logical_or.reduceat((told != outside).any(1), first)
            kept = named | (rng.random(len(lengths)) < OUTSIDE_KEPT)
            mask = np.repeat(kept, lengths)
            points.append(part["points"][mask])
            scores.append(told[mask])
            sizes.append(lengths[kept])
        count += int(mask.sum())
        if count > limit:
            break
    bounds = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
    return Runs(np.concatenate(points), bounds, np.concatenate(scores))


def characters_of(points: np.ndarray) -> list[str]:
    """The characters that share a row, a line a row, as `characters.txt` has them; line 0, for all others, is empty."""
    counts = np.bincount(np.minimum(points, BASIC_PLANE - 1), minlength=BASIC_PLANE)
    shared = [DIGITS, CAPITALS, CAPITALS.lower(), " \t\u3000\xa0"]
    known = set("".join(shared)) | {"\n"}
    own = [chr(p) for p in np.argsort(-counts, kind="stable").tolist() if counts[p] >= SEEN and p < BASIC_PLANE - 1]
    own = [character for character in own if character not in known and not 0xD800 <= ord(character) < 0xE000]
    rare = {chr(p) for p in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))} - set(own)
    return ["", *shared, "".join(sorted(rare)), *own]


def table_of(lines: list[str]) -> np.ndarray:
    """The row of each character."""
    table = np.zeros(BASIC_PLANE, np.int64)
    for row, line in enumerate(lines):
        table[[ord(character) for character in line]] = row
    return table


def telling(keys: np.ndarray, tags: np.ndarray, count: int) -> np.ndarray:
    """The `count` n-grams, in order, that tell most of the teacher's tag where they begin."""
    size, kinds = 1 << BUCKET_BITS, int(tags.max()) + 1
    table = np.bincount(keys * kinds + tags, minlength=size * kinds).reshape(size, kinds)
    seen = np.flatnonzero(table.sum(1) >= TOLD)
    table = table[seen].astype(float)
    usual = np.bincount(tags, minlength=kinds) / len(tags)
    expected = table.sum(1, keepdims=True) * usual
    told = (table * np.log(np.maximum(table, 1e-9) / np.maximum(expected, 1e-9))).sum(1)
    return np.sort(seen[np.argsort(-told, kind="stable")[:count]])


def rows_of(characters: np.ndarray, buckets: list[np.ndarray]) -> list[np.ndarray]:
    """The row of the n-gram of each length at every character."""
    rows = [characters]
    for keys, some in zip(keys_of(characters), buckets, strict=True):
        index = np.minimum(np.searchsorted(some, keys), len(some) - 1)
        rows.append(np.where(some[index] == keys, index + 1, 0))
    return rows


def batches(
    runs: Runs, rows: list[np.ndarray], crf: list[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]
) -> Iterator[Batch]:
    """Runs of one length together, a newline between them, with what the teacher's CRFs say of them."""
    sizes = np.diff(runs.bounds)
    order = np.argsort(-sizes, kind="stable")
    while len(order):
        longest = int(sizes[order[0]])
        some, order = order[: max(BATCH // longest, 1)], order[max(BATCH // longest, 1) :]
        lengths = sizes[some]
        starts = np.concatenate([[0], np.cumsum(lengths + 1)[:-1]])
        places = np.concatenate([np.append(np.arange(runs.bounds[n], runs.bounds[n + 1]), -1) for n in some])
        scores = np.zeros((longest, len(some), sum(WIDTHS)), np.float32)
        for column, n in enumerate(some):
            scores[: sizes[n], column] = runs.scores[runs.bounds[n] : runs.bounds[n + 1]]
        told = [
            marginals(torch.from_numpy(scores[:, :, part].copy()), lengths, moves, (first, last))
            for part, (moves, first, last) in zip(PARTS, crf, strict=True)
        ]
        mine = [torch.from_numpy(row[places].astype(np.int32)) for row in rows]
        yield Batch(mine, starts, lengths, [t[0].half() for t in told], [t[1] for t in told])


def write(fitting: Fitting, lines: list[str], buckets: list[np.ndarray], folder: Path, gate: np.ndarray) -> None:
    """All files of the model but its card; `gate` is added to the gate's scores."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "characters.txt").write_text("\n".join(lines), "utf-8")
    grams: dict[str, np.ndarray] = {}
    units = []
    for length, table in enumerate(fitting.student.vectors, 1):
        vectors = table.weight.detach().numpy()
        units.append(float(np.quantile(np.abs(vectors), 0.9998)) / 127)
        grams[f"vectors{length}"] = np.clip(np.round(vectors / units[-1]), -127, 127).astype(np.int8)
    grams |= {f"buckets{length}": some.astype(np.uint32) for length, some in zip(LENGTHS, buckets, strict=True)}
    np.savez_compressed(folder / "grams.npz", units=np.array(units, np.float32), **grams)
    layers = {}
    for name in ("inner", "gate", "wide", "outer"):
        layer = getattr(fitting.student, name)
        layers |= {name: layer.weight.detach().numpy().T, f"{name}_shift": layer.bias.detach().numpy()}
    layers["gate_shift"] = layers["gate_shift"] + gate
    np.savez_compressed(
        folder / "layers.npz", **{name: np.ascontiguousarray(a, np.float32) for name, a in layers.items()}
    )
    crf = {}
    for n, moves in enumerate(fitting.moves):
        outer, inner = moves[0].numpy(), moves[:, 0].numpy()
        crf |= {f"moves{n}": moves.numpy(), f"starts{n}": outer, f"ends{n}": inner}
    np.savez(folder / "crf.npz", **crf)


def card_of(folder: Path, calibration: dict[Label, Calibration]) -> None:
    """The card, with the digests of what stands in the folder."""
    names = ("characters.txt", "crf.npz", "grams.npz", "layers.npz")
    files = dict.fromkeys(names, "")
    heads: tuple[tuple[Label, ...], ...] = tuple(tuple(labels) for labels in HEADS)
    write_card(folder, Card(FORM, folder.name, heads, calibration, files, kind="convolution"))


def gate_shift(tagger: ConvolutionTagger, texts: list[str]) -> np.ndarray:
    """What to add to the gate's scores so that `PASSED` of the names pass; the tagger's own gate is open to all."""
    lowest: list[list[float]] = [[] for _ in HEADS]
    for text in texts:
        scores = tagger.gate(text)
        for name in tagger.tag(text):
            head = next(n for n, labels in enumerate(HEADS) if name.label in labels)
            if name.expression.probability >= SURE:
                lowest[head].append(float(scores[head, name.span.start : name.span.end].min()))
    return np.array([-np.quantile(some, 1 - PASSED) for some in lowest])


def finish(fitting: Fitting, lines: list[str], buckets: list[np.ndarray], folder: Path, shared: Path) -> None:
    """Write the model, its gate and calibration fitted on what is held out."""
    level = {label: Calibration(1.0, 0.0) for labels in HEADS for label in labels}
    sets = shared / "data"
    held = [
        piece
        for name in ("reports_names_train", "composed_articles")
        for piece in data.read(sets / f"{name}.jsonl")
        if data.held_out(piece)
    ]
    write(fitting, lines, buckets, folder, np.full(len(HEADS), OPENED))
    card_of(folder, level)
    shift = gate_shift(ConvolutionTagger.load(folder), [piece.text for piece in held])
    write(fitting, lines, buckets, folder, shift + OPENED)
    card_of(folder, level)
    rows = judged(ConvolutionTagger.load(folder), held)
    card_of(folder, {label: Calibration(**fit(rows[label])) for label in level})
    tagger = ConvolutionTagger.load(folder)
    for name, pieces in (("held out", held), ("reports_names_dev", list(data.read(sets / "reports_names_dev.jsonl")))):
        rows = judged(tagger, pieces)
        print(name, {label: round(calibration_error(rows[label]), 3) for label in level})
        found = [{(c.label, c.span.start, c.span.end): c.score for c in tagger.tag(p.text)} for p in pieces]
        print(train.show(name, train.score(found, pieces)))


def main() -> None:
    """Fit, or go on fitting; write the model."""
    parser = argparse.ArgumentParser()
    parser.add_argument("opinions", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--characters", type=int, default=20_000_000)
    args = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    with np.load(args.teacher / "crf.npz", allow_pickle=False) as file:
        teacher = [[torch.from_numpy(file[f"{part}{n}"]) for part in CRF] for n in range(len(HEADS))]
    runs = read_runs(args.opinions, args.characters)
    lines = characters_of(runs.points)
    characters = table_of(lines)[np.minimum(runs.points, BASIC_PLANE - 1)]
    tags = runs.scores[:, PARTS[0]].argmax(1) * WIDTHS[1] + runs.scores[:, PARTS[1]].argmax(1)
    buckets = [telling(keys, tags, count) for keys, count in zip(keys_of(characters), ROWS, strict=True)]
    print(len(characters), "characters,", len(lines), "rows of them,", [len(b) for b in buckets], "n-grams", flush=True)
    fitting = Fitting([len(lines), *(len(b) + 1 for b in buckets)], [head[0].clone() for head in teacher])
    state = args.work / "student.pt"
    if state.exists():
        fitting.resume(torch.load(state, weights_only=True))
    some: list[Batch] = []
    while fitting.done < args.epochs:
        # A newline, which stands between runs, has row 0.
        rows = [np.append(row, 0) for row in rows_of(characters, buckets)] if not some else []
        some = some or list(batches(runs, rows, [[part.exp() for part in head] for head in teacher]))
        began = time.monotonic()
        loss = fitting.epoch(some, args.epochs)
        print(f"epoch {fitting.done}: divergence {loss:.4f}, {time.monotonic() - began:.0f} s", flush=True)
        torch.save(fitting.state(), state.with_suffix(".new"))
        state.with_suffix(".new").rename(state)
    finish(fitting, lines, buckets, args.out, args.shared)


if __name__ == "__main__":
    main()
