"""Figures of a checkpoint or a model's folder: strict precision, recall and F1 on sets and on gold pages.

usage: python evaluate.py FILE.pt|MODEL_FOLDER --shared DIR [--errors LABEL]
"""
# ruff: noqa: PLR2004 -- the few sizes stand where they count

import argparse
import gzip
import json
import re
import time
from pathlib import Path

import data
import train
from data import Mark, Piece
from export import calibration_error, judged
from gaoxin_extract.tagging.network import Recogniser


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
    marks = tuple(
        Mark(e["label"], place[e["start"]], place[e["end"]], bool(e.get("optional")))
        for e in gold["entities"]
        if e["label"] in ("ORG", "ZONE", "PROJECT")
    )
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


def sets_of(shared: Path) -> dict[str, list[Piece]]:
    """Everything that is measured, by name."""
    sets = shared / "data"
    return {
        "held-out cities": [p for p in data.read(sets / "reports_names_train.jsonl") if data.held_out(p)],
        "held-out articles": [p for p in data.read(sets / "composed_articles.jsonl") if data.held_out(p)],
        "reports_names_dev": list(data.read(sets / "reports_names_dev.jsonl")),
        "gold pages": [page(p, shared / "seeds") for p in sorted((shared / "gold").glob("*.json"))],
        "uner test (ORG)": list(data.read(sets / "uner" / "test.jsonl")),
        "finre (ORG recall)": finance(sets / "finre"),
    }


def pace(recogniser: Recogniser, raw: Path, size: int = 1_000_000) -> str:
    """Characters a second of processor time over the first `size` characters of the raw reports."""
    contents, count = [], 0
    with gzip.open(raw, "rt", encoding="utf-8") as file:
        while count < size:
            contents.append(json.loads(file.readline())["text"])
            count += len(contents[-1])
    recogniser.tag(contents[0])
    started = time.process_time()
    for content in contents:
        recogniser.tag(content)
    return f"{count / (time.process_time() - started):.0f} characters a second"


def main() -> None:
    """Print a line a set; see the module's docstring."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--errors")
    args = parser.parse_args()
    recogniser = Recogniser.load(args.model) if args.model.is_dir() else None
    for name, pieces in sets_of(args.shared).items():
        if recogniser:
            lines = pieces
            found = [{(c.label, c.span.start, c.span.end): c.score for c in recogniser.tag(p.text)} for p in lines]
        else:
            lines = [p for piece in pieces for p in data.cut(piece, 200)]
            network, table = train.load(args.model)
            found = train.tag(network, lines, table)
        line = train.show(name, train.score(found, lines))
        if recogniser:
            rows = [row for some in judged(recogniser, pieces).values() for row in some]
            line += f"  calibration error {calibration_error(rows):.3f}"
        print(line, flush=True)
        if args.errors:
            tell_errors(found, lines, args.errors)
    if recogniser:
        print(pace(recogniser, args.shared / "data" / "reports_raw.jsonl.gz"))


def tell_errors(found: list[dict[tuple[str, int, int], float]], lines: list[Piece], label: str) -> None:
    """What was missed and what was wrong, text by text."""
    for got, piece in zip(found, lines, strict=True):
        mine = {(s, e) for name, s, e in got if name == label}
        must = {(m.start, m.end) for m in piece.marks if m.label == label and not m.optional}
        missed, wrong = ([piece.text[s:e] for s, e in sorted(some)] for some in (must - mine, mine - must))
        if missed or wrong:
            print("  ", piece.text[:40].replace("\n", "/"), "| missed", missed, "| wrong", wrong)


if __name__ == "__main__":
    main()
