"""From a web page to its article: the element that holds the prose, its headline and its date, without the site."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from gaoxin_extract.pages import Block, Page
from gaoxin_extract.pages.imprint import iso_day
from gaoxin_extract.pages.lines import lines_of, plain_breaks
from gaoxin_extract.pages.markup import Markup, Paragraph, references, scan
from gaoxin_extract.pages.spacing import HAN, MARK, close_up
from gaoxin_extract.pages.web import furniture
from gaoxin_extract.reading import Source, iso_date
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.rulebook.compiling import compiled
from gaoxin_extract.text import Edit, Span, Text

PROSE = re.compile(r"[，。；！？]")
SHORTEST_PROSE = 20
SHARE = 0.7  # of the page's prose that an element holds to be the article's: the rest are summaries and comments
LINKED = 0.6  # of a paragraph's characters in links: from here on it is a list of links
SHORTEST_TITLE = 6
MOST_FOR_FALLBACK = 500  # paragraphs; a page of more, none of them prose, is a table or a list
INLINE = frozenset(("p", "span", "font", "b", "strong", "em", "i", "u", "a", "li", "blockquote", "center", "pre"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
TITLES = ("articletitle", "og:title", "twitter:title")
DATES = (
    "pubdate",
    "publishdate",
    "article:published_time",
    "datepublished",
    "publish_time",
    "publishtime",
    "og:release_date",
    "article:publish_time",
    "publication_date",
    "weibo:article:create_at",
    "dcterms.date",
    "dc.date",
    "date",
)
PUBLISHED = re.compile(
    r"""\b(?:datePublished|createTime|publish_?[tT]ime|pub_?[dD]ate|publishDate)["']?\s*[:=]\s*["'](\d{4}[-/.年][^"']{1,30})"""
)
# What parts an article's title from its site's name; a dash between blanks, or one that is not doubled.
SITE = re.compile(r"\s*[_|｜]\s*|\s+[-–—]\s+|(?<![-–—])[-–](?![-–—])")
UNLIKE = compiled(r"[\s\p{P}\p{S}]+")
PARAGRAPH = "\u2029"
BLANKS = re.compile(r"[ \t\r\n\f]++")
LINE = re.compile(rf"[^{PARAGRAPH}]++")
HARD_BLANK = compiled(rf"(?<=[{HAN}])\u00a0++(?=[{HAN}])")
CLOSED = compiled(rf"[{HAN}{MARK}]")


def restore_html(source: Source, rules: RuleSet) -> Page:
    """The page of the article that an HTML source holds; where nothing in it reads like prose, of all that it shows."""
    markup = scan(source.text)
    shown = markup.paragraphs
    body = article_of(markup, frozenset(rules.lines("markup"))) or fallback(source.text, shown)
    first = next((k for k in body if is_prose(shown[k])), body[0] if body else 0)
    heading = headline(markup, first)
    opening = heading.lines[-1] + 1 if heading.lines else first
    between = lines_of(text_of(source.text, shown[opening : first + 1]).content)
    about = furniture(between, rules)
    days = (iso_day(line.content) for line in between[:-1])
    kept = [*heading.lines, *(k for k in body if k >= opening)]
    page = laid_out(source, text_of(source.text, [shown[k] for k in kept]), heading, rules)
    return Page(
        source,
        page.text,
        page.blocks,
        title=page.title or title_of(markup),
        date=date_of(markup) or about.date or page.date or next(filter(None, days), None),
        byline=page.byline or about.byline,
        single=True,
    )


def article_of(markup: Markup, furniture_names: frozenset[str]) -> list[int]:
    """The paragraphs of the deepest element that holds most of the page's prose, but for furniture by its names."""
    nodes, shown = markup.nodes, markup.paragraphs
    prose, counts = [0] * len(nodes), [0] * len(nodes)
    for paragraph in shown:
        counts[paragraph.node] += 1
        prose[paragraph.node] += len(paragraph.content) if is_prose(paragraph) else 0
    for number in range(len(nodes) - 1, 0, -1):  # an element stands behind the one around it
        prose[nodes[number].parent] += prose[number]
        counts[nodes[number].parent] += counts[number]
    if not prose[0]:
        return []
    main = 0
    for number, node in enumerate(nodes[1:], 1):
        if node.parent == main and node.tag not in INLINE and counts[number] > 1 and prose[number] > SHARE * prose[0]:
            main = number
    inside = [number == main for number in range(len(nodes))]
    for number, node in enumerate(nodes[main + 1 :], main + 1):
        aside = node.names & furniture_names and prose[number] * 2 < prose[main]
        inside[number] = inside[node.parent] and not aside
    return [k for k, paragraph in enumerate(shown) if inside[paragraph.node] and not is_links(paragraph)]


