"""Text → candidates: numbers with a sign of percentage, shares in words and tenths, multiples."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import regex
from msgspec import Struct

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.numerals import EXACT, Estimate, followers, read_bounds, read_range, runs
from gaoxin_extract.rulebook import Pattern, RuleSet, compiled
from gaoxin_extract.text import Span
from gaoxin_extract.values import NumberMod, PercentUnit

# As far as a range's low end, a list or a modifier may begin before the number that they belong to.
RANGE_REACH, LIST_REACH, LEAD_REACH = 18, 60, 8
# As far as a unit and the modifiers behind it may reach; the low end of 两到三成 before its high end.
TAIL_REACH, WORD_REACH = 24, 6
RANGE_ENDS, LIST_ENDS, BLANKS = frozenset("-－‐–—―─~～〜至到"), frozenset("、和与及"), frozenset(" \t\r\n\u3000\xa0")
MINUS = frozenset("-－−负")
ESCAPED = frozenset("%=&?/(-_")
# A web address up to where a share might stand in it.
ADDRESS, ADDRESS_REACH = compiled(r"(?:https?://|www\.)[\x21-\x7e]*$"), 400
ONE, TEN, HALF, HUNDRED = Decimal(1), Decimal(10), Decimal("0.5"), Decimal(100)
PERCENT: PercentUnit = "percent"


class PercentExpression(Struct, frozen=True, gc=False):
    """What the words of a share say: its bounds counted in `unit`, and their modifier; `fold` is a multiple."""

    low: Decimal
    high: Decimal | None
    unit: PercentUnit
    mod: NumberMod | None
    fold: bool = False


PercentCandidate = Candidate[PercentExpression]
Reader = Callable[[regex.Match[str]], PercentExpression | None]


class Unit(Struct, frozen=True):
    """A sign or word of a share: what it counts in, and how many of it one is."""

    name: PercentUnit
    factor: Decimal


class Finder:
    """The compiled rules of shares."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile `rules` once, for any number of texts."""
        patterns, lexicon = rules.patterns, rules.lexicon
        self.share, self.range, self.list = (patterns[name] for name in ("share", "range", "list"))
        self.readers: Mapping[str, tuple[Pattern, Reader]] = {
            "分": (patterns["spelled"], self._spelled),
            "成": (patterns["tenths"], self._tenths),
            "倍": (patterns["multiple"], self._multiple),
            "折": (patterns["discount"], self._discount),
        }
        self.fold = patterns["fold"]
        self.followers = followers([*lexicon["unit"], *self.readers])
        self.lead = compiled(rules.fragment("lead"), regex.V1)
        self.units = _units(lexicon["unit"])
        self.parts = _units(lexicon["part"])
        self.folds = {word: Decimal(value) for word, value in lexicon["fold"].items()}
        self.before: Any = lexicon["before"]
        self.after: Any = lexicon["after"]
        self.verbs: Any = lexicon["verb"]
        self.verb_words = tuple(self.verbs)
        self.lead_ends = frozenset(word[-1] for word in lexicon["before"]) | BLANKS | MINUS | {"+", "＋"}
        self.verb_ends = frozenset(word[-1] for word in self.verbs)

    def find(self, content: str) -> Iterator[PercentCandidate]:
        """Every share that the rules propose in `content`; ranges and lists beside the shares that they hold."""
        done = 0
        for start, place in runs(content, self.followers):
            if place < done:
                continue
            pattern, read = self.readers.get(content[place], (None, None))
            if pattern is not None and read is not None:
                found = pattern.regex.search(content, max(done, start - WORD_REACH), place + TAIL_REACH)
                shared = read(found) if found and found.start() < place else None
                if found and shared is not None:
                    done = found.end()
                    yield self._candidate(pattern, content, found.start(), done, shared)
                    continue
            found = self.share.regex.search(content, max(start, done), place + TAIL_REACH)
            if found and found.start() < place:
                done = found.end()
                if not _is_escape(content, *found.span()):
                    yield from self._share(content, found)
        if self.fold.may_match(content):
            for found in self.fold.regex.finditer(content):
                yield self._candidate(self.fold, content, found.start(), found.end(), self._fold(found))

    def _share(self, content: str, found: regex.Match[str]) -> Iterator[PercentCandidate]:
        number, word, after = found.group("number", "unit", "after")
        bounds = read_bounds(number)
        if bounds is None:
            return
        unit = self.units[word]
        mod = self.after[after] if after else bounds.mod
        start, end = found.span()
        previous = content[start - 1] if start else ""
        if previous in RANGE_ENDS:
            yield from self._range(content, found, unit, mod)
        elif previous in LIST_ENDS:
            yield from self._list(content, start, unit)
        yield self._candidate(self.share, content, start, end, _expression(bounds, unit, mod))

    def _range(
        self, content: str, share: regex.Match[str], unit: Unit, mod: NumberMod | None
    ) -> Iterator[PercentCandidate]:
        start, number = share.start(), share["number"]
        found = self.range.regex.search(content, max(0, start - RANGE_REACH), start)
        if not found:
            return
        word = found["unit"]
        if word and self.units[word].name != unit.name:
            return
        low, high = read_bounds(found["low"]), read_bounds(number)
        if low is None or high is None:
            return
        bottom, top = low.low, -high.low if found["sign"] else high.low
        negative = content[found.start() - 1 : found.start()] in MINUS
        if (-bottom if negative else bottom) >= top:
            return
        ends = Estimate(bottom, -top if negative else top, None)
        yield self._candidate(self.range, content, found.start(), share.end(), _expression(ends, unit, mod))

    def _list(self, content: str, start: int, unit: Unit) -> Iterator[PercentCandidate]:
        """The members before the last of a list that names its sign once."""
        found = self.list.regex.search(content, max(0, start - LIST_REACH), start)
        if not found:
            return
        offset = found.start("members")
        for member in regex.finditer(r"\d+(?:\.\d+)?", found["members"]):
            bounds = read_bounds(member[0])
            if bounds is not None:
                yield Candidate(
                    label="PERCENT",
                    span=Span(offset + member.start(), offset + member.end()),
                    expression=_expression(bounds, unit, None),
                    extractor=self.list.extractor,
                    priority=self.list.priority,
                )

    def _spelled(self, found: regex.Match[str]) -> PercentExpression | None:
        unit, high = self.parts[found["part"]], found["high"]
        bounds = read_bounds(found["number"])
        if high and bounds is not None:
            ends = read_range(found["number"], high)
            bounds = Estimate(*ends, None) if ends else None
        if bounds is None:
            return None
        if found["minus"]:
            bounds = Estimate(-bounds.low, None, bounds.mod)
        return _expression(bounds, unit, self._mod(found, bounds))

    def _tenths(self, found: regex.Match[str]) -> PercentExpression | None:
        low, number = found.group("low", "number")
        top = _tenth(number, found["half"])
        bottom = _tenth(low, found["low_half"]) if low else None
        if top is None or (low and (bottom is None or bottom >= top)):
            return None
        bounds = Estimate(top if bottom is None else bottom, None if bottom is None else top, None)
        mod = self._mod(found, bounds) or ("MORE_THAN" if number == "几" else None)
        return PercentExpression(bounds.low, bounds.high, PERCENT, mod)

    def _multiple(self, found: regex.Match[str]) -> PercentExpression | None:
        bounds = read_bounds(found["number"])
        if bounds is None:
            return None
        more = HALF if found["half"] else Decimal(0)
        ends = Estimate(EXACT.add(bounds.low, more), bounds.high, None)
        return _expression(ends, Unit(PERCENT, HUNDRED), self._mod(found, bounds), fold=True)

    def _fold(self, found: regex.Match[str]) -> PercentExpression:
        return PercentExpression(self.folds[found["fold"]], None, PERCENT, None, fold=True)

    def _discount(self, found: regex.Match[str]) -> PercentExpression | None:
        bounds = read_bounds(found["number"])
        if bounds is None:
            return None
        number = bounds.low if bounds.high is None else EXACT.add(EXACT.multiply(bounds.low, TEN), bounds.high)
        return PercentExpression(
            EXACT.multiply(number, TEN) if number < TEN else number, None, PERCENT, None, fold=True
        )

    def _mod(self, found: regex.Match[str], bounds: Estimate | None) -> NumberMod | None:
        after = found["after"]
        mod: NumberMod | None = self.after[after] if after else None
        return mod or (bounds.mod if bounds else None)

    def _candidate(
        self, pattern: Pattern, content: str, start: int, end: int, expression: PercentExpression
    ) -> PercentCandidate:
        """The share at `start:end`, widened by the modifiers and sign before it."""
        low, high, mod = expression.low, expression.high, expression.mod
        if start and content[start - 1] in self.lead_ends:
            lead = self.lead.search(content, max(0, start - LEAD_REACH), start)
            if lead and lead.start() < start and (lead["mod"] or lead["sign"]):
                start = lead.start()
                if lead["sign"] in MINUS:
                    low, high = -low, -high if high is not None else None
                mod = self.before[lead["mod"]] if lead["mod"] else mod
        if mod is None and start and content[start - 1] in self.verb_ends:
            mod = next((self.verbs[word] for word in self.verb_words if content.endswith(word, 0, start)), None)
        return Candidate(
            label="PERCENT",
            span=Span(start, end),
            expression=PercentExpression(low, high, expression.unit, mod, expression.fold),
            extractor=pattern.extractor,
            score=pattern.score,
            priority=pattern.priority,
        )


def _expression(bounds: Estimate, unit: Unit, mod: NumberMod | None, *, fold: bool = False) -> PercentExpression:
    low, high = bounds.low, bounds.high
    if unit.factor != ONE:
        low = EXACT.multiply(low, unit.factor)
        high = EXACT.multiply(high, unit.factor) if high is not None else None
    return PercentExpression(low, high, unit.name, mod, fold)


def _is_escape(content: str, start: int, end: int) -> bool:
    """Whether the sign at `end` is that of a web address: …q=30%25%20."""
    suspect = content[start - 1 : start] in ESCAPED or content[end : end + 1].isalnum()
    return suspect and ADDRESS.search(content, max(0, start - ADDRESS_REACH), start) is not None


def _tenth(number: str, half: str | None) -> Decimal | None:
    """三 is 30; 三 and 五 (三成五) are 35."""
    bounds = read_bounds(number)
    if bounds is None:
        return None
    ones = read_bounds("五" if half == "半" else half) if half else None
    return EXACT.add(EXACT.multiply(bounds.low, TEN), ones.low if ones else Decimal(0))


def _units(table: Any) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for word, value in table.items():
        name, factor = value.split()
        units[word] = Unit(name, Decimal(factor))
    return units
