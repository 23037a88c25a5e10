"""`gaoxin-extract evaluate GOLD OUT`: how far records agree with annotations."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from gaoxin_extract.commands.articles import (
    CorrectionsOption,
    Faults,
    JsonOption,
    articles,
    check_files,
    reviewed,
)
from gaoxin_extract.commands.extract import (
    LabelOption,
    QuietOption,
    chosen_labels,
    one_line,
    refuse,
)
from gaoxin_extract.errors import GaoxinError

if TYPE_CHECKING:
    from gaoxin_extract.evaluation import Figures
    from gaoxin_extract.evaluation.floors import Fallen
    from gaoxin_extract.evaluation.gold import GoldSource
    from gaoxin_extract.evaluation.mentions import Difference, MentionFigures
    from gaoxin_extract.records import Record

OTHERS = ("label-studio", "doccano", "docbin", "conll")
WIDE = 160  # columns where no terminal says how many there are

GoldArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="GOLD", help="Annotations (a folder, sentences, or of another tool), records, or corrections of OUT.",
        show_default=False,
    ),
]  # fmt: skip
OutArgument = Annotated[
    str | None, typer.Argument(metavar="OUT", help="Article records; - is standard input.", show_default=False)
]
FloorOption = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME=SHARE", help="Exit 1 where this figure is lower: ORG=0.9, MONEY.role=0.8. Repeatable."),
]
FloorsOption = Annotated[Path | None, typer.Option(metavar="FILE", help="A TOML file of floors.")]
ErrorsOption = Annotated[int, typer.Option(metavar="N", min=0, help="Show up to N errors of each kind and label.")]
GoldCorrectionsOption = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Decisions carried out on GOLD, which is records; only articles with any count."),
]


def evaluate(  # noqa: PLR0913 -- the options of the command line
    gold: GoldArgument = None,
    out: OutArgument = None,
    *,
    label: LabelOption = None,
    floor: FloorOption = None,
    floors: FloorsOption = None,
    errors: ErrorsOption = 0,
    corrections: CorrectionsOption = None,
    gold_corrections: GoldCorrectionsOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Hold records against annotations: how far do they agree?

    Counted are extents, values, articles and facts. GOLD is told by what it holds. Where it is the corrections of
    OUT, OUT is held against itself as a reader left it.
    """
    if gold is None or out is None:
        refuse("give GOLD, what is right, and OUT, the records to be held against it")
    labels = chosen_labels(label)
    check_files(gold, out, *(corrections or []), *(gold_corrections or []), *([floors] if floors else []))
    # Half a second, which help and wrong usage need not wait.
    from gaoxin_extract.evaluation import evaluate as compare  # noqa: PLC0415
    from gaoxin_extract.evaluation.floors import fallen  # noqa: PLC0415
    from gaoxin_extract.evaluation.records import paired  # noqa: PLC0415

    wanted = _floors(floors, floor or [])
    faults = Faults()
    try:
        records = articles(out, faults, quiet=quiet)
        sources, texts = _gold(gold, records, faults, gold_corrections or [])
        records = reviewed(records, faults, corrections or ())
        sources, found = paired(sources, records)
        for source in sources:
            if source.source not in found and not quiet:
                typer.echo(one_line(f"no record for {source.source}"), err=True)
        figures = compare(sources, found, labels=labels, texts=texts)
    except GaoxinError as error:
        faults.tell(error)
        raise typer.Exit(1) from None
    under = fallen(figures, wanted)
    shown = tuple(_few(figures.differences, errors))
    if as_json:
        typer.echo(msgspec.json.encode(_plain(figures, under, shown)).decode())
    else:
        _show(figures, shown)
    for each in under:
        measured = "nothing to measure" if each.figure is None else f"{each.figure:.4f}"
        typer.echo(f"{each.name}: {measured}, under its floor of {each.floor:g}", err=True)
    raise typer.Exit(1 if faults.count or under else 0)


def _floors(file: Path | None, named: Sequence[str]) -> dict[str, float]:
    """The floors of a file and of the command line, which come first; wrong usage where one is none."""
    from gaoxin_extract.evaluation.floors import full_name, read_floors  # noqa: PLC0415 -- heavy

    try:
        floors = read_floors(file) if file else {}
    except GaoxinError as error:
        refuse(str(error))
    for words in named:
        name, _, share = words.partition("=")
        try:
            floors[full_name(name)] = float(share)
        except ValueError:
            refuse(f"--floor {words}: write NAME=SHARE, as ORG=0.9, MONEY.role=0.8 or facts.recall=0.6")
    return floors


