"""What a sum is: the words of its clause that say so."""

from collections.abc import Mapping

import regex
from msgspec import Struct

from gaoxin_extract.rulebook import RuleSet, alternatives
from gaoxin_extract.text import Span
from gaoxin_extract.values import MoneyRole

# A clause names what it counts close to the sum; words further off speak of something else.
BEFORE_REACH, AFTER_REACH = 48, 16
# Between a cue and its sum: 达, 约为, 了 and their like. A cue no further off is the sum's own.
OWN_GAP = 3
RESPECTIVELY = "分别"


class RoleCues(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of roles.toml: cues that stand before the sum in its clause, and cues that follow it."""

    id: MoneyRole
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Place(Struct, frozen=True):
    """A sum's place among the others: the end of the sum before it, and which member of its list it is."""

    span: Span
    previous: int
    member: int
    members: int
    inherited: MoneyRole | None


class Roles:
    """The compiled cues."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile the cues of `rules` once."""
        entries = rules.roles(RoleCues)
        self.before: Mapping[str, MoneyRole] = {word: entry.id for entry in entries for word in entry.before}
        self.after: Mapping[str, MoneyRole] = {word: entry.id for entry in entries for word in entry.after}
        self.cues = regex.compile(
            rf"(?P<stop>[。；;！？!?\n])|(?P<comma>[，,])|(?P<each>{RESPECTIVELY})"
            rf"|(?P<cue>{alternatives(self.before)})(?!方式|者|商|人|局|部)",
            regex.V1,
        )
        self.following = regex.compile(
            rf"[^，。；、！？：（）()“”\d\s]{{0,8}}?(?P<cue>{alternatives(self.after)})", regex.V1
        )

    def role(self, content: str, place: Place) -> MoneyRole | None:
        """The role that the nearest cue gives; None where no word speaks of it."""
        start, end = place.span.start, place.span.end
        cues: list[tuple[int, str]] = []
        commas = 0
        each = -1
        for found in self.cues.finditer(content, max(0, start - BEFORE_REACH), start):
            match found.lastgroup:
                case "stop":
                    cues, each = [], -1
                case "comma":
                    commas = found.end()
                case "each":
                    each = found.start()
                case _:
                    if len(found[0]) > 1 or start - found.end() <= 1:
                        cues.append((found.end(), found[0]))
        near = cues[-1] if cues else (-1, "")
        own = near[0] > max(commas, place.previous)
        if own and start - near[0] <= OWN_GAP:
            return self.before[near[1]]
        after = self.following.match(content, end, end + AFTER_REACH)
        if after:
            return self.after[after["cue"]]
        if each >= 0 and place.members > 1:
            named = [word for at, word in cues if at <= each and at > commas - 1]
            if len(named) == place.members:
                return self.before[named[place.member]]
        if own:
            return self.before[near[1]]
        if place.inherited is not None and near[0] <= place.previous:
            return place.inherited
        return self.before[near[1]] if near[1] else None
