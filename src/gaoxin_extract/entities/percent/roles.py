"""What the clause makes of a share: a change, upwards or downwards, against what; or a level."""

from collections.abc import Mapping
from typing import Any

import regex
from msgspec import Struct

from gaoxin_extract.rulebook import RuleSet, alternatives, compiled
from gaoxin_extract.values import Basis, Trend

# The verb of a change stands close to its figure; what it is reckoned against may open the clause.
BEFORE_REACH, AFTER_REACH = 40, 14
# Between a word of comparison (高于全国, 便宜) and its figure.
COMPARED_REACH = 8
# In the order of precedence for a word that stands in several.
TABLES = ("basis", "rate", "compared", "decrease", "increase", "level", "ratio")
# A rate of change outlives 达 and 为; after 高于 it is what the figure is held against.
YIELDING = frozenset({("rate", "level"), ("rate", "ratio"), ("compared", "rate")})


class Change(Struct, frozen=True, gc=False):
    """A change's direction and what it is reckoned against; neither, for a level."""

    trend: Trend | None
    basis: Basis | None


LEVEL = Change(None, None)
CHANGES = ("increase", "decrease")
PERIODS: Mapping[str, Basis] = {"yearly": "yoy", "monthly": "mom"}


class Cue(Struct, frozen=True):
    """The word that decides for a share, by its table, with its end; and the basis in force there."""

    table: str
    word: str
    end: int
    basis: Basis | None


class Cues:
    """The compiled words of change, level, comparison and basis."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile the cue tables of `rules` once."""
        lexicon: Mapping[str, Mapping[str, Any]] = rules.lexicon
        self.bases: Mapping[str, Basis] = lexicon["basis"]
        self.rates: Mapping[str, Trend] = lexicon["rate"]
        self.tables = {word: table for table in reversed(TABLES) for word in lexicon[table]}
        self.reach = frozenset(lexicon["reach"])
        self.words = compiled(
            rf"(?P<stop>[。；;！？!?\n])|(?P<comma>[，,])|(?P<yearly>{rules.fragment('yearly')})"
            rf"|(?P<monthly>{rules.fragment('monthly')})|(?:{rules.fragment('no_cue')})"
            rf"|(?P<cue>{alternatives(self.tables)})",
            regex.V1,
        )
        self.link = compiled(rules.fragment("link"), regex.V1)
        self.opening = compiled(rules.fragment("opening"), regex.V1)
        self.following = compiled(rules.fragment("following"), regex.V1)
        self.below = compiled(rules.fragment("below"), regex.V1)
        self.other_base = compiled(rules.fragment("other_base"), regex.V1)

    def read(self, content: str, start: int, end: int, previous: int, *, points: bool = False) -> Change:
        """The change that the words before `start`, and those right after `end`, speak of.

        The last word of change or comparison in its own clause decides, unless a word of level stands behind it;
        one that stands before the `previous` share is that one's. `points` change a ratio: 提高采收率8个百分点.
        """
        cue = self._cue(content, max(0, start - BEFORE_REACH), start, points=points)
        match cue.table if cue.end > previous else "":
            case "rate":
                return Change(self.rates[cue.word], cue.basis)
            case "increase":
                return Change("increase", cue.basis)
            case "decrease":
                return Change("decrease", cue.basis)
            case "compared" if start - cue.end <= COMPARED_REACH:
                return Change("increase", cue.basis) if cue.basis else LEVEL
            case _:
                after = self.following.match(content, end, end + AFTER_REACH)
                return Change("decrease" if after["decrease"] else "increase", cue.basis) if after else LEVEL

    def same_below(self, content: str) -> tuple[int, Basis] | None:
        """From which end of a share on changes are reckoned alike, and against what: 增长9%（同比，下同）."""
        found = self.below.search(content) if "下同" in content else None
        return (found.start() - 1, self.bases[found["basis"]]) if found else None

    def names_no_base(self, content: str, start: int) -> bool:
        """Whether the clause up to `start` leaves unsaid what its change is reckoned against."""
        opening = 1 + max(content.rfind(mark, max(0, start - BEFORE_REACH), start) for mark in "，,。；;\n")
        return self.other_base.search(content, opening or max(0, start - BEFORE_REACH), start) is None

    def _cue(self, content: str, begin: int, start: int, *, points: bool) -> Cue:
        table, word, place = "", "", -1
        basis: Basis | None = None
        for found in self.words.finditer(content, begin, start):
            match found.lastgroup:
                case "cue":
                    kind = self.tables[found[0]]
                    if kind == "basis":
                        basis = self.bases[found[0]]
                    elif kind == "level" and table in CHANGES and self._is_reach(content, place, found):
                        place = found.end()
                    elif (table, kind) not in YIELDING and not (points and kind == "ratio"):
                        table, word, place = kind, found[0], found.end()
                case "yearly" | "monthly" as period:
                    basis = PERIODS[period]
                case "comma":
                    table = ""
                    if not self.opening.search(content, max(0, found.start() - COMPARED_REACH), found.start()):
                        basis = None
                case "stop":
                    table, basis = "", None
                case _:
                    pass
        return Cue(table, word, place, basis)

    def _is_reach(self, content: str, place: int, found: regex.Match[str]) -> bool:
        """Whether a word of level only says how far the change goes that ends at `place`: 增长|可|达."""
        return found[0] in self.reach and self.link.fullmatch(content, place, found.start()) is not None
