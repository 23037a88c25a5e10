"""README and docs are true: every `>>>` and every `$` command runs and prints what stands under it."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from gaoxin_extract.cli import app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
JQ = re.compile(r"\bjq ")
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


VERBS = get_command(app).commands  # type: ignore[attr-defined]


def commands(page: Path) -> list[tuple[str, str]]:
    """The commands of a page's console blocks, each with the output that stands under it; `…` stands for anything."""
    found: list[tuple[str, str]] = []
    for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            while command.count('"') % 2:  # a quoted program of several lines
                more, _, printed = printed.partition("\n")
                command += f"\n{more}"
            found.append((command, printed))
    return found


def expected(printed: str) -> re.Pattern[str]:
    words = [re.escape(part) for part in printed.strip().replace("…\n", "…").split("…")]
    return re.compile(".*?".join(words), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_a_page_runs_and_prints_what_stands_under_it(page: Path, tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "rules").symlink_to(ROOT / "rules")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command, printed in commands(page):
        if JQ.search(command) and not shutil.which("jq"):
            pytest.skip("jq is not installed")
        done = subprocess.run(
            ["bash", "-c", command],  # noqa: S607 -- as a reader would
            cwd=tmp_path,
            env=os.environ | {"PATH": path, "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout)
        assert expected(printed).fullmatch(done.stdout.strip()), (command, done.stdout)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_example_of_a_page_is_true(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, _ = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert not failed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = {target for block in SHELL.findall(text) for target in re.findall(r"^make (\w+)", block, re.MULTILINE)}
    named |= set(re.findall(r"`make (\w+)`", text))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_verbs_page_names_every_option_of_it(verb: str) -> None:
    page = (ROOT / "docs" / "commands" / f"{verb}.md").read_text(encoding="utf-8")
    options = {name for parameter in VERBS[verb].params for name in parameter.opts if name.startswith("-")}
    assert {name for name in options if f"`{name}" not in page} == set()


def test_the_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="mkdocs is not installed; make setup installs it")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    reference = (tmp_path / "site" / "reference" / "commands" / "index.html").read_text(encoding="utf-8")
    assert all(f"gaoxin-extract {verb}" in reference for verb in VERBS if verb != "extract")
    assert (tmp_path / "site" / "zh" / "tutorial" / "index.html").exists()
