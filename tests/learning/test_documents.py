"""Annotated text from files: what is read, what is refused, what is held out."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.errors import RecordError
from gaoxin_extract.learning.documents import Document, Mark, hold_out, read_documents
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.records import Record
from gaoxin_extract.writers import writing

TEXT = "铭川电机落户石滩高新区。"
LINE = {"text": TEXT, "entities": [{"label": "ORG", "start": 0, "end": 4, "text": "铭川电机"}]}


def written(folder: Path, *lines: object, name: str = "data.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines), "utf-8")
    return path


def test_a_line_of_text_with_entities_is_a_document_of_its_own(tmp_path: Path) -> None:
    path = written(tmp_path, LINE, "", LINE)
    first, second = read_documents([path], {})
    assert first == Document(TEXT, (Mark(0, 4, "ORG"),), f"{path}:1", frozenset({"ORG"}))
    assert second.group == f"{path}:3"


def test_lines_of_one_source_belong_together(tmp_path: Path) -> None:
    path = written(tmp_path, LINE | {"source": "a"}, LINE | {"source": "a"})
    assert {document.group for document in read_documents([path], {})} == {"a"}


def test_labels_are_mapped_left_out_or_refused_but_sums_and_dates_pass(tmp_path: Path) -> None:
    entities = [{"label": "COMPANY", "start": 0, "end": 4}, {"label": "DATE", "start": 4, "end": 6}]
    path = written(tmp_path, {"text": TEXT, "entities": entities})
    assert read_documents([path], {"COMPANY": "ORG"})[0].marks == (Mark(0, 4, "ORG"),)
    with pytest.raises(RecordError, match=rf"{path}:1: label COMPANY: .*--map COMPANY=ORG"):
        read_documents([path], {})
    with pytest.raises(RecordError, match="no name to learn from"):
        read_documents([path], {"COMPANY": ""})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "no annotated text"),
        ({"text": TEXT}, "no annotated text"),
        ({"text": TEXT, "entities": [{"label": "ORG", "start": 0, "end": 99}]}, "0:99 lies outside the text"),
        ({"text": TEXT, "entities": [{"label": "ORG", "start": 3, "end": 3}]}, "3:3 lies outside the text"),
        ({"text": TEXT, "entities": [{"label": "ORG", "start": 1, "end": 5, "text": "铭川电机"}]}, "count code points"),
    ],
)
def test_a_line_that_is_no_annotation_is_named_with_what_is_wrong(tmp_path: Path, line: object, said: str) -> None:
    path = written(tmp_path, LINE, line)
    with pytest.raises(RecordError, match=rf"{path}:2: .*{said}") as fault:
        read_documents([path], {})
    assert "\n" not in str(fault.value)


def test_files_of_other_forms_are_read_by_whoever_knows_them(tmp_path: Path) -> None:
    document = Document("铭川电机落户", (Mark(0, 4, "ORG"),), "a")
    path = written(tmp_path, LINE)
    known, own = read_documents(
        [tmp_path / "data.conll", path], {}, others=lambda each: [document] if each.suffix == ".conll" else None
    )
    assert known.marks == document.marks
    assert known.knows == frozenset({"ORG"})
    assert own.text == TEXT


def test_a_file_that_is_missing_or_no_utf8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="can't be read"):
        read_documents([tmp_path / "none.jsonl"], {})
    (tmp_path / "a.jsonl").write_bytes("项目".encode("gb18030"))
    with pytest.raises(RecordError, match="not UTF-8"):
        read_documents([tmp_path / "a.jsonl"], {})


def test_a_folder_gives_its_files(tmp_path: Path) -> None:
    written(tmp_path, LINE)
    (tmp_path / "notes.md").write_text("x", "utf-8")
    assert len(read_documents([tmp_path], {})) == 1
    (tmp_path / "empty").mkdir()
    with pytest.raises(RecordError, match="no annotated file"):
        read_documents([tmp_path / "empty"], {})


@pytest.fixture(scope="module")
def record() -> Record:
    (record,) = Pipeline.load(model=None).extract_text(
        "铭川电机有限公司落户石滩高新区，总投资3亿元。\n", path="page.txt"
    )
    return record


def decision(record: Record, action: str, start: int, end: int) -> object:
    return {
        "schema": "gaoxin-extract/correction/1",
        "article": record.id,
        "source": record.source.path,
        "sha256": record.source.sha256,
        "action": action,
        "label": "ORG",
        "start": start,
        "end": end,
        "text": record.text[start:end],
        "to": None,
    }


def test_a_record_is_read_with_its_names_and_without_its_sums(tmp_path: Path, record: Record) -> None:
    path = written(tmp_path, writing("article", csv=False).lines(record).decode().strip())
    (document,) = read_documents([path], {})
    assert document.text == record.text
    assert Mark(0, 8, "ORG") in document.marks
    assert {mark.label for mark in document.marks} <= {"ORG", "ZONE", "PROJECT"}


def test_corrections_are_carried_out_and_records_that_nobody_looked_at_left_out(tmp_path: Path, record: Record) -> None:
    path = written(tmp_path, writing("article", csv=False).lines(record).decode().strip())
    added = record.text.index("总投资")
    decided = written(
        tmp_path, decision(record, "reject", 0, 8), decision(record, "add", added, added + 3), name="c.jsonl"
    )
    (document,) = read_documents([path], {}, decided)
    spans = {(mark.start, mark.end) for mark in document.marks if mark.label == "ORG"}
    assert (0, 8) not in spans
    assert (added, added + 3) in spans
    nothing = written(tmp_path, "", name="none.jsonl")
    with pytest.raises(RecordError, match="no name to learn from"):
        read_documents([path], {}, nothing)


def test_corrections_without_records_are_refused(tmp_path: Path, record: Record) -> None:
    decided = written(tmp_path, decision(record, "reject", 0, 8), name="c.jsonl")
    with pytest.raises(RecordError, match="give the records too"):
        read_documents([written(tmp_path, LINE)], {}, decided)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.text("项目", min_size=1, max_size=9)), min_size=2), st.floats(0.05, 0.5)
)
def test_groups_are_held_out_whole_and_something_is_always_learnt_from(
    rows: list[tuple[int, str]], share: float
) -> None:
    documents = [Document(text, (), str(group)) for group, text in rows]
    mine, held = hold_out(documents, share)
    assert sorted(mine + held, key=id) == sorted(documents, key=id)
    assert not {d.group for d in mine} & {d.group for d in held}
    assert mine
    assert held or len({d.group for d in documents}) == 1
