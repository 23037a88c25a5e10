"""`gaoxin-extract explain TEXT`: why a text's mentions are what they are."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from gaoxin_extract.commands.extract import chosen_model, load, own_date, refuse
from gaoxin_extract.reading import STDIN

if TYPE_CHECKING:
    from gaoxin_extract.explaining import Explanation, Step

FILE_NAME = re.compile(r"[^\n\0]{1,255}")  # no system has longer names, and some fail at the question


def explain(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="The text itself, as it stands on a page; - is standard input.")
    ],
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help="The text's date: 2024, 2024-05 or 2024-05-17.")
    ] = None,
    rules: Annotated[Path | None, typer.Option(metavar="DIR", help="A folder of rules laid over ours.")] = None,
    *,
    no_model: Annotated[bool, typer.Option("--no-model", help="Find names by rules alone.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an article.")] = False,
) -> None:
    """Print why a text's mentions are what they are.

    Each candidate, whether it was chosen or what it lost to, and how its value came about.
    """
    own = own_date(date)
    text = _text(text)
    pipeline = load(rules=rules, model=chosen_model(None, no_model=no_model))
    from gaoxin_extract.explaining import explain as explain_text  # noqa: PLC0415 -- a second, which help need not wait

    explanations = explain_text(pipeline, text, date=own)
    if not explanations:
        refuse("a text without words; give the sentence to explain")
    for explanation in explanations:
        if as_json:
            typer.echo(msgspec.json.encode(explanation).decode())
        else:
            _show(explanation)


def _text(words: str) -> str:
    """The text to explain; wrong usage where a file is named instead."""
    if words == STDIN:
        try:
            return sys.stdin.buffer.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            refuse(f"standard input is not UTF-8 (byte {error.start}); convert it first")
    if FILE_NAME.fullmatch(words) and Path(words).is_file():
        refuse(f"{words}: a file, not a text; give the sentence itself, or - and the file as standard input")
    return words


def _show(explanation: "Explanation") -> None:
    from rich.table import Table  # noqa: PLC0415 -- not for --json
    from rich.text import Text  # noqa: PLC0415

    from gaoxin_extract.commands.terminal import Terminal  # noqa: PLC0415
    from gaoxin_extract.showing import seen  # noqa: PLC0415

    console = Terminal()
    console.print(f"text  {seen(explanation.text)}", markup=False)
    console.print(f"dct   {explanation.dct or 'unknown'}", markup=False)
    table = Table("", "mention", "rule", "what became of it", box=None, pad_edge=False)
    for step in explanation.steps:
        cells = ("✓" if step.chosen else "✗", f"{step.label} {step.text}", step.extractor, _account(step))
        table.add_row(*(Text(seen(cell)) for cell in cells))
    console.print(table if explanation.steps else "no candidate")


def _account(step: "Step") -> str:
    """What became of one candidate; of a chosen one, how its value came about."""
    if not step.chosen:
        return step.outcome
    return f"{_spoken(step.expression)}\n→ {_spoken(step.norm)}"


def _spoken(value: object) -> str:
    """A value's fields that say something."""
    if not isinstance(value, dict):
        return str(value)
    said = {key: inner for key, inner in value.items() if inner not in (None, (), [], "")}
    kind = said.pop("kind", None) if "kind" in said and len(said) > 1 and str(said["kind"])[:1].isupper() else None
    inner = ", ".join(f"{key} {_spoken(inner)}" for key, inner in said.items())
    return f"{kind}({inner})" if kind else inner
