"""The date of each article: what the user, metadata, the file's name or a dateline say, else what the page proves.

A page is one issue of a paper. Where nothing says the date, its articles share the latest year and month that any of
them tells of as past or present; plans (到2025年, 预计9月份) prove nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from functools import lru_cache
from pathlib import PurePath

from msgspec import Struct, structs

from gaoxin_extract.articles import Article
from gaoxin_extract.entities import AnyCandidate
from gaoxin_extract.entities.date.almanac import exists, iso
from gaoxin_extract.entities.date.cues import Cues, clause_around
from gaoxin_extract.entities.date.expressions import Calendar, Point
from gaoxin_extract.entities.date.resolve import resolve
from gaoxin_extract.entities.date.script import simplified
from gaoxin_extract.numerals import read_numeral
from gaoxin_extract.records import Dct
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
DATELINE = re.compile(
    r"(?:(\d{4})\s?年)?\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日(?:[上下晚中]?[午间]?)?\s?(?:[电讯]|消息[，,])"
)
# What a listed company announces (3月9日晚间公告) is told the same evening.
ANNOUNCED = re.compile(
    r"(?<![\d月])(?:(?:(\d{4})\s?年)?\s?(\d{1,2})\s?月)?\s?(\d{1,2})\s?日(?:晚间?|早间|盘[前后]|午间|收盘后)?(?:发布)?公告"
)
# An event that bears its year: 在2023石滩新材料产业大会上.
EVENT = re.compile(
    r"(?<![\d.,，-])(20\d\d)(?![万亿千百家户名人件台套吨亩平元米多余年个次辆公])"
    r"[^\d，。；、\n“”]{2,24}?(?:大会|洽谈会|博览会|论坛|峰会|推介会|展览会|交易会|年会|促进周|活动周|文化节|大赛|对接会|招商会)"
)
# The day under which an office signs, or over which a paper prints.
LINE_OF_ITS_OWN = re.compile(
    r"(?m)^[（(]?\s*([12]\d{3}|[一二][〇○零一二三四五六七八九]{3})\s?[年./-]\s?(\d{1,2}|十?[一二三四五六七八九]|十)\s?[月./-]\s?"
    r"(\d{1,2}|[二三]?十?[一二三四五六七八九]|[二三]?十)\s?日?\s*[）)]?$"
)
# Taiwan's Central News Agency closes a report with its day in the republic's years: 。1040820.
REPUBLIC_DAY = re.compile(r"(?m)[。！？」）)]\s?(1[0-4]\d)(0[1-9]|1[0-2])([0-3]\d)\s*$")
REPUBLIC = 1911
AGENCY = "中央社"
WRITTEN = re.compile(r"(?<!\d)(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月(?:份|\d{1,2}日|第|[上中下]旬|$))")
LONGEST_HEAD = 60
EVER_SINCE = re.compile(r"[^，。；\n]{1,10}以[来來]")
HEAD = 400
LEAD = 40
REACH = 80
YEARS = range(1949, 2100)
LATE, EARLY = 11, 2
VALUE = re.compile(r"(XXXX|\d{4}(?!\d))")
LINE_SUFFIX = re.compile(r":\d+$")


class Evidence(Struct, frozen=True, gc=False):
    """A year, a month or both that an article tells of as past or present, 0 where it is unsaid.

    `sure` is False of a year that may be a plan's: 2027年，全区将… `over` is True of a year that an article which also
    speaks of this year (今年) tells of as a whole: 2015年，产值突破200亿元.
    """

    year: int
    month: int
    sure: bool = True
    over: bool = False


def date(
    articles: tuple[Article, ...],
    candidates: tuple[tuple[AnyCandidate, ...], ...],
    rulebook: Rulebook,
    *,
    option: str | None,
) -> tuple[Dct | None, ...]:
    """The date of each of a page's articles, None where nothing proves one; `candidates` are those of each article."""
    if not articles:
        return ()
    page = articles[0].page
    for words, basis in ((option, "option"), (page.source.date, "metadata"), (page.date, "metadata")):
        if words and (value := written_date(words)):
            return (Dct(value, basis),) * len(articles)  # type: ignore[arg-type] # a basis
    printed = tuple(article.date and written_date(article.date) for article in articles)
    if all(printed):
        return tuple(Dct(value, "metadata") for value in printed if value)
    if value := name_date(page.source.path):
        return (Dct(value, "filename"),) * len(articles)
    tools = _tools(rulebook)
    evidence = [tuple(_evidence(article, chosen, *tools)) for article, chosen in zip(articles, candidates, strict=True)]
    several = sum(block.published is not None for block in page.blocks) > 1
    evidence.append(tuple(_over_items(articles)))
    shared = _latest(piece for pieces in evidence for piece in pieces if not several or (piece.year and piece.month))
    days = frozenset(day for article in articles for day in _whole_days(article.text.content))
    return tuple(
        Dct(value, "metadata") if value else (several and _lead(article)) or _own(article, shared, days)
        for article, value in zip(articles, printed, strict=True)
    )


