"""Reads a point of the calendar: which year, month and day it is, in the passage where it stands."""

from msgspec.structs import replace

from gaoxin_extract.entities.date.almanac import feast_day, iso, last_of_month, nth_weekday, week_of
from gaoxin_extract.entities.date.cues import Cues
from gaoxin_extract.entities.date.expressions import Point, Step
from gaoxin_extract.entities.date.moments import (
    Moment,
    date_moment,
    day_moment,
    lunar_moment,
    month_moment,
    span_moment,
    stretch_moment,
    unknown,
    week_away,
    week_moment,
    weekday_name,
    year_moment,
)
from gaoxin_extract.entities.date.years import LAST_MONTH, Place, Years

VAGUE = Moment("PAST_REF")
# The century of a text that is dated by nothing.
CENTURY = 20


class Reading:
    """The article's date and what has been named so far."""

    def __init__(self, content: str, dct: str | None, cues: Cues) -> None:
        """Nothing has been named yet."""
        self.years = Years(content, dct, cues)
        self.named: Moment | None = None
        self.named_day: Moment | None = None
        self.vague = False
        self.near = False  # whether the date just named stands in this paragraph

    def open_paragraph(self) -> None:
        """当年 reaches back to no year of another paragraph."""
        self.near = False

    def name(self, moment: Moment | None) -> None:
        """Keep the date just named; None is 近日 and its like, after which 当天 is a day that nobody knows."""
        if moment is None:
            self.vague = True
            return
        if self.named is not None and self.years.lies_ahead(moment):
            # 可用到明年3月。同月，…: what is planned is not what the story goes on from.
            return
        self.named = moment
        self.near = True
        if moment.day is not None:
            self.vague = False
            self.named_day = moment

    def base(self, unit: str, *, later: bool) -> Moment | None:
        """From where 两天后 and 三年前 count: the date just named if it is as precise, else the article's."""
        named, year = self.named, self.years.dct_year
        if later and named is not None and named.year is not None and not self.vague:
            precise = {"Y": True, "M": named.month is not None, "Q": named.month is not None}
            past = year is None or named.year < year or unit != "Y"
            if precise.get(unit, named.day is not None) and past:
                return named
        if year is None:
            return None
        if self.years.dct_day:
            return day_moment(self.years.dct_day)
        return month_moment(year, self.years.dct_month) if self.years.dct_month else year_moment(year)

    def moment(self, point: Point, place: Place, *, after: Moment | None = None, until: Moment | None = None) -> Moment:
        """What `point` names; `after` or `until`: the other end of its range, already read."""
        moment = self._moment(point, place, after=after, until=until)
        if point.time and moment.value and moment is not VAGUE:
            return replace(moment, value=moment.value + point.time)
        return moment

    def _moment(self, point: Point, place: Place, *, after: Moment | None, until: Moment | None) -> Moment:
        if point.prefix is not None:
            return self._decade(point)
        if point.step is not None and point.step.unit != "year":
            return self._stepped(point, point.step, place)
        if point.year is not None or point.step is not None:
            year = self._said_year(point, place)
            self.years.tell(year, point, place)
            return _under(point, year)
        return self._without_year(point, place, after=after, until=until)

    def _without_year(self, point: Point, place: Place, *, after: Moment | None, until: Moment | None) -> Moment:
        if point.weekday is not None and point.week_of_month is None:
            return self._weekday(point.weekday, place, after=after)
        if point.day is not None and point.month is None:
            return self._lone_day(point.day, place, after=after)
        month = point.month or 0
        if after is not None:
            wraps = after.month is not None and 0 < month < after.month
            return _under(point, None if after.year is None else after.year + wraps)
        if until is not None and until.year is not None:
            return _under(point, until.year - (until.month is not None and month > until.month))
        if point.lunar and self.years.told is None and self.years.dct_year is not None:
            return self.years.lunar(point, place)
        return _under(point, self.years.unsaid(point, place))

    def _said_year(self, point: Point, place: Place) -> int | None:
        if point.step is None:
            return point.year
        match point.step.base:
            case "dct":
                year = self.years.dct_year
            case "told":
                year = self.years.reported(place)
            case "named":
                year = self.named.year if self.named is not None and self.near else self.years.reported(place)
        return None if year is None else year + point.step.count

    def _decade(self, point: Point) -> Moment:
        prefix = point.prefix or ""
        if point.step is None:
            return span_moment(prefix)
        century = CENTURY if self.years.dct_year is None else self.years.dct_year // 100
        return span_moment(f"{century + point.step.count:02d}{prefix}")

    def _stepped(self, point: Point, step: Step, place: Place) -> Moment:
        match step.unit:
            case "month":
                return self._month(point, step)
            case "day":
                return self._day(step) if point.day is None else self._dated_day(point.day, step)
            case "week":
                return self._week(point, step)
            case "quarter":
                return self._quarter(step, place)
            case "century" | "year":
                return unknown(step.unit)

    def _month(self, point: Point, step: Step) -> Moment:
        year, month = self.years.dct_year, self.years.dct_month
        if step.base == "named":
            if self.vague:
                return VAGUE
            if self.named is not None:
                year, month = self.named.year, self.named.month
        if month is None:
            return Moment(f"XXXX-XX-{point.day:02d}") if point.day else unknown("month")
        if year is None:
            return month_moment(None, (month - 1 + step.count) % LAST_MONTH + 1)
        total = year * LAST_MONTH + month - 1 + step.count
        year, month = total // LAST_MONTH, total % LAST_MONTH + 1
        if point.week_of_month is not None:
            return _within_month(point, year, month)
        return date_moment(year, month, point.day) if point.day else month_moment(year, month)

    def _day(self, step: Step) -> Moment:
        if step.base == "named":
            if self.vague:
                return VAGUE
            named = self.named_day or (None if self.years.dct_day else self.named)
            if named is not None and named.month is not None:
                return _day_from(named, named.month, step.count)
        return day_moment(self.years.dct_day, step.count) if self.years.dct_day else unknown("day")

    def _dated_day(self, day: int, step: Step) -> Moment:
        """昨（17）日: the day before the article's if that is the 17th, else the 17th of the article's month."""
        year, month = self.years.dct_year, self.years.dct_month
        counted = day_moment(self.years.dct_day, step.count) if self.years.dct_day else None
        if counted is not None and counted.day == day:
            return counted
        return date_moment(year, month, day) if year and month else Moment(f"XXXX-XX-{day:02d}", day=day)

    def _week(self, point: Point, step: Step) -> Moment:
        base = self.years.dct_day
        if step.base == "named" and self.named is not None and self.named.day is not None:
            base = self.named.start or base
        if base is None:
            return Moment("XXXX-WXX" + ("" if point.weekday is None else f"-{weekday_name(point.weekday)}"))
        return week_away(base, step.count, point.weekday)

    def _quarter(self, step: Step, place: Place) -> Moment:
        """上季度 is before the article's date, or before the quarter compared with it: 三季度…，比上季度上升."""
        named = self.named.value if self.named is not None and self.years.is_base(place) else None
        if named and named[-2:-1] == "Q" and named[0].isdigit():
            total = int(named[:4]) * 4 + int(named[-1]) - 1 + step.count
            return stretch_moment(total // 4, f"Q{total % 4 + 1}")
        if self.years.dct_year is None or self.years.dct_month is None:
            return unknown("quarter")
        total = self.years.dct_year * 4 + (self.years.dct_month - 1) // 3 + step.count
        return stretch_moment(total // 4, f"Q{total % 4 + 1}")

    def _weekday(self, weekday: int, place: Place, *, after: Moment | None) -> Moment:
        """The last such day up to the article's date, or the next where the clause tells of the future."""
        if after is not None and after.start:
            year, week, first = week_of(after.start)
            return week_moment(year, week, weekday) if weekday >= first else week_away(after.start, 1, weekday)
        day = self.years.dct_day
        if day is None:
            return Moment(f"XXXX-WXX-{weekday_name(weekday)}")
        _, _, today = week_of(day)
        if self.years.tense(place) == "future":
            return week_away(day, int(weekday <= today), weekday)
        return week_away(day, -int(weekday > today and self.years.looks_back(place)), weekday)

    def _lone_day(self, day: int, place: Place, *, after: Moment | None) -> Moment:
        """15日: of the month just named, else of the article's, or of the month before where it is yet to come."""
        base = after if after is not None and after.month is not None else None
        latest = self.years.dct_day is not None and self.years.is_until(place)
        if base is None and not self.vague and not latest:
            base = self.named
        if base is not None and base.month is not None:
            return date_moment(base.year, base.month, day)
        year, month, known = self.years.dct_year, self.years.dct_month, self.years.dct_day
        if year is None or month is None:
            return Moment(f"XXXX-XX-{day:02d}", day=day)
        if known is not None and day > int(known[8:]) and self.years.looks_back(place):
            before = (year, month - 1) if month > 1 else (year - 1, LAST_MONTH)
            if day <= last_of_month(*before):
                year, month = before
        return date_moment(year, month, day)


def _under(point: Point, year: int | None) -> Moment:
    """What stands under the year."""
    if point.feast is not None:
        return _feast(point, point.feast, year)
    if point.lunar:
        return lunar_moment(point, year)
    if point.month is None:
        return stretch_moment(year, point.stretch) if point.stretch else year_moment(year)
    if point.week_of_month is not None:
        return _within_month(point, year, point.month)
    return date_moment(year, point.month, point.day) if point.day else month_moment(year, point.month)


def _within_month(point: Point, year: int | None, month: int) -> Moment:
    """The first Monday of a month, and its like; no calendar numbers the weeks of a month."""
    if year is not None and point.week_of_month is not None and point.weekday is not None:
        day = nth_weekday(year, month, point.week_of_month, point.weekday)
        return day_moment(day) if day else Moment(None, year=year, month=month)
    return Moment(None, year=year, month=month)


def _feast(point: Point, code: str, year: int | None) -> Moment:
    if year is None:
        return Moment(f"XXXX-{code}") if code[0].isdigit() else unknown("day")
    day = feast_day(year, code)
    if day is None:
        return Moment(None)
    moment = day_moment(day)
    return replace(moment, start=None, end=None) if point.loose else moment


def _day_from(named: Moment, month: int, days: int) -> Moment:
    """The day so many days on from the one just named, as far as that was known."""
    if named.day is None:
        return Moment(f"{named.value}-XX", year=named.year, month=month)
    if named.year is None:
        return date_moment(None, month, named.day) if days == 0 else unknown("day")
    return day_moment(iso(named.year, month, named.day), days)
