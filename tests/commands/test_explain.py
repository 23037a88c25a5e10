"""`gaoxin-extract explain` on the command line."""

import json

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
