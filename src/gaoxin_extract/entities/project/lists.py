"""Lists whose members the text calls projects: `晶导微、乾瑞科技（二期）等8个重点产业项目`."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gaoxin_extract.entities.project.evidence import Clause, Evidence
from gaoxin_extract.entities.project.extents import AMOUNT, NOUNS, Cutter
from gaoxin_extract.rulebook import Pattern, RuleSet, alternatives
from gaoxin_extract.text import Span

# 风电3项（⟨甲项目、乙项目⟩）: what brackets list behind a number is listed.
ENCLOSED = re.compile(r"(?<![个项])[（(][^（）()]*+[）)]|“[^“”]*+”|《[^《》]*+》")
OUTPUT = re.compile(r"年[产处加生]")
CONJUNCTION = re.compile(r"以及|(?<![调饱总平温亲柔祥谐缓])和(?![谐平睦县田龙顺静])")
# 甲公司⟨15个⟩基地、乙公司27个项目: counts, not names.
COUNTED = re.compile(r"(?<!、)(?<!^)\d+个[^、，。]{2,8}(?=、)")
# A list of so many, most of them of plain words, lists kinds.
SEVERAL = 4
# 涉及甲、乙等领域⟨的⟩8个项目: a list of what they are of.
NONE = frozenset("的地")
# From the strongest to the weakest way of saying it.
LIKE = "等"
CALLS = ("called", "enumerated", "counted")
# What opens a member and not its list.
WITHIN = frozenset({"edge", "sum", "value"})


class Members(Struct, frozen=True, gc=False):
    """The members of one list in the order of the text, and the pattern that called them projects."""

    spans: tuple[Span, ...]
    pattern: Pattern


class Lists:
    """Finds the members of lists."""

    def __init__(self, rules: RuleSet, cutter: Cutter, evidence: Evidence) -> None:
        """Use the parts of the finder, which are compiled already."""
        self._patterns = tuple(rules.patterns[id_] for id_ in CALLS)
        self._others = re.compile(alternatives(rules.lines("not_projects")))
        self._cutter = cutter
        self._evidence = evidence

    def members(self, clause: Clause) -> tuple[tuple[Members, ...], int]:
        """The lists of a clause, and where the last of them ends."""
        start = clause.span.start
        lists: list[Members] = []
        for tail, end, pattern in self._tails(clause):
            if tail < start:
                continue
            run = Span(start, tail)
            if pattern.id == "counted" and not any(
                self._evidence.ends(clause.content, item) for item in items(clause.content, run)
            ):
                continue
            spans = tuple(self._spans(clause, run))
            if spans:
                if not self._are_kinds(clause.content, spans, pattern):
                    lists.append(Members(spans[::-1], pattern))
                start = end
        return tuple(lists), start

    def _tails(self, clause: Clause) -> list[tuple[int, int, Pattern]]:
        """Start and end of what calls a list projects, each with the strongest pattern that says so, in order."""
        content, span = clause.content, clause.span
        # Most clauses hold no list.
        if content.find("、", span.start, span.end) < 0 and content.find(LIKE, span.start, span.end) < 0:
            return []
        found: dict[int, tuple[int, int, Pattern]] = {}
        for pattern in self._patterns:
            for tail in pattern.regex.finditer(content, span.start, span.end):
                alone = tail[0][0] != LIKE and "、" not in content[span.start : tail.start()]
                if not alone and not self._others.search(tail[0]):
                    found.setdefault(tail.start(), (*tail.span(), pattern))
        return [found[start] for start in sorted(found)]

    def _are_kinds(self, content: str, spans: Sequence[Span], pattern: Pattern) -> bool:
        """Whether no number is said and the members are kinds: 建设户外运动基地、主题乐园等项目."""
        if pattern.id != "enumerated":
            return False
        plain = sum(self._cutter.plain(content[one.start : one.end]) for one in spans)
        return plain == len(spans) or (len(spans) >= SEVERAL and 2 * plain > len(spans))

    def _spans(self, clause: Clause, run: Span) -> Iterator[Span]:
        """The members from the last to the one that the list opens with."""
        *before, last = items(clause.content, run)
        if clause.content[last.end - 1 : last.end] in NONE or COUNTED.search(clause.content, run.start, run.end):
            return
        for item in reversed([*before, *_conjoined(clause.content, last)]):
            cut = self._cutter.cut(clause.content, item, clause.values, clause.bodies)
            if cut is None:
                return
            yield cut.span
            if cut.lead not in WITHIN:
                return


def items(content: str, run: Span) -> list[Span]:
    """The stretches between list marks, those in brackets and quotation marks not counted."""
    found: list[Span] = []
    start, place = run.start, content.find("、", run.start, run.end)
    closed = [it.span() for it in ENCLOSED.finditer(content, run.start, run.end)][::-1] if place >= 0 else []
    while place >= 0:
        while closed and closed[-1][1] <= place:
            closed.pop()
        if not (closed and closed[-1][0] < place):
            found.append(Span(start, place))
            start = place + 1
        place = content.find("、", place + 1, run.end)
    return _whole(content, [*found, Span(start, run.end)])


def _whole(content: str, found: list[Span]) -> list[Span]:
    """`found` with the capacities that one name lists as one: 年产5万吨树脂、4万吨溶剂、1万吨涂料项目."""
    whole = found[:1]
    for item in found[1:]:
        last = whole[-1]
        if (
            AMOUNT.match(content, item.start, item.end)
            and OUTPUT.search(content, last.start, last.end)
            and not content.endswith(NOUNS, last.start, last.end)
        ):
            whole[-1] = Span(last.start, item.end)
        else:
            whole.append(item)
    return whole


def _conjoined(content: str, item: Span) -> list[Span]:
    """The two last members of a list, where 和 stands between them."""
    found = CONJUNCTION.search(content, min(item.start + 2, item.end), max(item.end - 2, item.start))
    return [Span(item.start, found.start()), Span(found.end(), item.end)] if found else [item]