def fallback(text: str, shown: Sequence[Paragraph]) -> list[int]:
    """The paragraphs that trafilatura takes for the article; where it takes none, all that are no lists of links."""
    unlinked = [k for k, paragraph in enumerate(shown) if not is_links(paragraph)]
    if not 1 < len(unlinked) < MOST_FOR_FALLBACK:
        return unlinked
    import trafilatura  # noqa: PLC0415 -- half a second, and most pages don't need it

    taken = "".join((trafilatura.extract(text, include_comments=False) or "").split())
    return [k for k in unlinked if shown[k].content in taken] or unlinked


def is_prose(paragraph: Paragraph) -> bool:
    """Whether a paragraph reads like a sentence of an article."""
    content = paragraph.content
    return len(content) >= SHORTEST_PROSE and paragraph.linked * 2 < len(content) and bool(PROSE.search(content))


def is_links(paragraph: Paragraph) -> bool:
    """Whether a paragraph is links and little else."""
    return paragraph.linked >= LINKED * len(paragraph.content) and "。" not in paragraph.content


class Heading(Struct, frozen=True):
    """The paragraphs of a headline, by number."""

    kicker: tuple[int, ...] = ()
    main: tuple[int, ...] = ()
    subheads: tuple[int, ...] = ()

    @property
    def lines(self) -> tuple[int, ...]:
        """All of them."""
        return self.kicker + self.main + self.subheads


