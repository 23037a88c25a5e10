"""Where a project's name begins and ends among the words around it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct

from gaoxin_extract.rulebook import RuleSet, alternatives
from gaoxin_extract.text import Span

Lead = Literal["edge", "build", "sum", "of", "word", "value", "and", "weak", "place", "announced"]

BLANKS_AND_CLOSERS = r"[\s　①-⑩△▲●■◆★·.．”）)》】」、—-]++"
# 总投资⟨1.8亿⟩…项目: a sum without its currency.
INVESTED = r"(?<=投资)\d[\d.]*多?[万亿](?![吨千平米台套件块片颗辆头只支瓦立方])"
# ⟨公司⟩电机项目, ⟨企业⟩二期项目, but 企业总部基地.
OWNER = r"公司(?![总大办研]|科技|厂)|企业(?![家总服孵加研技园港城中创上文]|产业)"
# （二）青岚产业园, where a line begins.
NUMBERED = (
    r"[①-⑩△▲●■◆★]|(?<![^\n])[A-FH-RT-Z]\d{4,6}[ 　]?(?=[一-鿿])"
    r"|(?<![^\n])(?:[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、](?!\d))"
)
PLACE = re.compile(
    r"[一-鿿]{2,6}?(?:高新区|经开区|开发区|新区|自治县|自治州|示范区|旅游区|(?<![园片校院库景社街小灌])区|县|市)|经开区|高新区"
)
PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "【": "】", "「": "」"}
OPENINGS = re.compile(rf"[{''.join(map(re.escape, PAIRS))}]")
# A blank between Chinese characters parts two headlines; one beside Latin letters is the name's own.
BLANK = re.compile("[一-鿿”）] [一-鿿“（]")
ANDS = frozenset({"和", "与", "及", "以及", "暨"})
# 电池厂⟨及⟩水渠项目: of one project.
JOINT = "及"
# 江州高新区⟨建⟩物流园.
BUILD = "建"
# 5万吨, 60万件
AMOUNT = re.compile(r"\d[\d.]*[十百千万亿]?(?:吨|套|台|件|只|片|辆|颗|支|米|平方米|立方米)")
SHORTEST, LONGEST = 2, 48
# Of so many characters are the words of which plain names are made.
WORDS = (2, 3, 4, 1)
NOUNS, RANKS = ("项目", "工程"), ("重大", "重点", "大型", "重要", "主要", "新增")
SUM_REACH = 30
# 公司⟨拟投资3亿元建设⟩…项目: what is told so is a name of at least that length; a count or 的 makes it none.
PLANNED_REACH, LONG = 60, 6
PLANNED = re.compile(r"(?:拟|计划)[^，。；：\n]{0,30}(?:投资|斥资|出资|投入)[^，。；：\n]{0,24}元\Z")
BEGUN = re.compile(
    r"(?:人民币)?(?:用于|在[^，。；\n]{2,16}?)?(?:投资|规划)?(?:建设|新建|投建|兴建|实施|扩建)"
    r"(?![^，。；\n]*[的、等]|[^，。；\n]{0,4}?[一二两三四五六七八九十百\d]+[个条座项批])"
)
# 云栖集团⟨3个⟩重大项目, 平陵发改委⟨重大⟩固定资产投资项目: many, of a kind.
PLURAL = re.compile(r"(?:\d+|[一二两三四五六七八九十]+)[余多]?[个大批项](?=.)|" + "|".join(RANKS))
# “青禾产业园” is a whole name, “青禾”项目 and “一园三区” are not.
NAMED, ENDS = (
    5,
    ("项目", "工程", "基地", "产业园", "工业园", "园区", "中心", "工厂", "城", "市场", "大厦", "广场", "期"),
)
# （以下简称“…”）: the marks set the name off and are no part of it.
CALLED = frozenset({"称“", "为“", "叫“", "作“"})


def quoted(content: str, span: Span) -> Span:
    """`span` with the quotation marks that it breaks, or that stand right around it and set up no alias.

    Those around a whole name, which ends as names do, are no part of it.

    >>> content = "推进“青禾云谷”项目和“蓝汀里”建设，建成“青禾产业园”"
    >>> [content[it.start : it.end] for it in (quoted(content, Span(3, 10)), quoted(content, Span(12, 15)))]
    ['“青禾云谷”项目', '“蓝汀里”']
    >>> quoted(content, Span(22, 27)), quoted(content, Span(21, 28))
    (Span(start=22, end=27), Span(start=22, end=27))
    """
    start, end = span.start, span.end
    if content.find("“", max(start - 1, 0), end) < 0 or content[max(start - 2, 0) : start] in CALLED:
        return span
    if content.startswith("“", start) and content.find("”", start, end) == end - 1:
        return Span(start + 1, end - 1) if is_whole(content, start + 1, end - 1) else span
    if content.startswith("“", max(start - 1, 0)) and content.startswith("”", end) and is_whole(content, start, end):
        return span
    broken = content.find("“", start, end) < 0 <= content.find("”", start, end)
    if content[start - 1 : start] == "“" and (broken or content[end : end + 1] == "”"):
        return Span(start - 1, end if broken else end + 1)
    if content.startswith("“", start) and content.find("”", start, end) < 0 and content[end : end + 1] == "”":
        return Span(start, end + 1)
    return span


def is_whole(content: str, start: int, end: int) -> bool:
    """Whether what stands there ends as names do and is long enough for one."""
    return end - start >= NAMED and content.endswith(ENDS, start, end)


def is_joint(content: str, place: int, end: int, start: int = 0) -> bool:
    """Whether the 及 at `place` joins two parts of the one name that ends at `end`.

    >>> is_joint("青禾厂及水渠项目", 3, 8), is_joint("青禾园及20万吨电芯项目", 3, 12)
    (True, False)
    """
    joins = content.startswith(JOINT, place) and content.endswith(NOUNS, place, end)
    return joins and not content[place + 1].isdecimal() and not content.endswith(NOUNS, start, place)


class Cut(Struct, frozen=True, gc=False):
    """The part of a stretch that can be a name, and what it was cut from on the left.

    `edge`: nothing; `build`: a verb of building; `sum`: `总投资5亿元的`; `of`: another 的;
    `value`: a sum, share or date; `word`: any other opening; `place`: a zone that such a word governs;
    `announced`: a sum and a verb of building with which a company announces it;
    `and`, `weak`: a word that could as well be part of the name.
    """

    span: Span
    lead: Lead


class Cutter:
    """Cuts what is not the name's own off a stretch that ends where a name ends."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile the word lists of `rules`."""
        self._soft = frozenset(rules.lines("openings_in_names"))
        self._kept = frozenset(rules.lines("kept_words"))
        self._builds = frozenset(rules.lines("building_verbs"))
        words = self._soft | self._kept | self._builds | frozenset(rules.lines("openings"))
        self._opening = re.compile(alternatives(words))
        self._places = re.compile(rf"(?:{alternatives(rules.lines('places_before'))})\Z")
        self._units = frozenset(rules.lines("units"))
        self._joins = frozenset(rules.lines("weak_openings")) | self._units
        self._parting = self._joins - self._units
        self._weak = re.compile(alternatives(self._joins | words))
        self._join = re.compile(alternatives(self._joins))
        generic = alternatives(rules.lines("generic"))
        # 万力 and 万丰 are names; a scale follows a numeral.
        number = (
            r"(?<=[\d一二两三四五六])台|[\d.%％一二三四五六七八九十百千个条座家批件余多\W]"
            r"|(?<=[\d.一二三四五六七八九十百千多余两几])[万亿]"
        )
        generic = rf"(?:{generic}|{number})*+"
        self._own = re.compile(rf"{generic}.{generic}.", re.DOTALL)
        self._generic = re.compile(generic)
        self._commonplace = re.compile(rf"(?:{alternatives(rules.lines('generic') + rules.lines('commonplace'))})*+")
        self._passed = re.compile(
            rf"(?:外资|内资|民资|招商)?项目(?=[一-鿿]{{4}})|{rules.fragment('count')}|{INVESTED}|{NUMBERED}|{OWNER}|{BLANKS_AND_CLOSERS}"
        )
        self._sum = re.compile(rules.fragment("member_sum"))
        self._rules = rules

    def cut(self, content: str, stretch: Span, values: Sequence[int], bodies: Sequence[Span] = ()) -> Cut | None:
        """The name that ends where `stretch` ends; None where only generic words are left.

        `values` are the ends of the sums, shares and dates of the text, sorted: a name begins behind those. No name
        begins within one of `bodies`.
        """
        start, lead = self._opened(content, stretch, bodies)
        place = bisect_right(values, stretch.end - 1)
        if place and values[place - 1] > start:
            start, lead = values[place - 1], "value"
        if (blank := content.rfind(" ", start, stretch.end)) > start and BLANK.match(content, blank - 1):
            start = blank
        start = self._bared(content, start, stretch.end)
        if lead == "value" and (announced := self._announced(content, Span(start, stretch.end))):
            return announced
        if not SHORTEST <= stretch.end - start <= LONGEST or not self.names(content[start : stretch.end]):
            return None
        return Cut(Span(start, stretch.end), lead)

    def cuts(self, content: str, stretch: Span, values: Sequence[int], bodies: Sequence[Span]) -> Iterator[Cut]:
        """The name that `cut` gives, and what is left of it behind each word that may or may not be part of it."""
        whole = self.cut(content, stretch, values, bodies)
        if whole is None:
            return
        yield whole
        yield from self._behind_place(content, whole, bodies)
        for found in self._weak_words(content, whole.span.start, stretch.end):
            if found[0] not in self._joins:
                continue
            rest = Span(self._bared(content, found.end(), stretch.end), stretch.end)
            if rest.end - rest.start >= SHORTEST and self.names(content[rest.start : rest.end]):
                built = found[0] == BUILD and any(body.end == found.start() for body in bodies)
                yield Cut(rest, "build" if built else "and" if found[0] in ANDS else "weak")

    def _weak_words(self, content: str, start: int, end: int) -> Iterable[re.Match[str]]:
        """The weak words, and those openings that may hold one; most names hold none."""
        return self._weak.finditer(content, start, end) if self._join.search(content, start, end) else ()

    @staticmethod
    def _announced(content: str, stretch: Span) -> Cut | None:
        """What a company says that it will build for the sum before `stretch`: named so, of whatever words it is."""
        begun = BEGUN.match(content, stretch.start, stretch.end)
        if begun is None or not PLANNED.search(content, max(stretch.start - PLANNED_REACH, 0), stretch.start):
            return None
        rest = Span(begun.end(), stretch.end)
        return Cut(rest, "announced") if LONG <= rest.end - rest.start <= LONGEST else None

    def _behind_place(self, content: str, whole: Cut, bodies: Sequence[Span]) -> Iterator[Cut]:
        """What follows a zone or body that a preposition governs (`在高新区⟦…项目⟧现场`)."""
        if whole.lead != "word" or not self._places.search(content, max(whole.span.start - 4, 0), whole.span.start):
            return
        place = bisect_left(bodies, Span(whole.span.start, 0))
        if place < len(bodies) and bodies[place].start == whole.span.start and bodies[place].end < whole.span.end:
            rest = Span(bodies[place].end, whole.span.end)
            if self.names(content[rest.start : rest.end]):
                yield Cut(rest, "place")

    def holds_weak(self, words: str) -> bool:
        """Whether `words` hold one of those words past their beginning, with a name behind it."""
        if not self._join.search(words, 1):
            return False
        # 建投产业园 opens with a whole word; 青禾厂及水渠项目 is one project, 青禾项目及水渠项目 are two.
        weak = (found for found in self._weak.finditer(words) if found.start() and found[0] in self._parting)
        return any(found.end() < len(words) and not is_joint(words, found.start(), len(words)) for found in weak)

    def names(self, words: str) -> bool:
        """Whether `words` hold two characters that no generic word accounts for."""
        return self._own.match(words) is not None

    def generic(self, words: str) -> bool:
        """Whether `words` are generic ones alone."""
        return self._generic.fullmatch(words) is not None

    def placed(self, words: str) -> bool:
        """Whether `words` name nothing but those of a place, of whatever kind: 平陵区项目, 青石新区在建项目."""
        place = PLACE.match(words)
        return place is not None and place.end() < len(words) and self.generic(words[place.end() :])

    def plural(self, words: str) -> bool:
        """Whether `words` end in a count or rank of projects of no name: 云栖集团3个重大项目."""
        if not words.endswith(NOUNS):
            return False
        ends = ((words[found.end() :], found[0] in RANKS) for found in PLURAL.finditer(words))
        return any(self.generic(rest) if ranked else self.commonplace(rest) for rest, ranked in ends)

    @cached_property
    def _common(self) -> frozenset[str]:
        """What a dictionary has, of which few texts ask."""
        own = (word for name in ("generic", "commonplace", "parts") for word in self._rules.lines(name))
        return frozenset((*self._rules.beside("names").lines("common"), *own))

    def plain(self, words: str) -> bool:
        """Whether `words` are common words alone, as a dictionary has them: 户外运动基地, 特色旅游小镇."""
        ends = {0}
        for end in range(SHORTEST, len(words) + 1):
            if any(end - size in ends and words[end - size : end] in self._common for size in WORDS):
                ends.add(end)
        return len(words) in ends

    @staticmethod
    def seat(words: str) -> int:
        """The length of the place that `words` open with; 0 where they open with none."""
        place = PLACE.match(words)
        return place.end() if place else 0

    def commonplace(self, words: str) -> bool:
        """Whether `words` name nothing but trades, goods and kinds of works: 石墨烯项目, 商业地产项目."""
        return self._commonplace.fullmatch(words) is not None

    def _opened(self, content: str, stretch: Span, bodies: Sequence[Span]) -> tuple[int, Lead]:
        """Where the last opening of `stretch` ends, and what it is."""
        for found in reversed(list(self._opening.finditer(content, stretch.start, stretch.end))):
            word, start = found[0], found.end()
            if word in self._kept or start == stretch.end:
                continue
            if word in self._soft and not self.names(content[start : stretch.end]):
                continue
            if len(word) == 1 and _is_within(bodies, found.start()):
                continue
            if word != "的":
                return start, "build" if word in self._builds else "word"
            if not self._quoted(content, found.start(), stretch):
                begin = max(stretch.start, start - SUM_REACH)
                return start, "sum" if self._sum.search(content, begin, start) else "of"
        return stretch.start, "edge"

    @staticmethod
    def _quoted(content: str, place: int, stretch: Span) -> bool:
        return content.rfind("“", stretch.start, place) > content.rfind("”", stretch.start, place)

    def _bared(self, content: str, start: int, end: int) -> int:
        """Pass over counts, blanks and brackets without a partner."""
        while start < end:
            if passed := self._passed.match(content, start, end):
                start = passed.end()
                continue
            closing = PAIRS.get(content[start])
            if closing is None or content.find(closing, start, end) >= 0:
                break
            start += 1
        if not OPENINGS.search(content, start, end):
            return start
        for opening, closing in PAIRS.items():
            place = content.rfind(opening, start, end)
            if place >= 0 and content.find(closing, place, end) < 0:
                start = place + 1
        return start


def _is_within(bodies: Sequence[Span], place: int) -> bool:
    """Whether `place` lies within one of the last bodies to begin before it: 青⟨为⟩股份."""
    number = bisect_left(bodies, Span(place, 0))
    return any(place < body.end for body in bodies[max(number - 2, 0) : number])
