"""Records and their sources, composed for the tests of the report."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from gaoxin_extract.assembling import MENTIONS, joined
from gaoxin_extract.records import AnyMention, Dct, Fact, Label, Organisation, ProjectEntry, Record, SourceInfo, Stage
from gaoxin_extract.text import Edit, Span, Text
from gaoxin_extract.values import Date, Money, Norm, Org, Percent, Project, Zone

PAGE = "石滩经开区铭川电\n机二期项目5月17日开工。项目总投资约12.\n6亿元，占地180亩。\n另一栏的文字\n"
TEXT = "石滩经开区铭川电机二期项目5月17日开工。项目总投资约12.6亿元，占地180亩。"
NORMS: dict[Label, Any] = {
    "MONEY": Money("1260000000", None, "CNY", "APPROX", "total_investment", None, None),
    "PERCENT": Percent("8", None, "percent", None, "increase", "yoy"),
    "DATE": Date("DATE", "2024-05-17", None, "2024-05-17", "2024-05-17"),
    "ORG": Org("铭川电机有限公司", "company"),
    "ZONE": Zone("石滩经开区"),
    "PROJECT": Project("铭川电机二期项目", "industrial"),
}
MARKS: tuple[tuple[Label, str], ...] = (
    ("ZONE", "石滩经开区"),
    ("PROJECT", "铭川电机二期项目"),
    ("ORG", "铭川电机"),
    ("DATE", "5月17日"),
    ("MONEY", "约12.6亿元"),
)


def mentions(text: Text, source: str, marks: Sequence[tuple[Label, str]]) -> tuple[AnyMention, ...]:
    """A mention for each of `marks`, at its first place in the text."""
    found: list[AnyMention] = []
    for number, (label, words) in enumerate(marks):
        start = text.content.index(words)
        places = joined(text.source_spans(Span(start, start + len(words))), source)
        norm: Norm = NORMS[label]
        made: AnyMention = MENTIONS[label](
            id=f"e{number}",
            text=words,
            start=start,
            end=start + len(words),
            source_start=places[0][0],
            source_end=places[-1][1],
            source_spans=places if len(places) > 1 else None,
            extractor=f"rule/{label.lower()}.made_up",
            score=0.875,
            norm=norm,
        )
        found.append(made)
    return tuple(sorted(found, key=lambda mention: (mention.start, -mention.end)))


def article(  # noqa: PLR0913 -- each has its default
    path: Path | str,
    page: str = PAGE,
    marks: Sequence[tuple[Label, str]] = MARKS,
    *,
    kept: int | None = None,
    title: str | None = None,
    date: str | None = "2024-05-18",
    project: ProjectEntry | None = None,
    number: int = 0,
) -> Record:
    """The record of `page`, line ends taken out, of which the first `kept` characters are the article."""
    whole = Text.of(page)
    ends = [place for place, letter in enumerate(page) if letter == "\n"]
    text = whole.select([Span(0, kept)]) if kept else whole
    text = text.edit([Edit(place, place + 1) for place in ends if place < len(text.content)])
    return Record(
        id=f"{path}#{number}",
        source=SourceInfo(str(path), None, sha256(page.encode()).hexdigest(), "utf-8", "text/plain"),
        kind="story",
        title=title,
        byline=(),
        dct=Dct(date, "metadata") if date else None,
        text=text.content,
        spans=joined(text.source_spans(Span(0, len(text.content))), page),
        entities=mentions(text, page, marks),
        organisations=(Organisation("o0", "铭川电机有限公司", "company", ("e2",)),) if marks == MARKS else (),
        projects=(project,) if project else (),
        warnings=(),
    )


def on_disk(path: Path, page: str = PAGE, **options: Any) -> Record:
    """The same, its source written to `path`."""
    path.write_bytes(page.encode())
    return article(path, page, **options)


def plant(stage: Stage | None = "under_construction", *, amount: str | None = "1260000000") -> ProjectEntry:
    """The project that PAGE tells of, with its facts."""
    facts = [
        Fact("zone", None, "e0", "石滩经开区", 0, 5, "石滩经开区", None, None),
        Fact("date", "started", "e3", "5月17日", 13, 18, "2024-05-17", None, None),
        Fact("site_area", None, None, "180亩", TEXT.index("180亩"), TEXT.index("180亩") + 4, "120000", "m2", None),
    ]
    if amount:
        start = TEXT.index("约12.6亿元")
        facts.append(Fact("amount", "total_investment", "e4", "约12.6亿元", start, start + 7, amount, "CNY", None))
    return ProjectEntry("p0", "铭川电机二期项目", "industrial", ("e1",), stage, tuple(facts))
