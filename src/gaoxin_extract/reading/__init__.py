"""From paths and streams to sources: kinds of file, JSON Lines, what is read and what is skipped."""

import gzip
import os
import sys
import zlib
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from gaoxin_extract.decoding import Decoded, decode, is_binary, wide_encoding
from gaoxin_extract.errors import SourceError
from gaoxin_extract.reading.gathering import (
    MEDIA_TYPES,
    Inputs,
    OnError,
    gather,
    raised,
    shown,
    suffix_of,
    unreadable,
)
from gaoxin_extract.reading.sources import STDIN, MediaType, Source, iso_date
from gaoxin_extract.records import OUTPUT_PREFIX

__all__ = [
    "LIMIT",
    "MEDIA_TYPES",
    "STDIN",
    "Inputs",
    "MediaType",
    "OnError",
    "Source",
    "gather",
    "iso_date",
    "read",
    "suffix_of",
]

LIMIT = 20_000_000  # characters of one article: a hundred times the longest government report
WIDEST = 6  # bytes a character takes at most: `\u4e00` in JSON; 4 in every encoding
BLOCK = 1 << 20


class Line(Struct, frozen=True):
    """A line of a `.jsonl` input; other keys are passed over."""

    text: str | None = None
    id: str | int | None = None
    title: str | None = None
    date: str | int | None = None
    schema: object = None
    source_start: object = msgspec.UNSET  # of rows of `--shape entity`
    floor_area_m2: object = msgspec.UNSET  # of rows of `--shape project`


def read(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    media_type: MediaType | None = None,
    on_error: OnError | None = None,
) -> Iterator[Source]:
    """The sources of one file, `-` for standard input: each line of a `.jsonl` is one, any other file is one.

    `encoding` is taken at its word; without it the encoding is detected. `media_type` overrides what the suffix says.
    Faults are raised as `SourceError`, or handed to `on_error`, after which what is left is read.
    """
    name = os.fspath(path)
    report = on_error or raised
    try:
        with _opened(name) as stream:
            kind = media_type or (None if name == STDIN else MEDIA_TYPES.get(suffix_of(name), "text/plain"))
            if kind == "application/jsonl":
                yield from _read_lines(stream, shown(name), encoding, report)
            elif kind:
                yield _read_whole(stream, shown(name), encoding, kind)
            else:
                yield from _read_stdin(stream, encoding, report)
    except SourceError as error:
        report(error)
    except (OSError, EOFError, zlib.error) as error:
        report(unreadable(name, error))


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    if name == STDIN and sys.stdin is None:
        message = "-: standard input is closed; pipe a text into it"
        raise SourceError(message)
    try:
        if name == STDIN:
            return nullcontext(sys.stdin.buffer)
        return gzip.open(name) if name.lower().endswith(".gz") else Path(name).open("rb")  # type: ignore[return-value]
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise unreadable(name, error) from None


def _read_stdin(stream: BinaryIO, encoding: str | None, report: OnError) -> Iterator[Source]:
    """Standard input, told by its first character that is no blank: `{` JSON Lines, `<` HTML, else text."""
    head, first = b"", ""
    while not first and len(head) < LIMIT and (line := stream.readline(LIMIT)):
        head += line
        first = decode(head).text.strip()[:1]
    if first == "{":
        yield from _read_lines(stream, STDIN, encoding, report, head=head)
    else:
        yield _read_whole(stream, STDIN, encoding, "text/html" if first == "<" else "text/plain", head=head)


def _read_whole(
    stream: BinaryIO, name: str, encoding: str | None, media_type: MediaType, *, head: bytes = b""
) -> Source:
    data = head + stream.read(LIMIT * WIDEST)
    decoded = _decoded(data, name, encoding)
    if len(decoded.text) > LIMIT or len(data) >= LIMIT * WIDEST:
        raise _too_long(name)
    if is_binary(data, decoded):
        message = f"{name}: a binary file, not text; give the text taken out of it"
        raise SourceError(message)
    return Source(
        path=name,
        text=decoded.text,
        encoding=decoded.encoding,
        sha256=sha256(data).hexdigest(),
        media_type=media_type,
        warnings=decoded.warnings,
    )