def _whole_days(content: str) -> Iterator[tuple[int, int, int]]:
    """The days that a text names with their year and month."""
    for found in DAY.finditer(content):
        year, month, day = map(int, found.groups())
        if year in YEARS and exists(year, month, day):
            yield year, month, day


def _over_items(articles: tuple[Article, ...]) -> Iterator[Evidence]:
    """What the first line of a page proves if it stands over several articles and is no one's own: a round-up's."""
    page = articles[0].page
    if len(articles) < 2 or not page.blocks:  # noqa: PLR2004 -- one article alone is no round-up
        return
    first = page.text.content[page.blocks[0].span.start : page.blocks[0].span.end]
    if len(first) > LONGEST_HEAD or any(first in article.text.content for article in articles):
        return
    for found in WRITTEN.finditer(simplified(first)):
        year, month = int(found["year"] or 0), int(found["month"])
        if (not year or year in YEARS) and exists(year or 2000, month, 1):
            yield Evidence(year, month)


def written_date(words: str) -> str | None:
    """A date as metadata write it, as a `dct`; None if it is none.

    >>> written_date("2023年3月14日"), written_date("2023-03"), written_date("2024-08-08T09:30:00+08:00")
    ('2023-03-14', '2023-03', '2024-08-08')
    """
    if found := DAY.search(words):
        year, month, day = map(int, found.groups())
        return iso(year, month, day) if exists(year, month, day) else None
    if found := PARTIAL.fullmatch(words):
        year, month = int(found[1]), int(found[2] or 0)
        if not month:
            return iso(year)
        return iso(year, month) if exists(year, month, 1) else None
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


def _lead(article: Article) -> Dct | None:
    """The day with which an item of a page opens, where the items are not of one day."""
    body = next((part.span for part in article.parts if part.kind == "body"), None)
    found = DAY.search(article.text.content, body.start, min(body.end, body.start + LEAD)) if body else None
    value = written_date(found[0]) if found else None
    return Dct(value, "text") if value else None


def _own(article: Article, shared: tuple[int, int | None] | None, days: frozenset[tuple[int, int, int]]) -> Dct | None:
    """The day of the article's dateline or of a line that is nothing but a date, else what the page proves."""
    content = simplified(article.text.content)
    if found := LINE_OF_ITS_OWN.search(content):
        year, month, day = (int(read_numeral(part) or 0) for part in found.groups())
        if year in YEARS and exists(year, month, day):
            return Dct(iso(year, month, day), "dateline")
    if AGENCY in content and (found := REPUBLIC_DAY.search(content)):
        year, month, day = int(found[1]) + REPUBLIC, int(found[2]), int(found[3])
        if exists(year, month, day):
            return Dct(iso(year, month, day), "dateline")
    for found in DATELINE.finditer(content, 0, HEAD):
        month, day = int(found[2]), int(found[3])
        told = int(found[1]) if found[1] else _year_of(month, shared)
        if told is not None and exists(told, month, day):
            return Dct(iso(told, month, day), "dateline")
    return _announced(content, shared, days) or (Dct(iso(*shared), "text") if shared else None)


