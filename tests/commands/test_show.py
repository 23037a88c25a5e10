"""`gaoxin-extract show` on the command line, and on a terminal."""

import gzip
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from gaoxin_extract.cli import app

PAGE = "石滩经开区：铭川电机二期项目开工\n5月17日，铭川电机二期项目在石滩经开区开工，总投资12.6亿元。\n"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def records(page: Path) -> Path:
    out = page.parent / "out.jsonl"
    run(page, "--no-model", "--date", "2024-05-18", "-q", "-o", out)
    return out


def run(*arguments: object, code: int = 0, stdin: bytes | None = None, **env: str) -> tuple[str, str]:
    done = CliRunner().invoke(app, [str(each) for each in arguments], input=stdin, env=env)
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def test_a_page_is_extracted_and_shown_in_brackets_where_there_is_no_terminal(page: Path) -> None:
    printed, err = run("show", page, "--no-model", "--date", "2024-05-18")
    assert "总投资[MONEY 12.6亿元]" in printed.replace("\n", "")
    assert "story · 2024-05-18 (from option)" in printed
    assert "\x1b" not in printed
    assert err == ""


def test_records_are_shown_as_they_are(page: Path, records: Path) -> None:
    """The same as of the page they were made of: told by content, also packed and on standard input."""
    shown, _ = run("show", page, "--no-model", "--date", "2024-05-18")
    packed = records.parent / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress(records.read_bytes()))
    assert run("show", records)[0] == shown
    assert run("show", packed)[0] == shown
    assert run("show", "-", stdin=records.read_bytes())[0] == shown


def test_standard_input_is_extracted_where_it_holds_no_records() -> None:
    printed, _ = run("show", "-", "--no-model", stdin=PAGE.encode())
    assert "[MONEY 12.6亿元]" in printed.replace("\n", "")


def test_texts_and_records_come_in_the_order_they_are_named(page: Path, records: Path) -> None:
    lines = page.parent / "lines.jsonl"
    lines.write_text('{"text": "总投资3亿元。"}\n', encoding="utf-8")
    printed, _ = run("show", lines, records, "--no-model")
    assert printed.index("3亿元") < printed.index("12.6亿元")


def test_values_stand_under_each_sentence(records: Path) -> None:
    printed, _ = run("show", records, "-v")
    assert "1,260,000,000 CNY · total_investment" in printed


def test_only_the_labels_asked_for_are_shown(records: Path) -> None:
    printed, _ = run("show", records, "-l", "money")
    assert "[MONEY" in printed
    assert "[ZONE" not in printed


def test_corrections_are_carried_out_first(records: Path, tmp_path: Path) -> None:
    record = json.loads(records.read_text(encoding="utf-8"))
    mention = next(each for each in record["entities"] if each["label"] == "MONEY")
    decision = {
        "schema": "gaoxin-extract/correction/1",
        "article": record["id"],
        "source": record["source"]["path"],
        "sha256": record["source"]["sha256"],
        "action": "reject",
        "to": None,
    } | {key: mention[key] for key in ("label", "start", "end", "text")}
    (tmp_path / "corrections.jsonl").write_text(json.dumps(decision), encoding="utf-8")
    printed, _ = run("show", records, "--corrections", tmp_path / "corrections.jsonl")
    assert "[MONEY" not in printed


@pytest.mark.parametrize("columns", [30, 80])
def test_lines_fit_the_columns(records: Path, columns: int) -> None:
    printed, _ = run("show", records, "-v", COLUMNS=str(columns))
    assert max(cell_len(line) for line in printed.splitlines()) <= columns


def on_a_terminal(*arguments: object, **env: str) -> str:
    """What is printed on a terminal of 80 columns."""
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "gaoxin_extract", "show", *map(str, arguments)]
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "10"} | env
    with subprocess.Popen(command, stdout=child, stderr=subprocess.PIPE, env=environment) as process:
        os.close(child)
        pieces: list[bytes] = []
        while True:
            try:
                piece = os.read(parent, 1 << 16)
            except OSError:  # how Linux tells that the other end is closed
                break
            if not piece:
                break
            pieces.append(piece)
        assert process.wait() == 0
    os.close(parent)
    return b"".join(pieces).decode()


def test_on_a_terminal_mentions_are_in_colour_under_a_legend(records: Path) -> None:
    printed = on_a_terminal(records, "--no-pager")
    assert "\x1b[38;5;16;48;5;221m12.6亿元\x1b[0m" in printed
    assert printed.splitlines()[0].count("\x1b[38;5;16;48;5;") == 6


def test_no_color_is_heeded(records: Path) -> None:
    printed = on_a_terminal(records, "--no-pager", NO_COLOR="1")
    assert "48;5" not in printed
    assert "[MONEY 12.6亿元]" in printed.replace("\r\n", "")


def test_colour_can_be_kept_in_a_pipe(records: Path) -> None:
    printed, _ = run("show", records, FORCE_COLOR="1", TERM="xterm-256color")
    assert "\x1b[38;5;16;48;5;221m12.6亿元\x1b[0m" in printed


def test_what_is_longer_than_the_terminal_goes_through_the_pager(records: Path, tmp_path: Path) -> None:
    paged = tmp_path / "paged"
    assert on_a_terminal(records, PAGER=f"cat > {paged}") == ""
    assert "12.6亿元" in paged.read_text(encoding="utf-8")
    assert "12.6亿元" in on_a_terminal(records, PAGER=f"cat > {paged}", LINES="100")


def test_a_missing_file_is_told_and_the_others_are_shown(records: Path) -> None:
    printed, err = run("show", "none.txt", records, code=1)
    assert "none.txt: no such file" in err
    assert "12.6亿元" in printed


def test_a_line_that_is_no_record_is_told_and_the_others_are_shown(records: Path, tmp_path: Path) -> None:
    (tmp_path / "mixed.jsonl").write_bytes(records.read_bytes() + b"{}\n")
    printed, err = run("show", tmp_path / "mixed.jsonl", code=1)
    assert "mixed.jsonl:2: " in err
    assert "12.6亿元" in printed


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ((), "no input"),
        (("{page}", "-l", "PER"), "--label PER"),
        (("{page}", "--date", "someday"), "--date someday"),
        (("{page}", "--model", "no/such/model"), "no/such/model"),
        (("{page}", "--model", "fast", "--no-model"), "--no-model"),
        (("{page}", "--model-label", "COMPANY=PERSON"), "--model-label COMPANY=PERSON"),
        (("{page}", "--corrections", "none.jsonl"), "none.jsonl: no such file"),
    ],
)
def test_wrong_usage_is_one_line(page: Path, arguments: tuple[str, ...], fault: str) -> None:
    printed, err = run("show", *(each.format(page=page) for each in arguments), code=2)
    assert printed == ""
    assert err.count("\n") == 1
    assert fault in err
