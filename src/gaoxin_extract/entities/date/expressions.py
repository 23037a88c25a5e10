"""What the words of a date mean before any context is read."""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from gaoxin_extract.values import DateMod, DateType

Base = Literal["dct", "told", "named"]
Unit = Literal["century", "year", "quarter", "month", "week", "day"]
Part = Literal["START", "MID", "END"]
# ECHO is the 同期 of 2019年同期: the stretch just named, in that year.
Relation = Literal["BEFORE", "AFTER", "APPROX", "SINCE", "DURING", "ECHO"]


class Step(Struct, frozen=True, gc=False):
    """So many units on from the article's date (`dct`), the year reported on (`told`) or the date just named."""

    base: Base
    unit: Unit
    count: int


class Point(Struct, frozen=True, gc=False, kw_only=True):
    """A day, month, year or other unit of the calendar, as far as the words say it.

    `stretch` is a unit between month and year in TIMEX3's words (`Q1`, `H2`, `SP`, `W08`) or `Y`, the whole year.
    `prefix` is the beginning of a year (`199` for the nineties, `20` for this century). `feast` is a day that the year
    moves: `01-01`, lunar `L01-15`, the solar term `T清明`. `weekday` counts from Monday, 1; 8 is the weekend. `time`
    is what TIMEX3 writes behind the day: `T09:30`, `TMO`.
    """

    step: Step | None = None
    year: int | None = None
    prefix: str | None = None
    stretch: str | None = None
    month: int | None = None
    day: int | None = None
    lunar: bool = False
    leap: bool = False  # 闰四月
    feast: str | None = None
    weekday: int | None = None
    week_of_month: int | None = None  # with a weekday, which of the month's; 0 is the last
    time: str | None = None
    part: Part | None = None
    about: bool = False  # 3时许
    loose: bool = False  # days off around a feast, whose bounds no calendar gives


class Calendar(Struct, frozen=True, gc=False, kw_only=True):
    """A point or, with `last`, the stretch from one to another, and what the words behind it make of it."""

    first: Point
    last: Point | None = None
    relation: Relation | None = None


class Length(Struct, frozen=True, gc=False):
    """A length of time, whose TIMEX3 value needs no context."""

    value: str
    mod: DateMod | None


class Offset(Struct, frozen=True, gc=False):
    """So long before or after another moment: 三年前, 两天后."""

    unit: str
    count: Decimal
    sign: int


class Echo(Struct, frozen=True, gc=False):
    """The stretch just named, so many years on: 去年同期."""

    years: int


class Fixed(Struct, frozen=True, gc=False):
    """Words whose value is always the same: 近日, 每年, 上午9点."""

    type: DateType
    value: str | None
    mod: DateMod | None = None


Expression = Calendar | Length | Offset | Echo | Fixed
