"""What a sum is: the words of its clause that say so."""

from collections.abc import Mapping
from typing import Literal

import regex
from msgspec import Struct

from gaoxin_extract.rulebook import RuleSet, alternatives, compiled
from gaoxin_extract.text import Span
from gaoxin_extract.values import MoneyRole

# A clause names what it counts close to the sum; words further off speak of something else.
BEFORE_REACH = 44
STOPS = "。；\n！？;"
# Between a cue and its sum: 达, 约为, 了 and their like. A cue no further off is the sum's own.
OWN_GAP = 3
JOINTS = frozenset({"、", "和", "与", "及", "以及", "并"})


class RoleCues(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of roles.toml: cues that stand before the sum in its clause, and cues that follow it.

    `weak` cues stand before it, too, and give way to a noun behind the sum: 签约12亿元的科创基金.
    """

    id: MoneyRole
    before: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Place(Struct, frozen=True, gc=False):
    """A sum's place among the others: the end of the sum before it, and which member of its list it is."""

    span: Span
    previous: int
    member: int
    members: int
    inherited: MoneyRole | None


class Reading(Struct, frozen=True, gc=False):
    """A role and how it was read.

    From the sum's `own` cue, from one `after` it, from one `near` before it, or from one further `off`.
    """

    role: MoneyRole | None
    how: Literal["own", "after", "near", "off"]


class Clause(Struct, frozen=True, gc=False):
    """The cues before a sum, each with its end; where its sentence begins, and the last comma and 分别 before it."""

    cues: tuple[tuple[int, str], ...]
    begin: int
    comma: int
    each: int


class Roles:
    """The compiled cues."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile the cues of `rules` once."""
        entries = rules.roles(RoleCues)
        self.before: Mapping[str, MoneyRole] = {
            word: entry.id for entry in entries for word in (*entry.before, *entry.weak)
        }
        self.weak = frozenset(word for entry in entries for word in entry.weak)
        self.after: Mapping[str, MoneyRole] = {word: entry.id for entry in entries for word in entry.after}
        self.heads = frozenset(rules.lexicon["head"])
        self.cues = compiled(
            rf"(?P<comma>[，,])|(?P<each>{rules.fragment('each')})"
            rf"|(?P<cue>{alternatives(self.before)})(?!{rules.fragment('agent')})",
            regex.V1,
        )
        self.phrase = compiled(rules.fragment("phrase"), regex.V1)
        self.step = compiled(rules.fragment("step"), regex.V1)
        self.heads_after = compiled(alternatives(self.after), regex.V1)
        self.reaching = compiled(rules.fragment("reaching"), regex.V1)
        self.sizes = frozenset(word for word in self.before if word in self.heads)
        self.pooled = compiled(rules.fragment("pooled"), regex.V1)
        self.spent = compiled(rules.fragment("spent"), regex.V1)
        self.funds = compiled(rules.fragment("funds"), regex.V1)

    def read(self, content: str, place: Place) -> Reading:
        """The role that the nearest cue gives; None where no word speaks of it."""
        start = place.span.start
        clause = self._clause(content, start)
        at, word = clause.cues[-1] if clause.cues else (-1, "")
        near = at > max(clause.comma, place.previous)
        own = near and (start - at <= OWN_GAP or bool(self.reaching.fullmatch(content, at, start)))
        if self._is_spent(content, place.span, cued=near):
            return Reading("investment", "own")
        if word in self.sizes and self._is_pooled(content, place.span, clause):
            return Reading("fund", "own")
        # What a conjunction parts from the sum qualifies the one before: 12亿元专项债券和5000万元奖补资金.
        firm = own and word not in self.weak and content[at:start] not in JOINTS
        after = None if firm else self._following(content, place.span.end)
        if after:
            goes_on = self._goes_on(content, place, after)
            return Reading(place.inherited, "off") if goes_on else Reading(after, "after")
        return Reading(self.before[word], "own") if own else self._listed(place, clause, near=near)

    def _listed(self, place: Place, clause: Clause, *, near: bool) -> Reading:
        """The role of a sum without a word of its own: by its turn after 分别, its list, or a cue further off."""
        at, word = clause.cues[-1] if clause.cues else (-1, "")
        named = [word for at, word in clause.cues if clause.comma <= at <= clause.each]
        if len(named) == place.members > 1:
            return Reading(self.before[named[place.member]], "own")
        if place.inherited and at <= place.previous and clause.begin < place.previous:
            return Reading(place.inherited, "off")
        return Reading(self.before[word] if word else None, "near" if near else "off")

    def _goes_on(self, content: str, place: Place, after: MoneyRole) -> bool:
        """Whether the sum is what the one before it is, whatever noun stands behind."""
        if after == "scale":
            return place.inherited is not None and bool(self.step.fullmatch(content, place.previous, place.span.start))
        return after == "investment" and place.inherited == "total_investment"

    def _is_spent(self, content: str, span: Span, *, cued: bool) -> bool:
        """Whether a sum is spent on something: a cue before it may only tell where the money is from."""
        if not self.spent.match(content, span.end):
            return False
        reach = max(0, span.start - BEFORE_REACH)
        return not cued or bool(self.funds.search(content, reach, span.start))

    def _is_pooled(self, content: str, span: Span, clause: Clause) -> bool:
        """Whether the size that a sum tells is a fund's, which is named before it or right after."""
        phrase = self.phrase.match(content, span.end)
        return bool(self.pooled.search(content, clause.begin, phrase.end() if phrase else span.start))

    def _clause(self, content: str, start: int) -> Clause:
        reach = max(0, start - BEFORE_REACH)
        begin = max(reach, *(content.rfind(stop, reach, start) + 1 for stop in STOPS))
        cues: list[tuple[int, str]] = []
        comma = each = -1
        for found in self.cues.finditer(content, begin, start):
            match found.lastgroup:
                case "comma":
                    comma = found.end()
                case "each":
                    each = found.start()
                case _:
                    word, at = found[0], found.end()
                    if word in self.heads and cues and cues[-1][0] == found.start():
                        cues[-1] = (at, cues[-1][1])
                    elif len(word) > 1 or start - at <= 1:
                        cues.append((at, word))
        return Clause(tuple(cues), begin, comma, each)

    def _following(self, content: str, end: int) -> MoneyRole | None:
        """The role of the noun behind the sum: its head is the last (项目贷款), but for who is served (补贴企业)."""
        phrase = self.phrase.match(content, end)
        if not phrase:
            return None
        roles = [self.after[found[0]] for found in self.heads_after.finditer(content, end, phrase.end())]
        if not roles:
            return None
        # 以80亿元的价格收购: the price is told, whatever is done for it.
        named = roles[0] == "price" and content.startswith("的", end)
        return roles[0] if roles[-1] == "scale" or named else roles[-1]
