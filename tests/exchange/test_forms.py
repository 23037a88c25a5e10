"""Every form there and back, with line breaks, nested labels and astral characters; and what other tools write."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import spacy
from annotating import any_annotated, nested
from hypothesis import HealthCheck, given, settings
from spacy.tokens import DocBin

from gaoxin_extract.errors import RecordError
from gaoxin_extract.exchange import Annotated, Form, Labels, read, told, written
from gaoxin_extract.exchange.units import from_utf16, to_utf16
from gaoxin_extract.ledger.storing import FLAT

NAMES: dict[Form, str] = {
    "jsonl": "set.jsonl",
    "label-studio": "tasks.json",
    "doccano": "doccano.jsonl",
    "docbin": "docs.spacy",
    "conll": "columns.conll",
}
WHOLE: tuple[Form, ...] = ("jsonl", "label-studio", "doccano", "docbin")


def there_and_back(folder: Path, form: Form, *every: Annotated) -> list[Annotated]:
    path = folder / NAMES[form]
    path.write_bytes(b"".join(written(every, form)))
    return list(read(path))


def bare(each: Annotated) -> list[tuple[str, int, int, str]]:
    return [(mark.label, mark.start, mark.end, mark.text) for mark in each.marks]


@pytest.mark.parametrize("form", WHOLE)
def test_text_marks_and_origin_come_back(form: Form, tmp_path: Path) -> None:
    (back,) = there_and_back(tmp_path, form, nested())
    assert (back.text, bare(back)) == (nested().text, bare(nested()))
    assert (back.article, back.title, back.date) == ("page.txt#0", "开工", "2024-05-17")


@pytest.mark.parametrize("form", ["jsonl", "docbin"])
def test_values_come_back_where_a_form_has_room_for_them(form: Form, tmp_path: Path) -> None:
    (back,) = there_and_back(tmp_path, form, nested())
    assert [mark.norm for mark in back.marks if mark.norm] == [{"amount": "1260000000", "currency": "CNY"}]


@pytest.mark.parametrize("form", WHOLE)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(each=any_annotated())
def test_whatever_is_written_is_read_back(form: Form, tmp_path: Path, each: Annotated) -> None:
    (back,) = there_and_back(tmp_path, form, each)
    assert (back.text, bare(back)) == (each.text, bare(each))


@pytest.mark.parametrize("form", NAMES)
def test_a_form_is_told_by_its_file(form: Form, tmp_path: Path) -> None:
    path = tmp_path / NAMES[form]
    path.write_bytes(b"".join(written([nested()], form)))
    assert told(path) == form


def test_records_are_told_by_their_schema(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"".join(written([nested()], "records")))
    assert told(path) == "records"


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("\n\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"x\.jsonl: holds nothing"):
        told(tmp_path / "x.jsonl")


@pytest.mark.parametrize("shape", ["entity", "project"])
def test_a_flat_shape_is_told_by_its_name(shape: str, tmp_path: Path) -> None:
    put(tmp_path, "flat.jsonl", dict.fromkeys(FLAT[shape].__struct_fields__))
    with pytest.raises(RecordError, match=rf"flat\.jsonl:1: of the shape {shape}.*--shape article"):
        told(tmp_path / "flat.jsonl")


@pytest.mark.parametrize("content", ["铭川", '"text"', "{"])
def test_a_form_that_is_unknown_is_told(content: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    with pytest.raises(RecordError, match=r"x\.json: .*--from"):
        told(tmp_path / "x.json")


def test_label_studio_counts_code_points_and_doccano_utf16_units(tmp_path: Path) -> None:
    text = "𠮷田咨询与铭川电机"
    (plain,) = read(put(tmp_path, "set.jsonl", {"text": text, "entities": [entity("ORG", 5, 9)]}))
    (task,) = json.loads(b"".join(written([plain], "label-studio")))
    value = task["annotations"][0]["result"][0]["value"]
    assert (value["start"], value["end"], value["text"]) == (5, 9, "铭川电机")
    (line,) = written([plain], "doccano")
    assert json.loads(line)["label"] == [[6, 10, "ORG"]]
    (line,) = written([plain], "doccano", unit="code-points")
    assert json.loads(line)["label"] == [[5, 9, "ORG"]]


def put(folder: Path, name: str, *lines: Any) -> Path:
    path = folder / name
    path.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    return path


def entity(label: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"label": label, "start": start, "end": end} | more


@given(any_annotated())
def test_units_are_counted_to_and_fro(each: Annotated) -> None:
    offsets = tuple(range(len(each.text) + 1))
    units = to_utf16(each.text, offsets)
    assert from_utf16(each.text, units) == offsets
    assert units == tuple(len(each.text[:offset].encode("utf-16-le")) // 2 for offset in offsets)


def region(start: int, end: int, text: str | None, *labels: str, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": list(labels)} | ({"text": text} if text else {})
    return {"id": "a", "from_name": "label", "to_name": "text", "type": "labels", "value": value} | more


def tasks(folder: Path, *every: Any) -> Path:
    path = folder / "tasks.json"
    path.write_bytes(msgspec.json.encode(every))
    return path


def test_label_studios_last_annotation_counts_and_a_cancelled_one_does_not(tmp_path: Path) -> None:
    data = {"text": "铭川电机开工"}
    first, second = {"result": [region(0, 2, "铭川", "ORG")]}, {"result": [region(0, 4, "铭川电机", "ORG")]}
    cancelled = {"result": [], "was_cancelled": True}
    path = tasks(tmp_path, {"id": 1, "data": data, "annotations": [first, second, cancelled], "predictions": []})
    (each,) = read(path)
    assert [mark.text for mark in each.marks] == ["铭川电机"]
    assert each.human


def test_tasks_that_nobody_annotated_are_left_out_beside_others(tmp_path: Path) -> None:
    guess = {"result": [region(0, 2, "铭川", "ORG", score=0.5)]}
    done = {"data": {"text": "铭川"}, "annotations": [guess], "predictions": []}
    open_ = {"data": {"text": "石滩"}, "annotations": [], "predictions": [guess]}
    assert [each.text for each in read(tasks(tmp_path, done, open_))] == ["铭川"]


def test_predictions_count_where_nobody_annotated(tmp_path: Path) -> None:
    guess = {"model_version": "x", "result": [region(0, 2, "铭川", "ORG", score=0.5)]}
    (each,) = read(tasks(tmp_path, {"data": {"text": "铭川"}, "predictions": [guess]}))
    assert [(mark.text, mark.score) for mark in each.marks] == [("铭川", 0.5)]
    assert not each.human


def test_offsets_of_an_older_label_studio_are_known_by_their_words(tmp_path: Path) -> None:
    result = [region(6, 10, "铭川电机", "ORG"), {"type": "choices", "value": {"choices": ["好"]}}]
    (each,) = read(tasks(tmp_path, {"data": {"text": "𠮷田咨询与铭川电机"}, "annotations": [{"result": result}]}))
    assert [(mark.start, mark.end, mark.text) for mark in each.marks] == [(5, 9, "铭川电机")]


@pytest.mark.parametrize(
    "line",
    [
        {"id": 7, "text": "铭川电机", "label": [[0, 4, "ORG"]], "Comments": [], "article": "page.txt#0"},
        {"id": 7, "text": "铭川电机", "labels": [[0, 4, "ORG"]], "meta": {"article": "page.txt#0"}},
        {
            "text": "铭川电机",
            "entities": [{"id": 1, "label": "ORG", "start_offset": 0, "end_offset": 4}],
            "relations": [],
            "metadata": {"article": "page.txt#0"},
        },
    ],
)
def test_what_doccanos_versions_export_is_read(tmp_path: Path, line: dict[str, Any]) -> None:
    (each,) = read(put(tmp_path, "doccano.jsonl", line))
    assert [(mark.label, mark.text) for mark in each.marks] == [("ORG", "铭川电机")]
    assert each.article == "page.txt#0"


def test_a_docbin_of_words_and_ents_is_read(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    doc = nlp("Ming Chuan opens")
    doc.set_ents([doc.char_span(0, 10, label="COMPANY")])
    path = tmp_path / "docs.spacy"
    DocBin(docs=[doc]).to_disk(path)
    (each,) = read(path, labels=Labels({"COMPANY": "ORG"}))
    assert [(mark.label, mark.text) for mark in each.marks] == [("ORG", "Ming Chuan")]


def test_what_the_spacy_component_finds_is_read(tmp_path: Path) -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("gaoxin_extract", config={"model": None})
    path = tmp_path / "docs.spacy"
    DocBin(docs=[nlp("总投资3亿元。")], store_user_data=True).to_disk(path)
    (each,) = read(path)
    assert [(mark.text, (mark.norm or {})["amount"]) for mark in each.marks] == [("3亿元", "300000000")]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("set.jsonl", b'{"text": "\xe9\x93\xad", "entities": [{"label": "ORG", "start": 0, "end": 2}]}', ":1: ORG 0:2"),
        (
            "set.jsonl",
            '{"text": "铭川", "entities": [{"label": "ORG", "start": 0, "end": 2, "text": "石滩"}]}'.encode(),
            "code points",
        ),
        ("doccano.jsonl", b'{"text": "x"}', "no labels"),
        ("doccano.jsonl", b'{"label": []}', ":1: "),
        ("doccano.jsonl", b'{"text": "xy", "label": [[0, 2, "PER"]]}', "--map PER=ORG"),
        ("tasks.json", b'[{"data": {"body": "x"}}]', "#1: no text"),
        ("tasks.json", b'[{"annotations": []}]', "no export of Label Studio"),
        ("docs.spacy", b"nothing of spaCy's", "no DocBin"),
    ],
)
def test_what_breaks_a_form_is_told_with_its_place(tmp_path: Path, name: str, content: bytes, fault: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RecordError, match=fault):
        list(read(tmp_path / name))


def test_labels_of_other_tools_are_mapped_or_left_out(tmp_path: Path) -> None:
    result = [region(0, 2, "铭川", "COMPANY", "PERSON")]
    path = tasks(tmp_path, {"data": {"text": "铭川"}, "annotations": [{"result": result}]})
    (each,) = read(path, labels=Labels({"COMPANY": "ORG", "PERSON": ""}))
    assert [mark.label for mark in each.marks] == ["ORG"]
    doccano = put(tmp_path, "d.jsonl", {"text": "铭川", "label": [[0, 2, "COMPANY"], [0, 1, "PERSON"]]})
    (each,) = read(doccano, labels=Labels({"COMPANY": "ORG", "PERSON": ""}))
    assert [mark.text for mark in each.marks] == ["铭川"]


def test_a_region_without_offsets_is_told(tmp_path: Path) -> None:
    odd = {"type": "hypertextlabels", "value": {"startOffset": 0, "hypertextlabels": ["ORG"]}}
    path = tasks(tmp_path, {"data": {"text": "铭川"}, "annotations": [{"result": [odd]}]})
    with pytest.raises(RecordError, match=r"tasks\.json#1: ORG has no offsets"):
        list(read(path))


def test_a_line_that_is_no_annotated_text_is_told(tmp_path: Path) -> None:
    path = put(tmp_path, "set.jsonl", {"text": "铭川", "entities": []}, {"text": 3})
    with pytest.raises(RecordError, match=r"set\.jsonl:2: no annotated text"):
        list(read(path, "jsonl"))


@pytest.mark.parametrize("name", NAMES.values())
def test_a_missing_file_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(RecordError, match="can't be read"):
        list(read(tmp_path / name))
