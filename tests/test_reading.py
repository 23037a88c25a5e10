import gzip
import io
import json
import os
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from gaoxin_extract import reading
from gaoxin_extract.errors import SourceError
from gaoxin_extract.reading import Source, gather, iso_date, read

ARTICLE = "内江高新区一季度完成投资12.6亿元。"


def files_of(folder: Path, *arguments: str) -> list[str]:
    return [os.path.relpath(path, folder) for path in gather([str(folder / each) for each in arguments]).files]


def tree(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ARTICLE, encoding="utf-8")


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))


def test_folders_are_searched_to_their_depths_in_the_order_of_names(tmp_path: Path) -> None:
    tree(tmp_path, ["b.txt", "a/z.md", "a/b/c.html", "a.jsonl", "c.TXT.gz"])
    assert files_of(tmp_path, "") == ["a/b/c.html", "a/z.md", "a.jsonl", "b.txt", "c.TXT.gz"]


def test_a_source_bears_the_path_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, ["in/a.txt"])
    monkeypatch.chdir(tmp_path)
    assert gather(["./in"]).files == ("./in/a.txt",)
    assert gather(["in/"]).files == ("in/a.txt",)


def test_hidden_names_are_passed_over_and_other_kinds_counted_by_suffix(tmp_path: Path) -> None:
    tree(tmp_path, ["a.txt", ".b.txt", ".git/c.txt", "d.pdf", "e.PDF", "Makefile", "f.docx"])
    found = gather([tmp_path])
    assert [Path(path).name for path in found.files] == ["a.txt"]
    assert found.skipped == {"": 1, ".docx": 1, ".pdf": 2}


def test_links_pipes_and_loops_in_a_folder_are_skipped(tmp_path: Path) -> None:
    tree(tmp_path, ["a.txt"])
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    found = gather([tmp_path])
    assert [Path(path).name for path in found.files] == ["a.txt"]
    assert found.skipped == {"": 1, ".txt": 3}


def test_a_file_that_two_arguments_reach_is_read_once(tmp_path: Path) -> None:
    tree(tmp_path, ["a.txt", "b.txt"])
    (tmp_path / "link.txt").symlink_to(tmp_path / "b.txt")
    assert files_of(tmp_path, "link.txt", ".", "a.txt", "b.txt") == ["link.txt", "a.txt"]
    assert gather(["-", "-"]).files == ("-",)


def test_the_output_is_never_input(tmp_path: Path) -> None:
    tree(tmp_path, ["a.txt", "out.jsonl"])
    found = gather([tmp_path, tmp_path / "out.jsonl"], leave_out=[tmp_path / "out.jsonl"])
    assert [Path(path).name for path in found.files] == ["a.txt"]


@pytest.mark.parametrize("name", ["missing.txt", "self", "a\0b", "empty"])
def test_what_can_not_be_read_is_named_and_the_others_are_found(tmp_path: Path, name: str) -> None:
    tree(tmp_path, ["a.txt"])
    (tmp_path / "empty").mkdir()
    (tmp_path / "self").symlink_to(tmp_path / "self")
    faults: list[SourceError] = []
    found = gather([tmp_path / "a.txt", f"{tmp_path}/{name}"], on_error=faults.append)
    assert len(found.files) == len(faults) == 1
    with pytest.raises(SourceError):
        gather([f"{tmp_path}/{name}"])


def test_an_empty_name_is_one_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    faults: list[SourceError] = []
    gather([""], on_error=faults.append)
    assert len(faults) == 1


def test_the_output_named_as_the_only_input_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a")
    with pytest.raises(SourceError, match="it is the output"):
        gather([path], leave_out=[path])
    (tmp_path / "b.txt").write_text("b")
    assert gather([path, tmp_path / "b.txt"], leave_out=[path]).files == (str(tmp_path / "b.txt"),)


def test_a_folder_deeper_than_a_path_may_be_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(30):
        Path("d" * 200).mkdir()
        os.chdir("d" * 200)
    faults: list[SourceError] = []
    gather([tmp_path], on_error=faults.append)
    assert faults


def test_a_file_is_one_source_with_the_digest_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(ARTICLE.encode("gbk"))
    (source,) = read(path)
    assert source.text == ARTICLE
    assert source.sha256 == sha256(ARTICLE.encode("gbk")).hexdigest()
    assert (source.encoding, source.media_type, source.warnings) == ("gb18030", "text/markdown", ("encoding_guessed",))


