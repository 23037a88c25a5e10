"""From a source as laid out to a page as read: layout breaks joined, repeats and site furniture taken out."""

from msgspec import Struct

from gaoxin_extract.reading import Source
from gaoxin_extract.text import Span, Text


class Block(Struct, frozen=True, gc=False):
    """A paragraph, headline line or caption of a page: a stretch of the page's text, and how it was printed.

    `widths` are those of its printed lines in half-width units, indents not counted; `indent` is the blank before the
    first, in the same units, `gap` the number of blank lines above it, where furniture that was left out counts too.
    `published`: what publication data directly above it say, an ISO day or nothing; None where none stand there.
    """

    span: Span
    widths: tuple[int, ...] = ()
    indent: int = 0
    gap: int = 0
    published: str | None = None


class Page(Struct, frozen=True):
    """A source as a person reads it: `text` without layout, and its blocks in printed order.

    `title`, `date` (ISO, maybe partial) and `byline` are what metadata, markup or the page's own furniture say.
    `single`: the page is that of one article, as web pages are.
    """

    source: Source
    text: Text
    blocks: tuple[Block, ...]
    title: str | None = None
    date: str | None = None
    byline: tuple[str, ...] = ()
    single: bool = False
