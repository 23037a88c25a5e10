"""Which year a passage means where it names none, or names it by 上年 and 同年."""

from msgspec import Struct

from gaoxin_extract.entities.date.almanac import days_between, iso
from gaoxin_extract.entities.date.cues import Cues, Tense
from gaoxin_extract.entities.date.expressions import Point, Relation
from gaoxin_extract.entities.date.moments import STRETCHES, Moment, lunar_moment, unknown

# A year after these is a base of comparison or a bound, not what the passage is about.
BASES = ("比", "较", "与", "同", "从", "到", "至", "由", "超", "是", "过", "为", "和")
HALF_YEAR = 6
# A lunar day that lies ahead by less than a quarter of a year is meant sooner than last year's.
SOON = 92
LAST_MONTH = 12
SPRING = 4
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 12)}


class Place(Struct, frozen=True, gc=False):
    """Where the words stand in the text, and what stands behind the point there."""

    start: int
    end: int
    relation: Relation | None = None


class Years:
    """The article's date, and the years that the sentence at hand tells of."""

    def __init__(self, content: str, dct: str | None, cues: Cues) -> None:
        """Nothing has been told yet."""
        self.content = content
        self.cues = cues
        parts = [int(part) for part in dct.split("-")] if dct else []
        self.dct_year = parts[0] if parts else None
        self.dct_month = parts[1] if len(parts) > 1 else None
        self.dct_day = dct if len(parts) > 2 else None  # noqa: PLR2004 -- year, month, day
        partial = self.dct_year is not None and self.dct_month is None
        self.plans_from = cues.plans_from(content, self.dct_year or 0) if partial else None
        self.told: int | None = None
        self.settled: int | None = None  # the year that an unnamed month of this sentence was read in

    def open_sentence(self) -> None:
        """What a sentence tells of ends with it."""
        self.told = self.settled = None

    def tell(self, year: int | None, point: Point, place: Place) -> None:
        """Keep a year that was named, unless the sentence just compares with it or sets a bound by it."""
        counted = point.step is not None and point.step.base == "told"
        if place.relation in {None, "DURING"} and not counted and not self.is_base(place):
            self.told = year

    def reported(self, place: Place) -> int | None:
        """The year that the sentence is about, from which 上年 counts."""
        if self.told is not None or self.dct_year is None:
            return self.told
        if self.dct_month is not None or self._sets_tasks(place):
            return self.dct_year
        return self.dct_year - 1

    def unsaid(self, point: Point, place: Place) -> int | None:
        """The year of a month, quarter or feast that stands alone."""
        if self.dct_year is None:
            return self.told
        # 去年开建，…下半年计划招工: what is announced is not of the past year told of.
        if self.told is not None and (self.told >= self.dct_year or not self._announced(place)):
            return self.told
        if self.dct_month is None:
            alone = place.start == 0 and place.end == len(self.content)
            self.settled = self.dct_year if alone else self._of_report(self.dct_year, place)
        else:
            self.settled = self._by_month(self.dct_year, self.dct_month, point, place)
        return self.settled

    def lunar(self, point: Point, place: Place) -> Moment:
        """The last such day or month before the article's date, or the next where that is near or announced."""
        year = self.dct_year or 0
        known = self.dct_day or iso(year, self.dct_month or LAST_MONTH, 28)
        moments = [moment for moment in (lunar_moment(point, year + n) for n in (-1, 0, 1)) if moment.start]
        before = [moment for moment in moments if (moment.start or "") <= known]
        after = [moment for moment in moments if (moment.start or "") > known]
        if not before or not after:
            return (before or after or [unknown("day")])[-1]
        tense = self.tense(place)
        soon = tense is None and days_between(known, after[0].start or known) <= SOON
        return after[0] if soon or tense == "future" else before[-1]

    def looks_back(self, place: Place) -> bool:
        """Whether a day or month yet to come is rather the last one: not where the clause tells the future.

        Nor where the date is all there is, and nothing tells of anything: that is of the year, month or week at hand.
        """
        alone = place.start == 0 and place.end == len(self.content)
        return not alone and self.tense(place) != "future"

    def lies_ahead(self, moment: Moment) -> bool:
        """Whether a moment begins after the article's date."""
        if self.dct_year is None or moment.start is None:
            return False
        known = self.dct_day or iso(self.dct_year, self.dct_month or LAST_MONTH, 31)
        return moment.start > known

    def tense(self, place: Place) -> Tense | None:
        """What the clause around the date tells."""
        return self.cues.tense(self.content, place.start, place.end)

    def _of_report(self, year: int, place: Place) -> int:
        """A report given as `year` began tells of the year before, save where it sets tasks."""
        if self.settled is not None:
            return self.settled
        return year if place.relation == "BEFORE" or self._sets_tasks(place) else year - 1

    def _by_month(self, year: int, month: int, point: Point, place: Place) -> int:
        """The article's year, or the one next to it that the words around a month ahead or long past tell of."""
        first, last = months(point)
        if first <= month < last:
            return year - self._is_over(month, point, place)
        if last <= month - 2 and self._foretold(place):
            return year + 1
        ahead = first - month
        if ahead == 0 and point.day is not None and self.dct_day is not None:
            ahead = int(point.day > int(self.dct_day[8:]))
        if ahead <= 0 or place.relation == "BEFORE":
            return year
        match "past" if place.relation == "SINCE" else self.tense(place):
            case "past":
                return year - 1
            case "future":
                return year
            case None:
                return year - (ahead >= HALF_YEAR and self.looks_back(place))

    def _is_over(self, month: int, point: Point, place: Place) -> bool:
        """Whether a year or half that the article's month lies in is told as past, and so was last year's.

        In the first months of a year only: later, what the clause tells as done is a part of the stretch under way.
        """
        if month > SPRING or point.stretch not in {"Y", "H1"} or point.part in {"START", "MID"}:
            return False
        within = place.relation is None and not self.content.startswith("年内", place.start)
        tense = self.tense(place) if within else "future"
        gained = self.cues.gained.search(self.cues.clause(self.content, place.start, place.end))
        return tense == "past" or (tense is None and gained is not None)

    def _foretold(self, place: Place) -> bool:
        """Whether a month that the year has behind it is the next year's: a time limit, or announced."""
        if place.relation == "BEFORE":
            return not self.cues.past.search(self.cues.clause(self.content, place.start, place.end))
        return self._announced(place)

    def _announced(self, place: Place) -> bool:
        return self.cues.announces(self.content, place.start, place.end)

    def _sets_tasks(self, place: Place) -> bool:
        """Whether a report speaks of the plans of its year."""
        if self.cues.aims(self.content, place.start, place.end):
            return True
        if self.plans_from is not None:
            return place.start >= self.plans_from
        if self.cues.past.search(self.cues.clause(self.content, place.start, place.end)):
            return False
        return self.cues.plans(self.content, place.start, place.end)

    def is_until(self, place: Place) -> bool:
        """Whether the article counts up to the date, so that it is the last such one: 截至4日."""
        return self.content.endswith(("截至", "截止", "截止到"), max(0, place.start - 3), place.start)

    def is_base(self, place: Place) -> bool:
        """Whether the sentence just compares with the date, or sets a bound by it."""
        return self.content.endswith(BASES, max(0, place.start - 1), place.start)


def months(point: Point) -> tuple[int, int]:
    """The months that a point without a year reaches over; for what moves, about.

    >>> months(Point(stretch="Q3")), months(Point(feast="L08-15"))
    ((7, 9), (9, 9))
    """
    if point.feast is not None:
        month = _feast_month(point.feast)
        return month, month
    if point.month is not None:
        month = point.month % LAST_MONTH + 1 if point.lunar else point.month
        return month, month
    return (STRETCHES | SEASONS).get(point.stretch or "Y", (1, LAST_MONTH))


def _feast_month(code: str) -> int:
    if code[0] == "L":
        return int(code[1:3]) % LAST_MONTH + 1
    if code[0] == "W":
        return int(code[1:3])
    return SPRING if code[0] == "T" else int(code[:2])