def test_newlines_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfa\r\nb\rc\x00d")
    (source,) = read(path)
    assert source.text == "a\r\nb\rc\x00d"


def test_gzip_is_unpacked_and_told_by_the_suffix_before(tmp_path: Path) -> None:
    path = tmp_path / "a.html.gz"
    path.write_bytes(gzip.compress(ARTICLE.encode()))
    (source,) = read(path)
    assert (source.text, source.media_type) == (ARTICLE, "text/html")
    assert source.sha256 == sha256(ARTICLE.encode()).hexdigest()


@pytest.mark.parametrize(
    "data", [b"no gzip", gzip.compress(b"x" * 999, mtime=0)[:-9], gzip.compress(b"x" * 999, mtime=0)[:20] + b"zzz"]
)
def test_broken_gzip_is_a_fault_of_the_source(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"a\.txt\.gz: not gzip, or cut short"):
        list(read(path))


def test_a_named_file_of_any_suffix_is_text_unless_binary(tmp_path: Path) -> None:
    (tmp_path / "page.dat").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "page.txt").write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3")
    assert next(read(tmp_path / "page.dat")).media_type == "text/plain"
    with pytest.raises(SourceError, match="binary"):
        list(read(tmp_path / "page.txt"))


def test_a_file_gone_since_it_was_found_is_told(tmp_path: Path) -> None:
    faults: list[SourceError] = []
    assert list(read(tmp_path / "gone.txt", on_error=faults.append)) == []
    assert "gone.txt: no such file" in str(faults[0])


def test_an_encoding_given_that_does_not_fit_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(ARTICLE.encode("gbk"))
    with pytest.raises(SourceError, match=r"a\.txt: not utf-8 \(byte 0x"):
        list(read(tmp_path / "a.txt", encoding="utf-8"))


def test_the_limit_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LIMIT", 100)
    (tmp_path / "a.txt").write_text("字" * 101, encoding="utf-8")
    lines = [json.dumps({"text": "字" * size}, ensure_ascii=False) for size in (99, 101, 900)]
    (tmp_path / "a.jsonl").write_text("\n".join([*lines, '{"text": "末"}']), encoding="utf-8")
    faults: list[SourceError] = []
    sources = [*read(tmp_path / "a.txt", on_error=faults.append), *read(tmp_path / "a.jsonl", on_error=faults.append)]
    assert [len(source.text) for source in sources] == [99, 1]
    assert all("limit of 100 characters" in str(fault) for fault in faults)
    assert [str(fault).split(": ")[0].rpartition("/")[2] for fault in faults] == ["a.txt", "a.jsonl:2", "a.jsonl:3"]


def test_a_device_without_end_is_no_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LIMIT", 1000)
    with pytest.raises(SourceError):
        list(read("/dev/zero"))


def test_each_line_is_a_source_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    first = json.dumps(
        {"text": ARTICLE, "id": 7, "title": "标题", "date": "2023年3月14日", "more": [1]}, ensure_ascii=False
    )
    path.write_text(f"{first}\r\n\n" + '{"text": "\\u00a0a\\u2028b", "date": 2023}\n', encoding="utf-8")
    one, two = read(path)
    assert (one.path, one.id, one.title, one.date) == (f"{path}:1", "7", "标题", "2023-03-14")
    assert one.sha256 == sha256(first.encode()).hexdigest()
    assert (two.path, two.text, two.date) == (f"{path}:3", "\u00a0a\u2028b", "2023")
    assert {one.media_type, two.media_type} == {"application/jsonl"}


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "gb18030"])
def test_lines_may_be_in_any_encoding(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes("".join(json.dumps({"text": ARTICLE}, ensure_ascii=False) + "\n" for _ in range(3)).encode(codec))
    assert [source.text for source in read(path)] == [ARTICLE] * 3


@pytest.mark.parametrize(
    "line", ['{"text": ', "[1]", '{"texts": "a"}', '{"text": 5}', '{"text": "a", "id": [1]}', "总投资", "[" * 99_999]
)
def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "a"}}\n{line}\n{{"text": "b"}}\n', encoding="utf-8")
    faults: list[SourceError] = []
    assert [source.text for source in read(path, on_error=faults.append)] == ["a", "b"]
    (fault,) = faults
    assert str(fault).startswith(f"{path}:2: ")
    assert "\n" not in str(fault)
    with pytest.raises(SourceError):
        list(read(path))


