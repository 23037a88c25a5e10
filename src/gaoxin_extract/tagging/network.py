"""A network scores every character, and CRFs read names out of the scores.

Such a model's folder holds, beside its card, `network.onnx`, `crf.npz` and `characters.txt`. Labels nest across heads
(an ORG inside a PROJECT), never within one. numpy and onnxruntime take 0.2 s to import and are imported with the first
model, so that whoever only wants `--help` doesn't wait for them.
"""
# ruff: noqa: PLC0415 -- see above

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.errors import ModelError
from gaoxin_extract.records import Label
from gaoxin_extract.tagging.abroad import NETWORK, WEIGHTS, Abroad
from gaoxin_extract.tagging.card import Card, Tagged, read_card, read_file
from gaoxin_extract.tagging.crf import Head, heads_of, read_names
from gaoxin_extract.tagging.learnt import FILE as LEARNT
from gaoxin_extract.tagging.learnt import Learnt, base_scores, read_learnt
from gaoxin_extract.tagging.sieve import Sieve, points_of
from gaoxin_extract.tagging.verifier import LOWEST, Second, Verifier, measures, proposed
from gaoxin_extract.text import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Whole = NDArray[np.int64]

SENTENCE: Final = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’）》」』]*|\n|$)")
PIECE: Final = 200  # sentences of one paragraph go together up to here; the network was trained on such runs
WINDOW: Final = 360  # a longer sentence is read in windows of this length,
MARGIN: Final = 60  # of which each answers for what begins this far from its ends; the longest name in training has 47
BLOCK: Final = 256  # pieces decoded together
BATCH: Final = 1600  # characters a run: from 800 to 3,200 there is little between, past that the caches are too small
BASIC_PLANE: Final = 0x10000
SPARED: Final = {"verifier.npz", NETWORK, WEIGHTS}  # have a licence of their own; may be taken out of a model's folder


Aids = tuple[Sieve | None, Verifier | None, Abroad | None, tuple[Learnt, ...]]
Name = tuple[Label, int, int, int, float, float]  # label, sequence, start, end, the CRF's probability, score


