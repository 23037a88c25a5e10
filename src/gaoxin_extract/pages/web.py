"""What a site prints around its article: left out, and read for the date and byline that it proves."""

import regex
from msgspec import Struct

from gaoxin_extract.pages.lines import CLAUSE, FINAL, Line
from gaoxin_extract.pages.patterns import any_of
from gaoxin_extract.rulebook import RuleSet

DAY = regex.compile(r"((?:19|20)\d\d)\s?[年./-]\s?(\d{1,2})\s?[月./-]\s?(\d{1,2})")


LONGEST_LINK = 80
LONGEST_FURNITURE = 240


class Furniture(Struct, frozen=True):
    """The lines to leave out, by number, and what they say of the article."""

    lines: frozenset[int]
    date: str | None
    byline: tuple[str, ...]
    web: bool


class Site:
    """Goes through the lines of a page once and tells its furniture; `open`: the line before stops in mid-sentence."""

    def __init__(self, rules: RuleSet) -> None:
        """The patterns of rules/pages by group."""
        names = ("furniture", "likely", "notice", "folio", "cut")
        self.patterns = {name: any_of(rules, f"{name}.") for name in (*names, "meta")}
        self.any = any_of(rules, *(f"{name}." for name in names))
        self.metas = [pattern.regex for id_, pattern in rules.patterns.items() if id_.startswith("meta.")]
        self.dates: dict[str, str] = {}
        self.byline: list[str] = []
        self.web = self.related = self.open = False

    def is_furniture(self, line: Line) -> bool:
        """Whether `line`, which follows the one asked about before, is left out."""
        content = line.content
        self.related = self.related and not _prose(line)
        left_out = self._left_out(line)
        if not left_out:
            self.open = bool(CLAUSE.search(content)) and not FINAL.search(content)
        return left_out

    def _left_out(self, line: Line) -> bool:
        content = line.content
        if not self.related and not self._has("meta", content) and not self.any.fullmatch(content):
            return False
        if self._is("notice", content):
            return True
        return line.width <= LONGEST_FURNITURE and not content.endswith("。") and self._short(content)

    def _short(self, content: str) -> bool:
        """Whether a line that is neither long nor a sentence is left out."""
        if self._is("folio", content):
            self._date("folio", content)
            return True
        if self._is("cut", content):
            self.related = True
            return True
        if self.related or self._is("furniture", content) or self._published(content):
            return True
        return not self.open and self._is("likely", content)

    def _published(self, content: str) -> bool:
        """Whether publication data are more than half of the line; in mid-sentence it takes a date or two of them."""
        found = [match for meta in self.metas if (match := meta.search(content))] if self._has("meta", content) else []
        dated = any(match.groupdict().get("date") for match in found)
        if sum(len(match[0]) for match in found) * 2 <= len(content) or (self.open and not dated and len(found) < 2):  # noqa: PLR2004
            return False
        self.web, self.open = True, False
        for match in found:
            said = match.groupdict()
            self._date("meta", said.get("date") or "")
            if said.get("author"):
                self.byline.append(said["author"])
        return True

    def _date(self, kind: str, content: str) -> None:
        day = None if content.startswith("今天是") else iso_day(content)
        if day:
            self.dates.setdefault(kind, day)

    def _is(self, name: str, content: str) -> bool:
        return self.patterns[name].fullmatch(content) is not None

    def _has(self, name: str, content: str) -> bool:
        return self.patterns[name].search(content) is not None


def furniture(lines: list[Line], rules: RuleSet) -> Furniture:
    """The furniture among `lines`; a page of one line has none."""
    if len(lines) < 2:  # noqa: PLR2004
        return Furniture(frozenset(), None, (), web=False)
    site = Site(rules)
    left_out = frozenset(number for number, line in enumerate(lines) if site.is_furniture(line))
    return Furniture(left_out, site.dates.get("meta") or site.dates.get("folio"), tuple(site.byline), site.web)


def _prose(line: Line) -> bool:
    return "。" in line.content or line.width > LONGEST_LINK


def iso_day(words: str) -> str | None:
    """The day that `words` name, ISO 8601; None if there is no such day.

    >>> iso_day("2024年8月12日")
    '2024-08-12'
    """
    found = DAY.search(words)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31):  # noqa: PLR2004
        return None
    return f"{year:04}-{month:02}-{day:02}"
