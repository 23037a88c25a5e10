"""The sources of records, read again: found where they stand now, and checked against the bytes they had then."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Literal, cast

from msgspec import Struct

from gaoxin_extract.errors import SourceError
from gaoxin_extract.reading import MEDIA_TYPES, STDIN, MediaType, Source, read
from gaoxin_extract.records import Record

State = Literal["printed", "changed", "missing", "unreadable"]
JSONL = MEDIA_TYPES[".jsonl"]


class Printed(Struct, frozen=True):
    """What a record's source holds today; `text` only where it is what the record was made of (`printed`)."""

    state: State
    text: str = ""


class SourceFile(Struct, frozen=True):
    """A file that sources stand in, as records name it, where it is now, and the records made of it."""

    name: str
    place: Path | None
    records: tuple[Record, ...]


def source_files(records: Iterable[Record], root: Path | None = None) -> tuple[SourceFile, ...]:
    """The files that `records` were made of, in the order in which they are first named."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(_file_of(record), []).append(record)
    return tuple(SourceFile(name, located(name, root), tuple(group)) for name, group in groups.items())


def located(name: str, root: Path | None = None) -> Path | None:
    """Where the file `name` stands; under `root` as much of its path as is there, the longest first.

    >>> located("seeds/no-such-page.txt") is None
    True
    """
    if name == STDIN:
        return None
    if root is None:
        places: Iterable[Path] = (Path(name),)
    else:
        parts = [part for part in PurePath(name).parts if part not in (os.sep, os.pardir, PurePath(name).anchor)]
        places = (root.joinpath(*parts[first:]) for first in range(len(parts)))
    return next((place for place in places if _is_file(place)), None)


def printed(file: SourceFile, *, on_error: Callable[[SourceError], object]) -> Iterator[tuple[Record, Printed]]:
    """Each record of `file` with its source; a file that can't be read is told once to `on_error`."""
    if file.place is None:
        yield from ((record, Printed("missing")) for record in file.records)
        return
    faults: list[SourceError] = []
    first = file.records[0].source
    found: dict[str, Source] = {}
    wanted = {_line_of(record) for record in file.records}
    media_type = cast(MediaType, first.media_type)
    for encoding in (None, first.encoding):
        faults.clear()
        # Detected first: an encoding that is named is taken at its word, and broken bytes are a fault then.
        for source in read(file.place, encoding=encoding, media_type=media_type, on_error=faults.append):
            line = source.path.rpartition(":")[2] if media_type == JSONL else ""
            if line in wanted:
                found[line] = source
        if all(source.encoding == first.encoding for source in found.values()):
            break
    for fault in faults[:1]:
        on_error(fault)
    for record in file.records:
        source_now = found.get(_line_of(record))
        if source_now is None:
            yield record, Printed("unreadable" if faults else "changed")
        else:
            yield record, _checked(record, source_now)


def _checked(record: Record, source: Source) -> Printed:
    """The text, if the bytes are those that the record was made of and its offsets lie inside."""
    ends = [end for _, end in record.spans] + [mention.source_end for mention in record.entities]
    same = source.sha256 == record.source.sha256 and max(ends, default=0) <= len(source.text)
    return Printed("printed", source.text) if same else Printed("changed")


def cut(record: Record, text: str, *, longest: int, margin: int = 1_000) -> tuple[int, str]:
    """The offset and text of what is shown of a source: all, or of one over `longest` the part around its article."""
    if len(text) <= longest:
        return 0, text
    ends = _ends(record)
    start = max(min(ends, default=0) - margin, 0)
    return start, text[start : max(ends, default=longest) + margin]


def _ends(record: Record) -> Sequence[int]:
    spans = [*record.spans, *((mention.source_start, mention.source_end) for mention in record.entities)]
    return [end for span in spans for end in span]


def _file_of(record: Record) -> str:
    path = record.source.path
    return path.rpartition(":")[0] if record.source.media_type == JSONL else path


def _line_of(record: Record) -> str:
    return record.source.path.rpartition(":")[2] if record.source.media_type == JSONL else ""


def _is_file(place: Path) -> bool:
    try:
        return place.is_file()
    except (OSError, ValueError):
        return False
