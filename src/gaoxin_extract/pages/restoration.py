"""From a source to a page: each rule proposes edits, and the text remembers where its characters come from."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from gaoxin_extract.pages import Block, Page
from gaoxin_extract.pages.glosses import without_glosses, without_tags
from gaoxin_extract.pages.lines import Line, plain_breaks
from gaoxin_extract.pages.markdown import FrontMatter, front_matter, without_front_matter, without_marks
from gaoxin_extract.pages.newspaper import Joiner, seam
from gaoxin_extract.pages.shadow import printed_once
from gaoxin_extract.pages.spacing import close_up, open_paragraphs
from gaoxin_extract.pages.web import Furniture, furniture
from gaoxin_extract.reading import Source
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.text import Edit, Span, Text

MOST_BLANKS = 4
MOST_ROUNDS = 6


def restore(source: Source, rules: RuleSet) -> Page:
    """The page that `source` prints."""
    if source.media_type == "text/html":
        from gaoxin_extract.pages.html import restore_html  # noqa: PLC0415 -- its parser is slow to import

        return restore_html(source, rules)
    text, matter = Text.of(source.text), front_matter(source.text)
    if matter:
        text = without_front_matter(text, matter)
    if source.media_type == "text/markdown":
        text = without_marks(text)
    page = _restored(source, text, rules)
    return _told_by(matter, page) if matter else page


def _told_by(matter: FrontMatter, page: Page) -> Page:
    """`page` with what the head of its file says, which is that of one article."""
    return replace(
        page,
        title=matter.title or page.title,
        date=matter.date or page.date,
        byline=matter.byline or page.byline,
        single=True,
    )


def _restored(source: Source, text: Text, rules: RuleSet) -> Page:
    """The page that `text`, plain and with its layout, prints."""
    text, lines = _closed_up(without_tags(without_glosses(plain_breaks(text))))
    if len(text.runs) > 1:
        lines = [_as_printed(line, text) for line in lines]
    left_out = furniture(lines, rules)
    page = paragraphs(source, text, lines, left_out, rules)
    for _ in range(MOST_ROUNDS):
        before = lines
        text, lines = _closed_up(page.text)
        if lines == before:
            break
        if left_out.lines or left_out.trimmed or not _same(lines, before):
            left_out = furniture(lines, rules)
        again = paragraphs(source, text, lines, _remembering(left_out, page, text, lines), rules)
        if again.text.content == page.text.content:
            break
        page = _with_layout(again, page)
    return page


def _closed_up(text: Text) -> tuple[Text, list[Line]]:
    return printed_once(close_up(open_paragraphs(text)))


def _with_layout(page: Page, printed: Page) -> Page:
    """`page`, which was made of `printed`, with the layout that its blocks had there."""
    starts = [printed.text.source_spans(block.span)[0].start for block in printed.blocks]
    blocks: list[Block] = []
    for block in page.blocks:
        spans = page.text.source_spans(block.span)
        first, last = (bisect_right(starts, place) - 1 for place in (spans[0].start, spans[-1].end - 1))
        made_of = printed.blocks[first : last + 1]
        widths = tuple(width for part in made_of for width in part.widths)
        published = (part.published for part in (block, *made_of) if part.published is not None)
        blocks.append(Block(block.span, widths, made_of[0].indent, made_of[0].gap, next(published, None)))
    return replace(
        page,
        blocks=tuple(blocks),
        date=printed.date or page.date,
        byline=printed.byline or page.byline,
        single=printed.single or page.single,
    )


def _remembering(left_out: Furniture, page: Page, text: Text, lines: Sequence[Line]) -> Furniture:
    """The furniture of `text`, made of `page`, with what publication data said that were left out there."""
    said = {
        page.text.source_spans(block.span)[0].start: block.published
        for block in page.blocks
        if block.published is not None
    }
    if not said:
        return left_out
    starts = {number: text.source_spans(line.span)[0].start for number, line in enumerate(lines)}
    known = {number: said[start] for number, start in starts.items() if start in said}
    return replace(left_out, published=known | left_out.published)


def _same(lines: Sequence[Line], others: Sequence[Line]) -> bool:
    """Whether both read the same and are as wide, wherever they stand."""
    return len(lines) == len(others) and all(
        line.content == other.content and line.width == other.width for line, other in zip(lines, others, strict=True)
    )


def paragraphs(source: Source, text: Text, lines: Sequence[Line], left_out: Furniture, rules: RuleSet) -> Page:
    """The page of `text`, whose `lines` are given: furniture left out, paragraphs joined."""
    numbers = [number for number in range(len(lines)) if number not in left_out.lines]
    kept = [left_out.trimmed.get(number, lines[number]) for number in numbers]
    data = [left_out.published.get(number) for number in numbers]
    gaps = list(_gaps(lines, left_out.lines))
    edits: list[Edit] = []
    blocks: list[Block] = []
    end = start = length = begun = 0
    widths: list[int] = []
    joiner = Joiner(kept, text.content, rules)
    first: Line | None = None
    for number, line in enumerate(kept):
        parted = data[number] is not None and not kept[number - 1].content.endswith(("，", "、", ","))
        if first is not None and not parted and joiner.joined(number - 1, running=len(widths) > 1):
            between, cut = seam(kept[number - 1].content, line.content)
            edits.append(Edit(end - cut, line.span.start, between))
            length += len(between) - cut
        else:
            if first is not None:
                blocks.append(Block(Span(start, length), tuple(widths), first.indent, gaps[begun], data[begun]))
                length += 1
            edits.append(Edit(end, line.span.start, "\n" if first is not None else ""))
            first, begun, start, widths = line, number, length, []
        widths.append(line.width)
        length += len(line.content)
        end = line.span.end
    if first is not None:
        blocks.append(Block(Span(start, length), tuple(widths), first.indent, gaps[begun], data[begun]))
    edits.append(Edit(end, len(text.content)))
    return Page(
        source,
        text.edit(edits),
        tuple(blocks),
        title=source.title,
        date=left_out.date,
        byline=left_out.byline,
        single=left_out.web,
    )


def _as_printed(line: Line, text: Text) -> Line:
    """The line with the width that it had before a few blanks within it were closed up."""
    printed = text.source_spans(line.span)
    extra = printed[-1].end - printed[0].start - len(line.content) if printed else 0
    return replace(line, width=line.width + extra) if 0 < extra <= MOST_BLANKS else line


def _gaps(lines: Sequence[Line], left_out: frozenset[int]) -> Iterator[int]:
    """The blank lines above each line that is kept; one left out counts as two."""
    gap = 0
    for number, line in enumerate(lines):
        gap += line.gap
        if number in left_out:
            gap += 2
        else:
            yield gap
            gap = 0
