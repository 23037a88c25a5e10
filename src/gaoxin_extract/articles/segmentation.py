"""From a page to its articles: bodies first, then the headlines that belong to them."""

import regex

from gaoxin_extract.articles import Article, Part, PartKind
from gaoxin_extract.articles.division import divide
from gaoxin_extract.articles.headlines import Headline, assign, headlines
from gaoxin_extract.articles.parts import Piece, Reader
from gaoxin_extract.articles.pictures import box_pieces
from gaoxin_extract.articles.stories import Story, stories
from gaoxin_extract.pages import Page
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.text import Edit, Span

BULLET = regex.compile(r"[●◆■▶►▷▸★※□◇○▲△▼▽◎➤➢♦•·▌▍❖✦☆]+\s*")


def segment(page: Page, rules: RuleSet) -> tuple[Article, ...]:
    """The articles of `page` in reading order; none if it prints nothing."""
    pieces = Reader(rules).pieces(page)
    if not pieces:
        return ()
    single = page.single and sum(piece.opens for piece in pieces) < 2  # noqa: PLR2004 -- a page of briefs opens several
    told = stories(pieces, rules, single=single or page.source.media_type == "text/html")
    boxes = box_pieces(pieces)
    assignment = assign(pieces, told, boxes)
    if assignment.left and not single:
        told = divide(pieces, told, assignment.chosen, assignment.left)
        assignment = assign(pieces, told, boxes)
    found = headlines(pieces, told, assignment, rules)
    return tuple(_article(page, pieces, story, found.get(number)) for number, story in enumerate(told))


def _article(page: Page, pieces: list[Piece], story: Story, headline: Headline | None) -> Article:
    rows: list[tuple[PartKind, list[Span]]] = []
    byline = list(story.byline)
    if headline:
        rows += [(kind, [_shown(pieces[k]) for k in group]) for kind, group in headline.lines]
        byline = [*headline.byline, *byline]
    rows += [(kind, [_shown(pieces[k])]) for kind, k in story.rows]
    spans: list[Span] = []
    edits: list[Edit] = []
    parts: list[Part] = []
    length = 0
    for kind, group in rows:
        start = length
        spans += group
        length += sum(span.end - span.start for span in group)
        parts.append(Part(kind, Span(start + len(parts), length + len(parts))))
        edits.append(Edit(length, length, "\n"))
    text = page.text.select(spans).edit(edits[:-1])
    title = headline.title if headline else None
    names = tuple(dict.fromkeys(byline)) or page.byline
    return Article(page, text, tuple(parts), story.kind, page.title or title, names)


def _shown(piece: Piece) -> Span:
    """The stretch of a piece that an article's text keeps: a bullet is left out, and the brackets of a byline."""
    span = piece.block.span
    if piece.kind == "byline" and piece.names:
        start = span.start + piece.content.index(piece.names)
        return Span(start, start + len(piece.names))
    bullet = BULLET.match(piece.content)
    return Span(span.start + bullet.end(), span.end) if bullet and bullet.end() < len(piece.content) else span
