"""`gaoxin-extract diff` on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gaoxin_extract.cli import app

PAGE = "石滩经开区：铭川电机二期项目开工\n5月17日，铭川电机二期项目在石滩经开区开工，总投资12.6亿元。\n"


def run(*arguments: object, code: int = 0) -> tuple[str, str]:
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The records of one page under two dates."""
    folder = tmp_path_factory.mktemp("records")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    old, new = folder / "old.jsonl", folder / "new.jsonl"
    for path, date in ((old, "2023-05-18"), (new, "2024-05-18")):
        run(folder / "page.txt", "--no-model", "--date", date, "-q", "-o", path)
    return old, new


def test_records_without_a_change_are_exit_0(files: tuple[Path, Path]) -> None:
    printed, _ = run("diff", files[0], files[0])
    assert printed == "nothing changed in 1 article\n"


def test_a_change_is_a_line_under_its_article_and_exit_1(files: tuple[Path, Path]) -> None:
    printed, _ = run("diff", *files, code=1)
    lines = printed.splitlines()
    assert lines[0].endswith("page.txt#0")
    assert "  ~ dct: 2023-05-18 → 2024-05-18" in lines
    assert "  ~ DATE 5月17日: value 2023-05-17 → 2024-05-17" in lines
    assert [line.split()[-1] for line in lines if line.startswith("DATE ")] == ["3"]


def test_the_summary_alone_counts_by_label(files: tuple[Path, Path]) -> None:
    printed, _ = run("diff", *files, "--summary", code=1)
    assert "~" not in printed
    assert [line.split()[0] for line in printed.splitlines()[1:]] == [
        "articles", "MONEY", "PERCENT", "DATE", "ORG", "ZONE", "PROJECT", "facts"
    ]  # fmt: skip


def test_as_json_a_change_is_an_object(files: tuple[Path, Path]) -> None:
    printed, _ = run("diff", *files, "--json", code=1)
    changes = [json.loads(line) for line in printed.splitlines()]
    assert {"of", "change", "article", "label", "field", "old", "new"} <= changes[0].keys()
    assert {change["of"] for change in changes} == {"article", "value", "fact"}


def test_only_the_labels_asked_for_count(files: tuple[Path, Path]) -> None:
    run("diff", *files, "-l", "MONEY", code=0)
    printed, _ = run("diff", *files, "-l", "date", "--json", code=1)
    assert {json.loads(line)["label"] for line in printed.splitlines()} == {"DATE"}


def test_quiet_prints_nothing(files: tuple[Path, Path]) -> None:
    assert run("diff", *files, "-q", code=1) == ("", "")


def test_corrections_are_what_changed_from_a_file_to_itself(files: tuple[Path, Path], tmp_path: Path) -> None:
    record = json.loads(files[0].read_text(encoding="utf-8"))
    mention = next(each for each in record["entities"] if each["label"] == "MONEY")
    decision = {
        "schema": "gaoxin-extract/correction/1",
        "article": record["id"],
        "source": record["source"]["path"],
        "sha256": record["source"]["sha256"],
        "action": "reject",
        "to": None,
    } | {key: mention[key] for key in ("label", "start", "end", "text")}
    (tmp_path / "corrections.jsonl").write_text(json.dumps(decision), encoding="utf-8")
    printed, _ = run("diff", files[0], files[0], "--corrections", tmp_path / "corrections.jsonl", code=1)
    assert "  - MONEY 12.6亿元" in printed.splitlines()
    assert "  - fact of 铭川电机二期项目: amount total_investment 1260000000" in printed.splitlines()


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ((), "give OLD and NEW"),
        (("{old}", "none.jsonl"), "none.jsonl: no such file"),
        (("-", "-"), "standard input"),
        (("{old}", "{old}", "-l", "PER"), "--label PER"),
        (("{old}", "{broken}"), "broken.jsonl:1: "),
        (("{old}", "{old}", "--corrections", "{broken}"), "broken.jsonl:1: "),
    ],
)
def test_what_can_not_be_compared_is_exit_2(
    files: tuple[Path, Path], tmp_path: Path, arguments: tuple[str, ...], fault: str
) -> None:
    (tmp_path / "broken.jsonl").write_text("{}\n", encoding="utf-8")
    filled = [each.format(old=files[0], broken=tmp_path / "broken.jsonl") for each in arguments]
    _, err = run("diff", *filled, code=2)
    assert err.count("\n") == 1
    assert fault in err
