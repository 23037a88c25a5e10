"""The program as users start it: verbs, help, signals and pipes, in processes of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gaoxin_extract import __version__
from gaoxin_extract.__main__ import INTERRUPTED, main
from gaoxin_extract.cli import app

PROGRAM = [sys.executable, "-m", "gaoxin_extract"]
ARTICLE = "内江高新区一季度完成投资12.6亿元，同比增长8%。"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_help_names_every_option_and_verb() -> None:
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    for word in (
        "--output",
        "--shape",
        "--label",
        "--date",
        "--encoding",
        "--rules",
        "--quiet",
        "--verbose",
        "--version",
    ):
        assert word in result.stdout
    assert "schema " in result.stdout


def test_help_says_what_each_verb_does_in_a_whole_sentence() -> None:
    _, _, verbs = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "80"}).stdout.partition("Commands:")
    assert "show " in verbs
    assert "..." not in verbs


def test_ctrl_c_while_the_program_is_imported_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupting:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "gaoxin_extract.cli":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "gaoxin_extract.cli")
    monkeypatch.setattr(sys, "meta_path", [Interrupting(), *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == INTERRUPTED


def test_the_version_is_the_packages() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout == f"gaoxin-extract {__version__}\n"


def test_importing_the_command_line_imports_nothing_heavy() -> None:
    heavy = ["spacy", "regex", "numpy", "trafilatura", "onnxruntime", "rich.progress", "gaoxin_extract.pipeline"]
    code = f"import sys, gaoxin_extract.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_completion_offers_verbs_and_options() -> None:
    def completed(words: str, number: int) -> str:
        asked = {"_GAOXIN_EXTRACT_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(number)}
        done = subprocess.run(
            [sys.executable, "-c", "from gaoxin_extract.cli import main; main()"],
            capture_output=True,
            text=True,
            env=os.environ | asked,
            check=False,
        )
        return done.stdout

    assert "schema" in completed("gaoxin-extract sch", 1)
    assert "--shape" in completed("gaoxin-extract --sh", 1)
    assert "--shape" in completed("gaoxin-extract seeds --sh", 2)
    assert "MONEY" in completed("gaoxin-extract seeds --label MO", 3)


@pytest.mark.parametrize("name", ["./schema", "schema/"])
def test_a_path_of_a_verbs_name_is_a_path(tmp_path: Path, name: str) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = subprocess.run([*PROGRAM, name], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True)
    assert f'"path":"{name.rstrip("/")}/a.txt"' in done.stdout


def test_output_is_utf8_whatever_the_locale(page: Path) -> None:
    environment = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([*PROGRAM, page], capture_output=True, env=environment, check=True)
    assert ARTICLE in done.stdout.decode("utf-8")


def test_a_closed_pipe_is_silent_and_141(seeds: Path) -> None:
    with subprocess.Popen([*PROGRAM, seeds], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_a_closed_pipe_is_141_for_a_schema_too() -> None:
    with subprocess.Popen([*PROGRAM, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_ctrl_c_is_silent_130_and_leaves_no_file(page: Path) -> None:
    big = page.with_name("big.jsonl")
    big.write_text(f'{{"text": "{ARTICLE * 50}"}}\n' * 50_000, encoding="utf-8")
    out = page.with_name("out.jsonl")
    process = subprocess.Popen([*PROGRAM, big, "-o", out], stderr=subprocess.PIPE)
    twin = page.with_name(".out.jsonl.unfinished")
    deadline = time.monotonic() + 60
    while not (twin.exists() and twin.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (130, b"")
    assert sorted(path.name for path in page.parent.iterdir()) == ["big.jsonl", "page.txt"]


def test_a_full_standard_output_is_one_line(page: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PROGRAM, page], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1


def test_a_pipe_named_as_an_input_is_read(page: Path) -> None:
    command = f'{" ".join(PROGRAM)} <(cat "{page}") -q'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, encoding="utf-8", check=True)  # noqa: S607
    assert "12.6亿元" in done.stdout


def test_records_come_as_their_lines_do() -> None:
    with subprocess.Popen(
        [*PROGRAM, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b'{"text": "a"}\n')
        process.stdin.flush()
        assert process.stdout.readline().startswith(b'{"schema"')
        process.stdin.close()
        assert process.wait() == 0
