"""What the verbs that read records share: the records of a file, with corrections carried out, and their faults."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from gaoxin_extract.commands.extract import one_line, refuse
from gaoxin_extract.errors import GaoxinError

if TYPE_CHECKING:
    from gaoxin_extract.records import Record

Item = TypeVar("Item")

CorrectionsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--corrections", metavar="FILE", help="Decisions that the report downloaded, carried out on the records first."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON instead of tables.")]


class Faults:
    """Tells faults of the input, a line each, and counts them."""

    def __init__(self) -> None:
        """None yet."""
        self.count = 0

    def tell(self, error: GaoxinError) -> None:
        """Print a fault, and count it."""
        self.count += 1
        typer.echo(one_line(str(error)), err=True)


def articles(
    path: str, faults: Faults, *, corrections: Iterable[Path] = (), quiet: bool = False
) -> "tuple[Record, ...]":
    """The records of a file with `corrections` carried out; lines that hold none are told."""
    from gaoxin_extract.ledger.storing import read_records  # noqa: PLC0415 -- half a second, which help need not wait

    records = tuple(tracked(read_records(path, on_error=faults.tell), f"reading {path}", quiet=quiet))
    return reviewed(records, faults, corrections)


def streamed(paths: Iterable[str], faults: Faults) -> "Iterator[Record]":
    """The records of several files, each file once, as they are read; lines that hold none are told."""
    from gaoxin_extract.ledger.storing import read_records  # noqa: PLC0415 -- half a second, which help need not wait

    for path in dict.fromkeys(paths):
        yield from read_records(path, on_error=faults.tell)


def reviewed(records: "tuple[Record, ...]", faults: Faults, corrections: Iterable[Path]) -> "tuple[Record, ...]":
    """`records` with the decisions of these files carried out; what fits none of them is told."""
    files = tuple(corrections)
    if not files:
        return records
    from gaoxin_extract.corrections import apply, read  # noqa: PLC0415 -- half a second, which help need not wait

    return apply(records, [each for file in files for each in read(file)], on_error=faults.tell)


def check_files(*paths: str | Path) -> None:
    """Wrong usage where one of `paths` isn't there; `-` is standard input."""
    for path in paths:
        if str(path) != "-" and not Path(path).exists():
            refuse(f"{path}: no such file or folder; check the path")
    if sum(str(path) == "-" for path in paths) > 1:
        refuse("- is standard input, which can be read once; give a file for the other")


def tracked(items: Iterable[Item], words: str, *, total: int | None = None, quiet: bool = False) -> Iterator[Item]:
    """`items`, with a bar that counts them where standard error is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415 -- on a terminal only
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        yield from shown.track(items, total=total, description=words)
