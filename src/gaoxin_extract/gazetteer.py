"""Lists of many thousand names, matched over a whole text at once, and where a name in running text begins.

The end of an organisation's or zone's name is known by its last word (局, 有限公司, 高新区). Its beginning is known by
what can't stand in a name: marks, prepositions, verbs. `Readings` cuts a text into such words, clause by clause as they
are asked about, and `Reading.before` looks back from a last word to where its name may begin at the earliest and to the
places named on the way.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from gaoxin_extract.openings import Openings
from gaoxin_extract.rulebook import Pattern, RuleSet

Value = TypeVar("Value")
REACH = 40
SYLLABLES = 3
# The last characters of bodies that do something together with another.
BODY_ENDS = tuple("局会院所司校区社委心")
# No listed word goes over such a mark, nor does the look back from a last word.
MARKS = Openings("，。；：、！？\n")
LONGEST_CLAUSE = 400
JOINS = ("", "与", "和")
# Characters that make no word with the last one of a name that stands right before them: 交行升0.6%, 恒大则表示.
VERBS = "升涨跌称报获系拟售投将还也都便则再仍就只又才未均共有无可应需要会却更最以因使令让"
# Those that make none with the first one of a name right behind them: 继万科之后, 除百度外, 使蒙牛损失.
LEADS = "除如继使令让因若但而且却由当看似替遭逼"
NAME_LISTS = ("bodies", "brands", "listed", "universities")


class Gazetteer(Generic[Value]):
    """Names of two characters and more, each with a value."""

    def __init__(self, entries: Mapping[str, Value] | Iterable[tuple[str, Value]]) -> None:
        """Of a name given twice the later value stands; names of one character are passed over."""
        self.entries: dict[str, Value] = {name: value for name, value in dict(entries).items() if len(name) > 1}
        lengths: dict[str, set[int]] = {}
        for name in self.entries:
            if len(name) > 2:  # noqa: PLR2004 -- a pair is looked up as it is
                lengths.setdefault(name[:2], set()).add(len(name))
        # Most pairs open no longer name; 北京 and 中国 hundreds, but of few lengths.
        self._lengths = {pair: tuple(sorted(found, reverse=True)) for pair, found in lengths.items()}
        self._openings = Openings(self.entries)

    def matches(self, content: str) -> Iterator[tuple[int, int, Value]]:
        """Start, end and value of the names in `content`: from the left, the longest at each place, none overlapping.

        >>> list(Gazetteer({"北京": 1, "北京大学": 2, "大学生": 3}).matches("在北京大学生活"))
        [(1, 5, 2)]
        """
        return self.among(content, self.places(content))

    def among(self, content: str, places: Iterable[int]) -> Iterator[tuple[int, int, Value]]:
        """The same for names that begin at some of `places`."""
        done = 0
        lengths, entries = self._lengths, self.entries
        for start in places:
            if start < done:
                continue
            pair = content[start : start + 2]
            for length in lengths.get(pair, ()):
                name = content[start : start + length]
                if name in entries:
                    break
            else:
                name = pair
            if name in entries:
                done = start + len(name)
                yield start, done, entries[name]

    def places(self, content: str) -> list[int]:
        """Where characters stand that open a name: a superset of where names begin."""
        return self._openings.places(content)


class Heads:
    """Finds where any of several patterns match that begin with one of some words, in one pass over a text."""

    def __init__(self, patterns: Iterable[tuple[Pattern, Iterable[str]]]) -> None:
        """Each pattern with the words that it may begin with."""
        by_word: dict[str, dict[Pattern, list[str]]] = {}
        for pattern, words in patterns:
            for word in words:
                by_word.setdefault(word[:2], {}).setdefault(pattern, []).append(word)
        self._openings: dict[str, tuple[tuple[Pattern, tuple[str, ...]], ...]] = {
            head: tuple(
                (pattern, (*found.get(pattern, ()), *shorter.get(pattern, ()))) for pattern in {**found, **shorter}
            )
            for head, found in by_word.items()
            for shorter in (by_word.get(head[0], {}) if len(head) > 1 else {},)
        }
        self._places = Openings(words for found in by_word.values() for some in found.values() for words in some).places

    def matches(self, content: str) -> Iterator[tuple[Pattern, int, int]]:
        """Each match as pattern, start and end; those of one pattern don't overlap.

        A last word that only repeats what stands right before it ends no name.
        """
        done: dict[str, int] = {}
        openings = self._openings
        for start in self._places(content):
            for pattern, words in openings.get(content[start : start + 2]) or openings.get(content[start], ()):
                if not content.startswith(words, start) or start < done.get(pattern.id, 0):
                    continue
                if match := pattern.regex.match(content, start):
                    end = done[pattern.id] = match.end()
                    if not content.startswith(content[start:end], max(0, start + start - end)):
                        yield pattern, start, end


class Word(IntEnum):
    """What a listed word does at the beginning of a name."""

    CUT = 0  # a name begins after it
    WEAK = 1  # a name may hold it, but does not begin with it
    KEEP = 2  # it holds a character at which a name would be cut
    NOUN = 3  # common to many names: of such words alone no name is made
    COUNTY = 4  # a county without its 县, 市 or 区
    COUNTRY = 5
    PLACE = 6
    NAME = 7  # a body named in a list


BRACKETED = (Word.COUNTY, Word.COUNTRY, Word.PLACE)


class Before(NamedTuple):
    """What stands before a last word.

    `start`: where its name may begin at the earliest; `words`: the listed words from there on; `cut`: the word or
    character that stands before, if not a mark, and `edge` its end, from which weak words may lie before `start`.
    """

    start: int
    words: tuple[tuple[int, int, Word], ...]
    cut: str
    edge: int


class Reading:
    """The listed words of one text, none overlapping; clauses are cut into words when first asked about."""

    def __init__(self, content: str, words: "Gazetteer[Word]", cuts: "Cuts") -> None:
        """Use `Readings.read`."""
        self.content = content
        self._gazetteer = words
        self._cuts = cuts
        self._places = words.places(content)
        marks = pairwise([-1, *MARKS.places(content), len(content)])
        self._clauses = [start for one, other in marks for start in range(one + 1, other, LONGEST_CLAUSE)]
        self._read: dict[int, tuple[list[tuple[int, int, Word]], list[int]]] = {}

    def _near(self, position: int) -> tuple[list[tuple[int, int, Word]], list[int]]:
        """The words of the clause in which `position` lies, and their starts."""
        clause = bisect_right(self._clauses, position) - 1
        if clause not in self._read:
            first = self._clauses[clause] if clause >= 0 else 0
            last = self._clauses[clause + 1] if clause + 1 < len(self._clauses) else len(self.content)
            places = self._places[bisect_left(self._places, first) : bisect_left(self._places, last)]
            words = list(self._gazetteer.among(self.content, places))
            self._read[clause] = words, [start for start, _, _ in words]
        return self._read[clause]

    def before(self, end: int) -> Before:
        """What stands before `end`, back to a mark, or a word or character that no name holds.

        A bracket that opens and does not close is a mark; brackets and quotation marks that pair are not.
        """
        low = self._mark(end)
        found: list[tuple[int, int, Word]] = []
        edge, cut = end, ""
        words, starts = self._near(end - 1)
        for place in range(bisect_left(starts, end) - 1, -1, -1):
            start, stop, word = words[place]
            if stop <= low or start < low:
                break
            low, cut = self._single(max(stop, low), min(edge, end), low)
            if not cut and (word is Word.CUT or (word is Word.WEAK and self._parts(start, stop, found))):
                low, cut = stop, self.content[start:stop]
            if cut:
                break
            found.append((start, min(stop, end), word))
            edge = start
        if not cut:
            low, cut = self._single(low, edge, low)
        low = _after_brackets(self.content, low, end)
        found = [word for word in reversed(found) if word[0] >= low]
        first, cut_end = 0, low
        while first < len(found) and found[first][0] == low and found[first][2] is Word.WEAK:
            low = found[first][1]
            first += 1
        return Before(low, tuple(found[first:]), cut, cut_end)

    def _parts(self, start: int, stop: int, found: list[tuple[int, int, Word]]) -> bool:
        """Whether the weak word `start:stop` stands between two names: before a place, or as 联合 after a body."""
        if found and found[-1][0] == stop and found[-1][2] > Word.COUNTY:
            return True
        return self.content[start:stop] == "联合" and self.content[start - 1 : start] in BODY_ENDS

    def _mark(self, end: int) -> int:
        """The place after the last mark before `end`, and after the measure word of a numeral."""
        low = max(0, end - REACH)
        mark = self._cuts.marks.match(self.content, low, end)
        low = _after_brackets(self.content, mark.end() if mark else low, end)
        if low and self.content[low - 1].isdigit():
            measure = self._cuts.measure.match(self.content, low, end)
            low = measure.end() if measure else low
        return low

    def _single(self, start: int, end: int, low: int) -> tuple[int, str]:
        """The place after the last character between `start` and `end` that cuts, and it; else `low` and none."""
        single = self._cuts.single.match(self.content, start, end) if start < end else None
        return (single.end(), self.content[single.end() - 1]) if single else (low, "")

    def at(self, start: int) -> tuple[int, int, Word] | None:
        """The word that begins at `start`."""
        words, starts = self._near(start)
        place = bisect_left(starts, start)
        return words[place] if place < len(words) and starts[place] == start else None

    def across(self, place: int) -> bool:
        """Whether a listed word stands across `place`."""
        words, starts = self._near(place - 1)
        before = bisect_left(starts, place) - 1
        return before >= 0 and words[before][1] > place

    def ends_with_place(self, end: int) -> bool:
        """Whether a place ends at `end`."""
        words, starts = self._near(end - 1)
        before = bisect_left(starts, end) - 1
        return before >= 0 and words[before][1] == end and words[before][2] in BRACKETED

    def country_before(self, start: int) -> int:
        """`start`, or the beginning of the country that stands right before it: 印度|财政部."""
        words, starts = self._near(start - 1) if start else ([], [])
        before = bisect_left(starts, start) - 1
        if before >= 0 and words[before][1] == start and words[before][2] is Word.COUNTRY:
            return words[before][0]
        return start

    def with_place(self, end: int) -> int:
        """`end`, or the end of the bracket after it that holds a place and no more: 中国石油大学（北京）."""
        content = self.content
        if content[end : end + 1] not in ("（", "("):
            return end
        word = self.at(end + 1)
        if word and word[2] in BRACKETED and content[word[1] : word[1] + 1] in ("）", ")"):
            return word[1] + 1
        return end

    def clear(self, start: int, end: int) -> bool:
        """Whether nothing between cuts, but for 与 and 和 between two words of one field."""
        words, starts = self._near(start)
        place = bisect_left(starts, start)
        for first, stop, word in words[place : place + REACH]:
            if first >= end:
                break
            if self._single(start, first, -1)[1] not in JOINS:
                return False
            if word is Word.CUT or word > Word.COUNTY:
                return False
            start = max(start, stop)
        return self._single(start, end, -1)[1] in JOINS

    def alone(self, start: int, end: int) -> bool:
        """Whether no half word stands on either side of `start:end`, a name as short as a syllable of another word."""
        content = self.content
        before = self.before(start)
        left = before.words[-1] if before.words else (0, before.start, Word.CUT)
        if (left[1] < start and content[start - 1] not in LEADS) or left[2] is Word.NOUN:
            return False
        words, starts = self._near(end - 1)
        place = bisect_left(starts, end)
        right = starts[place] if place < len(words) else len(content)
        run = self._cuts.run.match(content, end, min(right, end + SYLLABLES))
        return run is None or run.end() - end > 1 or content[end] in VERBS


class Cuts(NamedTuple):
    """`marks`: all up to the last character that is in no name; `single`: all up to the last that cuts.

    `measure`: the measure word after a numeral; `run`: characters that neither cut nor mark.
    """

    marks: re.Pattern[str]
    single: re.Pattern[str]
    measure: re.Pattern[str]
    run: re.Pattern[str]


class Readings:
    """Cuts texts into listed words: those of rules/names/, the names of rules/org/ and the cores of national zones."""

    def __init__(self, rules: RuleSet) -> None:
        """`rules` is any set of the rulebook."""
        names, org, zone = rules.beside("names"), rules.beside("org"), rules.beside("zone")
        bodies = [line.split("\t")[0] for name in NAME_LISTS for line in org.lines(name)]
        cores = [
            core for line in zone.lines("national") if line.count("\t") > 1 for core in line.split("\t")[2].split("-")
        ]
        words: dict[str, Word] = dict.fromkeys(names.lines("nouns"), Word.NOUN)
        words |= dict.fromkeys(names.lines("weak"), Word.WEAK)
        words |= dict.fromkeys((*names.lines("counties"), *cores), Word.COUNTY)
        words |= dict.fromkeys(names.lines("countries"), Word.COUNTRY)
        words |= dict.fromkeys(names.lines("cuts"), Word.CUT)
        words |= dict.fromkeys(names.lines("keeps"), Word.KEEP)
        words |= dict.fromkeys(bodies, Word.NAME)
        words |= dict.fromkeys(names.lines("places"), Word.PLACE)
        self._gazetteer = Gazetteer(words)
        self._names = Gazetteer(dict.fromkeys(bodies, Word.NAME))
        mark, cut = names.fragment("mark"), names.fragment("cut")
        self._cuts = Cuts(
            re.compile(f".*{mark}", re.DOTALL),
            re.compile(f".*{cut}", re.DOTALL),
            re.compile(names.fragment("measure")),
            re.compile(f"(?:(?!{mark}|{cut}).)+", re.DOTALL),
        )
        self.read = lru_cache(maxsize=2)(self._read)

    def _read(self, content: str) -> Reading:
        return Reading(content, self._gazetteer, self._cuts)

    def named(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """The bodies of the lists, where no other word holds a part of one."""
        for start, end, _ in self._names.matches(reading.content):
            if reading.at(start) == (start, end, Word.NAME):
                yield start, end


def _after_brackets(content: str, low: int, end: int) -> int:
    """`low`, or the place after the last bracket between it and `end` that has no partner there."""
    opened: list[int] = []
    for found in BRACKET.finditer(content, low, end):
        if found[0] in "（(":
            opened.append(found.end())
        elif opened:
            opened.pop()
        else:
            low = found.end()
    return max(low, opened[-1]) if opened else low


BRACKET = re.compile("[（）()]")


@lru_cache(maxsize=4)
def _readings(roots: tuple[Path, ...]) -> Readings:
    return Readings(RuleSet("names", roots))


def readings(rules: RuleSet) -> Readings:
    """The words of the rulebook of `rules`; one for all types that read the same folders."""
    return _readings(rules.roots)


def in_brackets(content: str, start: int, place: int) -> bool:
    """Whether `place` stands in a bracket that opened at `start` or after."""
    opened = content.count("（", start, place) + content.count("(", start, place)
    return opened > content.count("）", start, place) + content.count(")", start, place)
