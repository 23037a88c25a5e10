"""Figures of a checkpoint of train.py: strict precision, recall and F1 on sets and on gold pages.

usage: python evaluate.py FILE.pt --shared DIR [--errors LABEL]
"""

import argparse
import json
import re
from pathlib import Path

import data
import train
from data import Mark, Piece


def page(path: Path, seeds: Path) -> Piece:
    """A gold page with line breaks taken out where the line is a full one, marks moved along.

    Only for a look: the product restores pages properly.
    """
    gold = json.loads(path.read_text("utf-8"))
    text = (seeds / gold["source"]).read_bytes().decode("utf-8")
    drop = set()
    for found in re.finditer(r"([^\n]*)(\n+)(?=(\S?))", text):
        line = found[1].strip()
        if len(line) >= 12 and not re.search(r"[。！？”/]$", line) and found[3] not in ("　", ""):
            drop.update(range(*found.span(2)))
    for found in re.finditer(r"(?<=[^\x00-\x7f])[ \t]+|[ \t]+(?=[^\x00-\x7f])", text):
        drop.update(range(*found.span()))
    place, kept = [], []
    for i, char in enumerate(text):
        place.append(len(kept))
        if i not in drop:
            kept.append(char)
    place.append(len(kept))
    marks = tuple(Mark(e["label"], place[e["start"]], place[e["end"]], bool(e.get("optional"))) for e in gold["entities"] if e["label"] in ("ORG", "ZONE", "PROJECT"))
    return Piece("".join(kept), marks, gold["source"])


def finance(folder: Path) -> list[Piece]:
    """Sentences of FinRE's valid and test parts with the names of their pairs, for recall alone."""
    names: dict[str, set[str]] = {}
    for file in ("valid.txt", "test.txt"):
        for line in (folder / file).read_text("utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) == 4:
                names.setdefault(cells[3].replace("<N>", "5"), set()).update(c.replace("<N>", "5") for c in cells[:2])
    out = []
    for text, some in names.items():
        marks, end = [], 0
        pattern = "|".join(map(re.escape, sorted(some, key=len, reverse=True)))
        for found in re.finditer(pattern, text):
            if found.start() >= end and len(found[0]) > 1:
                marks.append(Mark("ORG", *found.span()))
                end = found.end()
        out.append(Piece(text, tuple(marks), "finre"))
    return out


def main() -> None:
    """Print a line a set; see the module's docstring."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--errors")
    args = parser.parse_args()
    network, table = train.load(args.model)
    sets = args.shared / "data"
    pages = [page(p, args.shared / "seeds") for p in sorted((args.shared / "gold").glob("*.json"))]
    every = {
        "held-out cities": [p for p in data.read(sets / "reports_names_train.jsonl") if data.held_out(p)],
        "held-out articles": [p for p in data.read(sets / "composed_articles.jsonl") if data.held_out(p)],
        "reports_names_dev": list(data.read(sets / "reports_names_dev.jsonl")),
        "gold pages": pages,
        "uner test (ORG)": list(data.read(sets / "uner" / "test.jsonl")),
        "finre (ORG recall)": finance(sets / "finre"),
    }
    for name, pieces in every.items():
        lines = [p for piece in pieces for p in data.cut(piece, args.limit)]
        found = train.tag(network, lines, table)
        print(train.show(name, train.score(found, lines)), flush=True)
        if args.errors and name in ("held-out articles", "gold pages", "held-out cities"):
            for got, piece in zip(found, lines, strict=True):
                mine = {(s, e) for label, s, e in got if label == args.errors}
                must = {(m.start, m.end) for m in piece.marks if m.label == args.errors and not m.optional}
                if mine != must:
                    print("  ", piece.text[:60].replace("\n", "/"), "| missed", [piece.text[s:e] for s, e in sorted(must - mine)], "| wrong", [piece.text[s:e] for s, e in sorted(mine - must)])


if __name__ == "__main__":
    main()
