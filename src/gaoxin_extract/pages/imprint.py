"""Publication data in a line: date, source, author, counters; how much of the line they are, and what stands beside."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import chain, pairwise

from msgspec import Struct

from gaoxin_extract.numerals import read_numeral
from gaoxin_extract.pages.lines import REMEMBERED
from gaoxin_extract.pages.patterns import SHORT, Group, any_of
from gaoxin_extract.rulebook import Pattern, RuleSet
from gaoxin_extract.rulebook.compiling import compiled

DAY = re.compile(r"((?:19|20)\d\d)\s?(?:年/?|[./-])\s?(\d{1,2})\s?(?:月/?|[./-])\s?(\d{1,2})")
DATED = compiled(rf"(?P<date>{DAY.pattern}日?)(?:\s*\d{{1,2}}[:：]\d\d)?")
COMPACT_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?!\d)")
# The digit that all begin with stands first, since what begins with a class of characters is searched fastest.
DATELIKE = re.compile(
    r"\d(?:(?:(?<=1)9|(?<=2)0)(?:\d\d\s?[年./-]\s?\d|\d{6}(?!\d))|\d[年./-]\d{1,2}[月./-]\d|[./](?:19|20)\d\d)"
)
WRITTEN_DAY = re.compile(
    r"([一二][〇○零九][〇○零一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
# Years of Taiwan's republic, and those that leave their century out; behind a label alone.
SHORT_DAY = re.compile(r"(1[01]\d|\d\d)[年./-](\d{1,2})[月./-](\d{1,2})日?")
YEARLESS = re.compile(r"(\d{1,2})\s?[月-]\s?(\d{1,2})")
REPUBLIC = 1911
LAST_SHORT = 99
LAST_MONTH = 12
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NAMED_MONTH = rf"({'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
ENGLISH_DAY = re.compile(
    rf"{NAMED_MONTH}\s*(\d{{1,2}})(?:st|nd|rd|th)?,?\s*(20\d\d)|(\d{{1,2}})\s+{NAMED_MONTH},?\s*(20\d\d)"
)
DAY_FIRST = re.compile(r"(?<![\d./])(\d{1,2})([./])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
WORD = compiled(r"[\p{Han}A-Za-z0-9]")
HAN = compiled(r"\p{Han}")
EDGE = " \t\u3000|｜[]【】()（）-—·,，;；:："
PAIRS = (("【", "】"), ("[", "]"), ("（", "）"), ("(", ")"))
SHORTEST_TITLE = 4
SHORTEST_BEHIND = 8
LONGEST_SOURCE = 12
MEDIUM = compiled(r"(?:[报報网網社台刊]|客户端|在线|频道|新闻|视点|com|cn)$")


class Imprint(Struct, frozen=True, gc=False):
    """What the publication data of a line say, where it names authors, and the stretch that is no such data."""

    date: str | None
    authors: tuple[tuple[int, int], ...]
    count: int
    covered: int
    rest: tuple[int, int] | None


class Imprints:
    """Reads publication data by the patterns meta.* of rules/pages."""

    def __init__(self, dated: Group, undated: Group) -> None:
        """Of `dated` each captures a day as `date`; a pattern may also capture an `author`."""
        self.dated = dated
        self.undated = undated
        self._short = lru_cache(maxsize=REMEMBERED)(self._stand_in)

    def stand_in(self, content: str, words: AbstractSet[str] | None = None) -> bool:
        """Whether there are publication data in `content`, a line in which `words` stand, as for a `Group`."""
        return self._short(content) if len(content) <= SHORT else self._stand_in(content, words)

    def _stand_in(self, content: str, words: AbstractSet[str] | None = None) -> bool:
        return any(pattern.regex.search(content) for pattern in self._fitting(content, words))

    def _fitting(self, content: str, words: AbstractSet[str] | None = None) -> list[Pattern]:
        undated = self.undated.fitting(content, words)
        return [*self.dated.fitting(content, words), *undated] if DATELIKE.search(content) else undated

    def read(self, content: str) -> Imprint:
        """What `content`, a line, says; `rest` is a headline or paragraph in front of or behind the data.

        Data run to the end of the line, or from its beginning; no more than a few words of a source stand among them.
        """
        found = [match for pattern in self._fitting(content) for match in pattern.regex.finditer(content)]
        if found and not any(match.groupdict().get("date") for match in found):
            found += DATED.finditer(content)
        spans = _united([match.span() for match in found])
        days = (iso_day(words["date"]) for match in found if (words := match.groupdict()).get("date"))
        yearless = (yearless_day(words["day"]) for match in found if (words := match.groupdict()).get("day"))
        authors = (match.span("author") for match in found if match.groupdict().get("author"))
        return Imprint(
            next(filter(None, chain(days, yearless)), None),
            tuple(dict.fromkeys(authors)),
            len(spans),
            sum(end - start for start, end in spans),
            _rest(content, spans),
        )


def _united(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _rest(content: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """What stands before data that run to the end, or behind data that open the line, if it may be a headline."""
    if not spans:
        return None
    between = [content[end:start] for (_, end), (start, _) in pairwise(spans)]
    if any(len(WORD.findall(words)) > LONGEST_SOURCE for words in between):
        return None
    front, back = content[: spans[0][0]], content[spans[-1][1] :]
    for kept, other in ((front, back), (back, front)):
        bare = kept.strip(EDGE) if kept is back else kept.strip(" \t\u3000|｜-—·").rstrip("[【(（")
        labelled = spans[0][1] - spans[0][0] >= LONGEST_SOURCE
        parted = kept is back or kept[-1:] in EDGE or labelled or not HAN.match(content[spans[0][0]])
        if not parted or len(WORD.findall(other)) > LONGEST_SOURCE:
            continue
        if len(HAN.findall(bare)) < (SHORTEST_BEHIND if kept is back else SHORTEST_TITLE):
            continue
        if MEDIUM.search(bare) and len(bare) <= LONGEST_SOURCE:
            continue
        start = content.find(bare, 0 if kept is front else spans[-1][1])
        return _with_brackets(content, start, start + len(bare))
    return None


def _with_brackets(content: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with a bracket at its edge of which the other one stands in it: `【两会】铭川…`."""
    bare = content[start:end]
    for first, last in PAIRS:
        if bare.count(last) > bare.count(first) and content.endswith(first, 0, start):
            return start - 1, end
        if bare.count(first) > bare.count(last) and content.startswith(last, end):
            return start, end + 1
    return start, end


