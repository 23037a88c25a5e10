"""What two projects make or build, by their names without company, place and phase: how close the words are."""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum

from rapidfuzz.distance import Indel

from gaoxin_extract.ledger.names import Names, threads

# Two products of the same company and town are one in two wordings where so much of them agrees and a sum besides.
ALIKE = 0.8
DIGITS = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十](?=[号矿厂井库桥院中小站])")
# From here to there: neither of the two ends is the whole.
STRETCH = re.compile("[至到]|段$")


class Product(IntEnum):
    """What one name's product is to the other's, the closest last."""

    OTHER = 0
    LIKE = 1  # much the same characters
    UNSAID = 2  # the shorter says none: a company and 基地
    OPENING = 3  # the longer goes on with words of its own: 云溪 of 云溪变电站
    PICKED = 4  # single characters out of the longer: 磁材 of 磁性材料
    INNER = 5  # without words from the middle of the longer: 智慧监管平台 of 智慧河湖监管平台
    SHORTER = 6  # without words in front, or without counts and such nouns as stand in any name
    KIND = 7  # but for nouns of what every town builds: 云石高速 and 云石高速公路
    SAME = 8


def closeness(short: str, long: str, names: Names) -> Product:
    """How close two products are."""
    if short == long:
        return Product.SAME
    if len(short) > len(long):
        short, long = long, short
    which = names.ordinals(long)
    if which and not any(ordinal in short for ordinal in which):
        return Product.OTHER if names.content(short) else Product.UNSAID
    if not names.content(short):
        return Product.UNSAID if threads(short, long) else Product.OTHER
    if _is_elsewhere(short, long):
        return Product.OTHER
    if threads(short, long):
        return _part(short, long, names)
    return Product.LIKE if Indel.normalized_similarity(short, long) >= ALIKE else Product.OTHER


def _is_elsewhere(short: str, long: str) -> bool:
    """Whether the one is a stretch of a way, or of another number: 西线 and 西线东段, 地铁5号线 and 地铁15号线."""
    if bool(STRETCH.search(short)) != bool(STRETCH.search(long)):
        return True
    return not set(DIGITS.findall(short)) <= set(DIGITS.findall(long))


def _part(short: str, long: str, names: Names) -> Product:
    """What the one is to the other in which its characters stand in their order."""
    if names.is_named(short) and names.own(short) == names.own(long):
        return Product.KIND
    gaps = tuple(_gaps(short, long))
    if not gaps:
        return Product.PICKED
    _, *inner, end = gaps
    if names.content(end):
        return Product.OPENING
    return Product.INNER if any(map(names.content, inner)) else Product.SHORTER


def _gaps(short: str, long: str) -> Iterator[str]:
    """What `long` has before, between and behind stretches of two characters at least that make up `short`.

    Nothing where there are none such. The last stretch is taken where it stands last.
    """
    place, gaps = 0, []
    while short:
        size = next((size for size in range(len(short), 1, -1) if short[:size] in long[place:]), 0)
        if not size or len(short) - size == 1:
            return
        found = long.rindex(short) if size == len(short) else long.index(short[:size], place)
        gaps.append(long[place:found])
        place = found + size
        short = short[size:]
    yield from (*gaps, long[place:])


def counts_differ(ones: Iterable[str], others: Iterable[str], names: Names) -> bool:
    """Whether what names count differs: 年产2万吨 and 年产3万吨, 8英寸 and 12英寸."""
    counted = [names.counted(one) for one in ones], [names.counted(other) for other in others]
    for unit in {unit for each in counted[0] for unit in each} & {unit for each in counted[1] for unit in each}:
        first, second = ({each[unit] for each in side if unit in each} for side in counted)
        if not first & second:
            return True
    return False
