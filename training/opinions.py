"""What the shipped network says of many texts, as scores of its tags a place: what the fast model learns from.

usage: python opinions.py MODEL_FOLDER --shared DIR --out FOLDER [--reports N] [--swaps N]

Raw reports, annotated texts as they are, and annotated and composed texts with other names. Nothing of what is held
out. Where a text is annotated, tags that the annotation doesn't admit are ruled out: so the annotation decides where it
speaks, and the network where readers may differ. A part that stands in FOLDER is passed over.
"""
# ruff: noqa: S311 -- chance is seeded and guards no secret; the few sizes stand where they count

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np

import data
import substitution
from data import Piece
from gaoxin_extract.tagging.network import Recogniser, sentences_of
from gaoxin_extract.tagging.sieve import Sieve

RUN = 200  # sentences of one paragraph go together up to here, as the network reads them
LONGEST = 400  # longer sentences are left out
BLOCK = 128
PART = 400_000  # characters a file
RULED_OUT = -30.0
SURELY_OUTSIDE = 8.0  # the score of O in a run that the network's sieve passes over


def reports(raw: Path, count: int) -> Iterator[Piece]:
    """`count` raw reports of cities that aren't held out."""
    with gzip.open(raw, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    kept = [row for row in rows if data.share(data.place(row["id"])) >= data.HELD]
    for row in Random(11).sample(kept, min(count, len(kept))):
        yield Piece(row["text"], (), "raw/" + row["id"])


def annotated(shared: Path, swaps: int) -> Iterator[Piece]:
    """The annotated texts that aren't held out, then `swaps` times with other names, and composed news."""
    names = substitution.Names.read(shared / "data" / "lists")
    pieces = [
        piece
        for name in ("composed_articles.jsonl", "reports_names_train.jsonl")
        for piece in data.read(shared / "data" / name)
        if not data.held_out(piece)
    ]
    yield from pieces
    rng = Random(7)
    for _ in range(swaps):
        yield from (names.exchange(piece, rng) for piece in pieces)
        yield from names.news(rng, 1)


def runs_of(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    """Runs of sentences, about `PART` characters together."""
    part: list[Piece] = []
    size = 0
    for piece in pieces:
        for run in data.cut(piece, RUN):
            if run.text.strip() and len(run.text) <= LONGEST:
                part.append(run)
                size += len(run.text)
        if size >= PART:
            yield part
            part, size = [], 0
    if part:
        yield part


def opinions(recogniser: Recogniser, sieve: Sieve, runs: list[Piece]) -> np.ndarray:
    """The scores of both heads' tags, a row a character, run after run."""
    starts = np.cumsum([0, *(len(run.text) for run in runs)])
    made = np.zeros((int(starts[-1]), sum(map(len, data.TAGS))), np.float32)
    made[:, [0, len(data.TAGS[0])]] = SURELY_OUTSIDE
    read = [n for n, run in enumerate(runs) if run.marks or sieve.passing(run.text, sentences_of(run.text))]
    read.sort(key=lambda n: -len(runs[n].text))
    for first in range(0, len(read), BLOCK):
        some = read[first : first + BLOCK]
        sizes = np.array([len(runs[n].text) for n in some])
        block = np.zeros((int(sizes[0]), len(some)), np.int64)
        for column, n in enumerate(some):
            block[: sizes[column], column] = recogniser.rows_of(runs[n].text)
        scores, _ = recogniser.read(block, sizes)
        for column, n in enumerate(some):
            made[starts[n] : starts[n + 1]] = scores[: sizes[column], column]
    for n, run in enumerate(runs):
        if not run.source.startswith("raw/"):
            made[starts[n] : starts[n + 1]][~np.concatenate(data.admitted(run), 1)] = RULED_OUT
    return made


def main() -> None:
    """Write the parts, each with its runs' texts, sizes and scores."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--swaps", type=int, default=6)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    recogniser = Recogniser.load(args.model, verified=False)
    with np.load(args.model / "sieve.npz", allow_pickle=False) as file:
        sieve = Sieve(weights=file["weights"], bar=float(file["bar"]))
    sources = {
        "annotated": annotated(args.shared, args.swaps),
        "reports": reports(args.shared / "data" / "reports_raw.jsonl.gz", args.reports),
    }
    for name, pieces in sources.items():
        for number, runs in enumerate(runs_of(pieces)):
            path = args.out / f"{name}{number:03}.npz"
            if path.exists():
                continue
            text = "".join(run.text for run in runs)
            made = opinions(recogniser, sieve, runs).astype(np.float16)
            points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
            unfinished = path.with_suffix(".new.npz")
            np.savez(unfinished, points=points, sizes=np.array([len(run.text) for run in runs]), scores=made)
            unfinished.rename(path)
            print(path.name, len(text), "characters", flush=True)


if __name__ == "__main__":
    main()
