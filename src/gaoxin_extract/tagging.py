"""Applies a trained recogniser: a network scores every character, and CRFs read names out of the scores.

A model is a folder: `recogniser.json` (what is said in `Card`), `network.onnx`, `crf.npz` and `characters.txt`. Labels
nest across heads (an ORG inside a PROJECT), never within one. numpy and onnxruntime take 0.2 s to import and are
imported with the first model, so that whoever only wants `--help` doesn't wait for them.
"""
# ruff: noqa: PLC0415 -- see above

import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import Struct

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.errors import ModelError
from gaoxin_extract.records import Label
from gaoxin_extract.text import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Whole = NDArray[np.int64]

CARD: Final = "recogniser.json"
FORM: Final = 1
SENTENCE: Final = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’）》」』]*|\n|$)")
PIECE: Final = 200  # sentences of one paragraph go together up to here; the network was trained on such runs
WINDOW: Final = 360  # a longer sentence is read in windows of this length,
MARGIN: Final = 60  # of which each answers for what begins this far from its ends; the longest name in training has 47
BLOCK: Final = 256  # pieces decoded together
SIEVE_BITS: Final = 17
BATCH: Final = 1600  # characters a run: from 800 to 3,200 there is little between, past that the caches are too small
BASIC_PLANE: Final = 0x10000


class Calibration(Struct, frozen=True, forbid_unknown_fields=True):
    """From the CRF's probability of an extent to the share of such extents that are right: a line on the logits."""

    slope: float
    shift: float


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """What a model says of itself: `heads` are the labels of each head, `files` the digests of the others."""

    form: int
    name: str
    heads: tuple[tuple[Label, ...], ...]
    calibration: dict[Label, Calibration]
    files: dict[str, str]


class Tagged(Struct, frozen=True):
    """The CRF's own probability of an extent and its label, before calibration."""

    probability: float


class Head(Struct, frozen=True):
    """A CRF: `tags` are O and B, I, E of each label; `moves` [before, after] and the bounds are log scores."""

    tags: tuple[str, ...]
    moves: "Floats"
    starts: "Floats"
    ends: "Floats"


