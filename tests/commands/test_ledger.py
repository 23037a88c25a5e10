"""`gaoxin-extract ledger` on the command line."""

import csv
import gzip
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from gaoxin_extract.cli import app

ARTICLES = (
    '{"text": "荆门高新区：澄岚新材高纯氧化铝项目开工，总投资5亿元。", "date": "2023-06-01"}\n'
    '{"text": "荆门高新区：澄岚新材高纯氧化铝项目投产，总投资6亿元。", "date": "2024-06-01"}\n'
)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    (folder / "articles.jsonl").write_text(ARTICLES, encoding="utf-8")
    run(str(folder / "articles.jsonl"), "-q", "-o", str(folder / "out.jsonl"))
    return folder / "out.jsonl"


def run(*arguments: str, code: int = 0) -> tuple[str, str]:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def test_projects_go_to_standard_output_and_the_summary_beside(records: Path) -> None:
    out, err = run("ledger", str(records))
    assert out.startswith('{"schema":"gaoxin-extract/ledger-project/1"')
    assert "2 articles" in err


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet", "duckdb"])
def test_every_form_holds_every_project(records: Path, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"projects.{suffix}"
    out, _ = run("ledger", str(records), "-q")
    run("ledger", str(records), "-q", "-o", str(path))
    match suffix:
        case "jsonl":
            count = len(path.read_text(encoding="utf-8").splitlines())
        case "csv":
            with path.open(encoding="utf-8-sig", newline="") as lines:
                count = len(list(csv.DictReader(lines)))
        case "parquet":
            count = pyarrow.parquet.read_table(path).num_rows
        case _:
            with duckdb.connect(str(path), read_only=True) as database:
                count = len(database.sql("select name from projects").fetchall())
                assert database.sql("select name from organisations").fetchall()
    assert count == len(out.splitlines()) > 0


def test_a_ledger_that_grows_is_that_of_one_run(records: Path, tmp_path: Path) -> None:
    first, second = records.read_bytes().splitlines(keepends=True)
    (tmp_path / "first.jsonl").write_bytes(first)
    (tmp_path / "second.jsonl.gz").write_bytes(gzip.compress(second))
    files = ["--into", str(tmp_path / "l.jsonl"), "--organisations", str(tmp_path / "o.jsonl")]
    for name in ("first.jsonl", "second.jsonl.gz"):
        run("ledger", str(tmp_path / name), *files, "-q")
    run("ledger", str(records), "-o", str(tmp_path / "all.jsonl"), "--organisations", str(tmp_path / "bodies.jsonl"))
    assert (tmp_path / "l.jsonl").read_bytes() == (tmp_path / "all.jsonl").read_bytes()
    assert (tmp_path / "o.jsonl").read_bytes() == (tmp_path / "bodies.jsonl").read_bytes()


def test_a_line_that_is_no_article_is_named_and_the_others_are_read(records: Path, tmp_path: Path) -> None:
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_bytes(b"{}\n" + records.read_bytes())
    _, err = run("ledger", str(mixed), code=1)
    assert f"{mixed}:1: " in err
    assert "2 articles" in err


@pytest.mark.parametrize("shape", ["entity", "project"])
def test_lines_of_another_shape_are_told_once(records: Path, tmp_path: Path, shape: str) -> None:
    flat = tmp_path / "flat.jsonl"
    run(str(records.parent / "articles.jsonl"), "-q", "--shape", shape, "-o", str(flat))
    _, err = run("ledger", str(flat), "-q", code=1)
    assert err.count("\n") == 1
    assert f"{flat}:1: of the shape {shape}, not article; run gaoxin-extract with --shape article" in err


def test_a_record_of_another_version_is_told_by_its_version(records: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.jsonl"
    later.write_bytes(records.read_bytes().replace(b"gaoxin-extract/article/1", b"gaoxin-extract/article/2", 1))
    _, err = run("ledger", str(later), code=1)
    assert f"{later}:1: a record of the version gaoxin-extract/article/2" in err
    assert "1 article;" in err


def test_a_folder_is_no_file_of_records(tmp_path: Path) -> None:
    _, err = run("ledger", str(tmp_path), "-q", code=1)
    assert err == f"{tmp_path}: a folder; give the .jsonl that gaoxin-extract wrote\n"


def test_a_missing_file_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    ledger = tmp_path / "l.jsonl"
    ledger.write_bytes(b"")
    _, err = run("ledger", str(tmp_path / "none.jsonl"), "--into", str(ledger), code=1)
    assert "no such file" in err
    assert ledger.read_bytes() == b""


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a.jsonl", "-o", "projects.xlsx"],
        ["a.jsonl", "-o", "missing/projects.csv"],
        ["a.jsonl", "--into", "ledger.csv"],
        ["a.jsonl", "--organisations", "bodies.duckdb"],
    ],
)
def test_what_can_not_be_done_is_wrong_usage(arguments: list[str]) -> None:
    run("ledger", *arguments, code=2)


def test_a_missing_extra_is_named(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    done = CliRunner().invoke(app, ["ledger", str(records), "-o", "projects.duckdb"])
    assert done.exit_code == 2
    assert "gaoxin-extract[tables]" in done.output


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from gaoxin_extract.cli import app; print('rapidfuzz' in sys.modules, 'pyarrow' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
