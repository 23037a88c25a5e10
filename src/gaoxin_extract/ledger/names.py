"""Names folded for comparison over articles: those of companies and state bodies, and those of projects."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

import regex
from rapidfuzz.distance import LCSseq

from gaoxin_extract.aliases import BRACKETS, LEGAL, Aliases, aliases
from gaoxin_extract.ledger.places import Atlas
from gaoxin_extract.numerals import read_numeral
from gaoxin_extract.rulebook import RuleSet, alternatives

MARKS = re.compile(r"[\s\"'“”‘’·•:《》—|()\[\]【】\-、,/]+")
LATIN = re.compile(r"[A-Za-z]{3}")
WAY = "至"
NUMBER = re.compile(r"\d")
RANK = re.compile(
    r"[省市区县州]|自治[区州]|管委会|党工委|政府|(?:发改|经信|商务|招商|投促|财政|税务|资规|住建|科技|市监|审批|应急|人社|教育|公安|交通|水利|水务|农业|文旅|统计|经发)"
)
REGISTERED = re.compile(r"公司$|合伙企业|株式会社")
PHASED = re.compile("期|阶段|标段|批")
PHASE_ORDINAL = re.compile(r"[首一二三四五六七八九]|\d+")
CHINA = "中国"
GROUP = "集团"
BRANCH = re.compile("分公司|支公司|子公司|事业部")
FORM = re.compile("(?:股份|有限|责任|集团)+(?:公司)?|公司")
SHORTEST = 2
# So long a name before the words of the trade is hardly one name.
TWO_NAMES = 5
ORDINALS = {character: str(place) for place, character in enumerate("零一二三四五六七八九")} | {"首": "1", "两": "2"}
SCALES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
# A name is longer than this where a fault of extraction made it; what stands behind tells nothing.
LONGEST = 64


class Body(NamedTuple):
    """An organisation's name: `local` the place that it bears, `own` its own words, `form` the legal form.

    `core` is `own` without the words of its trade. `registered`: whether a register holds the name; `telling`: whether
    its beginning tells it from others, as a company's does and a school's in a town does not.
    """

    name: str
    local: str
    own: str
    form: str
    company: bool
    core: str = ""
    registered: bool = False
    telling: bool = False


class Form(NamedTuple):
    """A project's name: `rest` without marks, phase, places and plain nouns; its company still opens it."""

    rest: str
    phases: str
    towns: frozenset[str]
    zone: str


