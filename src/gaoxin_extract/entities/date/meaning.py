"""From the words of a date to what they mean: the groups of a pattern's match become an `Expression`."""

from decimal import Decimal

import regex
from msgspec.structs import replace

from gaoxin_extract.entities.date.calendar_words import PARTS, ends, evening
from gaoxin_extract.entities.date.expressions import (
    Calendar,
    Echo,
    Expression,
    Fixed,
    Length,
    Offset,
    Point,
    Relation,
)
from gaoxin_extract.entities.date.groups import (
    HALF,
    Bounds,
    Groups,
    Lexicon,
    Match,
    amount,
    bounds,
    clock_time,
    period,
    time_of_day,
    unit_letter,
    whole,
)
from gaoxin_extract.numerals import plain
from gaoxin_extract.rulebook import compiled
from gaoxin_extract.values import DateMod

SET_UNITS = {"年": "Y", "月": "M", "周": "W", "星期": "W", "季度": "Q"}
MANY_DAYS = 20
FURTHER = compiled(r"(?P<amount>.+?)(?P<unit>个?(?:月|星期|礼拜|天|小时)|时|分钟?|秒)")
MONTHS_TOO = compiled(r"(.+)个月")
CLOCK_UNITS = {"小时": "H", "时": "H", "分钟": "M", "分": "M", "秒": "S"}
FORENOON = ("上午", "早上", "早晨", "清晨", "早")


