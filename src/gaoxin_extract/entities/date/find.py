"""Finds dates in text.

Every date begins with a word of the lexicon or with a number before a unit. Cheap scans find these heads; only there
the patterns are tried. A string that was read once is not read again, for a few hundred strings make up nearly all
dates of any text.
"""

from collections.abc import Iterator

import regex
from msgspec.structs import replace

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.entities.date.expressions import Calendar, Expression, Fixed, Length, Point
from gaoxin_extract.entities.date.heads import Heads
from gaoxin_extract.entities.date.meaning import Reader
from gaoxin_extract.rulebook import Pattern, RuleSet, compiled
from gaoxin_extract.text import Span

# Patterns that a head calls for; the others have a rare character of their own and scan the text for it.
ANCHORED = ("point", "range", "reference", "echo", "clock", "length", "numeric", "listed", "plan")
MEMORY = 1 << 14
# What may stand alone behind a dash, and the group that the first end must have for it.
RESTS = {"clock_end": "hour", "day_end": "day", "year_end": "bare"}
# A number before a dash: perhaps the first end of a range, whose unit stands behind the second.
OPEN = compiled(r"\s?第?\s?[0-9０-９〇零一二三四五六七八九十]{1,4}+\s?[-－‐–—―−~～〜─至到]")

REPUBLIC = compiled(r"(1[01]\d)\s?年")
# 大约2015年, 约晚上10点; not 签约2015年.
ABOUT = compiled(r"(?:大约|(?<![签合节公契条制预违履集特邀解续租要纽隐相如毁失爽赴])约)$")

Found = Candidate[Expression]
Match = regex.Match[str]


class Finder:
    """The patterns of a rule folder, with the heads at which they are tried."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile what `rules` holds."""
        self.patterns = rules.patterns
        self.scanned = [pattern for pattern in self.patterns.values() if pattern.id not in ANCHORED]
        self.point, self.range = self.patterns["point"], self.patterns["range"]
        self.dash = compiled(rules.fragment("dash"), regex.VERSION1)
        self.tail = compiled(rules.fragment("relation_tail"), regex.VERSION1)
        self.rests = {name: compiled(rules.fragment(name), regex.VERSION1) for name in RESTS}
        self.heads = Heads(rules.lexicon)
        figures = compiled(f"(?x){rules.fragment('numeral_date')}", regex.VERSION1)
        self.reader = Reader(rules.lexicon, self.point.regex, figures)
        self.memory: dict[tuple[str, str], Expression | None] = {}

    def find(self, content: str, *, traditional: bool = False) -> tuple[Found, ...]:
        """The candidates in `content`, in no order; `choose` takes the best of those that overlap.

        In a text that was `traditional`, 113年 is a year of the Republic, 2024.
        """
        found = [*self._anchored(content)]
        if traditional:
            found = [self._of_republic(content, one) for one in found]
        for pattern in self.scanned:
            if pattern.may_match(content):
                found += self._scanned(content, pattern)
        return tuple(found)

    def _anchored(self, content: str) -> Iterator[Found]:
        done = last = 0
        for head, kinds in self.heads.of(content):
            if head < done and head != last:
                continue
            last = head
            for kind in kinds:
                candidate = self._calendar(content, head) if kind == "calendar" else self._single(content, head, kind)
                if candidate is not None:
                    done = max(done, candidate.span.end)
                    yield candidate

    def _of_republic(self, content: str, found: Found) -> Found:
        year = REPUBLIC.fullmatch(content, found.span.start, found.span.end)
        if year is None or not isinstance(found.expression, Length):
            return found
        return replace(found, expression=Calendar(first=Point(year=int(year[1]) + 1911)))

    def _single(self, content: str, head: int, kind: str) -> Found | None:
        pattern = self.patterns[kind]
        match = pattern.regex.match(content, head)
        return self._candidate(pattern, match) if match is not None else None

    def _calendar(self, content: str, head: int) -> Found | None:
        """A point, or two joined by a dash, with what stands behind."""
        first = self.point.regex.match(content, head)
        last: Match | None = None
        pattern = self.point
        if OPEN.match(content, first.end() if first else head) and (opening := self.range.regex.match(content, head)):
            last = self._second(content, opening)
            first = opening if last is not None else first
        elif first is not None:
            last = self._second(content, first)
        if first is None:
            return None
        if last is not None:
            pattern = self.range
        end = (last or first).end()
        tail = self.tail.match(content, end)
        span = Span(head, tail.end() if tail else end)
        key = (pattern.id, content[head : span.end])
        if key not in self.memory:
            self._remember(key, self.reader.calendar(first, last, tail))
        return self._made(content, pattern, span, self.memory[key])

    def _second(self, content: str, first: Match) -> Match | None:
        """The point behind a dash that follows `first`, or the rest of one: a day, a short year, a time of day."""
        dash = self.dash.match(content, first.end())
        if dash is None:
            return None
        if match := self.point.regex.match(content, dash.end()):
            return match
        captures = first.capturesdict()
        rest = next((name for name, group in RESTS.items() if captures.get(group)), None)
        return self.rests[rest].match(content, dash.end()) if rest else None

    def _scanned(self, content: str, pattern: Pattern) -> Iterator[Candidate[Expression]]:
        for match in pattern.regex.finditer(content):
            if candidate := self._candidate(pattern, match):
                yield candidate

    def _candidate(self, pattern: Pattern, match: Match) -> Found | None:
        key = (pattern.id, match.group())
        if key not in self.memory:
            self._remember(key, self.reader.read(pattern.id, match))
        return self._made(match.string, pattern, Span(*match.span()), self.memory[key])

    def _remember(self, key: tuple[str, str], expression: Expression | None) -> None:
        if len(self.memory) >= MEMORY:
            self.memory.clear()
        self.memory[key] = expression

    def _made(self, content: str, pattern: Pattern, span: Span, expression: Expression | None) -> Found | None:
        if expression is None:
            return None
        if content.endswith("约", 0, span.start) and (
            about := ABOUT.search(content, max(0, span.start - 2), span.start)
        ):
            span, expression = approximate(span, expression, about.start())
        return Candidate(
            label="DATE",
            span=span,
            expression=expression,
            extractor=pattern.extractor,
            score=pattern.score,
            priority=pattern.priority,
        )


def approximate(span: Span, expression: Expression, start: int) -> tuple[Span, Expression]:
    """What 约 at `start` makes of the day or time behind it; of a set or of 近日 it makes nothing."""
    match expression:
        case Calendar(relation=None):
            return Span(start, span.end), replace(expression, relation="APPROX")
        case Fixed(type="TIME", mod=None):
            return Span(start, span.end), replace(expression, mod="APPROX")
        case _:
            return span, expression
