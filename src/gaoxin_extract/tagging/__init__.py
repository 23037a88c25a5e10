"""Applies a trained recogniser of names, whatever stands behind it: text in, scored candidates out.

A model is a folder whose card, `recogniser.json`, says what kind it is, or a spaCy pipeline.
"""
# ruff: noqa: PLC0415 -- a model of one kind needs nothing of the others

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Literal, Protocol

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.errors import ModelError
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import own_folder
from gaoxin_extract.tagging.card import CARD, Tagged, read_card

__all__ = ["Tagged", "Tagger", "load_tagger", "model_folder"]


class Tagger(Protocol):
    """A trained recogniser; it holds no state between texts."""

    extractor: str
    labels: frozenset[Label]

    def tag(self, content: str) -> tuple[Candidate[Tagged], ...]:
        """The names in `content` in the order of the text; those of one label never overlap."""


def model_folder(model: Path | str) -> Path:
    """The folder that `model` names: a bare name first that of a model that ships, as `./gru` and a Path do not."""
    own = own_folder("models") / model
    ships = isinstance(model, str) and Path(model).name == model and (own / CARD).is_file()
    return own if ships else Path(model)


def load_tagger(model: Path | str, *, labels: Mapping[str, Label] | None = None) -> Tagger:
    """The recogniser in a folder, that of this name which ships, or the spaCy pipeline of this name.

    `labels` maps a spaCy pipeline's labels to ours (`{"COMPANY": "ORG"}`). ModelError where a file is missing, damaged
    or of another form.

    >>> load_tagger("nowhere")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    gaoxin_extract.errors.ModelError: nowhere: no such model; name one that ships (...), a folder or a spaCy pipeline
    """
    folder = model_folder(model)
    if (folder / CARD).is_file():
        if labels:
            message = f"{model}: its labels are ours already; labels are mapped for spaCy pipelines alone"
            raise ModelError(message)
        return KINDS[read_card(folder).kind](folder)
    from gaoxin_extract.tagging.pipelines import is_pipeline, load_pipeline

    if is_pipeline(str(model)):
        return load_pipeline(str(model), labels or {})
    shipped = sorted(each.parent.name for each in own_folder("models").glob(f"*/{CARD}"))
    lack = "a folder without a model" if folder.is_dir() else "no such model"
    message = f"{model}: {lack}; name one that ships ({', '.join(shipped)}), a folder or a spaCy pipeline"
    raise ModelError(message)


def _network(folder: Path) -> Tagger:
    from gaoxin_extract.tagging.network import Recogniser

    return Recogniser.load(folder)


def _convolution(folder: Path) -> Tagger:
    from gaoxin_extract.tagging.convolution import ConvolutionTagger

    return ConvolutionTagger.load(folder)


KINDS: Final[Mapping[Literal["network", "convolution"], Callable[[Path], Tagger]]] = {
    "network": _network,
    "convolution": _convolution,
}
