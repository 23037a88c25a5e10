"""From text to the zones that rules find in it."""

import re
from collections.abc import Iterator, Sequence

from gaoxin_extract.candidates import Candidate, outermost
from gaoxin_extract.entities import AnyCandidate, Context
from gaoxin_extract.gazetteer import Before, Heads, Reading, Word, in_brackets, readings
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.text import Span, Text
from gaoxin_extract.values import Zone

LONGEST = 30
OWN = range(2, 7)
# Characters that stand before a place and make no part of its name.
LEAD = "来有叫而可则凭找外内着指起今现里是入进到近驻赴经"
PLACES = (Word.PLACE, Word.COUNTY)


class ZoneFinder:
    """Finds zones by their last word and the place before it."""

    label: Label = "ZONE"

    def __init__(self, rules: RuleSet) -> None:
        """Compile the rules; nothing is read later."""
        self._words = readings(rules)
        self._heads = Heads((pattern, rules.lexicon[pattern.id]) for pattern in rules.patterns.values())
        self._tail = re.compile(rules.fragment("tail"))
        self._zone = re.compile(rules.fragment("zone"))
        self._partner = re.compile(rules.fragment("partner"))

    def find(self, text: Text, found: tuple[AnyCandidate, ...] = ()) -> tuple[AnyCandidate, ...]:  # noqa: ARG002 -- the protocol's; zones need nothing of others
        """The zones that `text` names."""
        return outermost(self._find(text.content))

    def _find(self, content: str) -> Iterator[Candidate[str]]:
        reading = None
        for pattern, first, stop in self._heads.matches(content):
            reading = reading or self._words.read(content)
            start = self._start(reading, first, pattern.id)
            if start is None:
                continue
            end = reading.with_place(stop)
            tail = self._tail.match(content, end)
            end = tail.end() if tail else end
            if end - start <= LONGEST:
                yield Candidate(
                    label="ZONE",
                    span=Span(start, end),
                    expression=content[start:end],
                    extractor=pattern.extractor,
                    score=pattern.score,
                    priority=pattern.priority,
                )

    def _start(self, reading: Reading, end: int, kind: str) -> int | None:
        """Where the name that ends with the last word at `end` begins; None if no name stands there."""
        content = reading.content
        before = reading.before(end)
        if before.start >= end:
            return None
        places = [w for w in before.words if w[2] in PLACES and not in_brackets(content, before.start, w[0])]
        if places:
            first = places[0][0]
            # One character before a county's name makes another name of it: 贵+安新, 黔+东南.
            whole = first - before.start == 1 and content[before.start] not in LEAD
            start = before.start if whole else first
            partner = self._partner.search(content, max(0, start - 6), start) if start == before.start else None
            return partner.start() if partner else start
        if kind in ("part", "site") and (before.words or end - before.start != OWN.start):
            return None
        if before.start and content[before.start - 1].isdigit():
            return None
        return before.start if _own(before, end) in OWN else None

    def resolve(self, candidates: Sequence[AnyCandidate], context: Context) -> tuple[Zone, ...]:
        """The fullest form of each name in the article."""
        texts = [context.text.content[c.span.start : c.span.end] for c in candidates]
        return tuple(Zone(fullest(text, texts)) for text in texts)


def _own(before: Before, end: int) -> int:
    """How many characters before the last word are of no common word."""
    return end - before.start - sum(stop - max(start, before.start) for start, stop, _ in before.words)


def fullest(name: str, names: Sequence[str]) -> str:
    """The longest of `names` that ends with `name`, which may be `name` itself."""
    longer = [other for other in names if other.endswith(name)]
    return max(longer, key=len, default=name)
