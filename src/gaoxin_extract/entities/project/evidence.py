"""How surely a stretch is a project's name: what it is made of and what stands around it, weighed."""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import islice

from msgspec import Struct

from gaoxin_extract.entities.project.extents import Cut, is_joint, is_whole
from gaoxin_extract.rulebook import RuleSet, alternatives
from gaoxin_extract.text import Span

TABLES = ("project_noun", "plant", "change", "park", "building", "works", "short_head")
LONG_TABLES = frozenset({*TABLES, "phase"}) - {"short_head"}
BUILT = frozenset({"building", "works", "short_head"})
SHORT = 8
# So far into the line below a title may stand again, behind its company.
BELOW = 24
NICKNAME = "has.nickname"
SIZED = frozenset({"sum", "of", "word", "build"})
ADVANCED = frozenset({"build", "and"})
JOINTS = ("及", "和")
SCHEMES = ("PPP项目", "EPC项目", "BOT项目", "PPP工程", "EPC工程")
CLOSERS = "）)"
PHASE_CLOSERS = "期步段" + CLOSERS
PHASE_REACH = 20
BEFORE_REACH = 16
REACH = 30
REMEMBERED = 1024
CROWD = 4
COMPANY = "公司"
OUTPUT = "年产"
# What is told of nothing but a project behind its name, as the shapes of patterns.toml are called.
SAID = ("ceremony", "described", "approved", "contract")
# What a size ends in: 340亩, 45平方公里的.
MEASURED = frozenset("亩顷里米的")
MARKS = (("has.output", OUTPUT), ("has.quotes", "“"), ("has.brackets", "（"))
SIZES = (4, 6, 9, 14, 20)
ASIDE = re.compile(r"（[^（）]{1,12}）(?=.{4})")
LENGTHS = (*(f"length.{size}" for size in SIZES), "length.more")
# 1、青岚产业园：该园区…
ENDED = frozenset("\n：。")
NUMBER, NUMBERED = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,2}[）)、.．]?[ 　]*+"), 6
# 甲⟨江州⟩基地, 甲⟨西部⟩总部: where a company builds.
REGIONS = (
    "东部",
    "西部",
    "南部",
    "北部",
    "中部",
    "东北",
    "西北",
    "东南",
    "西南",
    "华东",
    "华南",
    "华中",
    "华北",
    "区域",
)
SITES = ("基地", "总部", "工厂", "产线")
SITE = re.compile(
    r"[市区县]?(?:超级|智能|智慧|数字|绿色|生产|制造|研发|研发制造|研发生产|一体化)?(?:基地|总部|工厂|产线)"
)
MAKING = re.compile("[一-鿿A-Z]{2,16}(?:生产|制造|研发)")
# 甲公司、乙江州工厂⟨等112家⟩单位: who works there is meant.
EMPLOYERS = re.compile(r"等\d+[余多]?家")
# An official name ends so behind a company's whole name; a workshop behind it is a place.
CALLERS = frozenset("是为叫做：:“")
OWNERS = ("公司的", "集团的", "公司新建的", "公司投资的", "公司建设的", "公司实施的")
# What quotation marks set off that ends so and is so long is a name, unless it counts: “百大产业项目”.
SET_OFF, SITED, COUNTS = (
    7,
    ("项目", "基地", "产业园", "工业园", "工厂"),
    frozenset("一二两三四五六七八九十百千万0123456789国省市"),
)
OFFICIAL = ("项目", "工程", "期", "）", "生产线", "基地")


class Weight(Struct, frozen=True, forbid_unknown_fields=True):
    """What one piece of evidence adds to the log odds of a name; `id` is what `Evidence.pieces` calls it."""

    id: str
    weight: float


class Clause(Struct, frozen=True, gc=False):
    """A stretch without a stop, in a text with the ends of its values and the spans of its bodies, sorted.

    Bodies are organisations and zones; `zones` tells which of them are zones.
    """

    content: str
    span: Span
    values: Sequence[int]
    bodies: Sequence[Span]
    zones: AbstractSet[Span] = frozenset()


class Last(Struct, frozen=True, gc=False):
    """The table of words that the end of a name belongs to, and the word, which a phase or bracket has none of."""

    table: str
    word: str = ""


