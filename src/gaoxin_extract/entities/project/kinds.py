"""What a project makes or builds: told by its name and, where that leaves it open, by what the text says of it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from gaoxin_extract.entities.project.resolve import INNER
from gaoxin_extract.rulebook import RuleSet, alternatives
from gaoxin_extract.text import Span
from gaoxin_extract.values import ProjectKind

KINDS: tuple[ProjectKind, ...] = ("industrial", "construction", "infrastructure", "programme", "other")
MAKING, BUILDING, PROGRAMME, SHARED_USE = "industrial", "construction", "programme", "shared"
# Buildings by their last word that a plant may be as well: 装备制造中心.
VAGUE = frozenset({"中心", "平台", "总部", "总部基地"})
BUILT = ("plant", "park", "building")
# 电池生产基地⟨及总部项目⟩: what comes first tells the kind, unless something is made behind it: 总部⟨及生产基地⟩.
JOINED = re.compile(r"及[^，。]{2,20}\Z")
# …工程项目⟨（不含示范段）⟩
GLOSS = re.compile(r"(?<=项目|工程)[（(][^（）()]*[）)]\Z")
# …标段项目⟨信号设备采购项目⟩: what is bought for a work tells nothing of it.
BOUGHT = re.compile(r"(?<=项目|工程|标段)[一-鿿]{2,10}采购(?:项目)?\Z")
QUOTES = re.compile("[“”]")
# Parks for others to use, where no company's name is in theirs.
SHARED = frozenset({"产业园", "产业园区", "工业园", "工业园区"})
# What may be where a project is, and is no more than that so far from its end.
SEATS, NEAR = frozenset({"新城", "港区", "小镇", "枢纽", "机场", "度假", "飞地"}), 5
HOUSES = frozenset("厦店寓")
MARKETS = frozenset("城园楼馆店院所室区街")
# A company's park for others: 云栖⟨智慧城市⟩产业园.
SERVICES = re.compile("智慧城市|智能产业|数字|科技园|文化|软件|电商|电子商务|互联网|大数据|科创|双创|健康")
# 国家青岚⟨产业基地⟩, for whoever makes such goods.
TRADES_BASE = "产业基地"
ZONE = re.compile(r"[一-鿿]{2,8}?(?:高新区|经开区|开发区|新区|保税区|科学城)")
STATE = re.compile(r"国家级?(?!电)")
# 两纵一横, 三环四射: roads.
ROADS = re.compile(r"[一二两三四五六七八九十\d]+[横纵环射联]")
# What stands behind a name tells of it to the end of the sentence; of the first mentions.
REACH, BEFORE, MOST = 140, 48, 4
# 粤商⟨产业园⟩: who they are tells of no company.
MERCHANTS = re.compile(r"[一-鿿]商")
# Whoever builds for the state or teaches makes no goods.
PUBLIC = re.compile(r"(?:政府|[党工管]委会?|委员会|[局厅办院校]|大学|学会|协会|街道|法院|银行|[省市区县镇乡村])\Z")
INVESTS = re.compile(r"投资|投建|出资|斥资|兴建|新建|建设|打造|实施")
SHORTEST = 2


class Told(Struct, frozen=True, gc=False):
    """What a text says of a project beside its name.

    `owned`: a company's name is in the project's; `invested`: a company builds it; `kinds`: what is told of it, the
    kind of each thing that is said.
    """

    owned: bool = False
    invested: bool = False
    kinds: tuple[str, ...] = ()


UNTOLD = Told()


def companies_among(bodies: Iterable[str]) -> tuple[str, ...]:
    """Those of the names of `bodies` that may be companies', each once."""
    return tuple(body for body in dict.fromkeys(bodies) if not PUBLIC.search(body))


