"""Where the name of a body begins, given the last word that ends it."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from gaoxin_extract.gazetteer import Before, Reading, Word, in_brackets
from gaoxin_extract.text import Span

ANCHORS = (Word.PLACE, Word.COUNTY, Word.COUNTRY, Word.NAME)
COMMON = (Word.NOUN, Word.WEAK, Word.KEEP)
OWN = 2
SHORT_NAMES = ("trade", "titled", "stock", "funded", "led")
MEMBER = range(2, 9)
# One name of a list; how many characters a clause may open with before a company's trade.
PART = re.compile(r"[^、和及与]{3,12}")
CLAUSE_OPENERS = (2, 3)
# Behind 和 they open what is another body, and unnamed: 云拓公司与|当地政府.
LOCAL = ("当地", "地方", "属地", "所在地", "有关", "相关")
RANKS = "省市区县州"
PLACE_RANKS = "市区县旗镇乡"
# Nouns after which another name begins, if it has characters of its own.
NOUNS_BEFORE = ("企业", "机构", "单位", "公司", "集团", "平台", "项目")
LAST_TRADES = ("科技", "股份")
QUOTED = re.compile(r"“[^“”]{2,10}”$")
# Characters that stand before a name and make no part of it.
LEAD = re.compile(r"[来有叫获而可则凭找派求供人如即现前故按因任](?=..)")
# What a name's first part ends with where it is a body of its own: 瑞江银行|苏州|分行.
BODY = re.compile(
    r".*(?:银行|公司|集团|大学|学院|证券|保险|产险|人寿|海关|院|电网|石化|石油|移动|联通|电信|国网|局|委|会|基金)$"
)
BRANCH = re.compile(r"(?:分|支|校|事业部|营业部|研究|学院|医院|实验室|供电)")

Words = tuple[tuple[int, int, Word], ...]


class Role(Struct, frozen=True, forbid_unknown_fields=True):
    """How a kind of last word reads to the left; the keys are explained in rules/org/roles.toml."""

    id: str
    alone: int = 0
    longest: int = 0
    zone: bool = False
    rank: bool = False
    joins: bool = False
    quoted: bool = False
    own: bool = False
    near: bool = False
    bare: tuple[str, ...] = ()


def start_of(reading: Reading, head: Span, role: Role, zones: Mapping[int, Span]) -> int | None:
    """Where the name that `head` ends begins; None if no name stands there.

    `zones` are those found in the text, by their end.
    """
    content, end = reading.content, head.start
    before = reading.before(end)
    # 监督和|政协: right behind 和 the last word is another body; 资源和|社会保障|局 has two fields.
    local = content.startswith(LOCAL, before.edge)
    if role.joins and before.cut in ("和", "与", "及") and before.edge < end and not local:
        before = _joined(reading, before)
    if before.start >= end:
        return _quoted(content, end) if role.quoted else None
    words, start = _own_part(content, before, head, role, zones)
    before = before._replace(start=start, words=words)
    if role.own and words and words[-1][1] == end and words[-1][2] in COMMON:
        return None
    anchors = [w for w in words if w[2] in ANCHORS and not in_brackets(content, start, w[0])]
    if anchors:
        short = role.id in SHORT_NAMES
        return (_short if short else _anchored)(content, before, anchors[0], head, role)
    return _alone(content, before, head, role)


def is_member(reading: Reading, before: Before, end: int) -> bool:
    """Whether what stands before `end` is a short name of a company, such as lists have."""
    start, content = before.start, reading.content
    if end - start not in MEMBER or (start and content[start - 1].isdigit()) or content[start] in "（(）)":
        return False
    return _rest(before.words, start, end, COMMON) >= OWN and (
        _rest(before.words, start, end) >= OWN or before.words[-1][2] is Word.NAME
    )


def is_in_a_word(content: str, start: int, end: int) -> bool:
    """Whether Latin letters or digits touch the Latin name `start:end`, or stand on both sides of it: 14云拓MTN001."""
    sides = (content[max(0, start - 1) : start], content[end : end + 1])
    touched = [one.isascii() and one.isalnum() for one in sides]
    return any(touched) if content[end - 1].isascii() else all(touched)


def opens_clause(content: str, trade: int) -> bool:
    """Whether two or three characters before `trade` a clause may open: a cheap test before `stands_alone`."""
    return not all(content[trade - length - 1 : trade - length].isalnum() for length in CLAUSE_OPENERS)


def stands_alone(reading: Reading, start: int, trade: int, end: int) -> bool:
    """Whether a company's short name opens its clause, with no listed word before the trade and no noun behind it."""
    word = reading.at(end)
    before = reading.before(trade)
    plain = before.start == start and not before.cut and not before.words
    return plain and trade - start in CLAUSE_OPENERS and not is_noun(word)


def is_noun(word: tuple[int, int, Word] | None) -> bool:
    """Whether `word` is a common one, with which the word before it makes a longer noun."""
    return word is not None and word[2] in (Word.NOUN, Word.WEAK)


