import os
import sys
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from gaoxin_extract.writers.output import Output, OutputError, twin_of


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def interrupted(path: Path) -> None:
    with Output(str(path)) as out:
        out.write(b"new")
        raise KeyboardInterrupt


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with Output(str(path)) as out:
        out.write(b"a\n")
        assert not path.exists()
        assert twin_of(path).exists()
    assert path.read_bytes() == b"a\n"
    assert names(tmp_path) == ["out.jsonl"]


def test_a_broken_run_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["out.jsonl"]


def test_what_is_discarded_never_appears(tmp_path: Path) -> None:
    with Output(str(tmp_path / "out.jsonl")) as out:
        out.discard()
    assert names(tmp_path) == []


def test_a_link_stays_a_link_and_a_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "records.jsonl", tmp_path / "out.jsonl"
    target.touch(mode=0o640)
    link.symlink_to(target)
    with Output(str(link)) as out:
        out.write(b"a")
    assert link.is_symlink()
    assert target.read_bytes() == b"a"
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["missing/out.jsonl", ".", "file/out.jsonl", "a\0b"])
def test_what_can_not_be_written_is_told_at_once(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="can't be written"):
        Output(f"{tmp_path}/{name}")


def test_a_device_is_written_straight() -> None:
    with Output("/dev/null") as out:
        out.write(b"a")
        assert out.files == ()


def test_a_pipe_is_written_straight(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with Output(str(tmp_path / "pipe")) as out:
        out.write(b"a\n")
        assert os.read(reader, 9) == b"a\n"
    os.close(reader)


def test_a_full_disk_is_a_fault_of_one_line() -> None:
    with pytest.raises(OutputError, match=r"/dev/full: writing failed \(no space left on device\)"):
        interrupted(Path("/dev/full"))


def test_standard_output_has_each_record_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = BytesIO()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=buffer))
    with Output() as out:
        out.write("总".encode())
    assert buffer.getvalue() == "总".encode()


def test_no_standard_output_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError):
        Output()
