import csv
import io
import json
from collections.abc import Callable

import msgspec
import pytest

from gaoxin_extract.records import Record
from gaoxin_extract.writers import Shape, write, writing

COLUMNS = """
id path title dct label text start end source_start source_end value value_max unit mod role type date_start date_end
name trend basis sentence extractor score
"""
PROJECT_COLUMNS = """
name kind zone stage organisations total_investment total_investment_max currency mod amounts dates site_area_m2
floor_area_m2 mentions evidence article path title dct
"""


def rows(record: Record, shape: Shape) -> list[dict[str, object]]:
    return [json.loads(line) for line in writing(shape).lines(record).splitlines()]


def table(record: Record, shape: Shape) -> list[dict[str, str]]:
    way = writing(shape, csv=True)
    return list(csv.DictReader(io.StringIO((way.head + way.lines(record)).decode("utf-8-sig"), newline="")))


def test_an_article_line_decodes_to_the_record_it_was_made_of(record: Record) -> None:
    line = writing().lines(record)
    assert msgspec.json.decode(line, type=Record) == record
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert "岭南泵业".encode() in line


def test_every_key_stands_in_every_line(record: Record, bare: Callable[[str], Record]) -> None:
    assert rows(record, "article")[0].keys() == rows(bare("无"), "article")[0].keys()


def test_an_entity_row_has_the_columns_of_the_format_in_their_order(record: Record) -> None:
    assert all(list(row) == COLUMNS.split() for row in rows(record, "entity"))


def test_an_entity_row_holds_the_value_of_its_label(record: Record) -> None:
    zone, org, project, money, date, percent = rows(record, "entity")
    assert (zone["label"], zone["name"], zone["type"]) == ("ZONE", "川谷高新区", None)
    assert (org["name"], org["type"], project["type"]) == ("岭南泵业", "company", "industrial")
    assert (money["value"], money["value_max"], money["unit"]) == ("500000000", "600000000", "CNY")
    assert (money["role"], money["id"]) == ("total_investment", "page.txt#0/e3")
    assert (date["value"], date["type"], date["date_start"]) == ("2024-05", "DATE", "2024-05-01")
    assert (percent["value"], percent["unit"], percent["trend"]) == ("8", "percent", "increase")


def test_an_entity_row_shows_the_sentence_it_stands_in(record: Record) -> None:
    assert rows(record, "entity")[-1]["sentence"] == "投产后产值增长8%。"
    assert rows(record, "entity")[0]["sentence"] == "川谷高新区的岭南泵业二期项目总投资5亿元至6亿元，2024年5月开工。"


def test_a_project_row_gathers_its_facts(record: Record) -> None:
    (row,) = rows(record, "project")
    assert list(row) == PROJECT_COLUMNS.split()
    assert (row["total_investment"], row["total_investment_max"], row["currency"]) == ("500000000", "600000000", "CNY")
    assert row["organisations"] == ["owner:岭南泵业"]
    assert row["amounts"] == ["total_investment:500000000 CNY"]
    assert row["dates"] == ["started:2024-05"]
    assert (row["zone"], row["site_area_m2"], row["floor_area_m2"]) == ("川谷高新区", "46666.67", None)
    assert row["mentions"] == ["page.txt#0/e2"]
    assert row["evidence"] == ["川谷高新区的岭南泵业二期项目总投资5亿元至6亿元，2024年5月开工。"]


def test_an_article_without_projects_has_no_project_row(bare: Callable[[str], Record]) -> None:
    assert rows(bare("无"), "project") == []


def test_csv_opens_with_a_byte_order_mark_and_the_columns() -> None:
    assert writing("entity", csv=True).head == ("\ufeff" + ",".join(COLUMNS.split()) + "\r\n").encode()


def test_csv_joins_lists_and_quotes_what_needs_it(record: Record) -> None:
    (row,) = table(record, "project")
    assert row["organisations"] == "owner:岭南泵业"
    assert row["zone"] == "川谷高新区"
    assert [row["value"] for row in table(record, "entity")][3] == "500000000"


@pytest.mark.parametrize("title", ["=1+1", "+86", "-甲", "@sum", "\t=1", "＝1"])
def test_no_cell_of_a_csv_is_a_formula(record: Record, title: str) -> None:
    (row,) = table(msgspec.structs.replace(record, title=title), "project")
    assert row["title"] == f"'{title}"


def test_an_article_has_no_csv() -> None:
    with pytest.raises(ValueError, match="no row of a table"):
        writing("article", csv=True)


def test_records_are_written_one_by_one(record: Record) -> None:
    lines: list[bytes] = []
    write([record, record], lines.append)
    assert len(lines) == 2
