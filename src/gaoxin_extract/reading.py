"""From paths and streams to sources: kinds of file, JSON Lines, what is read and what is skipped."""

import calendar
import errno
import gzip
import os
import re
import stat
import sys
import zlib
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from itertools import chain
from pathlib import Path, PurePath
from typing import BinaryIO, Literal, NoReturn

import msgspec
from msgspec import Struct

from gaoxin_extract.decoding import Decoded, decode, is_binary, wide_encoding
from gaoxin_extract.errors import SourceError
from gaoxin_extract.records import OUTPUT_PREFIX

MediaType = Literal["text/plain", "text/markdown", "text/html", "application/jsonl"]
OnError = Callable[[SourceError], object]

MEDIA_TYPES: Mapping[str, MediaType] = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".jsonl": "application/jsonl",
}
STDIN = "-"
LIMIT = 20_000_000  # characters of one article: a hundred times the longest government report
WIDEST = 6  # bytes a character takes at most: `\u4e00` in JSON; 4 in every encoding
BLOCK = 1 << 20

DATE = re.compile(
    r"\s*(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?!\d)(?:\s*[-/.月]\s*(\d{1,2})(?!\d))?)?\s*[年月日]?(?:[\sT].*)?", re.DOTALL
)
COMPACT_DATE = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?:\d{6})?\s*")


class Source(Struct, frozen=True):
    """One input, decoded once; offsets count code points of `text` for ever after.

    `path` is as the user gave it (`-` for standard input, `FILE.jsonl:7` for a line). `id`, `title` and `date` are what
    metadata say, `sha256` is that of the bytes: a file's as unpacked, a line's without its newline.
    `warnings` are codes of the record format (`encoding_guessed`, `undecodable_bytes`, `date_unread`).
    """

    path: str
    text: str
    encoding: str = "utf-8"
    sha256: str = ""
    media_type: MediaType = "text/plain"
    id: str | None = None
    title: str | None = None
    date: str | None = None
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, text: str, *, path: str = STDIN, media_type: MediaType = "text/plain", date: str | None = None
    ) -> "Source":
        """A source made of text that is decoded already.

        >>> Source.of("总投资10亿元").sha256[:8]
        '80d75e9b'
        """
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return cls(path, text, sha256=digest, media_type=media_type, date=date)


class Inputs(Struct, frozen=True):
    """What arguments come to: the files to read, in order, and how many others folders held, by suffix."""

    files: tuple[str, ...]
    skipped: Mapping[str, int]


class Line(Struct, frozen=True):
    """A line of a `.jsonl` input; other keys are passed over."""

    text: str | None = None
    id: str | int | None = None
    title: str | None = None
    date: str | int | None = None
    schema: object = None


def gather(
    arguments: Iterable[str | os.PathLike[str]], *, leave_out: Collection[Path] = (), on_error: OnError | None = None
) -> Inputs:
    """The files that `arguments` name: files as they are, folders searched to their depths in the order of names.

    In folders hidden names are passed over, links not followed, and only files of a known suffix taken. A file that two
    arguments reach is taken once, at the first. `leave_out`: files never taken, as the output.
    """
    report = on_error or _raise
    own = {os.path.realpath(path) for path in leave_out}
    seen = set(own)
    files: list[str] = []
    outputs: list[str] = []
    skipped: Counter[str] = Counter()
    for argument in arguments:
        path = os.fspath(argument)
        try:
            found = [path] if path == STDIN or not stat.S_ISDIR(_status(path).st_mode) else None
        except (OSError, ValueError) as error:
            report(_unreadable(path, error))
            continue
        if found is None:
            found = _searched(path, own, skipped, report)
        elif os.path.realpath(path) in own:
            outputs.append(path)
        for each in found:
            place = each if each == STDIN else os.path.realpath(each)
            if place not in seen:
                seen.add(place)
                files.append(each)
    if outputs and not files:
        report(SourceError(f"{_shown(outputs[0])}: it is the output, which is never input; give another -o"))
    return Inputs(tuple(files), dict(sorted(skipped.items())))


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
    report = on_error or _raise
    try:
        with _opened(name) as stream:
            kind = media_type or (None if name == STDIN else MEDIA_TYPES.get(suffix_of(name), "text/plain"))
            if kind == "application/jsonl":
                yield from _read_lines(stream, _shown(name), encoding, report)
            elif kind:
                yield _read_whole(stream, _shown(name), encoding, kind)
            else:
                yield from _read_stdin(stream, encoding, report)
    except SourceError as error:
        report(error)
    except (OSError, EOFError, zlib.error) as error:
        report(_unreadable(name, error))


