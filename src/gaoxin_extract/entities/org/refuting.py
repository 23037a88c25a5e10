"""What a recogniser takes for a body and the words show to be none: persons, places, meetings, plain words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from gaoxin_extract.aliases import declared
from gaoxin_extract.entities import AnyCandidate
from gaoxin_extract.entities.org.mending import mended
from gaoxin_extract.entities.org.parting import Parting
from gaoxin_extract.gazetteer import Reading, Word, readings
from gaoxin_extract.rulebook import RuleSet, alternatives, compiled
from gaoxin_extract.text import Span
from gaoxin_extract.traditional import script

PLACES = (Word.PLACE, Word.COUNTY, Word.COUNTRY)
OPENERS = (*PLACES, Word.NAME)
# Companies bear the names of places, too: a recogniser is believed that is so sure.
SURE = 0.93
# What it takes for a body in few of so many places is none: a town whose name a company might bear.
PLACES_SEEN, SEEN_SHARE = 4, 0.45
# So long a name that stands in a longer one is short for that, whatever is read over.
WHOLE = 4
# An article names fewer bodies; of a hostile text not each name is counted.
MOST = 400
# 杰克·韦尔奇: no body's name is two names with a dot and nothing else.
FOREIGN = compiled(r"\p{Han}{1,6}(?:[·•]\p{Han}{1,8})+")
# 浦东新区 is a district and a zone, as are the ends of county lists that are development zones.
NEW_AREA = compiled(r"(?:新|开发|经开|高新|园|保税|自贸|合作|示范|试验|实验|港|起步|工业|产业)区$")
# Of words at which names end these stand in zones' names, too: 云溪|共建|产业园.
SHARED = ("共建", "集聚", "承载", "中方", "区长", "市长")
# How large a zone is: 高枧|万亩|北城园区.
SIZE = compiled("[千万]亩|[千百万]亿级?")
SHORTEST = 2
BARE = ("园区", "产业园区", "工业园区", "产业园", "工业园", "工业区", "产业基地", "集聚区")
ENDS = ("。", "！", "？", "；")
# Words of a trade, and what ends a body's name that is made of them: 镇江公司, 湖北机场集团.
TRADES = (Word.NOUN, Word.WEAK, Word.KEEP)
HEADED = compiled(r"(?:公司|集团|银行|大学|学院|基金|证券|保险|股份|日报|网|[局厅委院所会社校部站])\Z")
LONGEST_PLACE = 5
# Surnames before which a name is cut, since they are prepositions, too.
SURNAMES = ("于", "向", "和")
# No body's name opens so.
PRAISED = compiled("豪华|高档|优质|知名|著名|大型|中型|小型|最新|全新|规模性")
# A branch, and the company whose name may stand before it.
BRANCH, OWNER = compiled(r"(?:分公司|支公司|分行|支行|营业部)\Z"), compiled(r"(?:公司|集团|银行|保险|证券)\Z")
OPENING, CLOSING = "（(“《", "）)”》"
PERSON = range(2, 4)
# A post, and the list of persons that it begins.
REACH = 48
VERBS = "含指即如自"
COMMON_LISTS = ("common", "nouns")
# An office in front of a person's name: 绵阳市|市长|顾闻舟.
OFFICE = "(?:[省市县区州镇乡]长|书记|部长|局长|司长|总理|常委)"
LISTS = ("bodies", "brands", "listed")
# Kinds of bodies, whose last words alone name none: 联合实验室.
KINDS = ("company", "school", "research", "association", "health", "finance")
BARE_BODIES = ("联合实验室", "重点实验室", "创新中心", "技术中心", "研发中心", "院士工作站", "产业联盟")
PLACES_TRIED = 20


class Persons:
    """Tells what names a person: as short, opened by a surname, and with a post or an address beside it."""

    def __init__(self, rules: RuleSet) -> None:
        """`rules` are those of rules/org/."""
        self.surname = alternatives(rules.beside("articles").lines("surnames"))
        self._surname = compiled(self.surname)
        self._post = compiled(
            rf"{alternatives(rules.lines('posts'))}(?:[ 　]?(?:{self.surname}\p{{Han}}{{1,2}}[、 　]){{1,12}}|[ 　])?\Z"
        )
        self._address = compiled(alternatives(rules.lines("addresses")))
        self.listed = {line.partition("\t")[0] for name in LISTS for line in rules.lines(name)}

    def is_one(self, content: str, start: int, end: int) -> bool:
        """Whether `start:end` names one by what stands there."""
        if end - start == SHORTEST and content[start - 1 : start] in SURNAMES and self.is_one(content, start - 1, end):
            return True  # 分析师于|闻舟
        if end - start not in PERSON or content[start:end] in self.listed or not self._surname.match(content, start):
            return False
        if self._address.match(content, end):
            return True
        return self._post.search(content, max(0, start - REACH), start) is not None

    def is_one_anywhere(self, content: str, name: str) -> bool:
        """Whether `name` names one in any of the first places where it stands."""
        if len(name) not in PERSON:
            return False
        start = -1
        for _ in range(PLACES_TRIED):
            start = content.find(name, start + 1)
            if start < 0:
                return False
            if self.is_one(content, start, start + len(name)):
                return True
        return False


class Refuter:
    """Tells which of a recogniser's bodies are none."""

    def __init__(self, rules: RuleSet) -> None:
        """`rules` are those of rules/org/."""
        names = rules.beside("names")
        self._words = readings(rules)
        self._script = script(rules)
        self._persons = Persons(rules)
        self._parting = Parting(rules)
        surname = self._persons.surname
        titled = (
            rf"{surname}(?:先生|女士)|{OFFICE}{surname}\p{{Han}}{{1,2}}|(?:总统|首相)\p{{Han}}{{1,5}}(?<![府院室团])"
        )
        self._ending = compiled(rf"(?:{alternatives(rules.lines('not_bodies'))}|{titled})\Z")
        self._listed = self._persons.listed
        zone = rules.beside("zone")
        self._vague = compiled(f"{zone.fragment('vague')}|{zone.fragment('praise')}")
        self._within = compiled(zone.fragment("within"))
        self._national = {name for line in zone.lines("national") for name in line.split("\t")[:2]}
        kinds = (word for table in KINDS for word in rules.lexicon[table])
        self._common = {line for name in COMMON_LISTS for line in names.lines(name)} | {*kinds, *BARE_BODIES}
        self._common -= self._listed

    def kept(self, content: str, found: Iterable[AnyCandidate]) -> tuple[AnyCandidate, ...]:
        """`found` without a recogniser's bodies and zones that are none, those read too far or too short mended.

        What is a person once is one everywhere.
        """
        found, raw = tuple(found), content
        content = self._script.simplified(raw)
        doubtful = [one for one in found if one.label in {"ORG", "ZONE"} and one.recognised]
        if not doubtful:
            return found
        reading = self._words.read(content)
        found = tuple(_with_branches(content, self._mended(reading, raw, found)))
        doubtful = [one for one in found if one.label in {"ORG", "ZONE"} and one.recognised]
        regions = {one.span for one in doubtful if one.label == "ZONE" and self._is_no_zone(reading, one.span)}
        doubtful = [one for one in doubtful if one.label == "ORG"]
        texts = {one.span: content[one.span.start : one.span.end] for one in doubtful}
        persons = {name for name in set(texts.values()) if self._persons.is_one_anywhere(content, name)}
        named = {alias for alias, _ in declared(content)}
        persons |= _read_over(content, doubtful, texts)
        none = {
            one.span
            for one in doubtful
            if texts[one.span] in persons
            or (texts[one.span] not in named and self._is_none(reading, texts[one.span], one))
        }
        return tuple(one for one in found if one.span not in {"ORG": none, "ZONE": regions}.get(one.label, ()))

    def _mended(self, reading: Reading, raw: str, found: Iterable[AnyCandidate]) -> Iterator[AnyCandidate]:
        """`found`, a recogniser's bodies and zones as long as their names."""
        for one in found:
            if one.label != "ORG" or not one.recognised:
                yield self._zone(reading, raw, one) if one.label == "ZONE" else one
                continue
            for part in self._parting.parts(reading, one.span):
                for span in mended(reading, raw, part):
                    yield one if span == one.span else replace(one, span=span)

    def _zone(self, reading: Reading, raw: str, one: AnyCandidate) -> AnyCandidate:
        """`one`, a recogniser's zone, from behind a verb on, and without a project in it: 指|绵阳高新区|医药产业园."""
        start, end = one.span.start, one.span.end
        start += bool(raw[start] in VERBS and reading.at(start + 1))
        for place in range(start, end - SHORTEST):
            word = reading.at(place)
            if (
                word
                and word[2] is Word.CUT
                and reading.content[place : word[1]] not in SHARED
                and word[1] < end - SHORTEST
            ):
                start = min(word[1], end - SHORTEST)
        if size := SIZE.search(reading.content, start, end - SHORTEST):
            start = size.end()
        if within := self._within.match(reading.content, start, end):
            end = within.end("zone")
        return replace(one, span=Span(start, end))

    def _is_no_zone(self, reading: Reading, span: Span) -> bool:
        """Whether `span` is a mere place, or says of what kind or rank its zones are."""
        vague = self._vague.match(reading.content, span.start, span.end)
        text = reading.content[span.start : span.end]
        bare = text in BARE or text.endswith("地区")
        return bare or _is_region(reading, span) or (vague is not None and vague[0] not in self._national)

    def _is_none(self, reading: Reading, text: str, one: AnyCandidate) -> bool:
        if text in self._listed:
            return False
        if text in self._common or self._ending.search(text) or PRAISED.match(text) or _is_broken(text):
            return True
        word = reading.at(one.span.start)
        if FOREIGN.fullmatch(text) and (word is None or word[2] not in OPENERS):
            return True
        if word and word[2] is Word.NAME and _does_something(reading, word[1], one.span.end):
            return True
        return (
            _is_torn(reading, one.span)
            or _is_field(reading, one.span)
            or (one.score < SURE and _is_region(reading, one.span))
        )


