"""Patterns that an earlier run compiled are taken from the file beside the bytecode."""

import sys
from pathlib import Path

import msgspec
import pytest
import regex

from gaoxin_extract.rulebook import compiling
from gaoxin_extract.rulebook.compiling import MANY, Store

SUM = r"(?P<number>\d++(?:\.\d+)?)(?P<scale>[万亿])元(?!件)"


@pytest.fixture(autouse=True)
def _no_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling.atexit, "register", lambda _: None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "__pycache__" / "patterns.msgpack"


def forbidden(*_: object) -> regex.Pattern[str]:
    raise AssertionError


def test_a_pattern_that_was_kept_is_not_compiled_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(path)
    store.compiled(SUM, regex.V1)
    store.keep()
    again = Store(path)
    monkeypatch.setattr(compiling.regex, "compile", forbidden)
    assert again.compiled(SUM, regex.V1).pattern == SUM


def test_a_kept_pattern_finds_and_names_what_the_compiled_one_does(path: Path) -> None:
    store = Store(path)
    store.compiled(SUM, regex.V1)
    store.keep()
    found = Store(path).compiled(SUM, regex.V1).search("总投资约4.5亿元，万元件")
    assert found is not None
    assert (found.span(), found.groupdict()) == ((4, 9), {"number": "4.5", "scale": "亿"})


def test_one_pattern_under_two_flags_is_two(path: Path) -> None:
    store = Store(path)
    store.compiled("a", regex.V1)
    store.compiled("a", regex.V1 | regex.IGNORECASE)
    store.keep()
    again = Store(path)
    assert again.compiled("a", regex.V1).match("A") is None
    assert again.compiled("a", regex.V1 | regex.IGNORECASE).match("A") is not None


@pytest.mark.parametrize("content", [b"", b"\xc1", b"\x93\x01\x02\x03"])
def test_a_broken_file_is_as_none(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert Store(path).compiled("[0-9]+元", regex.V1).search("12元") is not None


def test_where_python_writes_no_bytecode_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    kept: list[object] = []
    monkeypatch.setattr(compiling.atexit, "register", kept.append)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    Store(path).compiled("a", regex.V1)
    assert kept == []
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    store = Store(path)
    store.compiled("a", regex.V1)
    store.compiled("b", regex.V1)
    assert kept == [store.keep]


def test_a_folder_that_cannot_be_written_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = Store(tmp_path / "file" / "patterns.msgpack")
    store.compiled("a", regex.V1)
    store.keep()
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_past_its_limit_the_file_begins_anew(path: Path) -> None:
    store = Store(path)
    for number in range(MANY):
        store.compiled(f"{number:x}", regex.V1)
    store.keep()
    store = Store(path)
    store.compiled("元", regex.V1)
    store.keep()
    assert len(msgspec.msgpack.decode(path.read_bytes())) == 1


def test_what_is_no_pattern_is_refused(path: Path) -> None:
    with pytest.raises(regex.error):
        Store(path).compiled("(", regex.V1)
