"""What a site prints around its article: left out, and read for the date and byline that it proves."""

import regex
from msgspec import Struct

from gaoxin_extract.pages.lines import Line
from gaoxin_extract.rulebook import RuleSet

DAY = regex.compile(r"((?:19|20)\d\d)\s?[年./-]\s?(\d{1,2})\s?[月./-]\s?(\d{1,2})")


class Furniture(Struct, frozen=True):
    """The lines to leave out, by number, and what they say of the article."""

    lines: frozenset[int]
    date: str | None
    byline: tuple[str, ...]
    web: bool


def furniture(lines: list[Line], rules: RuleSet) -> Furniture:
    """The furniture among `lines`; a page of one line has none."""
    groups = {
        group: [pattern.regex for id_, pattern in rules.patterns.items() if id_.startswith(group)]
        for group in ("furniture.", "meta.", "cut.")
    }
    dropped: set[int] = set()
    date: str | None = None
    byline: list[str] = []
    web = False
    if len(lines) < 2:  # noqa: PLR2004
        return Furniture(frozenset(), None, (), web=False)
    for number, line in enumerate(lines):
        content = line.content
        if line.width > 240:  # noqa: PLR2004 -- longer than any furniture
            continue
        found = [match for pattern in groups["meta."] if (match := pattern.search(content))]
        if found and sum(len(match[0]) for match in found) * 2 > len(content) and not content.endswith("。"):
            dropped.add(number)
            web = True
            for match in found:
                groupdict = match.groupdict()
                if groupdict.get("date") and not date:
                    date = iso_day(groupdict["date"])
                if groupdict.get("author"):
                    byline.append(groupdict["author"])
            continue
        if any(pattern.fullmatch(content) for pattern in groups["cut."]):
            rest = range(number, len(lines))
            if not any("。" in lines[k].content and lines[k].width > 60 for k in rest):  # noqa: PLR2004
                dropped.update(rest)
                web = True
                break
        if any(pattern.fullmatch(content) for pattern in groups["furniture."]) and not content.endswith("。"):
            dropped.add(number)
            if not date and (day := DAY.search(content)):
                date = iso_day(day[0])
    return Furniture(frozenset(dropped), date, tuple(byline), web)


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
