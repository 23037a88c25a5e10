"""Where records go: a file that appears when it is complete, or a stream that has each record at once."""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TextIO

from gaoxin_extract.errors import GaoxinError

STDOUT = "-"
STDOUT_NAME = "standard output"


class OutputError(GaoxinError):
    """An output that can't be opened, or has no room."""


class Output:
    """Takes the bytes of one record after another.

    A file is written under a hidden name beside its own and renamed when the `with` block ends without a fault, so that
    nobody meets half a file; a pipe, a device and standard output (`-`) are written straight, flushed at each record.
    """

    def __init__(self, name: str = STDOUT) -> None:
        """Open `name`; OutputError where that can't be."""
        self.name = STDOUT_NAME if name == STDOUT else name
        self.kept = True
        self.target: Path | None = None
        try:
            self._stream = self._opened(name)
        except (OSError, ValueError) as error:
            message = f"{name}: can't be written ({_fault(error)}); give another -o"
            raise OutputError(message) from None

    @property
    def files(self) -> tuple[Path, ...]:
        """The file and its hidden twin, which are never input."""
        return (self.target, twin_of(self.target)) if self.target else ()

    def write(self, data: bytes) -> None:
        """Write `data`; OutputError where there is no room, BrokenPipeError where the reader has gone."""
        try:
            self._stream.write(data)
            if self.target is None:
                self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._full(error) from None

    def discard(self) -> None:
        """Leave the file as it was before."""
        self.kept = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.target is None:
            if kind:
                silence(self._stream)
            if self.name != STDOUT_NAME:
                self._stream.close()
            return
        twin = twin_of(self.target)
        try:
            self._stream.close()
            if kind is None and self.kept:
                if self.target.exists():
                    twin.chmod(stat.S_IMODE(self.target.stat().st_mode))
                twin.replace(self.target)
        except OSError as fault:
            if kind is None:
                raise self._full(fault) from None
        finally:
            with suppress(OSError):
                twin.unlink(missing_ok=True)

    def _opened(self, name: str) -> BinaryIO:
        if name == STDOUT:
            if sys.stdout is None:
                message = "it is closed"
                raise ValueError(message)
            return sys.stdout.buffer
        target = Path(os.path.realpath(name))  # a link stays one: what it leads to is written
        if target.exists() and not target.is_file() and not target.is_dir():
            return target.open("wb")
        if target.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        self.target = target
        return twin_of(target).open("wb")

    def _full(self, error: OSError) -> OutputError:
        left = f"; {self.name} is as it was" if self.target else ""
        return OutputError(f"{self.name}: writing failed ({_fault(error)}){left}; make room or give another -o")


def twin_of(path: Path) -> Path:
    """The hidden file beside `path` that holds the records until they are complete.

    >>> twin_of(Path("out/records.jsonl")).as_posix()
    'out/.records.jsonl.unfinished'
    """
    return path.with_name(f".{path.name}.unfinished")


def _fault(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return reason[:1].lower() + reason[1:]


def silence(stream: BinaryIO | TextIO) -> None:
    """Send what the stream still holds nowhere, or Python would complain of it while it shuts down."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
