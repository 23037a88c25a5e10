"""Prefectures and zones in names and texts: where a project lies, as far as words tell."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from gaoxin_extract.rulebook import RuleSet, alternatives

# 南京路 is a street of any town.
STREET = r"(?![东西南北中]?(?:路|街|大道|大街|高速|铁路|高铁|机场))"
# A zone's own name between its town and its kind, as 医药 in 泰州医药高新区.
OWN_NAME = r"[一-鿿]{0,4}?"


class Atlas:
    """The towns (prefectures) of China and the kinds of zones, out of rules/ledger/ and rules/zone/."""

    def __init__(self, rules: RuleSet) -> None:
        """`rules` are those of the ledger."""
        self.province_of: dict[str, str] = {}
        for line in rules.lines("prefectures"):
            province, _, towns = line.partition("\t")
            self.province_of |= dict.fromkeys(towns.split(), province)
        self.provinces = frozenset(self.province_of.values())
        self._kinds: Mapping[str, str] = rules.beside("zone").lexicon["zone"]
        self._zones: dict[str, tuple[str, str]] = {}

    @cached_property
    def town(self) -> re.Pattern[str]:
        """A town in running text."""
        return re.compile(rf"(?:{alternatives(self.province_of)}){STREET}")

    @cached_property
    def place(self) -> re.Pattern[str]:
        """A province or town with the word for its rank."""
        names = alternatives({*self.province_of, *self.provinces})
        return re.compile(rf"(?:{names})(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)?{STREET}")

    @cached_property
    def opening_zone(self) -> re.Pattern[str]:
        """A zone at the beginning of a name: after a town, or a kind of zone by itself."""
        kinds = alternatives(self._kinds)
        return re.compile(rf"(?:(?:{alternatives(self.province_of)})市?{OWN_NAME}(?:{kinds})|(?:{kinds}))(?=..)")

    @cached_property
    def opening_kind(self) -> re.Pattern[str]:
        """What a name opens with that leaves its zone's own name unsaid: a kind of zone, or a zone without its town."""
        kinds = alternatives({*self._kinds, *self._kinds.values()})
        return re.compile(rf"{OWN_NAME}(?:{kinds}|新城|园区)")

    @cached_property
    def _kind(self) -> re.Pattern[str]:
        return re.compile(rf"(?:国家级?)?(?:{alternatives(self._kinds)})")

    def towns(self, words: str) -> frozenset[str]:
        """The towns that `words` name."""
        return frozenset(self.town.findall(words))

    def zone(self, name: str) -> str:
        """A zone's name in its short form, without its province: 四川内江高新技术产业开发区 → 内江高新区."""
        return self._taken(name)[0]

    def zone_kind(self, name: str) -> str:
        """The kind of zone that `name` ends in, in its short form; empty where it is another kind of place."""
        return self._taken(name)[1]

    def _taken(self, name: str) -> tuple[str, str]:
        known = self._zones.get(name)
        if known is None:
            found = next(reversed(tuple(self._kind.finditer(name))), None)
            short = self.shortened(name)
            kind = self._kinds.get(found[0].removeprefix("国家级").removeprefix("国家"), "") if found else ""
            known = self._zones[name] = (short, kind if found and found.end() == len(name) else "")
        return known

    def shortened(self, name: str) -> str:
        """`name` with each kind of zone in its short form and without a province before a town."""
        short = self._kind.sub(lambda found: self._kinds[found[0].removeprefix("国家级").removeprefix("国家")], name)
        return self.without_province(short)

    def without_province(self, name: str) -> str:
        """`name` without a province that a town follows, and without the 市 behind the town."""
        found = self.place.match(name)
        if found and found[0].rstrip("省市") in self.provinces:
            behind = self.place.match(name, found.end())
            if behind and found[0].rstrip("省市") not in self.province_of:
                name, found = name[found.end() :], self.place.match(name[found.end() :])
        if found and found[0].endswith("市") and len(name) > found.end() + 1:
            name = found[0][:-1] + name[found.end() :]
        return name

    def agree(self, one: str, other: str, *, loosely: bool) -> bool:
        """Whether two places that companies' names bear can be one company's: one is unsaid, or a part of the other.

        `loosely`: a town and its province are.
        """
        one, other = one.rstrip("省市"), other.rstrip("省市")
        if not one or not other or one in other or other in one:
            return True
        return loosely and (self.province_of.get(one) == other or self.province_of.get(other) == one)

    def provinces_of(self, towns: Iterable[str]) -> frozenset[str]:
        """The provinces that `towns` lie in."""
        return frozenset(self.province_of[town] for town in towns if town in self.province_of)
