import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import msgspec
import polars as pl
import pyarrow as pa
import pyarrow.json
import pytest

from gaoxin_extract.records import Record
from gaoxin_extract.writers import ROWS, Shape, writing
from gaoxin_extract.writers.schemas import json_schema, schema

SHAPES = tuple(ROWS)
LINES = 30_000


@pytest.fixture
def late(tmp_path: Path, record: Record, bare: Callable[[str], Record]) -> Callable[[Shape], Path]:
    """30,000 lines whose only PERCENT, only range and only lists that hold anything stand in the last one."""

    def make(shape: Shape) -> Path:
        plain = msgspec.structs.replace(record, entities=record.entities[:2], projects=())
        first = writing(shape).lines(plain if shape != "project" else _poor(record))
        first = first.splitlines(keepends=True)[0] if shape != "article" else writing(shape).lines(bare("无"))
        path = tmp_path / f"{shape}.jsonl"
        path.write_bytes(first * (LINES - 1) + writing(shape).lines(record).splitlines(keepends=True)[-1])
        return path

    return make


def _poor(record: Record) -> Record:
    (project,) = record.projects
    return msgspec.structs.replace(record, projects=(msgspec.structs.replace(project, facts=(), mentions=()),))


def last_of(shape: Shape, row: dict[str, Any]) -> object:
    match shape:
        case "article":
            return row["entities"][3]["norm"]["amount_max"], row["entities"][5]["norm"]["trend"]
        case "entity":
            return row["value"], row["trend"]
        case "project":
            return row["total_investment_max"], row["dates"][0]


LAST = {"article": ("600000000", "increase"), "entity": ("8", "increase"), "project": ("600000000", "started:2024-05")}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_line_is_valid_by_the_json_schema(shape: Shape, record: Record, bare: Callable[[str], Record]) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema(shape))
    validator = jsonschema.Draft202012Validator(json_schema(shape))
    for line in (writing(shape).lines(record) + writing(shape).lines(bare("无"))).splitlines():
        validator.validate(json.loads(line))


@pytest.mark.parametrize("key", ["text", "entities", "warnings"])
def test_the_json_schema_asks_for_every_key(record: Record, key: str) -> None:
    line = json.loads(writing().lines(record))
    del line[key]
    with pytest.raises(jsonschema.ValidationError, match=key):
        jsonschema.validate(line, json_schema("article"))


def test_the_json_schema_refuses_a_number_with_an_exponent(record: Record) -> None:
    line = json.loads(writing().lines(record))
    line["entities"][3]["norm"]["amount"] = "5e8"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(line, json_schema("article"))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_schema_command_names_the_version(shape: Shape) -> None:
    assert json.loads(schema(shape))["title"] == f"gaoxin-extract/{shape}/1"


@pytest.mark.parametrize("shape", SHAPES)
def test_no_object_has_more_than_24_keys(shape: Shape) -> None:
    whole = json_schema(shape)
    assert all(len(each.get("properties", ())) <= 24 for each in (whole, *whole.get("$defs", {}).values()))


@pytest.mark.parametrize("shape", SHAPES)
def test_duckdb_reads_what_only_the_last_line_holds(shape: Shape, late: Callable[[Shape], Path]) -> None:
    source = f"read_json('{late(shape)}', format = 'newline_delimited', columns = {schema(shape, 'duckdb')})"
    rows = duckdb.sql(f"select * from {source}").to_arrow_table().to_pylist()  # noqa: S608 -- our own schema
    assert len(rows) == LINES
    assert last_of(shape, rows[-1]) == LAST[shape]


@pytest.mark.parametrize("shape", SHAPES)
def test_polars_reads_what_only_the_last_line_holds(shape: Shape, late: Callable[[Shape], Path]) -> None:
    types = eval(schema(shape, "polars"), {"pl": pl})  # noqa: S307 -- our own schema
    rows = pl.read_ndjson(late(shape), schema=types)
    assert rows.height == LINES
    assert last_of(shape, rows.tail(1).to_dicts()[0]) == LAST[shape]


@pytest.mark.parametrize("shape", SHAPES)
def test_arrow_reads_what_only_the_last_line_holds(shape: Shape, late: Callable[[Shape], Path]) -> None:
    types = eval(schema(shape, "arrow"), {"pa": pa})  # noqa: S307 -- our own schema
    options = pyarrow.json.ParseOptions(explicit_schema=types, unexpected_field_behavior="error")
    rows = pyarrow.json.read_json(late(shape), parse_options=options)
    assert rows.num_rows == LINES
    assert last_of(shape, rows.slice(LINES - 1).to_pylist()[0]) == LAST[shape]
