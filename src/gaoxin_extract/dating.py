"""The date of each article: what the user, metadata, the file's name or a dateline say, else what the page proves.

A page is one issue of a paper. Where nothing says the date, its articles share the latest year and month that any of
them tells of as past or present; plans (到2025年, 预计9月份) prove nothing.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import PurePath

from msgspec import Struct

from gaoxin_extract.articles import Article
from gaoxin_extract.entities import AnyCandidate
from gaoxin_extract.entities.date.almanac import exists, iso
from gaoxin_extract.entities.date.cues import Cues, clause_around
from gaoxin_extract.entities.date.expressions import Calendar, Point
from gaoxin_extract.entities.date.resolve import resolve
from gaoxin_extract.records import Dct, DctBasis
from gaoxin_extract.rulebook import Rulebook, alternatives
from gaoxin_extract.values import Date

DAY = re.compile(
    r"(?<!\d)(\d{4})(?:\s*[-/.年]\s*|(?=\d{4}(?!\d)))(\d{1,2})(?:\s*[-/.月]\s*|(?=\d{2}(?!\d)))(\d{1,2})(?!\d)\s*日?"
)
PARTIAL = re.compile(r"\s*(\d{4})(?:\s*[-/.年]\s*(\d{1,2})?)?\s*月?\s*")
IN_NAME = re.compile(
    r"(?<![^\W_])(\d{4})(?:([-_.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))(?![^\W_])"
)
# 新华社成都3月14日电, 本报内江8月8日讯, （2024年8月8日电）: near the head of an article.
DATELINE = re.compile(r"(?:(\d{4})\s?年)?\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日(?:[上下晚中]?[午间]?)?\s?[电讯]")
HEAD = 400
YEARS = range(1949, 2100)
LATE, EARLY = 11, 2
LINE_SUFFIX = re.compile(r":\d+$")


class Evidence(Struct, frozen=True, order=True):
    """A year, or a month with or without its year, that an article tells of as past or present."""

    year: int
    month: int


def date(
    articles: tuple[Article, ...], candidates: tuple[tuple[AnyCandidate, ...], ...], *, option: str | None
) -> tuple[Dct | None, ...]:
    """The date of each of a page's articles, None where nothing proves one; `candidates` are those of each article."""
    if not articles:
        return ()
    page = articles[0].page
    for words, basis in ((option, "option"), (page.source.date, "metadata"), (page.date, "metadata")):
        if words and (value := written_date(words)):
            return (Dct(value, basis),) * len(articles)  # type: ignore[arg-type] # a basis
    if value := name_date(page.source.path):
        return (Dct(value, "filename"),) * len(articles)
    evidence = [tuple(_evidence(article, chosen)) for article, chosen in zip(articles, candidates, strict=True)]
    shared = _latest(piece for pieces in evidence for piece in pieces)
    return tuple(_own(article, shared) for article in articles)


def written_date(words: str) -> str | None:
    """A date as metadata write it, as a `dct`; None if it is none.

    >>> written_date("2023年3月14日"), written_date("2023-03"), written_date("2024-08-08T09:30:00+08:00")
    ('2023-03-14', '2023-03', '2024-08-08')
    """
    if found := DAY.search(words):
        year, month, day = map(int, found.groups())
        return iso(year, month, day) if exists(year, month, day) else None
    if found := PARTIAL.fullmatch(words):
        year, month = int(found[1]), int(found[2]) if found[2] else None
        return iso(year, month) if month is None or exists(year, month, 1) else None
    return None


def name_date(path: str) -> str | None:
    """The whole date in a file's name that no letter or digit touches.

    >>> name_date("seeds/2023-03-14_page.txt"), name_date("a20230314.txt"), name_date("in/20230314.jsonl:7")
    ('2023-03-14', None, '2023-03-14')
    """
    name = PurePath(LINE_SUFFIX.sub("", path)).name
    for found in IN_NAME.finditer(name):
        year, month, day = (
            int(part) for part in (found[1], found[3] or found[5] or found[7], found[4] or found[6] or found[8])
        )
        if year in YEARS and exists(year, month, day):
            return iso(year, month, day)
    return None


