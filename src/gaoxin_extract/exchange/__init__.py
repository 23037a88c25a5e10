"""Annotated texts in the forms of other tools, to and fro: Label Studio, doccano, spaCy's DocBin, CoNLL, JSON Lines."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import msgspec

from gaoxin_extract.exchange.annotated import (
    Annotated,
    Labels,
    Layer,
    Mark,
    OnError,
    annotated,
    fail,
    records_of,
)
from gaoxin_extract.exchange.conll import conll_lines, read_conll
from gaoxin_extract.exchange.doccano import doccano_line, read_doccano
from gaoxin_extract.exchange.label_studio import read_label_studio, task
from gaoxin_extract.exchange.sets import (
    numbered,
    read_annotated_records,
    read_records,
    read_sentences,
    sentence_line,
)
from gaoxin_extract.ledger.storing import flat_shape
from gaoxin_extract.records import OUTPUT_PREFIX

Form = Literal["records", "jsonl", "label-studio", "doccano", "docbin", "conll"]
Unit = Literal["code-points", "utf-16"]

CONLL_SUFFIXES = frozenset({".conll", ".bio", ".iob", ".bmes", ".bioes", ".txt", ".tsv"})


def told(path: Path) -> Form:
    """The form of a file, by its suffix and what it opens with; RecordError where it is none of these."""
    suffix = path.suffix.lower()
    if suffix == ".spacy":
        return "docbin"
    if suffix in CONLL_SUFFIXES:
        return "conll"
    number, first = next(islice(numbered(path), 1), (0, b""))
    if not number:
        fail(str(path), "holds nothing; give records or annotated texts")
    if first.lstrip().startswith(b"["):
        return "label-studio"
    try:
        keys = msgspec.json.decode(first, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        fail(str(path), "no form that is known; convert reads it where --from says which it is")
    if shape := flat_shape(first):
        fail(f"{path}:{number}", f"of the shape {shape}; run gaoxin-extract with --shape article (its default)")
    if str(keys.get("schema", "")).startswith(OUTPUT_PREFIX):
        return "records"
    entities = keys.get("entities")
    spans = isinstance(entities, list) and all(isinstance(each, dict) and "start" in each for each in entities)
    return "jsonl" if spans else "doccano"


def read(  # noqa: PLR0913 -- what can be said of a file
    path: Path,
    form: Form | None = None,
    *,
    labels: Labels | None = None,
    unit: Unit | None = None,
    layer: Layer = "outer",
    on_error: OnError | None = None,
) -> Iterator[Annotated]:
    """The texts of a file with their marks, in their order; RecordError at the first that can't be read.

    `unit`: what doccano's offsets count, UTF-16 units where nothing is said. `layer`: which of nested mentions CoNLL
    holds. Broken lines of records are handed to `on_error`.
    """
    match form or told(path):
        case "records":
            yield from read_annotated_records(path, on_error=on_error)
        case "jsonl":
            yield from read_sentences(path, labels)
        case "label-studio":
            yield from read_label_studio(path, labels)
        case "doccano":
            yield from read_doccano(path, labels, utf16=unit != "code-points")
        case "conll":
            yield from read_conll(path, labels, layer=layer)
        case "docbin":
            from gaoxin_extract.exchange.docbin import read_docbin  # noqa: PLC0415 -- spaCy takes a second

            yield from read_docbin(path, labels)


def written(
    every: Iterable[Annotated], form: Form, *, unit: Unit | None = None, layer: Layer = "outer"
) -> Iterator[bytes]:
    """The bytes of a file of texts with their marks, piece by piece."""
    match form:
        case "records":
            yield from (msgspec.json.encode(record) + b"\n" for record in records_of(every))
        case "jsonl":
            yield from map(sentence_line, every)
        case "label-studio":
            yield b"["
            for number, each in enumerate(every):
                yield (b",\n" if number else b"\n") + msgspec.json.encode(task(each))
            yield b"\n]\n"
        case "doccano":
            yield from (doccano_line(each, utf16=unit != "code-points") for each in every)
        case "conll":
            yield from ("".join(conll_lines(each, layer=layer)).encode() for each in every)
        case "docbin":
            from gaoxin_extract.exchange.docbin import docbin  # noqa: PLC0415 -- spaCy takes a second

            yield docbin(every)


__all__ = [
    "Annotated",
    "Form",
    "Labels",
    "Layer",
    "Mark",
    "Unit",
    "annotated",
    "conll_lines",
    "read",
    "read_conll",
    "read_records",
    "read_sentences",
    "records_of",
    "sentence_line",
    "told",
    "written",
]
