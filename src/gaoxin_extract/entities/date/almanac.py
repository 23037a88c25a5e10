"""Days of months and weeks, lunar dates and solar terms. Days are ISO strings."""

import datetime as dt
from functools import lru_cache

LONG_MONTHS = (1, 3, 5, 7, 8, 10, 12)
FEBRUARY = 2
LUNAR_MONTH = 31  # so many days on is the second or third of the next month


def last_of_month(year: int, month: int) -> int:
    """How many days the month has."""
    if month == FEBRUARY:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 31 if month in LONG_MONTHS else 30


def iso(year: int, month: int | None = None, day: int | None = None) -> str:
    """`2023`, `2023-03` or `2023-03-14`; years before the first count down from 0000 as ISO 8601 has it.

    >>> iso(2023, 3), iso(-220)
    ('2023-03', '-0220')
    """
    written = f"{year:04d}" if year >= 0 else f"-{-year:04d}"
    if month is not None:
        written += f"-{month:02d}"
        if day is not None:
            written += f"-{day:02d}"
    return written


def shifted(day: str, days: int) -> str:
    """The day so many days on."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()


def days_between(first: str, last: str) -> int:
    """How many days on `last` is from `first`."""
    return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days


def week_of(day: str) -> tuple[int, int, int]:
    """ISO year, week and weekday."""
    found = dt.date.fromisoformat(day).isocalendar()
    return found.year, found.week, found.weekday


def day_of_week(year: int, week: int, weekday: int) -> str | None:
    """The day of an ISO week, None if the year has no such week."""
    try:
        return dt.date.fromisocalendar(year, week, weekday).isoformat()
    except ValueError:
        return None


def exists(year: int, month: int, day: int) -> bool:
    """Whether the calendar has the day."""
    return 1 <= month <= 12 and 1 <= day <= last_of_month(year, month)  # noqa: PLR2004 -- the months of a year


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> str | None:
    """The first, second … such weekday of a month, its last for 0; None if the month hasn't so many.

    >>> nth_weekday(2024, 5, 2, 7), nth_weekday(2024, 2, 0, 3), nth_weekday(2024, 2, 5, 5)
    ('2024-05-12', '2024-02-28', None)
    """
    if not 1 <= month <= 12:  # noqa: PLR2004 -- the months of a year
        return None
    first = 1 + (weekday - dt.date(year, month, 1).isoweekday()) % 7
    days = range(first, last_of_month(year, month) + 1, 7)
    return iso(year, month, days[nth - 1]) if nth <= len(days) else None


@lru_cache(maxsize=4096)
def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> str | None:
    """The solar day of a lunar date; day 0 is the last of the month. None outside of the calendar's tables (1900–2100).

    >>> lunar_day(2023, 1, 1), lunar_day(2023, 12, 0), lunar_day(2020, 4, 1, leap=True)
    ('2023-01-22', '2024-02-09', '2020-05-23')
    """
    from borax.calendars.lunardate import InvalidLunarDateError, LunarDate  # noqa: PLC0415 -- 40 ms that few texts need

    try:
        if day:
            return LunarDate(year, month, day, int(leap)).to_solar_date().isoformat()  # type: ignore[no-any-return]
        opening = LunarDate(year, month, 1, int(leap)).to_solar_date().isoformat()
        following = LunarDate.from_solar(dt.date.fromisoformat(shifted(opening, LUNAR_MONTH)))
        return shifted(opening, LUNAR_MONTH - following.day)
    except (InvalidLunarDateError, ValueError):
        return None


@lru_cache(maxsize=1024)
def term_day(year: int, name: str) -> str | None:
    """The day of a solar term in a solar year.

    >>> term_day(2023, "清明")
    '2023-04-05'
    """
    from borax.calendars.lunardate import TermUtils  # noqa: PLC0415 -- as above

    try:
        number = TermUtils.get_index_for_name(name)
        return TermUtils.nth_term_day(year, number).isoformat()  # type: ignore[no-any-return]
    except ValueError:
        return None


def feast_day(year: int, code: str) -> str | None:
    """The day of a feast in the solar year that people call it by, at the turn of the lunar year too.

    >>> feast_day(2024, "L12-00"), feast_day(2023, "L08-15"), feast_day(2023, "05-01"), feast_day(2023, "W05-2-7")
    ('2024-02-09', '2023-09-29', '2023-05-01', '2023-05-14')
    """
    if code.startswith("T"):
        return term_day(year, code[1:])
    if code.startswith("W"):
        month, nth, weekday = map(int, code[1:].split("-"))
        return nth_weekday(year, month, nth, weekday)
    if code.startswith("L"):
        month, day = int(code[1:3]), int(code[4:6])
        # 腊八 and 除夕 of 2024 close the lunar year that began in 2023.
        late = month == 12  # noqa: PLR2004 -- the last month
        return lunar_day(year - 1 if late else year, month, day)
    return f"{iso(year)}-{code}"