class Names:
    """Takes names apart by the words of rules/ledger/ and those that other types read; each name once."""

    def __init__(self, rules: RuleSet) -> None:
        """`rules` are those of the ledger."""
        words = rules.lexicon
        self.atlas = Atlas(rules)
        self._aliases: Aliases = aliases(rules)
        self._bodies: dict[tuple[str, bool], Body] = {}
        self._forms: dict[str, Form] = {}
        self._contents: dict[str, str] = {}
        self._ends = words["body"]
        self._end = re.compile(rf"(?:{alternatives(self._ends)})$")
        self._units = words["unit"]
        self._unit = re.compile(alternatives(self._units))
        self._numeral = re.compile(rf"({rules.fragment('numeral')})(?={alternatives((*words['measure'], '万'))})")
        self._counted = re.compile(rules.fragment("counted"))
        self._ordinal = re.compile(rules.fragment("ordinal"))
        self._plain = re.compile(rf"(?:{alternatives(words['plain'])})+\Z")
        self._head = re.compile(alternatives(words["head"]))
        self._common_work = re.compile(alternatives(words["common_work"]))
        self._common = frozenset((*words["common_opening"], *self.atlas.province_of, *self.atlas.provinces))
        self._parks = tuple(words["park"])
        self._local_body = re.compile(
            rf"[省市州区县]?(?:{alternatives(words['local_body'])})+(?:股份|有限|集团|总?公司)*"
        )
        self._institutes = tuple(words["institute"])
        self._sites = (*self._parks, *words["site"])
        self._phase = regex.compile(rules.beside("project").fragment("phase"), regex.V1)

    def body(self, name: str, *, company: bool) -> Body:
        """The parts of an organisation's name."""
        known = self._bodies.get((name, company))
        if known is None:
            known = self._bodies[name, company] = self._company(name) if company else self._public(name)
        return known

    def _company(self, name: str) -> Body:
        folded = unicodedata.normalize("NFKC", name)
        parts = self._aliases.parts(folded)
        local = parts.local
        if not local:
            inner = BRACKETS.search(folded)
            place = inner[0][1:-1] if inner else ""
            local = place if place == CHINA or self.atlas.place.fullmatch(place) else ""
        own = MARKS.sub("", parts.core + parts.trade).lower()
        registered = bool(own and REGISTERED.search(parts.form))
        return Body(
            MARKS.sub("", folded).lower(),
            local,
            own,
            parts.form,
            company=True,
            core=MARKS.sub("", parts.core).lower(),
            registered=registered,
            telling=self._is_telling(folded),
        )

    def _public(self, name: str) -> Body:
        folded = MARKS.sub("", unicodedata.normalize("NFKC", name)).lower()
        short = self.atlas.shortened(self._end.sub(lambda found: self._ends[found[0]], folded))
        return Body(short, "", short, "", company=False)

    def same(self, one: Body, other: Body) -> bool:
        """Whether two names of companies can be of one body, by their words alone; one may be short."""
        if one.name == other.name:
            return True
        # 荆门澄岚新材 may be said of 湖北澄岚新材料有限公司; of two that no register holds the one may be another's.
        loosely = one.registered != other.registered
        if not (one.company and other.company) or not self.atlas.agree(one.local, other.local, loosely=loosely):
            return False
        if one.registered and other.registered:
            return one.own == other.own and one.form == other.form
        short, long = (
            (one, other) if (one.registered, len(one.own)) <= (other.registered, len(other.own)) else (other, one)
        )
        return self._is_short(short, long)

    def seats(self, name: str, others: Iterable[str]) -> frozenset[str]:
        """The places of those registered companies among `others` for which the unplaced `name` can stand."""
        body = self.body(name, company=True)
        if body.local or body.registered:
            return frozenset()
        bodies = (self.body(other, company=True) for other in others if other.startswith(name[:SHORTEST]))
        return frozenset(seat(other) for other in bodies if other.registered and other.local and self.same(body, other))

    def _is_short(self, short: Body, long: Body) -> bool:
        """Whether a name can be a shorter form of another that agrees with it in its place."""
        opening = short.own[:SHORTEST]
        if len(opening) < SHORTEST or len(short.own) > len(long.own):
            return False
        if bool(BRANCH.search(short.form)) != bool(BRANCH.search(long.form)) or self._is_of_group(short, long):
            return False
        if short.own == long.own:
            return True
        # 丹石油 is the corporation, 丹石油昆山信息有限公司 one of its companies.
        if (
            SHORTEST < len(short.own) < len(long.core)
            and long.own.startswith(short.own)
            and len(long.core) >= TWO_NAMES
        ):
            return False
        whole = long.own + LEGAL.sub("", long.form)  # 投控 of 投资控股有限公司
        can_be = whole.startswith(opening) and opening not in self._common and threads(short.own, whole)
        return can_be and not self._is_branch(short, long)

    def _is_of_group(self, short: Body, long: Body) -> bool:
        """Whether one of two names is a group's and the other that of a company of the group."""
        return (GROUP in short.form and GROUP not in long.form) or (GROUP in long.own and GROUP not in short.own)

    def are_kin(self, one: Body, other: Body) -> bool:
        """Whether one of two names is a group's and the other that of one of its companies: they open alike."""
        alike = one.core == other.core and len(one.core) >= SHORTEST and one.core not in self._common
        return alike and (GROUP in one.form) != (GROUP in other.form)

    def _is_branch(self, short: Body, long: Body) -> bool:
        """Whether the longer name goes on with a place, as 江苏 in 中国电信江苏公司."""
        place = self.atlas.place.search(long.own, SHORTEST)
        return place is not None and place[0] not in short.own

    def form(self, name: str) -> Form:
        """The parts of a project's name."""
        known = self._forms.get(name)
        if known is None:
            known = self._forms[name] = self._form(name)
        return known

    def _form(self, name: str) -> Form:
        folded = unicodedata.normalize("NFKC", name[:LONGEST])
        ordinals: set[str] = set()
        rest = folded
        if PHASED.search(folded):
            phases = "".join(phase[0] for phase in self._phase.finditer(folded))
            ordinals = {ORDINALS.get(ordinal[0], ordinal[0]) for ordinal in PHASE_ORDINAL.finditer(phases)}
            rest = self._phase.sub("", folded)
        rest = MARKS.sub("", rest).lower()
        rest = self._unit.sub(lambda found: self._units[found[0]], rest)
        rest = self._numeral.sub(_digits, rest)
        zone = self.atlas.opening_zone.match(rest)
        if zone:
            rest = rest[zone.end() :]
        towns = self.atlas.towns(zone[0] if zone else "") | self.atlas.towns(rest)
        if WAY not in rest:  # whose ends are its name: 江州至石滩
            rest = self.atlas.place.sub("", rest) or rest
        rest = self._plain.sub("", rest)
        return Form(rest, ",".join(sorted(ordinals)), towns, self.atlas.shortened(zone[0]) if zone else "")

    def content(self, product: str) -> str:
        """What of a product is not such as stands in any project's name: 基地, 产业园, 研发."""
        known = self._contents.get(product)
        if known is None:
            known = self._contents[product] = self._head.sub("", self._counted.sub("", product))
        return known

    def own(self, product: str) -> str:
        """What of a product stands not in the names of like works everywhere: 城北 of 城北污水处理厂."""
        return self._common_work.sub("", self.content(product))

    def is_named(self, product: str) -> bool:
        """Whether a work has a name or number before its kind, which tells it from others there: 云石高速, 4号线."""
        own = self.own(product)
        return (len(own) >= SHORTEST and own != product) or NUMBER.search(product) is not None

    def _is_telling(self, name: str) -> bool:
        opening = self._aliases.opening(name) if len(name) <= LONGEST else None
        return opening is not None or bool(LATIN.match(name))

    def bare(self, product: str) -> str:
        """A product without the place that opens it and the plain nouns at its end."""
        return self._plain.sub("", product)

    def is_rank(self, name: str) -> bool:
        """Whether a state body's name opens with no place: 市招商局, 管委会, 区政府."""
        return bool(RANK.match(name))

    def is_park(self, product: str) -> bool:
        """Whether a project is a place that many companies have a part in."""
        return product.endswith(self._parks)

    def is_site(self, name: str) -> bool:
        """Whether a name ends as those of plants, parks and buildings do, which are no companies."""
        return name.endswith(self._sites)

    def is_local(self, body: Body) -> bool:
        """Whether a name says only what each town has one for: 城投公司, 市交投集团, 工商联."""
        return not body.local and self._local_body.fullmatch(body.name) is not None

    def is_institute(self, body: Body) -> bool:
        """Whether a body is a school, hospital or the like."""
        return body.name.endswith(self._institutes)

    def counted(self, product: str) -> dict[str, Decimal]:
        """The numbers of a name by what they count."""
        return {
            found["unit"]: Decimal(found["number"]) * _scale(found["scale"])
            for found in self._counted.finditer(product)
        }

    def ordinals(self, product: str) -> frozenset[str]:
        """Which of several like things a name says it is: 第二污水处理厂."""
        return frozenset(found["place"] for found in self._ordinal.finditer(product))


