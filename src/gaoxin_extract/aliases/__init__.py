"""Short names and what the article sets up (以下简称“…”) → the fullest name of the same body in one article.

Conservative by design: a short name that two bodies of the article could own stays as it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from gaoxin_extract.aliases.latin import ASIDE, INITIALS, LATIN, LATIN_OPENING, is_short_latin, latin_words
from gaoxin_extract.rulebook import RuleSet, alternatives, compiled
from gaoxin_extract.traditional import script

SHORTEST = 2
LONGEST = 40
REACH = 60
PLACE = 8
# The end of a body's name that is long enough to stand for it: 云溪实验室.
TELLING = 5
RANKS = "省市区县"
TOWN = ("街道", "镇", "乡")
# Names of one opening that are compared with one another, the longest first: an article has few, a hostile text many.
MOST = 64
COMMON_LISTS = ("nouns", "cuts", "keeps", "weak", "places", "counties", "countries", "common")
DECLARED = re.compile(
    r"[（(](?:以下|下文|下|统|简|又){0,2}称?(?:简称|称)?(?:为)?[：:]?[“\"]([^”“\"（）()，。]{2,14})[”\"]"
    r"(?:或[“\"]([^”\"]{2,14})[”\"])?[）)，,；;、]"
    r"|[（(](?:以下|下文|下|统)?(?:简称|下称|统称)(?:为)?[：:]?([^”“\"（）()，。]{2,14})[）)，,；;]"
)
FORM = re.compile("股份有限公司|有限公司|股份公司|股份|集团公司|集团|公司")
LEGAL = re.compile("(?:股份|有限|责任)*公司")
# Words of trade that tell of none, so that short names drop them: 云溪光伏科技有限公司.
ANY_TRADE = re.compile("(?:科技|技术|实业|产业|工业|发展|投资|控股|集团|国际|股份|有限|责任|制造|开发|中国)*")
# A part of a group: 云溪集团投资公司.
GROUPS = re.compile("集团(?!$|股份|控股|有限|公司)")
# 云溪投资的云溪（绵阳）有限公司: whoever holds it is not it.
HOLDING = re.compile(
    r"[^，。；\n]{0,14}(?:旗下|全资|控股|子公司|投资|设立|成立|下属|所属|组建|创办)[^，。；\n]{0,10}\Z"
)
HELD_REACH = 40
BRANCH = re.compile("分公司|支公司|子公司|事业部")
# 市中医院 and 市中心医院 are two.
TOLD_APART = re.compile("(?:医院|大学|学院|中学|小学|学校)$")
SCHOOL = re.compile("(?:大学|学院)$")
# Works after which the company is called that builds or runs them: 江云铁路公司.
WORKS = ("铁路", "公路", "高速", "地铁", "大桥", "隧道", "水电站", "景区")
BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
# What a body's name may open with that its short name drops, places aside: the zone, street or town it belongs to.
SEAT = re.compile(r"[^（）]{2,14}?(?:高新区|经开区|开发区|新区|园区|科学城|街道|镇|乡)(?=..)")


@lru_cache(maxsize=8)
def declared(content: str) -> tuple[tuple[str, int], ...]:
    """Each alias that `content` sets up in brackets, with the place where the bracket opens, which ends the full name.

    >>> declared("江州智谷服务中心（以下简称“服务中心”）说")
    (('服务中心', 8),)
    """
    return tuple((alias, found.start()) for found in DECLARED.finditer(content) for alias in found.groups() if alias)


def extended(content: str, end: int, rest: str) -> int:
    """How far the name that opens before `end` goes on in `content` with characters of `rest` in their order.

    >>> extended("国沧海工漂浮平台", 2, "海洋工程")
    4
    """
    place = 0
    while end < len(content):
        place = rest.find(content[end], place) + 1
        if not place:
            break
        end += 1
    return end


class Parts(NamedTuple):
    """A company's name: the place that it opens with, what is its own, the words of its trade, and its legal form."""

    local: str
    core: str
    trade: str
    form: str


