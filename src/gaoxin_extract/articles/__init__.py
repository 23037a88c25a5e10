"""From a page to its articles, each with its parts."""

from typing import Literal

from msgspec import Struct

from gaoxin_extract.pages import Page
from gaoxin_extract.records import ArticleKind
from gaoxin_extract.text import Span, Text

PartKind = Literal["kicker", "headline", "subhead", "byline", "body", "section", "caption", "signature"]


class Part(Struct, frozen=True, gc=False):
    """A stretch of an article's text, a paragraph as a rule, and what it is there."""

    kind: PartKind
    span: Span


class Article(Struct, frozen=True):
    """One story, or a picture's caption that belongs to none; `title` may come from metadata, else stands in `text`.

    `date`: the day, ISO 8601, that publication data beside it say, where a page gives each of its articles its own.
    """

    page: Page
    text: Text
    parts: tuple[Part, ...]
    kind: ArticleKind
    title: str | None
    byline: tuple[str, ...]
    date: str | None = None
