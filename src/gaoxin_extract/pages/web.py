"""What a site prints around its article: left out, and read for the date and byline that it proves."""

import regex
from msgspec import Struct

from gaoxin_extract.pages.lines import Line
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


def furniture(lines: list[Line], rules: RuleSet) -> Furniture:
    """The furniture among `lines`; a page of one line has none."""
    any_furniture, any_folio, any_cut = (any_of(rules, group) for group in ("furniture.", "folio.", "cut."))
    any_meta, any_notice = any_of(rules, "meta."), any_of(rules, "notice.")
    metas = [pattern.regex for id_, pattern in rules.patterns.items() if id_.startswith("meta.")]
    dropped: set[int] = set()
    dates: dict[str, str] = {}
    byline: list[str] = []
    web = related = False
    if len(lines) < 2:  # noqa: PLR2004
        return Furniture(frozenset(), None, (), web=False)
    for number, line in enumerate(lines):
        content = line.content
        if any_notice.fullmatch(content):
            dropped.add(number)
            continue
        if line.width > LONGEST_FURNITURE or content.endswith("。"):
            related = related and not _prose(line)
            continue
        if any_folio.fullmatch(content):
            dropped.add(number)
            if (day := DAY.search(content)) and not content.startswith("今天是"):
                dates.setdefault("folio", iso_day(day[0]) or "")
            continue
        found = [match for meta in metas if (match := meta.search(content))] if any_meta.search(content) else []
        if sum(len(match[0]) for match in found) * 2 > len(content):
            dropped.add(number)
            web = True
            for match in found:
                said = match.groupdict()
                if said.get("date"):
                    dates.setdefault("meta", iso_day(said["date"]) or "")
                if said.get("author"):
                    byline.append(said["author"])
            continue
        if any_cut.fullmatch(content):
            dropped.add(number)
            related = True
            continue
        related = related and not _prose(line)
        if related or any_furniture.fullmatch(content):
            dropped.add(number)
    return Furniture(frozenset(dropped), dates.get("meta") or dates.get("folio") or None, tuple(byline), web)


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
