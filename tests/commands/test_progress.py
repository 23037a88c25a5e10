import io
import sys
from pathlib import Path

import pytest

from gaoxin_extract.commands.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *files: Path, wanted: bool = True) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    names = tuple(map(str, files))
    with progress(names, shown=wanted) as bar:
        for name in names:
            bar.read(name, 1000)
            bar.done(name)
        bar.say("页面 [bold] gone: check")
    return stream.getvalue()


def test_a_terminal_shows_files_and_speed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    (tmp_path / "a.txt").write_text("a" * 99, encoding="utf-8")
    printed = shown(monkeypatch, Terminal(), tmp_path / "a.txt", tmp_path / "gone.txt")
    assert "2/2 files" in printed
    assert "characters/s" in printed
    assert "页面 [bold] gone: check" in printed


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    printed = shown(monkeypatch, Terminal(), tmp_path / "a.txt")
    assert "\x1b[3" not in printed
    assert "\x1b[1;3" not in printed


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_elsewhere_only_the_lines_are_printed(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO) -> None:
    assert shown(monkeypatch, stream, wanted=not stream.isatty()) == "页面 [bold] gone: check\n"