def _read_lines(
    stream: BinaryIO, name: str, encoding: str | None, report: OnError, *, head: bytes = b""
) -> Iterator[Source]:
    """The lines of a `.jsonl`; a broken one is reported and the others are read, our own records are reported once."""
    refused = False
    for number, raw in enumerate(_lines(stream, name, encoding, report, head), 1):
        if not raw or raw.isspace():
            continue
        where = f"{name}:{number}"
        try:
            source = _line(raw, where, encoding)
        except SourceError as error:
            report(error)
            continue
        if source:
            yield source
        elif not refused:
            refused = True
            report(
                SourceError(f"{where}: a record that gaoxin-extract wrote, not a source; give the files it was made of")
            )


def _line(raw: bytes, where: str, encoding: str | None) -> Source | None:
    """The source that a line holds; None where it is a record of ours."""
    decoded = _decoded(raw, where, encoding)
    try:
        line = msgspec.json.decode(decoded.text, type=Line)
    except (msgspec.DecodeError, RecursionError) as error:
        message = f"{where}: {error}; mend the line or leave it out"
        raise SourceError(message) from None
    if isinstance(line.schema, str) and line.schema.startswith(OUTPUT_PREFIX):
        return None
    if line.source_start is not msgspec.UNSET or line.floor_area_m2 is not msgspec.UNSET:
        return None
    if line.text is None:
        message = f'{where}: no "text"; each line is an object with the article as its "text"'
        raise SourceError(message)
    if len(line.text) > LIMIT:
        raise _too_long(where)
    date = None if line.date is None else iso_date(str(line.date))
    unread = ("date_unread",) if line.date and not date else ()
    return Source(
        path=where,
        text=line.text,
        encoding=decoded.encoding,
        sha256=sha256(raw).hexdigest(),
        media_type="application/jsonl",
        id=None if line.id is None else str(line.id),
        title=line.title,
        date=date,
        warnings=(*decoded.warnings, *unread),
    )


def _lines(stream: BinaryIO, name: str, encoding: str | None, report: OnError, head: bytes) -> Iterator[bytes]:
    """The lines without their ends, one too long as an empty one; only a newline ends a line, not U+2028."""
    head = head or stream.readline(LIMIT * WIDEST)
    wide = wide_encoding(head, encoding)
    if wide:
        yield from _wide_lines(chain([head], iter(lambda: stream.read(BLOCK), b"")), name, wide)
        return
    if is_binary(head, decode(head)):
        message = f"{name}: a binary file, not JSON Lines; give the text taken out of it"
        raise SourceError(message)
    heads = head.splitlines(keepends=True) if head.endswith(b"\n") else [head]
    for number, line in enumerate(chain(heads, iter(lambda: stream.readline(LIMIT * WIDEST), b"")), 1):
        if len(line) >= LIMIT * WIDEST and not line.endswith(b"\n"):
            report(_too_long(f"{name}:{number}"))
            while (rest := stream.readline(BLOCK)) and not rest.endswith(b"\n"):
                pass
            yield b""
        else:
            yield line.rstrip(b"\r\n")


def _wide_lines(blocks: Iterable[bytes], name: str, encoding: str) -> Iterator[bytes]:
    """The lines of UTF-16 or UTF-32, where a byte 0A is no newline, each in UTF-8."""
    decoder = getincrementaldecoder(encoding)("replace")
    rest = ""
    for block in blocks:
        *lines, rest = (rest + decoder.decode(block)).split("\n")
        yield from (line.rstrip("\r").encode("utf-8", "replace") for line in lines)
        if len(rest) > LIMIT * WIDEST:
            raise _too_long(name)
    yield rest.encode("utf-8", "replace")


def _decoded(data: bytes, name: str, encoding: str | None) -> Decoded:
    try:
        return decode(data, encoding=encoding)
    except UnicodeDecodeError as error:
        fault = f"byte 0x{data[error.start]:02x} at {error.start}"
        message = f"{name}: not {encoding} ({fault}); leave out --encoding to have it detected"
        raise SourceError(message) from None


def _too_long(where: str) -> SourceError:
    return SourceError(f"{where}: longer than the limit of {LIMIT:,} characters; cut it into articles")
