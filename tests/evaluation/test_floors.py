"""Figures by name, and floors."""

from pathlib import Path

import pytest

from gaoxin_extract.errors import RecordError
from gaoxin_extract.evaluation import evaluate
from gaoxin_extract.evaluation.floors import fallen, flat, read_floors
from gaoxin_extract.evaluation.gold import GoldEntity, GoldSource
from gaoxin_extract.evaluation.records import gold_of
from gaoxin_extract.pipeline import Pipeline

(RECORD,) = Pipeline.load(model=None).extract_text("总投资3亿元，占比90%以上。", path="page.txt")
FIGURES = evaluate(
    [GoldSource("page.txt", (GoldEntity("MONEY", 3, 6, "3亿元"), GoldEntity("ORG", 0, 3, "总投资")))],
    {"page.txt": [RECORD]},
)


def test_what_nothing_was_measured_of_has_no_figure() -> None:
    figures = flat(FIGURES)
    assert (figures["MONEY.f1"], figures["ORG.recall"]) == (1, 0)
    assert not {"MONEY.value", "DATE.f1", "articles.titles", "facts.recall"} & figures.keys()


def test_a_floor_above_its_figure_or_of_no_figure_has_fallen() -> None:
    floors = {"MONEY.f1": 1.0, "ORG.f1": 0.1, "DATE.f1": 0.0}
    assert [(each.name, each.figure) for each in fallen(FIGURES, floors)] == [("ORG.f1", 0.0), ("DATE.f1", None)]


@pytest.mark.parametrize(
    "content", ['"ORG.f1" = 0.9\n', '[floor]\n"ORG.f1" = 0.9\n', "[ORG]\nf1 = 0.9\n", "[floor]\nORG = 0.9\n"]
)
def test_floors_are_read_in_every_way_of_writing_them(tmp_path: Path, content: str) -> None:
    (tmp_path / "floors.toml").write_text(content, encoding="utf-8")
    assert read_floors(tmp_path / "floors.toml") == {"ORG.f1": 0.9}


@pytest.mark.parametrize("content", ['"ORG.f1" = "high"', "ORG =", '"ORG.f1" = true'])
def test_what_is_no_floor_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "floors.toml").write_text(content, encoding="utf-8")
    with pytest.raises(RecordError, match=r"floors\.toml: "):
        read_floors(tmp_path / "floors.toml")


def test_records_agree_with_themselves_in_everything() -> None:
    (record,) = Pipeline.load(model=None).extract_text(
        "石滩经开区：铭川电机二期项目开工\n铭川电机二期项目昨日开工，总投资5亿元。",
        date="2024-05-18",
        path="a/page.txt",
    )
    figures = flat(evaluate(gold_of([record]), {"a/page.txt": [record]}))
    assert figures
    assert set(figures.values()) == {1.0}
