"""The picture of the terminal in the documentation is what the program prints today."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"


def test_the_picture_of_the_terminal_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    spec = importlib.util.spec_from_file_location("drawing", PICTURES / "show.py")
    assert spec is not None
    assert spec.loader is not None
    drawing = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(drawing)
    committed = (PICTURES / "show.svg").read_text(encoding="utf-8")
    assert drawing.draw() == committed, "draw it anew: python docs/pictures/show.py"
