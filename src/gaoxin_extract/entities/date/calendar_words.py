"""From the words for a point of the calendar to the `Point` that they name."""

from typing import Any

from gaoxin_extract.entities.date.expressions import Part, Point, Step
from gaoxin_extract.entities.date.groups import Groups, time_of_day, whole

Fields = dict[str, Any]

# Tables of words that count from somewhere: from where, and in what.
STEPS = (
    ("year_word", "dct", "year"),
    ("told_year", "told", "year"),
    ("named_year", "named", "year"),
    ("month_word", "dct", "month"),
    ("named_month", "named", "month"),
    ("week_word", "dct", "week"),
    ("named_week", "named", "week"),
    ("quarter_word", "dct", "quarter"),
    ("day_word", "dct", "day"),
    ("dated_day", "dct", "day"),
    ("named_day", "named", "day"),
)
# Tables of words that count and name a part of the day or year besides.
STEPS_AND_PARTS = (
    ("evening_word", "dct", "day"),
    ("named_evening", "named", "day"),
    ("season_word", "dct", "year"),
)
FEASTS = ("festival", "short_feast", "term", "weather_term")
HOLIDAYS = ("假期", "长假", "黄金周", "期间")
PARTS: dict[str, Part] = {"START": "START", "MID": "MID", "END": "END"}
PAIRS = {"前": -2, "去": -1, "今": 0, "明": 1, "后": 2}
EVENINGS = {"EV": "晚", "NI": "夜", "MO": "早"}
WEEKEND = 8
MODERN = 50  # ’49 is of this century, ’50 of the last
LAST_MONTH, LAST_QUARTER = 12, 4
TWENTIES = 2
LAST = 0  # 最后一个周三


def ends(groups: Groups) -> tuple[Point, Point | None] | None:
    """The point that the words name or, for 前三季度 and its like, the first and the last; None for 前十三个月."""
    year = _year(groups)
    if both := _both(groups, year):
        return both
    if groups["months"]:
        return _through(*(Point(**year, month=n) for n in (1, whole(groups["months"]))), limit=LAST_MONTH)
    if groups["quarters"]:
        count = whole(groups["quarters"])
        return _through(*(Point(**year, stretch=f"Q{n}") for n in (1, count)), limit=LAST_QUARTER)
    fields = year | _day(groups) | _stretch(groups) | _feast(groups) | _part(groups)
    if time := time_of_day(groups, part=evening(groups)):
        fields |= {"time": time, "about": bool(groups["about"])}
    return Point(**fields), None


def _both(groups: Groups, year: Fields) -> tuple[Point, Point] | None:
    """Two years, decades, months or quarters named in one breath: 今明两年, 七八十年代, 五六月, 三四季度."""
    if groups["pair"]:
        first, last = (Point(step=Step("dct", "year", PAIRS[word])) for word in groups["pair"])
    elif groups["decades"]:
        century = "19" if year.get("step") is None and not groups["century"] else year["prefix"]
        first, last = (Point(**year | {"prefix": f"{century}{whole(digit)}"}) for digit in groups["decades"])
    elif groups["month_run"]:
        first, last = (Point(**year, month=whole(digit)) for digit in groups["month_run"])
    elif groups["run"]:
        first, last = (Point(**year, stretch=f"Q{whole(groups['run'][end])}") for end in (0, -1))
    else:
        return None
    return first, last


def _through(first: Point, last: Point, *, limit: int) -> tuple[Point, Point | None] | None:
    """From the first month or quarter to the one so numbered."""
    count = last.month or int((last.stretch or "Q0")[1:])
    if not 1 <= count <= limit:
        return None
    return first, (last if count > 1 else None)


def _year(groups: Groups) -> Fields:
    fields = _steps(groups)
    if groups["year"]:
        fields["year"] = _year_number(whole(groups["year"]), groups["era"])
    elif groups["roc"]:
        fields["year"] = _year_number(whole(groups["roc"]), "民国")
    elif groups["years"]:
        fields["step"] = Step("dct", "year", (-1 if groups["away"] == "前" else 1) * whole(groups["years"]))
    elif groups["short"]:
        short = whole(groups["short"])
        # 四九年 is 1949, ’49 is yet to come.
        modern = short < MODERN and groups["short"][0] not in "三四"
        fields["year"] = short + (2000 if modern else 1900)
    return fields | _decade(groups)


