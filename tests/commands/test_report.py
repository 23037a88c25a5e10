"""`gaoxin-extract report` on the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from gaoxin_extract.cli import app


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    (folder / "page.txt").write_text("石滩经开区铭川电机二期项目5月17日开工，总投资12.\n6亿元。\n", encoding="utf-8")
    run(str(folder / "page.txt"), "-q", "--no-model", "-o", str(folder / "out.jsonl"))
    return folder / "out.jsonl"


def run(*arguments: str, code: int = 0, text: bytes | None = None) -> tuple[bytes, str]:
    done = CliRunner().invoke(app, list(arguments), input=text)
    assert done.exit_code == code, done.output
    return done.stdout_bytes, done.stderr


def test_a_report_is_written_and_the_summary_says_where(records: Path, tmp_path: Path) -> None:
    out, err = run("report", str(records), "-o", str(tmp_path / "r.html"))
    assert out == b""
    assert err == f"1 article; report in {tmp_path / 'r.html'}\n"
    assert (tmp_path / "r.html").read_bytes().startswith(b"<!doctype html>")


def test_without_a_name_it_is_report_html_in_this_folder(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("report", str(records), "-q")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_the_report_goes_to_standard_output_and_has_the_same_bytes(records: Path, tmp_path: Path) -> None:
    run("report", str(records), "-q", "-o", str(tmp_path / "r.html"))
    out, _ = run("report", "-", "-q", "-o", "-", text=records.read_bytes())
    assert out == (tmp_path / "r.html").read_bytes()


def test_the_summary_says_which_articles_are_shown_restored_only(records: Path, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("别的内容")
    moved = tmp_path / "out.jsonl"
    moved.write_bytes(records.read_bytes().replace(str(records.parent).encode(), b"/no/such"))
    _, err = run("report", str(moved), "-o", str(tmp_path / "r.html"))
    assert "1 restored only, their source gone (--root DIR says where it is)" in err
    _, err = run("report", str(moved), "-o", str(tmp_path / "r.html"), "--root", str(tmp_path))
    assert "1 restored only, their source changed" in err
    _, err = run("report", str(moved), "-o", str(tmp_path / "r.html"), "--root", str(records.parent))
    assert "restored only" not in err


def test_a_title_is_the_readers_own(records: Path, tmp_path: Path) -> None:
    run("report", str(records), "-q", "-o", str(tmp_path / "r.html"), "--title", "周报 <1>")
    assert "<title>周报 &lt;1&gt;</title>" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_line_that_is_no_article_is_named_and_the_others_are_shown(records: Path, tmp_path: Path) -> None:
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_bytes(b"{}\n" + records.read_bytes())
    _, err = run("report", str(mixed), "-o", str(tmp_path / "r.html"), code=1)
    assert f"{mixed}:1: " in err
    assert (tmp_path / "r.html").exists()


def test_a_source_that_is_no_text_any_more_is_named_and_its_article_is_shown_restored(
    records: Path, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_bytes(b"%PDF-1.7" + bytes(99))
    _, err = run("report", str(records), "-o", str(tmp_path / "r.html"), "--root", str(tmp_path), code=1)
    assert f"{tmp_path / 'page.txt'}: a binary file" in err
    assert "1 restored only, their source unreadable; 1 fault; report in" in err


@pytest.mark.parametrize("content", ["", "{}\n"])
def test_where_there_is_nothing_to_show_no_file_is_written(content: str, tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text(content)
    _, err = run("report", str(tmp_path / "none.jsonl"), "-o", str(tmp_path / "r.html"), code=1)
    assert "no record to show" in err
    assert not (tmp_path / "r.html").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "no input"),
        (("{records}", "-o", ""), "-o names no file"),
        (("{records}", "-o", "r.txt"), "a report is an .html file"),
        (("{records}", "-o", "/no/such/folder/r.html"), "no such folder"),
        (("{records}", "-o", "{records}"), "it is an input"),
        (("{records}", "--root", "/no/such/folder"), "--root /no/such/folder: no such folder"),
    ],
)
def test_wrong_usage_is_told_on_one_line_before_anything_is_read(
    records: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = records.read_bytes()
    _, err = run("report", *(each.format(records=records) for each in arguments), code=2)
    assert said in err
    assert err.count("\n") == 1
    assert records.read_bytes() == before


def test_a_missing_input_is_named(tmp_path: Path) -> None:
    _, err = run("report", str(tmp_path / "no.jsonl"), "-o", str(tmp_path / "r.html"), code=1)
    assert "no.jsonl: no such file" in err
