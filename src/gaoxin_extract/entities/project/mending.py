"""What the rules of extents make of a recogniser's projects: completed, or refuted."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.entities.project.asides import Asides
from gaoxin_extract.entities.project.extents import AMOUNT, JOINT, NOUNS, NUMBERED, OWNER, Cutter, is_joint, quoted
from gaoxin_extract.entities.project.marks import widened
from gaoxin_extract.rulebook import RuleSet, alternatives
from gaoxin_extract.text import Span
from gaoxin_extract.traditional import script

# A bracket of a name, and the name before it, are rarely longer.
BRACKET, NAME = 44, 48
BOUND = re.compile(r"[，。；：！？、\n]")
COMPANY = "公司"
OPENED = re.compile(r"(?:暨|项目(?=[一-鿿]{4}.*(?:项目|工程))|针对|围绕|关于|有关|聚焦|对于)")
# What no name holds leads to one: 承诺⟦…项目⟧, 集团旗下⟦…项目⟧, 在海外兴建⟦…项目⟧, 总投资1.8亿⟦…项目⟧.
LED = re.compile(
    r"(?:巨头|龙头|制造商|供应商|生产商|运营商|开发商)(?=[一-鿿A-Z]{2})|旗下的?|麾下|[所下]属的?|关于|收购|承诺|兴建|询问|均为|属于|投入到|[司团]以(?=[一-鿿]{2})|首[个座条家批]|督导|[紧毗]邻"
    r"|投资\d[\d.]*多?[万亿]元?"
)
# 总投资⟨1.8亿⟩…项目, where the recogniser begins within the sum.
SUM, INVESTED = (
    re.compile(r"\d[\d.]*多?[万亿]元?(?![吨千平米台套件块片颗辆头只支瓦立方])"),
    re.compile(r"(?:投资|[投出斥]资)(?:额)?约?\Z"),
)
# …项目⟨10个⟩: so many of them.
LINES = re.compile(r"[\d一二两三四五六七八九十]+[条座台](?!街|路)")
COUNTED = re.compile(r"(?<=项目|工程)\d+[多余]?[个项处座家条]")
# ⟨5月8日⟩…项目, ⟨（二）⟩…基地, ⟨企业⟩…项目, …项目⟨（甲路、乙路延线）⟩
LINE, GLOSS = (
    re.compile(rf"\d{{1,2}}月\d{{1,2}}日|{NUMBERED}|{OWNER}"),
    re.compile(r"(?<=项目|工程)（[^（）]*、[^（）]*）\Z"),
)
# 实现⟨年产12000片…⟩: what a plant puts out.
OUTPUT, REACHED = re.compile(r"年[产处加]"), re.compile(r"(?:实现|形成|达到?|可|具备|能|预计|[成产用]后，?)\Z")
# 年产5万吨树脂⟨、4万吨溶剂、⟩1万吨涂料项目
BETWEEN = re.compile(rf"、(?:{AMOUNT.pattern}[^、，。；\n]{{1,16}}、)*+")
# 青禾创新平台一期——水渠中心项目
PHASES = ("期", "期工程", "期项目")
# ⟨新建⟩甲至乙铁路, as such lines are officially called.
NEW, RAILWAY = "新建", re.compile(r"至[一-鿿]{2,12}(?:铁路|高铁|[段线])|铁路[^，。]{2,12}至")
# …项目⟨料⟩年底投产: a verb of one character.
TRAILING = re.compile(r"(?<=项目|工程)[料将已拟获正开有在落签投今明可也目]\Z")
# 在平陵高新区青石园区⟦…项目⟧现场
GOVERNED = re.compile(
    r"[一-鿿]{1,3}?[区县](?=[一-鿿]{4})|[一-鿿]{2,8}?(?:高新区|经开区|开发区|新区|保税区)(?:[一-鿿]{2,4}园区)?|[一-鿿]{2,8}?园区"
)
# What no list mark, verb or event stands beside is no name, however it ends, unless the recogniser is firm.
FIRM, VERB, BESIDE = 0.95, 8, frozenset("、和与及暨兼“")
# What is told of projects in a clause.
PHRASE, TELLS = 4, re.compile("项目|工程|签约|开工|动工|投产|竣工|奠基|建成|建设|引进|落户|落地|入驻|推进|启动|开业")
LISTED = re.compile(r"等(?:\d|[^，。；：、\n]{0,10}(?:项目|工程))")
WON = "中标"
# 甲中标5亿元⟦采购项目⟧: what was won is no project of this name.
BOUGHT = re.compile(r"元|(?:采购|大单|重大)(?:项目|工程|订单)?\Z")


class Mender:
    """Completes names that a recogniser breaks off, and refutes what names no project."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile what `rules` give."""
        self._tail = re.compile(rules.fragment("tail"))
        self._part = re.compile(rf"(?:{rules.fragment('part')})\Z")
        self._measure = re.compile(rules.fragment("measure"))
        self._none = re.compile(rf"(?:{alternatives(rules.lines('no_names'))})(?:[（(][^（）()]*[）)])?\Z")
        self._places = re.compile(rf"(?:{alternatives(rules.lines('places_before'))})\Z")
        self._ends = re.compile(rf"(?:{rules.fragment('noun')}|{rules.fragment('phase')})\Z")
        heads = rf"{rules.fragment('noun')}|{rules.fragment('phase')}|{rules.fragment('made')}"
        self._headed = re.compile(rf"(?:{heads})(?:（[^（）]*）)?\Z")
        self._short_heads = tuple(rules.lexicon["short_head"])
        events = (event for event in (*rules.lines("events"), *rules.lines("stages"), "启动") if len(event) > 1)
        self._happening = re.compile(rf"”?(?:正式|将|已)?(?:{alternatives(set(events))})")
        self._built = re.compile(rf"(?:{alternatives(rules.lines('building_verbs'))})“?\Z")
        self._phased = re.compile(rf"(?:{rules.fragment('phase')})\Z")
        self._cutter = Cutter(rules)
        self._asides = Asides(rules)
        self._script = script(rules)

    def mended(self, content: str, found: Iterable[Candidate[Any]]) -> tuple[Candidate[Any], ...]:
        """`found` with the projects of a recogniser mended; of other candidates nothing changes."""
        found = tuple(found)
        if not any(_is_doubtful(one) for one in found):
            return found
        content = widened(self._script.simplified(content))
        mended = []
        for one in found:
            span = self._whole(content, one.span) if _is_doubtful(one) else one.span
            if span is not None and not (_is_doubtful(one) and self._is_stray(content, span, one.score)):
                mended.append(one if span == one.span else replace(one, span=span))
        return tuple(self._joined(content, mended))

    @staticmethod
    def _joined(content: str, found: Sequence[Candidate[Any]]) -> Iterator[Candidate[Any]]:
        """`found` with the halves that a recogniser saw of one project as one: 甲厂⟨及⟩乙基地项目."""
        halves = sorted((one for one in found if _is_doubtful(one)), key=lambda one: one.span)
        whole: dict[Span, Candidate[Any] | None] = {}
        for one, other in pairwise(halves):
            if _are_halves(content, one.span, other.span):
                first = whole.pop(one.span, one) or one
                whole |= {one.span: None, other.span: replace(other, span=Span(first.span.start, other.span.end))}
        for one in found:
            merged = whole.get(one.span, one) if _is_doubtful(one) else one
            if merged:
                yield merged

    def _whole(self, content: str, span: Span) -> Span | None:
        """The whole of the name that `span` is of; None where it is of none."""
        if trailing := TRAILING.search(content, span.start, span.end):
            span = Span(span.start, trailing.start())
        span = self._begun(content, self._enclosed(content, span))
        if content.endswith(NEW, 0, span.start) and RAILWAY.search(content, span.start, span.end):
            span = Span(span.start - len(NEW), span.end)
        for part in (self._part, GLOSS):
            if cut := part.search(content[span.start : span.end]):
                span = Span(span.start, span.start + cut.start())
        tail = self._tail.match(content, span.end)
        span = quoted(content, Span(span.start, tail.end() if tail else span.end))
        words = content[span.start : span.end]
        if self._asides.beside(content, span) or self._asides.part(content, span):
            return None
        if LINES.match(words) or self._none.search(words) or self._measure.fullmatch(words) or self._is_generic(words):
            return None
        return None if COUNTED.match(content, span.end) or self._is_told_of_another(content, span, words) else span

    def _is_told_of_another(self, content: str, span: Span, words: str) -> bool:
        """Whether `words` are a phase of a project alone, or what it will put out."""
        if self._phased.fullmatch(words):
            return True
        if not OUTPUT.match(words) or self._ends.search(words):
            return False
        return content.startswith("的", span.end) or (
            REACHED.search(content, max(span.start - 4, 0), span.start) is not None
        )

    def _is_stray(self, content: str, span: Span, score: float) -> bool:
        """Whether a name that ends as no project does stands where nothing is built, in no list, and none is sure."""
        if self._is_phrase(content, span):
            return True
        if score >= FIRM or self._headed.search(content[span.start : span.end]):
            return False
        if content[span.end : span.end + 1] in BESIDE or content[max(span.start - 1, 0) : span.start] in BESIDE:
            return False
        if LISTED.match(content, span.end):
            return False
        return not self._happening.match(content, span.end) and not self._built.search(
            content, max(span.start - VERB, 0), span.start
        )

    def _is_phrase(self, content: str, span: Span) -> bool:
        """Whether `span` is four characters of a list that tells of no project: 湖畔生辉、⟨春光明媚⟩."""
        words = content[span.start : span.end]
        if len(words) != PHRASE or words.endswith(self._short_heads) or self._headed.search(words):
            return False
        start = max(content.rfind(stop, 0, span.start) for stop in "，。；\n") + 1
        end = min((place for stop in "，。；\n" if (place := content.find(stop, span.end)) >= 0), default=len(content))
        return TELLS.search(content, start, end) is None

    def _enclosed(self, content: str, span: Span) -> Span:
        """`span` with the bracket that it breaks and, where that stands behind a name's end, the name before it."""
        words = content[span.start : span.end]
        opened = words.count("（") - words.count("）")
        if opened > 0 and (close := content.find("）", span.end, span.end + BRACKET)) >= 0:
            return Span(span.start, close + 1)
        if opened >= 0:
            return span
        place = content.rfind("（", max(span.start - BRACKET, 0), span.start)
        begin = max(place - NAME, 0)
        if place < 0 or not self._ends.search(content, begin, place):
            return Span(span.start, span.end - words.endswith("）"))
        whole = self._cutter.cut(content, Span(_bound(content, begin, place), place), ())
        return Span(whole.span.start, span.end) if whole else span

    def _begun(self, content: str, span: Span) -> Span:
        """`span` without what only leads to the name, and with the company whose official name a capacity goes on."""
        start = span.start
        if lead := OPENED.match(content, start, span.end):
            start = lead.end()
        if lead := LINE.match(content, start, span.end):
            start = lead.end()
        start = max(start, content.rfind("。", start, max(span.end - 1, start)) + 1)
        if (money := SUM.match(content, start, span.end)) and INVESTED.search(content, max(start - 6, 0), start):
            start = money.end()
        for lead in LED.finditer(content, start, span.end - 1):
            start = lead.end()
        if (won := content.find(WON, start, span.end)) >= 0:
            rest = Span(won + len(WON), span.end)
            start = rest.start if self._named(content, rest) and not BOUGHT.search(content, won, span.end) else won
        if self._places.search(content, max(start - 4, 0), start) and (zone := GOVERNED.match(content, start)):
            rest = Span(zone.end(), span.end)
            start = zone.end() if rest.end > rest.start and self._named(content, rest) else start
        if content.startswith(COMPANY, start - len(COMPANY)):
            bound = _bound(content, max(span.end - NAME, 0), start)
            whole = self._cutter.cut(content, Span(bound, span.end), ())
            start = whole.span.start if whole and whole.span.start < start - len(COMPANY) else start
        return Span(start, span.end)

    def _named(self, content: str, rest: Span) -> bool:
        words = content[rest.start : rest.end]
        return self._cutter.names(words) and bool(self._ends.search(words))

    def _is_generic(self, words: str) -> bool:
        """Whether only generic words are left behind the last 的: 智能生产车间, 中药材的研发中心."""
        if words.startswith(WON) or self._cutter.plural(words):
            return True
        own = words if "“" in words else words.rpartition("的")[2]
        # 产业园二期 is short for one that the text names.
        if self._phased.search(own) or not own:
            return False
        return self._cutter.generic(own) or self._cutter.placed(own)


def _are_halves(content: str, one: Span, other: Span) -> bool:
    """Whether what stands between `one` and `other` joins them to one name, whose noun ends the second."""
    if not content.endswith(NOUNS, other.start, other.end) or content.endswith(NOUNS, one.start, one.end):
        return False
    between = content[one.end : other.start]
    if between == "——":
        return content.endswith(PHASES, one.start, one.end)
    if between == JOINT:
        return is_joint(content, one.end, other.end)
    return bool(
        BETWEEN.fullmatch(between) and AMOUNT.match(content, other.start) and OUTPUT.search(content, one.start, one.end)
    )


def _bound(content: str, begin: int, end: int) -> int:
    """Where the stretch without a stop begins that ends at `end`, no further back than `begin`."""
    return max((stop.end() for stop in BOUND.finditer(content, begin, end)), default=begin)


def _is_doubtful(one: Candidate[Any]) -> bool:
    return one.label == "PROJECT" and one.recognised
