"""Reads a point of the calendar: which year, month and day it is, in the passage where it stands."""

from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.entities.date.almanac import days_between, feast_day, iso, lunar_day, week_of
from gaoxin_extract.entities.date.cues import Cues
from gaoxin_extract.entities.date.expressions import Point, Relation, Step
from gaoxin_extract.entities.date.moments import (
    STRETCHES,
    Moment,
    date_moment,
    day_moment,
    month_moment,
    span_moment,
    stretch_moment,
    unknown,
    week_away,
    week_moment,
    year_moment,
)

# A year after these is a base of comparison or a bound, not what the passage is about.
BASES = ("比", "较", "与", "同", "从", "到", "至", "由", "超", "是", "过", "为", "和")
HALF_YEAR = 6
SOON = 92
LAST_MONTH = 12
VAGUE = Moment("PAST_REF")
SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 12)}


class Place(Struct, frozen=True):
    """Where the words stand in the text."""

    start: int
    end: int


class Reading:
    """The article's date and what has been named so far."""

    def __init__(self, content: str, dct: str | None, cues: Cues) -> None:
        """Nothing has been named yet."""
        self.content = content
        self.cues = cues
        parts = [int(part) for part in dct.split("-")] if dct else []
        self.dct_year = parts[0] if parts else None
        self.dct_month = parts[1] if len(parts) > 1 else None
        self.dct_day = dct if len(parts) > 2 else None  # noqa: PLR2004 -- year, month, day
        self.named: Moment | None = None
        self.vague = False
        self.told: int | None = None  # the year that this sentence tells of
        self.settled: int | None = None  # the year that an unnamed month of this sentence was read in

    def open_sentence(self) -> None:
        """What a sentence tells of ends with it."""
        self.told = self.settled = None

    def open_paragraph(self) -> None:
        """As with a sentence."""
        self.open_sentence()

    def name(self, moment: Moment | None, *, vague: bool = False) -> None:
        """Keep the date just named; after 近日 the day is unknown."""
        if vague or (moment is not None and moment.day is not None):
            self.vague = vague
        if moment is not None:
            self.named = moment

    def base(self, unit: str, *, later: bool) -> Moment | None:
        """From where 两天后 and 三年前 count."""
        named = self.named
        if later and named is not None and named.year is not None and not self.vague:
            deep = {"Y": True, "M": named.month is not None, "Q": named.month is not None}.get(
                unit, named.day is not None
            )
            past = self.dct_year is None or named.year < self.dct_year or unit != "Y"
            if deep and past:
                return named
        if self.dct_year is None:
            return None
        if self.dct_day:
            return day_moment(self.dct_day)
        return month_moment(self.dct_year, self.dct_month) if self.dct_month else year_moment(self.dct_year)

    def moment(
        self,
        point: Point,
        place: Place,
        *,
        relation: Relation | None = None,
        after: Moment | None = None,
        until: Moment | None = None,
    ) -> Moment:
        """What `point` names; `relation`: what stands behind it; `after`, `until`: the other end of its range, already read."""
        moment = self._moment(point, place, relation=relation, after=after, until=until)
        if point.time and moment.value and moment.value != "PAST_REF":
            moment = replace(moment, value=moment.value + point.time)
        return moment

    def _moment(
        self, point: Point, place: Place, *, relation: Relation | None, after: Moment | None, until: Moment | None
    ) -> Moment:
        if point.prefix is not None:
            return self._decade(point)
        if point.step is not None and point.step.unit != "year":
            return self._stepped(point, point.step)
        said = self._said_year(point, place)
        if said is not None or point.step is not None or point.year is not None:
            if self._is_topic(point, place, relation):
                self.told = said
            return self._under(point, said)
        if point.weekday is not None:
            return self._weekday(point.weekday, place, after=after)
        if point.day is not None and point.month is None:
            return self._lone_day(point.day, place, after=after)
        if point.lunar and after is None and until is None and self.told is None and self.dct_year is not None:
            return self._lunar_by_tense(point, place)
        return self._under(point, self._unsaid_year(point, place, relation=relation, after=after, until=until))

    def _is_topic(self, point: Point, place: Place, relation: Relation | None) -> bool:
        """Whether the sentence goes on to tell of this year, and doesn't just compare with it or set a bound."""
        if relation not in {None, "DURING"} or (point.step is not None and point.step.base == "told"):
            return False
        return not self.content.endswith(BASES, max(0, place.start - 1), place.start)

    def _said_year(self, point: Point, place: Place) -> int | None:
        if point.year is not None:
            return point.year
        match point.step:
            case Step(base="dct", count=count):
                return None if self.dct_year is None else self.dct_year + count
            case Step(base="told", count=count):
                year = self._reported_year(place)
                return None if year is None else year + count
            case Step(base="named", count=count):
                year = self.named.year if self.named is not None else self.dct_year
                return None if year is None else year + count
            case None:
                return None

    def _reported_year(self, place: Place) -> int | None:
        """The year that the sentence is about, from which 上年 counts."""
        if self.told is not None or self.dct_year is None:
            return self.told
        if self.dct_month is not None or self._sets_tasks(place):
            return self.dct_year
        return self.dct_year - 1

    def _sets_tasks(self, place: Place) -> bool:
        """Whether a report given at the beginning of its year speaks of that year's plans."""
        if self.cues.past.search(self.cues.clause(self.content, place.start, place.end)):
            return False
        return self.cues.plans(self.content, place.start, place.end)

    def _unsaid_year(
        self, point: Point, place: Place, *, relation: Relation | None, after: Moment | None, until: Moment | None
    ) -> int | None:
        first, last = _months(point)
        if after is not None:
            later = after.month is not None and first < after.month
            return None if after.year is None else after.year + later
        if until is not None and until.year is not None:
            return until.year - (until.month is not None and first > until.month)
        if self.told is not None:
            return self.told
        if self.dct_year is None:
            return None
        year = self._year_by_tense(first, last, point.day, place, relation=relation)
        self.settled = year
        return year

    def _year_by_tense(self, first: int, last: int, day: int | None, place: Place, *, relation: Relation | None) -> int:
        year = self.dct_year or 0
        if self.dct_month is None:
            if self.settled is not None:
                return self.settled
            return year if relation == "BEFORE" or self._sets_tasks(place) else year - 1
        if last - first == LAST_MONTH - 1:
            return year
        if last <= self.dct_month - 2 and self._foretold(place, relation):
            return year + 1
        ahead = first - self.dct_month
        if ahead == 0 and day is not None and self.dct_day is not None:
            ahead = day > int(self.dct_day[8:])
        if ahead <= 0 or relation == "BEFORE":
            return year
        if relation == "SINCE":
            return year - 1
        tense = self.cues.tense(self.content, place.start, place.end)
        if tense is None:
            return year - (ahead >= HALF_YEAR)
        return year if tense == "future" else year - 1

    def _lunar_by_tense(self, point: Point, place: Place) -> Moment:
        """The last such day or month before the article's date, or the next where the text announces it."""
        year = self.dct_year or 0
        known = self.dct_day or iso(year, self.dct_month or LAST_MONTH, 28)
        before, after = None, None
        for moment in (_lunar(point, candidate) for candidate in (year - 1, year, year + 1)):
            if moment.start is not None and moment.start <= known:
                before = moment
            elif moment.start is not None and after is None:
                after = moment
        if before is None or after is None:
            return before or after or unknown("day")
        tense = self.cues.tense(self.content, place.start, place.end)
        soon = days_between(known, after.start or known) <= SOON and tense is None
        return after if soon or tense == "future" else before

    def _foretold(self, place: Place, relation: Relation | None) -> bool:
        """Whether a month that the year has behind it is the next year's: a time limit, or announced in so many words."""
        if relation == "BEFORE":
            return not self.cues.past.search(self.cues.clause(self.content, place.start, place.end))
        return self.cues.announces(self.content, place.start, place.end)

    def _under(self, point: Point, year: int | None) -> Moment:
        """What stands under the year."""
        if point.feast is not None:
            return self._feast(point, year)
        if point.lunar:
            return _lunar(point, year)
        if point.month is not None:
            if point.week_of_month is not None:
                return replace(month_moment(year, point.month), value=None, start=None, end=None)
            if point.day is not None:
                return date_moment(year, point.month, point.day)
            return month_moment(year, point.month)
        if point.stretch is not None:
            return stretch_moment(year, point.stretch)
        return year_moment(year)

    def _feast(self, point: Point, year: int | None) -> Moment:
        code = point.feast or ""
        if year is None:
            return Moment(f"XXXX-{code}") if code[0].isdigit() else unknown("day")
        day = feast_day(year, code)
        if day is None:
            return Moment(None)
        moment = day_moment(day)
        return replace(moment, start=None, end=None) if point.loose else moment

    def _decade(self, point: Point) -> Moment:
        prefix = point.prefix or ""
        if point.step is not None:
            # Who writes 上世纪 without a date writes in this one.
            century = (self.dct_year or 2000) // 100 + point.step.count
            prefix = f"{century:02d}{prefix}"
        return span_moment(prefix)

    def _stepped(self, point: Point, step: Step) -> Moment:
        match step.unit:
            case "month":
                return self._month(point, step)
            case "day":
                return self._day(step)
            case "week":
                return self._week(point, step)
            case "quarter":
                return self._quarter(step)
            case _:
                return unknown(step.unit)

    def _month(self, point: Point, step: Step) -> Moment:
        year, month = self.dct_year, self.dct_month
        if step.base == "named":
            if self.vague:
                return VAGUE
            if self.named is not None:
                year, month = self.named.year, self.named.month
        if month is None:
            return Moment(f"XXXX-XX-{point.day:02d}") if point.day else unknown("month")
        if year is None:
            return month_moment(None, (month - 1 + step.count) % 12 + 1)
        total = year * 12 + month - 1 + step.count
        year, month = total // 12, total % 12 + 1
        return date_moment(year, month, point.day) if point.day else month_moment(year, month)

    def _day(self, step: Step) -> Moment:
        if step.base == "dct" or self.named is None or self.named.month is None:
            if step.base == "named" and self.vague:
                return VAGUE
            return day_moment(self.dct_day, step.count) if self.dct_day else unknown("day")
        if self.vague:
            return VAGUE
        named = self.named
        if named.day is None:
            return Moment(f"{named.value}-XX", year=named.year, month=named.month)
        if named.year is None:
            return date_moment(None, named.month or 1, named.day) if step.count == 0 else unknown("day")
        return day_moment(iso(named.year, named.month, named.day), step.count)

    def _week(self, point: Point, step: Step) -> Moment:
        base = self.dct_day
        if step.base == "named" and self.named is not None and self.named.day is not None:
            base = self.named.start or base
        if base is None:
            return Moment("XXXX-WXX" + ("" if point.weekday is None else f"-{_weekday_name(point.weekday)}"))
        return week_away(base, step.count, point.weekday)

    def _quarter(self, step: Step) -> Moment:
        if self.dct_year is None or self.dct_month is None:
            return unknown("quarter")
        total = self.dct_year * 4 + (self.dct_month - 1) // 3 + step.count
        return stretch_moment(total // 4, f"Q{total % 4 + 1}")

    def _weekday(self, weekday: int, place: Place, *, after: Moment | None) -> Moment:
        if after is not None and after.start:
            year, week, first = week_of(after.start)
            return week_moment(year, week, weekday) if weekday >= first else week_away(after.start, 1, weekday)
        if self.dct_day is None:
            return Moment(f"XXXX-WXX-{_weekday_name(weekday)}")
        _, _, today = week_of(self.dct_day)
        ahead = weekday > today
        future = self.cues.tense(self.content, place.start, place.end) == "future"
        weeks = (0 if ahead else 1) if future else (-1 if ahead else 0)
        return week_away(self.dct_day, weeks, weekday)

    def _lone_day(self, day: int, place: Place, *, after: Moment | None) -> Moment:
        if after is not None and after.month is not None:
            return date_moment(after.year, after.month, day)
        named = self.named
        if named is not None and named.month is not None and not self.vague:
            return date_moment(named.year, named.month, day)
        if self.dct_year is None or self.dct_month is None:
            return Moment(f"XXXX-XX-{day:02d}", day=day)
        year, month = self.dct_year, self.dct_month
        late = self.dct_day is not None and day > int(self.dct_day[8:])
        if late and self.cues.tense(self.content, place.start, place.end) != "future":
            year, month = (year, month - 1) if month > 1 else (year - 1, LAST_MONTH)
        return date_moment(year, month, day)


def _months(point: Point) -> tuple[int, int]:
    """The months that a point without a year reaches over; for what moves, about."""
    if point.feast is not None:
        code = point.feast
        if code[0] == "L":
            month = min(int(code[1:3]) % LAST_MONTH + 1, LAST_MONTH)
        elif code[0] == "T":
            month = 4
        else:
            month = int(code[:2])
        return month, month
    if point.month is not None:
        month = min(point.month % LAST_MONTH + 1, LAST_MONTH) if point.lunar else point.month
        return month, month
    return (STRETCHES | SEASON_MONTHS).get(point.stretch or "Y", (1, LAST_MONTH))


def _lunar(point: Point, year: int | None) -> Moment:
    if year is None or point.month is None:
        return unknown("day" if point.day else "month")
    # 冬月 and 腊月 of a year fall into its end or the beginning of the next.
    if point.day:
        day = lunar_day(year, point.month, point.day)
        return day_moment(day) if day else Moment(None)
    first, last = lunar_day(year, point.month, 1), lunar_day(year, point.month, 0)
    return Moment(f"{first}/{last}", first, last, year) if first and last else Moment(None)


def _weekday_name(weekday: int) -> str:
    return "WE" if weekday > 7 else str(weekday)  # noqa: PLR2004 -- Sunday
