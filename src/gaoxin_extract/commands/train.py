"""`gaoxin-extract train DATA… -o MODEL`: a recogniser that knows a user's own names."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gaoxin_extract.commands.extract import OWN_MODEL, one_line, refuse
from gaoxin_extract.errors import GaoxinError

if TYPE_CHECKING:
    from gaoxin_extract.learning import Document, Outcome

HEADINGS = ("label", "names", "recogniser alone", "with rules", "precision", "recall", "calibration error")
MOST = 0.5  # share that may be held out


def train(  # noqa: PLR0913 -- the options of the command line
    data: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="DATA…", help="Annotated text: .jsonl, .conll, .bio, .spacy, or folders.", show_default=False
        ),
    ] = None,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="MODEL", help="Write the model into this new folder.")
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Decisions of a report's reader on the records among DATA.")
    ] = None,
    mapped: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="LABEL=OURS", help="Read LABEL as ORG, ZONE or PROJECT; LABEL= leaves it out."),
    ] = None,
    hold_out: Annotated[
        float, typer.Option(metavar="SHARE", min=0, max=1, help="Share of the documents held out for figures.")
    ] = 0.2,
    model: Annotated[str, typer.Option(metavar="MODEL", help="The model to begin with.")] = OWN_MODEL,
    seed: Annotated[int, typer.Option(metavar="N", min=0, help="Seed of chance; the same gives the same model.")] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Tell nothing on the way.")] = False,
) -> None:
    """Train the recogniser further on annotations of your own.

    What it is worth is measured on what was held out, and printed. Needs no PyTorch; 2,000 sentences take a minute
    or two. Use the model by --model MODEL.
    """
    if not data:
        refuse("no data; give annotated text, as .jsonl or .conll")
    if output is None:
        refuse("no -o MODEL; name the folder to write the model into")
    if output.exists():
        refuse(f"-o {output}: is there already; name a new folder, or remove it")
    if not 0 < hold_out <= MOST:
        refuse(f"--hold-out {hold_out:g}: give a share above 0, up to {MOST}")
    mapping = dict(_pair(words) for words in mapped or ())
    from gaoxin_extract.learning import Wish, learn, read_documents  # noqa: PLC0415 -- a second, which help need not wait
    from gaoxin_extract.tagging import model_folder  # noqa: PLC0415

    try:
        documents = read_documents(data, mapping, corrections, lambda path: _others(path, mapping))
        wish = Wish(model_folder(model), output, hold_out, seed)
        outcome = learn(documents, wish, (lambda _: None) if quiet else _tell)
    except GaoxinError as error:
        refuse(str(error))
    except OSError as error:
        typer.echo(one_line(f"{output}: can't be written ({error.strerror}); name another folder"), err=True)
        raise typer.Exit(1) from None
    _show(outcome)
    if not quiet:
        typer.echo(f"model in {one_line(str(output))}; extract with --model {one_line(str(output))}", err=True)


def _pair(words: str) -> tuple[str, str]:
    """`COMPANY=ORG` as a label of the data and one of ours, or nothing."""
    label, sign, ours = words.partition("=")
    if not (label and sign) or ours not in ("", "ORG", "ZONE", "PROJECT"):
        refuse(f"--map {words}: write LABEL=ORG, LABEL=ZONE, LABEL=PROJECT, or LABEL= to leave it out")
    return label, ours


def _others(path: Path, mapping: dict[str, str]) -> "Iterable[Document] | None":
    """The documents of a file in another program's form; None where it is JSON Lines of ours."""
    from gaoxin_extract.exchange import Labels, read, told  # noqa: PLC0415 -- see above
    from gaoxin_extract.learning import Document, Mark  # noqa: PLC0415
    from gaoxin_extract.learning.documents import NAMES  # noqa: PLC0415

    form = told(path)
    if form in ("records", "jsonl"):
        return None
    return (
        Document(
            each.text,
            tuple(
                Mark(mark.start, mark.end, label, mark.optional)
                for mark in each.marks
                for label in NAMES
                if label == mark.label
            ),
            each.article or each.source,
        )
        for each in read(path, form, labels=Labels(mapping))
        if each.human
    )


def _tell(line: str) -> None:
    typer.echo(one_line(line), err=True)


def _show(outcome: "Outcome") -> None:
    """The figures on what was held out, before and after, as a table."""
    from gaoxin_extract.learning.writing import rows  # noqa: PLC0415 -- see above

    table = [HEADINGS, *rows(outcome)]
    widths = [max(len(row[n]) for row in table) for n in range(len(HEADINGS))]
    for row in table:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
