"""From text to the zones that rules find in it."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from gaoxin_extract.aliases import declared
from gaoxin_extract.candidates import Candidate, outermost
from gaoxin_extract.entities import AnyCandidate, Context
from gaoxin_extract.gazetteer import Before, Gazetteer, Heads, Reading, Word, in_brackets, readings
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import RuleSet, compiled
from gaoxin_extract.text import Span, Text
from gaoxin_extract.traditional import script
from gaoxin_extract.values import Zone

LONGEST = 30
# 绵阳经开区|新区“一区十园”: what a zone builds anew is no other zone.
NEW, ZONED = "新区", ("高新区", "经开区", "开发区")
SHORTEST = 3
DASHES = ("—", "–", "-")
PARTNER = range(2, 5)
OWN = range(2, 7)
# Characters that stand before a place and make no part of its name.
LEAD = "我予该含来有叫而可则凭找外内着指起今现里是入进到近驻赴经自如因沿即月环"
# Of these, those that open no name even where no place follows.
VERBS = "含指即凭找叫自如"
# A recogniser's body speaks against a zone in it from this score on.
TELLING = 0.7
SURE, SITE = "rule/zone.zone", "rule/zone.site"
# Stand in names of bodies and before them, but in no zone's: 定海|建设|电子产业园, 中科管理局|云溪园区.
BUILDING = re.compile("项目(?!区)|建设(?!兵团)|(?<!招商)局(?!部)|[支分]行|公司|集团|大学|学院|万亩|千亩|千亿|百亿")
RIVALS, UNSEEN = 8, 0.6
# Who runs a zone: what stands before such words is one wherever it stands, though projects are named after it.
RUN = re.compile("管委会|管理委员会|党工委|管理局")
AGAIN, AGAIN_SCORE = "rule/zone.again", 0.85
# What a recogniser broke off before a phase, a side or a district in brackets: 云溪高新区|三期, 云溪高新区|起步区.
WHOLE, WHOLE_SCORE, WHOLE_PRIORITY = "rule/zone.whole", 0.9, 1
# So long is what a zone is called without its place: 云溪|医药科技城.
CALLED = 4
# What a recogniser read over where nothing stands between the place and the last word: 上海|自贸区.
PLAIN, PLACED = ("开发区", "高新区", "经开区", "经济开发区", "自贸区", "自贸试验区", "综保区", "综合保税区"), 0.6
# The last characters of zones, and of the short names set up for them.
ENDINGS = ("区", "城", "园", "港")
PLACES = (Word.PLACE, Word.COUNTY, Word.COUNTRY)
# A zone that the article calls so in quotation marks again and again, once at least behind its place.
QUOTED = compiled(r"“(?P<name>(?![一两三四五六七八九十双多])\p{Han}{2,6}[园城港])”")
OFTEN, LONGEST_QUOTED = 3, 20
# Kinds by which alone an article may call the zone that it is about, as early in it; what counts or ranks them instead.
BARE, LEAD_IN = ("高新区", "经开区", "经济区", "航天基地", "开发区", "示范区", "新区"), 100
RANKED = "各级个批家类两该国省市县"
# Behind its name: a project is what somebody makes of it.
MADE = "(?:[一二三四]期)?(?:项目|工程)"
# What a zone is said to include is one: 云溪综保区（含南屿园区）.
INCLUDING = ("（含", "(含", "不含")


class ZoneFinder:
    """Finds zones by their last word and the place before it."""

    label: Label = "ZONE"

    def __init__(self, rules: RuleSet) -> None:
        """Compile the rules; nothing is read later."""
        self._words = readings(rules)
        self._script = script(rules)
        self._heads = Heads((pattern, rules.lexicon[pattern.id]) for pattern in rules.patterns.values())
        self._kinds = frozenset(word for table in rules.lexicon.values() for word in table)
        forms = [form for table in rules.lexicon.values() for form in table.items()]
        self._forms = sorted(forms, key=lambda form: -len(form[0]))
        self._tail = re.compile(rules.fragment("tail"))
        self._vague = compiled(f"{rules.fragment('vague')}|{rules.fragment('praise')}")
        self._within = compiled(rules.fragment("within"))
        self._sure = rules.patterns["zone"]
        self._common = frozenset(rules.beside("names").lines("common"))
        self._national = {name for line in rules.lines("national") for name in line.split("\t")[:2]}

    def find(self, text: Text, found: tuple[AnyCandidate, ...] = ()) -> tuple[AnyCandidate, ...]:
        """The zones that `text` names; of what is `found` only a recogniser's names matter.

        Most zones that it read over stand in the names of bodies; those that don't are zones in most cases.
        """
        content = self._script.simplified(text.content)
        zones = outermost(self._find(content))
        zones = outermost((*self._quoted(content), *zones, *_run(content, zones), *_aliases(content, zones)))
        zones = outermost((*zones, *self._bare(content, zones)))
        seen = sorted(c.span for c in found if c.recognised and _tells(c))
        if not seen:
            return zones
        reading = self._words.read(content)
        spans = {c.span for c in found if c.label == "ZONE" and c.recognised}
        agreed = tuple(zone.expression for zone in zones if zone.span in spans)
        named = {zone.expression: zone.span for zone in zones if zone.span in spans and zone.extractor != SITE}
        zones = outermost((*zones, *self._called(reading, named)))
        ends = {span.start: span.end for span in spans}
        return tuple(
            _whole(zone, ends) if _touched(zone.span, seen) else self._read_over(reading, zone, agreed)
            for zone in zones
        )

    def _called(self, reading: Reading, named: Mapping[str, Span]) -> Iterator[Candidate[str]]:
        """Where the zones on which both agree are called without the place that opens their names."""
        whole = {name: name[_placed(reading, span) :] for name, span in named.items()}
        called = {name: one for name, one in whole.items() if CALLED <= len(one) < len(name) and one not in self._kinds}
        return _again(reading.content, dict.fromkeys((*called, *called.values()), True))

    def _quoted(self, content: str) -> Iterator[Candidate[str]]:
        """The zones that have no other name than one in quotation marks, with the place before them if there is one."""
        counts = Counter(found["name"] for found in QUOTED.finditer(content)) if "”" in content else {}
        names = [name for name in counts if content.count(name) >= OFTEN and name not in self._kinds]
        names = [name for name in names if not re.search(f"{name}”?{MADE}", content)]
        if not names or len(names) > LONGEST_QUOTED:
            return
        reading = self._words.read(content)
        for name in names:
            spans = [_with_place(reading, found.span()) for found in re.finditer(f"“{name}”|{name}", content)]
            if any(placed for _, placed in spans):
                for span, _ in spans:
                    yield _named(content, span)

    def _bare(self, content: str, zones: Sequence[Candidate[str]]) -> Iterator[Candidate[str]]:
        """The zone that an article is about and calls by its kind alone, first in its headline or lead.

        With the part of it among `zones` that stands right behind: 高新区|云溪园区.
        """
        parts = {zone.span.start: zone.span.end for zone in zones}
        for word in BARE:
            if content.find(word, 0, LEAD_IN) < 0 or content.count(word) < OFTEN:
                continue
            reading = self._words.read(content)
            spans = [Span(*found.span()) for found in re.finditer(f"{word}(?![块域])", content)]
            alone = [span for span in spans if _is_bare(reading, span)]
            if len(alone) >= OFTEN:
                yield from (_named(content, Span(span.start, parts.get(span.end, span.end))) for span in alone)

    def _read_over(self, reading: Reading, zone: Candidate[str], agreed: Sequence[str]) -> Candidate[str]:
        """`zone`, of which the recogniser saw nothing; known if it names or shortens one on which both agree."""
        name, content = zone.expression, reading.content
        if content.startswith(INCLUDING, max(0, zone.span.start - SHORTEST + 1)) and content[zone.span.end] in "）)":
            return replace(zone, extractor=AGAIN, score=AGAIN_SCORE)
        if len(name) > SHORTEST and name[:2] not in self._common and any(one.endswith(name) for one in agreed):
            return replace(zone, extractor=AGAIN, score=AGAIN_SCORE)
        if not self._is_sure(reading, zone):
            return zone
        word = reading.at(zone.span.start)
        placed = word is not None and word[1] < zone.span.end and reading.content[word[1] : zone.span.end] in PLAIN
        return replace(zone, extractor=AGAIN, score=PLACED) if placed else _unseen(zone)

    @staticmethod
    def _is_sure(reading: Reading, zone: Candidate[str]) -> bool:
        """Whether a place opens the zone; parks and sites that a recogniser read over are projects more often."""
        word = reading.at(zone.span.start)
        return zone.extractor == SURE and word is not None and word[2] in PLACES

    def _find(self, content: str) -> Iterator[Candidate[str]]:
        reading = None
        for pattern, first, stop in self._heads.matches(content):
            reading = reading or self._words.read(content)
            start = self._start(reading, first, pattern.id)
            if start is None or ((word := reading.at(first - 1)) and word[1] > first and word[2] in PLACES):
                continue  # 阳新|片区 is no 新片区
            end = reading.with_place(stop)
            tail = self._tail.match(content, end)
            end = tail.end() if tail else end
            national = content[start:end] in self._national
            none = self._vague.match(content, start, end) or self._within.match(content, start, end)
            if end - start <= LONGEST and (national or not none):
                signed = self._sure if national else pattern
                yield Candidate(
                    label="ZONE",
                    span=Span(start, end),
                    expression=content[start:end],
                    extractor=signed.extractor,
                    score=signed.score,
                    priority=signed.priority,
                )

    def _start(self, reading: Reading, end: int, kind: str) -> int | None:
        """Where the name that ends with the last word at `end` begins; None if no name stands there."""
        content = reading.content
        before = _after_verb(content, reading.before(end), end)
        if before.start >= end or (content.startswith(NEW, end) and content.endswith(ZONED, before.start, end)):
            return None
        places = [w for w in before.words if w[2] in PLACES and not in_brackets(content, before.start, w[0])]
        if places:
            first = places[0][0]
            # One character before a county's name makes another name of it: 贵+安新, 黔+东南.
            whole = first - before.start == 1 and content[before.start] not in LEAD
            start = before.start if whole else first
            return _partner(reading, start) if start == before.start else start
        if kind in ("part", "site") and (before.words or end - before.start != OWN.start):
            return None
        if before.start and content[before.start - 1].isdigit():
            return None
        start = before.start + (content[before.start] in VERBS)
        return _partner(reading, start) if _own(before, end) in OWN else None

    def resolve(self, candidates: Sequence[AnyCandidate], context: Context) -> tuple[Zone, ...]:
        """The fullest form of each name in the article, or the zone behind which it is set up: （以下简称“空港区”）."""
        texts = [context.text.content[c.span.start : c.span.end] for c in candidates]
        full = self.fullest(texts)
        ends = {c.span.end: full[text] for c, text in zip(candidates, texts, strict=True)}
        set_up = declared(self._script.simplified(context.text.content)) if ends else ()
        called = {alias: ends[end] for alias, end in set_up if end in ends}
        return tuple(Zone(called.get(self._script.read(text), full[text])) for text in texts)

    def fullest(self, names: Iterable[str]) -> Mapping[str, str]:
        """For each of one article's `names` the fullest of the same zone.

        That is the longest that ends with it (`高桥园区`, `临江高新区高桥园区`), the forms of one last word being one
        (`临江高新区`, `临江高新技术产业开发区`).
        """
        longest: dict[str, str] = {}
        distinct = sorted(set(names), key=lambda name: (-len(name), name))
        for name in distinct:
            short = self._short(name)
            for start in range(len(short) - SHORTEST + 1):
                longest.setdefault(short[start:], name)
        return {name: longest.get(self._short(name), name) for name in distinct}

    def _short(self, name: str) -> str:
        """`name` with its last word in its short form."""
        return next((name[: -len(word)] + short for word, short in self._forms if name.endswith(word)), name)


def _tells(one: AnyCandidate) -> bool:
    """Whether a recogniser's candidate tells of the zones that it touches: another zone, or a sure body."""
    return one.label == "ZONE" or (one.label == "ORG" and one.score >= TELLING)


