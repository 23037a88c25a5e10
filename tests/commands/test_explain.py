"""`gaoxin-extract explain` on the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gaoxin_extract.cli import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["explain", *arguments, "--no-model"])


def test_each_candidate_is_a_line_with_its_rule_and_value() -> None:
    result = run("总投资约45万元。", "--date", "2024年5月")
    assert result.exit_code == 0
    assert "2024-05" in result.stdout
    assert "rule/money.amount" in result.stdout
    assert "450000" in result.stdout


def test_as_json_it_is_an_object_an_article() -> None:
    (line,) = run("总投资[约45万元]。", "--json").stdout.splitlines()
    assert [step["norm"]["amount"] for step in json.loads(line)["steps"]] == ["450000"]


@pytest.mark.parametrize(
    "arguments",
    [("",), (" \n",), ("5亿元", "--date", "yesterday"), ("5亿元", "--rules", "no/such/folder"), ()],
)
def test_wrong_usage_is_one_line(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("gaoxin-extract: ")
    assert result.stderr.count("\n") == 1


def test_broken_rules_are_told_on_one_line(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "money").mkdir()
    (folder / "money" / "roles.toml").write_text("[[role]]\nid = 'gift'\n")
    result = run("5亿元", "--rules", str(folder))
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "roles.toml:1: " in result.stderr


def test_a_dash_is_the_text_on_standard_input() -> None:
    result = CliRunner().invoke(app, ["explain", "-", "--no-model"], input="总投资约45万元。".encode())
    assert "450000" in result.stdout


def test_what_is_not_utf8_on_standard_input_is_wrong_usage() -> None:
    result = CliRunner().invoke(app, ["explain", "-"], input="总投资约45万元。".encode("gbk"))
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "not UTF-8" in result.stderr


def test_a_file_named_instead_of_a_text_is_wrong_usage(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("总投资约45万元。", encoding="utf-8")
    result = run(str(page))
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "a file, not a text" in result.stderr


def test_a_long_text_is_no_file_name() -> None:
    assert "450000" in run("总投资约45万元。" + "园" * 5000).stdout


def test_no_text_steers_the_terminal_or_the_table() -> None:
    printed = run("\u202e铭川[/b]电机有限公司\x1b[31m总投资约45万元。").stdout
    assert not {"\x1b", "\u202e"} & set(printed)
    assert "�铭川[/b]电机" in printed


@pytest.mark.parametrize("verb", ["explain", "evaluate", "diff"])
def test_a_closed_pipe_is_silent_and_141(verb: str, tmp_path: Path) -> None:
    line = b'{"text": "\xe6\x80\xbb", "entities": []}\n'
    (tmp_path / "gold.jsonl").write_bytes(line)
    (tmp_path / "out.jsonl").write_bytes(b"")
    inputs = ["5亿元", "--no-model"] if verb == "explain" else ["gold.jsonl", "out.jsonl", "-q"]
    if verb == "diff":
        inputs = ["out.jsonl", "out.jsonl"]
    with subprocess.Popen(
        [sys.executable, "-m", "gaoxin_extract", verb, *inputs],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        assert process.stderr.read() == b""
        assert process.wait() == 141
