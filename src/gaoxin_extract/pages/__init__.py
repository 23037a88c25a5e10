"""From a source as laid out to a page as read: layout breaks joined, repeats and site furniture taken out."""

from msgspec import Struct

from gaoxin_extract.reading import Source
from gaoxin_extract.text import Span, Text


class Block(Struct, frozen=True):
    """A paragraph, headline or caption of a page: a stretch of the page's text."""

    span: Span


class Page(Struct, frozen=True):
    """A source as a person reads it: `text` without layout, and its blocks in printed order."""

    source: Source
    text: Text
    blocks: tuple[Block, ...]
    title: str | None = None
    date: str | None = None
