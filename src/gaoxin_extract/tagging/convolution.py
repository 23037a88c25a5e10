"""Sums of n-gram vectors and two small layers score every character, and CRFs read names out of the scores.

The fast design, evaluated by numpy for a whole text at once. An n-gram of 1 to 4 characters has a vector; the vectors
of those that begin at a place are summed. A layer reads the sums around each place, and a gate tells which places may
lie in a name. Only for these a second layer reads the first one's units near and far, and only the stretches of them
are decoded. Such a model's folder holds, beside its card, `characters.txt`, `grams.npz`, `layers.npz` and `crf.npz`.
"""
# ruff: noqa: PLC0415 -- numpy is imported with the first model

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.errors import ModelError
from gaoxin_extract.records import Label
from gaoxin_extract.tagging.card import Card, Tagged, read_card, read_file
from gaoxin_extract.tagging.crf import BARRED, Chains, Head, decode, heads_of, tags_of
from gaoxin_extract.tagging.sieve import points_of
from gaoxin_extract.text import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]

LENGTHS: Final = (2, 3, 4)  # of n-grams beside the characters themselves
BUCKET_BITS: Final = 20  # n-grams are told apart by so much of their hash
NEAR: Final = 4  # the first layer reads so many places to either side
FAR: Final = (-16, -12, -8, -4, 0, 4, 8, 12, 16)  # the second layer reads these
OPEN: Final = 8  # a power of two: so far from a place that the gate lets pass, others pass with it
PAD: Final = NEAR - FAR[0]  # what a place's score hangs on, to either side
BLOCK: Final = 4000  # characters scored at once, so that the caches hold them; with those around 9 x 28 x 16
LARGEST: Final = 240_000  # products of more multiplications wake other threads of OpenBLAS (4 x 65,536)
ROWS: Final = 8  # products of a multiple of so many rows are fastest
SURE: Final = 5.0  # a place is outside of names where O leads all other tags by so much
BATCH: Final = 1024  # stretches decoded together
LONGEST: Final = 80  # a longer stretch is cut where it is likeliest to be outside
BASIC_PLANE: Final = 0x10000
LEAST: Final = 0.02  # names less likely than that are no candidates
LINE_BREAK: Final = ord("\n")


class Grams(Struct, frozen=True):
    """`rows[n]` by character or hashed n-gram, 0 where it isn't known, and the vector of each row, counted in `units`.

    As small numbers in whole units four times as many vectors stay in the processor's caches.
    """

    rows: tuple["Whole", ...]
    vectors: tuple["NDArray[np.int8]", ...]
    units: "Floats"

    def sums(self, points: "NDArray[np.uint32]") -> "Floats":
        """For each place the sum of the vectors of the n-grams that begin there, [places, width]."""
        import numpy as np

        characters = self.rows[0].take(np.minimum(points, BASIC_PLANE - 1))
        sums: Floats = self.vectors[0].take(characters, axis=0) * self.units[0]
        others = zip(self.rows[1:], self.vectors[1:], self.units[1:], keys_of(characters), strict=True)
        for rows, vectors, unit, keys in others:
            sums += vectors.take(rows.take(keys), axis=0) * unit
        return sums


