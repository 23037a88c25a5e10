"""`gaoxin-extract evaluate` on the command line."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gaoxin_extract.cli import app

ROOT = Path(__file__).parents[2]

PAGE = "石滩经开区：铭川电机二期项目开工\n5月17日，铭川电机二期项目在石滩经开区开工，总投资12.\n6亿元。\n"


def run(*arguments: object, code: int = 0) -> tuple[str, str]:
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def figures(*arguments: object, code: int = 0) -> dict[str, float]:
    printed, _ = run("evaluate", *arguments, "--json", "-q", code=code)
    found: dict[str, float] = json.loads(printed)["figures"]
    return found


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    (folder / "other.txt").write_text("总投资3亿元。", encoding="utf-8")
    arguments = (folder / "page.txt", folder / "other.txt", "--no-model", "--date", "2024-05-18", "-q")
    run(*arguments, "-o", folder / "out.jsonl")
    return folder / "out.jsonl"


def decide(out: Path, folder: Path, *decisions: tuple[str, str, str] | tuple[str, str, str, str]) -> Path:
    """A file as the report downloads it when somebody clicks so."""
    record = json.loads(out.read_text(encoding="utf-8").splitlines()[0])
    lines: list[dict[str, Any]] = []
    for action, label, text, *to in decisions:
        start = record["text"].index(text)
        lines.append(
            {
                "schema": "gaoxin-extract/correction/1",
                "article": record["id"],
                "source": record["source"]["path"],
                "sha256": record["source"]["sha256"],
                "action": action,
                "label": label,
                "start": start,
                "end": start + len(text),
                "text": text,
                "to": to[0] if to else None,
            }
        )
    path = folder / "corrections.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def gold(folder: Path, *entities: tuple[str, str]) -> Path:
    """A folder of annotations in which PAGE has these mentions and no others."""
    found: list[dict[str, Any]] = []
    for label, text in entities:
        start = PAGE.index(text)
        found.append({"label": label, "start": start, "end": start + len(text), "text": "".join(text.split())})
    annotation = {"source": "page.txt", "articles": [{"kind": "story", "spans": [[0, len(PAGE)]]}], "entities": found}
    (folder / "gold").mkdir()
    (folder / "gold" / "page.json").write_text(json.dumps(annotation), encoding="utf-8")
    return folder / "gold"


def test_figures_are_a_table_and_one_object(out: Path, tmp_path: Path) -> None:
    right = gold(tmp_path, ("MONEY", "12.\n6亿元"))
    printed, _ = run("evaluate", right, out)
    assert printed.splitlines()[1].split()[:6] == ["MONEY", "1", "1", "1.000", "1.000", "1.000"]
    assert figures(right, out)["MONEY.f1"] == 1


def test_a_rejected_mention_raises_precision_where_it_was_wrong_and_lowers_recall_where_it_was_right(
    out: Path, tmp_path: Path
) -> None:
    right = gold(tmp_path, ("DATE", "5月17日"), ("ZONE", "石滩经开区"))
    before = figures(right, out)
    (tmp_path / "wrong").mkdir()
    wrong = figures(right, out, "--corrections", decide(out, tmp_path / "wrong", ("reject", "DATE", "5月17日")))
    assert (before["DATE.f1"], wrong["DATE.f1"]) == (1, 0)
    assert wrong["ZONE.f1"] == before["ZONE.f1"]


def test_an_added_mention_raises_recall_over_a_line_break_too(out: Path, tmp_path: Path) -> None:
    right = gold(tmp_path, ("PROJECT", "总投资12.\n6亿元"))
    before = figures(right, out)
    clicked = decide(
        out,
        tmp_path,
        ("add", "PROJECT", "总投资12.6亿元"),
        ("reject", "PROJECT", "铭川电机二期项目"),
    )
    after = figures(right, out, "--corrections", clicked)
    assert (before["PROJECT.recall"], after["PROJECT.recall"]) == (0, 1)
    assert after["PROJECT.precision"] > before["PROJECT.precision"]


def test_a_relabelled_mention_counts_under_its_new_label(out: Path, tmp_path: Path) -> None:
    right = gold(tmp_path, ("ORG", "石滩经开区"))
    before = figures(right, out)
    after = figures(right, out, "--corrections", decide(out, tmp_path, ("relabel", "ZONE", "石滩经开区", "ORG")))
    assert (before["ORG.recall"], after["ORG.recall"]) == (0, 1)


def test_corrections_themselves_are_gold(out: Path, tmp_path: Path) -> None:
    """The articles that a reader decided on, as that reader left them."""
    clicked = decide(
        out, tmp_path, ("reject", "MONEY", "12.6亿元"), ("add", "ORG", "石滩"), ("accept", "DATE", "5月17日")
    )
    found = figures(clicked, out)
    assert found["ORG.recall"] < 1
    assert (found["ORG.precision"], found["DATE.f1"], found["MONEY.precision"]) == (1, 1, 0)
    assert "MONEY.recall" not in found  # nobody decided on the article with the other sum
    corrected = figures(clicked, out, "--corrections", clicked)
    assert {name: value for name, value in corrected.items() if value < 1} == {}


def test_records_are_gold_and_so_are_records_with_corrections(out: Path, tmp_path: Path) -> None:
    clicked = decide(out, tmp_path, ("reject", "DATE", "5月17日"))
    assert set(figures(out, out).values()) == {1.0}
    found = figures(out, out, "--gold-corrections", clicked)
    assert (found["DATE.precision"], found["ZONE.f1"]) == (0, 1)
    assert figures(out, out, "--corrections", clicked)["DATE.recall"] == 0


def test_gold_from_another_folder_is_known_by_its_files_name(out: Path, tmp_path: Path) -> None:
    lines = out.read_text(encoding="utf-8").replace(json.dumps(str(out.parent))[1:-1], "elsewhere")
    (tmp_path / "moved.jsonl").write_text(lines, encoding="utf-8")
    assert set(figures(tmp_path / "moved.jsonl", out).values()) == {1.0}


def test_a_set_of_sentences_is_gold_by_its_lines(tmp_path: Path) -> None:
    lines = [
        {"text": "总投资3亿元。", "entities": [{"label": "MONEY", "start": 3, "end": 6, "text": "3亿元"}]},
        {"text": "占比12%。", "entities": [{"label": "PERCENT", "start": 0, "end": 2, "text": "占比"}]},
    ]
    (tmp_path / "set.jsonl").write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    run(tmp_path / "set.jsonl", "--no-model", "-q", "-o", tmp_path / "out.jsonl")
    found = figures(tmp_path / "set.jsonl", tmp_path / "out.jsonl")
    assert (found["MONEY.f1"], found["PERCENT.f1"]) == (1, 0)


@pytest.mark.parametrize("name", ["tasks.json", "docs.spacy", "columns.conll", "doccano.jsonl"])
def test_what_another_tool_wrote_of_these_articles_is_gold(out: Path, tmp_path: Path, name: str) -> None:
    to = ("--to", "doccano") if name == "doccano.jsonl" else ()
    clicked = decide(out, tmp_path, ("reject", "DATE", "5月17日"))
    run("convert", out, "--corrections", clicked, "-o", tmp_path / name, "-q", *to)
    found = figures(tmp_path / name, out)
    assert (found["DATE.precision"], found["MONEY.f1"]) == (0, 1)


def test_a_folder_is_gold_with_its_sets_and_without_what_is_no_annotation(out: Path, tmp_path: Path) -> None:
    """The texts that stand among the annotations say what is white space."""
    right = gold(tmp_path, ("MONEY", "12.\n6亿元"))
    (right / "page.txt").write_text(PAGE, encoding="utf-8")
    (right / "out.jsonl").write_bytes(out.read_bytes())
    (right / "empty.jsonl").write_bytes(b"")
    (right / "broken.jsonl").write_bytes(b"{\n")
    line = {"text": "总投资3亿元。", "entities": [{"label": "MONEY", "start": 3, "end": 6, "text": "3亿元"}]}
    (right / "set.jsonl").write_text(json.dumps(line), encoding="utf-8")
    run(right / "set.jsonl", "--no-model", "-q", "-o", tmp_path / "set.out.jsonl")
    both = tmp_path / "both.jsonl"
    both.write_bytes(out.read_bytes() + (tmp_path / "set.out.jsonl").read_bytes())
    printed, err = run("evaluate", right, both, "--json")
    assert err == ""
    found = json.loads(printed)
    assert (found["labels"]["MONEY"]["gold"], found["figures"]["MONEY.f1"]) == (2, 1)
    assert found["figures"]["articles.b_cubed_f1"] == 1
    assert found["faults"]["source"] == 0


def test_records_of_sources_that_gold_lacks_do_not_count(out: Path, tmp_path: Path) -> None:
    right = gold(tmp_path, ("MONEY", "12.\n6亿元"))
    assert figures(right, out)["MONEY.precision"] == 1


def test_errors_are_shown_up_to_a_number_of_each_kind_and_label(out: Path, tmp_path: Path) -> None:
    right = gold(tmp_path, ("MONEY", "总投资"), ("MONEY", "开工"))
    printed, _ = run("evaluate", right, out, "--errors", "1", "-l", "MONEY")
    kinds = [line.split()[0] for line in printed.split("\n\n")[1].splitlines()[1:]]
    assert kinds.count("missed") == 1
    printed, _ = run("evaluate", right, out, "--errors", "9", "-l", "MONEY", "--json", "-q")
    assert {error["kind"] for error in json.loads(printed)["errors"]} >= {"missed", "spurious"}


def test_a_figure_under_its_floor_is_exit_1(out: Path, tmp_path: Path) -> None:
    right = gold(tmp_path, ("MONEY", "12.\n6亿元"), ("ORG", "石滩"))
    run("evaluate", right, out, "--floor", "MONEY=1")
    _, err = run("evaluate", right, out, "-q", "--floor", "money=1", "--floor", "ORG.recall=0.5", code=1)
    assert err == "ORG.recall: 0.0000, under its floor of 0.5\n"
    (tmp_path / "floors.toml").write_text('[floor]\n"MONEY.f1" = 0.9\n"DATE.value" = 0.1\n', encoding="utf-8")
    _, err = run("evaluate", right, out, "-q", "--floors", tmp_path / "floors.toml", code=1)
    assert err == "DATE.value: nothing to measure, under its floor of 0.1\n"


def test_a_source_without_records_is_told(out: Path, tmp_path: Path) -> None:
    right = gold(tmp_path, ("MONEY", "12.\n6亿元"))
    (right / "page.json").rename(right / "z.json")
    (right / "none.json").write_text('{"source": "none.txt", "articles": [], "entities": []}', encoding="utf-8")
    _, err = run("evaluate", right, out)
    assert err == "no record for none.txt\n"


def test_a_line_that_is_no_record_is_told_and_the_others_count(out: Path, tmp_path: Path) -> None:
    (tmp_path / "mixed.jsonl").write_text("{}\n" + out.read_text(encoding="utf-8"), encoding="utf-8")
    printed, err = run("evaluate", out, tmp_path / "mixed.jsonl", code=1)
    assert "mixed.jsonl:1: " in err
    assert "1.000" in printed


def test_records_come_from_standard_input_too(out: Path) -> None:
    done = CliRunner().invoke(app, ["evaluate", str(out), "-", "-q"], input=out.read_bytes())
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ((), "give GOLD"),
        (("{out}",), "give GOLD"),
        (("missing", "{out}"), "missing: no such file"),
        (("{out}", "missing"), "missing: no such file"),
        (("{out}", "{out}", "--floor", "ORG"), "--floor ORG"),
        (("{out}", "{out}", "--floors", "{out}"), "no floors"),
        (("{out}", "{out}", "-l", "PER"), "--label PER"),
        (("{set}", "{out}", "--gold-corrections", "{out}"), "holds annotations"),
        (("-", "-"), "standard input"),
    ],
)
def test_wrong_usage_is_one_line(out: Path, tmp_path: Path, arguments: tuple[str, ...], fault: str) -> None:
    (tmp_path / "set.jsonl").write_text('{"text": "x", "entities": []}', encoding="utf-8")
    filled = [each.format(out=out, set=tmp_path / "set.jsonl") for each in arguments]
    printed, err = run("evaluate", *filled, code=2)
    assert printed == ""
    assert err.count("\n") == 1
    assert fault in err


@pytest.mark.parametrize("content", ['{"schema": "gaoxin-extract/entity/1"}', "[1, 2]", "text", "", "\n"])
def test_gold_of_no_kind_that_is_known_is_told(out: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / "gold.jsonl").write_text(content, encoding="utf-8")
    _, err = run("evaluate", tmp_path / "gold.jsonl", out, code=1)
    assert err.startswith(f"{tmp_path / 'gold.jsonl'}:")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["pages", "set", "seeds"])
def test_figures_are_those_of_the_scorer_beside_the_checkout(shared: Path, tmp_path: Path, name: str) -> None:
    right, sources = {
        "pages": (shared / "gold", shared / "seeds"),
        "set": (shared / "data" / "reports_numbers_dev.jsonl",) * 2,
        "seeds": (ROOT / "seeds" / "figures.jsonl",) * 2,
    }[name]
    out = tmp_path / "out.jsonl"
    run(sources, "--no-model", "-q", "-o", out)
    scorer = [sys.executable, str(shared / "score.py"), str(right), str(out), "--json"]
    theirs = json.loads(subprocess.run(scorer, capture_output=True, check=True).stdout)
    printed, _ = run("evaluate", right, out, "--json", "-q")
    ours = json.loads(printed)
    for label, found in ours["labels"].items():
        shares = {key: value for key, value in found.items() if key not in {"fields", "proposed"}}
        assert shares == pytest.approx({key: theirs[label][key] for key in shares}), label
        for field, (right_ones, total) in found["fields"].items():
            assert right_ones / total == pytest.approx(theirs[label][field]), (label, field)
    articles, facts = ours["articles"], ours["facts"]
    assert articles["b_cubed_f1"] == pytest.approx(theirs["ARTICLES"]["b_cubed_f1"])
    assert "/".join(map(str, articles["titles"])) == theirs["ARTICLES"]["titles"]
    assert "/".join(map(str, articles["dates"])) == theirs["ARTICLES"]["dates"]
    assert ours["faults"] == {key: theirs["ARTICLES"][key] for key in ours["faults"]}
    assert f"{facts['right']}/{facts['gold']}" == theirs["FACTS"]["recall"]
    assert f"{facts['right']}/{facts['proposed']}" == theirs["FACTS"]["precision"]
    assert f"{facts['right_roles']}/{facts['roles']}" == theirs["FACTS"]["roles"]
