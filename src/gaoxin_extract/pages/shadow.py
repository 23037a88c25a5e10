"""Text that a page's layout printed twice, to look bold or shadowed: the first printing is kept."""

from collections.abc import Sequence
from functools import lru_cache

from gaoxin_extract.pages.lines import REMEMBERED, Line, lines_of
from gaoxin_extract.rulebook.compiling import compiled
from gaoxin_extract.text import Edit, Span, Text

LONGEST_LINE = 160
SHORTEST_LINE = 4  # two characters, each twice
MOST_PRINTINGS = 8
TOKEN = compiled(r"\S+")
WORDY = compiled(r"[\p{Han}A-Za-z]")


def printed_once(text: Text) -> tuple[Text, list[Line]]:
    """`text` without the second printing of shadowed lines, and the lines that are left.

    >>> printed_once(Text.of("西部西部（（重庆重庆））科学城科学城"))[0].content
    '西部（重庆）科学城'
    """
    for _ in range(MOST_PRINTINGS):
        lines = lines_of(text.content)
        edits = _second_printings(lines)
        if not edits:
            return text, lines
        text = text.edit(edits)
    return text, lines_of(text.content)


def _second_printings(lines: Sequence[Line]) -> list[Edit]:
    edits: list[Edit] = []
    before = ""
    for line in lines:
        start, content = line.span.start, line.content
        if content == before and len(WORDY.findall(before)) >= 4:  # noqa: PLR2004 -- shorter lines repeat in tables
            edits.append(Edit(start, line.span.end))
            continue
        before = content
        if SHORTEST_LINE <= len(content) <= LONGEST_LINE:
            edits += (Edit(start + span.start, start + span.end) for span in _printed_twice(content))
    return edits


@lru_cache(maxsize=REMEMBERED)
def _printed_twice(content: str) -> tuple[Span, ...]:
    """The second printings in a line: of all of it, else of its words. What is restored is looked through again."""
    if whole := second_printing(content):
        return whole
    return tuple(
        Span(span.start + token.start(), span.end + token.start())
        for token in TOKEN.finditer(content)
        if token.end() - token.start() < len(content)
        for span in second_printing(token[0])
    )


def second_printing(content: str) -> tuple[Span, ...]:
    """The stretches of `content` that repeat what stands before them, if all of it is printed twice or more; else none.

    >>> second_printing("创创新新发发展展")
    (Span(start=1, end=2), Span(start=3, end=4), Span(start=5, end=6), Span(start=7, end=8))
    >>> second_printing("高高兴兴")
    ()
    """
    distinct = len(set(content))
    if distinct < 2 or distinct * 2 > len(content):  # noqa: PLR2004 -- a row of one mark is no word
        return _cut_copy(content)
    for times in (2, 3, 4):
        chunks = _chunks(content, times)
        if chunks and _is_shadow(content, chunks):
            return tuple(Span(start + size, start + size * times) for start, size in chunks)
    return _cut_copy(content)


def _chunks(content: str, times: int) -> list[tuple[int, int]]:
    """Start and size of chunks that, each printed `times` times, make up all of `content`; the smallest that fit."""
    failed: set[int] = set()
    chunks: list[tuple[int, int]] = []
    start, size = 0, 1
    while start < len(content):
        limit = min(LONGEST_LINE, (len(content) - start) // times)
        while size <= limit and (
            start + size * times in failed
            or content[start : start + size] * times != content[start : start + size * times]
        ):
            size += 1
        if size <= limit:
            chunks.append((start, size))
            start, size = start + size * times, 1
        else:
            failed.add(start)
            if not chunks:
                return []
            start, size = chunks.pop()
            size += 1
    return chunks


def _is_shadow(content: str, chunks: list[tuple[int, int]]) -> bool:
    """Whether chunks printed twice are more than a reduplicated word (`高高兴兴`, `研究研究`) or a number (`2020`)."""
    if not WORDY.search(content):
        return False
    if len(chunks) == 1:
        return chunks[0][1] >= 3  # noqa: PLR2004 -- verbs double as ABAB
    return len(chunks) >= 3 or max(size for _, size in chunks) >= 2  # noqa: PLR2004


def _cut_copy(content: str) -> tuple[Span, ...]:
    """The rest of a second copy that was cut off: at least half of the first, and four characters."""
    if content.find(content[:4], 4) < 0:
        return ()
    for period in range(max(4, len(content) // 2), len(content) * 2 // 3 + 1):
        if content.endswith(content[: len(content) - period]) and content[period:] == content[: len(content) - period]:
            return (Span(period, len(content)),) if len(WORDY.findall(content[period:])) >= 4 else ()  # noqa: PLR2004
    return ()
