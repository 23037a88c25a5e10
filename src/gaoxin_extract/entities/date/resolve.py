"""Reads expressions against the article's date and the dates already mentioned."""

from collections.abc import Sequence

from gaoxin_extract.entities import AnyCandidate
from gaoxin_extract.entities.date.cues import SENTENCE_END, Cues
from gaoxin_extract.entities.date.expressions import Calendar, Echo, Expression, Fixed, Length, Offset, Point
from gaoxin_extract.entities.date.moments import UNKNOWN, Moment, day_moment, month_moment, unknown, year_moment
from gaoxin_extract.entities.date.points import VAGUE, Reading
from gaoxin_extract.entities.date.years import Place
from gaoxin_extract.values import Date, DateMod

UNITS = {"Y": "year", "M": "month", "Q": "month", "W": "week", "D": "day"}
MONTHS = {"Y": 12, "Q": 3, "M": 1}
# Where a third of a month begins that 以来 counts from.
THIRDS = {"START": "01", "MID": "11", "END": "21"}


def resolve(candidates: Sequence[AnyCandidate], content: str, dct: str | None, cues: Cues) -> tuple[Date, ...]:
    """The value of each candidate in the order of the text; `dct` is a day, month, year or None."""
    story = Story(content, dct, cues)
    return tuple(story.read(candidate) for candidate in candidates)


class Story:
    """What a reader has in mind while going through an article: its date, the year told of, the date just named."""

    def __init__(self, content: str, dct: str | None, cues: Cues) -> None:
        """Nothing has been named yet."""
        self.content = content
        self.reading = Reading(content, dct, cues)
        self.done = 0
        # The ends of the stretch just named and whether it is open, for 去年同期.
        self.stretch: tuple[Moment, Moment | None, bool] | None = None

    def read(self, candidate: AnyCandidate) -> Date:
        """The value of the next mention."""
        span = candidate.span
        if SENTENCE_END.search(self.content, self.done, span.start):
            self.reading.years.open_sentence()
            if self.content.find("\n", self.done, span.start) >= 0:
                self.reading.open_paragraph()
        self.done = span.end
        expression: Expression = candidate.expression
        match expression:
            case Fixed(type=kind, value=value, mod=mod):
                if value == "PAST_REF":
                    self.reading.name(None)
                return Date(kind, value, mod, None, None)
            case Length(value=value, mod=mod):
                return Date("DURATION", value, mod, None, None)
            case Calendar():
                return self._calendar(expression, Place(span.start, span.end, expression.relation))
            case Offset():
                return self._offset(expression)
            case Echo():
                return self._echo(expression.years)

    def _calendar(self, calendar: Calendar, place: Place) -> Date:
        first, last = self._ends(calendar, place)
        if calendar.relation == "ECHO" and self.stretch is not None and first.year and self.stretch[0].year:
            return self._echo(first.year - self.stretch[0].year)
        if first is VAGUE:
            return Date("DATE", "PAST_REF", None, None, None)
        if not (calendar.first.feast or self.reading.years.is_base(place)):
            self.stretch = (first, last, calendar.relation == "SINCE")
        self.reading.name(last or first)
        if calendar.relation == "SINCE":
            return self._since(first, calendar.first)
        value = first.value if last is None else f"{first.value}/{last.value}"
        start, end = first.start, (last or first).end
        if calendar.relation == "DURING" and calendar.first.feast:
            start = end = None
        mod = _mod(calendar)
        if mod in {"MID", "END", "BEFORE"}:
            start = None
        if mod in {"START", "MID", "AFTER"} or (calendar.last is not None and calendar.last.part in {"START", "MID"}):
            end = None
        return Date("TIME" if calendar.first.time else "DATE", value, mod, start, end)

    def _ends(self, calendar: Calendar, place: Place) -> tuple[Moment, Moment | None]:
        if calendar.last is None:
            return self.reading.moment(calendar.first, place), None
        if _dated_by_last(calendar.first, calendar.last):
            last = self.reading.moment(calendar.last, place)
            return self.reading.moment(calendar.first, place, until=last), last
        first = self.reading.moment(calendar.first, place)
        if calendar.last.step is not None and calendar.last.step.base == "named":
            # 12月至次年2月: the year after that of the first end.
            self.reading.name(first)
        return first, self.reading.moment(calendar.last, place, after=first)

    def _since(self, first: Moment, point: Point) -> Date:
        opening = first.start
        if point.part and opening is not None:
            third = point.part == "START" or (first.month is not None and first.day is None)
            opening = opening[:8] + THIRDS[point.part] if third else None
        day = self.reading.years.dct_day
        if day is not None and opening is not None and opening > day:
            day = None
        return Date("DATE", f"{opening or _first_day(first)}/{day or '..'}", None, opening, day)

    def _offset(self, offset: Offset) -> Date:
        """三年前 counts from the article's date, 两天后 from the date just named where there is one."""
        moment = _moved(self.reading.base(offset.unit, later=offset.sign > 0), offset)
        self.reading.name(moment)
        return Date("DATE", moment.value, None, moment.start, moment.end)

    def _echo(self, years: int) -> Date:
        if self.stretch is None:
            year = self.reading.years.dct_year
            moment = year_moment(year + years if year is not None else None)
            return Date("DATE", moment.value, None, moment.start, moment.end)
        first, last, since = self.stretch
        first, last = first.in_other_year(years), last.in_other_year(years) if last else None
        if since:
            return Date("DATE", f"{first.start or first.value}/..", None, first.start, None)
        value = f"{first.value}/{last.value}" if last else first.value
        return Date("DATE", value, None, first.start, (last or first).end)


def _first_day(moment: Moment) -> str | None:
    """The day on which a moment of an unknown year begins: XXXX-01-01, XXXX-03-01; as it is where that is open."""
    if moment.value is None or moment.stretch is not None or moment.day is not None:
        return moment.value
    if moment.value == UNKNOWN["year"]:
        return f"{moment.value}-01-01"
    return f"{moment.value}-01" if moment.month is not None else moment.value


def _dated_by_last(first: Point, last: Point) -> bool:
    """Whether the year of a range is that of its last end: named there (3月至2025年5月), or nowhere (1-7月)."""
    if first.year is not None or first.step is not None or last.step is not None:
        return False
    return last.year is not None or last.month is not None or last.stretch is not None


def _mod(calendar: Calendar) -> DateMod | None:
    """What stands behind outweighs the part named: 3月底前 is before."""
    match calendar.relation:
        case "BEFORE" | "AFTER" | "APPROX":
            return calendar.relation
        case _:
            if calendar.last is not None:
                return None
            return "APPROX" if calendar.first.about else calendar.first.part


def _moved(base: Moment | None, offset: Offset) -> Moment:
    """The moment so long before or after `base`, as precise as the unit; unknown where `base` is less so."""
    count, unit = offset.count * offset.sign, offset.unit
    nowhere = unknown(UNITS[unit])
    if base is None or base.year is None:
        return nowhere
    if unit == "Y" and count == int(count):
        return year_moment(base.year + int(count))
    if unit in MONTHS:
        months = count * MONTHS[unit]
        if base.month is None or months != int(months):
            return nowhere
        total = base.year * 12 + base.month - 1 + int(months)
        return month_moment(total // 12, total % 12 + 1)
    days = count * (7 if unit == "W" else 1)
    if base.day is None or base.start is None or days != int(days):
        return unknown("day")
    return day_moment(base.start, int(days))
