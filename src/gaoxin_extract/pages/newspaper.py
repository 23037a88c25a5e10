"""How the printed lines of a column go together: which are one paragraph."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from gaoxin_extract.pages.lines import CLAUSE, FINAL, REMEMBERED, Line, is_final, width_of
from gaoxin_extract.pages.patterns import any_of
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.rulebook.compiling import compiled

REACH = 10
SUPPORT = 3
SLACK = 2
NARROWEST = 16
INDENT = 4
LONG = 56
WIDEST = 160  # of a column: a wider line is a whole paragraph, and one of half its width before it no part of it
SOFT = tuple("，、,（(“‘《〈「『【〔")
MARKS = "，。、；：！？“”‘’（）《》"
# A date or a sum that a line break parts, however short the page: 2月⏎17日, 约⏎10亿元.
PARTED = compiled(
    r"\d年\n\d{1,2}月|\d月\n\d{1,2}[日号]|[约近超逾达]\n\d[\d.,]{0,10}[十百千万亿]*(?:元|美元|[%％]|个百分点)"
)
# So sentences begin, and hardly a headline: 6月27日，石滩高新区…
TIMED = compiled(r"(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日(?:[上下中]午|晚)?[，,]|(?:近日|日前|昨日|今日|连日来)[，,]")
WORDS = ("dangling", "opener", "resuming")
UNIT = compiled(r"[“‘（《「『【〔(]*+(?:[0-9A-Za-z.%％,+-]++|.)[，。、；：！？”’）》」』】〕!?,.;:)]*+")
HUNG = tuple("，。、；：！？")
LATIN_END = compiled(r"[A-Za-z]$")
LATIN_START = compiled(r"[A-Za-z]")
HYPHENED = compiled(r"[A-Za-z]-$")


class Shape(NamedTuple):
    """What the words of a line alone say of how it goes together with others.

    `final`: it ends as a sentence does; `hung`: a mark ends it that may hang over the edge; `closed`: nothing goes on
    from it; `leads`: a story begins with it. `marks` are counted, and `unit` is the width of its first word.
    """

    final: bool
    prose: bool
    hung: bool
    closed: bool
    leads: bool
    marks: int
    unit: int


@lru_cache(maxsize=4)
def _shapes(rules: RuleSet) -> Callable[[str], Shape]:
    """What tells the shape of a line, and remembers it, since what is restored is read again."""
    end, lead = any_of(rules, "end."), any_of(rules, "lead.")

    @lru_cache(maxsize=REMEMBERED)
    def read(content: str) -> Shape:
        final = is_final(content)
        return Shape(
            final,
            prose=final or CLAUSE.search(content) is not None,
            hung=content.endswith(HUNG),
            # A credit or signature, and no mark, is the end of what nothing goes on from.
            closed=not content.endswith(FINAL) and end.search(content[-40:]) is not None,
            leads=lead.match(content),
            marks=sum(map(content.count, MARKS)),
            unit=_first_unit(content),
        )

    return read


class Joiner:
    """Decides for neighbouring lines whether they are one paragraph.

    A line was wrapped where the first word of the next would not have fit on it; where the sentence plainly goes on,
    lines are joined whatever their width.
    """

    def __init__(self, lines: Sequence[Line], content: str, rules: RuleSet) -> None:
        """`content` is the text that `lines` stand in; what it repeats tells of names that a line break cuts."""
        self.lines = lines
        self.content = content
        read = _shapes(rules)
        shapes = [read(line.content) for line in lines]
        self.final = [shape.final for shape in shapes]
        self.prose = [shape.prose for shape in shapes]
        self.units = [shape.unit for shape in shapes]
        self.closed = [shape.closed for shape in shapes]
        self.leads = [shape.leads for shape in shapes]
        self.widths = _fair_widths(lines, shapes)
        wrapped = [prose and not final for prose, final in zip(self.prose, self.final, strict=True)]
        hung = [width - 2 * shape.hung for width, shape in zip(self.widths, shapes, strict=True)]
        below = [_measure(hung[k : k + REACH], wrapped[k : k + REACH]) for k in range(len(lines))]
        top = [_measure(hung[: k + 1], wrapped[: k + 1]) for k in range(min(REACH - 1, len(lines)))]
        self.measures = list(zip([*top, *below], below, strict=False))
        self.usual_gap = sorted(line.gap for line in lines)[len(lines) // 2] if lines else 0
        self.indented = any(line.indent >= INDENT for line in lines)
        self.block_indented = sum(line.indent >= INDENT for line in lines) * 10 > len(lines) * 9
        self.dangling, self.opener, self.resuming = (tuple(rules.lexicon[name]) for name in WORDS)
        self.lost_indent = self._lost_indent()

    def joined(self, at: int, *, running: bool) -> bool:
        """Whether line `at + 1` goes on with line `at`; `running`: line `at` itself goes on with one before."""
        line, following = self.lines[at], self.lines[at + 1]
        if self.leads[at + 1] or following.gap > 3:  # noqa: PLR2004 -- another place of the page
            return False
        soft = line.content.endswith(SOFT)
        whole = line.width * 2 < following.width > WIDEST and not TIMED.match(line.content)
        apart = whole or (not running and self._stands_apart(at))
        if apart and not soft and not self._resumes(at):
            return False
        if not (soft and following.gap == 0) and self._heads_ahead(at + 1):
            return False
        filled = self._filled(at, running=running)
        if soft:
            return self.prose[at + 1] or following.gap <= line.gap or bool(filled)
        if (following.indent >= INDENT and not self.block_indented) or self.closed[at]:
            return False
        return self._wrapped(at, filled, running=running)

    def _wrapped(self, at: int, filled: Sequence[int], *, running: bool) -> bool:
        """Whether line `at`, which fills the measures `filled`, is broken off by the column or plainly goes on."""
        onward = [measure for measure in filled if self._leads_to_prose(at + 1, measure)]
        if self._broken_off(at, running=running):
            onward = list(filled)
        elif not running and not self.prose[at]:
            onward = [measure for measure in onward if not self._opens_paragraph(at + 1, measure)]
        if filled and not onward:
            return not self.final[at] and self._resumes(at)
        if self.final[at]:
            return any(self._mid_paragraph(at, measure) for measure in onward)
        return bool(onward) or self._goes_on(at, running=running)

    def _broken_off(self, at: int, *, running: bool) -> bool:
        """Whether line `at` stops in mid-sentence in a paragraph, and the next, without an indent, opens none."""
        within = running or self.lines[at].indent >= INDENT
        told = (running or self.prose[at]) and not self.final[at]
        return told and within and self.lines[at + 1].gap == 0 and self._no_paragraph_opens(at + 1)

    def _stands_apart(self, at: int) -> bool:
        """Whether line `at`, no prose, has blank lines above and below where other lines have none."""
        return not self.prose[at] and min(self.lines[at].gap, self.lines[at + 1].gap) > self.usual_gap

    def _filled(self, at: int, *, running: bool) -> list[int]:
        """The measures that line `at` may fill. The first line of a paragraph may have lost its indent."""
        lost = 0 if running or self.lines[at].indent >= INDENT else self.lost_indent
        loose = 0 if self.final[at] else SLACK
        return [
            measure
            for measure in self.measures[at]
            if measure and self.widths[at] <= measure + INDENT and self._room(at, measure) < lost + loose
        ]

    def _lost_indent(self) -> int:
        """What the first lines of paragraphs are short of the measure; those below a line that ends short show it."""
        lost = kept = 0
        for k in range(1, len(self.lines) - 1):
            above, here = max(self.measures[k - 1]), max(self.measures[k])
            if self.final[k - 1] and not self.final[k] and here and above and self._room(k - 1, above) > INDENT:
                lost += 0 < self._room(k, here) <= INDENT
                kept += self._room(k, here) <= 0
        printed = self.indented and not self.block_indented
        return 0 if printed or kept > lost else INDENT

    def _room(self, at: int, measure: int) -> int:
        """What line `at` and the first word of the next leave of the measure; below 0 the word did not fit."""
        need = self.units[at + 1] if at + 1 < len(self.lines) else SLACK
        return measure - 1 - self.widths[at] - need + (1 if need > SLACK else 0)

    def _mid_paragraph(self, at: int, measure: int) -> bool:
        """Whether a full line that ends a sentence goes on all the same."""
        line, following = self.lines[at], self.lines[at + 1]
        if self._room(at, measure) >= -1 or following.gap > line.gap + 1 or following.indent > line.indent:
            return False
        if following.content.startswith(self.opener):
            return False
        near = range(max(0, at - REACH), min(len(self.lines) - 1, at + REACH))
        if not any(not self.final[k] and self._room(k, measure) < 0 <= measure + INDENT - self.widths[k] for k in near):
            return False
        return not self._opens_paragraph(at + 1, measure)

    def _opens_paragraph(self, at: int, measure: int) -> bool:
        """Whether line `at` lost an indent: it goes on although the next word would have fit on it."""
        return 0 <= self._room(at, measure) < self.lost_indent and self.lines[at].indent < INDENT and not self.final[at]

    def _leads_to_prose(self, at: int, measure: int) -> bool:
        for k in range(at, min(at + 4, len(self.lines))):
            if self.prose[k]:
                return True
            if self._room(k, measure) > SLACK:
                return False
        return False

    def _heads_ahead(self, at: int) -> bool:
        """Whether line `at` is a headline, since only such lines stand between it and the opening of a story."""
        for k in range(at, min(at + 4, len(self.lines))):
            if self.leads[k]:
                return k > at
            if k == at and k + 1 < len(self.lines) and self.lines[k].gap < self.lines[k + 1].gap:
                return False
            if (
                self.final[k]
                or self.closed[k]
                or "。" in self.lines[k].content
                or (self.prose[k] and k > at)
                or self.lines[k].content.endswith(SOFT)
            ):
                return False
        return False

    def _goes_on(self, at: int, *, running: bool) -> bool:
        line = self.lines[at]
        if not self.prose[at + 1]:
            return False
        if self._resumes(at) or (line.width > NARROWEST and line.content.endswith(self.dangling)):
            return True
        if self.prose[at] and line.width > LONG // 2 and (self._no_paragraph_opens(at + 1) or self._as_narrow(at)):
            return not line.content.endswith(("：", ":", "；", ";"))
        if (
            running
            or "。" in line.content
            or TIMED.match(line.content)
            or ((line.width > LONG or self.leads[at]) and CLAUSE.search(line.content))
        ):
            return not line.content.endswith(("：", ":", "；", ";"))
        return self._known_seam(line, self.lines[at + 1])

    def _no_paragraph_opens(self, at: int) -> bool:
        """Whether the page prints indents, and line `at` has none."""
        return self.indented and not self.block_indented and self.lines[at].indent < INDENT

    def _as_narrow(self, at: int) -> bool:
        """Whether lines `at` and `at + 1` may be of one column that is too short to show its measure."""
        line, following = self.lines[at], self.lines[at + 1]
        own = all(not measure or self.widths[at] <= measure + INDENT for measure in self.measures[at + 1])
        return own and following.width <= line.width + INDENT + SLACK and bool(CLAUSE.search(line.content))

    def _resumes(self, at: int) -> bool:
        following = self.lines[at + 1].content
        return following.startswith(self.resuming) or bool(
            PARTED.search(f"{self.lines[at].content[-4:]}\n{following[:16]}")
        )

    def _known_seam(self, line: Line, following: Line) -> bool:
        """Whether the page prints elsewhere, unbroken, what stands on both sides of the break."""
        words = line.content[-3:] + following.content[:3]
        near = self.content[max(0, line.span.start - 20_000) : following.span.end + 20_000]
        return len(words) == 6 and words in near  # noqa: PLR2004


def _first_unit(content: str) -> int:
    """The width of what can't be parted at the beginning of a line."""
    unit = UNIT.match(content)
    return min(width_of(unit[0]), 12) if unit else SLACK