class Aliases:
    """Takes names apart by the words of rules/org/ and rules/names/, and finds the fullest."""

    def __init__(self, rules: RuleSet) -> None:
        """`rules` is any set of the rulebook."""
        names, org = rules.beside("names"), rules.beside("org")
        trades = org.lexicon.get("trade", {})
        self._places = {*names.lines("places"), *names.lines("counties"), *names.lines("countries")}
        self._form = compiled(rf"(?:{alternatives(org.lexicon.get('company', ('公司',)))})$")
        self._trade = compiled(rf"(?:{alternatives((*trades, *names.lines('nouns')))})")
        self._ending = compiled(rf"(?:{alternatives(trades)})$")
        self._common = {line for name in COMMON_LISTS for line in names.lines(name)}
        self._script = script(rules)
        self.parts = lru_cache(maxsize=4096)(self._parts)

    def called(self, name: str) -> tuple[str, ...]:
        """What a school may be called by its place and one character: 江州市职业大学, 江州职大."""
        school = SCHOOL.search(name)
        local = self._place(name[: school.start()]) if school else ""
        if not school or not local:
            return ()
        place = local.removesuffix("市").removesuffix("省")
        return tuple(
            f"{place}{one}{school[0][0 if school[0] == '大学' else 1]}" for one in name[len(local) : school.start()]
        )

    def is_place(self, name: str) -> bool:
        """Whether `name` is a place's or a country's and no more."""
        return name in self._places

    def opening(self, name: str) -> tuple[str, str, str] | None:
        """With what short forms of the company `name` open: its place, its core, and the rest that may follow in part.

        None where the name is no company's, or its core is a common word or a place.
        """
        parts = self.parts(name)
        if not parts.form and not self._ending.search(name):
            return None
        if (
            len(parts.core) < (SHORTEST + parts.core.isascii())
            or parts.core.endswith(WORKS)
            or parts.core in self._common
            or parts.core in self._places
        ):
            return None
        return parts.local, parts.core, parts.trade

    def _parts(self, name: str) -> Parts:
        """The parts of a name; of one that is no company's the form is empty."""
        bare = BRACKETS.sub("", name)
        form = self._form.search(bare)
        stem = bare[: form.start()] if form else bare
        local = self._place(stem)
        own = stem[len(local) :]
        trade = self._trade.search(own, SHORTEST)
        core = own[: trade.start()] if trade else own
        return Parts(local, core, own[len(core) :], bare[len(stem) :])

    def _place(self, stem: str) -> str:
        """The place with which `stem` opens, if more than a character follows."""
        length = 0
        while step := self._step(stem[length:]):
            length += step
        return stem[:length]

    def _step(self, stem: str) -> int:
        """The length of the one place with which `stem` opens, if a name follows it."""
        for length in range(PLACE, SHORTEST - 1, -1):
            place, rest = stem[:length], stem[length:]
            if place in self._places and len(rest) >= SHORTEST and not rest.startswith(TOWN):
                ranked = place[-1] not in RANKS and rest[0] in RANKS and len(rest) > SHORTEST
                return length + ranked
        return 0

    def is_short(self, short: str, name: str) -> bool:
        """Whether `short` is a short form of `name`, by their characters alone.

        The place, the trade and the legal form may be dropped, in whole or in part; what stands must agree.
        """
        if len(short) >= len(name):
            return False
        return self._is_short(short, name)

    def _is_short(self, short: str, name: str) -> bool:
        if LATIN.fullmatch(name) or INITIALS.fullmatch(short):
            return bool(LATIN.fullmatch(name) and LATIN.fullmatch(short)) and is_short_latin(short, name)
        bare = LATIN_OPENING.sub("", name)
        one, other = self.parts(short), self.parts(name)
        seats = one.local or self._aside(short), other.local or self._aside(name)
        if all(seats) and not (seats[0] in seats[1] or seats[1] in seats[0]):
            return False
        if (other.form or self._ending.search(name)) and short != bare:
            return _company(one, other) and not self._is_held(one, other, name)
        tells = name.endswith(short) and len(short) >= TELLING and short[:SHORTEST] not in self._common
        if tells or (len(short) > SHORTEST and short == bare):
            return True
        own, whole = short[len(one.local) :], name[len(other.local) :]
        alike = own[:1] == whole[:1] and own[-1:] == whole[-1:] and len(own) > SHORTEST and _threads(own, whole)
        return alike and not self._is_branch(own, whole)

    def _aside(self, name: str) -> str:
        """The place that a name has in brackets."""
        found = BRACKETS.search(name)
        return found[0][1:-1] if found and found[0][1:-1] in self._places else ""

    def _is_held(self, one: Parts, other: Parts, name: str) -> bool:
        """Whether the longer name is that of a company which the shorter one's holds.

        It goes on behind all of the shorter with a place, with a trade beside the one that is said, or with a name.
        """
        own, whole = one.core + one.trade, other.core + other.trade
        if SCHOOL.search(own) and not one.form:
            return True
        rest = whole[len(own) :] if whole.startswith(own) else ""
        if not rest:
            return whole == own and other.form == "公司" and bool(self._aside(name))
        pieces = (rest[start : start + size] for size in (2, 3, 4) for start in range(len(rest) - size + 1))
        if GROUPS.search(rest) or any(piece in self._places for piece in pieces):
            return True
        if one.trade:
            return not ANY_TRADE.fullmatch(self._trade.sub("", rest))
        # 云溪⟨晟磊⟩科技; what stands right before the legal form is a trade that no list has: 云溪⟨啤酒⟩有限公司.
        return bool(other.trade) and len(other.core) - len(own) >= SHORTEST

    def _is_branch(self, own: str, whole: str) -> bool:
        """Whether the longer name is another's: with a place, all of the shorter, or one word more in it."""
        if whole.startswith(own) or TOLD_APART.search(own):
            return True
        pieces = (whole[start : start + size] for size in (2, 3, 4) for start in range(1, len(whole) - size))
        return any(piece in self._places and piece not in own for piece in pieces)

    def fullest(self, names: Iterable[str], content: str = "") -> Mapping[str, str]:
        """For each of one article's `names` the fullest of the same body among them; `content` tells of aliases."""
        plain = {name: self._script.read(name) for name in names}
        printed = {read: name for name, read in reversed(plain.items())}
        full = self._fullest(printed, self._script.simplified(content))
        # What is printed in both scripts is as full in either.
        return {name: name if full[read] == read else printed.get(full[read], name) for name, read in plain.items()}

    def _fullest(self, names: Iterable[str], content: str) -> dict[str, str]:
        distinct = sorted(set(names), key=lambda name: (-len(name), name))
        full = {name: name for name in distinct}
        known = set(distinct)
        full |= self._seated(distinct)
        for bucket in (*self._buckets(distinct).values(), *_by_end(distinct).values()):
            for place, short in enumerate(bucket):
                if full[short] == short:
                    owner = self._owner(short, bucket[:place])
                    if owner != short and not _holds(content, short, owner):
                        full[short] = owner
        for alias, end in declared(content):
            owner = next(
                (content[start:end] for start in range(max(0, end - 40), end) if content[start:end] in known), ""
            )
            if alias in full and owner and owner != alias:
                full[alias] = owner
        for short, name in _asides(content, known):
            if full[short] == short and full[name] != short:
                full[short] = name
            elif full[name] == name and full[short] != name:
                full[name] = full[short]
        return {name: _followed(full, name) for name in full}

    def _seated(self, names: Iterable[str]) -> dict[str, str]:
        """Of names that are the end of one other name after its seat (a place, zone, street): that name."""
        owners: dict[str, set[str]] = defaultdict(set)
        known = set(names)
        for name in known:
            rest = name
            while True:
                seat = SEAT.match(rest)
                cut = self._step(rest) or (seat.end() if seat else 0)
                if not cut:
                    break
                rest = rest[cut:]
                if rest in known:
                    owners[rest].add(name)
        return {rest: max(found, key=len) for rest, found in owners.items() if _nested(found)}

    def _buckets(self, names: Iterable[str]) -> dict[str, list[str]]:
        """The names that open alike once the place is dropped, the longest first."""
        buckets: dict[str, list[str]] = defaultdict(list)
        for name in names:
            latin = LATIN.fullmatch(name)
            own = name if latin else name[len(self.parts(name).local) :]
            # The short form of a Latin name may open with any of its words: Robert Bosch GmbH.
            words = latin_words(name) if latin else [own, LATIN_OPENING.sub("", own)]
            openings = {word[:1].upper() for word in words}
            for opening in sorted(openings):
                if len(buckets[opening]) < MOST:
                    buckets[opening].append(name)
        return buckets

    def _owner(self, short: str, longer: Iterable[str]) -> str:
        """The one body among `longer` of which `short` is a short form; `short` where there is none, or several."""
        owners = [name for name in longer if self.is_short(short, name)]
        if not owners:
            return short
        rivals = [name for name in owners[1:] if not self.is_short(name, owners[0])]
        return short if rivals else owners[0]


