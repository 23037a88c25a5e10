"""What a model says of itself, and its files, read with their digests checked."""

import math
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct, structs

from gaoxin_extract.errors import ModelError
from gaoxin_extract.records import Label

CARD: Final = "recogniser.json"
FORM: Final = 1
SMALL: Final = 1e-6  # probabilities are kept this far from 0 and 1, where log odds have no end


class Calibration(Struct, frozen=True, forbid_unknown_fields=True):
    """From the CRF's probability of an extent to the share of such extents that are right: a line on the logits."""

    slope: float
    shift: float

    def share(self, probability: float) -> float:
        """The share right among extents of this probability.

        >>> round(Calibration(slope=1.0, shift=0.0).share(0.7), 3)
        0.7
        """
        held = min(max(probability, SMALL), 1 - SMALL)
        return 1 / (1 + math.exp(-(self.slope * math.log(held / (1 - held)) + self.shift)))


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """What a model says of itself: `heads` are the labels of each head, `files` the digests of the others.

    `learnt` are the labels of heads learnt on top of the network, which tell their labels in the place of its own.
    """

    form: int
    name: str
    heads: tuple[tuple[Label, ...], ...]
    calibration: dict[Label, Calibration]
    files: dict[str, str]
    kind: Literal["network", "convolution"] = "network"
    learnt: tuple[tuple[Label, ...], ...] = ()


class Tagged(Struct, frozen=True, gc=False):
    """The CRF's own probability of an extent and its label, before calibration."""

    probability: float


def read_card(folder: Path) -> Card:
    """The card of the model in `folder`; ModelError where there is none or this version can't read it."""
    path = folder / CARD
    if not path.is_file():
        message = f"{path}: no such model; name a folder that holds one"
        raise ModelError(message)
    try:
        card = msgspec.json.decode(read_file(path), type=Card)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        message = f"{path}: not a recogniser's card ({fault}); install the model anew"
        raise ModelError(message) from fault
    if card.form != FORM:
        message = f"{path}: form {card.form}, but this version reads form {FORM}; take a model made for it"
        raise ModelError(message)
    return card


def write_card(folder: Path, card: Card) -> Card:
    """Write the card of the model in `folder`, the digests of the files that it names taken anew."""
    files = {name: sha256((folder / name).read_bytes()).hexdigest() for name in sorted(card.files)}
    whole = structs.replace(card, files=files)
    (folder / CARD).write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")
    return whole


def read_file(path: Path, digest: str | None = None) -> bytes:
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
