"""Annotations of every kind that records are held against, told by what they hold."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from gaoxin_extract.errors import RecordError, SourceError
from gaoxin_extract.evaluation.gold import GoldSource, read_gold
from gaoxin_extract.reading import read

Kind = Literal["annotations", "records", "corrections"]
PRINTED_AS_READ = frozenset({".txt", ".md"})


class Head(Struct, frozen=True):
    """What tells the kind of a line."""

    schema: str | None = None


def kind_of(path: Path) -> Kind:
    """Whether a file holds annotations, article records or corrections, by its first line; a folder annotations."""
    if path.is_dir():
        return "annotations"
    try:
        with path.open("rb") as lines:
            first = next((line for line in lines if line.strip()), b"")
        if not first:
            message = f"{path}: holds nothing; give annotations, article records or corrections"
            raise RecordError(message)
        schema = msgspec.json.decode(first.removeprefix(b"\xef\xbb\xbf"), type=Head).schema or ""
    except OSError as error:
        message = f"{path}: can't be read ({error.strerror}); check the path"
        raise RecordError(message) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{path}:1: neither annotation nor record ({error}); convert what another tool wrote"
        raise RecordError(message) from None
    match schema.rpartition("/")[0]:
        case "gaoxin-extract/article":
            return "records"
        case "gaoxin-extract/correction":
            return "corrections"
        case "":
            return "annotations"
        case _:
            message = f"{path}:1: of the schema {schema}; give annotations, article records or corrections"
            raise RecordError(message)


def read_annotations(path: Path) -> tuple[tuple[GoldSource, ...], dict[str, str]]:
    """The annotated sources of a folder, its sets among them, or of a set, and their texts.

    The text of a source that isn't printed as it is read, as HTML, is left out.
    """
    if not path.is_dir():
        sources = tuple(read_gold(path))
        return sources, _lines(path, sources)
    sources = tuple(read_gold(path))
    texts = dict(_texts(path, sources))
    for file in sorted(path.glob("*.jsonl")):
        if _is_set(file):
            lines = tuple(read_gold(file))
            sources, texts = sources + lines, texts | _lines(file, lines)
    return sources, texts


def _is_set(file: Path) -> bool:
    with file.open("rb") as lines:
        first = next((line for line in lines if line.strip()), b"{}")
    try:
        keys = msgspec.json.decode(first, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return "entities" in keys and "schema" not in keys


def _texts(folder: Path, sources: Iterable[GoldSource]) -> Iterable[tuple[str, str]]:
    """The texts of sources that stand among their annotations, or in `seeds` beside them."""
    for source in sources:
        for place in (folder / source.source, folder.parent / "seeds" / source.source):
            if place.suffix in PRINTED_AS_READ and place.is_file():
                try:
                    yield source.source, next(read(place)).text
                except (SourceError, StopIteration):
                    continue
                break


def _lines(path: Path, sources: Iterable[GoldSource]) -> dict[str, str]:
    lines = path.read_bytes().split(b"\n")
    numbers = ((source.source, int(source.source.rpartition(":")[2])) for source in sources)
    return {name: msgspec.json.decode(lines[number - 1])["text"] for name, number in numbers}
