"""How far a run is: a bar on a terminal, nothing elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import typer


class Progress(Protocol):
    """Is told of each line for the user, each source read and each file done."""

    def say(self, line: str) -> None:
        """Print `line` to standard error, above the bar."""

    def read(self, path: str, characters: int) -> None:
        """A source of so many characters in the file `path` is done."""

    def done(self, path: str) -> None:
        """The file `path` is done."""


class Silent:
    """No bar."""

    def say(self, line: str) -> None:
        """Print `line` to standard error."""
        typer.echo(line, err=True)

    def read(self, path: str, characters: int) -> None:
        """Nothing to show."""

    def done(self, path: str) -> None:
        """Nothing to show."""


@contextmanager
def progress(files: tuple[str, ...], *, shown: bool) -> Iterator[Progress]:
    """A bar over `files` where `shown` and standard error is a terminal; rich is imported only then."""
    if not (shown and sys.stderr.isatty()):
        yield Silent()
        return
    from gaoxin_extract.commands.bar import bar  # noqa: PLC0415 -- see above

    with bar(files, {path: _size(path) for path in files}) as shown_bar:
        yield shown_bar


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
