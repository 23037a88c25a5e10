"""FinRE's training part → partly marked sentences: names of its pairs are firm, what the network doubts is hidden.

usage: python finance.py FILE.pt FINRE/train.txt --lists DIR --out finance.jsonl [--sure N] [--certain N]

FinRE marks one pair of names in a sentence and leaves others unmarked, so a place without a mark may still lie in a
name. The sentence's rows are united, and names that the network given is certain of are firm too. A place is taken for
none only where that network is sure of it, and where no name stands that is marked elsewhere or listed; at all other
places every tag is admitted. Numbers, which FinRE prints as `<N>`, get digits by the sentence's hash.
"""
# ruff: noqa: PLR2004 -- the few sizes stand where they count

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import data
import train
from data import Mark, Piece
from network import HEADS, Tagger

STRONG = 0.8  # chance of a network's name from which its extent speaks against a mark's
LONGEST = 300
NAME = re.compile(r"[\w·&（）() .-]{2,30}")
GENERIC = re.compile(
    r"(?:[该本母子两]|标的|上市|控股|目标|股份|有限|相关|交易|合资|投资|财务|独立|美国|俄罗斯|中国|日本|香港|浦东)公司|"
    r".*(?:[部区]门|项目|产品|牌|手机|电影|酒|节|大厦|广场|小区|股东|股份制|酒店业|董事会|两[家行]).{0,2}"
)
Names = dict[tuple[str, int, int], float]  # label and extent of what a network names, with its chance
PROJECT = HEADS.index(("PROJECT",))


def numbered(text: str, key: str) -> str:
    """`text` with digits for its `<N>`."""
    digits = str(int(data.share(key) * 97) + 1)
    return text.replace("<N>", digits)


def read(path: Path) -> dict[str, set[str]]:
    """Each sentence with the names of all its pairs."""
    names: dict[str, set[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) != 4 or len(cells[3]) > LONGEST:
            continue
        some = names.setdefault(numbered(cells[3], cells[3]), set())
        some.update(numbered(name, cells[3]).strip() for name in cells[:2])
    return {text: {name for name in some if NAME.fullmatch(name)} for text, some in names.items()}


def listed(lists: Path) -> set[str]:
    """Short names of listed companies of three characters and more."""
    with (lists / "stock.csv").open(encoding="utf-8") as file:
        rows = {cell for row in csv.reader(file) for cell in row}
    rows |= {json.loads(line)["name"] for line in (lists / "company.json").read_text("utf-8").splitlines() if line}
    return {name for name in rows if re.fullmatch(r"[一-鿿A-Z]{3,6}", name)}


def unsure(network: Tagger, pieces: list[Piece], table: dict[str, int]) -> list[np.ndarray]:
    """For each piece the chance of every place to lie in a name of each head, [heads, length].

    The gradient of the loss where a path of O alone is admitted is what the CRF thinks of each tag, less 1 at O.
    """
    network.eval()
    out: list[np.ndarray] = [np.zeros(0)] * len(pieces)
    order = sorted(range(len(pieces)), key=lambda i: -len(pieces[i].text))
    for begin in range(0, len(order), 32):
        chosen = order[begin : begin + 32]
        bare = [Piece(pieces[i].text, (), "") for i in chosen]
        ids, lengths, may, weight = train.tensors(bare, table)
        scores = network.emissions(ids, lengths).detach().requires_grad_()
        (network.loss(scores, lengths, may, weight) * len(bare)).backward()
        slope = scores.grad.numpy()
        starts = np.cumsum([0, *network.sizes[:-1]])
        for row, i in enumerate(chosen):
            out[i] = -slope[row, : len(pieces[i].text), starts].copy()
    return out


def places(text: str, names: set[str]) -> Iterator[tuple[int, int]]:
    """Where names stand, the longest first at each place, free of overlap."""
    longest, start = max(map(len, names), default=0), 0
    while start < len(text):
        sizes = range(min(longest, len(text) - start), 0, -1)
        size = next((n for n in sizes if text[start : start + n] in names), 0)
        if size:
            yield start, start + size
        start += size or 1


def crosses(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    """Whether one of `others` overlaps `span` without being it."""
    return any(other != span and other[0] < span[1] and span[0] < other[1] for other in others)


def marked(
    text: str, names: set[str], known: set[str], view: tuple[Names, np.ndarray], bars: tuple[float, float]
) -> list[Mark]:
    """Firm marks of the sentence, and optional ones over what is doubted.

    `view` are the network's names and the chances of places to lie in one, `bars` those of --sure and --certain.
    """
    (seen, doubt), (none, certain) = view, bars
    told = [(s, e) for (label, s, e), chance in seen.items() if label != "PROJECT" and chance >= STRONG]
    pairs = list(places(text, {name for name in names if len(name) > 1 and not GENERIC.fullmatch(name)}))
    others = [span for span in places(text, known) if not any(s < span[1] and span[0] < e for s, e in pairs)]
    wider = [span for span in places(text, known) if crosses(span, pairs)]
    firm = [span for span in pairs if not crosses(span, told) and not crosses(span, wider)]
    firm += [span for span in others if span in told]
    sure = [(s, e) for (label, s, e), chance in seen.items() if label == "ORG" and chance >= certain]
    firm += [span for span in sure if span not in firm and not crosses(span, [*pairs, *wider, *others])]
    marks = [Mark("ORG", s, e) for s, e in firm]
    hidden = doubt > 1 - none
    for s, e in [*pairs, *others, *wider, *told]:
        hidden[1 - PROJECT, s:e] = True
    for s, e in firm:
        hidden[1 - PROJECT, s:e] = False
    for row, label in ((1 - PROJECT, "ORG"), (PROJECT, "PROJECT")):
        edges = np.diff(np.concatenate([[0], hidden[row].astype(int), [0]]))
        spans = zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True)
        marks += [Mark(label, s, e, optional=True) for s, e in spans]
    return sorted(marks, key=lambda m: (m.start, m.label))


def main() -> None:
    """Mark and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("teacher", type=Path)
    parser.add_argument("finre", type=Path)
    parser.add_argument("--lists", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sure", type=float, default=0.9, help="chance of O from which a place is taken for none")
    parser.add_argument("--certain", type=float, default=0.95, help="chance from which a network's name is firm")
    args = parser.parse_args()
    network, table = train.load(args.teacher)
    names = read(args.finre)
    count = Counter(name for some in names.values() for name in some)
    known = {name for name, n in count.items() if n > 2 or (len(name) > 2 and n > 1)} | listed(args.lists)
    known = {name for name in known if not GENERIC.fullmatch(name)}
    pieces = [Piece(text, (), "finre") for text in names]
    views = train.tag(network, pieces, table)
    doubts = unsure(network, pieces, table)
    firm = hidden = 0
    with args.out.open("w", encoding="utf-8") as out:
        for (text, some), seen, doubt in zip(names.items(), views, doubts, strict=True):
            marks = marked(text, some, known, (seen, doubt), (args.sure, args.certain))
            firm += sum(not m.optional for m in marks)
            hidden += sum(m.end - m.start for m in marks if m.optional and m.label == "ORG")
            rows = [{"label": m.label, "start": m.start, "end": m.end, "optional": m.optional} for m in marks]
            out.write(json.dumps({"source": "finre", "text": text, "entities": rows}, ensure_ascii=False) + "\n")
    print(f"{len(names)} sentences, {sum(map(len, names))} characters, {firm} names firm, {hidden} characters hidden")


if __name__ == "__main__":
    main()
