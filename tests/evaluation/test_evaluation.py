"""Figures by hand-made records, and agreement with the scorer beside the checkout."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from gaoxin_extract.errors import RecordError
from gaoxin_extract.evaluation import evaluate
from gaoxin_extract.evaluation.gold import GoldArticle, GoldEntity, GoldSource, fold, read_gold, read_records
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.records import Record

TEXT = "总投资3亿元，占比90%以上。"


def record(text: str = TEXT) -> Record:
    (made,) = Pipeline.load(model=None).extract_text(text, path="page.txt")
    return made


def gold(*entities: GoldEntity, **article: object) -> GoldSource:
    whole = GoldArticle(kind="story", spans=((0, len(TEXT)),), **article)  # type: ignore[arg-type]
    return GoldSource("page.txt", entities, (whole,))


MONEY = GoldEntity("MONEY", 3, 6, "3亿元", norm={"amount": "300000000", "role": "total_investment"})
PERCENT = GoldEntity("PERCENT", 9, 14, "90%以上", norm={"value": "90", "mod": "EQUAL_OR_MORE", "trend": None})


def test_right_mentions_and_values_score_1() -> None:
    figures = evaluate([gold(MONEY, PERCENT)], {"page.txt": [record()]})
    assert figures.mentions["MONEY"].f1 == figures.mentions["PERCENT"].f1 == 1
    assert figures.mentions["MONEY"].value == 1
    assert figures.mentions["MONEY"].fields == {"role": (1, 1)}
    assert figures.articles.b_cubed_f1 == 1
    assert figures.differences == ()


def test_a_wrong_value_lowers_the_value_alone() -> None:
    wrong = msgspec.structs.replace(MONEY, norm={"amount": "3", "role": "tax"})
    figures = evaluate([gold(wrong)], {"page.txt": [record()]}, labels=["MONEY"])
    assert figures.mentions["MONEY"].f1 == 1
    assert figures.mentions["MONEY"].value == 0
    assert [difference.kind for difference in figures.differences] == ["value", "role"]


def test_missed_spurious_and_boundary_are_told_apart() -> None:
    longer = GoldEntity("MONEY", 0, 6, "总投资3亿元")
    absent = GoldEntity("PERCENT", 0, 3, "总投资")
    figures = evaluate([gold(longer, absent)], {"page.txt": [record()]}, labels=["MONEY", "PERCENT"])
    assert {(d.kind, d.label) for d in figures.differences} == {
        ("boundary", "MONEY"),
        ("missed", "PERCENT"),
        ("spurious", "PERCENT"),
    }


def test_an_optional_mention_counts_neither_way() -> None:
    figures = evaluate(
        [gold(msgspec.structs.replace(MONEY, optional=True))], {"page.txt": [record()]}, labels=["MONEY"]
    )
    assert figures.mentions["MONEY"].gold == 0
    assert figures.differences == ()


def test_values_are_compared_as_numbers() -> None:
    written = msgspec.structs.replace(MONEY, norm={"amount": "300000000.0"})
    figures = evaluate([gold(written)], {"page.txt": [record()]}, labels=["MONEY"])
    assert figures.mentions["MONEY"].value == 1


def test_faults_of_records_are_counted() -> None:
    whole = record("总投资3亿元，\n占比 90%以上。")
    (sum_, share) = whole.entities
    moved = msgspec.structs.replace(sum_, start=sum_.start - 1, source_start=0, source_end=3)
    broken = msgspec.structs.replace(whole, text="总投资3亿元，\n占比 90%以上。", entities=(moved, share))
    figures = evaluate([gold()], {"page.txt": [broken]}, texts={"page.txt": TEXT})
    assert msgspec.to_builtins(figures.faults) == {"offsets": 2, "source": 2, "broken_lines": 1, "blanks": 1}
    assert {difference.kind for difference in figures.differences} >= {"offset", "source"}


def test_a_headline_or_date_that_is_missing_is_named() -> None:
    figures = evaluate([gold(title="某园区开工", dct="2024-05")], {"page.txt": [record()]}, labels=[])
    assert (figures.articles.titles, figures.articles.dates) == ((0, 1), (0, 1))
    assert [difference.kind for difference in figures.differences] == ["title", "dct"]


def test_fold_passes_over_width_blanks_and_quotation_marks() -> None:
    assert fold("“一期”（Ａ区） 开工") == fold("一期(A区)开工")


@pytest.mark.parametrize("content", ['{"source": 3}', "{", ""])
def test_an_annotation_of_another_form_is_refused_with_its_place(tmp_path: Path, content: str) -> None:
    (tmp_path / "page.json").write_text(content, encoding="utf-8")
    with pytest.raises(RecordError, match=r"page\.json"):
        list(read_gold(tmp_path))


@pytest.mark.shared
def test_figures_are_those_of_the_scorer_beside_the_checkout(shared: Path, tmp_path: Path) -> None:
    pipeline = Pipeline.load(model=None)
    out = tmp_path / "out.jsonl"
    pages = sorted((shared / "seeds").glob("*.txt"))
    records = [record for path in pages for record in pipeline.stream([path])]
    out.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records))
    theirs = json.loads(
        subprocess.run(
            [sys.executable, str(shared / "score.py"), str(shared / "gold"), str(out), "--json"],
            capture_output=True,
            check=True,
        ).stdout
    )
    texts = {path.name: path.read_text(encoding="utf-8") for path in pages}
    ours = evaluate(list(read_gold(shared / "gold")), read_records(out), texts=texts)
    for label, figures in ours.mentions.items():
        for name in ("precision", "recall", "f1", "relaxed_f1", "value", "value_n"):
            assert getattr(figures, name) == pytest.approx(theirs[label][name]), (label, name)
        for field, (right, total) in figures.fields.items():
            assert right / total == pytest.approx(theirs[label][field])
    assert ours.articles.b_cubed_f1 == pytest.approx(theirs["ARTICLES"]["b_cubed_f1"])
    assert "/".join(map(str, ours.articles.titles)) == theirs["ARTICLES"]["titles"]
    assert f"{ours.facts.right}/{ours.facts.gold}" == theirs["FACTS"]["recall"]
    assert f"{ours.facts.right}/{ours.facts.proposed}" == theirs["FACTS"]["precision"]
    assert f"{ours.facts.right_roles}/{ours.facts.roles}" == theirs["FACTS"]["roles"]
    assert {name: theirs["ARTICLES"][name] for name in ("offsets", "source", "broken_lines", "blanks")} == (
        msgspec.to_builtins(ours.faults)
    )
