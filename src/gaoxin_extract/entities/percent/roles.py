"""What the clause makes of a share: a change, upwards or downwards, against what; or a level."""

from collections.abc import Mapping

import regex
from msgspec import Struct

from gaoxin_extract.rulebook import RuleSet, alternatives
from gaoxin_extract.values import Basis, Trend

# The verb of a change stands close to its figure; what it is reckoned against may open the clause.
REACH = 40
FOLLOWING_REACH = 14


class Change(Struct, frozen=True):
    """A change's direction and what it is reckoned against; neither, for a level."""

    trend: Trend | None
    basis: Basis | None


LEVEL = Change(None, None)


class Cues:
    """The compiled words of change, level, comparison and basis."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile the cue tables of `rules` once."""
        lexicon = rules.lexicon
        self.bases: Mapping[str, Basis] = lexicon["basis"]  # type: ignore[assignment]
        self.rates: Mapping[str, Trend] = lexicon["rate"]  # type: ignore[assignment]
        tables = ("rate", "increase", "decrease", "compared", "level", "basis")
        order = sorted(tables, key=tables.index)
        self.trends: Mapping[str, Trend] = {
            **dict.fromkeys(lexicon["increase"], "increase"),
            **dict.fromkeys(lexicon["decrease"], "decrease"),
        }
        words = {word: table for table in reversed(order) for word in lexicon[table]}
        self.tables: Mapping[str, str] = words
        self.words = regex.compile(
            rf"(?P<stop>[。；;！？!?\n])|(?P<comma>[，,])|(?P<no>{rules.fragment('no_cue')})|(?P<cue>{alternatives(words)})",
            regex.V1,
        )
        self.following = regex.compile(rules.fragment("following"), regex.V1)

    def read(self, content: str, start: int, end: int, previous: int) -> Change:
        """The change that the words before `start`, and those right after `end`, speak of."""
        begin = max(0, start - REACH)
        trend: Trend | None = None
        rate: Trend | None = None
        basis: Basis | None = None
        verb_end = comma = level_end = -1
        compared = False
        for found in self.words.finditer(content, begin, start):
            kind = found.lastgroup
            if kind == "cue":
                word = found[0]
                match self.tables[word]:
                    case "basis":
                        basis = self.bases[word]
                    case "rate":
                        rate, trend, verb_end, compared = self.rates[word], self.rates[word], found.end(), False
                    case "increase" | "decrease":
                        trend, verb_end, compared = self.trends[word], found.end(), False
                    case "compared":
                        compared, verb_end = True, found.end()
                    case _:
                        level_end = found.end()
            elif kind == "stop":
                trend = rate = basis = None
                verb_end = level_end = -1
                compared = False
            elif kind == "comma":
                comma = found.end()
                trend = rate = None
                verb_end = level_end = -1
                compared = False
                if not content.endswith(("相比", "同期", "比", "其中"), 0, found.start()):
                    basis = None
        return self._judge(content, start, end, previous, (trend, rate, basis, verb_end, level_end, compared))

    def _judge(self, content, start, end, previous, seen) -> Change:  # type: ignore[no-untyped-def] # noqa: ANN001, PLR0913
        trend, rate, basis, verb_end, level_end, compared = seen
        if verb_end < previous:
            trend = rate = None
            compared = False
        if compared and trend is None and start - verb_end <= 6:
            return Change("increase", basis) if basis else LEVEL
        if trend is not None and (rate is not None or level_end < verb_end):
            return Change(trend, basis)
        after = self.following.match(content, end, end + FOLLOWING_REACH)
        if after:
            return Change("decrease" if after["decrease"] else "increase", basis)
        return LEVEL
