"""`gaoxin-extract rules check` on the command line."""

from pathlib import Path

from typer.testing import CliRunner, Result

from gaoxin_extract.cli import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["rules", *arguments])


def test_a_sound_folder_is_counted(tmp_path: Path) -> None:
    (tmp_path / "money").mkdir()
    (tmp_path / "money" / "lexicon.toml").write_text("[currency]\n'比特' = 'XBT'\n", encoding="utf-8")
    result = run("check", str(tmp_path))
    assert (result.exit_code, result.stdout) == (0, "0 patterns, 1 word, 0 examples, 0 faults\n")


def test_faults_are_a_line_each(tmp_path: Path) -> None:
    (tmp_path / "money").mkdir()
    (tmp_path / "money" / "lexicon.toml").write_text("[scale]\n'万' = 10000\n", encoding="utf-8")
    (tmp_path / "percent").mkdir()
    (tmp_path / "percent" / "patterns.toml").write_text("[slots]\nspare = 'x'\n", encoding="utf-8")
    result = run("check", str(tmp_path))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 2)


def test_without_a_verb_it_is_wrong_usage_on_one_line() -> None:
    result = run()
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "\\x0a" not in result.stderr
