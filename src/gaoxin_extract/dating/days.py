"""The day that an article prints of itself: a dateline, a day under its signature, an announcement's."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from gaoxin_extract.articles import Article
from gaoxin_extract.dating.evidence import EARLY, LATE, YEARS
from gaoxin_extract.entities.date.almanac import exists, iso
from gaoxin_extract.numerals import read_numeral
from gaoxin_extract.records import Dct

DAY = re.compile(
    r"(\d(?<!\d\d)\d{3})(?:\s*[-/.年]\s*|(?=\d{4}(?!\d)))(\d{1,2})(?:\s*[-/.月]\s*|(?=\d{2}(?!\d)))(\d{1,2})(?!\d)\s*日?"
)
PARTIAL = re.compile(r"\s*(\d{4})(?:\s*[-/.年]\s*(\d{1,2})?)?\s*月?\s*")
# 新华社成都3月14日电, 本报内江8月8日讯, （2024年8月8日电）: near the head of an article.
DATELINE = re.compile(
    r"(?:(\d{4})\s?年)?\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日(?:[上下晚中]?[午间]?)?\s?(?:[电讯丨]|消息[，,：:])"
)
# Another's news, which is told later: 据石滩媒体4月13日消息，…
QUOTED = re.compile(r"据[^。，\n]{1,24}$")
TOLD_BY = ("，", ",", "：", ":")
# Taiwan's agency names the day alone: （中央社記者田野石灘20日電）.
DAYLINE = re.compile(r"中央社[^（）()\n\d]{0,24}(\d{1,2})日电")
# A daily round-up opens with its day: 6.18 今日早报.
BRIEF = re.compile(r"(?m)^(\d{1,2})\.(\d{1,2})\s?(?:今日|每日)?(?:早报|晚报|早间|午间|晚间|要闻|早餐)")
# Where and when a speech was made or a decision taken: ——2024年1月9日在石滩市第八届人民代表大会第三次会议上.
DELIVERED = re.compile(
    r"(?m)^(?:[（(—–-]{0,3}\s?(?=[^。，]{8,80}大会)|[—–-]{1,3}\s?(?=[^，。\n]{8,16}在))"
    r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日在?[^。，\n]{0,90}$"
)
# A day beside the word that counts it from the day of writing: 昨天（5月28日）, 26日（今天）.
TOLD = re.compile(
    r"(?:(今[天日]|昨[天日]?|前[天日])\s?[（(]\s?(?:(\d{1,2})月)?(\d{1,2})日\s?[）)]|(?:(\d{1,2})月)?(\d{1,2})日\s?[（(](今[天日]|昨[天日]|前[天日])[）)]|([今昨前])\s?[（(]\s?(\d{1,2}|[二三]?十?[一二三四五六七八九]|[二三]?十)\s?[）)][日天])"
)
AGO = {"今": 0, "昨": 1, "前": 2}
# What a listed company announces (3月9日晚间公告) is told the same evening.
ANNOUNCED = re.compile(
    r"(?<![\d月])(?:(?:(\d{4})\s?年)?\s?(\d{1,2})\s?月)?\s?(\d{1,2})\s?日(?:晚间?|早间|盘[前后]|午间|收盘后)?(?:发布)?公告"
)
# The day under which an office signs, or over which a paper prints.
LINE_OF_ITS_OWN = re.compile(
    r"(?m)^[（(]?\s*([12]\d{3}|[一二][〇○零一二三四五六七八九]{3})\s?[年./-]\s?(\d{1,2}|十?[一二三四五六七八九]|十)\s?[月./-]\s?"
    r"(\d{1,2}|[二三]?十?[一二三四五六七八九]|[二三]?十)\s?日?\s*[）)]?(?:\s?[（(](?:星期|周|週)[一二三四五六日天][）)])?$"
)
# Taiwan's Central News Agency closes a report with its day in the republic's years: 。1040820.
REPUBLIC_DAY = re.compile(r"(?m)[。！？」）)]\s?(1[0-4]\d)(0[1-9]|1[0-2])([0-3]\d)\s*$")
REPUBLIC = 1911
AGENCY = "中央社"
HEAD = 400
LEAD = 40
LONGEST_WAY = timedelta(30)
WHOLE = len("2024-08-12")
YEARLESS = "XXXX-"


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


def whole_days(content: str) -> Iterator[tuple[int, int, int]]:
    """The days that a text names with their year and month."""
    for found in DAY.finditer(content):
        year, month, day = map(int, found.groups())
        if year in YEARS and exists(year, month, day):
            yield year, month, day


def lead_day(article: Article) -> Dct | None:
    """The day with which an item of a page opens, where the items are not of one day."""
    body = next((part.span for part in article.parts if part.kind == "body"), None)
    found = DAY.search(article.text.content, body.start, min(body.end, body.start + LEAD)) if body else None
    value = written_date(found[0]) if found else None
    return Dct(value, "text") if value else None


def own_day(
    article: Article, shared: tuple[int, int | None] | None, days: frozenset[tuple[int, int, int]]
) -> Dct | None:
    """The day of the article's dateline or of a line that is nothing but a date, else what the page proves."""
    content = article.text.content
    printed = (_in_figures(content), _delivered(content), _by_dateline(content, shared))
    if found := next(filter(None, printed), None):
        return Dct(found, "dateline")
    proven = _counted(content, shared) or _announced(content, shared, days) or _stamped(article, shared)
    return proven or (Dct(iso(*shared), "text") if shared else None)


