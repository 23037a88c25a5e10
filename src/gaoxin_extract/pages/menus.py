"""Menus of a site: lines that are nothing but the names of its sections."""

from collections.abc import Sequence
from itertools import pairwise

from gaoxin_extract.pages.lines import Line
from gaoxin_extract.pages.patterns import Group, any_of
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.rulebook.compiling import compiled

# The blank before Latin letters is closed up: 投资环境VR看园区 are two links.
LINK = r"(?:[A-Z]{0,4}\p{Han}{1,12}(?:[A-Z]{2,5}\p{Han}{1,12})?|[A-Za-z][A-Za-z&]{0,13})"
LINKS = compiled(rf"[>＞»›|｜•·]*\s*{LINK}(?:(?:\s*[|｜/·>＞»›•]\s*|\s+){LINK}){{0,24}}+\s*[>＞»›|｜]*")
PARTED = compiled(r"[\s|｜/·>＞»›•]+")
BAR = compiled(r"[|｜]")
LATIN = compiled(r"[A-Za-z&]+")
BARRED = compiled(r"(?:\p{Han}\s?\p{Han}?[:：]\s*)?(?:[^\d\s|｜，。：]{1,5}\s*[|｜]+\s*){4,}+[^\d\s|｜，。：]{0,5}")
DIGIT = compiled(r"\d")
ENTRY = compiled(r"\p{Han}{2,6}|\d{1,6}[万萬]?")
CLOCK = compiled(r"(?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?")
LONGEST_CLOCK = 10
SHORTEST_COLUMN = 6
LONGEST_COLUMN = 60
SHORTEST_BAR = 3
WIDEST = 200
LONG_MENU = 8
FEWEST_NAMED = 3
NARROWEST = 4


def menu_lines(lines: Sequence[Line], rules: RuleSet) -> frozenset[int]:
    """The numbers of the lines that are a menu: in runs of short lines from the first known section to the last.

    A line of three links or more between upright bars is a menu whatever it names, if no table goes on below.
    """
    entry = any_of(rules, "menu.")
    found = _column(lines) | _clocks(lines)
    run: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines):
        if BARRED.fullmatch(line.content):
            found.add(number)
        links = (
            PARTED.split(line.content) if NARROWEST <= line.width <= WIDEST and LINKS.fullmatch(line.content) else []
        )
        if not links:
            found |= _of_run(run, entry)
            run = []
            continue
        bars = len(BAR.findall(line.content)) + 1
        named = len(links) > 1 and any(entry.fullmatch(link) for link in links)
        only_named = named and all(LATIN.fullmatch(link) or entry.fullmatch(link) for link in links if link)
        if only_named or (bars >= SHORTEST_BAR and not _in_table(lines, number)):
            found.add(number)
        run.append((number, [link for link in links if link]))
    return frozenset(found | _of_run(run, entry))


def _column(lines: Sequence[Line]) -> set[int]:
    """The lines of a menu that a page opens with, an entry a line: six at least, each of a word or two."""
    found: set[int] = set()
    run: list[int] = []
    for number, line in enumerate(lines[:LONGEST_COLUMN]):
        if ENTRY.fullmatch(line.content):
            run.append(number)
            continue
        found |= set(run if len(run) >= SHORTEST_COLUMN else ())
        run = []
        if "。" in line.content:
            break
    return found


def _clocks(lines: Sequence[Line]) -> set[int]:
    """The lines of a stream of news that are nothing but the time of the item below."""
    found = {
        number
        for number, line in enumerate(lines[:-1])
        if line.width <= LONGEST_CLOCK and CLOCK.fullmatch(line.content) and "。" in lines[number + 1].content
    }
    return found if len(found) > 1 else set()


def _of_run(run: Sequence[tuple[int, list[str]]], entry: Group) -> set[int]:
    """The lines of a run of short lines that are a menu's: two sections at least tell it."""
    known = [
        (place, len(named), len(links))
        for place, (_, links) in enumerate(run)
        if (named := {link for link in links if entry.fullmatch(link)})
    ]
    if sum(count for _, count, _ in known) < 2:  # noqa: PLR2004
        return set()
    whole = [
        place for place, count, size in known if count * 2 >= size or (size >= LONG_MENU and count >= FEWEST_NAMED)
    ]
    inside = {k for first, last in pairwise(whole) if last - first <= 4 for k in range(first, last)}  # noqa: PLR2004
    return {run[place][0] for place in {*whole, *inside}}


def _in_table(lines: Sequence[Line], number: int) -> bool:
    near = (lines[k].content for k in (number - 1, number + 1) if 0 <= k < len(lines))
    return any(BAR.search(content) and DIGIT.search(content) for content in near)