class Reader:
    """Reads the matches of the patterns in `rules`; one is made for each loading of rules."""

    def __init__(self, lexicon: Lexicon, point: regex.Pattern[str], figures: regex.Pattern[str]) -> None:
        """`point` reads the first end of a range once it has its unit, `figures` either end of a range of figures."""
        self.lexicon = lexicon
        self.point = point
        self.figures = figures
        self.readers = {
            "numeric": self._numeric,
            "plan": _plan,
            "set": self._set,
            "length": _length,
            "clock": self._clock,
            "listed": self._listed,
            "echo": _echo,
            "reference": _reference,
        }

    def read(self, kind: str, match: Match) -> Expression | None:
        """What `match` of the pattern `kind` means; None if it is no date after all."""
        return self.readers[kind](Groups(match, self.lexicon))

    def calendar(self, first: Match, last: Match | None, tail: Match | None) -> Calendar | None:
        """A point, or with `last` a stretch; of an open range `first` lacks its unit, which is that of `last`."""
        relation = self._relation(tail)
        if last is None:
            found = ends(Groups(first, self.lexicon))
            return Calendar(first=found[0], last=found[1], relation=relation) if found else None
        if "hour" in last.re.groupindex and "point" not in last.re.groupindex:
            return self._hours_between(first, last, relation)
        end = ends(Groups(last, self.lexicon))
        begin = self._open_end(first, last, end[0]) if end and "bare" in first.re.groupindex else self._ends(first)
        if begin is None or end is None:
            return None
        return Calendar(first=begin[0], last=end[1] or end[0], relation=relation)

    def _ends(self, match: Match | None) -> tuple[Point, Point | None] | None:
        return ends(Groups(match, self.lexicon)) if match else None

    def _open_end(self, first: Match, last: Match, end: Point) -> tuple[Point, Point | None] | None:
        """2月7 before 11日: read with the unit that stands behind the second end."""
        if end.day is not None:
            unit = "月" if end.month is not None and "月" not in last.group() else "日"
        elif end.month is not None:
            unit = "月"
        else:
            unit = "季度" if end.stretch else "年"
        return self._ends(self.point.fullmatch("".join(first.group().split()) + unit))

    def _hours_between(self, first: Match, last: Match, relation: Relation | None) -> Calendar | None:
        """8月8日9时至11时: two times of one day."""
        found = self._ends(first)
        if found is None or found[0].time is None:
            return None
        begin = Groups(first, self.lexicon)
        part = begin["day_part"] or evening(begin)
        time = clock_time(Groups(last, self.lexicon), part="" if part in FORENOON else part)
        return Calendar(first=found[0], last=replace(found[0], time=time), relation=relation)

    def _relation(self, tail: Match | None) -> Relation | None:
        if tail is None:
            return None
        return self.lexicon["relation"]["".join(tail["relation"].split())]  # type: ignore[return-value] # a test holds it

    def _listed(self, groups: Groups) -> Expression | None:
        """2021 in 2021、2022年: the unit stands behind the last of the list."""
        found = self._ends(self.point.fullmatch(groups["bare"] + groups["unit"]))
        return Calendar(first=found[0]) if found else None

    def _numeric(self, groups: Groups) -> Expression | None:
        if groups["opening"]:
            return Calendar(first=Point(year=int(groups["opening"])), last=Point(year=int(groups["closing"])))
        ends = [self._figures(groups, end) for end in ("first", "last") if groups[end]]
        # Both ends of a range are written alike: with days or without.
        last = ends[1] if len(ends) > 1 and (ends[0].day is None) == (ends[1].day is None) else None
        relation: Relation | None = groups.value("relation")  # type: ignore[assignment] # a test holds it
        return Calendar(first=ends[0], last=last, relation=relation)

    def _figures(self, groups: Groups, end: str) -> Point:
        match = self.figures.match(groups.match.string, *groups.match.span(end))
        own = Groups(match, self.lexicon) if match else groups
        day = int(own["day"]) if own["day"] else None
        if own["code"]:
            # 2023Q4, 1H23.
            year, code = int(own["year"]), own["code"].upper()
            return Point(year=year % 100 + 2000, stretch=code if code[0] in "QH" else code[::-1])
        return Point(year=int(own["year"]), month=int(own["month"]), day=day, time=time_of_day(own))

    def _clock(self, groups: Groups) -> Expression | None:
        value = clock_time(groups)
        if groups["last"]:
            last = self._last_time(groups)
            if last is None:
                return None
            value += f"/{last}"
        relation = "APPROX" if groups["about"] else groups.value("relation")
        return Fixed("TIME", value, relation if relation in {"BEFORE", "AFTER", "APPROX"} else None)  # type: ignore[arg-type]

    def _last_time(self, groups: Groups) -> str | None:
        """The time behind the dash of 上午9点至11点."""
        words = groups["last"].removeprefix("次日")
        last = self.point.fullmatch("1月1日" + words)
        part = groups["day_part"] or _nightly(groups)
        own = part in FORENOON or words != groups["last"]
        return time_of_day(Groups(last, self.lexicon), part="" if own else part) if last else None

    def _set(self, groups: Groups) -> Expression | None:
        if inside := _inside_set(groups, self._last_time(groups) if groups["last"] else None):
            return Fixed("SET", inside)
        if groups["every"] == "学期":
            return Fixed("SET", "P6M")
        unit = next((letter for word, letter in SET_UNITS.items() if groups["every"].endswith(word)), "D")
        count = amount(groups["amount"]) if groups["amount"] else Decimal(1)
        part = groups.lexicon["part"].get(groups["part"]) or groups.lexicon["year_part"].get(groups["part"])
        return Fixed("SET", period(count, unit), part) if count else None  # type: ignore[arg-type] # a test holds it


def _echo(groups: Groups) -> Expression:
    return Echo(int(groups.lexicon["echo"][groups.text]))


def _reference(groups: Groups) -> Expression:
    return Fixed("DATE", groups.lexicon["reference"][groups.text])


def _plan(groups: Groups) -> Expression | None:
    """A five-year plan: the first ran from 1953, the third began in 1966 after three years of readjustment."""
    number = whole(groups["number"])
    opening = 1948 + 5 * number if number <= 2 else 1951 + 5 * number  # noqa: PLR2004 -- as above
    word = groups.value("plan")
    first, last = Point(year=opening), Point(year=opening + 4)
    if groups["first"]:
        return Calendar(first=first, last=Point(year=opening + whole(groups["first"]) - 1))
    match word:
        case "START":
            return Calendar(first=replace(first, part=PARTS[word]))
        case "MID":
            return Calendar(first=Point(year=opening + 2, part=PARTS[word]))
        case "END":
            return Calendar(first=replace(last, part=PARTS[word]))
        case "SINCE" | "BEFORE":
            return Calendar(first=first, relation="SINCE" if word == "SINCE" else "BEFORE")
        case _:
            return Calendar(first=first, last=last)


