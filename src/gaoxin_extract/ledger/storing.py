"""Ledgers in files: JSON Lines, CSV, Parquet, DuckDB; and the article records that they are made of."""

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, Literal, NoReturn, TypeVar

import msgspec
from msgspec import Struct

from gaoxin_extract.errors import GaoxinError, RecordError, SourceError
from gaoxin_extract.ledger.records import Ledger, LedgerOrganisation, LedgerProject
from gaoxin_extract.ledger.rows import OrganisationLine, ProjectLine, organisation_line, project_line
from gaoxin_extract.reading import STDIN
from gaoxin_extract.records import Record
from gaoxin_extract.writers import Shape
from gaoxin_extract.writers.entity import EntityRow
from gaoxin_extract.writers.output import OutputError, twin_of
from gaoxin_extract.writers.project import ProjectRow
from gaoxin_extract.writers.schemas import Column, columns_of
from gaoxin_extract.writers.spreadsheet import csv_head, csv_lines

Form = Literal["jsonl", "csv", "parquet", "duckdb"]
FORMS: dict[str, Form] = {".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet", ".duckdb": "duckdb"}
Rows = Sequence[LedgerProject] | Sequence[LedgerOrganisation]
Line = TypeVar("Line", bound=Struct)
OnError = Callable[[GaoxinError], object]
VERSIONS = "gaoxin-extract/article/"
FLAT: dict[Shape, type[Struct]] = {"entity": EntityRow, "project": ProjectRow}
EXTRA = "install gaoxin-extract[tables]"


def form_of(name: str) -> Form | None:
    """The form that a file's suffix asks for; standard output is JSON Lines, None for an unknown suffix.

    >>> form_of("out/Projects.CSV"), form_of("-"), form_of("projects.xlsx")
    ('csv', 'jsonl', None)
    """
    return "jsonl" if name == "-" else FORMS.get(Path(name.lower()).suffix)


def read_records(path: str, *, on_error: OnError | None = None) -> Iterator[Record]:
    """The article records of a `.jsonl` file, also `.gz`, `-` for standard input.

    A line that holds none raises `RecordError`, or is handed to `on_error` and the others are read.
    """
    yield from _read(path, Record, "article", on_error or _raise)


def read_ledger(projects: str, organisations: str | None = None) -> Ledger:
    """The ledger that files written by `lines` hold; one that is missing is empty."""
    return Ledger(
        tuple(_kept(projects, LedgerProject)), tuple(_kept(organisations, LedgerOrganisation)) if organisations else ()
    )


def lines(
    rows: Rows, form: Literal["jsonl", "csv"], kind: type[LedgerProject] | type[LedgerOrganisation]
) -> Iterator[bytes]:
    """The lines of one table of a ledger."""
    if form == "jsonl":
        encode = msgspec.json.Encoder().encode
        yield from (encode(row) + b"\n" for row in rows)
        return
    yield csv_head(ProjectLine if kind is LedgerProject else OrganisationLine)
    yield csv_lines(project_line(row) if isinstance(row, LedgerProject) else organisation_line(row) for row in rows)


def parquet(rows: Rows, kind: type[LedgerProject] | type[LedgerOrganisation]) -> bytes:
    """One table of a ledger as a Parquet file."""
    wanted("pyarrow")
    from pyarrow import parquet as writer  # noqa: PLC0415 -- heavy, and an extra

    out = io.BytesIO()
    writer.write_table(_arrow(rows, kind), out, compression="zstd")
    return out.getvalue()


def write_duckdb(path: Path, ledger: Ledger) -> None:
    """Write a DuckDB file with the tables `projects` and `organisations`; one that stands there is replaced."""
    duckdb = wanted("duckdb")
    wanted("pyarrow")
    twin = twin_of(path)
    try:
        twin.unlink(missing_ok=True)
        with duckdb.connect(str(twin)) as database:
            for name, rows, kind in (
                ("projects", ledger.projects, LedgerProject),
                ("organisations", ledger.organisations, LedgerOrganisation),
            ):
                database.register("arrow_rows", _arrow(rows, kind))
                database.table("arrow_rows").create(name)
                database.unregister("arrow_rows")
        twin.replace(path)
    except (OSError, duckdb.Error) as error:
        message = f"{path}: can't be written ({str(error).splitlines()[0]}); give another -o"
        raise OutputError(message) from None
    finally:
        with suppress(OSError):
            twin.unlink(missing_ok=True)


