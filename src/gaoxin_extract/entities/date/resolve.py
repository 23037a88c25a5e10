"""Reads expressions against the article's date and the dates already mentioned."""

from collections.abc import Sequence
from decimal import Decimal

from gaoxin_extract.entities import AnyCandidate
from gaoxin_extract.entities.date.cues import SENTENCE_END, Cues
from gaoxin_extract.entities.date.expressions import Calendar, Echo, Fixed, Length, Offset, Point
from gaoxin_extract.entities.date.moments import Moment, covering, day_moment, month_moment, unknown, year_moment
from gaoxin_extract.entities.date.points import Place, Reading
from gaoxin_extract.values import Date, DateMod, DateType

EMPTY = Date("DATE", None, None, None, None)


def resolve(candidates: Sequence[AnyCandidate], content: str, dct: str | None, cues: Cues) -> tuple[Date, ...]:
    """The value of each candidate in the order of the text; `dct` is a day, month, year or None."""
    story = Story(content, dct, cues)
    return tuple(story.read(candidate) for candidate in candidates)


class Story:
    """What a reader has in mind while going through an article: its date, the year told of, the date just named."""

    def __init__(self, content: str, dct: str | None, cues: Cues) -> None:
        """Nothing has been named yet."""
        self.reading = Reading(content, dct, cues)
        self.done = 0
        # The ends of the stretch just named, for 去年同期.
        self.stretch: tuple[Moment, Moment | None, bool] | None = None

    def read(self, candidate: AnyCandidate) -> Date:
        """The value of the next mention."""
        span = candidate.span
        between = self.reading.content[self.done : span.start]
        if "\n" in between:
            self.reading.open_paragraph()
        elif SENTENCE_END.search(between):
            self.reading.open_sentence()
        self.done = span.end
        place = Place(span.start, span.end)
        match candidate.expression:
            case Fixed(type=kind, value=value, mod=mod):
                if value == "PAST_REF":
                    self.reading.name(None, vague=True)
                return Date(kind, value, mod, None, None)
            case Length(value=value, mod=mod):
                return Date("DURATION", value, mod, None, None)
            case Calendar() as calendar:
                return self._calendar(calendar, place)
            case Offset() as offset:
                return self._offset(offset)
            case Echo(years=years):
                return self._echo(years)
        return EMPTY

    def _calendar(self, calendar: Calendar, place: Place) -> Date:
        first, last = self._ends(calendar, place)
        end = last or first
        if first.value == "PAST_REF":
            return Date("DATE", "PAST_REF", None, None, None)
        self.stretch = (first, last, calendar.relation == "SINCE")
        self.reading.name(end)
        mod: DateMod | None = calendar.first.part if last is None else None
        kind: DateType = "TIME" if calendar.first.time else "DATE"
        if calendar.relation == "SINCE":
            return self._since(first, calendar.first)
        value = first.value if last is None else f"{first.value}/{last.value}"
        start, stop = first.start, end.end
        match calendar.relation:
            case "BEFORE":
                mod, start = "BEFORE", None
            case "AFTER":
                mod, stop = "AFTER", None
            case "APPROX":
                mod = "APPROX"
            case "DURING":
                if calendar.first.feast:
                    start = stop = None
            case None:
                pass
        if mod in {"START", "MID"}:
            stop = None
        if mod in {"MID", "END"}:
            start = None
        if calendar.last is not None and calendar.last.part and calendar.relation is None:
            stop = stop if calendar.last.part == "END" else None
        return Date(kind, value, mod, start, stop)

    def _ends(self, calendar: Calendar, place: Place) -> tuple[Moment, Moment | None]:
        relation = calendar.relation
        if calendar.last is None:
            return self.reading.moment(calendar.first, place, relation=relation), None
        if calendar.first.year is None and calendar.first.step is None and calendar.last.year is not None:
            last = self.reading.moment(calendar.last, place)
            return self.reading.moment(calendar.first, place, until=last), last
        first = self.reading.moment(calendar.first, place, relation=relation)
        return first, self.reading.moment(calendar.last, place, after=first)

    def _since(self, first: Moment, point: Point) -> Date:
        day = self.reading.dct_day
        opening = first.start
        if point.part and first.month is not None and first.year is not None:
            opening = {
                "START": first.start,
                "MID": covering(first)[0][:8] + "11",
                "END": covering(first)[0][:8] + "21",
            }[point.part]
        elif point.part in {"MID", "END"}:
            opening = None
        begins = opening or first.value
        if day is not None and opening is not None and opening > day:
            day = None
        return Date("DATE", f"{begins}/{day or '..'}", None, opening, day)

    def _offset(self, offset: Offset) -> Date:
        """三年前 counts from the article's date, 两天后 from the date just named where there is one."""
        base = self.reading.base(offset.unit, later=offset.sign > 0)
        moment = _moved(base, offset)
        self.reading.name(moment)
        return Date("DATE", moment.value, None, moment.start, moment.end)

    def _echo(self, years: int) -> Date:
        if self.stretch is None:
            year = self.reading.dct_year
            moment = year_moment(year + years) if year is not None else unknown("year")
            return Date("DATE", moment.value, None, moment.start, moment.end)
        first, last, since = self.stretch
        first = first.in_other_year(years)
        last = last.in_other_year(years) if last else None
        if since:
            return Date("DATE", f"{first.start or first.value}/..", None, first.start, None)
        value = f"{first.value}/{last.value}" if last else first.value
        return Date("DATE", value, None, first.start, (last or first).end)


def _moved(base: Moment | None, offset: Offset) -> Moment:
    count = offset.count * offset.sign
    unit = {"Y": "year", "M": "month", "Q": "month", "W": "week", "D": "day"}[offset.unit]
    if base is None or base.year is None:
        return unknown(unit)
    if offset.unit == "Y" and count == count.to_integral_value():
        return year_moment(base.year + int(count))
    if unit in {"year", "month"}:
        months = count * {"Y": 12, "M": 1, "Q": 3}[offset.unit]
        if base.month is None or months != months.to_integral_value():
            return unknown(unit)
        total = base.year * 12 + base.month - 1 + int(months)
        return month_moment(total // 12, total % 12 + 1)
    days = count * (7 if offset.unit == "W" else 1)
    if base.day is None or base.start is None or days != days.to_integral_value():
        return unknown("day")
    return day_moment(base.start, int(days))


__all__ = ["Decimal", "Story", "resolve"]
