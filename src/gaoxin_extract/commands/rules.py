"""`gaoxin-extract rules check`: whether a folder of rules holds what it promises."""

from pathlib import Path
from typing import Annotated

import typer

from gaoxin_extract.commands.extract import counted

rules = typer.Typer(help="Look after rule folders.", rich_markup_mode=None)


@rules.callback()
def _rules() -> None:
    pass


@rules.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="Your rules; without it those that ship.", exists=True, file_okay=False),
    ] = None,
) -> None:
    """Check a folder of rules laid over ours, and run its examples.

    Each fault is a line on standard error.
    """
    from gaoxin_extract.proving import check_rules  # noqa: PLC0415 -- a second, which help need not wait

    report = check_rules(folder)
    for fault in report.faults:
        typer.echo(fault, err=True)
    counts = (
        counted(report.patterns, "pattern", "patterns"),
        counted(report.words, "word", "words"),
        counted(report.examples, "example", "examples"),
        counted(len(report.faults), "fault", "faults"),
    )
    typer.echo(", ".join(counts))
    raise typer.Exit(1 if report.faults else 0)
