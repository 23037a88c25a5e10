"""Reads organisations in prose outside our domain: encyclopaedias, world news.

What counts as a name there is told by a network of its own, which knows persons and places as well. It reads only the
pieces that the verifier holds for foreign, so text of our own domain is read as fast as without it. Its weights are
fitted to annotations under CC BY-SA 4.0 and stand in files of their own, without which a recogniser works as well.
"""
# ruff: noqa: PLC0415 -- numpy is imported with the first model

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.tagging.card import Calibration, Tagged
from gaoxin_extract.tagging.crf import Head, read_names
from gaoxin_extract.tagging.verifier import TAGS
from gaoxin_extract.text import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Whole = NDArray[np.int64]

NETWORK, WEIGHTS = "abroad.onnx", "abroad.npz"


class Reader(Protocol):
    """A recogniser that tells foreign prose."""

    def see(self, content: str) -> tuple[tuple[Candidate[Tagged], ...], tuple[Span, ...]]:
        """The names in `content`, and the stretches whose prose is outside our domain, in the order of the text."""


def see(tagger: Any, content: str) -> tuple[tuple[Candidate[Tagged], ...], tuple[Span, ...]]:
    """What `tagger` finds in `content`, and what it holds for foreign prose, if it tells it."""
    if hasattr(tagger, "see"):
        reader: Reader = tagger
        return reader.see(content)
    return tagger.tag(content), ()


class Abroad(Struct, frozen=True):
    """The network, its CRF, and the line from a probability to the share of such organisations that are right.

    `bar`: prose whose chance to be of our domain lies under it is read by this network.
    """

    session: Any
    head: Head
    line: Calibration
    bar: float

    @classmethod
    def load(cls, session: Any, arrays: Mapping[str, Any]) -> "Abroad":
        """From onnxruntime's session and what stands in the second file; KeyError where something is wanting."""
        head = Head(TAGS, arrays["moves"], arrays["starts"], arrays["ends"])
        slope, shift = arrays["line"].tolist()
        return cls(session, head, Calibration(slope, shift), float(arrays["bar"]))

    def organisations(
        self, parts: Iterator[tuple[slice, list["Floats"]]], shape: tuple[int, ...], sizes: "Whole"
    ) -> Iterator[tuple[int, int, int, float, float]]:
        """Sequence, start, end, probability and score of the organisations in a block of `shape`, [length, batch].

        `parts` are the network's scores of its columns.
        """
        import numpy as np

        scores = np.zeros((*shape, len(TAGS)), np.float32)
        for part, (told,) in parts:
            scores[: len(told), part] = told
        for column, start, end, tag, probability in read_names(self.head, scores, sizes):
            if TAGS[tag] == "B-ORG":
                yield column, start, end, probability, self.line.share(probability)