def _holds(content: str, short: str, name: str) -> bool:
    """Whether `content` tells of the body `name` as one that `short` holds."""
    place = content.find(name)
    before = content[max(0, place - HELD_REACH) : max(0, place)]
    said = before.rfind(short)
    return said >= 0 and HOLDING.match(before, said + len(short)) is not None


def _by_end(names: Iterable[str]) -> dict[str, list[str]]:
    """The names that end alike, the longest first."""
    buckets: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if len(bucket := buckets[name[-TELLING:]]) < MOST:
            bucket.append(name)
    return buckets


def _company(one: Parts, other: Parts) -> bool:
    """Whether the parts of a short name agree with those of a company's whole name."""
    own, whole = one.core + one.trade, other.core + other.trade
    if BRANCH.search(other.form) and one.form != other.form:
        return False
    if one.form and "集团" in one.form and "集团" not in other.form + whole:
        return False
    if len(own) < SHORTEST or not whole.startswith(own[:SHORTEST]):
        return False
    # 云溪投控 of 云溪投资控股有限公司.
    if _threads(own, whole + LEGAL.sub("", other.form)):
        return True
    return own.endswith("股份") and "股份" in other.form and _threads(own[:-2], whole)


def _threads(short: str, whole: str) -> bool:
    """Whether the characters of `short` stand in `whole` in their order."""
    rest = iter(whole)
    return all(character in rest for character in short)


