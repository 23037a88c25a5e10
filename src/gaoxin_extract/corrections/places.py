"""Where the characters of an article's text stand in its source, found anew from record and source."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from operator import attrgetter
from typing import cast

from msgspec import Struct
from rapidfuzz.distance import LCSseq

from gaoxin_extract.assembling import joined
from gaoxin_extract.errors import GaoxinError
from gaoxin_extract.reading import STDIN, MediaType, read
from gaoxin_extract.records import Record, SourceInfo, SourceSpan
from gaoxin_extract.text import Run, Span, Text

Sources = Callable[[SourceInfo], str | None]

PRINTED = re.compile(r"\S")
# Longer stretches aren't aligned: that takes the square of the length.
ALIGNED = 20_000


class Place(Struct, frozen=True):
    """The stretches of the source that print a mention; `sure`: read from the source, not estimated."""

    spans: tuple[SourceSpan, ...]
    sure: bool


def places(record: Record, sources: Sources) -> Callable[[Span], Place]:
    """A function to where a stretch of the record's text stands in its source, which is read when first asked."""

    @cache
    def aligned() -> tuple[str, Text | None]:
        source = sources(record.source)
        return source or "", placed(record, source) if source else None

    def place(span: Span) -> Place:
        source, text = aligned()
        stretches = text.source_spans(span) if text else ()
        if stretches:
            return Place(joined(stretches, source), sure=True)
        guess = estimated(record).source_spans(span)
        return Place(((min(guess).start, max(each.end for each in guess)),), sure=False)

    return place


def reread() -> Sources:
    """A function that reads a source again where its record says it was; None where it is gone or has changed.

    The lines of the file read last are kept, as records follow one another by file.
    """
    kept: dict[tuple[str, str], dict[tuple[str, str], str]] = {}

    def text_of(source: SourceInfo) -> str | None:
        is_line = source.media_type == "application/jsonl"
        path = source.path.rpartition(":")[0] if is_line else source.path
        if path == STDIN:
            return None
        file = (path, source.encoding)
        if file not in kept:
            kept.clear()
            kept[file] = _texts(path, source)
        return kept[file].get((source.path, source.sha256))

    return text_of


def placed(record: Record, source: str) -> Text | None:
    """The text of `record` with its map to `source`, by the characters that are no white space; None where none is."""
    there = [place for start, end in record.spans for place in range(start, end) if not source[place].isspace()]
    here = [found.start() for found in PRINTED.finditer(record.text)]
    wanted, given = "".join(record.text[place] for place in here), "".join(source[place] for place in there)
    if wanted == given:
        return Text(record.text, tuple(_runs(zip(here, there, strict=True))))
    found = alignment(wanted, given)
    return Text(record.text, tuple(_runs((here[i], there[j]) for i, j in found))) if found else None


def alignment(first: str, second: str) -> tuple[tuple[int, int], ...]:
    """Places of the same characters in two states of a text, by their longest common subsequence.

    Of texts that differ over too long a stretch only the common beginning and end are aligned.

    >>> alignment("总投资5亿元", "投资约5亿元")
    ((1, 0), (2, 1), (3, 3), (4, 4), (5, 5))
    """
    shorter = min(len(first), len(second))
    head = next((n for n in range(shorter) if first[n] != second[n]), shorter)
    tail = next((n for n in range(shorter - head) if first[-1 - n] != second[-1 - n]), shorter - head)
    inner = first[head : len(first) - tail], second[head : len(second) - tail]
    blocks = LCSseq.opcodes(*inner) if max(map(len, inner)) <= ALIGNED else ()
    return (
        *((n, n) for n in range(head)),
        *(
            (head + block.src_start + n, head + block.dest_start + n)
            for block in blocks
            if block.tag == "equal"
            for n in range(block.src_end - block.src_start)
        ),
        *((len(first) - n, len(second) - n) for n in range(tail, 0, -1)),
    )


def estimated(record: Record) -> Text:
    """A map without the source: each character is as far behind the mention before it as it is in the text."""
    runs: list[Run] = []
    place, origin = 0, record.spans[0][0] if record.spans else 0
    for mention in sorted(record.entities, key=attrgetter("start", "end")):
        if mention.start > place:
            runs.append(Run(place, mention.start, origin))
        place, origin = mention.start, mention.source_start
    runs.append(Run(place, len(record.text), origin))
    return Text(record.text, tuple(runs))


def _texts(path: str, source: SourceInfo) -> dict[tuple[str, str], str]:
    """The sources of a file by path and digest, in the encoding of the record, else in the one detected."""
    for encoding in (source.encoding, None):
        try:
            found = read(
                path, encoding=encoding, media_type=cast(MediaType, source.media_type), on_error=lambda _: None
            )
            texts = {(each.path, each.sha256): each.text for each in found}
        except (GaoxinError, LookupError):
            continue
        if texts:
            return texts
    return {}


def _runs(pairs: Iterable[tuple[int, int]]) -> Iterator[Run]:
    """Runs of characters that stand side by side both here and there."""
    start = end = origin = -1
    for here, there in pairs:
        if here != end or there - origin != here - start:
            if end > start:
                yield Run(start, end, origin)
            start, origin = here, there
        end = here + 1
    if end > start:
        yield Run(start, end, origin)
