"""Annotated documents as a network sees them: its states and scores of every character, and what each may be called."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gaoxin_extract.learning.chains import Bools
from gaoxin_extract.learning.documents import Document, Mark
from gaoxin_extract.learning.heads import Matter, Piece
from gaoxin_extract.records import Label
from gaoxin_extract.tagging.crf import tags_of
from gaoxin_extract.tagging.learnt import base_scores
from gaoxin_extract.tagging.network import Recogniser

BLOCK = 64  # pieces that the network reads together
SHORTEST = 2  # a name has two characters at least


class Read(Struct, frozen=True):
    """Where each document's pieces lie among the rows of what the network said: text's start and end, first row."""

    states: NDArray[np.float16]
    scores: NDArray[np.float32]
    places: tuple[tuple[tuple[int, int, int], ...], ...]


def read_states(recogniser: Recogniser, documents: Iterable[Document], store: Path) -> Read:
    """What the network makes of the documents, cut as it reads them; states are kept on disk, under `store`."""
    every = list(documents)
    cut = [
        (number, piece.start, piece.end)
        for number, document in enumerate(every)
        for piece, _ in recogniser.pieces(document.text)
    ]
    rows, total = [], 0
    for _, start, end in cut:
        rows.append(total)
        total += end - start
    width = sum(len(head.tags) for head in recogniser.heads)
    states = np.lib.format.open_memmap(store, "w+", np.float16, (max(total, 1), recogniser.width))
    scores = np.zeros((total, width), np.float32)
    order = sorted(range(len(cut)), key=lambda n: (cut[n][1] - cut[n][2], n))
    ids = [recogniser.rows_of(document.text) for document in every]
    for first in range(0, len(order), BLOCK):
        chosen = order[first : first + BLOCK]
        sizes = np.array([cut[n][2] - cut[n][1] for n in chosen])
        block = np.zeros((int(sizes[0]), len(chosen)), np.int64)
        for column, n in enumerate(chosen):
            number, start, end = cut[n]
            block[: sizes[column], column] = ids[number][start:end]
        for part, (told, seen) in recogniser.parts(block, sizes, states=True):
            for column, n in enumerate(chosen[part]):
                size = cut[n][2] - cut[n][1]
                scores[rows[n] : rows[n] + size] = told[:size, column]
                states[rows[n] : rows[n] + size] = seen[:size, column]
    places: list[list[tuple[int, int, int]]] = [[] for _ in every]
    for (number, start, end), row in zip(cut, rows, strict=True):
        places[number].append((start, end, row))
    return Read(states, scores, tuple(map(tuple, places)))


def matter(
    recogniser: Recogniser, read: Read, documents: list[Document], back: frozenset[str], labels: tuple[Label, ...]
) -> Matter:
    """What a head of `labels` is fitted to: the documents whose file speaks of one of them.

    Those of the groups `back` are kept back, to tell when to stop.
    """
    fore: list[Piece] = []
    kept: list[Piece] = []
    for document, places in zip(documents, read.places, strict=True):
        if document.knows & set(labels):
            (kept if document.group in back else fore).extend(_pieces(document, places, labels))
    return Matter(read.states, base_scores(read.scores, recogniser.heads, labels), tuple(fore), tuple(kept))


def _pieces(document: Document, places: tuple[tuple[int, int, int], ...], labels: tuple[Label, ...]) -> Iterator[Piece]:
    may = admitted(document, labels)
    for start, end, row in places:
        part = may[start:end].copy()
        for mark in document.marks:
            if mark.start < start < mark.end or mark.start < end < mark.end:
                part[max(mark.start - start, 0) : mark.end - start] = True
        yield Piece(row, row + end - start, part)


def admitted(document: Document, labels: tuple[Label, ...]) -> Bools:
    """The tags that each place may bear: one where the annotation says so, any where readers may differ.

    Outside names a place may also bear the labels that the document's file doesn't speak of.
    """
    tags = tags_of(labels)
    unknown = [tag[0] == "O" or tag[2:] not in document.knows for tag in tags]
    table = np.tile(np.array(unknown), (len(document.text), 1))
    mine = [mark for mark in document.marks if mark.label in labels]
    firm: list[Mark] = []
    for mark in sorted(mine, key=lambda mark: (mark.optional, mark.start - mark.end, mark.start)):
        clear = all(mark.end <= other.start or other.end <= mark.start for other in firm)
        if mark.optional or mark.end - mark.start < SHORTEST:
            outside = np.ones(len(document.text), bool)
            for other in firm:
                outside[other.start : other.end] = False
            outside[: mark.start] = outside[mark.end :] = False
            table[outside] = True
        elif clear:
            firm.append(mark)
            base = tags.index(f"B-{mark.label}")
            table[mark.start : mark.end] = False
            table[mark.start, base] = table[mark.end - 1, base + 2] = True
            table[mark.start + 1 : mark.end - 1, base + 1] = True
    return table