def _asides(content: str, known: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """Names in brackets behind or in another, of which one is Latin: SK海力士（SK hynix）; the lesser first."""
    for name in sorted(known):
        for found in ASIDE.finditer(name):
            if found[1] in known and found[1] != name and LATIN.fullmatch(found[1]):
                yield found[1], name
    yield from _asides_behind(content, known)


def _asides_behind(content: str, known: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """Those behind another."""
    for found in ASIDE.finditer(content):
        inner, end = found[1].strip(), found.start()
        if inner not in known:
            continue
        outer = next(
            (content[start:end] for start in range(max(0, end - REACH), end) if content[start:end] in known), ""
        )
        if outer and outer != inner and bool(LATIN.fullmatch(inner)) + bool(LATIN.fullmatch(outer)):
            yield (outer, inner) if INITIALS.fullmatch(outer) else (inner, outer)


def _nested(names: set[str]) -> bool:
    """Whether the shorter of `names` are all ends of the longest."""
    longest = max(names, key=len)
    return all(longest.endswith(name) for name in names)


def _followed(full: Mapping[str, str], name: str) -> str:
    """The end of the chain of fuller names that `name` leads to."""
    seen = {name}
    while full[name] not in seen:
        name = full[name]
        seen.add(name)
        if name not in full:
            break
    return name


@lru_cache(maxsize=4)
def _aliases(roots: tuple[Path, ...]) -> Aliases:
    return Aliases(RuleSet("names", roots))


def aliases(rules: RuleSet) -> Aliases:
    """The aliases by the rulebook of `rules`; one for all that read the same folders."""
    return _aliases(rules.roots)
