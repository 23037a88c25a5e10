"""The program as it is shipped: a wheel built through the sdist, run away from the checkout."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="hatchling is not installed; make setup installs it")

ROOT = Path(__file__).parent.parent
LARGEST = 40 * 2**20  # bytes of the wheel


def build(folder: Path, kind: str, out: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(out)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (built,) = out.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("build")
    with tarfile.open(build(ROOT, "sdist", place / "sdist")) as archive:
        archive.extractall(place / "unpacked", filter="data")
    (folder,) = (place / "unpacked").iterdir()
    return build(folder, "wheel", place / "wheel")


def test_the_wheel_holds_rules_models_licence_and_types(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for wanted in (
        "gaoxin_extract/rules/money/patterns.toml",
        "gaoxin_extract/models/",
        "/LICENSE",
        "/NOTICE",
        "py.typed",
    ):
        assert any(wanted in name for name in names), wanted
    assert not [name for name in names if name.startswith(("tests", "training", "seeds"))]
    assert wheel.stat().st_size < LARGEST


def test_the_command_runs_from_the_wheel_alone(wheel: Path, seeds: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")  # noqa: S202 -- the wheel just built
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    page = tmp_path / "page.html"
    page.write_bytes((seeds / "web-news.html").read_bytes())
    run = [
        sys.executable,
        "-c",
        "from gaoxin_extract.cli import main; import gaoxin_extract as g; print(g.__file__); main()",
    ]
    done = subprocess.run(
        [*run, str(page)], cwd=tmp_path, env=environment, capture_output=True, check=True, encoding="utf-8"
    )
    where, record = done.stdout.splitlines()
    assert where == str(tmp_path / "site" / "gaoxin_extract" / "__init__.py")
    checkout = subprocess.run(
        [sys.executable, "-m", "gaoxin_extract", str(page)], capture_output=True, check=True, encoding="utf-8"
    )
    assert record + "\n" == checkout.stdout