class Evidence:
    """Weighs what speaks for a name; the weights are fitted to annotated text and stand in `roles.toml`."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile what `rules` give."""
        self._weights = {row.id: row.weight for row in rules.roles(Weight)}
        self._tables = {word: table for table in reversed(TABLES) for word in rules.lexicon[table]}
        sizes: dict[str, set[int]] = defaultdict(set)
        for word in self._tables:
            sizes[word[-1]].add(len(word))
        self._sizes = {last: sorted(found, reverse=True) for last, found in sizes.items()}
        self._phase = re.compile(rf"(?:{rules.fragment('phase')})\Z")
        self._dated = re.compile(rf"{rules.fragment('when')}(?:{alternatives(rules.lines('stages'))}|交付)")
        self._maker = re.compile(rf"(?:{rules.fragment('maker')})\Z")
        self._event = re.compile(alternatives(rules.lines("events")))
        self._stage = re.compile(alternatives(rules.lines("stages")))
        self._trade = re.compile(alternatives(rules.lines("trades")))
        # Of one place it is asked three times: as an end, as a list's member and of the words behind it.
        self._told = lru_cache(maxsize=REMEMBERED)(self._last)
        self._said = re.compile("|".join(f"(?P<{name}>{rules.fragment(name)})" for name in SAID))
        self._pointed = re.compile(rules.fragment("pointed"))
        self._sized = re.compile(rf"(?:{rules.fragment('sized')})\Z")
        self._built = re.compile(rules.fragment("built"))
        self._area = re.compile(rf"(?:{rules.fragment('area')})\Z")
        self._called = re.compile(rf"(?:{rules.fragment('named_as')})\Z")
        self._beside = re.compile(rf"[和与及]{rules.fragment('area')}")
        self._nickname = re.compile(rules.fragment("nickname"))
        self._foreign = re.compile(rules.fragment("foreign"))
        self._latin = re.compile(r"[A-Za-z0-9]")
        names = rules.beside("names")
        # A pattern of so many places would take a tenth of a second to compile.
        self._places = frozenset((*names.lines("places"), *names.lines("counties"), *REGIONS))

    def odds(self, pieces: Iterable[str], odds: float = 0.0) -> float:
        """The log odds, beyond those of any candidate, that these pieces add to `odds`."""
        weight = self._weights.get
        return sum([weight(piece, 0.0) for piece in pieces], odds)

    def score(self, odds: float) -> float:
        """The chance that a candidate with such odds is a name, 0 to 1."""
        return 1 / (1 + math.exp(-(self._weights["any"] + odds)))

    def last(self, content: str, end: int) -> Last:
        """What ends at `end`: `Last("plant", "工厂")`, `Last("phase", "")`."""
        return self._told(content[max(end - PHASE_REACH, 0) : end])

    def _last(self, words: str) -> Last:
        if words[-1] in PHASE_CLOSERS:
            if self._phase.search(words):
                return Last("phase")
            if words[-1] in CLOSERS:
                return Last("bracketed")
        for size in self._sizes.get(words[-1], ()):
            if table := self._tables.get(words[-size:]):
                return Last(table, words[-size:])
        return Last("other")

    def around(self, clause: Clause, item: Span, end: int, last: Last, *, mates: int | None) -> tuple[str, ...]:
        """The evidence at the end of a name in `item`, which stands between list marks, and behind it."""
        pieces = [f"end.{last.table}", *([f"word.{last.word}"] if last.word else ()), *self._after(clause, item, end)]
        if mates is not None:
            pieces.append(f"mates.{mates}")
        return tuple(pieces)

    def mates(self, content: str, items: Sequence[Span]) -> int | None:
        """How many of the items between list marks end as names do, counted to two; None where there is no list."""
        if len(items) == 1:
            return None
        return sum(1 for _ in islice((item for item in items if self.ends(content, item)), 2))

    def ends(self, content: str, item: Span) -> bool:
        """Whether `item` ends as names do."""
        return item.end > item.start and self.last(content, item.end).table in LONG_TABLES

    def of(self, clause: Clause, item: Span, cut: Cut) -> list[str]:
        """The evidence of the words of a name, of those before it, and of the bodies in it."""
        start = cut.span.start
        words = clause.content[start : cut.span.end]
        place = bisect_left(clause.bodies, Span(start, 0))
        pieces = self._of_words(words, len(words) - _aside(clause, cut.span, words, place))
        if cut.lead == "of" and NICKNAME in pieces:
            # 首个…的“工业上楼”项目 is of a kind.
            pieces.remove(NICKNAME)
        pieces += _before(clause, item, cut)
        if self._stage.search(clause.content, max(clause.span.start, start - BEFORE_REACH), start):
            pieces.append("before.stage")
        pieces += self._bodies(clause, cut.span, place)
        pieces += self._sited(clause, cut, words)
        if cut.lead == "and" and self._is_joint(clause.content, cut.span.start, cut.span.end):
            pieces.append("and.joint")
        else:
            places = (start + words.index(word) + 1 for word in JOINTS if word in words)
            if any(self._is_joint(clause.content, place, cut.span.end) for place in places):
                pieces.append("has.joint")
        pieces += self._introduced(clause, cut, words)
        if self._titled(clause.content, cut.span, words):
            pieces.append("line.titled")
        if words.endswith(SITES) and self._is_sited(clause, cut.span, words, place):
            pieces.append("has.site")
        return pieces

    def _introduced(self, clause: Clause, cut: Cut, words: str) -> Iterator[str]:
        """What leads to a name and sets it off."""
        content, start = clause.content, cut.span.start
        if cut.lead == "of":
            if self._maker.search(content, max(clause.span.start, start - REACH), start):
                yield "before.maker"
            if self._is_owned(clause, start, words):
                yield "before.owner"
        if content[start - 1 : start] in CALLERS and self._called.search(content, max(start - BEFORE_REACH, 0), start):
            yield "before.called"
        if is_set_off(content, start, cut.span.end):
            yield "said.quoted"

    def _is_owned(self, clause: Clause, start: int, words: str) -> bool:
        """Whether a company stands before the 的 of what is a project by its last word: 甲公司的⟨缝纫线改造项目⟩."""
        if not words.endswith("项目"):
            return False
        found = clause.content.endswith(OWNERS, 0, start)
        place = bisect_left(clause.bodies, Span(start, 0))
        return found or any(
            body.end == start - 1 and body not in clause.zones for body in clause.bodies[max(place - 3, 0) : place]
        )

    def _is_sited(self, clause: Clause, span: Span, words: str, place: int) -> bool:
        """Whether a company's name opens `words` and a place follows it or stands before the last noun: 甲江州基地."""
        own = words[_opening(clause, span, words, place) :]
        if EMPLOYERS.match(clause.content, span.end):
            return False
        ends = (end for end in range(1, len(own)) if SITE.fullmatch(own, end))
        return len(own) < len(words) and any(self._is_placed(own[:end]) for end in ends)

    def _is_placed(self, words: str) -> bool:
        """Whether `words` are a place, or what is made there before it."""
        starts = (start for start in range(len(words)) if words[start:] in self._places)
        return any(not start or MAKING.fullmatch(words, 0, start) for start in starts)

    def _sited(self, clause: Clause, cut: Cut, words: str) -> Iterator[str]:
        """What sizes of sites and the planning of a name say."""
        content, start = clause.content, cut.span.start
        first = max(clause.span.start, start - REACH) if content[start - 1 : start] in MEASURED else start
        if first < start and cut.lead in SIZED and self._sized.search(content, first, start):
            yield "before.sized"
        if not words.isalpha() and self._beside.search(words):
            yield "has.area"
        if cut.lead in ADVANCED and self._built.match(content, cut.span.end):
            yield "said.built"
        if first < start and self._area.search(content, first, start):
            yield "before.area"

    def _is_joint(self, content: str, start: int, end: int) -> bool:
        """Whether the names before and behind the 和 that ends at `start` share the noun at their end."""
        before = self.last(content, start - 1).table if start > 1 else "other"  # 和平项目 may open a text
        if before in BUILT and self.last(content, end).table == "project_noun":
            return True
        return before != "other" and is_joint(content, start - 1, end)

    def _titled(self, content: str, span: Span, words: str) -> bool:
        """Whether a name fills its line or opens it before a colon, numbered or not, and what follows tells of it."""
        if content[span.end : span.end + 1] not in ENDED:
            return False
        line = content.rfind("\n", 0, span.start) + 1
        numbered = line < span.start
        if numbered and not (span.start - line <= NUMBERED and NUMBER.fullmatch(content, line, span.start)):
            return False
        if content[span.end] == "。" and not numbered:
            return False
        below = content[span.end + 1 : span.end + 1 + len(words) + BELOW].partition("\n")[0]
        return words.partition("（")[0] in below or bool(self._pointed.match(content, span.end + 1))

    def _of_words(self, words: str, length: int) -> list[str]:
        pieces = ["has.latin"] if self._latin.search(words) else []
        pieces += [piece for piece, mark in MARKS if mark in words]
        if self._trade.search(words):
            pieces.append("has.trade")
        if length < len(words) and COMPANY in words and words.endswith(OFFICIAL):
            pieces.append("has.company")
        if "“" in words and self._nickname.fullmatch(words):
            pieces.append(NICKNAME)
        if pieces and self._foreign.fullmatch(words):
            pieces.append("has.foreign")
        if len(words) > SHORT and words.endswith(SCHEMES):
            pieces.append("has.scheme")
        if words.startswith(OUTPUT) and words.endswith(OFFICIAL):
            pieces.append("opens.output")
        pieces.append(LENGTHS[bisect_left(SIZES, length)])
        return pieces

    def _bodies(self, clause: Clause, span: Span, place: int) -> Iterator[str]:
        """How the body or zone at `place`, the nearest, lies to `span`; with its phase (高新区三期) a zone is one."""
        if place and clause.bodies[place - 1].end > span.start:
            yield "body.crosses"
        if place < len(clause.bodies):
            body = clause.bodies[place]
            if body.start == span.start:
                phase = body in clause.zones and self._phase.fullmatch(clause.content, body.end, span.end)
                yield "body.opens" if body.end < span.end and not phase else "body.is"
            elif body.end < span.end:
                yield "body.inside"

    def _after(self, clause: Clause, item: Span, end: int) -> Iterator[str]:
        yield from self._right_after(clause, item, end)
        content = clause.content
        near = content[end : end + REACH].partition("\n")[0].partition("。")[0]
        if self._stage.search(near):
            yield "near.stage"
        if "元" in near:
            yield "near.money"
        if said := self._said.match(content, end):
            yield f"said.{said.lastgroup}"

    def _right_after(self, clause: Clause, item: Span, end: int) -> Iterator[str]:
        content = clause.content
        following = content[end : end + 1]
        if end == item.end and end < clause.span.end:
            yield "after.item"
        elif end >= clause.span.end:
            yield f"after.{following}" if following in "，。；：" and following else "after.line"
        elif self._dated.match(content, end):
            yield "after.stage"
        elif self._event.match(content, end):
            yield "after.event"
            yield f"next.{content[end : end + 2]}"
        elif following == "的":
            yield "after.of"
        elif following in "和与及（等":
            yield "after.and"
        elif following == "”":
            yield "after.quote"
        else:
            yield "after.word"
            yield f"next.{content[end : end + 2]}"