def _gold(
    path: Path, records: "tuple[Record, ...]", faults: Faults, decisions: Sequence[Path]
) -> "tuple[tuple[GoldSource, ...], dict[str, str]]":
    """What is right, and the texts of its sources where they are at hand."""
    from gaoxin_extract.corrections import apply, read  # noqa: PLC0415 -- heavy
    from gaoxin_extract.evaluation.reading import kind_of, read_annotations  # noqa: PLC0415
    from gaoxin_extract.evaluation.records import decided, gold_of  # noqa: PLC0415

    made = _imported(path, records, faults)
    if made is not None:
        return gold_of(made), {}
    kind = kind_of(path)
    if decisions and kind != "records":
        refuse(f"--gold-corrections: decisions on records, but {path} holds {kind}")
    match kind:
        case "annotations":
            return read_annotations(path)
        case "corrections":
            found = read(path)
            return gold_of(decided(apply(records, found, on_error=faults.tell), found)), {}
        case "records":
            base = articles(str(path), faults, quiet=True)
            if not decisions:
                return gold_of(base), {}
            found = tuple(each for file in decisions for each in read(file))
            return gold_of(decided(apply(base, found, on_error=faults.tell), found)), {}


def _imported(path: Path, records: "tuple[Record, ...]", faults: Faults) -> "tuple[Record, ...] | None":
    """`records` as they were annotated with another tool; None where `path` holds none of its files."""
    from gaoxin_extract.exchange import read, records_of, told  # noqa: PLC0415 -- heavy

    try:
        form = None if path.is_dir() else told(path)
    except GaoxinError:
        return None
    if form not in OTHERS:
        return None
    return tuple(records_of(read(path, form), records, on_error=faults.tell))


def _few(differences: "Iterable[Difference]", most: int) -> "Iterator[Difference]":
    """Up to `most` of each kind and label."""
    seen = Counter[tuple[str, str]]()
    for each in differences:
        seen[each.kind, each.label] += 1
        if seen[each.kind, each.label] <= most:
            yield each


def _plain(figures: "Figures", under: "tuple[Fallen, ...]", shown: "tuple[Difference, ...]") -> dict[str, Any]:
    """The figures as one object."""
    from gaoxin_extract.evaluation.floors import flat  # noqa: PLC0415 -- heavy

    return {
        "figures": flat(figures),
        "labels": figures.mentions,
        "articles": figures.articles,
        "facts": figures.facts,
        "faults": figures.faults,
        "fallen": under,
        "errors": shown,
    }


def _show(figures: "Figures", differences: "tuple[Difference, ...]") -> None:
    from rich.table import Table  # noqa: PLC0415 -- not for --json
    from rich.text import Text  # noqa: PLC0415

    from gaoxin_extract.commands.terminal import Terminal  # noqa: PLC0415

    console = Terminal(width=None if sys.stdout.isatty() else WIDE)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("label", "gold", "found", "precision", "recall", "F1", "relaxed F1", "value", "of", "fields"):
        table.add_column(heading, justify="left" if heading in {"label", "fields"} else "right")
    for name, each in figures.mentions.items():
        table.add_row(*_row(name, each))
    console.print(table)
    articles, facts, faults = figures.articles, figures.facts, figures.faults
    b_cubed = _share(articles.b_cubed_f1)
    console.print(f"articles  B-cubed F1 {b_cubed}, headlines {_of(articles.titles)}, dates {_of(articles.dates)}")
    recall, precision = _of((facts.right, facts.gold)), _of((facts.right, facts.proposed))
    console.print(f"facts     recall {recall}, precision {precision}, roles {_of((facts.right_roles, facts.roles))}")
    left = f"lines broken {faults.broken_lines}, blanks left {faults.blanks}"
    console.print(f"faults    offsets {faults.offsets}, not in the source {faults.source}, {left}")
    if differences:
        errors = Table("error", "label", "source", "text", "detail", box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for error in differences:
            cells = (error.kind, error.label, error.source, error.text, error.detail)
            errors.add_row(*(Text(one_line(cell)) for cell in cells))
        console.print()
        console.print(errors)


def _row(name: str, each: "MentionFigures") -> tuple[str, ...]:
    fields = (f"{field} {_share(right / total)} of {total}" for field, (right, total) in each.fields.items() if total)
    found = bool(each.gold or each.proposed)
    shares = (
        each.precision if each.proposed else None,
        each.recall if each.gold else None,
        each.f1 if found else None,
        each.relaxed_f1 if found else None,
        each.value,
    )
    return (name, str(each.gold), str(each.proposed), *map(_share, shares), str(each.value_n), ", ".join(fields))


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _of(counts: tuple[int, int]) -> str:
    """`31/32`, with its share."""
    right, total = counts
    return f"{right}/{total} ({right / total:.3f})" if total else "-"
