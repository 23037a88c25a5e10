"""`gaoxin-extract ledger OUT.jsonl…`: one line a project, over all articles that name it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gaoxin_extract.commands.articles import Faults, streamed
from gaoxin_extract.commands.extract import WrongUsage, counted, one_line
from gaoxin_extract.errors import GaoxinError
from gaoxin_extract.writers.output import STDOUT, Output

if TYPE_CHECKING:
    from gaoxin_extract.ledger import Ledger
    from gaoxin_extract.records import Record

InputsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="RECORDS", help="Article records that gaoxin-extract wrote, also .gz; - is standard input.",
        show_default=False,
    ),
]  # fmt: skip
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Projects: .jsonl, .csv, .parquet, or .duckdb with both tables.",
        show_default="standard output",
    ),
]  # fmt: skip
OrganisationsOption = Annotated[
    str | None, typer.Option(metavar="FILE", help="Organisations: .jsonl, .csv or .parquet.")
]
IntoOption = Annotated[
    str | None, typer.Option(metavar="FILE", help="A ledger's .jsonl that grows: read, joined anew, written back.")
]
RulesOption = Annotated[Path | None, typer.Option(metavar="DIR", help="Rules to add to the program's own.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")]


def ledger(  # noqa: PLR0913 -- the options of the command line
    inputs: InputsArgument = None,
    *,
    output: OutputOption = None,
    organisations: OrganisationsOption = None,
    into: IntoOption = None,
    rules: RulesOption = None,
    quiet: QuietOption = False,
) -> None:
    """Join what several articles say of a project or organisation.

    With sums and their sources, stages and contradictions.
    """
    _check(inputs or [], output, organisations, into)
    # Half a second, which help and wrong usage need not wait.
    from gaoxin_extract.ledger import merge  # noqa: PLC0415
    from gaoxin_extract.ledger.storing import read_ledger  # noqa: PLC0415
    from gaoxin_extract.rulebook import Rulebook, own_rules  # noqa: PLC0415

    faults, read = Faults(), Counter[str]()
    try:
        kept = read_ledger(into, organisations) if into else None
        records = _counted(streamed(inputs or [], faults), read)
        found = merge(records, into=kept, rulebook=Rulebook(own_rules(), *([rules] if rules else [])))
        if read["articles"] or not faults.count:
            _write(found, output or (None if into else STDOUT), organisations, into)
    except GaoxinError as error:
        typer.echo(one_line(str(error)), err=True)
        raise typer.Exit(1) from None
    if not quiet:
        typer.echo(_summary(found, read["articles"], faults.count), err=True)
    raise typer.Exit(1 if faults.count else 0)


def _counted(records: "Iterable[Record]", read: Counter[str]) -> "Iterator[Record]":
    for record in records:
        read["articles"] += 1
        yield record


def _check(inputs: Sequence[str], output: str | None, organisations: str | None, into: str | None) -> None:
    """What is wrong with the command line, seen before anything is read."""
    from gaoxin_extract.ledger.storing import form_of, wanted  # noqa: PLC0415 -- heavy

    if not inputs:
        message = "no input; give the .jsonl that gaoxin-extract wrote, or - for standard input"
        raise WrongUsage(message)
    for file in filter(None, (output, organisations, into)):
        _check_name(file, form_of(file))
    if organisations and form_of(organisations) == "duckdb":
        message = f"{organisations}: -o FILE.duckdb holds both tables; give .jsonl, .csv or .parquet here"
        raise WrongUsage(message)
    for name in (into, *([organisations] if into else [])):
        if name and (form_of(name) != "jsonl" or name == STDOUT):
            message = f"{name}: a ledger that grows is a .jsonl; take --into FILE.jsonl, and -o for another form"
            raise WrongUsage(message)
    forms = {form_of(name) for name in (output, organisations) if name}
    try:
        for form, module in (("parquet", "pyarrow"), ("duckdb", "duckdb"), ("duckdb", "pyarrow")):
            if form in forms:
                wanted(module)
    except GaoxinError as error:
        raise WrongUsage(str(error)) from None


def _check_name(name: str, form: str | None) -> None:
    if form is None:
        message = f"{name}: no such form of a ledger; give .jsonl, .csv, .parquet or .duckdb"
        raise WrongUsage(message)
    if name != STDOUT and not Path(name).absolute().parent.is_dir():
        message = f"{name}: can't be written (no such folder); give another -o"
        raise WrongUsage(message)


def _write(found: "Ledger", output: str | None, organisations: str | None, into: str | None) -> None:
    from gaoxin_extract.ledger.records import LedgerOrganisation, LedgerProject  # noqa: PLC0415 -- heavy
    from gaoxin_extract.ledger.storing import form_of, lines, parquet, write_duckdb  # noqa: PLC0415

    for name, rows, kind in (
        (output, found.projects, LedgerProject),
        (into, found.projects, LedgerProject),
        (organisations, found.organisations, LedgerOrganisation),
    ):
        form = form_of(name) if name else None
        match form:
            case None:
                continue
            case "duckdb":
                write_duckdb(Path(name or ""), found)
            case "parquet":
                with Output(name or STDOUT) as sink:
                    sink.write(parquet(rows, kind))
            case "jsonl" | "csv":
                with Output(name or STDOUT) as sink:
                    for line in lines(rows, form, kind):
                        sink.write(line)


def _summary(found: "Ledger", articles: int, faults: int) -> str:
    disputed = sum(bool(project.contradictions) for project in found.projects)
    parts = [
        counted(articles, "article", "articles"),
        f"{counted(len(found.projects), 'project', 'projects')}, {disputed:,} with contradictions",
        counted(len(found.organisations), "organisation", "organisations"),
    ]
    if faults:
        parts.append(counted(faults, "fault", "faults"))
    return "; ".join(parts)
