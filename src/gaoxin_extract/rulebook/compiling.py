"""Patterns compiled once an environment, as Python keeps bytecode.

`regex` compiles in Python, some milliseconds a pattern and most of a second for all that a page needs, but what a
pattern comes to is data, which `regex` takes back as it gives it for pickling. It is kept beside this module's
bytecode, written and read under the same conditions; a pattern or a release of `regex` that is not known there is
compiled anew, so that the file can be missing or old but never wrong.
"""

import atexit
import copyreg
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, cast

import msgspec
import regex

# More than any set of rules has: what is over it are patterns of the past.
MANY = 3000

Known = dict[str, tuple[Any, ...]]


class Store:
    """What patterns come to, read from a file and written to it when the program ends."""

    def __init__(self, path: Path) -> None:
        """`path` need not exist."""
        self._path = path
        self._known = _read(path)
        self._reduce: Callable[[regex.Pattern[str]], tuple[Any, tuple[Any, ...]]]
        self._reduce = copyreg.dispatch_table[regex.Pattern]  # type: ignore[assignment] # what `regex` puts there
        self._make, _ = self._reduce(regex.compile(""))
        self._new: Known = {}

    def compiled(self, pattern: str, flags: int) -> regex.Pattern[str]:
        """`pattern` as `regex` compiles it."""
        key = f"{flags}:{pattern}"
        known = self._known.get(key)
        if known is not None:
            return cast("regex.Pattern[str]", self._make(*known))
        made = regex.compile(pattern, flags)
        if not (self._new or sys.dont_write_bytecode):
            atexit.register(self.keep)
        self._new[key] = self._reduce(made)[1]
        return made

    def keep(self) -> None:
        """Write what was compiled beside what was known; where that can't be written, the next run compiles again."""
        known = {**self._known, **self._new} if len(self._known) + len(self._new) <= MANY else self._new
        unfinished = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(msgspec.msgpack.encode(known))
            unfinished.replace(self._path)
        except OSError:
            with suppress(OSError):
                unfinished.unlink()


@lru_cache(maxsize=MANY)
def compiled(pattern: str, flags: int = regex.V0) -> regex.Pattern[str]:
    """`pattern` compiled, now or by an earlier run; `regex.error` where it is none.

    >>> compiled("[0-9]+元").findall("12元，300元")
    ['12元', '300元']
    """
    return _store().compiled(pattern, int(flags))


@lru_cache(maxsize=1)
def _store() -> Store:
    return Store(Path(cache_from_source(__file__)).with_suffix(f".regex-{regex.__version__}.msgpack"))


def _read(path: Path) -> Known:
    """What an earlier run kept; nothing where the file is missing or broken."""
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Known)
    except (OSError, msgspec.MsgspecError):
        return {}