def headline(markup: Markup, first: int) -> Heading:
    """The paragraphs before `first` that print the page's title: the longest part of it, the nearest of equals.

    Headings right before and after it are its kicker and its subheads.
    """
    shown = markup.paragraphs
    titles = [plain(each) for each in (*_metas(markup, TITLES), markup.title) if plain(each)]
    least = min((len(plain(title_of(markup) or "")) + 1) // 2, SHORTEST_TITLE * 2)
    best, length = -1, max(least, SHORTEST_TITLE) - 1
    for k in range(first - 1, -1, -1):
        words = plain(shown[k].content)
        if len(words) > length and any(words in title or _cut_short(title, words) for title in titles):
            best, length = k, len(words)
    if best < 0:
        best = next((k for k in range(first - 1, -1, -1) if _tag(markup, k) in HEADINGS and not is_links(shown[k])), -1)
    if best < 0:
        return Heading()
    start, end = best, best + 1
    if _tag(markup, best) in HEADINGS:
        while start and shown[start - 1].node == shown[best].node:
            start -= 1
        while end < first and shown[end].node == shown[best].node:
            end += 1
    before, behind = start, end
    while before and _is_heading(markup, before - 1):
        before -= 1
    while behind < first and _is_heading(markup, behind):
        behind += 1
    return Heading(tuple(range(before, start)), tuple(range(start, end)), tuple(range(end, behind)))


def title_of(markup: Markup) -> str | None:
    """The title that the markup gives, without the name of the site."""
    for given in _metas(markup, TITLES):
        if given:
            return given
    parts = [part.strip() for part in SITE.split(markup.title) if part.strip()]
    if not parts:
        return None
    return parts[0] if len(parts[0]) >= SHORTEST_TITLE else max(parts, key=len)


def date_of(markup: Markup) -> str | None:
    """The day of publication that the markup gives, ISO 8601."""
    given = [*_metas(markup, DATES), *(found[1] for script in markup.scripts for found in PUBLISHED.finditer(script))]
    return next((date for each in given if (date := iso_date(each))), None)


def plain(words: str) -> str:
    """Letters and digits alone: a title in the head and on the page differ in blanks, quotes and dashes."""
    return UNLIKE.sub("", words)


def text_of(markup: str, chosen: Iterable[Paragraph]) -> Text:
    """The text of some paragraphs, a line each, as a browser shows it: tags gone, references read, wraps healed."""
    edits: list[Edit] = []
    end = 0
    for number, paragraph in enumerate(chosen):
        for place, run in enumerate(paragraph.runs):
            edits.append(Edit(end, run.start, PARAGRAPH if number and not place else ""))
            edits += references(markup, run)
            end = run.end
    edits.append(Edit(end, len(markup)))
    text = Text.of(markup).edit(edits)
    text = text.edit(_wraps(text.content))
    return close_up(plain_breaks(text.edit(_hard_blanks(text.content))))


def laid_out(source: Source, text: Text, heading: Heading, rules: RuleSet) -> Page:
    """The page of `text`, whose lines are paragraphs, those of `heading` first; furniture left out."""
    lines = lines_of(text.content)
    left_out = furniture(lines, rules)
    shown = len(heading.lines)
    kept = lines[:shown] + [
        left_out.trimmed.get(number, line)
        for number, line in enumerate(lines)
        if number >= shown and number not in left_out.lines
    ]
    edits: list[Edit] = []
    blocks: list[Block] = []
    end = start = 0
    for number, line in enumerate(kept):
        edits.append(Edit(end, line.span.start, "\n" if number else ""))
        length = len(line.content)
        blocks.append(Block(Span(start, start + length), (line.width,)))
        end, start = line.span.end, start + length + 1
    edits.append(Edit(end, len(text.content)))
    main = len(heading.kicker), len(heading.kicker) + len(heading.main)
    parts = ("".join(line.content for line in group) for group in (kept[: main[0]], kept[slice(*main)]))
    title = " ".join(part for part in parts if part) or None
    return Page(source, text.edit(edits), tuple(blocks), title=title, date=left_out.date, byline=left_out.byline)


def _wraps(content: str) -> Iterable[Edit]:
    """Line breaks of the markup are blanks between Latin words, and nothing beside Chinese characters."""
    for found in BLANKS.finditer(content):
        if "\n" in found[0] or "\r" in found[0]:
            beside = content[max(found.start() - 1, 0) : found.start()], content[found.end() : found.end() + 1]
            yield Edit(found.start(), found.end(), "" if any(CLOSED.match(each) for each in beside) else " ")


def _hard_blanks(content: str) -> Iterable[Edit]:
    """Editors leave `&nbsp;` in the middle of prose, where it parts no words; in a line of names it does."""
    if "\u00a0" in content:
        for line in LINE.finditer(content):
            if len(line[0]) >= SHORTEST_PROSE and PROSE.search(line[0]):
                yield from (Edit(*found.span()) for found in HARD_BLANK.finditer(content, *line.span()))


def _metas(markup: Markup, names: Sequence[str]) -> list[str]:
    """What the head says under `names`, in their order."""
    return [content for name in names for key, content in markup.metas if key == name]


def _cut_short(title: str, words: str) -> bool:
    return len(title) > SHORTEST_TITLE and words.startswith(title)


def _is_heading(markup: Markup, paragraph: int) -> bool:
    """Whether a paragraph beside a headline belongs to it: a heading too long for the name of a section of the site."""
    shown = markup.paragraphs[paragraph]
    return _tag(markup, paragraph) in HEADINGS and len(shown.content) >= SHORTEST_TITLE and not is_links(shown)


def _tag(markup: Markup, paragraph: int) -> str:
    return markup.nodes[markup.paragraphs[paragraph].node].tag
