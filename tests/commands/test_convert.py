"""`gaoxin-extract convert` on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import DocBin
from typer.testing import CliRunner

from gaoxin_extract.cli import app

PAGE = "石滩经开区：铭川电机二期项目开工\n5月17日，铭川电机二期项目在石滩经开区开工，总投资12.\n6亿元。\n"
FORMS = ("jsonl", "label-studio", "doccano", "docbin", "conll", "records")


def run(*arguments: object, code: int = 0) -> tuple[str, str]:
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    (folder / "other.txt").write_text("总投资3亿元。", encoding="utf-8")
    run(folder / "page.txt", folder / "other.txt", "--no-model", "-q", "-o", folder / "out.jsonl")
    return folder / "out.jsonl"


@pytest.mark.parametrize("form", FORMS)
def test_records_go_out_and_come_back_onto_themselves(out: Path, tmp_path: Path, form: str) -> None:
    _, err = run("convert", out, "--to", form, "-o", tmp_path / "there")
    assert "2 texts; MONEY 2" in err
    run("convert", tmp_path / "there", "--from", form, "--to", "records", "--onto", out, "-o", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == out.read_bytes()


@pytest.mark.parametrize("name", ["docs.spacy", "columns.conll", "tasks.json"])
def test_the_suffix_tells_the_form_both_ways(out: Path, tmp_path: Path, name: str) -> None:
    run("convert", out, "-o", tmp_path / name, "-q")
    _, err = run("convert", tmp_path / name, "--to", "jsonl", "-o", tmp_path / "set.jsonl")
    assert "2 texts" in err


def test_what_is_imported_without_records_is_evaluated_reported_and_learnt_from(out: Path, tmp_path: Path) -> None:
    """As records of its own, that extract and ledger take for what they are."""
    run("convert", out, "--to", "doccano", "-o", tmp_path / "d.jsonl", "-q")
    run("convert", tmp_path / "d.jsonl", "--to", "records", "-o", tmp_path / "r.jsonl", "-q")
    records = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [record["schema"] for record in records] == ["gaoxin-extract/article/1"] * 2
    assert {m["extractor"] for record in records for m in record["entities"]} == {"annotation"}
    run("ledger", tmp_path / "r.jsonl", "-q")


def test_labels_are_kept_and_the_others_stay_on_the_way_back(out: Path, tmp_path: Path) -> None:
    run("convert", out, "--to", "doccano", "-l", "ORG", "-l", "ZONE", "-o", tmp_path / "d.jsonl", "-q")
    lines = [json.loads(line) for line in (tmp_path / "d.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {label for line in lines for _, _, label in line["label"]} <= {"ORG", "ZONE"}
    back = tmp_path / "back.jsonl"
    run("convert", tmp_path / "d.jsonl", "--to", "records", "--onto", out, "-l", "org", "-l", "zone", "-o", back)
    assert back.read_bytes() == out.read_bytes()


def correction(out: Path, action: str, label: str, text: str, **more: Any) -> dict[str, Any]:
    record = json.loads(out.read_text(encoding="utf-8").splitlines()[0])
    start = record["text"].index(text)
    return {
        "schema": "gaoxin-extract/correction/1",
        "article": record["id"],
        "source": record["source"]["path"],
        "sha256": record["source"]["sha256"],
        "action": action,
        "label": label,
        "start": start,
        "end": start + len(text),
        "text": text,
        "to": None,
    } | more


def test_corrections_are_carried_out_first(out: Path, tmp_path: Path) -> None:
    decisions = tmp_path / "corrections.jsonl"
    decisions.write_text(json.dumps(correction(out, "reject", "MONEY", "12.6亿元")), encoding="utf-8")
    printed, _ = run("convert", out, "--to", "records", "--corrections", decisions)
    first = json.loads(printed.splitlines()[0])
    assert "MONEY" not in {mention["label"] for mention in first["entities"]}


def test_a_correction_that_fits_nothing_is_told(out: Path, tmp_path: Path) -> None:
    decisions = tmp_path / "corrections.jsonl"
    decisions.write_text(json.dumps(correction(out, "reject", "ORG", "12.6亿元")), encoding="utf-8")
    _, err = run("convert", out, "--to", "jsonl", "--corrections", decisions, code=1)
    assert "the article has no such mention" in err


def test_labels_of_others_are_mapped(tmp_path: Path) -> None:
    columns = tmp_path / "in.conll"
    columns.write_text("铭 B-COMPANY\n川 I-COMPANY\n王 B-PER\n", encoding="utf-8")
    printed, _ = run("convert", columns, "--to", "jsonl", "--map", "COMPANY=org", "--map", "PER=")
    assert [(each["label"], each["text"]) for each in json.loads(printed)["entities"]] == [("ORG", "铭川")]


def test_a_broken_input_leaves_the_output_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "in.conll").write_text("铭 O\n川\n", encoding="utf-8")
    (tmp_path / "out.jsonl").write_text("kept", encoding="utf-8")
    _, err = run("convert", tmp_path / "in.conll", "--to", "jsonl", "-o", tmp_path / "out.jsonl", code=1)
    assert "in.conll:2: " in err
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "kept"


def test_an_annotation_of_a_text_that_no_record_has_is_told(out: Path, tmp_path: Path) -> None:
    (tmp_path / "in.conll").write_text("别 O\n的 O\n", encoding="utf-8")
    _, err = run("convert", tmp_path / "in.conll", "--to", "records", "--onto", out, code=1)
    assert "no record has its text" in err


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ((), "no input"),
        (("missing.jsonl", "--to", "conll"), "no such file"),
        (("{out}", "-o", "x.jsonl"), "--to records"),
        (("{out}", "--to", "brat"), "brat"),
        (("{out}", "--to", "conll", "--map", "PER=PERSON"), "--map PER=PERSON"),
        (("{out}", "--to", "conll", "-l", "PER"), "--label PER"),
        (("{out}", "--to", "conll", "-o", "{out}"), "it is the input"),
        (("{out}", "--to", "records", "-l", "ORG"), "records are kept whole"),
        (("{out}", "--to", "conll", "-o", "no/such/folder/x.conll"), "can't be written"),
    ],
)
def test_wrong_usage_is_one_line(out: Path, arguments: tuple[str, ...], fault: str) -> None:
    printed, err = run("convert", *(each.format(out=out) for each in arguments), code=2)
    assert printed == ""
    assert err.count("\n") == 1
    assert fault in err


def test_a_docbin_holds_the_words_that_are_asked_for(out: Path, tmp_path: Path) -> None:
    run("convert", out, "--words", "-o", tmp_path / "docs.spacy", "-q")
    for doc in DocBin().from_disk(tmp_path / "docs.spacy").get_docs(spacy.blank("zh").vocab):
        assert "".join(word.text for word in doc.spans["words"]) == "".join(doc.text.split())


def test_words_of_records_go_with_them_and_no_other_form_takes_any(out: Path, tmp_path: Path) -> None:
    page = out.parent / "page.txt"
    run(page, "--words", "--no-model", "-q", "-o", tmp_path / "words.jsonl")
    run("convert", tmp_path / "words.jsonl", "-o", tmp_path / "docs.spacy", "-q")
    (doc,) = DocBin().from_disk(tmp_path / "docs.spacy").get_docs(spacy.blank("zh").vocab)
    assert "投资" in [word.text for word in doc.spans["words"]]
    _, err = run("convert", out, "--words", "--to", "conll", code=2)
    assert "--to docbin" in err