def test_a_date_that_can_not_be_read_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a", "date": "spring"}\n{"text": "a", "date": ""}\n')
    assert [(source.date, source.warnings) for source in read(tmp_path / "a.jsonl")] == [
        (None, ("date_unread",)),
        (None, ()),
    ]


@pytest.mark.parametrize(
    "row", [{"path": "a", "text": "5亿元", "source_start": 0}, {"name": "a", "floor_area_m2": None}]
)
def test_rows_of_our_other_shapes_are_no_sources_either(tmp_path: Path, row: dict[str, object]) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(f"{json.dumps(row)}\n" * 2, encoding="utf-8")
    faults: list[SourceError] = []
    assert not list(read(path, on_error=faults.append))
    (fault,) = faults
    assert "out.jsonl:1: a record that gaoxin-extract wrote" in str(fault)


def test_our_own_records_are_refused_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text('{"schema": "gaoxin-extract/article/1", "text": "a"}\n' * 3 + '{"text": "b"}\n', encoding="utf-8")
    faults: list[SourceError] = []
    assert [source.text for source in read(path, on_error=faults.append)] == ["b"]
    (fault,) = faults
    assert "out.jsonl:1: a record that gaoxin-extract wrote" in str(fault)


def test_a_binary_file_of_lines_is_one_fault(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"PK\x03\x04\n\n" * 50)
    faults: list[SourceError] = []
    assert list(read(tmp_path / "a.jsonl", on_error=faults.append)) == []
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b'\n \n {"text": "a"}\n', "application/jsonl"),
        (b"\xef\xbb\xbf<p>a", "text/html"),
        ("总投资".encode("gbk"), "text/plain"),
        ('{"text": "a"}'.encode("utf-16"), "application/jsonl"),
    ],
)
def test_standard_input_is_told_by_its_first_character(
    monkeypatch: pytest.MonkeyPatch, data: bytes, media_type: str
) -> None:
    stdin(monkeypatch, data)
    (source,) = read("-")
    assert source.media_type == media_type
    assert source.path.startswith("-")


def test_standard_input_keeps_its_blanks_and_counts_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b" \n a")
    assert next(read("-")).text == " \n a"
    stdin(monkeypatch, b'\n\n{"text": "a"}\n{"text": "b"}')
    assert [source.path for source in read("-")] == ["-:3", "-:4"]


def test_a_type_given_overrides_what_standard_input_looks_like(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"{a}")
    assert next(read("-", media_type="text/plain")).text == "{a}"


def test_no_standard_input_at_all_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SourceError, match="closed"):
        list(read("-"))


@pytest.mark.parametrize("data", [b"", b" \n\n"])
def test_an_empty_input_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    stdin(monkeypatch, data)
    assert [source.text for source in read("-")] == [data.decode()]
    for name, count in (("a.txt", 1), ("a.jsonl", 0)):
        (tmp_path / name).write_bytes(data)
        assert len(list(read(tmp_path / name))) == count


def test_a_name_that_is_no_utf8_is_shown_so_that_records_can_hold_it(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + "/项目.txt".encode("gbk"))
    Path(name).write_text(ARTICLE, encoding="utf-8")
    (source,) = read(gather([tmp_path]).files[0])
    assert "\ufffd" in source.path
    source.path.encode()


def test_a_text_of_ones_own_is_a_source() -> None:
    assert Source.of(ARTICLE).path == "-"


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2023", "2023"), ("2023年", "2023"), ("", None), ("2023-03", "2023-03"), ("2023年3月", "2023-03"),
        ("2023/3/4", "2023-03-04"),
        ("20230314", "2023-03-14"), ("2023-03-14 09:00", "2023-03-14"), ("2024-02-29", "2024-02-29"),
        ("2023-02-29", None), ("2023-13", None), ("昨日", None), ("23-3-4", None), ("2023-3-145", None),
    ],
)  # fmt: skip
def test_dates_are_as_precise_as_they_are_written(words: str, date: str | None) -> None:
    assert iso_date(words) == date
