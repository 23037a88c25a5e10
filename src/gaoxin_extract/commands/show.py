"""`gaoxin-extract show INPUT…`: articles on the terminal, with their mentions in colour."""

import gzip
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gaoxin_extract.commands.articles import (
    CorrectionsOption,
    Faults,
    articles,
    check_files,
    reviewed,
)
from gaoxin_extract.commands.extract import (
    TYPES,
    DateOption,
    EncodingOption,
    InputsArgument,
    KindOption,
    LabelOption,
    ModelLabelOption,
    ModelOption,
    NoModelOption,
    QuietOption,
    Reading,
    RulesOption,
    Run,
    chosen_labels,
    chosen_model,
    load,
    mapped,
    own_date,
    refuse,
)
from gaoxin_extract.commands.progress import Progress, progress
from gaoxin_extract.errors import GaoxinError
from gaoxin_extract.reading import STDIN, Source, gather
from gaoxin_extract.writers import writing
from gaoxin_extract.writers.output import Output

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from gaoxin_extract.pipeline import Pipeline
    from gaoxin_extract.records import Label, Record

RECORD = b'"gaoxin-extract/article/'
OPENING = 200  # bytes of a file that tell whether it holds records
PAGER = "less"

ValuesOption = Annotated[
    bool, typer.Option("--values", "-v", help="The values under each sentence, with rule or model and score.")
]
NoPagerOption = Annotated[bool, typer.Option("--no-pager", help="Print at once, however long.")]


class Gathering(Run):
    """A run that keeps its records."""

    def __init__(self, pipeline: "Pipeline", shown: Progress) -> None:
        """`shown` is told how far the run is."""
        super().__init__(pipeline, Output(), writing(), shown, verbose=False)
        self.records: list[Record] = []

    def source(self, source: Source, *, date: str | None) -> None:
        """Keep the records of one source."""
        self.records += self.pipeline.extract(source, date=date)


def show(  # noqa: PLR0913 -- the options of the command line
    inputs: InputsArgument = None,
    *,
    values: ValuesOption = False,
    label: LabelOption = None,
    corrections: CorrectionsOption = None,
    date: DateOption = None,
    encoding: EncodingOption = None,
    kind: KindOption = None,
    rules: RulesOption = None,
    model: ModelOption = None,
    model_label: ModelLabelOption = None,
    no_model: NoModelOption = False,
    no_pager: NoPagerOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show articles with their mentions in colour, and their projects.

    Records that gaoxin-extract wrote are shown as they are; of any other input they are made first.
    """
    arguments = inputs or []
    if not arguments:
        refuse("no input; give files, folders, records, or - for standard input")
    labels = chosen_labels(label)
    chosen = chosen_model(model, model_label, no_model=no_model)
    check_files(*(corrections or []))
    reading = Reading(encoding, TYPES[kind] if kind else None, frozenset(arguments), own_date(date))
    logging.basicConfig(level=logging.CRITICAL)
    faults = Faults()
    found = gather(arguments, on_error=faults.tell)
    every = {path: holds_records(path) for path in found.files}
    texts = tuple(path for path, is_record in every.items() if not is_record)
    pipeline = load(rules=rules, model=chosen, model_labels=mapped(model_label)) if texts else None
    records: list[Record] = []
    try:
        with progress(texts, shown=not quiet and bool(texts)) as bar:
            run = Gathering(pipeline, bar) if pipeline else None
            for path in every:
                if path in texts and run:
                    run.file(path, reading)
                    records += run.records
                    run.records.clear()
                else:
                    records += articles(path, faults, quiet=True)
        reviewed_records = reviewed(tuple(records), faults, corrections or ())
    except GaoxinError as error:
        faults.tell(error)
        raise typer.Exit(1) from None
    _print(reviewed_records, labels, values=values, paged=not no_pager)
    raise typer.Exit(1 if faults.count or (run and run.faults) else 0)


def holds_records(path: str) -> bool:
    """Whether a file opens with a record of an article; of standard input nothing is lost by looking."""
    try:
        if path != STDIN:
            with gzip.open(path) if path.lower().endswith(".gz") else Path(path).open("rb") as stream:
                return RECORD in stream.read(OPENING)
        return RECORD in _peek(sys.stdin.buffer)
    except (OSError, EOFError, ValueError):  # told when it is read
        return False


def _peek(stream: Any) -> bytes:
    """What a stream opens with."""
    if hasattr(stream, "peek"):
        head: bytes = stream.peek(OPENING)[:OPENING]
        return head
    place = stream.tell()
    head = stream.read(OPENING)
    stream.seek(place)
    return head


def _print(records: "Sequence[Record]", labels: "Sequence[Label]", *, values: bool, paged: bool) -> None:
    """Print article by article, so that a pager has the first while the others are drawn."""
    from rich.console import Console  # noqa: PLC0415 -- wrong usage need not wait

    console = Console(highlight=False)
    colour = console.color_system is not None and not console.no_color
    every = _drawn(records, labels, console, values=values, colour=colour)
    pager = _pager() if paged and console.is_terminal else None
    begun = ""
    for each in every:
        begun += each
        if pager and begun.count("\n") > console.height:
            _page(pager, chain([begun], every))
            return
        if not pager:
            typer.echo(each, nl=False, color=console.is_terminal)
    if pager:
        typer.echo(begun, nl=False, color=True)


def _drawn(
    records: "Sequence[Record]", labels: "Sequence[Label]", console: "Console", *, values: bool, colour: bool
) -> Iterator[str]:
    """What the terminal is to get for the legend and each article."""
    from rich.text import Text  # noqa: PLC0415 -- see above

    from gaoxin_extract.showing import Look, legend, only, shown  # noqa: PLC0415 -- half a second

    look = Look(console.width, colour=colour, values=values)
    yield from (_lines(legend(labels, look), console) for _ in records[:1])
    for record in records:
        yield _lines((*shown(only(record, labels), look), Text()), console)


def _lines(lines: "Iterable[Text]", console: "Console") -> str:
    from rich.text import Text  # noqa: PLC0415 -- see above

    whole = tuple(lines)
    if not whole:
        return ""
    if not console.is_terminal:
        return "".join(f"{line.plain}\n" for line in whole)
    with console.capture() as captured:
        console.print(Text("\n").join(whole), no_wrap=True, overflow="ignore", crop=False)
    return captured.get()


def _pager() -> str | None:
    """The command of the pager that the user likes, else `less`; None where there is none."""
    command = os.environ.get("PAGER") or PAGER
    return command if shutil.which("sh") and shutil.which(command.split()[0]) else None


def _page(command: str, pieces: Iterator[str]) -> None:
    """Hand `pieces` to the pager until it ends; of `less` it is asked to keep colours."""
    environment = {"LESS": "-FRX"} | os.environ
    with subprocess.Popen(["sh", "-c", command], stdin=subprocess.PIPE, env=environment) as process:  # noqa: S603, S607 -- PAGER is a line for the shell
        try:
            for piece in pieces:
                if process.stdin:
                    process.stdin.write(piece.encode("utf-8", "replace"))
        except BrokenPipeError:  # it was left before the end
            pass
        while process.returncode is None:
            with suppress(KeyboardInterrupt):  # the pager's own affair
                process.communicate()
