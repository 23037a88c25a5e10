"""From arguments to files: folders searched, kinds told by their suffixes, faults told in a line."""

import errno
import gzip
import os
import stat
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import NoReturn

from msgspec import Struct

from gaoxin_extract.errors import SourceError
from gaoxin_extract.reading.sources import STDIN, MediaType

OnError = Callable[[SourceError], object]

MEDIA_TYPES: Mapping[str, MediaType] = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".jsonl": "application/jsonl",
}


class Inputs(Struct, frozen=True):
    """What arguments come to: the files to read, in order, and how many others folders held, by suffix."""

    files: tuple[str, ...]
    skipped: Mapping[str, int]


def gather(
    arguments: Iterable[str | os.PathLike[str]], *, leave_out: Collection[Path] = (), on_error: OnError | None = None
) -> Inputs:
    """The files that `arguments` name: files as they are, folders searched to their depths in the order of names.

    In folders hidden names are passed over, links not followed, and only files of a known suffix taken. A file that two
    arguments reach is taken once, at the first. `leave_out`: files never taken, as the output.
    """
    report = on_error or raised
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
            report(unreadable(path, error))
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
        report(SourceError(f"{shown(outputs[0])}: it is the output, which is never input; give another -o"))
    return Inputs(tuple(files), dict(sorted(skipped.items())))


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
        faults.append(SourceError(f"{shown(folder)}: {fault}"))
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
        report(unreadable(folder, error))
        return iter(())


def unreadable(name: str, error: Exception) -> SourceError:
    """What to say of a file that `error` keeps from being read."""
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
    return SourceError(f"{shown(name)}: {fault}")


def shown(name: str) -> str:
    """A file's name as text: bytes of it that are no UTF-8 become U+FFFD, since records are UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


def raised(error: SourceError) -> NoReturn:
    """Where nobody takes a fault, it is raised."""
    raise error
