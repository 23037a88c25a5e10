"""An article's lines: mentions in colour or brackets, values, projects."""

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.records import Fact, Record
from gaoxin_extract.showing import AROUND, STYLES, Look, legend, only, shown
from gaoxin_extract.showing.wording import stated, worded
from gaoxin_extract.values import Date, Money, Norm, Org, Percent, Project, Zone

PAGE = (
    "石滩经开区：铭川电机二期项目开工\n"
    "（记者 冷砚舟）5月17日，铭川电机二期项目在石滩经开区开工，总投资12.6亿元。同比增长12%。\n"
)
PLAIN = Look(80, colour=False)
(RECORD,) = Pipeline.load(model=None).extract_text(PAGE, date="2024-05-18", path="page.txt")


def text(record: Record = RECORD, look: Look = PLAIN) -> list[str]:
    return [line.plain for line in shown(record, look)]


def test_without_colour_a_mention_stands_in_brackets_behind_its_label() -> None:
    body = "".join(text())
    assert "总投资[MONEY 12.6亿元]" in body
    assert "[PROJECT [ORG 铭川电机]二期项目]" in body


def test_with_colour_a_mention_has_its_labels_and_one_that_holds_others_is_underlined() -> None:
    found: dict[str, set[object]] = {}
    for line in shown(RECORD, Look(200)):
        for span in line.spans:
            found.setdefault(line.plain[span.start : span.end], set()).add(span.style)
    assert STYLES["MONEY"] in found["12.6亿元"]
    assert found["铭川电机二期项目"] >= {STYLES["PROJECT"], AROUND}
    assert AROUND not in found["铭川电机"]


def test_the_head_has_date_kind_byline_and_id_and_the_headline_once() -> None:
    signed = replace(RECORD, byline=("记者 冷砚舟",))
    lines = text(signed)
    assert lines[1] == "story · 2024-05-18 (from option) · 记者 冷砚舟 · page.txt#0"
    assert sum("二期项目]开工" in line for line in lines) == 1
    other = replace(signed, title="另一个标题", dct=None)
    assert text(other)[1:3] == ["另一个标题", "story · date unknown · 记者 冷砚舟 · page.txt#0"]


def test_values_stand_under_their_sentence() -> None:
    lines = text(look=Look(80, colour=False, values=True))
    sum_ = next(n for n, line in enumerate(lines) if line.startswith("    MONEY"))
    share = next(n for n, line in enumerate(lines) if line.startswith("    PERCENT"))
    assert lines[sum_] == "    MONEY    12.6亿元  1,260,000,000 CNY · total_investment  rule/money.amount 1"
    assert "同比增长" in lines[share - 1]
    assert sum_ < share - 1


def test_a_project_stands_with_its_facts() -> None:
    lines = text()
    assert "铭川电机二期项目  industrial · under_construction" in lines
    assert "    total_investment  12.6亿元 = 1,260,000,000 CNY" in lines


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("colour", [True, False])
def test_no_line_is_wider_than_the_terminal(width: int, colour: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    for values in (True, False):
        look = Look(width, colour=colour, values=values)
        assert all(line.cell_len <= width for line in shown(RECORD, look) if line.plain.strip())


def test_a_mention_over_a_paragraphs_end_is_shown_in_both() -> None:
    mention = next(m for m in RECORD.entities if m.text == "石滩经开区")
    over = replace(mention, start=RECORD.text.index("开工"), end=RECORD.text.index("开工") + 4)
    body = text(replace(RECORD, entities=(over,), projects=()))
    assert any(line.endswith("[ZONE 开工]") for line in body)


def test_what_would_steer_the_terminal_does_not() -> None:
    evil = RECORD.text.replace("开工", "\x1b[31m")
    lines = text(replace(RECORD, text=evil, title="\x1b]0;x\x07", entities=(), projects=()))
    assert not any("\x1b" in line or "\x07" in line for line in lines)


def test_only_the_labels_asked_for_are_left_with_what_rests_on_them() -> None:
    left = only(RECORD, ["MONEY"])
    assert [m.text for m in left.entities] == ["12.6亿元"]
    assert left.projects == ()


def test_the_legend_names_each_label_once_and_is_gone_without_colour() -> None:
    assert next(iter(legend(("MONEY", "ORG"), Look(80)))).plain == " MONEY   ORG  holds others"
    assert list(legend(("MONEY",), PLAIN)) == []
    assert cell_len("".join(line.plain for line in legend(("MONEY", "ORG"), Look(12)))) > 12


@pytest.mark.parametrize(
    ("norm", "said", "expected"),
    [
        (Money("5", "10", "USD", None, None, None, "吨"), "5—10美元", "5–10 USD per 吨"),
        (Money(None, None, None, None, None, None, None), "巨资", "not read"),
        (Money("1000", None, "CNY", "MORE_THAN", "tax", "e1", None), "千余元", "more than 1,000 CNY · tax · = 百美元"),
        (Percent("0.3", None, "percentage_point", None, None, "yoy"), "0.3个百分点", "0.3 percentage points · yoy"),
        (Percent("5", None, "permille", "APPROX", None, None), "约5‰", "about 5‰"),
        (Date("DURATION", "P3Y", None, None, None), "三年", "P3Y · duration"),
        (Date("DATE", "2027", "END", None, "2027-12-31"), "2027年底", "end of 2027 · … to 2027-12-31"),
        (Date("DATE", None, None, None, None), "何日", "not read"),
        (Org("杭州长川科技", "company"), "长川科技", "杭州长川科技 · company"),
        (Project("二期", "other"), "二期", "other"),
        (Zone("内江高新区"), "内江高新区", ""),
    ],
)
def test_a_value_in_words(norm: Norm, said: str, expected: str) -> None:
    assert worded(norm, said, {"e1": "百美元"}) == expected


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (Fact("site_area", None, None, "70亩", 0, 3, "46666.67", "m2", None), "70亩 = 46,666.67 m²"),
        (Fact("stage", None, None, "签约", 0, 2, "signed", None, "e1"), "signed (9月6日)"),
        (Fact("organisation", "owner", "e2", "墨石", 0, 2, "墨石科技", None, None), "墨石 = 墨石科技"),
        (Fact("zone", None, "e3", "高新区", 0, 3, "高新区", None, None), "高新区"),
        (Fact("jobs", None, None, "200人", 0, 4, None, None, None), "200人"),
    ],
)
def test_a_fact_in_words(fact: Fact, expected: str) -> None:
    assert stated(fact, {"e1": "9月6日"}) == expected
