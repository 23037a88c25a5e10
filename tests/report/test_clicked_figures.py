"""What a reader clicks in a real browser is what `gaoxin-extract evaluate` then counts."""

import json
import time
from pathlib import Path

import msgspec
from browser import Opener
from made_up import PAGE, TEXT, on_disk
from typer.testing import CliRunner

from gaoxin_extract.cli import app

# What is right on the page: no project, and an area that counts as a sum here.
RIGHT = (("ZONE", "石滩经开区"), ("DATE", "5月17日"), ("MONEY", "约12.\n6亿元"), ("MONEY", "180亩"))


def figures(*arguments: object) -> dict[str, float]:
    done = CliRunner().invoke(app, ["evaluate", *map(str, arguments), "--json", "-q"])
    assert done.exit_code == 0, done.output
    found: dict[str, float] = json.loads(done.stdout)["figures"]
    return found


def test_corrections_that_were_clicked_change_the_figures_as_they_should(
    opened: Opener, tmp_path: Path, downloads: Path
) -> None:
    record = on_disk(tmp_path / "page.txt", kept=PAGE.index("另"))
    (tmp_path / "out.jsonl").write_bytes(msgspec.json.encode(record) + b"\n")
    entities = [
        {"label": label, "start": PAGE.index(text), "end": PAGE.index(text) + len(text), "text": "".join(text.split())}
        for label, text in RIGHT
    ]
    (tmp_path / "gold").mkdir()
    annotation = {"source": "page.txt", "articles": [], "entities": entities}
    (tmp_path / "gold" / "page.json").write_text(json.dumps(annotation), encoding="utf-8")

    page = opened([record])
    page.go("/articles/0")
    page.text("#restored mark[data-label=MONEY]")
    page.press("j", "a", "j", "x", "j", "x")  # the zone is right, project and body are not
    page.select(TEXT.index("180亩"), TEXT.index("180亩") + len("180亩"))
    page.press("1")
    page.until("return document.querySelector('mark[data-decision=add]')")
    page.press("s")
    end = time.monotonic() + 20
    while not (files := sorted(downloads.glob("*.jsonl"))):
        assert time.monotonic() < end, "nothing was downloaded"
        time.sleep(0.05)

    gold, out = tmp_path / "gold", tmp_path / "out.jsonl"
    before, after = figures(gold, out), figures(gold, out, "--corrections", files[0])
    assert (before["MONEY.recall"], after["MONEY.recall"]) == (0.5, 1)
    assert (before["PROJECT.precision"], before["ORG.precision"]) == (0, 0)
    assert not {"PROJECT.f1", "ORG.f1"} & after.keys()
    assert {name: value for name, value in after.items() if value < 1} == {}
    assert figures(files[0], out)["MONEY.recall"] == 0.5
