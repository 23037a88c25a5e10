"""Markdown: its marks left out of the text, and what its front matter says of the article."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime

import msgspec
from msgspec import Struct

from gaoxin_extract.pages.imprint import iso_day
from gaoxin_extract.text import Edit, Span, Text

FRONT = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?P<rows>(?=\w[\w -]*:)(?:[^\r\n]*\r?\n){1,80}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
# The same without dashes, as Pelican and MultiMarkdown have it: rows of known keys down to a blank line.
HEADER = re.compile(
    r"\ufeff?(?=(?i:title|date|author):)(?P<rows>(?:(?i:title|date|modified|authors?|category|categories|tags|slug|summary|comments|layout)"
    r":[^\r\n]*\r?\n(?:[ \t]*- [^\r\n]*\r?\n|[ \t]+\S[^\r\n]*\r?\n)*){2,12})[ \t]*\r?\n"
)
ROW = re.compile(r"(?m)^(?P<key>\w+):[ \t]*(?P<quote>['\"]?)(?P<words>[^\r\n]*?)(?P=quote)[ \t]*\r?$")
AUTHORS = ("author", "authors")
# What may open one more level of YAML, which its parser reads level by level on the stack of the process, and how many
# front matter may hold: a thread with a stack of half a megabyte reads 900 levels and ends the process at 2,000.
OPENS = "[{-?"
MOST_OPENED = 900
# What PyYAML raises of words that aren't what their tag says they are, beside what msgspec makes of the rest.
UNREADABLE = (msgspec.MsgspecError, ValueError, LookupError, AttributeError)
# Nothing stands in these lines but a rule, a frame of a table, the line under a headline or where a link leads.
RULED = re.compile(
    r"(?m)^[ \t]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|=+"
    r"|\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+|\[[^\]\n]{1,60}\]:[^\n]*)$"
)
ENTRY = r"(?:#{1,6}[ \t]+|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)"
OPENING = re.compile(rf"(?m)^[ \t]*(?:(?:>[ \t]?)+{ENTRY}?|{ENTRY})")
HASHES = re.compile(r"(?m)[ \t]+#+[ \t]*$")
TARGET = r"(?:\([^()\n]{0,400}(?:\([^()\n]{0,100}\)[^()\n]{0,100})?\)|\[[^\]\n]{0,60}\])"
IMAGE = re.compile(rf"!\[[^\]\n]{{0,200}}\]{TARGET}")
LINK = re.compile(rf"(?<!!)\[(?P<words>[^\]\[\n]{{1,200}})\]{TARGET}")
NOTE = re.compile(r"\[\^[^\]\n]{1,20}\]")
# Pairs of marks around words; what touches a blank on its inner side is no mark: 3 * 5 * 2.
STRESS = re.compile(
    r"(?P<mark>\*{1,3}|~~|`{1,3}|(?<![\w*])_{1,3}(?=[^\s_]))(?=[^\s*~`])(?P<words>[^\n]{1,400}?)(?<=[^\s*~`])(?P=mark)"
    r"(?![*~`])"
)
ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!|>~-])")


class FrontMatter(Struct, frozen=True):
    """What the head of a file says of its article, and where it ends; `headline` is where it prints the title."""

    end: int
    title: str | None
    headline: Span | None
    date: str | None
    byline: tuple[str, ...]


def front_matter(content: str) -> FrontMatter | None:
    r"""What the rows at the head of `content` say, between dashes or plain; None where none do.

    >>> front_matter("---\ntitle: 铭川电机二期开工\ndate: 2024-08-12\n---\n铭川电机…")
    FrontMatter(end=41, title='铭川电机二期开工', headline=Span(start=11, end=19), date='2024-08-12', byline=())
    """
    if found := FRONT.match(content):
        if sum(map(found["rows"].count, OPENS)) > MOST_OPENED:
            return None
        try:
            rows = msgspec.yaml.decode(found["rows"], type=dict[str, object])
        except UNREADABLE:
            return None
    elif found := HEADER.match(content):
        rows = {row["key"].lower(): row["words"] for row in ROW.finditer(found["rows"])}
    else:
        return None
    authors = next((rows[key] for key in AUTHORS if rows.get(key)), ())
    names = authors if isinstance(authors, list) else [authors] if authors else []
    title = words.strip() or None if isinstance(words := rows.get("title"), str) else None
    printed = (row for row in ROW.finditer(content, *found.span("rows")) if row["key"].lower() == "title")
    headline = next((Span(*row.span("words")) for row in printed if title and row["words"] == title), None)
    byline = tuple(str(name) for name in names if isinstance(name, str | int))
    return FrontMatter(found.end(), title, headline, _day(rows.get("date")), byline)


def without_front_matter(text: Text, matter: FrontMatter) -> Text:
    """`text` as read from the file, of whose head the headline alone is kept."""
    if not matter.headline:
        return text.edit([Edit(0, matter.end)])
    return text.edit([Edit(0, matter.headline.start), Edit(matter.headline.end, matter.end, "\n\n")])


def _day(value: object) -> str | None:
    """The day of a date as YAML reads one, or as words write it: Fri, 27 May 2022 10:07:00 GMT."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if not isinstance(value, str):
        return None
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, OverflowError):
        return iso_day(value)


def without_marks(text: Text) -> Text:
    """`text` without the marks of Markdown; the words of links stay, images and rules don't.

    >>> without_marks(Text.of("## **铭川电机**在[石滩高新区](https://a.example)开工")).content
    '铭川电机在石滩高新区开工'
    """
    for marks in (RULED, OPENING, HASHES, IMAGE, NOTE):
        text = text.edit(Edit(*found.span()) for found in marks.finditer(text.content))
    for pairs in (LINK, STRESS, STRESS):  # stress may stand within stress
        text = text.edit(edit for found in pairs.finditer(text.content) for edit in _around(found))
    return text.edit(Edit(*found.span()) for found in ESCAPE.finditer(text.content))


def _around(found: re.Match[str]) -> Iterator[Edit]:
    """What stands around the words of a pair of marks, left out."""
    start, end = found.span("words")
    yield Edit(found.start(), start)
    yield Edit(end, found.end())