def iso_day(words: str) -> str | None:
    """The day that `words` name, ISO 8601; None if there is no such day.

    >>> iso_day("2024年8月12日")
    '2024-08-12'
    """
    if found := DAY.search(words) or COMPACT_DAY.fullmatch(words) or WRITTEN_DAY.search(words):
        year, month, day = (int(read_numeral(part) or 0) for part in found.groups())
    elif found := DAY_FIRST.search(words):
        day, month, year = (int(part) for part in (found[1], found[3], found[4]))
        day, month = (month, day) if month > LAST_MONTH else (day, month)
    elif found := SHORT_DAY.fullmatch(words):
        year, month, day = map(int, found.groups())
        year += REPUBLIC if year > LAST_SHORT else 2000
    elif found := ENGLISH_DAY.search(words):
        name = found[1] or found[5]
        month, day, year = MONTHS.index(name) + 1, int(found[2] or found[4]), int(found[3] or found[6])
    else:
        return None
    if not (1 <= month <= LAST_MONTH and 1 <= day <= 31):  # noqa: PLR2004
        return None
    return f"{year:04}-{month:02}-{day:02}"


def yearless_day(words: str) -> str | None:
    """The day that `words` name without its year, as TIMEX3 writes it; None if there is no such day.

    >>> yearless_day("01-17"), yearless_day("12月06日"), yearless_day("13-01")
    ('XXXX-01-17', 'XXXX-12-06', None)
    """
    found = YEARLESS.search(words)
    if not found:
        return None
    month, day = map(int, found.groups())
    return f"XXXX-{month:02}-{day:02}" if 1 <= month <= LAST_MONTH and 1 <= day <= 31 else None  # noqa: PLR2004


@lru_cache(maxsize=4)
def imprints_of(rules: RuleSet) -> Imprints:
    """What reads publication data by `rules`; a pattern that captures a day is tried only where one stands."""
    patterns = any_of(rules, "meta.").patterns
    rows = rules.rows
    dated = [pattern for pattern in patterns if "?P<date>" in rows[pattern.id][1].regex]
    return Imprints(Group(dated), Group(pattern for pattern in patterns if pattern not in dated))
