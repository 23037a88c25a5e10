"""`gaoxin-extract schema`: the types of the lines that a shape writes."""

from typing import Annotated

import typer

from gaoxin_extract.writers import Shape
from gaoxin_extract.writers.schemas import Form
from gaoxin_extract.writers.schemas import schema as schema_of


def schema(
    shape: Annotated[Shape, typer.Argument(help="Of which lines.")] = "article",
    form: Annotated[Form, typer.Option("--as", help="For which reader.")] = "jsonschema",
) -> None:
    """Print the JSON Schema of a shape, or its column types for DuckDB, polars or Arrow."""
    typer.echo(schema_of(shape, form))
