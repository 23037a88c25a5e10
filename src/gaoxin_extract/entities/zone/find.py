"""From text to the zones that rules find in it."""

import re
from collections.abc import Iterator, Sequence

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.entities import AnyCandidate, Context
from gaoxin_extract.gazetteer import Before, Reading, Word, readings
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.text import Span, Text
from gaoxin_extract.values import Zone

LONGEST = 30
ANCHORS = (Word.PLACE, Word.COUNTY)


class ZoneFinder:
    """Finds zones by their last word and the place before it."""

    label: Label = "ZONE"

    def __init__(self, rules: RuleSet) -> None:
        """Compile the rules; nothing is read later."""
        self._words = readings(rules)
        self._patterns = tuple(rules.patterns.values())
        self._tail = re.compile(rules.fragment("tail"))

    def find(self, text: Text, found: tuple[AnyCandidate, ...] = ()) -> tuple[AnyCandidate, ...]:  # noqa: ARG002 -- the protocol's; zones need nothing of others
        """The zones that `text` names."""
        return tuple(self._find(text.content))

    def _find(self, content: str) -> Iterator[Candidate[str]]:
        reading = None
        for pattern in self._patterns:
            for match in pattern.regex.finditer(content):
                reading = reading or self._words.read(content)
                start = _start(reading, match.start(), strict=pattern.id == "park")
                if start is None:
                    continue
                end = match.end()
                tail = self._tail.match(content, end)
                if tail:
                    end = tail.end()
                if end - start <= LONGEST:
                    yield Candidate(
                        label="ZONE",
                        span=Span(start, end),
                        expression=content[start:end],
                        extractor=pattern.extractor,
                        score=pattern.score,
                        priority=pattern.priority,
                    )

    def resolve(self, candidates: Sequence[AnyCandidate], context: Context) -> tuple[Zone, ...]:
        """The fullest form of each name in the article."""
        texts = [context.text.content[c.span.start : c.span.end] for c in candidates]
        return tuple(Zone(fullest(text, texts)) for text in texts)


def _start(reading: Reading, end: int, *, strict: bool) -> int | None:
    """Where the name that ends with the last word at `end` begins; None if no name stands there."""
    before = reading.before(end)
    start = before.start
    if start >= end:
        return None
    anchors = [a for a in before.anchors if a[2] in ANCHORS and not _in_brackets(reading.content, start, a[0])]
    if anchors:
        return anchors[0][0]
    if strict or not _own(before, end):
        return None
    return start


def _own(before: Before, end: int) -> bool:
    """Whether what stands before the last word holds two characters at least that are no common word."""
    common = sum(stop - max(start, before.start) for start, stop, word in before.anchors if word not in ANCHORS)
    return 2 <= end - before.start - common <= 6  # noqa: PLR2004 -- a name of its own is as short as that


def _in_brackets(content: str, start: int, place: int) -> bool:
    return content.count("（", start, place) + content.count("(", start, place) > content.count(
        "）", start, place
    ) + content.count(")", start, place)


def fullest(name: str, names: Sequence[str]) -> str:
    """The longest of `names` that ends with `name`, which may be `name` itself."""
    longer = [other for other in names if other.endswith(name)]
    return max(longer, key=len, default=name)
