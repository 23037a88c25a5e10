"""Annotated sets as training sees them: pieces of text, the tags that each position admits, what is held out.

A piece is one or more whole sentences of one paragraph. Positions under an optional mention admit every tag.
"""
# ruff: noqa: PLR2004 -- the few sizes stand where they count

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec
import numpy as np

from network import HEADS, tags

HELD = 0.1  # of the cities and of the composed articles
SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’）》」』]*|\n|$)")
TAGS = [tags(labels) for labels in HEADS]


class Mark(msgspec.Struct, frozen=True):
    """A mention in an annotated text; `optional` ones are hidden from the loss."""

    label: str
    start: int
    end: int
    optional: bool = False


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text with its marks; `weight` scales its loss."""

    text: str
    marks: tuple[Mark, ...]
    source: str
    weight: float = 1.0


def read(path: Path) -> Iterator[Piece]:
    """The lines of an annotated set; labels of other heads are left out."""
    labels = {label for head in HEADS for label in head}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        marks = tuple(
            Mark(e["label"], e["start"], e["end"], bool(e.get("optional")))
            for e in row["entities"]
            if e["label"] in labels
        )
        yield Piece(row["text"], marks, row["source"], row.get("weight", 1.0))


def place(source: str) -> str:
    """What is held out as one: the city or province of a report, an article by itself.

    >>> place("政府工作报告-其他地市/内江市/2021.md")
    '内江市'
    """
    source = source.removeprefix("raw/")
    return source.split("/")[1] if source.startswith("政府工作报告") else source


def share(key: str) -> float:
    """A fixed number in 0..1 for `key`, by its hash."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big") / 2**48


def held_out(piece: Piece) -> bool:
    """Whether the piece's city, or the article, is kept from training."""
    key = piece.text[:40] if piece.source.startswith("composed") else place(piece.source)
    return share(key) < HELD


def cut(piece: Piece, limit: int, rng: Random | None = None) -> Iterator[Piece]:
    """Runs of whole sentences of one paragraph, up to `limit` characters together where that is possible.

    With `rng`, each run's limit is drawn anew, from a lone sentence to the whole paragraph.
    """
    start = end = 0
    room = rng.randint(0, limit) if rng else limit
    for found in SENTENCE.finditer(piece.text):
        line = piece.text[start:end]
        if end > start and (line.endswith("\n") or found.end() - start > room):
            yield part(piece, start, end)
            start, room = end, rng.randint(0, limit) if rng else limit
        end = found.end()
    if end > start:
        yield part(piece, start, end)


def part(piece: Piece, start: int, end: int) -> Piece:
    """The stretch `start:end` of a piece, its marks moved along; a mark across its bounds is left out."""
    marks = tuple(
        Mark(m.label, m.start - start, m.end - start, m.optional)
        for m in piece.marks
        if start <= m.start and m.end <= end
    )
    return Piece(piece.text[start:end], marks, piece.source, piece.weight)


def admitted(piece: Piece) -> list[np.ndarray]:
    """For each head, which tags each position may bear, [length, tags]."""
    tables = []
    for labels, names in zip(HEADS, TAGS, strict=True):
        table = np.zeros((len(piece.text), len(names)), bool)
        table[:, 0] = True
        mine = [m for m in piece.marks if m.label in labels]
        for m in (m for m in mine if m.optional):
            table[m.start : m.end] = True
        taken = np.zeros(len(piece.text), bool)
        for m in sorted((m for m in mine if not m.optional), key=lambda m: (m.start - m.end, m.start)):
            if m.end - m.start < 2 or taken[m.start : m.end].any():
                continue
            taken[m.start : m.end] = True
            table[m.start : m.end] = False
            base = names.index(f"B-{m.label}")
            table[m.start, base] = table[m.end - 1, base + 2] = True
            table[m.start + 1 : m.end - 1, base + 1] = True
        tables.append(table)
    return tables


def spans(path: np.ndarray, head: int) -> list[tuple[str, int, int]]:
    """The mentions that a path of tags writes."""
    found, start = [], -1
    for i, tag in enumerate(path):
        name = TAGS[head][tag]
        if name[0] == "B":
            start = i
        elif name[0] == "E":
            found.append((name[2:], start, i + 1))
    return found