def _own(article: Article, shared: tuple[int, int | None] | None) -> Dct | None:
    """The dateline's day where the article has one, else what the page proves."""
    basis: DctBasis = "text"
    for found in DATELINE.finditer(article.text.content, 0, HEAD):
        month, day = int(found[2]), int(found[3])
        year = int(found[1]) if found[1] else _year_of(month, shared)
        if year is not None and exists(year, month, day):
            basis = "dateline"
            return Dct(iso(year, month, day), basis)
    if shared is None:
        return None
    return Dct(iso(*shared), basis)


def _year_of(month: int, shared: tuple[int, int | None] | None) -> int | None:
    """The year of a dateline's month on a page that proves a year, and maybe a month of it."""
    if shared is None:
        return None
    year, latest = shared
    if latest is not None and month >= LATE and latest <= EARLY:
        return year - 1
    return year


def _evidence(article: Article, chosen: Iterable[AnyCandidate]) -> Iterator[Evidence]:
    """What the article tells of as past or present; year 0 is unsaid, month 0 as well."""
    content = article.text.content
    dates = [candidate for candidate in chosen if candidate.label == "DATE"]
    cues, signs = _tools()
    for candidate, norm in zip(dates, resolve(dates, content, None, cues), strict=True):
        expression = candidate.expression
        if isinstance(expression, Calendar) and not expression.first.feast and norm.value:
            start, end = candidate.span.start, candidate.span.end
            if not signs.ahead(content, start, end, expression):
                yield from _pieces(expression, norm)


def _pieces(calendar: Calendar, norm: Date) -> Iterator[Evidence]:
    """The years and months that a calendar expression names, of a range its last."""
    point = calendar.last or calendar.first
    if calendar.relation == "SINCE":
        point = calendar.first
    written = (norm.value or "").split("/")[0 if calendar.relation == "SINCE" else -1]
    if not re.match(r"\d{4}(?!\d)|XXXX-\d\d", written):
        return
    year = 0 if written.startswith("XXXX") else int(written[:4])
    if year and year not in YEARS:
        return
    month = point.month if point.month and not point.lunar else 0
    if point.step is not None and not year:
        year = 0
    yield Evidence(year, month or 0)


def _latest(evidence: Iterable[Evidence]) -> tuple[int, int | None] | None:
    """The latest year and the latest month of it."""
    pieces = set(evidence)
    years = {piece.year for piece in pieces if piece.year}
    if not years:
        return None
    year = max(years)
    months = {piece.month for piece in pieces if piece.month and piece.year in {0, year}}
    if not months:
        return year, None
    early = {month for month in months if month <= EARLY}
    if early and max(months) >= LATE and not any(EARLY + 1 < month < LATE - 1 for month in months):
        # Stories of a January paper look back on December.
        return year, max(early)
    return year, max(months)


class Signs:
    """The words of rules/dating, compiled."""

    def __init__(self, lexicon: dict[str, dict[str, str]]) -> None:
        """Compile the tables of `lexicon`."""
        self.future = re.compile(alternatives(lexicon["ahead"]))
        self.bound = tuple(lexicon["bound"])
        self.milestone = re.compile(alternatives(lexicon["milestone"]))
        self.done = re.compile(alternatives(lexicon["done"]))

    def ahead(self, content: str, start: int, end: int, calendar: Calendar) -> bool:
        """Whether the date lies ahead of the article, or may."""
        if calendar.relation == "BEFORE":
            return True
        words = clause_around(content, start, end)
        if self.future.search(words):
            return True
        if self.done.search(words) or _to_the_day(calendar.first):
            return False
        if calendar.first.year is not None and content.endswith(self.bound, 0, start):
            return True
        return self.milestone.search(words.partition("\0")[2]) is not None


def _to_the_day(point: Point) -> bool:
    return point.day is not None


@lru_cache(maxsize=1)
def _tools() -> tuple[Cues, Signs]:
    book = Rulebook()
    return Cues(book["date"].lexicon), Signs({name: dict(words) for name, words in book["dating"].lexicon.items()})
