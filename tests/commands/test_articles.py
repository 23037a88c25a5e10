"""What the verbs that read records share."""

import io
from pathlib import Path

import pytest

from gaoxin_extract.commands import articles
from gaoxin_extract.commands.extract import WrongUsage, chosen_labels


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        return True


def test_what_is_tracked_comes_through_and_is_counted_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    assert list(articles.tracked([1, 2, 3], "reading", total=3)) == [1, 2, 3]
    assert "3/3" in terminal.getvalue()


@pytest.mark.parametrize("quiet", [True, False])
def test_nothing_is_drawn_where_nobody_looks(monkeypatch: pytest.MonkeyPatch, quiet: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    monkeypatch.setattr("sys.stderr", drawn := Terminal() if quiet else io.StringIO())
    assert list(articles.tracked(iter("ab"), "reading", quiet=quiet)) == ["a", "b"]
    assert drawn.getvalue() == ""


def test_labels_come_in_their_order_whatever_their_case() -> None:
    assert chosen_labels(["project", "Money"]) == ("MONEY", "PROJECT")
    assert len(chosen_labels(None)) == 6


def test_standard_input_is_read_once() -> None:
    with pytest.raises(WrongUsage, match="standard input"):
        articles.check_files("-", Path("-"))
