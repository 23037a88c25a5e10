"""Where verbs print what they found: rich's console, which heeds `NO_COLOR` and the terminal's width."""

from typing import Any, NoReturn

from rich.console import Console


class Terminal(Console):
    """Standard output; a closed pipe is left to the command line, which knows its exit code."""

    def __init__(self, **options: Any) -> None:
        """`options` are rich's; numbers and paths are never coloured by themselves."""
        super().__init__(highlight=False, **options)

    def on_broken_pipe(self) -> NoReturn:
        """Raise it again; rich itself would exit with 1, as for a fault."""
        raise BrokenPipeError
