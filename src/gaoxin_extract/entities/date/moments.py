"""Resolved points of the calendar."""

from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.entities.date.almanac import (
    day_of_week,
    exists,
    iso,
    last_of_month,
    lunar_day,
    shifted,
    week_of,
)
from gaoxin_extract.entities.date.expressions import Point

STRETCHES = {"H1": (1, 6), "H2": (7, 12), "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "Y": (1, 12)}
WEEKEND = 8
UNKNOWN = {
    "century": "XX",
    "year": "XXXX",
    "quarter": "XXXX-QX",
    "month": "XXXX-XX",
    "week": "XXXX-WXX",
    "day": "XXXX-XX-XX",
}
LAST_YEAR = 9999


class Moment(Struct, frozen=True, gc=False):
    """A day, month, year or part of a year; `start` and `end` are the first and last day, None where a part is open."""

    value: str | None
    start: str | None = None
    end: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    stretch: str | None = None

    def in_other_year(self, years: int) -> "Moment":
        """The same stretch so many years on; a leap day falls back to the 28th."""
        if self.year is None:
            return self
        year = self.year + years
        if self.stretch is not None:
            return stretch_moment(year, self.stretch)
        if self.month is None:
            return year_moment(year)
        if self.day is None:
            return month_moment(year, self.month)
        day = min(self.day, last_of_month(year, self.month))
        return date_moment(year, self.month, day)


def unknown(unit: str) -> Moment:
    """A moment of which only the unit is known."""
    return Moment(UNKNOWN[unit])


def year_moment(year: int | None) -> Moment:
    """A whole year; one of more than four figures has no days that ISO 8601 could write."""
    if year is None:
        return unknown("year")
    if abs(year) > LAST_YEAR:
        return Moment(iso(year), year=year)
    return Moment(iso(year), iso(year, 1, 1), iso(year, 12, 31), year)


def month_moment(year: int | None, month: int) -> Moment:
    """A whole month; without a year `XXXX-02`."""
    if year is None:
        return Moment(f"XXXX-{month:02d}", month=month)
    return Moment(iso(year, month), iso(year, month, 1), iso(year, month, last_of_month(year, month)), year, month)


def date_moment(year: int | None, month: int, day: int) -> Moment:
    """A day; one that the calendar hasn't is unread."""
    if year is None:
        return Moment(f"XXXX-{month:02d}-{day:02d}", month=month, day=day)
    if not exists(year, month, day):
        return Moment(None, year=year)
    written = iso(year, month, day)
    return Moment(written, written, written, year, month, day)


def day_moment(day: str, days: int = 0) -> Moment:
    """The day so many days on from an ISO day."""
    written = shifted(day, days)
    year, month, number = map(int, written.split("-"))
    return Moment(written, written, written, year, month, number)


def stretch_moment(year: int | None, stretch: str) -> Moment:
    """A half, quarter, season or week of a year, or the whole of it."""
    if stretch == "Y":
        return replace(year_moment(year), stretch=stretch)
    if year is None:
        return Moment(f"XXXX-{stretch}", stretch=stretch)
    value = f"{iso(year)}-{stretch}"
    if stretch in STRETCHES:
        first, last = STRETCHES[stretch]
        return Moment(value, iso(year, first, 1), iso(year, last, last_of_month(year, last)), year, stretch=stretch)
    if stretch.startswith("W") and stretch != "WI":
        return week_moment(year, int(stretch[1:]))
    return Moment(value, year=year, stretch=stretch)


def week_moment(year: int, week: int, weekday: int | None = None) -> Moment:
    """An ISO week, a day of it or its weekend."""
    if weekday is not None and weekday < WEEKEND:
        day = day_of_week(year, week, weekday)
        return day_moment(day) if day else Moment(None)
    first, last = day_of_week(year, week, 6 if weekday else 1), day_of_week(year, week, 7)
    value = f"{iso(year)}-W{week:02d}" + ("-WE" if weekday else "")
    return Moment(value, first, last, year) if first else Moment(None)


def week_away(day: str, weeks: int, weekday: int | None = None) -> Moment:
    """The week so many weeks on from the week of an ISO day."""
    year, week, _ = week_of(shifted(day, 7 * weeks))
    return week_moment(year, week, weekday)


def span_moment(prefix: str) -> Moment:
    """A decade or century by the first figures of its years."""
    width = 4 - len(prefix)
    if "X" in prefix:
        return Moment(prefix)
    return Moment(prefix, f"{prefix}{'0' * width}-01-01", f"{prefix}{'9' * width}-12-31")


def lunar_moment(point: Point, year: int | None) -> Moment:
    """A day or month of the lunar year; a month is the interval of its days: the solar calendar has no word for it."""
    if year is None or point.month is None:
        return unknown("day" if point.day else "month")
    if point.day:
        day = lunar_day(year, point.month, point.day, leap=point.leap)
        return day_moment(day) if day else Moment(None)
    first, last = (lunar_day(year, point.month, day, leap=point.leap) for day in (1, 0))
    return Moment(f"{first}/{last}", first, last, year) if first and last else Moment(None)


def weekday_name(weekday: int) -> str:
    """How TIMEX3 writes a weekday: its number, or WE for the weekend."""
    return "WE" if weekday >= WEEKEND else str(weekday)