def threads(short: str, whole: str) -> bool:
    """Whether the characters of `short` stand in `whole` in their order.

    >>> threads("磁材", "磁性材料"), threads("料磁", "磁性材料")
    (True, False)
    """
    return len(short) <= len(whole) and LCSseq.similarity(short, whole) == len(short)


def fullness(body: Body) -> tuple[bool, int, str]:
    """The order of one company's names: the registered one first, then the longest."""
    return not body.registered, -len(body.name), body.name


def seat(body: Body) -> str:
    """The place in a company's name, without the word for its rank."""
    return body.local.rstrip("省市")


def qualified(bodies: Sequence[Body]) -> bool:
    """Whether a company, its fullest name first, is also called by a short name with its place in it."""
    full = bodies[0]
    return full.registered and any(
        not body.registered and body.local and seat(body) == seat(full) for body in bodies[1:]
    )


def unplaced(bodies: Sequence[Body]) -> frozenset[Body]:
    """Short names without a place in a company's names of which another short one has it: those of another, as a rule.

    Who writes 荆门澄岚 for 荆门澄岚新材料有限公司 means its parent by 澄岚新材.
    """
    if not qualified(bodies):
        return frozenset()
    return frozenset(body for body in bodies if not body.local and not body.registered)


def opened(rest: str, names: Iterable[Body]) -> int:
    """How many characters of `rest` are a company's name, of those of `names` that it can open with the longest."""
    return max((_shared(rest, body) for body in names), default=0)


def _shared(rest: str, body: Body) -> int:
    own = body.own
    if len(own) < SHORTEST or not rest.startswith(own[:SHORTEST]):
        return 0
    if not body.telling:
        return _past_form(rest, len(own)) if rest.startswith(own) else 0
    end, place = SHORTEST, SHORTEST
    while end < len(rest):
        place = own.find(rest[end], place) + 1
        if not place:
            break
        end += 1
    return _past_form(rest, end)


def _past_form(rest: str, end: int) -> int:
    """Where the legal form ends with which a company's name goes on in `rest` behind `end`."""
    found = FORM.match(rest, end)
    return found.end() if found else end


def _digits(found: re.Match[str]) -> str:
    number = read_numeral(found[0])
    return found[0] if number is None else f"{number:f}"


def _scale(words: str) -> int:
    product = 1
    for character in words:
        product *= SCALES[character]
    return product
