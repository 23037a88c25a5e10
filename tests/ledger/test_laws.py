"""What holds of every ledger: order changes nothing, growing is the same as one run, every line says all."""

import random
from pathlib import Path

import jsonschema
import msgspec
import pytest
from marked import case

from gaoxin_extract.ledger import Ledger, merge
from gaoxin_extract.ledger.records import LINES, LedgerOrganisation, LedgerProject
from gaoxin_extract.ledger.storing import lines, read_ledger
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.records import Record
from gaoxin_extract.writers.schemas import json_schema_of

ARTICLES = [
    (
        "2023-03-01",
        "〔a:湖北澄岚新材料有限公司〕（以下简称“〔a:澄岚新材〕”）签约，⟦A:〔a:澄岚新材〕年产2万吨高纯氧化铝项目⟧落户荆门高新区，总投资5亿元，占地100亩。",
    ),
    ("2023-06-01", "荆门高新区：⟦A:〔a:澄岚新材〕高纯氧化铝项目⟧6月1日开工，总投资5.5亿元，占地100亩。"),
    ("2024-06-01", "荆门高新区：⟦A:〔a:澄岚新材〕高纯氧化铝项目⟧5月20日投产，总投资约5.4亿元。"),
    ("2024-07-01", "荆门高新区：⟦B:〔a:澄岚新材〕高纯氧化铝项目（二期）⟧开工，总投资6亿元。"),
    ("2024-08-01", "襄阳：⟦C:〔b:珩曜新能源〕储能电池项目⟧开工，总投资6亿元。"),
]


@pytest.fixture(scope="module")
def records() -> tuple[Record, ...]:
    return case(Pipeline.load(model=None), ARTICLES).records


@pytest.fixture(scope="module")
def ledger(records: tuple[Record, ...]) -> Ledger:
    return merge(records)


def stored(ledger: Ledger, folder: Path) -> tuple[str, str]:
    projects, organisations = folder / "projects.jsonl", folder / "organisations.jsonl"
    projects.write_bytes(b"".join(lines(ledger.projects, "jsonl", LedgerProject)))
    organisations.write_bytes(b"".join(lines(ledger.organisations, "jsonl", LedgerOrganisation)))
    return str(projects), str(organisations)


def project(ledger: Ledger, name: str) -> LedgerProject:
    return next(each for each in ledger.projects if any(name in alias.text for alias in each.aliases))


def test_the_order_of_the_records_changes_nothing(records: tuple[Record, ...], ledger: Ledger) -> None:
    for seed in range(5):
        shuffled = list(records)
        random.Random(seed).shuffle(shuffled)  # noqa: S311 -- no secret
        assert merge(shuffled) == ledger


@pytest.mark.parametrize("first", range(1, len(ARTICLES)))
def test_growing_is_the_same_as_one_run(
    first: int, records: tuple[Record, ...], ledger: Ledger, tmp_path: Path
) -> None:
    kept = read_ledger(*stored(merge(records[:first]), tmp_path))
    assert merge(records[first:], into=kept) == ledger


def test_an_article_read_twice_counts_once(records: tuple[Record, ...], ledger: Ledger) -> None:
    assert merge([*records, *records]) == ledger
    assert merge(records, into=ledger) == ledger


def test_sums_are_shown_with_all_who_state_them(ledger: Ledger) -> None:
    (total,) = [each for each in project(ledger, "年产2万吨").sums if each.role == "total_investment"]
    assert [(each.value, [source.article for source in each.sources]) for each in total.values] == [
        ("500000000", ["a0.txt#0"]),
        ("550000000", ["a1.txt#0"]),
        ("540000000", ["a2.txt#0"]),
    ]


def test_a_contradiction_is_shown_and_what_agrees_is_none(ledger: Ledger) -> None:
    told = {each.of: each for each in project(ledger, "年产2万吨").contradictions}
    assert told["total_investment"].values == ("500000000 CNY", "550000000 CNY", "540000000 CNY")
    assert "site_area" not in told


def test_the_timeline_runs_by_date(ledger: Ledger) -> None:
    timeline = project(ledger, "年产2万吨").timeline
    dates = [event.date for event in timeline if event.date]
    assert dates == sorted(dates)
    assert ("in_production", "2024-05-20") in {(event.event, event.date) for event in timeline}


def test_the_stage_is_that_of_the_last_article(ledger: Ledger) -> None:
    assert project(ledger, "年产2万吨").stage == "in_production"


def test_an_organisation_knows_its_projects_by_role(ledger: Ledger) -> None:
    body = next(each for each in ledger.organisations if each.name == "湖北澄岚新材料有限公司")
    assert {each.project for each in body.projects} >= {project(ledger, "年产2万吨").id, project(ledger, "二期").id}
    assert body.mentions == sum(alias.count for alias in body.aliases)


def test_every_line_keeps_its_schema(ledger: Ledger) -> None:
    for name, rows in (("ledger-project", ledger.projects), ("ledger-organisation", ledger.organisations)):
        schema = json_schema_of(LINES[name], f"gaoxin-extract/{name}/1")
        for row in rows:
            jsonschema.validate(msgspec.json.decode(msgspec.json.encode(row)), schema)


def test_no_object_has_more_keys_than_tables_take() -> None:
    assert max(len(kind.__struct_fields__) for kind in LINES.values()) <= 24


def test_of_nothing_comes_nothing() -> None:
    assert merge(()) == Ledger((), ())
