"""The date of each article: what the user, metadata, the file's name or a dateline say, else what the page proves.

A page is one issue of a paper. Where nothing says the date, its articles share the latest year and month that any of
them tells of as past or present; plans (到2025年, 预计9月份) prove nothing.
"""

import re
from pathlib import PurePath

from msgspec.structs import replace

from gaoxin_extract.articles import Article
from gaoxin_extract.dating.days import lead_day, own_day, reprinted_day, whole_days, written_date
from gaoxin_extract.dating.evidence import YEARS, evidence_of, latest, over_items
from gaoxin_extract.dating.signs import tools_of
from gaoxin_extract.entities import AnyCandidate
from gaoxin_extract.entities.date.almanac import exists, iso
from gaoxin_extract.records import Dct
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Text
from gaoxin_extract.traditional import Script, script

__all__ = ["date", "name_date", "written_date"]

IN_NAME = re.compile(
    r"(?<![^\W_])(\d{4})(?:([-_.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))(?![^\W_])"
)
LINE_SUFFIX = re.compile(r":\d+$")


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
    articles = _simplified(articles, script(rulebook["names"]))
    page = articles[0].page
    for words, basis in ((option, "option"), (page.source.date, "metadata")):
        if words and (value := written_date(words)):
            return (Dct(value, basis),) * len(articles)  # type: ignore[arg-type] # a basis
    if page.date and (value := written_date(page.date)):
        own = Dct(value, "metadata")
        return tuple(reprinted_day(article, value) or own for article in articles)
    printed = tuple(article.date and written_date(article.date) for article in articles)
    if all(printed):
        return tuple(Dct(value, "metadata") for value in printed if value)
    if value := name_date(page.source.path):
        return (Dct(value, "filename"),) * len(articles)
    tools = tools_of(rulebook)
    evidence = [
        tuple(evidence_of(article, chosen, *tools)) for article, chosen in zip(articles, candidates, strict=True)
    ]
    several = sum(block.published is not None for block in page.blocks) > 1
    evidence.append(tuple(over_items(articles)))
    shared = latest(piece for pieces in evidence for piece in pieces if not several or (piece.year and piece.month))
    days = frozenset(day for article in articles for day in whole_days(article.text.content))
    return tuple(
        Dct(value, "metadata") if value else (several and lead_day(article)) or own_day(article, shared, days)
        for article, value in zip(articles, printed, strict=True)
    )


def _simplified(articles: tuple[Article, ...], own: Script) -> tuple[Article, ...]:
    """`articles` as the patterns read them: in simplified characters, every place as it was."""
    page = articles[0].page
    if not own.is_of(page.text.content):
        return articles
    page = replace(page, text=_read(page.text, own))
    return tuple(replace(article, page=page, text=_read(article.text, own)) for article in articles)


def _read(text: Text, own: Script) -> Text:
    return replace(text, content=own.read(text.content))


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