def is_set_off(content: str, start: int, end: int) -> bool:
    """Whether quotation marks set off a whole name: 建设“青禾电机产业化基地项目”, but not “三大基地”."""
    if content[start - 1 : start] != "“" or content[end : end + 1] != "”" or end - start < SET_OFF:
        return False
    return content[start] not in COUNTS and content.endswith(SITED, start, end) and is_whole(content, start, end)


def _before(clause: Clause, item: Span, cut: Cut) -> Iterator[str]:
    if cut.lead != "edge":
        yield f"lead.{cut.lead}"
        if cut.lead in {"build", "word", "of", "weak"}:
            yield f"last.{clause.content[cut.span.start - 2 : cut.span.start]}"
    elif item.start > clause.span.start:
        yield "lead.item"
    else:
        stop = clause.content[item.start - 1 : item.start]
        yield f"lead.{stop}" if stop in "，。；：—" and stop else "lead.line"


def _aside(clause: Clause, span: Span, words: str, place: int) -> int:
    """The length of what says nothing of how long the rest of a name may be: the body it opens with, and brackets.

    Of brackets only those within the name count: many end one.
    """
    opening = _opening(clause, span, words, place)
    inner = sum(len(found[0]) for found in ASIDE.finditer(words, opening)) if "（" in words else 0
    return min(opening + inner, len(words) - 1)


def _opening(clause: Clause, span: Span, words: str, place: int) -> int:
    """The length of the body's name that `words` open with, which says nothing of how long the rest may be.

    `place` is that of the first body that begins in `span` or behind it.
    """
    while place + 1 < len(clause.bodies) and clause.bodies[place + 1].start == span.start:
        place += 1
    if place < len(clause.bodies) and clause.bodies[place].start == span.start:
        return clause.bodies[place].end - span.start if clause.bodies[place].end < span.end else 0
    found = words.find(COMPANY)
    return found + len(COMPANY) if 0 < found < len(words) - len(COMPANY) else 0


def company(content: str, span: Span, sure: Sequence[Span]) -> Iterator[str]:
    """How many sure names stand in the line of `span`, and whether one of them holds its words."""
    start, end = content.rfind("\n", 0, span.start) + 1, content.find("\n", span.end)
    place = bisect_left(sure, Span(start, 0))
    count = 0
    while place < len(sure) and (end < 0 or sure[place].start < end) and count < CROWD:
        count += sure[place].end <= span.start or span.end <= sure[place].start
        place += 1
    yield f"company.{count}"
