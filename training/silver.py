"""Silver sentences out of raw reports: what several networks agree on is marked, what they differ on is hidden.

usage: python silver.py TEACHER.pt TEACHER.pt ... --raw reports_raw.jsonl.gz --out silver.jsonl [--reports N]

Reports of held-out cities are left out. Of the sentences in which no network sees a name, one in eight is kept.
"""
# ruff: noqa: S311, PLR2004 -- chance is seeded and guards no secret; the few sizes stand where they count

import argparse
import gzip
import json
from pathlib import Path
from random import Random

import data
import train
from data import Piece

SURE = 0.6
EMPTY = 8


def sentences(path: Path, count: int, seed: int) -> list[Piece]:
    """Runs of sentences of `count` reports, drawn by `seed`."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    kept = [row for row in rows if data.share(data.place(row["id"])) >= data.HELD]
    rng = Random(seed)
    chosen = rng.sample(kept, min(count, len(kept)))
    return [
        p
        for row in chosen
        for p in data.cut(Piece(row["text"], (), "raw/" + row["id"]), 120, rng)
        if 12 <= len(p.text) <= 300
    ]


def main() -> None:
    """Tag with every teacher, write what they agree on."""
    parser = argparse.ArgumentParser()
    parser.add_argument("teachers", nargs="+", type=Path)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    pieces = sentences(args.raw, args.reports, args.seed)
    print(len(pieces), "pieces,", sum(len(p.text) for p in pieces), "characters", flush=True)
    opinions = []
    for path in args.teachers:
        network, table = train.load(path)
        opinions.append(train.tag(network, pieces, table))
        print(path, sum(map(len, opinions[-1])), "names", flush=True)
    rng = Random(args.seed)
    counts = {"firm": 0, "hidden": 0, "pieces": 0}
    with args.out.open("w", encoding="utf-8") as out:
        for piece, *views in zip(pieces, *opinions, strict=True):
            seen = set().union(*views)
            if not seen and rng.randrange(EMPTY):
                continue
            firm = {name for name in seen if all(view.get(name, 0) >= SURE for view in views)}
            rows = [
                {"label": x, "start": s, "end": e, "optional": (x, s, e) not in firm}
                for x, s, e in sorted(seen, key=lambda n: n[1:])
            ]
            counts["firm"] += len(firm)
            counts["hidden"] += len(seen) - len(firm)
            counts["pieces"] += 1
            out.write(
                json.dumps({"source": piece.source, "text": piece.text, "entities": rows}, ensure_ascii=False) + "\n"
            )
    print(counts)


if __name__ == "__main__":
    main()
