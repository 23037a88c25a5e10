"""Parts of the documentation that the program and the rules themselves write, so that they can't lag behind.

A line `<!-- help -->` becomes the help of every verb, `<!-- examples -->` a table of each type's examples.
"""

import html
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

from gaoxin_extract.cli import PROGRAM, app

RULES = Path(__file__).parent.parent / "rules"
TYPES = ("money", "percent", "date", "zone", "org", "project")
SHOWN = 40


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Fill what the page leaves to the program."""
    for mark, write in (("<!-- help -->", helps), ("<!-- examples -->", examples)):
        if mark in markdown:
            markdown = markdown.replace(mark, "\n".join(write()))
    return markdown


def helps() -> Iterator[str]:
    """The help of the program and of each verb, as it is printed."""
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"})
    commands = get_command(app).commands  # type: ignore[attr-defined]
    verbs = [(), *((name,) for name, command in sorted(commands.items()) if not command.hidden)]
    for verb in verbs:
        printed = runner.invoke(app, [*verb, "--help"]).stdout
        yield f"## {' '.join((PROGRAM, *verb))}\n\n```text\n{printed.strip()}\n```\n"


def examples() -> Iterator[str]:
    """For each type the first examples that mark a mention, with what must be read from it."""
    for name in TYPES:
        rows = tomllib.loads((RULES / name / "examples.toml").read_text("utf-8"))["example"]
        marked = [row for row in rows if "⟦" in row["text"]]
        yield f"## {name.upper()}\n\n{len(rows)} examples stand in `rules/{name}/examples.toml`; the first of them:\n"
        yield "| sentence | must be read as |\n|---|---|"
        for row in marked[:SHOWN]:
            text = html.escape(row["text"]).replace("⟦", "<mark>").replace("⟧", "</mark>").replace("|", "\\|")
            yield f"| {text.replace(chr(10), '⏎')} | {'<br>'.join(_norm(norm) for norm in row.get('norms', ()))} |"
        yield ""


def _norm(norm: dict[str, Any]) -> str:
    told = ", ".join(f"{key} {value}" for key, value in norm.items() if value not in ("", None))
    return html.escape(told).replace("|", "\\|")
