"""The headline of a page among what its site prints around it: its name, its title bar, a second printing."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct

from gaoxin_extract.pages.lines import Line
from gaoxin_extract.rulebook.compiling import compiled

LONGEST_LINK = 80
LONGEST_NAME = 60
MOST_NAMES = 3
FEWEST_LISTED = 3
SHORTEST_TITLE = 6
SHORTEST_REPEAT = 8
BULLETS = " \u3000•·▪●■◆>＞»"
# A forum's section before the headline of a thread.
TAG = compiled(r"^\[\p{Han}{2,6}\]\s*")
BLANKS = compiled(r"\s+")
BARS = compiled(r"[_|｜]")
HOME = compiled(r"(?:网站)?(?:首\s?页|主页)")
LONGEST_PATH, LONGEST_PLACE = 3, 8
NAME_END = compiled(r"\s*[-_—|｜·]\s*\S{2,30}$")


class Headings(Struct, frozen=True):
    """Lines that are kept, by number: those `above` the first prose that may be headlines, and those `below` it.

    `prose` is the first line of prose, or the number of lines if there is none.
    """

    above: tuple[int, ...]
    below: tuple[int, ...]
    prose: int


def is_prose(line: Line) -> bool:
    """Whether a line is of a text rather than a headline or a link."""
    return "。" in line.content or line.width > LONGEST_LINK


def headings(shown: Sequence[Line], kept: Sequence[int]) -> Headings:
    """The lines of `kept` that may be headlines; `shown` are all lines of the page."""
    prose = next((number for number in kept if is_prose(shown[number])), len(shown))
    heads = [number for number in kept if number != prose and shown[number].width <= LONGEST_NAME * 2]
    return Headings(
        tuple(number for number in heads if number < prose), tuple(number for number in heads if number > prose), prose
    )


def site_lines(
    shown: Sequence[Line], heads: Headings, navigation: AbstractSet[int], crumbs: AbstractSet[int]
) -> set[int]:
    """The lines above a menu where a headline follows it, and a headline with the name of the site."""
    last = max((number for number in navigation if number < heads.prose), default=-1)
    above = [number for number in heads.above if number < last]
    headed = 0 < len(above) <= MOST_NAMES < len(shown) and len(heads.above) > len(above)
    listed = last > MOST_NAMES and last in crumbs
    found: set[int] = set()
    if heads.prose < len(shown) and (headed or listed):
        found.update(number for number in above if shown[number].width <= LONGEST_NAME)
    contents = [BLANKS.sub("", shown[number].content) for number in heads.above]
    for place, number in enumerate(heads.above):
        if contents[place].startswith("首页"):
            below = tuple(content for content in contents[place + 1 :] if len(content) >= SHORTEST_TITLE)
            if contents[place].endswith(below):
                found.add(number)
        named = NAME_END.sub("", contents[place])
        if len(named) >= SHORTEST_TITLE and named != contents[place] and named in contents:
            found.add(number)
        bars = [part for part in BARS.split(contents[place])[: MOST_NAMES + 1] if len(part) >= SHORTEST_REPEAT]
        if bars and bars[0] != contents[place] and _is_printed(bars, contents[place + 1 :]):
            found.add(number)
    return found


def _is_printed(bars: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a part of a title bar is printed below."""
    return any(part in content for part in bars for content in below[:LONGEST_LINK])


def printed_again(shown: Sequence[Line], heads: Headings, *, web: bool) -> set[int]:
    """The lines that print a headline again, above the text or, on the page of one article (`web`), within it.

    Where several are printed again below, or one right above the text, the lines above are a list of contents and are
    left out themselves.
    """
    prints: dict[str, list[int]] = {}
    for number in heads.above:
        if len(plain := _plain(shown[number])) >= SHORTEST_TITLE:
            prints.setdefault(plain, []).append(number)
    for number in heads.below if web else ():
        if len(plain := _plain(shown[number])) >= SHORTEST_REPEAT and plain in prints:
            prints[plain].append(number)
    repeated = {plain: numbers for plain, numbers in prints.items() if len(numbers) > 1}
    if web and len(repeated) > 1:
        return {numbers[0] for numbers in repeated.values()}
    again: set[int] = set()
    for plain, numbers in repeated.items():
        listed = {number for number in heads.above if numbers[0] <= number < numbers[-1]}
        if numbers[-1] == heads.above[-1] and len(listed - set(numbers)) >= FEWEST_LISTED:
            again |= listed
            continue
        # A bulleted line is an entry of a menu rather than the headline.
        kept = next((number for number in numbers if shown[number].content == plain), numbers[0])
        again.update(number for number in numbers if number != kept)
    return again


def column_path(shown: Sequence[Line], heads: Headings) -> set[int]:
    """The lines of a path that is printed a place a line, from 首页 down to the headline."""
    home = next((number for number in range(heads.prose) if HOME.fullmatch(shown[number].content)), heads.prose)
    path = [number for number in heads.above[:-1] if number > home]
    placed = 0 < len(path) <= LONGEST_PATH and path[0] == home + 1
    short = all(len(shown[number].content) <= LONGEST_PLACE for number in path)
    return set(path) if placed and short and len(shown[heads.above[-1]].content) > LONGEST_PLACE else set()


def _plain(line: Line) -> str:
    return TAG.sub("", line.content.lstrip(BULLETS), count=1)
