import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from gaoxin_extract.cli import app
from gaoxin_extract.commands import extract
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.reading import Source
from gaoxin_extract.records import Record

ARTICLE = "内江高新区一季度完成投资12.6亿元，同比增长8%。"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load()


@pytest.fixture(autouse=True)
def loaded_once(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that ask for no rules or labels of their own share one pipeline; faults of the program show as they are."""
    load = extract.load
    own = {
        "rules": None,
        "model": extract.OWN_MODEL,
        "model_labels": {},
        "labels": extract.LABELS,
        "min_score": 0.0,
    }
    monkeypatch.setattr(extract, "load", lambda **options: pipeline if options == own else load(**options))
    monkeypatch.setattr(extract, "FORGIVEN", ())


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], input=stdin)


def records(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_records_go_to_standard_output_and_the_summary_to_standard_error(page: Path) -> None:
    result = run(page)
    assert result.exit_code == 0
    record = msgspec.json.decode(result.stdout_bytes, type=Record)
    assert [mention.text for mention in record.entities if mention.text.endswith("元")] == ["12.6亿元"]
    assert result.stderr.startswith("1 file, 1 article; MONEY 1, PERCENT 1, DATE 1, ")
    assert result.stderr.count("\n") == 1


def test_the_file_holds_what_standard_output_would(page: Path) -> None:
    out = page.with_name("out.jsonl")
    result = run(page, "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_bytes() == run(page).stdout_bytes
    assert f"records in {out}" in result.stderr


def test_the_library_gives_the_same_records(page: Path, pipeline: Pipeline) -> None:
    (record,) = pipeline.stream([page])
    assert msgspec.json.encode(record) + b"\n" == run(page).stdout_bytes


def test_same_input_same_bytes(seeds: Path) -> None:
    assert run(seeds).stdout_bytes == run(seeds).stdout_bytes


@pytest.mark.parametrize("order", [("{page}", "-q", "--shape", "entity"), ("-q", "--shape", "entity", "{page}")])
def test_options_stand_before_or_after_the_paths(page: Path, order: tuple[str, ...]) -> None:
    result = run(*(each.format(page=page) for each in order))
    assert {row["label"] for row in records(result)} >= {"MONEY", "PERCENT"}


def test_a_label_given_leaves_out_the_others_and_what_rests_on_them(seeds: Path) -> None:
    for record in records(run(seeds, "--label", "MONEY", "--label", "percent")):
        assert {entity["label"] for entity in record["entities"]} <= {"MONEY", "PERCENT"}
        assert not record["organisations"]
        assert not record["projects"]


def test_a_date_given_is_every_articles_own(page: Path) -> None:
    (record,) = records(run(page, "--date", "2024-05-17"))
    assert record["dct"] == {"value": "2024-05-17", "basis": "option"}


def test_standard_input_is_read_and_its_type_told(page: Path) -> None:
    (record,) = records(run("-", stdin=page.read_bytes()))
    assert record["id"] == "-#0"
    (record,) = records(run("-", stdin=json.dumps({"text": ARTICLE, "id": "甲"}).encode()))
    assert (record["id"], record["source"]["id"]) == ("-:1#0", "甲")


def test_a_type_given_holds_for_what_is_named_and_not_for_folders(page: Path) -> None:
    assert records(run(page, "--type", "html"))[0]["source"]["media_type"] == "text/html"
    assert records(run(page.parent, "--type", "html"))[0]["source"]["media_type"] == "text/plain"


def test_the_encoding_given_is_used_for_all(page: Path) -> None:
    page.write_bytes(ARTICLE.encode("gbk"))
    (record,) = records(run(page, "--encoding", "gb18030"))
    assert record["warnings"] == [warning for warning in record["warnings"] if warning["code"] != "encoding_guessed"]
    result = run(page, "--encoding", "utf-8")
    assert result.exit_code == 1
    assert "leave out --encoding" in result.stderr


def test_rules_of_ones_own_are_laid_over_ours(page: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules" / "money"
    rules.mkdir(parents=True)
    (rules / "patterns.toml").write_text("[[pattern]]\nid = 'x'\nregex = '('\n", encoding="utf-8")
    result = run(page, "--rules", tmp_path / "rules")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "patterns.toml:" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("shape", ["entity", "project"])
def test_a_csv_has_a_mark_a_head_and_a_row_each(seeds: Path, tmp_path: Path, shape: str) -> None:
    assert run(seeds, "--shape", shape, "-o", tmp_path / "out.csv").exit_code == 0
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(table) == len(records(run(seeds, "--shape", shape)))


def test_a_csv_of_nothing_still_has_its_head(page: Path) -> None:
    page.write_bytes(b"")
    assert run(page, "--shape", "entity", "-o", page.with_name("out.csv")).exit_code == 0
    assert page.with_name("out.csv").read_text("utf-8-sig").startswith("id,path,")


@pytest.mark.parametrize("name", ["page.txt", "page.html", "page.jsonl"])
def test_an_empty_file_is_read_and_gives_no_record(page: Path, name: str) -> None:
    page.with_name(name).write_bytes(b"")
    result = run(page.with_name(name))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("1 file, 0 articles")


def test_quiet_says_nothing_but_faults(page: Path) -> None:
    assert run(page, "--quiet").stderr == ""
    assert run(page, page.parent / "none.txt", "--quiet").stderr.count("\n") == 1


def test_a_folder_read_again_does_not_read_its_own_output(page: Path) -> None:
    out = page.with_name("out.jsonl")
    run(page.parent, "-o", out)
    first = out.read_bytes()
    result = run(page.parent, "-o", out)
    assert (result.exit_code, out.read_bytes()) == (0, first)


def test_what_a_folder_holds_of_other_kinds_is_counted_in_the_summary(page: Path) -> None:
    for name in ("a.pdf", "b.pdf", "LICENSE"):
        page.with_name(name).touch()
    os.mkfifo(page.with_name("pipe.txt"))
    page.with_name("loop").symlink_to(page.parent)
    assert "; skipped 2 without suffix, 2 .pdf, 1 .txt; " in run(page.parent).stderr


@pytest.mark.parametrize("name", ["missing.txt", "binary.txt", "empty", "broken.jsonl", "own.jsonl", "utf8.txt.gz"])
def test_an_input_that_fails_is_one_line_and_the_rest_is_written(page: Path, name: str) -> None:
    page.with_name("binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    page.with_name("empty").mkdir()
    page.with_name("broken.jsonl").write_text('{"text": \n', encoding="utf-8")
    page.with_name("own.jsonl").write_text('{"schema": "gaoxin-extract/article/1"}\n' * 9, encoding="utf-8")
    page.with_name("utf8.txt.gz").write_bytes(b"no gzip")
    result = run(page.with_name(name), page)
    assert result.exit_code == 1
    assert len(records(result)) == 1
    first, summary = result.stderr.splitlines()
    assert first.startswith(str(page.with_name(name)))
    assert "; 1 fault; " in summary


def test_where_nothing_could_be_read_the_file_stays_as_it_was(page: Path) -> None:
    out = page.with_name("out.jsonl")
    out.write_bytes(b"old")
    result = run(page.with_name("pgae.txt"), "-o", out)
    assert (result.exit_code, out.read_bytes()) == (1, b"old")
    assert f"{out} left as it was" in result.stderr


def test_a_file_written_over_itself_is_left_as_it_was(page: Path) -> None:
    result = run(page, "-o", page)
    assert (result.exit_code, page.read_text(encoding="utf-8")) == (1, ARTICLE)
    assert "it is the output" in result.stderr


def test_a_fault_of_our_own_costs_one_input(page: Path, monkeypatch: pytest.MonkeyPatch, pipeline: Pipeline) -> None:
    def fail(source: Source, *, date: str | None) -> tuple[Record, ...]:
        if "坏" in source.text:
            message = "no\nway"
            raise KeyError(message)
        return Pipeline.extract(pipeline, source, date=date)

    monkeypatch.setattr(pipeline, "extract", fail)
    lines = "".join(json.dumps({"text": text}) + "\n" for text in (ARTICLE, "坏", ARTICLE))
    page.with_name("a.jsonl").write_text(lines, encoding="utf-8")
    with pytest.raises(KeyError):
        CliRunner().invoke(app, [str(page.with_name("a.jsonl"))], catch_exceptions=False)
    monkeypatch.setattr(extract, "FORGIVEN", (Exception,))
    result = run(page.with_name("a.jsonl"))
    assert (result.exit_code, len(records(result))) == (1, 2)
    first, _ = result.stderr.splitlines()
    assert "a.jsonl:2: a fault of the program (KeyError: " in first
    assert "Traceback" in run(page.with_name("a.jsonl"), "-v").stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--nope", "{page}"),
        ("{page}", "--date", "yesterday"),
        ("{page}", "--date", "2023-02-30"),
        ("{page}", "--encoding", "klingon"),
        ("{page}", "--label", "PERSON"),
        ("{page}", "--shape", "table"),
        ("{page}", "--type", "pdf"),
        ("{page}", "--rules", "no/such/folder"),
        ("{page}", "-o", "no/such/folder/out.jsonl"),
        ("{page}", "-o", "."),
        ("{page}", "-o", "out.csv"),
        ("{page}", "-o"),
        ("{page}", "-o", ""),
        ("{page}", "-o", "out.jsonl.gz"),
        ("{page}", "-o", "out.xlsx"),
        ("{page}", "--shape", "entity", "-o", "out.tsv"),
        ("{page}", "--no-model", "--model", "fast"),
        ("{page}", "--no-model", "--model-label", "COMPANY=ORG"),
    ],
)
def test_wrong_usage_is_one_line_before_any_reading(
    page: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(page.parent)
    result = run(*(each.format(page=page) for each in arguments))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("gaoxin-extract: ")
    assert [path.name for path in page.parent.iterdir()] == ["page.txt"]


def test_a_full_disk_is_one_line(page: Path) -> None:
    result = run(page, "-o", "/dev/full")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1


def test_a_file_with_a_newline_in_its_name_is_still_one_line(tmp_path: Path) -> None:
    assert run(tmp_path / "a\nb\x1b[2J.txt", "-q").stderr.count("\n") == 1


def test_without_the_model_every_mention_is_a_rules(page: Path) -> None:
    (record,) = records(run(page, "--no-model"))
    assert all(entity["extractor"].startswith("rule/") for entity in record["entities"])


def test_a_model_that_is_not_there_is_wrong_usage(page: Path, tmp_path: Path) -> None:
    result = run(page, "--model", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "no such model" in result.stderr
    assert result.stderr.count("\n") == 1


def test_mentions_under_the_smallest_score_are_left_out(page: Path) -> None:
    (record,) = records(run(page, "--min-score", "0.99"))
    assert record["entities"]
    assert all(entity["score"] >= 0.99 for entity in record["entities"])


def test_words_are_spans_of_the_text_without_its_blanks(page: Path) -> None:
    (record,) = records(run(page, "--words", "-q"))
    cut = [record["text"][start:end] for start, end in record["words"]]
    assert "".join(cut) == "".join(record["text"].split())
    assert "投资" in cut


def test_records_have_words_only_where_they_were_asked_for(page: Path) -> None:
    (record,) = records(run(page, "-q"))
    assert "words" not in record


def test_another_segmenter_cuts_where_it_is_named(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "by_pairs.py").write_text("def cut(text):\n    return [text[i:i+2] for i in range(0, len(text), 2)]\n")
    monkeypatch.syspath_prepend(tmp_path)
    (record,) = records(run(page, "--segmenter", "by_pairs", "-q"))
    assert record["words"][:2] == [[0, 2], [2, 4]]


@pytest.mark.parametrize("arguments", [["--segmenter", "no_such_package"], ["--words", "--shape", "entity"]])
def test_words_that_cannot_be_had_are_wrong_usage(page: Path, arguments: list[str]) -> None:
    result = run(page, *arguments)
    assert result.exit_code == 2
    assert "segmenter" in result.stderr or "--words" in result.stderr