def _in_figures(content: str) -> str | None:
    """The day of a line that is nothing but a date, or of the figures with which Taiwan's agency closes a report."""
    if found := LINE_OF_ITS_OWN.search(content):
        year, month, day = (int(read_numeral(part) or 0) for part in found.groups())
        if year in YEARS and exists(year, month, day):
            return iso(year, month, day)
    if AGENCY in content and (found := REPUBLIC_DAY.search(content)):
        year, month, day = int(found[1]) + REPUBLIC, int(found[2]), int(found[3])
        if exists(year, month, day):
            return iso(year, month, day)
    return None


def _delivered(content: str) -> str | None:
    """The day on which a speech was made or a decision taken."""
    if found := DELIVERED.search(content, 0, HEAD):
        year, month, day = map(int, found.groups())
        return iso(year, month, day) if exists(year, month, day) else None
    return None


def _by_dateline(content: str, shared: tuple[int, int | None] | None) -> str | None:
    """The day of a dateline, in the year, or the year and month, that the page proves where it doesn't say them."""
    for found in _datelines(content):
        month, day = int(found[2]), int(found[3])
        told = int(found[1]) if found[1] else _year_of(month, shared)
        if told is not None and exists(told, month, day):
            return iso(told, month, day)
    if shared and shared[1] and (alone := DAYLINE.search(content, 0, HEAD)):
        year, month, day = shared[0], shared[1], int(alone[1])
        return iso(year, month, day) if exists(year, month, day) else None
    if shared and (alone := BRIEF.search(content, 0, HEAD)):
        month, day = int(alone[1]), int(alone[2])
        told = _year_of(month, shared)
        return iso(told, month, day) if told and exists(told, month, day) else None
    return None


def reprinted_day(article: Article, published: str) -> Dct | None:
    """The day of the dateline of an article that a site published on a day soon after, ISO 8601; None without one."""
    if len(published) < WHOLE:
        return None
    last = date.fromisoformat(published)
    for found in _datelines(article.text.content):
        month, day = int(found[2]), int(found[3])
        year = int(found[1]) if found[1] else last.year - (month > last.month)
        if exists(year, month, day) and timedelta(0) < last - date(year, month, day) <= LONGEST_WAY:
            return Dct(iso(year, month, day), "dateline")
    return None


def _datelines(content: str) -> Iterator[re.Match[str]]:
    """The datelines near the head of an article; the days of news that it quotes are none."""
    for found in DATELINE.finditer(content, 0, HEAD):
        if not (found[0].endswith(TOLD_BY) and QUOTED.search(content, 0, found.start())):
            yield found


def _counted(content: str, shared: tuple[int, int | None] | None) -> Dct | None:
    """The day from which the article counts a day that it also writes: 昨天（5月28日）."""
    if shared is None:
        return None
    for found in TOLD.finditer(content, 0, HEAD):
        word = found[1] or found[6] or found[7]
        month = int(found[2] or found[4] or shared[1] or 0)
        day = int(read_numeral(found[3] or found[5] or found[8]) or 0)
        year = _year_of(month, shared)
        if year is not None and exists(year, month, day):
            written = date(year, month, day) + timedelta(AGO[word[0]])
            return Dct(written.isoformat(), "text")
    return None


def _stamped(article: Article, shared: tuple[int, int | None] | None) -> Dct | None:
    """The day that a site prints without its year, in the year that the page proves."""
    stamp = article.date or article.page.date or ""
    if shared is None or not stamp.startswith(YEARLESS):
        return None
    month, day = map(int, stamp.removeprefix(YEARLESS).split("-"))
    year = _year_of(month, shared)
    return Dct(iso(year, month, day), "text") if year is not None and exists(year, month, day) else None


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