def _steps(groups: Groups) -> Fields:
    fields: Fields = {}
    for table, base, unit in STEPS:
        if value := groups.value(table):
            fields["step"] = Step(base, unit, int(value))  # type: ignore[arg-type] # of STEPS
    for table, base, unit in STEPS_AND_PARTS:
        if value := groups.value(table):
            count, part = value.split()
            fields["step"] = Step(base, unit, int(count))  # type: ignore[arg-type] # of STEPS_AND_PARTS
            fields |= {"stretch": part} if unit == "year" else {"time": f"T{part}"}
    return fields


def evening(groups: Groups) -> str:
    """The part of the day that 昨晚 sets for the hour behind it."""
    value = groups.value("evening_word") or groups.value("named_evening")
    return EVENINGS[value.split()[1]] if value else ""


def _year_number(number: int, era: str) -> int:
    """A year of the common era as ISO 8601 counts it: the year before the first is 0."""
    if era == "公元前":
        return 1 - number
    return number + 1911 if era == "民国" else number


def _decade(groups: Groups) -> Fields:
    decade = str(whole(groups["decade"]) // 10) if groups["decade"] else ""
    if groups["decade_year"]:
        return {"prefix": groups["decade_year"][:3]}
    if groups["century"]:
        return {"prefix": f"{whole(groups['century']) - 1:02d}{decade}"}
    if word := groups.value("century_word"):
        return {"step": Step("dct", "century", int(word)), "prefix": decade}
    if decade:
        # 三十年代 … 九十年代 without a century are of the last one, 二十年代 of this.
        return {"prefix": f"19{decade}" if int(decade) > TWENTIES else f"20{decade}"}
    return {}


def _day(groups: Groups) -> Fields:
    fields: Fields = {}
    if groups["month"]:
        fields["month"] = 1 if groups["month"] == "元" else whole(groups["month"])
    elif groups["first_month"]:
        fields["month"] = 1
    if groups["day"]:
        fields["day"] = whole(groups["day"].removeprefix("初"))
    elif groups["weekday"]:
        day = groups.value("weekday") or ""
        fields["weekday"] = WEEKEND if day == "WE" else int(day)
    if groups["nth"]:
        fields["week_of_month"] = LAST if groups["nth"] == "最后一" else whole(groups["nth"])
    return fields | _lunar(groups)


def _lunar(groups: Groups) -> Fields:
    if not groups["lunar"]:
        return {}
    if groups["feast_day"]:
        # 今年初八 is of the first month.
        return {"lunar": True, "month": 1, "day": whole(groups["feast_day"])}
    month = groups.value("lunar_month")
    return {"lunar": True, "leap": bool(groups["leap"])} | ({"month": int(month)} if month else {})


def _stretch(groups: Groups) -> Fields:
    if groups["quarter"]:
        return {"stretch": f"Q{whole(groups['quarter'])}"}
    if groups["week"]:
        return {"stretch": f"W{whole(groups['week']):02d}"}
    if groups["halves"]:
        return {"stretch": "Y"}
    if groups["code"]:
        return {"stretch": groups["code"].upper()}
    word = groups.value("stretch") or groups.value("season")
    return {"stretch": word} if word else {}


def _feast(groups: Groups) -> Fields:
    word = groups["festival"]
    if not word:
        return {}
    code = next(groups.lexicon[table][word] for table in FEASTS if word in groups.lexicon[table])
    return {"feast": code, "loose": groups.value("holiday") == "DURING" or word.endswith(HOLIDAYS)}


def _part(groups: Groups) -> Fields:
    if groups["mid"]:
        return {"part": "MID"}
    if word := groups.value("part"):
        return {"part": PARTS[word]}
    if word := groups.value("month_part"):
        return {"part": PARTS[word], "step": Step("dct", "month", 0)}
    if word := groups.value("year_part"):
        return {"part": PARTS[word]} | ({} if groups["dated"] else {"stretch": "Y"})
    return {}