def _fair_widths(lines: Sequence[Line], shapes: Sequence[Shape]) -> list[int]:
    """The widths with indents; marks count half where the lines agree better so, since type-setting squeezes them."""
    full = [line.width + line.indent for line in lines]
    squeezed = [width - shape.marks for width, shape in zip(full, shapes, strict=True)]
    return min(full, squeezed, key=_spread) if _spread(squeezed) * 5 < _spread(full) * 4 else full


def _spread(widths: Sequence[int]) -> int:
    return sum(min(abs(width - other), 8) for width, other in pairwise(widths))


def _measure(widths: Sequence[int], wrapped: Sequence[bool]) -> int:
    """The greatest width that three lines share within the slack of justified type, one of them wrapped; else 0."""
    if True not in wrapped or max(widths) < NARROWEST:
        return 0
    near = sorted(zip(widths, wrapped, strict=True), reverse=True)
    for first in range(len(near) - SUPPORT + 1):
        width = near[first][0]
        shared = width - near[first + SUPPORT - 1][0] <= SLACK and width >= NARROWEST
        if shared and any(wraps for other, wraps in near[first:] if width - other <= SLACK):
            return width
    return 0


def seam(before: str, after: str) -> tuple[str, int]:
    """What stands between two lines of one paragraph, and how many characters of the first go.

    >>> seam("manu-", "facturing"), seam("Silicon", "Valley"), seam("10", "亿元")
    (('', 1), (' ', 0), ('', 0))
    """
    if HYPHENED.search(before) and regex.match("[a-z]", after):
        return "", 1
    if LATIN_END.search(before) and LATIN_START.match(after):
        return " ", 0
    return "", 0
