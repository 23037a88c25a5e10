"""What a site prints around its article: left out, and read for the date and byline that it proves."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.pages.headings import column_path, headings, is_prose, printed_again, site_lines
from gaoxin_extract.pages.imprint import DAY, Imprint, imprints_of, iso_day
from gaoxin_extract.pages.lines import CLAUSE, Line, is_final
from gaoxin_extract.pages.menus import menu_lines
from gaoxin_extract.pages.patterns import SHORT, any_of, asked
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.rulebook.compiling import compiled
from gaoxin_extract.text import Span
from gaoxin_extract.traditional import script

LONGEST_FURNITURE = 240
ONWARD = tuple(">＞»")
KINDS = ("furniture", "likely", "notice", "folio", "cut", "crumb", "day", "more", "member")
DATED_LINK = compiled(
    rf"^[^。]*(?:{DAY.pattern}日?|[\[【(（ ]\d{{1,2}}-\d{{1,2}})(?:\s*\d{{1,2}}[:：]\d\d)?\s*[\])）】]?$"
)
ENDED = compiled(r"[。！？!?…][”’』」）)》]*+")
PATH_END = compiled(r"(?:[>＞»›]\s*|首页(?:\s+\p{Han}{2,6})+\s+)(?P<title>(?=(?:.{0,4}\p{Han}){8})[^>＞»›]{10,90})$")
ORIGINAL = compiled(r"原标题(?:为)?[:：]\s*(?P<title>[^。]{8,90})")
YEAR = compiled(r"(?:19|20)\d\d")
SPLIT = compiled(r"[/月日-]")
SPLIT_DAY = compiled(r"\d{1,2}(?:[/-]|\s?月\s?)\d{1,2}日?")
MONTH = compiled(r"\d{4}[-./]\d{1,2}")
LABEL = compiled(r"\p{Han}{2,4}\s?[:：]")
WIDEST_VALUE = 24
LONGEST_OUTLET = 6
MOST_WORDS = 2
FEWEST_DAYS = 3
SIGNED = compiled(r"[。！？…][”’』」]?\s?[（(][^（）()。]{2,40}[）)]$")


class Furniture(Struct, frozen=True):
    """The lines to leave out, by number, and what they say of the article.

    `trimmed`: lines of which a part is left out; `published`: by the number of a line that is kept, what publication
    data directly above it say, the day or nothing.
    """

    lines: frozenset[int]
    date: str | None
    byline: tuple[str, ...]
    web: bool
    trimmed: dict[int, Line]
    published: dict[int, str]


class Site:
    """Goes through the lines of a page once and tells its furniture; `open`: the line before stops in mid-sentence."""

    def __init__(self, lines: Sequence[Line], rules: RuleSet) -> None:
        """The patterns of rules/pages by group; the lines are read in simplified characters."""
        self.printed = lines
        if (own := script(rules)).is_of("\n".join(line.content for line in lines)):
            lines = [replace(line, content=own.read(line.content)) for line in lines]
        self.lines = lines
        self.patterns = {name: any_of(rules, f"{name}.") for name in (*KINDS, "issuer", "closing", "beside")}
        self.plain: dict[str, bool] = {}
        self.imprints = imprints_of(rules)
        self.words = asked(rules).standing([line.content for line in lines])
        self.menus = menu_lines(lines, rules)
        self.left_out = set(self.menus)
        self.navigation = set(self.menus)
        self.crumbs = {number for number in self.menus if self._is("crumb", lines[number].content)}
        self.trimmed: dict[int, Line] = {}
        self.published: dict[int, str] = {}
        self.pending: str | None = None
        self.dates: dict[str, str] = {}
        self.byline: list[str] = []
        self.before: Line | None = None
        self.web = self.related = self.told = self.open = self.days_open_items = False

    def read(self) -> Furniture:
        """Go through the lines."""
        for number, line in enumerate(self.lines):
            if self._is_value(number):
                self.left_out.add(number)
            if number in self.left_out:
                continue
            bare = _part(line, *_without_bars(line.content))
            if number in self.menus or not bare.content or self._is_furniture(number, bare):
                self.left_out.add(number)
                continue
            self._keep(number, self.trimmed.get(number, bare))
        self._headings()
        self.left_out |= {number for number, line in enumerate(self.printed) if line.content in self.byline}
        self._days_below()
        several = len({number for number, day in self.published.items() if day}) > 1
        date = self.dates.get("folio") if several else self.dates.get("meta") or self.dates.get("folio")
        trimmed = {
            number: self._as_printed(number, line)
            for number, line in self.trimmed.items()
            if number not in self.left_out
        }
        return Furniture(frozenset(self.left_out), date, tuple(self.byline), self.web, trimmed, self.published)

    def _as_printed(self, number: int, line: Line) -> Line:
        whole = self.printed[number]
        start = line.span.start - whole.span.start
        return replace(line, content=whole.content[start : start + len(line.content)])

    def _days_below(self) -> None:
        """Give each item its day where the days stand below the items: where none stands over the first text."""
        kept = [number for number in range(len(self.lines)) if number not in self.left_out]
        marks = sorted(number for number, day in self.published.items() if day and number not in self.left_out)
        prose = next((number for number in kept if is_prose(self.lines[number])), 0)
        if not kept or (marks and marks[0] <= prose) or not (self.pending or self._head_items(kept, marks)):
            return
        days = [*(self.published[number] for number in marks), self.pending or ""]
        self.published.update(zip([kept[0], *marks], days, strict=True))

    def _head_items(self, kept: Sequence[int], marks: Sequence[int]) -> bool:
        """Whether a headline and a text follow each of several days, so that the first item is alone without one."""
        below = dict(pairwise(kept))
        items = [(self.lines[number], self.lines[below[number]]) for number in marks if number in below]
        headed = all(is_prose(text) and not is_prose(head) for head, text in items)
        return len(items) == len(marks) >= FEWEST_DAYS and headed

    def _is_value(self, number: int) -> bool:
        """Whether the line is what a label, alone on the line above, names: `来源：`."""
        if not 0 < number < len(self.lines) - 1 or number - 1 not in self.left_out:
            return False
        line = self.lines[number]
        return (
            line.width <= WIDEST_VALUE
            and not iso_day(line.content)
            and LABEL.fullmatch(self.lines[number - 1].content) is not None
        )

    def _keep(self, number: int, line: Line) -> None:
        if self.pending is not None:
            self.published[number] = self.published.get(number) or self.pending
            self.pending = None
        if line.content != self.lines[number].content:
            self.trimmed[number] = line
        self.told = self.told or is_prose(line)
        final = is_final(line.content) or SIGNED.search(line.content)
        self.open = not final and bool(CLAUSE.search(line.content))
        self.before = line

    def _is_furniture(self, number: int, line: Line) -> bool:
        content = line.content
        if not (self.told or self.open) and line.width <= LONGEST_FURNITURE and self._trim_beside(number, line):
            return False
        self.related = self.related and (not is_prose(line) or _is_teaser(content))
        if not self.related and self._is_plain(content):
            return self._trim_note(number, line)
        if self._is("notice", content):
            return True
        if not self.related and self._is_dated(content) and self._trim_imprint(number, line):
            return False
        if line.width <= LONGEST_FURNITURE and not content.endswith("。") and self._short(number, content):
            return True
        return self._trim_note(number, line)

    def _is_plain(self, content: str) -> bool:
        """Whether a short line is nothing that a site prints; remembered, since short lines repeat."""
        if len(content) > SHORT or content.startswith(ONWARD):
            return False
        if content not in self.plain:
            self.plain[content] = not self._is_dated(content) and not any(self._is(kind, content) for kind in KINDS)
        return self.plain[content]

    def _short(self, number: int, content: str) -> bool:
        """Whether a line that is neither long nor a sentence is left out."""
        if self._is("member", content) or self._is("folio", content):
            self._date("folio", content)
            return True
        if self._is("cut", content) or (self.told and self._is("more", content)):
            self.related = True
            return True
        if self.related:
            if not self.told and self._published(number, content):
                self._take_back(number - 1)
            return True
        if self._published(number, content) or self._is_day(number, content):
            return True
        if self._is("crumb", content) or (content.startswith(ONWARD) and number - 1 in self.crumbs):
            self.crumbs.add(number)
            self.navigation.add(number)
            self.web = True
            if day := self.imprints.read(content).date:
                self._publish(day)
            return True
        return self._is("furniture", content) or (not self.open and self._is("likely", content))

    def _take_back(self, number: int) -> None:
        """Keep the headline of the article below a list of others: publication data stand under it."""
        self.related = False
        if number in self.left_out and not self._is("cut", self.lines[number].content):
            self.left_out.remove(number)

    def _is_day(self, number: int, content: str) -> bool:
        """Whether a line that is nothing but a day dates an article rather than ends it, as an office's signature."""
        if not self._is("day", content):
            return False
        if SPLIT_DAY.fullmatch(content):
            return self._is_split_day(number, content)
        if MONTH.fullmatch(content):
            above = self.lines[number - 1].content if number else ""
            self._publish(iso_day(f"{content}-{above}") or content)
            return True
        written = "年" in content or "〇" in content
        signed = written and self.before and not self.days_open_items
        if signed and self.before and (is_prose(self.before) or self._is("issuer", self.before.content)):
            return False
        if written and number + 1 == len(self.lines):
            return False
        self.days_open_items = self.days_open_items or self.before is None or not is_prose(self.before)
        self._publish(iso_day(content) or "")
        return True

    def _is_split_day(self, number: int, content: str) -> bool:
        """Whether the line is the day of the year that stands alone on a line beside it; both date the article."""
        beside = [k for k in (number - 1, number + 1) if 0 <= k < len(self.lines)]
        place = next((k for k in beside if YEAR.fullmatch(self.lines[k].content.strip("年 "))), None)
        if place is None:
            return False
        year = self.lines[place].content.strip("年 ")
        self.left_out.add(place)
        self._publish(iso_day(f"{year}-{SPLIT.sub('-', content).strip('-')}") or "")
        return True

    def _published(self, number: int, content: str) -> bool:
        """Whether publication data are more than half of the line; in mid-sentence it takes a date or two of them."""
        if not self._is_dated(content):
            return False
        imprint = self.imprints.read(content)
        if imprint.covered * 2 <= len(content) or (self.open and not imprint.date and imprint.count < 2):  # noqa: PLR2004
            return False
        self.web, self.open = True, False
        self._sign(number, imprint)
        self._publish(imprint.date or "")
        return True

    def _sign(self, number: int, imprint: Imprint) -> None:
        printed = self.printed[number].content.lstrip("|｜ \t\u3000")
        self.byline += (printed[start:end] for start, end in imprint.authors)

    def _trim_imprint(self, number: int, line: Line) -> bool:
        """Whether the line is a headline or paragraph with publication data before or behind it, which are cut off."""
        imprint = self.imprints.read(line.content)
        if imprint.rest is None or not (imprint.date or imprint.count > 1):
            return False
        start, end = imprint.rest
        kept = line.content[start:end]
        opens = "。" not in kept and (self.before is None or not self.open)
        ends = start == 0 and bool(ENDED.search(kept[-2:]))
        if not (opens or start > 0 or ends) or self._is_dated(kept) or self._is("folio", line.content):
            return False
        if start == 0 and self._names_outlet(kept):
            return False
        self.web = True
        self._sign(number, imprint)
        if not ends:
            self._publish(imprint.date or "")
        elif imprint.date:
            self.dates.setdefault("meta", imprint.date)
        self.trimmed[number] = _part(line, start, end)
        return True

    def _names_outlet(self, words: str) -> bool:
        """Whether words before publication data, under a headline, are a medium's: `今日石滩 2024-08-12`."""
        headed = self.before is not None and not is_prose(self.before)
        return headed and (len(words) <= LONGEST_OUTLET or len(words.split()) > MOST_WORDS)

    def _trim_beside(self, number: int, line: Line) -> bool:
        """Cut a headline free of the day, the author, the source or the site's name in its line above the text."""
        content = line.content
        found = next(
            filter(
                None,
                (p.regex.fullmatch(content) for p in self.patterns["beside"].fitting(content, self.words.get(content))),
            ),
            None,
        )
        if not found or any(self._is(kind, content) for kind in ("folio", "furniture", "crumb", "notice", "cut")):
            return False
        if self._is_dated(content) and self.imprints.read(content).date:
            return False
        if day := found.groupdict().get("date"):
            self._publish(iso_day(day) or "")
        self.trimmed[number] = _part(line, *found.span("title"))
        return True

    def _trim_note(self, number: int, line: Line) -> bool:
        """Cut off what an editor adds to the last paragraph; the line itself stays."""
        closing = self.patterns["closing"]
        may = "。" in line.content and closing.may_match(self.words.get(line.content))
        if may and (note := closing.search(line.content[-100:])):
            self.trimmed[number] = _part(line, 0, len(line.content[:-100]) + note.start())
        return False

    def _publish(self, day: str) -> None:
        self.pending = self.pending or day
        if day:
            self.dates.setdefault("meta", day)

    def _headings(self) -> None:
        """Leave out what the site prints around the headline, and keep a headline that only its path prints."""
        shown = [self._shown(number) for number in range(len(self.lines))]
        kept = [number for number in range(len(shown)) if number not in self.left_out]
        heads = headings(shown, kept)
        if not heads.above:
            self._headline_of_path(heads.prose)
        own = site_lines(shown, heads, self.navigation, self.crumbs)
        self.left_out |= own
        again = printed_again(shown, headings(shown, [number for number in kept if number not in own]), web=self.web)
        for number in sorted(again):
            if (day := self.published.get(number)) is not None:
                following = next((k for k in range(number + 1, len(shown)) if k not in self.left_out | again), None)
                if following is not None:
                    self.published.setdefault(following, day)
        self.left_out |= again | column_path(shown, heads)

    def _headline_of_path(self, prose: int) -> None:
        """Keep the headline that ends the path above an article or bears a label, where no other line prints it."""
        for number in sorted(self.left_out):
            words = self.lines[number].content
            if number >= prose:
                return
            if found := ORIGINAL.fullmatch(words) or (PATH_END.search(words) if number in self.crumbs else None):
                self.trimmed[number] = _part(self.lines[number], *found.span("title"))
                self.left_out.remove(number)
                return

    def _shown(self, number: int) -> Line:
        return self.trimmed.get(number, self.lines[number])

    def _date(self, kind: str, content: str) -> None:
        day = None if content.startswith("今天是") or self._is("member", content) else iso_day(content)
        if day:
            self.dates.setdefault(kind, day)

    def _is(self, name: str, content: str) -> bool:
        return self.patterns[name].fullmatch(content, self.words.get(content))

    def _is_dated(self, content: str) -> bool:
        """Whether publication data stand in a line."""
        return self.imprints.stand_in(content, self.words.get(content))


def furniture(lines: Sequence[Line], rules: RuleSet) -> Furniture:
    """The furniture among `lines`; a page of one line has none."""
    if len(lines) < 2:  # noqa: PLR2004
        return Furniture(frozenset(), None, (), web=False, trimmed={}, published={})
    return Site(lines, rules).read()


def _without_bars(content: str) -> tuple[int, int]:
    """The stretch of a line without the bars of a table's borders."""
    bare = content.strip(" \t\u3000|｜") if content[:1] in "|｜" or content[-1:] in "|｜" else content
    start = content.find(bare) if bare else 0
    return start, start + len(bare)


def _part(line: Line, start: int, end: int) -> Line:
    """The line without what stands before `start` and from `end` on."""
    if (start, end) == (0, len(line.content)):
        return line
    content = line.content[start:end].rstrip()
    span = Span(line.span.start + start, line.span.start + start + len(content))
    return replace(line, span=span, content=content, width=line.width * len(content) // max(1, len(line.content)))


def _is_teaser(content: str) -> bool:
    """Whether a line of prose leads to another article: its beginning alone, or a headline with a day."""
    return content.endswith(("...", "…")) or DATED_LINK.search(content) is not None