def _inside_set(groups: Groups, last: str | None) -> str | None:
    """The day or time that recurs, with X for what changes; None where only the interval is said."""
    time = time_of_day(groups, part=_nightly(groups)) or ""
    if groups["weekday"] or time:
        day = f"XXXX-WXX-{groups.value('weekday')}" if groups["weekday"] else "XXXX-XX-XX"
        until = f"/XXXX-WXX-{groups.lexicon['weekday'][groups['until']]}" if groups["until"] else ""
        return f"{day}{until}{time}" + (f"/{day}{last}" if last and not until else "")
    if season := groups.value("season"):
        return f"XXXX-{season}"
    months, days = ([whole(word) for word in groups.all(name)] for name in ("month", "day"))
    if months or days:
        ends = range(max(len(months), len(days)))
        return "/".join(f"XXXX-{_nth(months, end)}" + (f"-{_nth(days, end)}" if days else "") for end in ends)
    code = groups.value("festival") or ""
    return f"XXXX-{code}" if code[:1].isdigit() else None


def _nightly(groups: Groups) -> str:
    """The part of the day that 每晚 sets for the hour behind it."""
    return "晚" if groups["every"] == "晚" else ""


def _nth(numbers: list[int], place: int) -> str:
    """The number at `place`, or the last there is; XX where there is none."""
    return f"{numbers[min(place, len(numbers) - 1)]:02d}" if numbers else "XX"


def _length(groups: Groups) -> Expression | None:
    unit = unit_letter(groups["unit"])
    found = bounds(groups["amount"])
    if found is None:
        return None
    if found.low is None and groups["lead"] in {"近", "最近", "这"}:
        return Fixed("DATE", "PAST_REF")
    low, high = found.low, amount(groups["until"]) if groups["until"] else found.high
    if low is not None and ("半" in groups["unit"] or groups["half"]):
        low += HALF
    months = MONTHS_TOO.match(groups["then"]) if unit == "Y" and low is not None else None
    if groups["offset"] and months and low is not None:
        # 一年三个月后.
        unit, low = "M", low * 12 + whole(months[1])
    if groups["offset"] and low is not None and high is None:
        return Offset(unit, low, int(groups.lexicon["offset"][groups["offset"]]))
    value = period(low, unit)
    if high is not None:
        value += f"/{period(high, unit_letter(groups['top'] or groups['unit']))}"
    return Length(value + _rest(groups), _length_mod(groups, found, unit))


def _rest(groups: Groups) -> str:
    """The further units of a length, the days before the hours: 四年六个月, 8天20小时, 一年又一个月21天."""
    calendar = clock = ""
    for words in groups.all("then"):
        found = FURTHER.fullmatch("".join(words.split()))
        count = amount(found["amount"]) if found else None
        if found is None or count is None:
            continue
        if letter := CLOCK_UNITS.get(found["unit"][-2:]) or CLOCK_UNITS.get(found["unit"][-1]):
            clock += f"{plain(count)}{letter}"
        else:
            calendar += f"{plain(count)}{unit_letter(found['unit'])}"
    return calendar + (f"T{clock}" if clock else "")


def _length_mod(groups: Groups, found: Bounds, unit: str) -> DateMod | None:
    if groups["lead"] and groups.value("lead") == "RECENT":
        # 近40天 is nearly forty days, 近3年 the last three years.
        nearly = found.low is not None and found.low >= MANY_DAYS and unit == "D"
        return "APPROX" if nearly else found.mod
    said = groups.value("tail") or groups.value("lead")
    if said:
        return said  # type: ignore[return-value] # the lexicon's test holds its values
    more = groups.has("more") or groups.has("after") or groups["unit"][1:2] in {"多", "余"}
    return "MORE_THAN" if more else found.mod
