"""The command line: `gaoxin-extract INPUT…` extracts; other verbs stand first (`gaoxin-extract schema`).

Nothing heavy is imported here: help, completion and wrong usage answer at once.
"""

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from gaoxin_extract import __version__
from gaoxin_extract.commands.convert import convert
from gaoxin_extract.commands.diff import diff
from gaoxin_extract.commands.evaluate import evaluate
from gaoxin_extract.commands.explain import explain
from gaoxin_extract.commands.extract import extract, one_line
from gaoxin_extract.commands.ledger import ledger
from gaoxin_extract.commands.report import report
from gaoxin_extract.commands.rules import rules
from gaoxin_extract.commands.schema import schema
from gaoxin_extract.commands.show import show
from gaoxin_extract.commands.train import train
from gaoxin_extract.writers.output import silence

PROGRAM = "gaoxin-extract"
DEFAULT = "extract"
INTERRUPTED, BROKEN_PIPE = 130, 141


class Verbs(TyperGroup):
    """A group whose first argument is a verb or, if it names none, an input of `extract`.

    Only a verb's bare name is one: `./schema` is a path, and so is anything behind an option.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default verb in front, unless there is one or an option of the program itself."""
        own = {name for parameter in self.get_params(ctx) for name in (*parameter.opts, *parameter.secondary_opts)}
        first = args[0].partition("=")[0] if args else ""
        if first not in self.commands and first not in own and not (ctx.resilient_parsing and not args):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show how to extract, then the other verbs."""
        command = self.commands[DEFAULT]
        inner = command.context_class(command, info_name=ctx.info_name)
        command.format_usage(inner, formatter)
        command.format_help_text(inner, formatter)
        records = [each.get_help_record(inner) for each in command.params]
        records += [each.get_help_record(ctx) for each in self.get_params(ctx)]
        with formatter.section("Options"):
            formatter.write_dl([each for each in records if each and each[0].startswith("-")])
        self.format_commands(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The verbs, and what `extract` takes."""
        command = self.commands[DEFAULT]
        inner = command.context_class(command, parent=ctx, resilient_parsing=True)
        known = {each.value: each for each in super().shell_complete(ctx, incomplete)}
        return list(known.values()) + [
            each for each in command.shell_complete(inner, incomplete) if each.value not in known
        ]

    def main(self, *args: Any, **options: Any) -> Any:
        """Run, and exit as the README's table says: wrong usage 2, Ctrl-C 130, a closed pipe 141."""
        try:
            code = super().main(*args, **{"prog_name": PROGRAM} | options | {"standalone_mode": False})
        except typer.TyperException as error:
            typer.echo(f"{PROGRAM}: {one_line(error.format_message())}", err=True)
            code = error.exit_code
        except (KeyboardInterrupt, typer.Abort):
            code = INTERRUPTED
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: Any) -> Any:
        """Run the verb; a closed pipe is no fault of the program's, so it passes by typer's own handling."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            silence(sys.stdout)
            raise typer.Exit(BROKEN_PIPE) from None


app = typer.Typer(cls=Verbs, rich_markup_mode=None, pretty_exceptions_enable=False)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 -- typer calls it so
    if wanted:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


app.command(DEFAULT, hidden=True)(extract)
app.command()(convert)
app.command()(diff)
app.command()(evaluate)
app.command()(explain)
app.command()(ledger)
app.command()(report)
app.add_typer(rules, name="rules")
app.command()(schema)
app.command()(show)
app.command()(train)


def main() -> None:
    """Run the program on the arguments of the process."""
    app()
