"""`gaoxin-extract report OUT.jsonl…`: one HTML file to read, search and correct records in."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gaoxin_extract.commands.articles import Faults, streamed
from gaoxin_extract.commands.extract import QuietOption, counted, one_line, refuse
from gaoxin_extract.commands.ledger import InputsArgument
from gaoxin_extract.commands.progress import progress
from gaoxin_extract.errors import GaoxinError
from gaoxin_extract.writers.output import STDOUT, Output

if TYPE_CHECKING:
    from gaoxin_extract.report import SourceFile

DEFAULT = "report.html"
UNPRINTED = (("changed", "changed"), ("missing", "gone (--root DIR says where it is)"), ("unreadable", "unreadable"))

OutputOption = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="The report: an .html file; - is standard output.")
]
RootOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Where the sources have moved.", show_default="where they were read from"),
]
TitleOption = Annotated[
    str | None, typer.Option(metavar="WORDS", help="The report's title.", show_default="how many articles it has")
]


def report(
    inputs: InputsArgument = None,
    *,
    output: OutputOption = DEFAULT,
    root: RootOption = None,
    title: TitleOption = None,
    quiet: QuietOption = False,
) -> None:
    """Make one HTML file of records, to read, search and correct.

    Each article stands beside its source as printed.
    """
    _check(inputs or [], output, root)
    # A second, which help and wrong usage need not wait.
    from gaoxin_extract.report import build, source_files  # noqa: PLC0415

    faults = Faults()
    try:
        records = {record.id: record for record in streamed(inputs or [], faults)}
        if not records:
            typer.echo(f"{one_line(output)}: not written, since there is no record to show", err=True)
            raise typer.Exit(1)
        files = source_files(records.values(), root)
        with progress(tuple(map(_name, files)), shown=not quiet) as shown, Output(output) as sink:

            def done(file: "SourceFile") -> None:
                shown.read(_name(file), sum(len(record.text) for record in file.records))
                shown.done(_name(file))

            def tell(error: GaoxinError) -> None:
                faults.count += 1
                shown.say(one_line(str(error)))

            made = build(records.values(), root=root, title=title, on_error=tell, on_file=done)
            for part in made.parts:
                sink.write(part)
    except GaoxinError as error:
        typer.echo(one_line(str(error)), err=True)
        raise typer.Exit(1) from None
    if not quiet:
        typer.echo(_summary(made.states, faults.count, sink.name), err=True)
    raise typer.Exit(1 if faults.count else 0)


def _name(file: "SourceFile") -> str:
    """What the bar calls a file: where it is, to know how large; else its old name."""
    return str(file.place or file.name)


def _check(inputs: Sequence[str], output: str, root: Path | None) -> None:
    """What is wrong with the command line, seen before anything is read."""
    if not inputs:
        refuse("no input; give the .jsonl that gaoxin-extract wrote, or - for standard input")
    if not output:
        refuse("-o names no file; give one, or - for standard output")
    if output != STDOUT:
        if not output.lower().endswith((".html", ".htm")) and not Path(output).exists():
            refuse(f"-o {output}: a report is an .html file; give {output}.html")
        if not Path(output).absolute().parent.is_dir():
            refuse(f"{output}: can't be written (no such folder); give another -o")
        if any(Path(output).absolute() == Path(name).absolute() for name in inputs):
            refuse(f"{output}: it is an input; give another -o")
    if root is not None and not root.is_dir():
        refuse(f"--root {root}: no such folder; give the one that the sources stand in now")


def _summary(states: Sequence[str], faults: int, name: str) -> str:
    parts = [counted(len(states), "article", "articles")]
    parts += [
        f"{count:,} restored only, their source {words}" for state, words in UNPRINTED if (count := states.count(state))
    ]
    if faults:
        parts.append(counted(faults, "fault", "faults"))
    return "; ".join([*parts, f"report in {one_line(name)}"])
