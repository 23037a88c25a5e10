"""`gaoxin-extract train`: wrong usage, faults of the data, and the table at the end."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gaoxin_extract.cli import app
from gaoxin_extract.learning import heads

SENTENCES = ("{}说，今年的收成比去年好。", "记者昨天在村里见到了{}。", "会后，{}介绍了下一步的打算。")
PEOPLE = ("李文博", "王晓梅", "陈思远", "赵立新", "孙雅琴", "周国强", "吴敏之", "郑海涛", "冯玉兰", "蒋志远", "沈一鸣")


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["train", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "people.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for frame in SENTENCES:
            for name in PEOPLE:
                start = frame.index("{")
                entity = {"label": "PERSON", "start": start, "end": start + 3}
                print(json.dumps({"text": frame.format(name), "entities": [entity]}, ensure_ascii=False), file=file)
    return path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "no data"),
        (("a.jsonl",), "no -o MODEL"),
        (("a.jsonl", "-o", "m", "--map", "PERSON"), "--map PERSON: write LABEL=ORG"),
        (("a.jsonl", "-o", "m", "--map", "PERSON=PLACE"), "--map PERSON=PLACE: write LABEL=ORG"),
        (("a.jsonl", "-o", "m", "--hold-out", "0.9"), "--hold-out 0.9: give a share above 0"),
        (("a.jsonl", "-o", "m"), "a.jsonl: can't be read"),
        (("a.jsonl", "-o", ".", "--quiet"), "-o .: is there already"),
    ],
)
def test_wrong_usage_is_told_on_one_line(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_model_is_trained_and_its_figures_are_printed(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "EPOCHS", 2)
    code, out, err = run(data, "-o", tmp_path / "model", "--map", "PERSON=ORG")
    assert code == 0, err
    heading, row = out.splitlines()
    assert heading.split()[:2] == ["label", "names"]
    assert row.split()[0] == "ORG"
    assert "→" in row
    assert "epoch 1" in err
    assert "--model" in err
    assert (tmp_path / "model" / "recogniser.json").is_file()


def test_columns_and_doccanos_lines_are_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "EPOCHS", 1)
    columns, lines = [], []
    for frame in SENTENCES:
        for name in PEOPLE:
            text, start = frame.format(name), frame.index("{")
            tags = ["O"] * start + ["B-PERSON", "I-PERSON", "I-PERSON"] + ["O"] * len(text)
            columns += [f"{char} {tag}" for char, tag in zip(text, tags, strict=False)] + [""]
            lines.append(json.dumps({"text": text, "label": [[start, start + 3, "PERSON"]]}, ensure_ascii=False))
    tables = []
    for name, rows in (("people.conll", columns), ("doccano.jsonl", lines)):
        (tmp_path / name).write_text("\n".join(rows), "utf-8")
        code, out, err = run(tmp_path / name, "-o", tmp_path / f"{name}.model", "--map", "PERSON=ORG")
        assert code == 0, err
        tables.append(out.splitlines()[1].split()[0])
    assert tables == ["ORG", "ORG"]


def test_an_unknown_label_is_told_with_how_to_map_it(data: Path, tmp_path: Path) -> None:
    code, _, err = run(data, "-o", tmp_path / "model")
    assert code == 2
    assert f"{data}:1: label PERSON" in err
    assert "--map PERSON=ORG" in err
    assert not (tmp_path / "model").exists()
