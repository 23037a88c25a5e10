"""Text → candidates: the numbers that a currency word makes a sum, with their ranges, lists and modifiers."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import regex
from msgspec import Struct

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.numerals import EXACT, Estimate, followers, leaders, read_bounds, read_range, runs, shared_scale
from gaoxin_extract.rulebook import Pattern, RuleSet, compiled
from gaoxin_extract.text import Span
from gaoxin_extract.values import NumberMod

# As far as a range's low end, a list or a modifier may begin before the number that they belong to.
RANGE_REACH, LIST_REACH, LEAD_REACH, CUE_REACH = 24, 80, 12, 16
# As far as a currency word, its coins and the modifiers behind it may reach.
TAIL_REACH = 40
RANGE_ENDS, LIST_ENDS, BLANKS = frozenset("-－‐–—―─~～〜至到"), frozenset("、和与及"), frozenset(" \t\r\n\u3000\xa0")
# 从 makes two statements of a range whose ends both name their unit: 从2亿元到8亿元.
FROM = frozenset({"从", "由", "自"})
ONE = Decimal(1)
YUAN = "CNY"
# 分 and 厘 alone are points and figures of speech.
SPOKEN = frozenset("块塊角毛")
GRADE = "级"


class MoneyExpression(Struct, frozen=True, gc=False):
    """What the words of a sum say: its bounds in whole units, its currency where they name one, and their modifier."""

    low: Decimal
    high: Decimal | None
    currency: str | None
    mod: NumberMod | None
    grade: bool = False


MoneyCandidate = Candidate[MoneyExpression]


class Unit(Struct, frozen=True):
    """A currency word: its code and how many whole units one of it is; `loose` words mean money only in company."""

    code: str | None
    factor: Decimal = ONE
    loose: bool = False


class Finder:
    """The compiled rules of money."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile `rules` once, for any number of texts."""
        lexicon = rules.lexicon
        self.amount, self.range, self.list = (rules.patterns[name] for name in ("amount", "range", "list"))
        self.symbol, self.magnitude = (rules.patterns[name] for name in ("symbol", "magnitude"))
        self.lead, self.coin, self.cue, self.unit, self.lone, self.lone_end = (
            compiled(rules.fragment(name), regex.V1)
            for name in ("lead", "coin_part", "price_cue", "unit_or_grade", "lone", "lone_end")
        )
        self.units = _units(lexicon)
        names = [word for table in ("currency", "code", "coin", "loose_coin") for word in lexicon[table]]
        self.followers = followers([*names, GRADE])
        self.numeral_initials = frozenset(word[0] for word in names) & frozenset("几百千万")
        self.signs = frozenset(word for table in ("symbol", "code", "prefix") for word in lexicon[table])
        self.leaders = leaders(self.signs)
        self.sign_lengths = sorted({len(word) for word in self.signs}, reverse=True)
        self.before: Any = lexicon["before"]
        self.after: Any = lexicon["after"]
        self.verbs: Any = lexicon["verb"]
        self.verb_words = tuple(sorted(self.verbs, key=len, reverse=True))
        leads = (word for table in ("before", "symbol", "code", "prefix") for word in lexicon[table])
        self.lead_ends = frozenset(word[-1] for word in leads) | BLANKS | frozenset("-－−负")
        self.verb_ends = frozenset(word[-1] for word in self.verbs)

    def find(self, content: str) -> Iterator[MoneyCandidate]:
        """Every sum that the rules propose in `content`; ranges and lists beside the sums that they hold."""
        done = 0
        for start, place in runs(content, self.followers):
            if place < done or not self._is_unit(content, place):
                continue
            pattern = self.magnitude if content[place] == GRADE else self.amount
            found = pattern.regex.search(content, max(start, done), place + TAIL_REACH)
            if not found or found.start() >= place:
                continue
            done = found.end()
            if pattern is self.amount:
                yield from self._amount(content, found)
            else:
                yield from self._unnamed(pattern, content, found, Unit(YUAN))
        yield from self._signed(content)

    def _signed(self, content: str) -> Iterator[MoneyCandidate]:
        """Sums whose currency stands before the number alone: ￥500, US$1.5亿, 人民币300万."""
        for last in self.leaders.finditer(content):
            place = last.end()
            for length in self.sign_lengths:
                word = content[place - length : place] if length <= place else ""
                if word in self.signs:
                    found = self.symbol.regex.match(content, place - length, place + TAIL_REACH)
                    if found:
                        yield from self._unnamed(self.symbol, content, found, self.units[word])
                    break

    def _is_unit(self, content: str, place: int) -> bool:
        """Whether a unit stands at `place`, or one whose first character passed for a numeral (几内亚法郎)."""
        return bool(self.unit.match(content, place)) or (
            content[place - 1] in self.numeral_initials and bool(self.unit.match(content, place - 1))
        )

    def _amount(self, content: str, found: regex.Match[str]) -> Iterator[MoneyCandidate]:
        number, word = found.group("number", "unit")
        unit = self.units[word]
        if unit.loose and not self._is_priced(found, content):
            return
        expression = self._expression(number, unit, found)
        if expression is None:
            return
        start, end = found.span()
        previous = content[start - 1] if start else ""
        if previous in BLANKS and start > 1:
            previous = content[start - 2]
        if previous in RANGE_ENDS:
            yield from self._range(content, found, unit, expression)
        elif previous in LIST_ENDS:
            yield from self._list(content, start, number, unit)
        yield self._candidate(self.amount, content, start, end, expression)

    def _expression(self, number: str, unit: Unit, found: regex.Match[str]) -> MoneyExpression | None:
        bounds = read_bounds(number)
        if bounds is None:
            return None
        low, high = bounds.low, bounds.high
        if unit.factor != ONE:
            low, high = EXACT.multiply(low, unit.factor), EXACT.multiply(high, unit.factor) if high else None
        coins, grade, after = found.group("coins", "grade", "after")
        if coins:
            low = EXACT.add(low, self._coins(coins, unit))
        mod = self.after[after] if after else bounds.mod
        return MoneyExpression(low, high, unit.code, mod, bool(grade))

    def _coins(self, words: str, unit: Unit) -> Decimal:
        """5角2分, and the bare digit of 9块8 and 两毛五, a tenth of the unit before; 三块零四 is 3.04."""
        total, place = Decimal(0), unit.factor
        for found in self.coin.finditer(words):
            digits = found["digits"]
            bounds = read_bounds(digits)
            if bounds is not None:
                skipped = len(digits) - len(digits.lstrip("零"))
                place = self.units[found["unit"]].factor if found["unit"] else place.scaleb(-1 - skipped)
                total = EXACT.add(total, EXACT.multiply(bounds.low, place))
        return total

    def _is_priced(self, found: regex.Match[str], content: str) -> bool:
        """Whether 块, 角, 毛 mean money here: beside a smaller coin, after a word of price, or all by themselves."""
        if found["coins"]:
            return True
        start = found.start()
        if found["unit"] in SPOKEN and self.lone_end.match(content, found.end("unit")):
            return bool(self.lone.search(content, max(0, start - CUE_REACH), start)) or self._is_cued(found, content)
        return self._is_cued(found, content)

    def _is_cued(self, found: regex.Match[str], content: str) -> bool:
        start = found.start()
        return bool(self.cue.search(content, max(0, start - CUE_REACH), min(len(content), found.end() + 1)))

    def _range(
        self, content: str, amount: regex.Match[str], unit: Unit, expression: MoneyExpression
    ) -> Iterator[MoneyCandidate]:
        start, number = amount.start(), amount["number"]
        found = self.range.regex.search(content, max(0, start - RANGE_REACH), start)
        if not found:
            return
        word = found["unit"]
        if word and content[found.start() - 1 : found.start()] in FROM:
            return
        own = self.units[word] if word else unit
        ends = read_range(found["low"], number) if not word or own.factor != unit.factor else None
        low_end, high_end = Decimal(0), expression.high or expression.low
        if ends is not None:
            low_end, high_end = (EXACT.multiply(value, unit.factor) for value in ends)
        elif word and (low := read_bounds(found["low"])) is not None:
            low_end = EXACT.add(EXACT.multiply(low.low, own.factor), self._coins(found["coins"] or "", own))
        if not 0 < low_end < high_end or own.code not in {unit.code, YUAN}:
            return
        whole = MoneyExpression(low_end, high_end, unit.code, expression.mod, expression.grade)
        yield self._candidate(self.range, content, found.start(), amount.end(), whole)

    def _list(self, content: str, start: int, number: str, unit: Unit) -> Iterator[MoneyCandidate]:
        """The members before the last of a list that names its unit once."""
        found = self.list.regex.search(content, max(0, start - LIST_REACH), start)
        if not found:
            return
        shared = shared_scale(number)
        for member in regex.finditer(r"(\d+(?:\.\d+)?)([百千万亿]*)", found["members"]):
            bounds = read_bounds(member[0] if member[2] else member[1] + shared)
            if bounds is not None:
                offset = found.start("members")
                value = EXACT.multiply(bounds.low, unit.factor)
                yield Candidate(
                    label="MONEY",
                    span=Span(offset + member.start(), offset + member.end()),
                    expression=MoneyExpression(value, None, unit.code, None),
                    extractor=self.list.extractor,
                    priority=self.list.priority,
                )

    def _unnamed(self, pattern: Pattern, content: str, found: regex.Match[str], unit: Unit) -> Iterator[MoneyCandidate]:
        """A sum whose currency stands before the number, or goes without saying."""
        groups = found.groupdict()
        bounds, high = read_bounds(groups["number"]), groups.get("high")
        if bounds is not None and high:
            ends = read_range(groups["number"], high)
            bounds = Estimate(*ends, None) if ends else None
        if bounds is None:
            return
        after, late = groups.get("after"), groups.get("late")
        mod = (self.after[after] if after else None) or (self.before[late] if late else None) or bounds.mod
        expression = MoneyExpression(bounds.low, bounds.high, unit.code, mod, bool(groups.get("grade")))
        yield self._candidate(pattern, content, found.start(), found.end(), expression)

    def _candidate(
        self, pattern: Pattern, content: str, start: int, end: int, expression: MoneyExpression
    ) -> MoneyCandidate:
        """The sum at `start:end`, widened by the modifiers, currency and sign before it."""
        if start and content[start - 1] in self.lead_ends:
            start, expression = self._led(content, start, expression)
        if expression.mod is None and start and content[start - 1] in self.verb_ends:
            for word in self.verb_words:
                if content.endswith(word, 0, start):
                    expression = MoneyExpression(
                        expression.low, expression.high, expression.currency, self.verbs[word] or None, expression.grade
                    )
                    break
        return Candidate(
            label="MONEY",
            span=Span(start, end),
            expression=expression,
            extractor=pattern.extractor,
            score=pattern.score,
            priority=pattern.priority,
        )

    def _led(self, content: str, start: int, expression: MoneyExpression) -> tuple[int, MoneyExpression]:
        lead = self.lead.search(content, max(0, start - LEAD_REACH), start)
        if not lead or lead.start() == start:
            return start, expression
        mod, late, symbol, code, prefix, sign = lead.group("mod", "late", "symbol", "code", "prefix", "sign")
        name = symbol or code or prefix
        if not (mod or name or sign):
            return start, expression
        low, high, currency = expression.low, expression.high, expression.currency
        if sign:
            low, high = (-high if high else -low), (-low if high else None)
        if name and currency in {YUAN, None}:
            currency = self.units[name].code
        modifier = expression.mod
        if mod or late:
            modifier = self.before[mod or late]
        return lead.start(), MoneyExpression(low, high, currency, modifier, expression.grade)


def _units(lexicon: Any) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for table in ("symbol", "prefix", "code", "currency"):
        units |= {word: Unit(code or None) for word, code in lexicon[table].items()}
    for word, value in lexicon["coin"].items():
        code, factor = value.split()
        units[word] = Unit(code, Decimal(factor))
    for word, factor in lexicon["loose_coin"].items():
        units[word] = Unit(YUAN, Decimal(factor), loose=True)
    return units