class Layers(Struct, frozen=True):
    """The two layers, the gate between them, and what makes scores of tags of both.

    A unit is the greater of its sum and its floor, which spares the shift of the sum; what the units lack by that is
    in the shifts of what reads them.
    """

    inner: "Floats"
    inner_floor: "Floats"
    gate: "Floats"
    gate_shift: "Floats"
    wide: "Floats"
    wide_floor: "Floats"
    outer: "Floats"
    outer_shift: "Floats"

    @classmethod
    def of(cls, arrays: Mapping[str, "Floats"]) -> "Layers":
        """Those of a model's file, which gives every layer a shift."""
        import numpy as np

        inner, wide, outer = (arrays[name] for name in ("inner", "wide", "outer"))
        inner_shift, near, far = arrays["inner_shift"], outer[: inner.shape[1]], outer[inner.shape[1] :]
        wide_shift = arrays["wide_shift"] + np.tile(inner_shift, len(FAR)) @ wide
        return cls(
            inner,
            -inner_shift,
            arrays["gate"],
            arrays["gate_shift"] + inner_shift @ arrays["gate"],
            wide,
            -wide_shift,
            outer,
            arrays["outer_shift"] + inner_shift @ near + wide_shift @ far,
        )

    def units(self, sums: "Floats") -> "Floats":
        """The first layer's units; `sums` has `NEAR` more places at either end.

        Places as far apart as what the layer reads of each is wide share nothing of it: what it reads of them is the
        sums as they lie in memory.
        """
        import numpy as np

        spread = 2 * NEAR + 1
        units = np.empty((len(sums) - 2 * NEAR, self.inner.shape[1]), np.float32)
        for first in range(spread):
            apart = units[first::spread]
            windows = sums[first : first + len(apart) * spread].reshape(len(apart), -1)
            _multiply(windows, self.inner, apart)
        return np.maximum(units, self.inner_floor, out=units)

    def gated(self, units: "Floats") -> "Floats":
        """The gate's scores of heads: above 0 a place may lie in a name. `units` has `-FAR[0]` more at either end.

        A place has the highest score of those up to `OPEN` from it, since a name's ends and seams say less than the
        rest: so a place that is doubted alone passes with its neighbours, and the bar can be five times as strict.
        """
        import numpy as np

        scores = (_product(units[-FAR[0] - OPEN : FAR[0] + OPEN], self.gate) + self.gate_shift).T.copy()
        reach = 1
        while reach <= OPEN:
            scores = np.maximum(scores[:, reach:], scores[:, :-reach])
            reach *= 2
        widest: Floats = np.maximum(scores[:, 1:], scores[:, :-1])
        return widest

    def read(self, sums: "Floats") -> tuple["Whole", "Floats", "Flags"]:
        """The places that may lie in a name, their scores of each tag, and to which heads each is open.

        `sums` has `PAD` more places at either end.
        """
        import numpy as np

        units = self.units(sums)
        opened = self.gated(units) > 0
        places = np.flatnonzero(opened.any(0))
        near = len(FAR) // 2
        around = units.take(places[:, None] + (np.array(FAR) - FAR[0]), axis=0)
        wide = _product(around.reshape(len(places), len(self.wide)), self.wide)
        np.maximum(wide, self.wide_floor, out=wide)
        own = units.shape[1]
        scores = _product(around[:, near], self.outer[:own]) + _product(wide, self.outer[own:])
        return places, (scores + self.outer_shift).T, opened[:, places]