class Sieve(Struct, frozen=True):
    """Tells sentences that surely hold no name, which the network need not read.

    A place's score is a sum of weights over the hashed pairs and triples of characters around it; a sentence passes
    if one of its places reaches `bar`.
    """

    weights: "Floats"
    bar: float

    def passing(self, content: str, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Those of the sentences, which cover the text, that may hold a name."""
        import numpy as np

        if not bounds:
            return []
        scores = np.zeros(len(content), np.float32)
        for slot, keys in enumerate(keys_of(content)):
            scores += self.weights[slot][keys]
        passed = np.maximum.reduceat(scores, [start for start, _ in bounds]) >= self.bar
        return list(compress(bounds, passed))


class Recogniser:
    """A network and its CRFs. Make one by `load`; it holds no state between texts."""

    def __init__(self, card: Card, heads: tuple[Head, ...], rows: "Whole", session: Any, sieve: Sieve | None) -> None:
        """Use `load`; `rows` is the embedding's row by code point, `session` onnxruntime's of the network."""
        self.card = card
        self.extractor = f"model/{card.name}"
        self._heads = heads
        self._rows = rows
        self._session = session
        self._sieve = sieve

    @classmethod
    def load(cls, folder: Path, *, sieved: bool = True) -> "Recogniser":
        """The model in `folder`; ModelError where a file is missing, damaged or of another form.

        With `sieved=False` the network reads every sentence, also those that its sieve would pass over.

        >>> Recogniser.load(Path("models/nowhere"))
        Traceback (most recent call last):
        gaoxin_extract.errors.ModelError: models/nowhere/recogniser.json: no such model; name a folder that holds one
        """
        import numpy as np

        card = _read_card(folder / CARD)
        contents = {name: _read(folder / name, digest) for name, digest in card.files.items()}
        try:
            arrays = {n: np.load(io.BytesIO(c), allow_pickle=False) for n, c in contents.items() if n.endswith(".npz")}
            rows = _rows(contents["characters.txt"].decode("utf-8").split("\n"))
            heads = _heads(arrays["crf.npz"], card)
            session = _open(contents["network.onnx"])
            sieve = Sieve(**arrays["sieve.npz"]) if sieved and "sieve.npz" in arrays else None
        except Exception as fault:  # onnxruntime and numpy raise many kinds over a file that isn't theirs
            reason = str(fault).partition("\n")[0]
            message = f"{folder}: the model can't be loaded ({type(fault).__name__}: {reason}); install it anew"
            raise ModelError(message) from fault
        return cls(card, heads, rows, session, sieve)

    def tag(self, content: str) -> tuple[Candidate[Tagged], ...]:
        """The names in `content`, those of each head free of overlap, in the order of the text."""
        import numpy as np

        ids = self._rows[np.minimum(_points(content), BASIC_PLANE - 1)]
        pieces = sorted(self._pieces(content), key=lambda p: (p[0].start - p[0].end, p[0].start))
        blocks = (pieces[first : first + BLOCK] for first in range(0, len(pieces), BLOCK))
        return tuple(_without_doubles(candidate for block in blocks for candidate in self._tag_block(ids, block)))

    def _pieces(self, content: str) -> list[tuple[Span, Span]]:
        """What to read, each stretch with the part it answers for: runs of sentences, or windows of a long one."""
        bounds = sentences_of(content)
        if self._sieve:
            bounds = self._sieve.passing(content, bounds)
        return [window for run in _runs(content, bounds) for window in _windows(run)]

    def _tag_block(self, ids: "Whole", pieces: list[tuple[Span, Span]]) -> Iterator[Candidate[Tagged]]:
        """The names in `pieces`, the longest of which comes first."""
        import numpy as np

        sizes = np.array([piece.end - piece.start for piece, _ in pieces])
        block = np.zeros((int(sizes[0]), len(pieces)), np.int64)
        for column, (piece, _) in enumerate(pieces):
            block[: sizes[column], column] = ids[piece.start : piece.end]
        scores = self._scores(block, sizes)
        first = 0
        for head in self._heads:
            part = np.ascontiguousarray(scores[:, :, first : first + len(head.tags)])
            first += len(head.tags)
            for column, start, end, tag, probability in read_names(head, part, sizes):
                piece, own = pieces[column]
                if own.start <= piece.start + start < own.end:
                    label: Label = head.tags[tag][2:]  # type: ignore[assignment]
                    span = Span(piece.start + start, piece.start + end)
                    yield self._candidate(label, span, probability)

    def _scores(self, block: "Whole", sizes: "Whole") -> "Floats":
        """The network's scores of a block [length, batch], made in batches that fit the caches."""
        import numpy as np

        steps, columns = block.shape
        scores = np.zeros((steps, columns, sum(len(head.tags) for head in self._heads)), np.float32)
        first = 0
        while first < columns:
            size = int(sizes[first])
            last = min(first + max(BATCH // size, 1), columns)
            part = {
                "ids": np.ascontiguousarray(block[:size, first:last]),
                "lengths": sizes[first:last].astype(np.int32),
            }
            scores[:size, first:last] = self._session.run(None, part)[0]
            first = last
        return scores

    def _candidate(self, label: Label, span: Span, probability: float) -> Candidate[Tagged]:
        line = self.card.calibration[label]
        held = min(max(probability, 1e-6), 1 - 1e-6)
        score = 1 / (1 + math.exp(-(line.slope * math.log(held / (1 - held)) + line.shift)))
        said = Tagged(round(probability, 6))
        return Candidate(label=label, span=span, expression=said, extractor=self.extractor, score=round(score, 3))


def read_names(head: Head, scores: "Floats", sizes: "Whole") -> Iterator[tuple[int, int, int, int, float]]:
    """Sequence, start, end, tag of the first character, and probability of each name on the best paths.

    `scores` is [length, batch, tags], the longest sequence first. The probability is that of the whole extent:
    of all paths through the CRF, the share that pass along these tags from the name's first character to its last.
    """
    import numpy as np

    live = (sizes[None, :] > np.arange(len(scores))[:, None]).sum(1).tolist()
    paths = best_paths(head, scores, live, sizes)
    opens, closes = (np.array([tag[0] == place for tag in head.tags]) for place in "BE")
    columns, starts = opens[paths.T].nonzero()  # sequence after sequence, as the ends come too
    if not len(starts):
        return
    ends = closes[paths.T].nonzero()[1]
    kept, places = np.unique(columns, return_inverse=True)
    shares = _extents(head, scores[:, kept], paths[:, kept], sizes[kept], (starts, ends, places))
    rows = columns, starts, ends + 1, paths[starts, columns], shares
    yield from zip(*(row.tolist() for row in rows), strict=True)


def best_paths(head: Head, scores: "Floats", live: list[int], sizes: "Whole") -> "Whole":
    """The best path of each sequence, [length, batch], 0 past a sequence's end; `live[t]` sequences reach step t."""
    import numpy as np

    steps, batch, width = scores.shape
    best = scores[0] + head.starts
    back = np.zeros((steps, batch, width), np.int64)
    turned = np.ascontiguousarray(head.moves.T)
    for t in range(1, steps):
        n = live[t]
        through = best[:n, None, :] + turned
        back[t, :n] = through.argmax(2)
        best[:n] = through.max(2) + scores[t, :n]
    paths = np.zeros((steps, batch), np.int64)
    columns = np.arange(batch)
    paths[sizes - 1, columns] = (best + head.ends).argmax(1)
    for t in range(steps - 1, 0, -1):
        n = live[t]
        paths[t - 1, :n] = back[t, columns[:n], paths[t, :n]]
    return paths


def _extents(
    head: Head, scores: "Floats", paths: "Whole", sizes: "Whole", names: tuple["Whole", "Whole", "Whole"]
) -> "Floats":
    """The probability of each of `names` (first place, last place, sequence); each step's sums are scaled to 1."""
    import numpy as np

    steps, batch, _ = scores.shape
    live = (sizes[None, :] > np.arange(steps)[:, None]).sum(1).tolist()
    emitted = np.exp(scores - scores.max(2, keepdims=True))
    moves, bounds = np.exp(head.moves), np.exp(head.ends)
    forth = np.zeros_like(emitted)
    scale = np.ones((steps, batch), np.float32)
    forth[0] = emitted[0] * np.exp(head.starts)
    for t in range(steps):
        n = live[t]
        if t:
            forth[t, :n] = (forth[t - 1, :n] @ moves) * emitted[t, :n]
        scale[t, :n] = forth[t, :n].sum(1)
        forth[t, :n] /= scale[t, :n, None]
    back = np.zeros_like(emitted)
    back[sizes - 1, np.arange(batch)] = bounds
    for t in range(steps - 2, -1, -1):
        n = live[t + 1]
        back[t, :n] = ((emitted[t + 1, :n] * back[t + 1, :n]) @ moves.T) / scale[t + 1, :n, None]
    total = (forth[sizes - 1, np.arange(batch)] * bounds).sum(1)
    step = np.zeros((steps, batch), np.float64)
    columns = np.arange(batch)[None, :]
    along = moves[paths[:-1], paths[1:]] * emitted[np.arange(1, steps)[:, None], columns, paths[1:]] / scale[1:]
    step[1:] = np.log(np.maximum(along, 1e-30)).cumsum(0)
    starts, ends, places = names
    outer = forth[starts, places, paths[starts, places]] * back[ends, places, paths[ends, places]] / total[places]
    shares: Floats = np.minimum(outer * np.exp(step[ends, places] - step[starts, places]), 1.0)
    return shares


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


def _read_card(path: Path) -> Card:
    if not path.is_file():
        message = f"{path}: no such model; name a folder that holds one"
        raise ModelError(message)
    try:
        card = msgspec.json.decode(_read(path), type=Card)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        message = f"{path}: not a recogniser's card ({fault}); install the model anew"
        raise ModelError(message) from fault
    if card.form != FORM:
        message = f"{path}: form {card.form}, but this version reads form {FORM}; take a model made for it"
        raise ModelError(message)
    return card


def _read(path: Path, digest: str | None = None) -> bytes:
    """A model's file, if its content is what the card says."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        message = f"{path}: can't be read ({fault.strerror}); install the model anew"
        raise ModelError(message) from fault
    if digest and sha256(content).hexdigest() != digest:
        message = f"{path}: damaged, its digest is not the one in {CARD}; install the model anew"
        raise ModelError(message)
    return content


def _rows(lines: list[str]) -> "Whole":
    """The embedding's row by code point: line n lists the characters of row n, and 0 is for all others."""
    import numpy as np

    rows = np.zeros(BASIC_PLANE, np.int64)
    for row, line in enumerate(lines):
        for character in line:
            rows[min(ord(character), BASIC_PLANE - 1)] = row
    rows[BASIC_PLANE - 1] = 0
    return rows


def _heads(arrays: Mapping[str, Any], card: Card) -> tuple[Head, ...]:
    """The CRFs; KeyError where one of them, or the calibration of a label, is wanting."""
    for label in (label for labels in card.heads for label in labels):
        card.calibration[label]
    return tuple(
        Head(tags_of(labels), *(arrays[f"{part}{n}"] for part in ("moves", "starts", "ends")))
        for n, labels in enumerate(card.heads)
    )


def keys_of(content: str) -> list["Whole"]:
    """For each place the hashed keys of the four pairs and three triples of characters around it."""
    import numpy as np

    points = np.pad(_points(content), 2).astype(np.uint64)
    pairs = points[:-1] * np.uint64(0x9E3779B97F4A7C15) + points[1:] * np.uint64(0xC2B2AE3D27D4EB4F)
    triples = pairs[:-1] * np.uint64(0x165667B19E3779F9) + points[2:] * np.uint64(0xD6E8FEB86659FD93)
    short, long = (
        ((sums ^ (sums >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) >> np.uint64(64 - SIEVE_BITS)).astype(
            np.int64
        )
        for sums in (pairs, triples)
    )
    return [short[n : n + len(content)] for n in range(4)] + [long[n : n + len(content)] for n in range(3)]


def _points(content: str) -> "NDArray[np.uint32]":
    """The code points of `content`."""
    import numpy as np

    return np.frombuffer(content.encode("utf-32-le", "surrogatepass"), np.uint32)


def tags_of(labels: tuple[Label, ...]) -> tuple[str, ...]:
    """O, then B, I and E of each label; a name has two characters at least."""
    return ("O", *(f"{place}-{label}" for label in labels for place in "BIE"))


def _open(content: bytes) -> Any:
    """The network on one thread, so that a run takes one core and gives the same scores each time."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