def _announced(
    content: str, shared: tuple[int, int | None] | None, days: frozenset[tuple[int, int, int]]
) -> Dct | None:
    """The day of the announcement that the article reports.

    9日公告 on a page that names one 9th alone with its year and month (将于2012年8月9日复牌) is of that day.
    """
    for found in ANNOUNCED.finditer(content, 0, HEAD):
        named = [each for each in days if each[2] == int(found[3])]
        if not found[2] and len(named) == 1 and named[0][:2] >= ((shared[0], shared[1] or 0) if shared else (0, 0)):
            return Dct(iso(*named[0]), "text")
        if shared is None:
            continue
        month, day = int(found[2] or shared[1] or 0), int(found[3])
        year = int(found[1] or _year_of(month, shared) or 0)
        if (year, month) >= (shared[0], shared[1] or 0) and exists(year, month, day):
            return Dct(iso(year, month, day), "text")
    return None


def _year_of(month: int, shared: tuple[int, int | None] | None) -> int | None:
    """The year of a dateline's month on a page that proves a year, and maybe a month of it."""
    if shared is None:
        return None
    year, latest = shared
    if latest is not None and month >= LATE and latest <= EARLY:
        return year - 1
    return year


def _evidence(article: Article, chosen: Iterable[AnyCandidate], cues: Cues, signs: "Signs") -> Iterator[Evidence]:
    """What the article tells of as past or present."""
    content = simplified(article.text.content)
    dates = [candidate for candidate in chosen if candidate.label == "DATE"]
    own = signs.this_year.search(content) is not None
    yield from (Evidence(int(found[1]), 0) for found in EVENT.finditer(content))
    for candidate, norm in zip(dates, resolve(dates, content, None, cues), strict=True):
        expression = candidate.expression
        # A plan's years are no news, and a feast's day is what the year makes of it.
        if not isinstance(expression, Calendar) or candidate.extractor.endswith(".plan") or expression.first.feast:
            continue
        start, end = candidate.span.start, candidate.span.end
        tells = signs.tells(content, start, end, expression)
        if own and signs.is_other(content, end, expression):
            continue
        if tells not in {Telling.AHEAD, Telling.HISTORY} and (piece := _piece(expression, norm, tells)):
            if _is_whole_year(expression):
                yield Evidence(piece.year, 0, over=piece.year > 0)
                continue
            over = own and not piece.month and signs.is_over(content, end, expression)
            yield structs.replace(piece, over=over)


def _is_whole_year(calendar: Calendar) -> bool:
    """Whether the months told of are all twelve of a year, which therefore is over: 2024年1至12月份."""
    return calendar.first.month == 1 and calendar.last is not None and calendar.last.month == 12  # noqa: PLR2004


def _piece(calendar: Calendar, norm: Date, tells: "Telling") -> Evidence | None:
    """The year and month that an expression names: of a range the last, of one that may be a plan's the first."""
    written = (norm.value or "").split("/")
    opens = calendar.relation == "SINCE" or (calendar.last is not None and calendar.last.month is None)
    late = not opens or (tells is Telling.DONE and calendar.relation is None)
    point = (calendar.last or calendar.first) if late else calendar.first
    found = VALUE.match(written[-1 if late else 0])
    if not found or _is_relative(point):
        return None
    year = 0 if found[1] == "XXXX" else int(found[1])
    if year and year not in YEARS:
        return None
    return Evidence(year, point.month or 0 if not point.lunar else 0, sure=tells is not Telling.MAYBE)


def _is_relative(point: Point) -> bool:
    """去年11月 names no month of the year at hand; 今年1月 does."""
    return point.step is not None and (point.step.unit, point.step.count) != ("year", 0)


def _latest(evidence: Iterable[Evidence]) -> tuple[int, int | None] | None:
    """The latest year and the latest month of it."""
    pieces = set(evidence)
    over = {piece.year for piece in pieces if piece.over}
    pieces = {piece for piece in pieces if not piece.over}
    if over and not any(piece.year > max(over) for piece in pieces):
        # The year behind the last that is over, if the article tells of it as the one just past.
        pieces = {Evidence(max(over) + 1, 0), *(piece for piece in pieces if not piece.year)}
    years = {piece.year for piece in pieces if piece.year and piece.sure} or {piece.year for piece in pieces} - {0}
    if not years:
        return None
    year = max(years)
    months = {piece.month for piece in pieces if piece.month and piece.year in {0, year}}
    if not months:
        return year, None
    early = {month for month in months if month <= EARLY}
    if early and max(months) >= LATE and not any(EARLY < month < LATE for month in months):
        # Stories of a January paper look back on December.
        return year, max(early)
    return year, max(months)


