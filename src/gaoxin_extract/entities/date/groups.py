"""What a pattern captured, and the numbers, units and times of day in it."""

from collections.abc import Mapping
from decimal import Decimal

import regex
from msgspec import Struct

from gaoxin_extract.numerals import plain, read_estimate, read_numeral
from gaoxin_extract.values import DateMod

Match = regex.Match[str]
Lexicon = Mapping[str, Mapping[str, str]]

NOON = 12
# Up to which hour the part of the day is before dawn: 夜里3点 is, 夜里11点 and 傍晚4点 are not.
BEFORE_DAWN = {"NI": 4, "EV": 3}
SCHOOL = 6  # 三点半 and 四点半 without more said are when school ends
SMALL_HOURS = "凌晨"  # whose twelfth hour is midnight
MERIDIEM = {"a": SMALL_HOURS, "p": "下午"}
VAGUE = {"几", "数", "多", "好几"}
UNITS = {"年": "Y", "载": "Y", "季度": "Q", "星期": "W", "礼拜": "W", "周": "W", "月": "M"}
HALF = Decimal("0.5")


class Groups:
    """The captures of a match; a group that is not in the pattern has none."""

    def __init__(self, match: Match, lexicon: Lexicon) -> None:
        """Keep what `match` captured."""
        self.match = match
        self.text = "".join(match.group().split())
        self.captures = match.capturesdict()
        self.lexicon = lexicon

    def __getitem__(self, name: str) -> str:
        """The first capture without blanks, empty if there is none."""
        captures = self.captures.get(name)
        return "".join(captures[0].split()) if captures else ""

    def has(self, name: str) -> bool:
        """Whether the group took part, be it with nothing."""
        return bool(self.captures.get(name))

    def all(self, name: str) -> list[str]:
        """Every capture, as it stands."""
        return self.captures.get(name, [])

    def value(self, table: str) -> str | None:
        """What the lexicon's table of the group's name says of the word captured."""
        word = self[table]
        return self.lexicon[table][word] if word else None


class Bounds(Struct, frozen=True):
    """The low and high end of an amount and what its words make of it; `low` is None of 几 and 数."""

    low: Decimal | None
    high: Decimal | None = None
    mod: DateMod | None = None


def whole(words: str) -> int:
    """The whole number in `words`, 0 where there is none."""
    number = amount(words)
    return int(number) if number is not None else 0


def amount(words: str) -> Decimal | None:
    """The number in `words`."""
    return Decimal(words) if words.isascii() and words.isdigit() else read_numeral(words)


def bounds(words: str) -> Bounds | None:
    """The ends of an amount, which may be vague (两三, 十几, 几十); None if it is no number.

    >>> bounds("两三")
    Bounds(low=Decimal('2'), high=Decimal('3'), mod=None)
    """
    if words in VAGUE:
        return Bounds(None)
    if words == "大半":
        return Bounds(HALF, mod="MORE_THAN")
    # 两三 is two or three before it is the digits of 23.
    if estimate := read_estimate(words):
        return Bounds(estimate.low, estimate.high, estimate.mod)
    number = amount(words)
    return Bounds(number) if number else None


def unit_letter(words: str) -> str:
    """ISO 8601's letter of a unit; Q for quarters, which it lacks.

    >>> unit_letter("个工作日"), unit_letter("个半月")
    ('D', 'M')
    """
    return next((letter for word, letter in UNITS.items() if word in words), "D")


def period(count: Decimal | None, unit: str) -> str:
    """The length in ISO 8601: half a year is six months and a quarter three; a count that nothing tells is X.

    >>> period(HALF, "Y"), period(Decimal("1.5"), "Y"), period(Decimal(2), "Q"), period(Decimal("4.5"), "D")
    ('P6M', 'P1Y6M', 'P6M', 'P4.5D')
    """
    if count is None:
        return f"PX{'M' if unit == 'Q' else unit}"
    if unit == "Q":
        return f"P{plain(count * 3)}M"
    years = int(count)
    if unit == "Y" and count - years == HALF:
        return f"P{years}Y6M" if years else "P6M"
    return "PT12H" if unit == "D" and count == HALF else f"P{plain(count)}{unit}"


def time_of_day(groups: Groups, *, part: str = "") -> str | None:
    """What TIMEX3 writes of a time: `T15:30`, or `TMO` for a part of the day; `part` is one named before."""
    if groups["hour"]:
        return clock_time(groups, part=part)
    word = groups.value("day_part")
    return f"T{word}" if word else None


def clock_time(groups: Groups, *, part: str = "") -> str:
    """The time that a clock shows, `T15:30`; `part` is the part of the day where the words name none."""
    said = groups["day_part"] or MERIDIEM.get(groups["meridiem"][:1].lower(), part)
    hour = _hour(whole(groups["hour"]), groups.lexicon["day_part"].get(said), half=bool(groups["half"]))
    if hour == NOON and said == SMALL_HOURS:
        hour = 0
    minute = 30 if groups["half"] else 15 * whole(groups["past"]) + whole(groups["minute"])
    written = f"T{hour:02d}:{minute:02d}"
    return written + (f":{whole(groups['second']):02d}" if groups["second"] else "")


def _hour(hour: int, part: str | None, *, half: bool) -> int:
    """The hour from 0 to 24 that `hour` is in a part of the day."""
    if part in BEFORE_DAWN and hour == NOON:
        return 0
    late = half and 0 < hour <= SCHOOL if part is None else hour < NOON and not _is_early(hour, part)
    return hour + NOON if late else hour


def _is_early(hour: int, part: str) -> bool:
    """夜里3点 is before dawn, and 中午11点 is not after noon either."""
    if part == "MI":
        return hour > SCHOOL
    return part == "MO" or hour <= BEFORE_DAWN.get(part, -1)