def _is_broken(text: str) -> bool:
    """Whether a sentence ends in `text`, or a bracket opens in it that doesn't close."""
    if any(end in text for end in ENDS):
        return True
    return any(text.count(left) != text.count(right) for left, right in zip(OPENING, CLOSING, strict=True))


def _with_branches(content: str, found: Iterable[AnyCandidate]) -> Iterator[AnyCandidate]:
    """`found`, a recogniser's branch joined to the company that stands right before it: 云拓公司|江州分公司."""
    held: AnyCandidate | None = None
    for one in found:
        if one.label != "ORG" or not one.recognised:
            yield one
        elif held and held.span.end == one.span.start and BRANCH.search(content, one.span.start, one.span.end):
            held = replace(held, span=Span(held.span.start, one.span.end))
        else:
            if held:
                yield held
            held = one if OWNER.search(content, one.span.start, one.span.end) else None
            if not held:
                yield one
    if held:
        yield held


def _is_torn(reading: Reading, span: Span) -> bool:
    """Whether `span` begins within a place: 呼和|浩特."""
    words = (reading.at(place) for place in range(max(0, span.start - LONGEST_PLACE), span.start))
    return any(word and word[1] > span.start and word[2] in PLACES for word in words)


def _is_field(reading: Reading, span: Span) -> bool:
    """Whether `span` is a place and a trade there, of which the sentence goes on to speak: 长春光电|产业."""
    word, after = reading.at(span.start), reading.at(span.end)
    if not word or word[2] not in PLACES or word[1] >= span.end or not after or after[2] is not Word.NOUN:
        return False
    place = word[1]
    while place < span.end and (word := reading.at(place)) and word[2] in TRADES:
        place = word[1]
    return place == span.end and HEADED.search(reading.content, span.start, span.end) is None