class Recogniser:
    """A network and its CRFs. Make one by `load`; it holds no state between texts."""

    def __init__(
        self,
        card: Card,
        heads: tuple[Head, ...],
        rows: "Whole",
        session: Any,
        aids: Aids,
    ) -> None:
        """Use `load`; `rows` is the embedding's row by code point, `session` onnxruntime's of the network."""
        self.card = card
        self.extractor = f"model/{card.name}"
        self.labels = frozenset(label for head in card.heads for label in head)
        self.heads = heads
        self._rows = rows
        self._session = session
        self._sieve, self._verifier, self._abroad, self.learnt = aids
        self.width: int = session.get_outputs()[1].shape[2]
        self._read = (*heads, *(each.head for each in self.learnt))
        # The last head that knows a label tells it.
        self._teller = {label: n for n, labels in enumerate(card.heads + card.learnt) for label in labels}

    @classmethod
    def load(cls, folder: Path, *, sieved: bool = True, verified: bool = True) -> "Recogniser":
        """The model in `folder`; ModelError where a file is missing, damaged or of another form.

        With `sieved=False` the network reads every sentence, also those that its sieve would pass over; with
        `verified=False` organisations are not scored a second time.

        >>> Recogniser.load(Path("models/nowhere"))
        Traceback (most recent call last):
        gaoxin_extract.errors.ModelError: models/nowhere/recogniser.json: no such model; name a folder that holds one
        """
        import numpy as np

        card = read_card(folder)
        files = {n: d for n, d in card.files.items() if n not in SPARED or (folder / n).exists()}
        contents = {name: read_file(folder / name, digest) for name, digest in files.items()}
        try:
            arrays = {n: np.load(io.BytesIO(c), allow_pickle=False) for n, c in contents.items() if n.endswith(".npz")}
            rows = _rows(contents["characters.txt"].decode("utf-8").split("\n"))
            heads = heads_of(arrays["crf.npz"], card)
            session = open_network(contents["network.onnx"])
            sieve = Sieve(**arrays["sieve.npz"]) if sieved and "sieve.npz" in arrays else None
            verifier = Verifier(**arrays["verifier.npz"]) if verified and "verifier.npz" in arrays else None
            if verifier:
                verifier.check(session.get_outputs()[1].shape[2])
            both = verifier and {NETWORK, WEIGHTS} <= contents.keys()
            abroad = Abroad.load(open_network(contents[NETWORK]), arrays[WEIGHTS]) if both else None
            learnt = read_learnt(arrays[LEARNT], card.learnt) if card.learnt else ()
        except Exception as fault:  # onnxruntime and numpy raise many kinds over a file that isn't theirs
            reason = str(fault).partition("\n")[0]
            message = f"{folder}: the model can't be loaded ({type(fault).__name__}: {reason}); install it anew"
            raise ModelError(message) from fault
        return cls(card, heads, rows, session, (sieve, verifier, abroad, learnt))

    def tag(self, content: str) -> tuple[Candidate[Tagged], ...]:
        """The names in `content`, those of each head free of overlap, in the order of the text."""
        return self.see(content)[0]

    def see(self, content: str) -> tuple[tuple[Candidate[Tagged], ...], tuple[Span, ...]]:
        """The same, and the stretches whose prose is outside our domain, where the network for that read."""
        ids = self.rows_of(content)
        pieces = sorted(self.pieces(content), key=lambda p: (p[0].start - p[0].end, p[0].start))
        found: list[Candidate[Tagged]] = []
        foreign: list[Span] = []
        for first in range(0, len(pieces), BLOCK):
            block = pieces[first : first + BLOCK]
            found += self._tag_block(ids, block, foreign)
        return tuple(_without_doubles(found)), tuple(sorted(foreign))

    def rows_of(self, content: str) -> "Whole":
        """The embedding's row of every character."""
        import numpy as np

        return self._rows[np.minimum(points_of(content), BASIC_PLANE - 1)]

    def pieces(self, content: str) -> list[tuple[Span, Span]]:
        """What to read, each stretch with the part it answers for: runs of sentences, or windows of a long one."""
        bounds = sentences_of(content)
        if self._sieve:
            bounds = self._sieve.passing(content, bounds)
        return [window for run in _runs(content, bounds) for window in _windows(run)]

    def _tag_block(
        self, ids: "Whole", pieces: list[tuple[Span, Span]], foreign: list[Span]
    ) -> Iterator[Candidate[Tagged]]:
        """The names in `pieces`, the longest of which comes first; those of foreign prose are added to `foreign`."""
        import numpy as np

        sizes = np.array([piece.end - piece.start for piece, _ in pieces])
        block = np.zeros((int(sizes[0]), len(pieces)), np.int64)
        for column, (piece, _) in enumerate(pieces):
            block[: sizes[column], column] = ids[piece.start : piece.end]
        scores, second = self.read(block, sizes)
        if self._abroad and second:
            foreign += [pieces[column][1] for column in (second.home < self._abroad.bar).nonzero()[0].tolist()]
        for label, column, start, end, probability, score in self._names(scores, second, block, sizes):
            piece, own = pieces[column]
            if own.start <= piece.start + start < own.end:
                span = Span(piece.start + start, piece.start + end)
                said = Tagged(round(probability, 6))
                yield Candidate(
                    label=label, span=span, expression=said, extractor=self.extractor, score=round(score, 3)
                )

    def _names(self, scores: "Floats", second: Second | None, block: "Whole", sizes: "Whole") -> Iterator[Name]:
        """The names of a block, those of each head free of overlap."""
        import numpy as np

        first = 0
        for number, head in enumerate(self._read):
            part = np.ascontiguousarray(scores[:, :, first : first + len(head.tags)])
            first += len(head.tags)
            if number not in self._teller.values():
                continue
            names = [
                (label, column, start, end, probability, self.card.calibration[label].share(probability))
                for column, start, end, tag, probability in read_names(head, part, sizes)
                for label in (_label(head.tags[tag]),)
                if self._teller[label] == number
            ]
            if self._verifier and second and number == self._teller.get("ORG"):
                names = _settled(_verified(self._verifier, names, second, sizes))
                if self._abroad:
                    names = _settled(_replaced(self._abroad, names, second, block, sizes))
            yield from names

    def read(self, block: "Whole", sizes: "Whole") -> tuple["Floats", Second | None]:
        """The scores of a block [length, batch] by all heads, and what the verifier makes of the network's states."""
        import numpy as np

        steps, columns = block.shape
        scores = np.zeros((steps, columns, sum(len(head.tags) for head in self._read)), np.float32)
        second = Second.empty(steps, columns) if self._verifier else None
        for part, (told, *states) in self.parts(block, sizes, states=bool(second or self.learnt)):
            learnt = [each.scores(base_scores(told, self.heads, each.labels), states[0]) for each in self.learnt]
            scores[: len(told), part] = np.concatenate([told, *learnt], 2) if learnt else told
            if self._verifier and second:
                second.chances[: len(told), part] = self._verifier.chances(states[0])
                second.home[part] = self._verifier.at_home(states[0], sizes[part])
        return scores, second

    def parts(self, block: "Whole", sizes: "Whole", *, states: bool) -> "Iterator[tuple[slice, list[Floats]]]":
        """The network's scores, and states where they are wanted, of parts that fit the caches, with their columns."""
        yield from parts_of(self._session, ["scores", "states"] if states else ["scores"], block, sizes)


