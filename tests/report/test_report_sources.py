"""Sources of records, read again."""

import gzip
from hashlib import sha256
from pathlib import Path

import pytest
from made_up import PAGE, article, on_disk
from msgspec.structs import replace

from gaoxin_extract.errors import SourceError
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.records import Record
from gaoxin_extract.report.sources import Printed, cut, located, printed, source_files


def found(*records: Record, root: Path | None = None) -> dict[str, Printed]:
    """What each record's source holds today, by the record's id."""
    faults: list[SourceError] = []
    sources = {
        record.id: now for file in source_files(records, root) for record, now in printed(file, on_error=faults.append)
    }
    assert not faults
    return sources


def test_a_source_that_is_what_it_was_is_printed(tmp_path: Path) -> None:
    record = on_disk(tmp_path / "page.txt")
    assert found(record) == {record.id: Printed("printed", PAGE)}


def test_a_source_whose_bytes_differ_is_changed_and_not_shown(tmp_path: Path) -> None:
    record = on_disk(tmp_path / "page.txt")
    (tmp_path / "page.txt").write_text(PAGE.replace("12", "13"))
    assert found(record) == {record.id: Printed("changed")}


def test_a_source_that_is_gone_is_missing(tmp_path: Path) -> None:
    record = article(tmp_path / "page.txt")
    assert found(record) == {record.id: Printed("missing")}


def test_standard_input_is_gone_once_it_is_read() -> None:
    record = article("-")
    assert found(record) == {record.id: Printed("missing")}


def test_a_source_that_is_no_text_any_more_is_unreadable_and_told_once(tmp_path: Path) -> None:
    records = [on_disk(tmp_path / "page.txt"), on_disk(tmp_path / "page.txt", number=1)]
    (tmp_path / "page.txt").write_bytes(b"%PDF-1.7" + bytes(99))
    faults: list[SourceError] = []
    (file,) = source_files(records)
    assert [now.state for _, now in printed(file, on_error=faults.append)] == ["unreadable"] * 2
    assert len(faults) == 1


def test_offsets_that_lie_outside_a_source_make_it_changed(tmp_path: Path) -> None:
    record = on_disk(tmp_path / "page.txt")
    record = replace(record, spans=((0, 10_000),))
    assert found(record)[record.id].state == "changed"


def test_sources_that_have_moved_are_found_under_a_root_by_as_much_of_their_path_as_is_there(tmp_path: Path) -> None:
    (tmp_path / "new" / "a").mkdir(parents=True)
    (tmp_path / "new" / "page.txt").write_text("another page of that name")
    record = replace_path(on_disk(tmp_path / "new" / "a" / "page.txt"), "/gone/a/page.txt")
    assert found(record, root=tmp_path / "new")[record.id].text == PAGE
    (tmp_path / "new" / "a" / "page.txt").unlink()
    assert located("/gone/a/page.txt", tmp_path / "new") == tmp_path / "new" / "page.txt"


def test_a_path_never_leads_out_of_the_root(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "page.txt").write_text(PAGE)
    assert located("../page.txt", tmp_path / "root") is None


@pytest.mark.parametrize("packed", [False, True])
def test_each_line_of_a_jsonl_is_a_source_of_its_own(tmp_path: Path, *, packed: bool) -> None:
    lines = '{"text": "石滩经开区总投资5亿元。"}\n\n{"id": 7, "text": "石滩经开区总投资6亿元。"}\n'.encode()
    path = tmp_path / f"articles.jsonl{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(lines) if packed else lines)
    records = tuple(Pipeline.load(model=None).stream([path]))
    assert [now.text for now in found(*records).values()] == ["石滩经开区总投资5亿元。", "石滩经开区总投资6亿元。"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "big5"])
def test_a_source_is_decoded_as_it_was(tmp_path: Path, encoding: str) -> None:
    text = "石灘開發區總投資5億元，項目今年投產，園區企業增加，經濟發展。"
    (tmp_path / "page.txt").write_bytes(text.encode(encoding))
    records = tuple(Pipeline.load(model=None).stream([tmp_path / "page.txt"]))
    assert [now.text for now in found(*records).values()] == [text]


def test_an_encoding_that_was_given_is_taken_again_where_detection_says_another(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes("12".encode("utf-16-le"))
    record = replace(article(tmp_path / "page.txt", "12", marks=()), spans=((0, 2),))
    digest = sha256((tmp_path / "page.txt").read_bytes()).hexdigest()
    record = replace(record, source=replace(record.source, encoding="utf-16-le", sha256=digest))
    assert found(record)[record.id].text == "12"


def test_of_a_long_source_the_part_around_the_article_is_shown(tmp_path: Path) -> None:
    page = "前" * 500 + PAGE + "后" * 500
    record = article(tmp_path / "page.txt", page)
    record = replace(record, spans=((500, 500 + len(PAGE)),))
    start, text = cut(record, page, longest=100, margin=10)
    assert (start, text) == (490, "前" * 10 + PAGE + "后" * 10)
    assert cut(record, page, longest=5_000) == (0, page)


def replace_path(record: Record, path: str) -> Record:
    return replace(record, id=f"{path}#0", source=replace(record.source, path=path))
