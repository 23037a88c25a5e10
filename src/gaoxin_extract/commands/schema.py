"""`gaoxin-extract schema`: the types of the lines that a shape or a ledger writes."""

from typing import Annotated, Literal, get_args

import typer

from gaoxin_extract.writers.schemas import Form, schema_of
from gaoxin_extract.writers.schemas import schema as schema_of_shape

Lines = Literal["article", "entity", "project", "ledger-project", "ledger-organisation"]


def schema(
    shape: Annotated[
        Lines, typer.Argument(metavar="[SHAPE]", help="Of which lines: " + ", ".join(get_args(Lines)) + ".")
    ] = "article",
    form: Annotated[Form, typer.Option("--as", help="For which reader.")] = "jsonschema",
) -> None:
    """Print the types of lines, as JSON Schema or for other readers.

    Those readers are DuckDB, polars and Arrow.
    """
    typer.echo(_schema(shape, form))


def _schema(shape: Lines, form: Form) -> str:
    if shape in {"article", "entity", "project"}:
        return schema_of_shape(shape, form)
    from gaoxin_extract.ledger.records import LINES  # noqa: PLC0415 -- the ledger is heavy, and asked for rarely

    return schema_of(LINES[shape], f"gaoxin-extract/{shape}/1", form)
