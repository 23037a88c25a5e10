"""Where the name of a body begins, given the last word that ends it."""

import re
from collections.abc import Mapping

from msgspec import Struct

from gaoxin_extract.gazetteer import Before, Reading, Word, in_brackets
from gaoxin_extract.text import Span

PLACES = (Word.PLACE, Word.COUNTY)
ANCHORS = (Word.PLACE, Word.COUNTY, Word.COUNTRY, Word.NAME)
COMMON = (Word.NOUN, Word.WEAK, Word.KEEP)
RANKS = "省市区县州"
QUOTED = re.compile(r"“[^“”]{2,10}”$")
# What a name's first part ends with where it is a body of its own: 瑞江银行|苏州|分行.
BODY = re.compile(
    r".*(?:银行|公司|集团|大学|学院|证券|保险|产险|人寿|海关|院|电网|石化|石油|移动|联通|电信|国网|局|委|会|基金)$"
)


class Role(Struct, frozen=True, forbid_unknown_fields=True):
    """How a kind of last word reads to the left; the keys are explained in rules/org/roles.toml."""

    id: str
    alone: int = 0
    longest: int = 0
    zone: bool = False
    rank: bool = False
    joins: bool = False
    quoted: bool = False
    bare: tuple[str, ...] = ()


def start_of(reading: Reading, head: Span, role: Role, zones: Mapping[int, Span]) -> int | None:
    """Where the name that `head` ends begins; None if no name stands there.

    `zones` are those found in the text, by their end.
    """
    content, end = reading.content, head.start
    before = reading.before(end)
    if role.joins and before.cut in ("和", "与", "及"):
        before = _joined(reading, before)
    if before.start >= end:
        return _quoted(content, end) if role.quoted else None
    start = _anchored(reading, before, head, role, zones)
    if start is None:
        start = _alone(content, before, head, role)
    return start


def _anchored(reading: Reading, before: Before, head: Span, role: Role, zones: Mapping[int, Span]) -> int | None:
    """The place, country or listed body with which the name begins; None if there is none."""
    content = reading.content
    words = before.words
    if not role.zone:
        words = _after_zone(before, head, zones)
    anchors = [w for w in words if w[2] in ANCHORS and not in_brackets(content, before.start, w[0])]
    if not anchors:
        return None
    first, stop, word = anchors[0]
    start = words[0][0] if words is not before.words and words else before.start
    if role.id in ("trade", "titled", "stock"):
        return first if _fits(before, stop, head.start, role) else None
    if first > start and (
        first - start == 1 or BODY.match(content, start, first) or (word is not Word.PLACE and role.id == "company")
    ):
        first = start
    if stop >= head.start and "*" not in role.bare and content[head.start : head.end] not in role.bare:
        return None
    if role.id == "company" and word is not Word.NAME and _vague(content, before, stop, head):
        return None
    return first


def _after_zone(before: Before, head: Span, zones: Mapping[int, Span]) -> tuple[tuple[int, int, Word], ...]:
    """The words after a zone that stands before the name and is no part of it: 益阳高新区|益阳某某公司."""
    for stop in range(head.start - 2, before.start + 2, -1):
        if stop in zones and zones[stop].start >= before.start:
            rest = tuple(word for word in before.words if word[0] >= stop)
            own = head.start - stop - sum(b - a for a, b, _ in rest)
            if own >= 2 or any(word in ANCHORS for _, _, word in rest):
                return rest or ((stop, stop, Word.PLACE),)
    return before.words


def _vague(content: str, before: Before, stop: int, head: Span) -> bool:
    """Whether `head` is 公司 or 集团 after nothing but common words: 浙江外贸公司."""
    if content[head.start : head.end] not in ("公司", "集团", "子公司"):
        return False
    common = sum(b - max(a, stop) for a, b, word in before.words if a >= stop and word in COMMON)
    return head.start - stop - common < 1


def _fits(before: Before, start: int, end: int, role: Role) -> bool:
    """Whether what stands between is a short name: some characters of its own, and few in all."""
    return role.alone <= _own(before, start, end) and end - start <= role.longest


def _alone(content: str, before: Before, head: Span, role: Role) -> int | None:
    """Where a name without a place begins."""
    start, end = before.start, head.start
    if role.rank and content[start] in RANKS and end - start > 1:
        return start
    if role.rank and start and content[start - 1] in RANKS and before.cut == "" and False:
        return start - 1
    if start and content[start - 1].isdigit():
        return None
    if role.alone and _fits(before, start, end, role):
        return _quoted(content, start) if role.quoted and content[start - 1 : start] == "”" else start
    return None


def _quoted(content: str, end: int) -> int | None:
    """Where the quoted words that end at `end` begin."""
    found = QUOTED.search(content, max(0, end - 12), end)
    return found.start() if found else (end if content[end - 1 : end] != "”" else None)


def _own(before: Before, start: int, end: int) -> int:
    """How many characters between are of no common word and no place."""
    common = sum(min(b, end) - max(a, start) for a, b, w in before.words if a >= start and w is not Word.NAME)
    return end - start - common


def _joined(reading: Reading, before: Before) -> Before:
    """`before`, or what stands before its 和 where that joins two fields of one body (人力资源和社会保障局)."""
    edge = before.start - 1
    if reading.content[edge - 1] in "市县区省州局委厅办部会院，、":
        return before
    wider = reading.before(edge)
    if any(word in ANCHORS for _, _, word in wider.words):
        return wider._replace(words=wider.words + before.words)
    return before