def _touched(span: Span, seen: Sequence[Span]) -> bool:
    """Whether one of `seen`, sorted, overlaps `span`."""
    place = bisect_left(seen, Span(span.end, 0))
    return any(other.end > span.start for other in seen[max(0, place - RIVALS) : place])


def _run(content: str, zones: Sequence[Candidate[str]]) -> Iterator[Candidate[str]]:
    """Other mentions of those `zones` that somebody runs."""
    return _again(content, {zone.expression: True for zone in zones if RUN.match(content, zone.span.end)})


def _placed(reading: Reading, span: Span) -> int:
    """How many characters of `span` are the places with which it opens."""
    start = span.start
    while (word := reading.at(start)) and word[2] in PLACES and word[1] < span.end:
        start = word[1]
    return start - span.start


def _with_place(reading: Reading, span: tuple[int, int]) -> tuple[Span, bool]:
    """A name in marks or without, less the marks; with the place that stands right before it, and whether one does."""
    start, end = span
    quoted = reading.content[start] == "“"
    before = reading.before(start).words
    if before and before[-1][1] == start and before[-1][2] in (Word.PLACE, Word.COUNTY):
        return Span(before[-1][0], end), True
    return Span(start + quoted, end - quoted), False


def _named(content: str, span: Span) -> Candidate[str]:
    return Candidate(
        label="ZONE",
        span=span,
        expression=content[span.start : span.end],
        extractor=AGAIN,
        score=AGAIN_SCORE,
    )


