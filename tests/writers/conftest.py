from collections.abc import Callable

import pytest

from gaoxin_extract.records import (
    DateMention,
    Dct,
    Fact,
    MoneyMention,
    OrgMention,
    PercentMention,
    ProjectEntry,
    ProjectMention,
    Record,
    SourceInfo,
    ZoneMention,
)
from gaoxin_extract.values import Date, Money, Org, Percent, Project, Zone

TEXT = "项目开工\n川谷高新区的岭南泵业二期项目总投资5亿元至6亿元，2024年5月开工。投产后产值增长8%。"


@pytest.fixture
def record() -> Record:
    """An article with an entity of every label and a project with facts."""

    def place(words: str) -> dict[str, object]:
        start = TEXT.index(words)
        end = start + len(words)
        span = {"text": words, "start": start, "end": end, "source_start": start, "source_end": end}
        return span | {"source_spans": None, "extractor": "rule/test", "score": 1.0}

    total = Money("500000000", "600000000", "CNY", None, "total_investment", None, None)
    may = Date("DATE", "2024-05", None, "2024-05-01", "2024-05-31")
    growth = Percent("8", None, "percent", None, "increase", None)
    entities = (
        ZoneMention(id="e0", norm=Zone("川谷高新区"), **place("川谷高新区")),
        OrgMention(id="e1", norm=Org("岭南泵业", "company"), **place("岭南泵业")),
        ProjectMention(id="e2", norm=Project("岭南泵业二期项目", "industrial"), **place("岭南泵业二期项目")),
        MoneyMention(id="e3", norm=total, **place("5亿元至6亿元")),
        DateMention(id="e4", norm=may, **place("2024年5月")),
        PercentMention(id="e5", norm=growth, **place("8%")),
    )
    facts = (
        Fact("amount", "total_investment", "e3", "5亿元至6亿元", 22, 30, "500000000", "CNY", None),
        Fact("organisation", "owner", "e1", "岭南泵业", 11, 15, "岭南泵业", None, None),
        Fact("date", "started", "e4", "2024年5月", 31, 38, "2024-05", None, None),
        Fact("zone", None, "e0", "川谷高新区", 5, 10, "川谷高新区", None, None),
        Fact("site_area", None, None, "开工", 38, 40, "46666.67", "m2", None),
    )
    return Record(
        id="page.txt#0",
        source=SourceInfo("page.txt", None, "0" * 64, "utf-8", "text/plain"),
        kind="story",
        title="项目开工",
        byline=("记者 甲",),
        dct=Dct("2024-05", "text"),
        text=TEXT,
        spans=((0, len(TEXT)),),
        entities=entities,
        organisations=(),
        projects=(ProjectEntry("p0", "岭南泵业二期项目", "industrial", ("e2",), "under_construction", facts),),
        warnings=(),
    )


@pytest.fixture
def bare() -> Callable[[str], Record]:
    """A record in which nothing was found."""

    def make(text: str) -> Record:
        source = SourceInfo("page.txt", None, "0" * 64, "utf-8", "text/plain")
        nothing: dict[str, tuple[()]] = dict.fromkeys(
            ("byline", "spans", "entities", "organisations", "projects", "warnings"), ()
        )
        return Record(id="page.txt#0", source=source, kind="story", title=None, dct=None, text=text, **nothing)

    return make
