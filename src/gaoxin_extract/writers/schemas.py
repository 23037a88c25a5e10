"""The types of each shape's lines, for readers that would else infer them from the first lines and drop the rest."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct, inspect

from gaoxin_extract.writers import ROWS, VERSIONS, Shape

Form = Literal["jsonschema", "duckdb", "polars", "arrow"]
Kind = Literal["text", "integer", "number", "object", "list"]


class Column(Struct, frozen=True):
    """A column as tables know it; `of` are the fields of an object, or the one item of a list."""

    name: str
    kind: Kind
    of: tuple["Column", ...] = ()


class Dialect(Struct, frozen=True):
    """How a reader of tables writes each kind of column, a field of an object, and the whole; `{}` is what goes in."""

    kinds: Mapping[Kind, str]
    field: str
    column: str
    whole: str


DIALECTS: Mapping[str, Dialect] = {
    "duckdb": Dialect(
        {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "object": "STRUCT({})", "list": "{}[]"},
        field='"{}" {}',
        column="'{}': '{}'",
        whole="{{{}}}",
    ),
    "polars": Dialect(
        {
            "text": "pl.String",
            "integer": "pl.Int64",
            "number": "pl.Float64",
            "object": "pl.Struct({{{}}})",
            "list": "pl.List({})",
        },
        field='"{}": {}',
        column='"{}": {}',
        whole="pl.Schema({{{}}})",
    ),
    "arrow": Dialect(
        {
            "text": "pa.string()",
            "integer": "pa.int64()",
            "number": "pa.float64()",
            "object": "pa.struct([{}])",
            "list": "pa.list_({})",
        },
        field='("{}", {})',
        column='("{}", {})',
        whole="pa.schema([{}])",
    ),
}


SCALARS: Mapping[type[inspect.Type], Kind] = {inspect.IntType: "integer", inspect.FloatType: "number"}


def schema(shape: Shape = "article", form: Form = "jsonschema") -> str:
    """The schema of `shape` as text that its readers take.

    `jsonschema`: a JSON Schema, draft 2020-12. `duckdb`: what stands behind `columns =` of `read_json`.
    `polars` and `arrow`: a Python expression that needs `import polars as pl` or `import pyarrow as pa`.

    >>> schema("entity", "duckdb")[:40]
    "{'id': 'VARCHAR', 'path': 'VARCHAR', 'ti"
    """
    return schema_of(ROWS[shape], VERSIONS[shape], form)


def schema_of(row: type[Struct], version: str, form: Form) -> str:
    """The schema of lines of the type `row`, whose name and number `version` is."""
    if form == "jsonschema":
        return json.dumps(json_schema_of(row, version), ensure_ascii=False, indent=2)
    dialect = DIALECTS[form]
    return dialect.whole.format(_joined(dialect, dialect.column, columns_of(row)))


def json_schema(shape: Shape) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a line of `shape`: every key is required but those that an option adds."""
    return json_schema_of(ROWS[shape], VERSIONS[shape])


def json_schema_of(row: type[Struct], version: str) -> dict[str, Any]:
    """The same of lines of the type `row`."""
    (reference,), components = msgspec.json.schema_components([row], ref_template="#/$defs/{name}")
    for each in components.values():
        if "properties" in each:
            always = each.get("required", ())
            each["required"] = [key for key, type_ in each["properties"].items() if key in always or "default" in type_]
    name = reference["$ref"].rpartition("/")[2]
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{version.replace('/', ':')}",
        "title": version,
    }
    properties: dict[str, Any] = components.pop(name)
    return head | properties | head | ({"$defs": components} if components else {})


def columns(shape: Shape) -> tuple[Column, ...]:
    """The columns of `shape`; where an object may be one of several, it has the fields of them all."""
    return columns_of(ROWS[shape])


def columns_of(row: type[Struct]) -> tuple[Column, ...]:
    """The columns of lines of the type `row`."""
    return _fields(inspect.type_info(row))


def _column(name: str, type_: inspect.Type) -> Column:
    match type_:
        case inspect.Metadata(inner):
            return _column(name, inner)
        case inspect.StructType():
            return Column(name, "object", _fields(type_))
        case inspect.UnionType(types):
            return _union(name, [each for each in types if not isinstance(each, inspect.NoneType)])
        case inspect.VarTupleType(item) | inspect.TupleType((item, *_)):
            return Column(name, "list", (_column("", item),))
        case _:  # strings and the words that a Literal lists are text
            return Column(name, SCALARS.get(type(type_), "text"))


def _fields(struct: inspect.Type) -> tuple[Column, ...]:
    if not isinstance(struct, inspect.StructType):
        message = f"{struct} has no fields"
        raise TypeError(message)
    tag = (Column(struct.tag_field, "text"),) if struct.tag_field else ()
    return tag + tuple(_column(each.encode_name, each.type) for each in struct.fields)


def _union(name: str, types: list[inspect.Type]) -> Column:
    """One column for all of `types`, which differ only in which fields they have."""
    alternatives = [_column(name, each) for each in types]
    first = alternatives[0]
    if any(each.kind != first.kind for each in alternatives):
        message = f"{name} has values of several types, which no table can hold"
        raise TypeError(message)
    fields: dict[str, list[Column]] = {}
    for each in alternatives:
        for field in each.of:
            fields.setdefault(field.name, []).append(field)
    return Column(name, first.kind, tuple(_merged(rivals) for rivals in fields.values()))


def _merged(rivals: list[Column]) -> Column:
    fields = {field.name: field for each in rivals for field in each.of}
    return Column(rivals[0].name, rivals[0].kind, tuple(fields.values()))


def _written(dialect: Dialect, column: Column) -> str:
    form = dialect.kinds[column.kind]
    match column.kind:
        case "list":
            return form.format(_written(dialect, column.of[0]))
        case "object":
            return form.format(_joined(dialect, dialect.field, column.of))
        case _:
            return form


def _joined(dialect: Dialect, form: str, of: Iterable[Column]) -> str:
    return ", ".join(form.format(each.name, _written(dialect, each)) for each in of)