def _read_over(content: str, seen: Iterable[AnyCandidate], texts: Mapping[Span, str]) -> set[str]:
    """What a recogniser reads over in most of the places where it stands and is no part of a longer name."""
    weights: dict[str, float] = defaultdict(float)
    for one in seen:
        weights[texts[one.span]] += one.score
    if len(weights) > MOST:
        return set()
    over = set()
    longer = {text for text in texts.values() if len(text) > WHOLE}
    others = "\n".join(longer)
    for name, weight in weights.items():
        if len(name) >= WHOLE and others.count(name) > (name in longer):
            continue
        if weight < SEEN_SHARE * (places := content.count(name)) and places >= PLACES_SEEN:
            places -= sum(text.count(name) for text in texts.values() if len(text) > len(name))
            if weight < SEEN_SHARE * places and places >= PLACES_SEEN:
                over.add(name)
    return over


def _does_something(reading: Reading, end: int, last: int) -> bool:
    """Whether a verb stands right behind a listed body, in what was taken for one name: 云拓|入股|岚谷."""
    word = reading.at(end)
    return word is not None and word[2] is Word.CUT and word[1] < last


def _is_region(reading: Reading, span: Span) -> bool:
    """Whether `span` is a chain of places and nothing else: 桂林市七星区."""
    if NEW_AREA.search(reading.content, span.start, span.end):
        return False
    place = span.start
    while (word := reading.at(place)) and word[2] in PLACES and word[1] <= span.end:
        place = word[1]
    return place == span.end
