"""Applies a trained recogniser of names, whatever stands behind it: text in, scored candidates out.

A model is a folder whose card, `recogniser.json`, says what kind it is.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Literal, Protocol

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.tagging.card import Tagged, read_card

__all__ = ["Tagged", "Tagger", "load_tagger"]


class Tagger(Protocol):
    """A trained recogniser; it holds no state between texts."""

    extractor: str

    def tag(self, content: str) -> tuple[Candidate[Tagged], ...]:
        """The names in `content` in the order of the text; those of one label never overlap."""


def load_tagger(folder: Path) -> Tagger:
    """The recogniser in `folder`; ModelError where a file is missing, damaged or of another form.

    >>> load_tagger(Path("models/nowhere"))
    Traceback (most recent call last):
    gaoxin_extract.errors.ModelError: models/nowhere/recogniser.json: no such model; name a folder that holds one
    """
    return KINDS[read_card(folder).kind](folder)


def _network(folder: Path) -> Tagger:
    from gaoxin_extract.tagging.network import Recogniser  # noqa: PLC0415 -- a model of another kind needs no network

    return Recogniser.load(folder)


KINDS: Final[Mapping[Literal["network", "linear"], Callable[[Path], Tagger]]] = {"network": _network}