class Telling(Enum):
    """Whether the article has seen a date."""

    DONE = auto()
    PRESENT = auto()
    MAYBE = auto()
    AHEAD = auto()
    HISTORY = auto()


class Signs:
    """The words of rules/dating, compiled."""

    def __init__(self, lexicon: Mapping[str, Mapping[str, str]]) -> None:
        """Compile the tables of `lexicon`."""
        self.future = re.compile(alternatives(lexicon["ahead"]))
        self.bound = tuple(lexicon["bound"])
        self.under_way = re.compile(alternatives(lexicon["under_way"]))
        self.milestone = re.compile(alternatives(lexicon["milestone"]))
        self.done = re.compile(alternatives(lexicon["done"]))
        self.past_base = tuple(lexicon["past_base"])
        self.origin = tuple(lexicon["origin"])
        self.attribute = tuple(lexicon["attribute"])
        self.deed = (*lexicon["milestone"], *lexicon["done"])
        self.until = tuple(lexicon["until"])
        self.start = tuple(lexicon["start"])
        self.since = re.compile(alternatives(lexicon["since"]))
        self.this_year = re.compile(alternatives(lexicon["this_year"]))
        self.result = re.compile(rf"[^。；\n可将望]{{0,60}}?(?:{alternatives(lexicon['result'])})[^\d可将望]{{0,6}}\d")

    def tells(self, content: str, start: int, end: int, calendar: Calendar) -> Telling:
        """What the words around a date say of it."""
        if calendar.first.year is not None and self._is_history(content, start, end, calendar):
            return Telling.HISTORY
        before, _, behind = clause_around(content, start, end).partition("\0")
        bounded = calendar.relation in {"BEFORE", "AFTER"} or content.endswith(self.until, 0, start)
        if bounded or self.future.search(before) or self.future.search(behind):
            return Telling.AHEAD
        if self.done.search(before) or self.done.search(behind):
            return Telling.DONE
        begun = calendar.first.month and content.startswith(self.start, end) and self._goes_on(content, end)
        named = content.startswith(self.attribute, end) or content[end - 1] == "度"
        if begun or named or calendar.first.day is not None:
            return Telling.PRESENT
        if not before and content.startswith(("，", ","), end):
            return Telling.MAYBE if self.under_way.search(behind) else Telling.PRESENT
        bound = calendar.first.year is not None and content.endswith(self.bound, 0, start)
        return Telling.AHEAD if bound or self.milestone.search(behind) else Telling.PRESENT

    def is_over(self, content: str, end: int, calendar: Calendar) -> bool:
        """Whether what follows a year, named as a whole, are its results: 2015年，产值突破200亿元."""
        whole = calendar.first.year is not None and calendar.first.stretch in {None, "Y"} and calendar.relation is None
        return whole and calendar.last is None and self.result.match(content, end) is not None

    def is_other(self, content: str, end: int, calendar: Calendar) -> bool:
        """Whether an article of this year tells of another what was done in it: 2018年完成环评."""
        named = calendar.first.year is not None and calendar.first.month is None
        return named and content.startswith(self.deed, end)

    def _goes_on(self, content: str, end: int) -> bool:
        """Whether the sentence tells what has been done since: 2014年12月开工，正在平整场地."""
        return self.since.search(content, end, content.find("。", end, end + REACH) + 1 or end + REACH) is not None

    def _is_history(self, content: str, start: int, end: int, calendar: Calendar) -> bool:
        """Whether the year is where something began (1958年始建, 2020年以来) or what is compared with."""
        if calendar.relation == "SINCE" or EVER_SINCE.match(content, end):
            return True
        return content.endswith(self.past_base, 0, start) or content.startswith(self.origin, end)


@lru_cache(maxsize=4)
def _tools(rulebook: Rulebook) -> tuple[Cues, Signs]:
    return Cues(rulebook["date"].lexicon), Signs(rulebook["dating"].lexicon)
