"""What an article tells of as past or present, and the year and month that all of a page's articles prove."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, structs

from gaoxin_extract.articles import Article
from gaoxin_extract.dating.signs import Signs, Telling
from gaoxin_extract.entities import AnyCandidate
from gaoxin_extract.entities.date.almanac import exists
from gaoxin_extract.entities.date.cues import Cues
from gaoxin_extract.entities.date.expressions import Calendar, Point
from gaoxin_extract.entities.date.resolve import resolve
from gaoxin_extract.values import Date

# The audited year against which a listed company measures a contract: it is over, and its report is out by May.
AUDITED = (
    re.compile(r"占[^，。；\n]{0,16}?(20\d\d)\s?年度?[^，。；\n]{0,8}?(?:营业|营收|收入|资产|利润)"),
    re.compile(r"(20\d\d)\s?年度?经审计"),
)
REPORTED_BY = 5
# An honour bears the year for which it was given: 入选“2008年度…好味道”.
HONOURED = re.compile(r"[获评选][^，。；\n]{0,4}.\Z")
QUOTES = tuple("“《「『")
FISCAL = "财年"
HALF_YEAR = 6
COMMA = ("，", ",")
# An event that bears its year: 在2023石滩新材料产业大会上. What begins with plain characters is searched fastest.
EVENT = re.compile(
    r"(20(?<![\d.,，-]20)\d\d)(?![万亿千百家户名人件台套吨亩平元米多余年个次辆公])"
    r"[^\d，。；、\n“”]{2,24}?(?:大会|洽谈会|博览会|论坛|峰会|推介会|展览会|交易会|年会|促进周|活动周|文化节|大赛|对接会|招商会)"
)
HELD = re.compile(
    r"(?:举行|召开|举办|启动)[了的]?(20\d\d)年[^\d，。；、\n]{2,24}?"
    r"(?:仪式|活动|大会|动员会|推进会|现场会|签约会|启动会|洽谈会|推介会|对接会|会议)"
)
# A year that an article tells of as the one at hand: 2018年是办厂攻坚之年.
AT_HAND = re.compile(r"(20\d\d)年[，,]?是[^，。；\n]{0,40}(?:之年|一年)")
WRITTEN = re.compile(r"(?<!\d)(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月(?:份|\d{1,2}日|第|[上中下]旬|$))")
LONGEST_HEAD = 60
YEARS = range(1949, 2100)
LATE, EARLY = 11, 2
VALUE = re.compile(r"(XXXX|\d{4}(?!\d))")


class Evidence(Struct, frozen=True, gc=False):
    """A year, a month or both that an article tells of as past or present, 0 where it is unsaid.

    `sure` is False of a year that may be a plan's: 2027年，全区将… `over` is True of a year that an article which also
    speaks of this year (今年) tells of as a whole: 2015年，产值突破200亿元. `whole` is True where any article tells so,
    which months of the next year then show to be over. `audited` is True of a year that is over so that its report is
    out, `ahead` of a month that is foretold: 预计2025年4月投产. `present` is True of a year that an event bears or that
    is told of as the one at hand.
    """

    year: int
    month: int
    sure: bool = True
    over: bool = False
    audited: bool = False
    whole: bool = False
    ahead: bool = False
    present: bool = False


def over_items(articles: tuple[Article, ...]) -> Iterator[Evidence]:
    """What the first line of a page proves if it stands over several articles and is no one's own: a round-up's."""
    page = articles[0].page
    if len(articles) < 2 or not page.blocks:  # noqa: PLR2004 -- one article alone is no round-up
        return
    first = page.text.content[page.blocks[0].span.start : page.blocks[0].span.end]
    if len(first) > LONGEST_HEAD or any(first in article.text.content for article in articles):
        return
    for found in WRITTEN.finditer(first):
        year, month = int(found["year"] or 0), int(found["month"])
        if (not year or year in YEARS) and exists(year or 2000, month, 1):
            yield Evidence(year, month)


def evidence_of(article: Article, chosen: Iterable[AnyCandidate], cues: Cues, signs: Signs) -> Iterator[Evidence]:
    """What the article tells of as past or present."""
    content = article.text.content
    dates = [candidate for candidate in chosen if candidate.label == "DATE"]
    own = signs.this_year.search(content) is not None
    audited = {found.start(1): int(found[1]) for words in AUDITED for found in words.finditer(content)}
    yield from (Evidence(year, 0, audited=True) for year in audited.values())
    events = {found.start(1): int(found[1]) for words in (EVENT, HELD, AT_HAND) for found in words.finditer(content)}
    yield from (Evidence(year, 0, present=True) for year in events.values())
    for candidate, norm in zip(dates, resolve(dates, content, None, cues), strict=True):
        expression = candidate.expression
        # A plan's years are no news, and a feast's day is what the year makes of it.
        if not isinstance(expression, Calendar) or candidate.extractor.endswith(".plan") or expression.first.feast:
            continue
        start, end = candidate.span.start, candidate.span.end
        honoured = content[start - 1 : start] in QUOTES and HONOURED.search(content, 0, start)
        if honoured or start in audited or start in events or content.endswith(FISCAL, 0, start):
            continue
        if expression.last and expression.first.year and FISCAL in content[start:end]:
            # Of 2025-26财年 the first year has begun.
            yield Evidence(expression.first.year, 0)
            continue
        tells = signs.tells(content, start, end, expression)
        if own and signs.is_other(content, end, expression):
            continue
        if tells is Telling.AHEAD and expression.first.year and expression.first.month:
            yield Evidence(expression.first.year, expression.first.month, ahead=True)
        if tells not in {Telling.AHEAD, Telling.HISTORY} and (piece := _piece(expression, norm, tells)):
            if _is_whole_year(expression):
                yield Evidence(piece.year, 0, over=piece.year > 0)
                continue
            if (years := expression.last) and not piece.month and years.year and signs.result.match(content, end):
                # 2015-2017年，分别实现收入1.2亿元…
                yield Evidence(years.year, 0)
                continue
            told_whole = not piece.month and signs.is_over(content, end, expression)
            yield structs.replace(piece, over=told_whole and own, whole=told_whole and content.startswith(COMMA, end))


def _is_whole_year(calendar: Calendar) -> bool:
    """Whether the months told of are all twelve of a year, which therefore is over: 2024年1至12月份."""
    return calendar.first.month == 1 and calendar.last is not None and calendar.last.month == 12  # noqa: PLR2004


def _piece(calendar: Calendar, norm: Date, tells: Telling) -> Evidence | None:
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
    """去年11月 names no month of the year at hand, and 当年 none but the year just named; 今年1月 does."""
    step = point.step
    return step is not None and (step.unit, step.count, step.base) != ("year", 0, "dct")


def _foretold(told: set[int], ahead: Sequence[tuple[int, int]]) -> tuple[int, int | None] | None:
    """The year and month of an article that tells of months without a year and foretells one with its year, as next."""
    if not told or not ahead or max(told) - min(told) > HALF_YEAR:
        return None
    year, month = min(ahead)
    return (year, max(told)) if max(told) <= month else (year - 1, max(told))


def latest(evidence: Iterable[Evidence]) -> tuple[int, int | None] | None:
    """The latest year and the latest month of it."""
    pieces = set(evidence)
    ahead = [(piece.year, piece.month) for piece in pieces if piece.ahead]
    pieces = {piece for piece in pieces if not piece.ahead}
    reported = {piece.year for piece in pieces if piece.audited}
    pieces = {piece for piece in pieces if not piece.audited}
    if reported and not any(piece.year > max(reported) and piece.sure for piece in pieces):
        # Before May the last year's report may not be out yet, so that the year at hand is not proven.
        pieces = {piece for piece in pieces if not piece.year}
        if max((piece.month for piece in pieces), default=0) >= REPORTED_BY:
            pieces.add(Evidence(max(reported) + 1, 0))
    told = max((piece.month for piece in pieces if not piece.year), default=LATE)
    over = {piece.year for piece in pieces if piece.over or (piece.whole and told < LATE)}
    over -= {piece.year for piece in pieces if piece.present}
    pieces = {piece for piece in pieces if not (piece.year in over and not piece.month)}
    if over and not any(piece.year > max(over) for piece in pieces):
        # The year behind the last that is over, if the article tells of it as the one just past.
        pieces = {Evidence(max(over) + 1, 0), *(piece for piece in pieces if not piece.year)}
    years = {piece.year for piece in pieces if piece.year and piece.sure} or {piece.year for piece in pieces} - {0}
    if not years:
        return _foretold({piece.month for piece in pieces if piece.month}, ahead)
    year = max(years)
    months = {piece.month for piece in pieces if piece.month and piece.year in {0, year}}
    if not months:
        return year, None
    early = {month for month in months if month <= EARLY}
    if early and max(months) >= LATE and not any(EARLY < month < LATE for month in months):
        # Stories of a January paper look back on December; one that writes its year is over the year before.
        late = {piece.year for piece in pieces if piece.month >= LATE and piece.year in {0, year}}
        bare = {piece.month for piece in pieces if piece.month and not piece.year}
        return year + (late == {year} and bare == early), max(early)
    return year, max(months)
