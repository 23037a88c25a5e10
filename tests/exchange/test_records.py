"""Annotations as records: alone, and laid over the records that were annotated."""

from pathlib import Path

import msgspec
import pytest
from annotating import mark, nested

from gaoxin_extract.errors import RecordError
from gaoxin_extract.exchange import Annotated, annotated, records_of
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.records import Record

PAGE = (
    "石滩经开区：铭川电机二期项目开工\n"
    "5月17日，铭川电机二期项目在石滩经开区开工，总投资12.\n6亿元，𠮷田咨询参与规划。\n"
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    path = tmp_path_factory.mktemp("pages") / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    (made,) = Pipeline.load(model=None).stream([path], date="2024-05-18")
    return made


def test_an_annotated_text_alone_is_a_record_of_its_own() -> None:
    (record,) = records_of([nested()])
    assert (record.id, record.text, record.title) == ("page.txt#0", nested().text, "开工")
    assert record.dct is not None
    assert record.dct.value == "2024-05-17"
    assert [(m.text, m.source_start, m.source_end) for m in record.entities] == [
        (m.text, m.start, m.end) for m in nested().marks
    ]
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record
    assert {body.name for body in record.organisations} == {"铭川电机", "𠮷田咨询"}
    assert {project.name for project in record.projects} == {"铭川电机二期"}


def test_an_annotated_value_is_the_records_and_where_none_is_it_warns() -> None:
    (record,) = records_of([nested()])
    sums = [m for m in record.entities if m.text.endswith("亿元")]
    assert msgspec.to_builtins(sums[0].norm)["amount"] == "1260000000"
    unread = {each.entity for each in record.warnings if each.code == "unread_value"}
    assert unread == {m.id for m in record.entities if m.text in {"5月17日", "12%"}}


def test_a_record_that_nobody_changed_comes_back_as_it_was(record: Record) -> None:
    assert list(records_of([annotated(record)], onto=[record])) == [record]


def test_laid_over_its_record_what_stays_keeps_its_value_and_what_came_has_its_place(record: Record) -> None:
    own = annotated(record)
    changed = [each for each in own.marks if each.label != "DATE"]
    changed.append(mark(own.text, "ORG", "𠮷田咨询"))
    (made,) = records_of([msgspec.structs.replace(own, marks=tuple(changed))], onto=[record])
    assert made.source == record.source
    assert {m for m in made.entities if m.extractor != "annotation"} == {
        m for m in record.entities if m.text != "5月17日"
    }
    (new,) = [m for m in made.entities if m.extractor == "annotation"]
    assert PAGE[new.source_start : new.source_end] == "𠮷田咨询"
    assert annotated(made).human


def test_an_article_is_known_by_its_text_where_the_form_kept_no_id(record: Record) -> None:
    own = msgspec.structs.replace(annotated(record), article=None)
    assert [each.id for each in records_of([own], onto=[record])] == [record.id]


def test_a_text_that_no_record_has_is_told_and_the_others_are_made(record: Record) -> None:
    stray = Annotated(text="别的文章", marks=(), source="set.jsonl:3", article="other.txt#0")
    faults: list[str] = []
    made = list(records_of([stray, annotated(record)], onto=[record], on_error=lambda e: faults.append(str(e))))
    assert [each.id for each in made] == [record.id]
    assert faults[0].startswith("set.jsonl:3: other.txt#0: no record has its text")
    with pytest.raises(RecordError):
        list(records_of([stray], onto=[record]))


def test_a_value_of_another_form_is_told() -> None:
    odd = mark("总投资3亿元", "MONEY", "3亿元", norm={"amount": 300000000})
    with pytest.raises(RecordError, match=r"set\.jsonl:1: MONEY '3亿元' has a value of another form"):
        list(records_of([Annotated(text="总投资3亿元", marks=(odd,), source="set.jsonl:1")]))


def test_optional_mentions_are_no_records_mentions() -> None:
    half = mark("占一半", "PERCENT", "一半", optional=True)
    (record,) = records_of([Annotated(text="占一半", marks=(half,), source="set.jsonl:1")])
    assert record.entities == ()


def test_a_source_path_of_the_machine_is_not_needed(record: Record, tmp_path: Path) -> None:
    moved = msgspec.structs.replace(record, source=msgspec.structs.replace(record.source, path=str(tmp_path / "gone")))
    own = annotated(moved)
    marks = (*own.marks, mark(own.text, "ORG", "𠮷田咨询"))
    (made,) = records_of([msgspec.structs.replace(own, marks=marks)], onto=[moved])
    assert "source_estimated" in {each.code for each in made.warnings}
