"""Counts what breaks the laws of the record format, which needs no annotation."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gaoxin_extract.assembling import label_of
from gaoxin_extract.evaluation.mentions import Difference
from gaoxin_extract.records import Record

BROKEN_LINE = re.compile(r"[，、,]\n")
BLANK = re.compile(r"(?<=[一-鿿，。])[ \t]+(?=\d)|(?<=\d)[ \t]+(?=[一-鿿])")


class FaultFigures(Struct, frozen=True):
    """How many mentions don't stand where they say (`offsets`, `source`), and how much layout is left in texts."""

    offsets: int
    source: int
    broken_lines: int
    blanks: int


def find_faults(records: Sequence[Record], text: str | None, counts: Counter[str], source: str) -> Iterator[Difference]:
    """Count the faults of the records of one source, whose decoded `text` may not be at hand; yield those of mentions.

    The characters of a mention, white space aside, must stand in its slice of the source in their order.
    """
    for record in records:
        counts["broken_lines"] += len(BROKEN_LINE.findall(record.text))
        counts["blanks"] += len(BLANK.findall(record.text))
        for mention in record.entities:
            printed = record.text[mention.start : mention.end]
            if printed != mention.text:
                counts["offsets"] += 1
                yield Difference("offset", label_of(mention), source, mention.text, printed)
            if text is None:
                continue
            slice_ = text[mention.source_start : mention.source_end]
            rest = iter(slice_)
            if not all(character in rest for character in "".join(mention.text.split())):
                counts["source"] += 1
                yield Difference("source", label_of(mention), source, mention.text, slice_)
