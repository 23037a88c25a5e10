"""How the printed lines of a column go together: which are one paragraph."""

from collections.abc import Sequence

import regex
from msgspec import Struct

from gaoxin_extract.pages.lines import Line, width_of
from gaoxin_extract.rulebook import RuleSet

REACH = 6
SLACK = 2
INDENT = 4
FINAL = regex.compile(r"[。！？!?…][”’』」）)》]*+$")
SOFT = regex.compile(r"[，、,（(“‘《〈「『【〔]$")
CONTINUED = regex.compile(r"[，、,。；;]")
UNIT = regex.compile(r"[“‘（《「『【〔(]*+(?:[0-9A-Za-z.%％,+-]++|.)[，。、；：！？”’）》」』】〕!?,.;:)]*+")
LATIN_END = regex.compile(r"[A-Za-z]$")
LATIN_START = regex.compile(r"[A-Za-z]")
HYPHENED = regex.compile(r"[A-Za-z]-$")


class Column(Struct, frozen=True):
    """The measure of the column that a line stands in: `width` in half-width units, 0 where its lines share none."""

    width: int
    indented: bool


class Joiner:
    """Decides for neighbouring lines whether they are one paragraph."""

    def __init__(self, lines: Sequence[Line], content: str, rules: RuleSet) -> None:
        """`content` is the text that `lines` stand in; what it repeats tells of names that a line break cuts."""
        self.lines = lines
        self.content = content
        self.widths = [line.width + line.indent for line in lines]
        self.dangling = regex.compile(rf"(?:{rules.fragment('dangling')})$")
        self.resuming = regex.compile(rules.fragment("resuming"))
        self.leads = [pattern.regex for id_, pattern in rules.patterns.items() if id_.startswith("lead.")]

    def joined(self, at: int, *, running: bool) -> bool:
        """Whether line `at + 1` goes on with line `at`; `running`: line `at` itself goes on with one before."""
        line, following = self.lines[at], self.lines[at + 1]
        if any(lead.match(following.content) for lead in self.leads) or following.gap > 3:  # noqa: PLR2004 -- another place of the page
            return False
        width = self._full(at)
        if SOFT.search(line.content):
            return bool(width) or self._prose(at + 1) or following.gap == 0
        if FINAL.search(line.content):
            return bool(width) and self._closes_no_paragraph(at, width)
        if following.indent >= INDENT > line.indent and not running:
            return False
        return bool(width and following.indent < INDENT) or self._goes_on(at, running=running)

    def _full(self, at: int) -> int:
        """The width of the column if line `at` fills it, else 0."""
        unit = UNIT.match(self.lines[at + 1].content)
        need = width_of(unit[0]) if unit else 2
        for window in (self.widths[at : at + REACH], self.widths[max(0, at - REACH + 1) : at + 1]):
            column = _measure(window)
            first = INDENT if at == 0 or FINAL.search(self.lines[at - 1].content) else 0
            if column and column + SLACK >= self.widths[at] and self.widths[at] + max(need, SLACK) + first > column:
                return column
        return 0

    def _closes_no_paragraph(self, at: int, column: int) -> bool:
        line, following = self.lines[at], self.lines[at + 1]
        if self.widths[at] < column - SLACK or following.gap > line.gap + 1 or following.indent > line.indent:
            return False
        near = range(max(0, at - REACH), min(len(self.lines) - 1, at + REACH))
        if not any(self.widths[k] >= column - SLACK and not FINAL.search(self.lines[k].content) for k in near):
            return False
        # Where indents are lost, the first line of a paragraph is two characters short and yet goes on.
        return not (abs(self.widths[at + 1] - (column - INDENT)) <= 1 and not FINAL.search(following.content))

    def _goes_on(self, at: int, *, running: bool) -> bool:
        line, following = self.lines[at], self.lines[at + 1]
        if not self._prose(at + 1):
            return False
        if self.resuming.match(following.content) or (line.width > 16 and self.dangling.search(line.content)):  # noqa: PLR2004
            return True
        if running or "。" in line.content or (line.width > 56 and CONTINUED.search(line.content)):  # noqa: PLR2004
            return not line.content.endswith(("：", ":", "；"))
        return self._known_seam(line, following)

    def _known_seam(self, line: Line, following: Line) -> bool:
        """Whether the page prints elsewhere, unbroken, what stands on both sides of the break."""
        seam = line.content[-3:] + following.content[:3]
        if len(seam) < 6:  # noqa: PLR2004
            return False
        near = self.content[max(0, line.span.start - 20_000) : following.span.end + 20_000]
        return seam in near

    def _prose(self, at: int) -> bool:
        content = self.lines[at].content
        return bool(CONTINUED.search(content) or FINAL.search(content) or self.widths[at] > 56)  # noqa: PLR2004


def _measure(window: Sequence[int]) -> int:
    """The greatest width that three lines of `window` share within the slack of justified type."""
    widths = sorted(window, reverse=True)
    for first in range(len(widths) - 2):
        if widths[first] - widths[first + 2] <= SLACK and widths[first] >= 16:  # noqa: PLR2004 -- narrower is no column
            return widths[first]
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