def _verified(verifier: Verifier, names: list[Name], second: Second, sizes: "Whole") -> list[Name]:
    """`names` with their organisations scored by `verifier`, and its own, each in place of those that score less."""
    import numpy as np

    seen = {name[1:4]: name for name in names if name[0] == "ORG"}
    rows = [
        *seen,
        *({*zip(*(places.tolist() for places in proposed(second.chances, sizes)), strict=True)} - seen.keys()),
    ]
    if not rows:
        return names
    probabilities = np.array([seen[row][4] if row in seen else 0.0 for row in rows])
    columns, starts, ends = np.array(rows).T
    measured = measures(second.chances, (columns, starts, ends), probabilities)
    scores = verifier.scores(measured, second.home[columns]).tolist()
    rivals: list[Name] = [name for name in names if name[0] != "ORG"]
    rivals += [
        ("ORG", *row, seen[row][4] if row in seen else 0.0, score)
        for row, score in zip(rows, scores, strict=True)
        if score >= LOWEST
    ]
    return rivals


def _replaced(abroad: Abroad, names: list[Name], second: Second, block: "Whole", sizes: "Whole") -> list[Name]:
    """`names` with the organisations of foreign prose as the network for that tells them."""
    columns = (second.home < abroad.bar).nonzero()[0]
    if not len(columns):
        return names
    foreign = columns.tolist()
    block = block[: sizes[columns[0]], columns]
    parts = parts_of(abroad.session, ["scores"], block, sizes[columns])
    told = abroad.organisations(parts, block.shape, sizes[columns])
    found: list[Name] = [
        ("ORG", foreign[column], start, end, probability, score)
        for column, start, end, probability, score in told
        if score >= LOWEST
    ]
    return [name for name in names if name[0] != "ORG" or name[1] not in set(foreign)] + found


def _settled(rivals: list[Name]) -> list[Name]:
    """Of names that overlap those that score highest."""
    kept: list[Name] = []
    ends_of: dict[int, list[Name]] = {}
    for name in sorted(rivals, key=lambda name: (-name[5], *name[1:4])):
        others = ends_of.setdefault(name[1], [])
        if all(name[3] <= other[2] or other[3] <= name[2] for other in others):
            others.append(name)
            kept.append(name)
    return kept


def parts_of(
    session: Any, outputs: list[str], block: "Whole", sizes: "Whole"
) -> "Iterator[tuple[slice, list[Floats]]]":
    """What a network says of a block [length, batch], a part that fits the caches at a time, with its columns."""
    import numpy as np

    first = 0
    while first < len(sizes):
        size = int(sizes[first])
        part = slice(first, first + max(BATCH // size, 1))
        given = {"ids": np.ascontiguousarray(block[:size, part]), "lengths": sizes[part].astype(np.int32)}
        yield part, session.run(outputs, given)
        first = part.stop


def sentences_of(content: str) -> list[tuple[int, int]]:
    """Bounds of the sentences, which cover the whole text."""
    return [found.span() for found in SENTENCE.finditer(content) if found.end() > found.start()]


def _runs(content: str, bounds: list[tuple[int, int]]) -> Iterator[Span]:
    """Neighbouring sentences of one paragraph together, up to `PIECE` characters where one isn't longer."""
    start = end = 0
    for first, last in bounds:
        if end > start and (first != end or content[end - 1] == "\n" or last - start > PIECE):
            yield Span(start, end)
            start = end
        start, end = (start if end > start else first), last
    if end > start:
        yield Span(start, end)


def _windows(piece: Span) -> Iterator[tuple[Span, Span]]:
    start = own = piece.start
    while piece.end - start > WINDOW:
        yield Span(start, start + WINDOW), Span(own, start + WINDOW - MARGIN)
        start += WINDOW - 2 * MARGIN
        own = start + MARGIN
    yield Span(start, piece.end), Span(own, piece.end)


def _without_doubles(found: Iterable[Candidate[Tagged]]) -> Iterator[Candidate[Tagged]]:
    """In the order of the text, less those that overlap one of their head before them, as at windows' borders."""
    reach: dict[bool, int] = {}
    for candidate in sorted(found, key=lambda c: (c.span.start, -c.span.end, c.label)):
        group = candidate.label == "PROJECT"
        if candidate.span.start >= reach.get(group, 0):
            reach[group] = candidate.span.end
            yield candidate


def _rows(lines: list[str]) -> "Whole":
    """The embedding's row by code point: line n lists the characters of row n, and 0 is for all others."""
    import numpy as np

    rows = np.zeros(BASIC_PLANE, np.int64)
    for row, line in enumerate(lines):
        for character in line:
            rows[min(ord(character), BASIC_PLANE - 1)] = row
    rows[BASIC_PLANE - 1] = 0
    return rows


def _label(tag: str) -> Label:
    label: Label = tag[2:]  # type: ignore[assignment]
    return label


def open_network(content: bytes) -> Any:
    """The network on one thread, so that a run takes one core and gives the same scores each time."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