def keys_of(characters: "Whole") -> tuple["Whole", ...]:
    """The hashed n-grams of 2, 3 and 4 characters that begin at each place; past the end they go on with 0."""
    import numpy as np

    size = len(characters)
    padded = np.zeros(size + LENGTHS[-1], np.uint32)
    padded[:size] = characters
    sums = padded[:size] * np.uint32(0x9E3779B1)
    keys: list[Whole] = []
    for length in LENGTHS:
        sums ^= sums >> np.uint32(16)
        sums = sums * np.uint32(0x85EBCA6B) + padded[length - 1 : length - 1 + size] * np.uint32(0xC2B2AE35)
        mixed = (sums ^ (sums >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
        keys.append((mixed >> np.uint32(32 - BUCKET_BITS)).astype(np.int64))
    return tuple(keys)


class ConvolutionTagger:
    """N-gram vectors, layers and CRFs. Make one by `load`; it holds no state between texts."""

    def __init__(self, card: Card, grams: Grams, layers: Layers, heads: tuple[Head, ...]) -> None:
        """Use `load`."""
        self.card = card
        self.extractor = f"model/{card.name}"
        self.labels = frozenset(label for labels in card.heads for label in labels)
        self.grams = grams
        self.layers = layers
        self.heads = heads
        self.width = max(len(head.tags) for head in heads)

    @classmethod
    def load(cls, folder: Path) -> "ConvolutionTagger":
        """The model in `folder`; ModelError where a file is missing, damaged or of another form.

        >>> ConvolutionTagger.load(Path("models/nowhere"))
        Traceback (most recent call last):
        gaoxin_extract.errors.ModelError: models/nowhere/recogniser.json: no such model; name a folder that holds one
        """
        import numpy as np

        card = read_card(folder)
        contents = {name: read_file(folder / name, digest) for name, digest in card.files.items()}
        try:
            arrays = {n: np.load(io.BytesIO(c), allow_pickle=False) for n, c in contents.items() if n.endswith(".npz")}
            grams = _grams(contents["characters.txt"].decode("utf-8").split("\n"), arrays["grams.npz"])
            layers = _layers(arrays["layers.npz"], grams.vectors[0].shape[1], card)
            heads = heads_of(arrays["crf.npz"], card)
        except Exception as fault:  # numpy raises many kinds over a file that isn't its own
            reason = str(fault).partition("\n")[0]
            message = f"{folder}: the model can't be loaded ({type(fault).__name__}: {reason}); install it anew"
            raise ModelError(message) from fault
        return cls(card, grams, layers, heads)

    def tag(self, content: str) -> tuple[Candidate[Tagged], ...]:
        """The names in `content`, those of each head free of overlap, in the order of the text."""
        import numpy as np

        places, scores, opened = self.scores(content)
        opened &= points_of(content)[places] != LINE_BREAK  # no name goes over the end of a line
        # The heads' places one after another, in numbers so far apart that no stretch goes over from one to the next.
        apart = len(content) + 2
        open_places: list[Whole] = []
        open_scores: list[Floats] = []
        first = 0
        for number, head in enumerate(self.heads):
            told = scores[first : first + len(head.tags)]
            first += len(head.tags)
            mine = np.flatnonzero(opened[number] & (told[0] - told[1:].max(0) < SURE))
            open_places.append(places[mine] + number * apart)
            rows = np.full((self.width, len(mine)), BARRED, np.float32)
            np.take(told, mine, axis=1, out=rows[: len(head.tags)])
            open_scores.append(rows)
        found = self._names(np.concatenate(open_places), np.concatenate(open_scores, 1), apart)
        return tuple(sorted(found, key=lambda c: (c.span.start, -c.span.end, c.label)))

    def scores(self, content: str) -> tuple["Whole", "Floats", "Flags"]:
        """The places that may lie in a name, the scores of all heads' tags there, and to which heads each is open."""
        import numpy as np

        width = len(self.layers.outer_shift)
        none = np.zeros(0, np.int64), np.zeros((width, 0), np.float32), np.zeros((len(self.heads), 0), np.bool_)
        parts = [none]
        for start, sums in self._blocks(content):
            places, scores, opened = self.layers.read(sums)
            parts.append((places + start, scores, opened))
        whole = zip(*parts, strict=True)
        return np.concatenate(next(whole)), np.concatenate(next(whole), 1), np.concatenate(next(whole), 1)

    def gate(self, content: str) -> "Floats":
        """The gate's score of every place, a row a head; `training/distil.py` sets its bar."""
        import numpy as np

        parts = [self.layers.gated(self.layers.units(sums)) for _, sums in self._blocks(content)]
        return np.concatenate([np.zeros((len(self.heads), 0), np.float32), *parts], 1)

    def _blocks(self, content: str) -> Iterator[tuple[int, "Floats"]]:
        """The sums of vectors of a block of places after another, with `PAD` places more at either end."""
        import numpy as np

        points = np.pad(points_of(content), PAD)
        for start in range(0, len(content), BLOCK):
            size = min(BLOCK, len(content) - start) + 2 * PAD
            # An n-gram that begins in the block may end past it.
            yield start, self.grams.sums(points[start : start + size + LENGTHS[-1]])[:size]

    def _names(self, places: "Whole", scores: "Floats", apart: int) -> Iterator[Candidate[Tagged]]:
        """The names in the stretches of `places`, of which those of head n begin at n x `apart`."""
        import numpy as np

        starts, sizes = _stretches(places, scores)
        for first in range(0, len(starts), BATCH):
            some, lengths = starts[first : first + BATCH], sizes[first : first + BATCH]
            own, bases = np.divmod(places[some], apart)
            block = scores.take(some + np.arange(int(lengths[0]))[:, None], axis=1, mode="clip")
            heads, origins = own.tolist(), bases.tolist()
            for column, start, end, tag, probability in decode(Chains.of(self.heads, own, lengths), block):
                if probability < LEAST:
                    continue
                label: Label = self.heads[heads[column]].tags[tag][2:]
                yield Candidate(
                    label=label,
                    span=Span(origins[column] + start, origins[column] + end),
                    expression=Tagged(round(probability, 6)),
                    extractor=self.extractor,
                    score=round(self.card.calibration[label].share(probability), 3),
                )


def _stretches(places: "Whole", scores: "Floats") -> tuple["Whole", "Whole"]:
    """First indices and sizes of the stretches of neighbouring places, the longest first."""
    import numpy as np

    bounds = np.flatnonzero(np.diff(places, prepend=-2, append=-2) != 1)
    starts, ends = bounds[:-1], bounds[1:]
    long = np.flatnonzero(ends - starts > LONGEST)
    cuts = [
        cut
        for start, end in zip(starts[long].tolist(), ends[long].tolist(), strict=True)
        for cut in _cuts(scores, start, end)
    ]
    starts, ends = (np.sort(np.concatenate([some, np.array(cuts, np.int64)])) for some in (starts, ends))
    sizes = ends - starts
    order = np.argsort(-sizes, kind="stable")
    order = order[: int((sizes > 1).sum())]  # a name has two characters at least
    return starts[order], sizes[order]


def _cuts(scores: "Floats", start: int, end: int) -> Iterator[int]:
    """Where to cut a stretch that is too long: in the latter half of what fits, where O leads most."""
    while end - start > LONGEST:
        middle = start + LONGEST // 2
        some = scores[:, middle : start + LONGEST]
        start = middle + int((some[0] - some[1:].max(0)).argmax())
        yield start


def _product(rows: "Floats", weights: "Floats") -> "Floats":
    """`rows @ weights`."""
    import numpy as np

    made = np.empty((len(rows), weights.shape[1]), np.float32)
    _multiply(rows, weights, made)
    return made


def _multiply(rows: "Floats", weights: "Floats", made: "Floats") -> None:
    """Put `rows @ weights` into `made`, in parts so small that numpy's algebra doesn't wake other threads for them."""
    import numpy as np

    width, units = weights.shape
    part = max(LARGEST // (width * units) // ROWS * ROWS, 1)
    whole = len(rows) // part * part
    # Cutting the rows of an array into parts makes no copy, however far apart they lie in memory.
    np.matmul(rows[:whole].reshape(-1, part, width), weights, out=made[:whole].reshape(-1, part, units))
    if whole < len(rows):
        np.matmul(rows[whole:], weights, out=made[whole:])


def _grams(lines: list[str], arrays: Any) -> Grams:
    """The vectors; line n of the characters is those that share row n, and row 0 is for all others."""
    import numpy as np

    characters = np.zeros(BASIC_PLANE, np.int64)
    for row, line in enumerate(lines):
        for character in line:
            characters[min(ord(character), BASIC_PLANE - 1)] = row
    characters[BASIC_PLANE - 1] = 0
    rows: list[Any] = [characters]
    for length in LENGTHS:
        buckets = arrays[f"buckets{length}"]
        table = np.zeros(1 << BUCKET_BITS, np.uint16)
        table[buckets] = np.arange(1, len(buckets) + 1)
        rows.append(table)
    vectors = []
    for length, known in enumerate(rows, 1):
        whole = arrays[f"vectors{length}"]
        if len(whole) <= int(known.max()):
            message = f"{len(whole)} vectors of {length} characters"
            raise ValueError(message)
        vectors.append(whole)
    return Grams(tuple(rows), tuple(vectors), arrays["units"])


def _layers(arrays: Any, width: int, card: Card) -> Layers:
    """The layers, which must fit vectors of `width` and the card's heads."""
    import numpy as np

    layers = {name: arrays[name].astype(np.float32) for name in arrays}
    inner, wide = layers["inner"].shape[1], layers["wide"].shape[1]
    shapes = {
        "inner": ((2 * NEAR + 1) * width, inner),
        "gate": (inner, len(card.heads)),
        "wide": (len(FAR) * inner, wide),
        "outer": (inner + wide, sum(len(tags_of(labels)) for labels in card.heads)),
    }
    for name, shape in shapes.items():
        if layers[name].shape != shape or layers[f"{name}_shift"].shape != shape[1:]:
            message = f"the layer {name} isn't of the shape {shape}"
            raise ValueError(message)
    return Layers.of(layers)
