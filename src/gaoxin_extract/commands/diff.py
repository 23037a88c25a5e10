"""`gaoxin-extract diff OLD NEW`: what changed between two runs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from gaoxin_extract.commands.articles import (
    CorrectionsOption,
    Faults,
    articles,
    check_files,
    reviewed,
    tracked,
)
from gaoxin_extract.commands.extract import (
    LabelOption,
    chosen_labels,
    counted,
    one_line,
    refuse,
)
from gaoxin_extract.errors import GaoxinError
from gaoxin_extract.records import LABELS

if TYPE_CHECKING:
    from rich.console import Console

    from gaoxin_extract.differences import Change
    from gaoxin_extract.records import Record

SAME, DIFFERENT, TROUBLE = 0, 1, 2
LONG = 60  # characters of a text that are shown
SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}

OldArgument = Annotated[str | None, typer.Argument(metavar="OLD", help="Article records.", show_default=False)]
NewArgument = Annotated[
    str | None, typer.Argument(metavar="NEW", help="Article records; - is standard input.", show_default=False)
]
SummaryOption = Annotated[bool, typer.Option("--summary", "-s", help="Only how many of each kind changed.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing; the exit code tells.")]
LinesOption = Annotated[bool, typer.Option("--json", help="One JSON object a change.")]


def diff(  # noqa: PLR0913 -- the options of the command line
    old: OldArgument = None,
    new: NewArgument = None,
    *,
    label: LabelOption = None,
    corrections: CorrectionsOption = None,
    summary: SummaryOption = False,
    as_json: LinesOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show what changed from OLD to NEW, whatever the ids.

    Articles, mentions, values and facts are compared. Exit 0: nothing changed; 1: something did; 2: wrong usage, or
    an input that can't be read. Corrections are carried out on NEW: with the same file as OLD and NEW they are what
    is shown.
    """
    if old is None or new is None:
        refuse("give OLD and NEW, two files of records")
    labels = chosen_labels(label)
    check_files(old, new, *(corrections or []))
    faults = Faults()
    try:
        before = articles(old, faults, quiet=quiet)
        after = reviewed(articles(new, faults, quiet=quiet), faults, corrections or ())
    except GaoxinError as error:
        faults.tell(error)
        raise typer.Exit(TROUBLE) from None
    changes = [change for change in _changes(before, after, quiet=quiet) if change.label in {None, *labels}]
    if label:
        changes = [change for change in changes if change.label]
    if as_json and not quiet:
        for change in changes:
            typer.echo(msgspec.json.encode(change).decode())
    elif not quiet:
        _show(changes, before, after, summary=summary)
    raise typer.Exit(TROUBLE if faults.count else DIFFERENT if changes else SAME)


def _changes(old: "Sequence[Record]", new: "Sequence[Record]", *, quiet: bool) -> "Iterable[Change]":
    from gaoxin_extract.differences import changes, pairs  # noqa: PLC0415 -- half a second, which help need not wait

    every = tuple(pairs(old, new))
    for pair in tracked(every, "comparing", total=len(every), quiet=quiet):
        yield from changes(pair)


def _show(changes: "Sequence[Change]", old: "Sequence[Record]", new: "Sequence[Record]", *, summary: bool) -> None:
    from rich.text import Text  # noqa: PLC0415 -- not for --json

    from gaoxin_extract.commands.terminal import Terminal  # noqa: PLC0415

    console = Terminal(soft_wrap=True)
    for article, mine in groupby([] if summary else changes, key=lambda change: change.article):
        console.print(Text(one_line(article), style="bold"))
        for change in mine:
            sign, colour = SIGNS[change.change]
            console.print(Text(f"  {sign} {_told(change)}", style=colour))
    if not changes:
        console.print(f"nothing changed in {counted(len(new), 'article', 'articles')}")
        return
    if not summary:
        console.print()
    _show_summary(console, changes, old, new)


def _told(change: "Change") -> str:
    """A change in words, behind its sign."""
    words = _short(change.text)
    match change.of, change.field:
        case "mention", None:
            told = f"{change.label} {words}"
        case "mention", "label":
            told = f"{change.old} → {change.new} {words}"
        case "mention", _:
            told = f"{change.label} {_between(change)}"
        case "value", _:
            told = f"{change.label} {words}: {change.field} {_between(change)}"
        case "fact", _:
            told = f"fact of {words}: {' '.join(filter(None, (change.field, change.role)))} {_between(change)}"
        case _, None:
            told = f"article {words}"
        case _:
            told = f"{change.field}: {_between(change)}"
    return one_line(told)


def _between(change: "Change") -> str:
    if change.change == "changed":
        return f"{_short(change.old)} → {_short(change.new)}"
    return _short(change.new if change.change == "added" else change.old)


def _short(words: str | None) -> str:
    if words is None:
        return "nothing"
    line = " ".join(words.split("\n"))
    return line if len(line) <= LONG else f"{line[: LONG - 1]}…"


def _show_summary(
    console: "Console", changes: "Sequence[Change]", old: "Sequence[Record]", new: "Sequence[Record]"
) -> None:
    """A row for articles, each label and facts: how many there are, and how many of them changed how."""
    from rich.table import Table  # noqa: PLC0415 -- not for --json

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    for heading in ("old", "new", "added", "removed", "label", "extent", "value"):
        table.add_column(heading, justify="right")
    counts = Counter((_row_of(change), _column_of(change)) for change in changes)
    sizes = _sizes(old), _sizes(new)
    for row in ("articles", *LABELS, "facts"):
        told = (counts[row, column] for column in ("added", "removed", "label", "extent", "value"))
        table.add_row(row, *(f"{size[row]:,}" for size in sizes), *(f"{number:,}" if number else "" for number in told))
    console.print(table)


def _row_of(change: "Change") -> str:
    return change.label or f"{change.of}s"


def _column_of(change: "Change") -> str:
    if change.change != "changed":
        return change.change
    return change.field if change.of == "mention" and change.field else "value"


def _sizes(records: "Sequence[Record]") -> Counter[str]:
    sizes = Counter(str(mention.__struct_config__.tag) for record in records for mention in record.entities)
    sizes["articles"] = len(records)
    sizes["facts"] = sum(len(project.facts) for record in records for project in record.projects)
    return sizes
