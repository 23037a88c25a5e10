import json

import pytest
from typer.testing import CliRunner

from gaoxin_extract.cli import app
from gaoxin_extract.writers.schemas import schema


@pytest.mark.parametrize("shape", ["article", "entity", "project"])
@pytest.mark.parametrize("form", ["jsonschema", "duckdb", "polars", "arrow"])
def test_a_shapes_schema_is_printed_for_each_reader(shape: str, form: str) -> None:
    result = CliRunner().invoke(app, ["schema", shape, "--as", form])
    assert (result.exit_code, result.stdout) == (0, schema(shape, form) + "\n")  # type: ignore[arg-type]


def test_without_more_said_it_is_the_json_schema_of_an_article() -> None:
    result = CliRunner().invoke(app, ["schema"])
    assert json.loads(result.stdout)["title"] == "gaoxin-extract/article/1"


@pytest.mark.parametrize("arguments", [["schema", "table"], ["schema", "--as", "excel"]])
def test_an_unknown_shape_or_reader_is_wrong_usage(arguments: list[str]) -> None:
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