def iso_date(words: str) -> str | None:
    """The day, month or year that metadata or an option gives, as ISO 8601 has it; None where it gives none.

    >>> iso_date("2023年3月14日"), iso_date("2023-03"), iso_date("2023-03-14T08:00:00+08:00"), iso_date("2023-02-30")
    ('2023-03-14', '2023-03', '2023-03-14', None)
    """
    found = COMPACT_DATE.fullmatch(words) or DATE.fullmatch(words)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if not year or (month is not None and not 1 <= month <= 12):  # noqa: PLR2004 -- months
        return None
    if day is not None and month is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def suffix_of(name: str) -> str:
    """The suffix that tells a file's kind, in small letters, `.gz` taken off.

    >>> suffix_of("a/第3版.HTML.gz"), suffix_of("a/第3版")
    ('.html', '')
    """
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix


def _status(path: str) -> os.stat_result:
    if not path:  # which Path takes for the folder it stands in
        raise FileNotFoundError
    return Path(path).stat()


def _searched(folder: str, own: Collection[str], skipped: Counter[str], report: OnError) -> list[str]:
    """The readable files under `folder`; a fault where there are none but our `own`."""
    faults: list[SourceError] = []
    found = list(_walk(folder, skipped, faults.append))
    if not faults and all(os.path.realpath(each) in own for each in found):
        fault = f"nothing to read in this folder; it reads {' '.join(MEDIA_TYPES)}, each also as .gz"
        faults.append(SourceError(f"{_shown(folder)}: {fault}"))
    for each in faults:
        report(each)
    return found


def _walk(folder: str, skipped: Counter[str], report: OnError) -> Iterator[str]:
    """The readable files under `folder`; a stack, since folders may lie deeper than Python calls."""
    levels = [_entries(folder, report)]
    while levels:
        entry = next(levels[-1], None)
        if entry is None:
            levels.pop()
        elif entry.is_dir(follow_symlinks=False):
            levels.append(_entries(entry.path, report))
        elif entry.is_file(follow_symlinks=False) and suffix_of(entry.name) in MEDIA_TYPES:
            yield entry.path
        else:
            skipped[PurePath(entry.name).suffix.lower()] += 1


def _entries(folder: str, report: OnError) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return iter(sorted((each for each in entries if not each.name.startswith(".")), key=lambda each: each.name))
    except OSError as error:
        report(_unreadable(folder, error))
        return iter(())


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    if name == STDIN and sys.stdin is None:
        message = "-: standard input is closed; pipe a text into it"
        raise SourceError(message)
    try:
        if name == STDIN:
            return nullcontext(sys.stdin.buffer)
        return gzip.open(name) if name.lower().endswith(".gz") else Path(name).open("rb")  # type: ignore[return-value]
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _unreadable(name, error) from None


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


def _unreadable(name: str, error: Exception) -> SourceError:
    match error:
        case FileNotFoundError():
            fault = "no such file or folder; check the path"
        case PermissionError():
            fault = "not readable by this user; change its permissions"
        case gzip.BadGzipFile() | EOFError() | zlib.error():
            fault = "not gzip, or cut short; pack it anew"
        case OSError(errno=errno.ELOOP):
            fault = "a loop of links; give the file itself"
        case OSError():
            fault = f"can't be read ({error.strerror or error}); check the file"
        case _:
            fault = f"can't be read ({error}); check the name"
    return SourceError(f"{_shown(name)}: {fault}")


def _shown(name: str) -> str:
    """A file's name as text: bytes of it that are no UTF-8 become U+FFFD, since records are UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


def _raise(error: SourceError) -> NoReturn:
    raise error