def _is_bare(reading: Reading, span: Span) -> bool:
    """Whether nothing stands before a zone's kind that makes another word with it, or counts or ranks zones."""
    before = reading.before(span.start)
    ranked = span.start > 0 and reading.content[span.start - 1] in RANKED
    return not ranked and before.start == span.start and not before.words


def _aliases(content: str, zones: Sequence[Candidate[str]]) -> Iterator[Candidate[str]]:
    """What the article calls a zone whose name ends alike, wherever that stands: （以下简称“空港区”）; and the zone."""
    names: dict[str, bool] = {}
    for alias, end in declared(content):
        before = content[max(0, end - LONGEST) : end]
        if alias.endswith(ENDINGS) and before.endswith(alias[-1]) and alias[0] in before:
            names |= {zone.expression: True for zone in zones if zone.span.end == end}
            names[alias] = True
    return _again(content, names)


def _again(content: str, names: Mapping[str, bool]) -> Iterator[Candidate[str]]:
    """Every place where one of `names` stands."""
    for start, end, _ in Gazetteer(names).matches(content) if names else ():
        yield _named(content, Span(start, end))


def _whole(zone: Candidate[str], ends: Mapping[int, int]) -> Candidate[str]:
    """`zone`, believed if it goes on from a recogniser's, whose ends stand by their starts."""
    if ends.get(zone.span.start, zone.span.end) >= zone.span.end:
        return zone
    return replace(zone, extractor=WHOLE, score=WHOLE_SCORE, priority=WHOLE_PRIORITY)


def _unseen(zone: Candidate[str]) -> Candidate[str]:
    return replace(zone, extractor=f"{zone.extractor}.unseen", score=UNSEEN)


def _partner(reading: Reading, start: int) -> int:
    """`start`, or that of the place before it with which the zone is shared: 中国—马来西亚…."""
    end = start
    while reading.content[end - 1 : end] in DASHES:
        end -= 1
    if end == start:
        return start
    before = reading.before(end)
    places = [first for first, stop, word in before.words if word in PLACES and stop == end]
    if places:
        return places[-1]
    return before.start if end - before.start in PARTNER and not before.words else start


def _after_verb(content: str, before: Before, end: int) -> Before:
    """`before`, or what of it stands behind the verb with which someone builds the zone, or the board that runs it."""
    verbs = [found.end() for found in BUILDING.finditer(content, before.start, end)]
    if not verbs:
        return before
    place = verbs[-1]
    words = tuple(word for word in before.words if word[0] >= place)
    return before._replace(start=place, words=words)


def _own(before: Before, end: int) -> int:
    """How many characters before the last word are of no common word."""
    return end - before.start - sum(stop - max(start, before.start) for start, stop, _ in before.words)