def wanted(name: str) -> ModuleType:
    """The module `name` of the extra `tables`."""
    try:
        return __import__(name)
    except ImportError:
        message = f"{name} is not installed; {EXTRA}, or write .jsonl or .csv"
        raise GaoxinError(message) from None


def _arrow(rows: Rows, kind: type[Struct]) -> Any:
    import pyarrow as pa  # noqa: PLC0415 -- heavy, and an extra

    schema = pa.schema([(column.name, _type(column, pa)) for column in columns_of(kind)])
    return pa.Table.from_pylist([msgspec.to_builtins(row) for row in rows], schema=schema)


def _type(column: Column, pa: Any) -> Any:
    match column.kind:
        case "object":
            return pa.struct([(inner.name, _type(inner, pa)) for inner in column.of])
        case "list":
            return pa.list_(_type(column.of[0], pa))
        case "integer":
            return pa.int64()
        case "number":
            return pa.float64()
        case _:
            return pa.string()


def _kept(path: str, kind: type[Line]) -> Iterator[Line]:
    if Path(path).exists():
        yield from _read(path, kind, kind.__name__.removeprefix("Ledger").lower(), _raise)


def _read(path: str, kind: type[Line], what: str, report: OnError) -> Iterator[Line]:
    decode = msgspec.json.Decoder(kind).decode
    number = 0
    try:
        with _opened(path) as stream:
            for number, raw in enumerate(stream, 1):
                if raw.isspace():
                    continue
                try:
                    yield decode(raw)
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                    shape = flat_shape(raw)
                    fault = _wrong(raw, what, shape, error)
                    report(RecordError(f"{path}:{number}: {fault}"))
                    if shape:  # and so are all other lines: telling each would hide what else is wrong
                        return
    except FileNotFoundError:
        report(SourceError(f"{path}: no such file; check the path"))
    except IsADirectoryError:
        report(SourceError(f"{path}: a folder; give the .jsonl that gaoxin-extract wrote"))
    except (OSError, EOFError, zlib.error, ValueError) as error:
        fault = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        report(SourceError(f"{path}: can't be read after line {number} ({fault}); check the file"))


def flat_shape(raw: bytes) -> Shape | None:
    """Which shape other than `article` a line has; None where it has none of them.

    >>> flat_shape(b'{"id": "a1", "text": "..."}') is None
    True
    """
    try:
        keys = msgspec.json.decode(raw, type=dict[str, msgspec.Raw]).keys()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return next((shape for shape, row in FLAT.items() if keys >= set(row.__struct_fields__)), None)


def _wrong(raw: bytes, what: str, shape: Shape | None, error: Exception) -> str:
    """Why a line is no record, and what to do."""
    if shape:
        return f"of the shape {shape}, not {what}; run gaoxin-extract with --shape article (its default) and give that"
    with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        version = msgspec.json.decode(raw, type=_Head).schema or ""
        if what == "article" and version.startswith(VERSIONS) and version != Record.__struct_defaults__[0]:
            return f"a record of the version {version}, which is not read; extract its source anew"
    return f"no record of the shape {what} ({error}); give what gaoxin-extract wrote, or leave it out"


class _Head(Struct, frozen=True):
    schema: str | None = None


def _opened(path: str) -> AbstractContextManager[BinaryIO]:
    if path == STDIN:
        return nullcontext(sys.stdin.buffer)
    return gzip.open(path) if path.lower().endswith(".gz") else Path(path).open("rb")  # type: ignore[return-value]


def _raise(error: GaoxinError) -> NoReturn:
    raise error
