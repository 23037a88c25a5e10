"""From a page to its articles: bodies first, then the headlines that belong to them."""

from gaoxin_extract.articles import Article, Part, PartKind
from gaoxin_extract.articles.division import by_headlines, divide
from gaoxin_extract.articles.headlines import BULLETS, Assignment, Headline, assign, headlines, wording_of
from gaoxin_extract.articles.items import entries_of
from gaoxin_extract.articles.parts import Piece, Reader
from gaoxin_extract.articles.pictures import box_pieces
from gaoxin_extract.articles.stories import Story, stories
from gaoxin_extract.pages import Page
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.rulebook.compiling import compiled
from gaoxin_extract.text import Edit, Span, Text

LEAD = 600
FEWEST_LINKS = 3
BULLET = compiled(BULLETS)


def segment(page: Page, rules: RuleSet) -> tuple[Article, ...]:
    """The articles of `page` in reading order; none if it prints nothing."""
    pieces = Reader(rules).pieces(page)
    if not pieces:
        return ()
    single = page.single and sum(piece.opens for piece in pieces) < 2  # noqa: PLR2004 -- a page of briefs opens several
    entries = entries_of(pieces, rules)
    boxes = box_pieces(pieces, rules) | entries.over
    told = stories(pieces, boxes, entries, rules, single=single or page.source.media_type == "text/html")
    web = page.single or any(piece.block.published is not None for piece in pieces)
    wording = wording_of(pieces, told, rules)
    assignment = assign(pieces, told, boxes, wording, web=web)
    parted = None if single else by_headlines(pieces, told)
    if not parted and assignment.left and not single and not _ends_in_links(told, assignment):
        parted = divide(pieces, told, assignment.chosen, assignment.left)
    if parted and parted != told:
        told = parted
        wording = wording_of(pieces, told, rules)
        assignment = assign(pieces, told, boxes, wording, web=web)
    found = headlines(pieces, told, assignment, wording, rules)
    return tuple(_article(page, pieces, story, found.get(number), rules) for number, story in enumerate(told))


def _ends_in_links(told: list[Story], assignment: Assignment) -> bool:
    """Whether a page tells one story below its headline and then just lists the headlines of others."""
    if len(told) != 1 or len(assignment.chosen) != 1:
        return False
    bodies = [k for kind, k in told[0].rows if kind == "body"]
    heads = [k for group in assignment.chosen.values() for k in group.heads]
    left = [k for group in assignment.left for k in group.heads]
    return len(left) >= FEWEST_LINKS and max(heads) < min(bodies) and max(bodies) < min(left)


def _article(page: Page, pieces: list[Piece], story: Story, headline: Headline | None, rules: RuleSet) -> Article:
    rows: list[tuple[PartKind, list[Span]]] = []
    if headline:
        rows += [(kind, [_shown(pieces[k]) for k in group]) for kind, group in headline.lines]
    for kind, k in story.rows:
        goes_on = k in story.resumed or (kind == "body" and rows and _hangs(page, rows[-1][1][-1]))
        if rows and (goes_on or (pieces[k].kind == "credit" and pieces[k].block.gap == 0)):
            rows[-1][1].append(_shown(pieces[k]))
        else:
            rows.append((kind, [_shown(pieces[k])]))
    text, parts = _typed(page, rows)
    beside = [
        pieces[k].names for kind, group in (headline.lines if headline else ()) for k in group if kind == "byline"
    ]
    names = dict.fromkeys([*filter(None, beside), *story.byline])
    title = page.title or (headline.title if headline else None)
    if title is None and parts and (topic := rules.patterns["headline.topic"].regex.match(text.content)):
        title = topic["title"]
        parts = (Part("headline", parts[0].span), *parts[1:])
    if title is None and parts and (led := rules.patterns["headline.bracketed"].regex.search(text.content, 0, LEAD)):
        title = led["title"]
    if announced := rules.patterns["headline.announcement"].regex.search(text.content, 0, LEAD):
        title = announced["title"].replace("\n", "")
    return Article(page, text, parts, story.kind, title, tuple(names) or page.byline, _published(pieces, story))


def _published(pieces: list[Piece], story: Story) -> str | None:
    """The day that publication data say between the body before a story and its own first."""
    first = next((k for kind, k in story.rows if kind == "body"), 0)
    for k in range(first, -1, -1):
        if k < first and pieces[k].kind == "body":
            break
        if pieces[k].block.published:
            return pieces[k].block.published
    return None


def _typed(page: Page, rows: list[tuple[PartKind, list[Span]]]) -> tuple[Text, tuple[Part, ...]]:
    """The text of `rows`, each a line of it, and the parts that they are there."""
    edits: list[Edit] = []
    parts: list[Part] = []
    length = blanks = 0
    for number, (kind, spans) in enumerate(rows):
        start = length + blanks
        for place, span in enumerate(spans):
            if place and kind == "caption":
                edits.append(Edit(length, length, " "))
                blanks += 1
            length += span.end - span.start
        edits.append(Edit(length, length, "\n"))
        parts.append(Part(kind, Span(start + number, length + blanks + number)))
    text = page.text.select(span for _, spans in rows for span in spans).edit(edits[:-1])
    return text, tuple(parts)


def _hangs(page: Page, span: Span) -> bool:
    """Whether a paragraph ends where no sentence can."""
    return page.text.content[span.start : span.end].endswith(("，", "、", ","))


def _shown(piece: Piece) -> Span:
    """The stretch of a piece that an article's text keeps: a bullet is left out."""
    span = piece.block.span
    bullet = BULLET.match(piece.content)
    return Span(span.start + bullet.end(), span.end) if bullet and bullet.end() < len(piece.content) else span