class Kinds:
    """Tells kinds by the words of a rule set."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile what `rules` give."""
        self._phase = re.compile(rules.fragment("phase"))
        self._plain = re.compile(rf"(?:建设|{rules.fragment('project_noun')})+\Z")
        heads = {word: kind for table in BUILT for word, kind in rules.lexicon[table].items()}
        self._built = {**heads, **rules.lexicon["works"], **rules.lexicon["short_head"]}
        self._changes = rules.lexicon["change"]
        self._change = re.compile(rf"(?:快速化|智能化|数字化|绿色化|{alternatives(self._changes)})+\Z")
        self._head = re.compile(alternatives(heads))
        self._zone_park = re.compile(rules.fragment("zone_park"))
        self._buildings = frozenset(rules.lexicon["building"]) - VAGUE
        self._houses = frozenset(word for word in self._buildings if word[-1] in HOUSES)
        self._kind_words = rules.lexicon["kind_word"]
        self._kind_word = re.compile(alternatives(self._kind_words))
        self._ends = {kind: re.compile(rf"(?:{alternatives(words)})\Z") for kind, words in _kinds(rules, "ends")}
        self._cues = {kind: re.compile(alternatives(words)) for kind, words in _kinds(rules, "told")}
        self._shared = re.compile(alternatives(rules.lines("shared")))
        self._goods = re.compile(alternatives(rules.lines("goods")))
        self._trade = re.compile(alternatives(rules.lines("trades")))
        self._made = re.compile(rf"(?:{alternatives(rules.lines('goods'))})[^，。]{{0,6}}工程\Z")
        names = rules.beside("names")
        self._places = frozenset((*names.lines("places"), *names.lines("counties")))
        self._common = frozenset((*rules.lines("commonplace"), *rules.lines("generic")))

    def of(self, name: str, told: Told = UNTOLD) -> ProjectKind:
        """What a project of this name makes or builds, as its words tell, and where they don't as `told`."""
        name = QUOTES.sub("", BOUGHT.sub("", GLOSS.sub("", name))) or name
        for kind, ends in self._ends.items():
            if ends.search(name) and (kind == PROGRAMME or not self._tells_more(name)):
                return _kind(kind)
        if (joined := JOINED.search(name)) and self._head.search(name, 0, joined.start()):
            if MAKING in self._told_by(joined[0]):
                return "industrial"
            name = name[: joined.start()]
        return self._named(name, told) or self._else(name, told)

    def told(self, content: str, name: str, spans: Sequence[Span], companies: Sequence[str]) -> Told:
        """What `content` says around `spans`, all of the project called `name`; it names `companies`."""
        own = QUOTES.sub("", name)
        own = own[self._placed(own) :]
        alike = [body for body in companies if own[:SHORTEST] in body]
        owned = any(own.startswith(body) or self._is_short(own, body) for body in alike)
        before = [content[max(span.start - BEFORE, 0) : span.start].rpartition("。")[2] for span in spans[:MOST]]
        behind = [
            content[span.end : span.end + REACH].partition("\n")[0].partition("。")[0].partition("；")[0]
            for span in spans[:MOST]
        ]
        invested = any(INVESTS.search(words) and any(body in words for body in companies) for words in before)
        invested = invested or any(f"由{body}" in words for words in behind if "由" in words for body in companies)
        # What stands in a list is told of all its members, and those of a park are told of before it as well.
        said = [words for words in behind if not words.startswith(("、", "等"))]
        kinds = self._said(said)
        if self._plain.sub("", self._phase.sub("", name)).endswith((*SHARED, TRADES_BASE)):
            kinds += ["shared" for words in said for _ in set(self._shared.findall(words))]
        return Told(owned, invested, tuple(kinds))

    def _said(self, stretches: Iterable[str]) -> list[str]:
        return [kind for words in stretches for kind, cues in self._cues.items() for _ in set(cues.findall(words))]

    def open(self, name: str) -> bool:
        """Whether what the text says may tell more than `name` does."""
        unphased = self._plain.sub("", self._phase.sub("", GLOSS.sub("", name)))
        if unphased.endswith((*SHARED, *VAGUE, TRADES_BASE)):
            return True
        return not any(words.search(name) for words in (self._kind_word, self._head, self._goods, self._trade))

    def _named(self, name: str, told: Told) -> ProjectKind | None:
        """What the words of `name` tell."""
        said = self._told_by(name)
        unphased = self._phase.sub("", name)
        bare = self._plain.sub("", unphased)
        if bare.endswith(tuple(VAGUE)) and self._is_makers(name, said, told):
            return "industrial"
        # 地铁大厦 is a house, whatever it is called by.
        house = next((self._built[bare[-size:]] for size in (5, 4, 3, 2) if bare[-size:] in self._houses), None)
        if house or set(said) - {MAKING}:
            # The last word tells: 风电 is power, but who makes 风电装备 makes goods; 机场酒店 is a house.
            return _kind(house or said[-1])
        if self._zone_park.match(name) or bare.endswith(TRADES_BASE):
            return "industrial" if self._is_own(name, told) else "construction"
        unchanged = self._change.sub("", bare)
        last = next((unchanged[-size:] for size in (5, 4, 3, 2, 1) if unchanged[-size:] in self._built), None)
        if last in SHARED:
            return "industrial" if self._is_own_park(name, said, told) else "construction"
        if last and not (len(last) == 1 and unphased.endswith("工程") and self._built[last] != "infrastructure"):
            # 机身段 is no stretch of a road, 气体岛 no island; 汽车城 is a market.
            made = len(last) == 1 and last not in MARKETS and self._goods.search(bare)
            makes = made or (MAKING in said and last not in self._buildings)
            return _kind(MAKING if makes else self._built[last])
        changed = next((self._changes[word] for word in self._changes if bare.endswith(word)), None)
        heads = self._head.findall(bare)
        told_last = changed or (self._built[heads[-1]] if heads else None)
        return _kind(told_last) if told_last else None

    def _else(self, name: str, told: Told) -> ProjectKind:
        """What is told of a name that tells nothing itself."""
        if ROADS.search(name):
            return "infrastructure"
        if told.kinds and MAKING not in told.kinds:
            return _kind(max(told.kinds, key=told.kinds.count))
        works = self._phase.sub("", name).removesuffix("项目")
        if works.endswith("工程") and "项目" not in works and not self._made.search(works):
            return "infrastructure"
        return "industrial"

    def _tells_more(self, name: str) -> bool:
        """Whether the words of `name` tell of goods, or of more than one thing: 温泉康养旅游项目."""
        said = self._told_by(name)
        return MAKING in said or len(said) > 1

    def _told_by(self, name: str) -> list[str]:
        """The kinds that the words of `name` tell; where it stands tells nothing: 临港⟨新城⟩云栖基地."""
        near = len(self._plain.sub("", self._phase.sub("", name))) - NEAR
        found = [(word[0], word.start()) for word in self._kind_word.finditer(name)]
        told = [self._kind_words[word] for word, place in found if place >= near or word not in SEATS]
        # 青岚机场航站区 tells no more.
        return told or [self._kind_words[word] for word, _ in found if not self._head.search(name)]

    def _is_makers(self, name: str, said: Sequence[str], told: Told) -> bool:
        """Whether a centre or seat is that of a company which makes goods in it, or part of a project that does."""
        if (inner := INNER.search(name)) and self._goods.search(name, 0, inner.start()):
            return True
        seat = told.owned or "总部" in name
        return seat and not set(said) - {MAKING, BUILDING} and _outweighs(told, MAKING, BUILDING)

    def _is_own_park(self, name: str, said: Sequence[str], told: Told) -> bool:
        """Whether a park is a company's own, where goods are made."""
        goods = MAKING in said or self._goods.search(name) is not None
        if told.owned:
            return goods or SERVICES.search(name) is None
        if told.invested or _outweighs(told, MAKING, SHARED_USE):
            return goods
        return goods and self._is_own(name, told)

    def _is_own(self, name: str, told: Told) -> bool:
        """Whether a name opens with what may be a company's and not with a place or the goods."""
        if told.owned:
            return True
        opened = STATE.match(name) or self._placed(name)
        return not opened and not any(name[:size] in self._common for size in (2, 3, 4))

    def _placed(self, name: str) -> int:
        """The length of the place that `name` opens with."""
        if zone := ZONE.match(name):
            return zone.end()
        size = next((size for size in (8, 7, 6, 5, 4, 3, 2) if name[:size] in self._places), 0)
        return size + (size and name[size : size + 1] in {"省", "市", "区", "县"})

    def _is_short(self, own: str, body: str) -> bool:
        """Whether a name opens with a part of a company's that tells of no other: ⟨青岚⟩产业园 of 江州青岚公司."""
        size = next((size for size in (4, 3, 2) if len(own) > size and own[:size] in body), 0)
        if size < SHORTEST or MERCHANTS.match(own):
            return False
        return own[:size] not in self._common and own[:size] not in self._places


def _outweighs(told: Told, kind: str, other: str) -> bool:
    return told.kinds.count(kind) > told.kinds.count(other)


def _kinds(rules: RuleSet, part: str) -> Iterator[tuple[str, list[str]]]:
    """The words of `kinds.txt` for one part of a text, by kind."""
    rows = [line.split("\t") for line in rules.lines("kinds")]
    for kind in KINDS:
        if words := [word for of, told, word in rows if of == part and told == kind]:
            yield kind, words


def _kind(word: str) -> ProjectKind:
    return next(kind for kind in KINDS if kind == word)