def members(reading: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a list of names, from `start` to `end`, that have characters of their own and hold no verb."""
    for part in PART.finditer(reading.content, start, end):
        first, stop = part.span()
        words = [word for word in (reading.at(place) for place in range(first, stop)) if word]
        own = stop - first - sum(min(b, stop) - a for a, b, _ in words)
        named = any(word is Word.NAME for _, _, word in words)
        if all(word is not Word.CUT for _, _, word in words) and (own >= OWN or named):
            yield first, stop


def _own_part(content: str, before: Before, head: Span, role: Role, zones: Mapping[int, Span]) -> tuple[Words, int]:
    """The words and the start of what stands before `head`, less a zone or noun that stands before the name."""
    words, start = before.words, before.start
    for stop in range(head.start, start + 2, -1):
        if stop in zones and zones[stop].start >= start:
            rest = tuple(word for word in words if word[0] >= stop)
            if role.zone or (_rest(rest, stop, head.start) < OWN and all(w not in ANCHORS for _, _, w in rest)):
                first = zones[stop].start
                return (*(w for w in words if w[1] <= first), (first, stop, Word.PLACE), *rest), start
            words, start = rest, stop
            break
    if not role.zone:
        for first, stop, _ in reversed(words):
            if content[first:stop] in NOUNS_BEFORE and not BRANCH.match(content, head.start):
                rest = tuple(word for word in words if word[0] >= stop)
                if _rest(rest, stop, head.start, COMMON) >= OWN:
                    return rest, stop
    return words, start


def _rest(words: Words, start: int, end: int, common: tuple[Word, ...] = tuple(Word)) -> int:
    """How many characters from `start` to `end` are of none of `words` that are `common`."""
    return end - start - sum(stop - first for first, stop, word in words if word in common)


def _short(content: str, before: Before, anchor: tuple[int, int, Word], head: Span, role: Role) -> int | None:
    """Where a company's short name that opens with `anchor` begins."""
    first, stop, word = anchor
    if word is Word.NAME:
        return first if stop == head.start else None
    if role.id == "trade" and _mixed(content, before, head):
        return None
    if stop - first > OWN and content[stop - 1] in PLACE_RANKS:
        # 临漳县|点击新能源: a whole place's name stands before a short name, not in it.
        first = stop
    if _fits(before, stop, head.start, role):
        return first
    # A county's name may be but the opening of the company's own: 赤水河.
    whole = word is Word.COUNTY and _own(before, before.start, head.start) > 0
    return before.start if whole and head.start - before.start <= role.longest else None


def _anchored(content: str, before: Before, anchor: tuple[int, int, Word], head: Span, role: Role) -> int | None:
    """Where a name with the place, country or listed body `anchor` begins."""
    first, stop, word = anchor
    if first > before.start and _goes_before(content, before.start, anchor, head, role):
        first = before.start
    if role.near and (stop != head.start or (first == anchor[0] and word is Word.NAME)):
        return None
    if word is Word.NAME:
        return first
    name = content[head.start : head.end]
    if first == anchor[0] and stop >= head.start and "*" not in role.bare and name not in role.bare:
        return None
    return None if role.id == "company" and _vague(name, before, stop, head) else first


def _goes_before(content: str, start: int, anchor: tuple[int, int, Word], head: Span, role: Role) -> bool:
    """Whether what stands from `start` to the place `anchor` belongs to the name, too."""
    first, _, word = anchor
    if BODY.match(content, start, first) and BRANCH.match(content, head.start):
        return True
    syllable = first - start == 1
    return (syllable or (word is Word.COUNTY and role.id == "company")) and not LEAD.match(content, start)


def _vague(name: str, before: Before, stop: int, head: Span) -> bool:
    """Whether `head` is 公司 or 集团 after nothing but common words: 浙江外贸公司."""
    if name not in ("公司", "集团", "子公司"):
        return False
    common = sum(b - max(a, stop) for a, b, word in before.words if a >= stop and word in COMMON)
    return head.start - stop - common < 1


def _mixed(content: str, before: Before, head: Span) -> bool:
    """Whether a common word stands between a company's own name and the trade: 瑞江|智能|装备, a company's product."""
    if content[head.start : head.end] in LAST_TRADES:
        return False
    return any(word is Word.NOUN for _, _, word in before.words)


def _fits(before: Before, start: int, end: int, role: Role) -> bool:
    """Whether what stands between is a short name: some characters of its own, and few in all."""
    return role.alone <= _own(before, start, end) and end - start <= role.longest


def _alone(content: str, before: Before, head: Span, role: Role) -> int | None:
    """Where a name without a place begins."""
    start, end = before.start, head.start
    if start >= end or (start and content[start - 1].isdigit()):
        return None
    if role.quoted and content[start - 1 : start] == "”":
        return _quoted(content, start)
    if role.rank and content[start] in RANKS and end - start > 1:
        return start
    if role.id == "trade" and _mixed(content, before, head):
        return None
    start += end - start > OWN and LEAD.match(content, start, end) is not None
    return start if role.alone and _fits(before, start, end, role) else None


def _quoted(content: str, end: int) -> int | None:
    """Where the quoted words that end at `end` begin; None if none do."""
    found = QUOTED.search(content, max(0, end - 12), end)
    return found.start() if found else None


def _own(before: Before, start: int, end: int) -> int:
    """How many characters between are of no common word and no place."""
    common = sum(min(b, end) - max(a, start) for a, b, w in before.words if b > start and w is not Word.NAME)
    return end - start - common


def _joined(reading: Reading, before: Before) -> Before:
    """`before`, or what stands before its 和 where that joins two fields of one body (人力资源和社会保障局)."""
    edge = before.edge - 1
    if reading.content[edge - 1] in "市县区省州局委厅办部会院行司园城馆所校，、":
        return before
    if any(word in ANCHORS for _, _, word in before.words):
        return before
    wider = reading.before(edge)
    if any(word in ANCHORS for _, _, word in wider.words):
        return wider._replace(words=wider.words + before.words)
    return before
