"""From the words of a date to what they mean: the groups of a pattern's match become an `Expression`."""

from collections.abc import Mapping
from decimal import Decimal

import regex
from msgspec.structs import replace

from gaoxin_extract.entities.date.expressions import (
    Calendar,
    Echo,
    Expression,
    Fixed,
    Length,
    Offset,
    Part,
    Point,
    Relation,
    Step,
)
from gaoxin_extract.numerals import plain, read_estimate, read_numeral
from gaoxin_extract.values import DateMod

Match = regex.Match[str]
Lexicon = Mapping[str, Mapping[str, str]]

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
    ("named_day", "named", "day"),
)
WEEKEND = 8
NOON = 12
LATE = 6
MODERN = 50
VAGUE = {"几", "数", "多", "好几"}
PARTS: dict[str, Part] = {"START": "START", "MID": "MID", "END": "END"}


class Reader:
    """Reads the matches of the patterns in `rules`; one is made for each loading of rules."""

    def __init__(self, lexicon: Lexicon, point: regex.Pattern[str]) -> None:
        """`point` reads the first end of a range once it has its unit."""
        self.lexicon = lexicon
        self.point = point

    def read(self, kind: str, match: Match) -> Expression | None:
        """What `match` of the pattern `kind` means; None if it is no date after all."""
        groups = Groups(match)
        match kind:
            case "numeric":
                return self._numeric(groups)
            case "plan":
                return self._plan(groups)
            case "set":
                return self._set(groups)
            case "length":
                return self._length(groups)
            case "clock":
                return self._clock(groups)
            case "listed":
                return self._listed(groups)
            case "echo":
                return Echo(int(self.lexicon["echo"][groups.text]))
            case _:
                return Fixed("DATE", self.lexicon["reference"][groups.text])

    def _word(self, table: str, groups: "Groups") -> str | None:
        word = groups[table]
        return self.lexicon[table][word] if word else None

    def calendar(self, first: Match, last: Match | None, tail: Match | None) -> Calendar | None:
        """A point, or with `last` a stretch; of an open range `first` lacks its unit, which is that of `last`."""
        relation = self._relation(tail)
        if last is None:
            ends = self._ends(first)
            return Calendar(first=ends[0], last=ends[1], relation=relation) if ends else None
        if "point" not in last.re.groupindex:
            return self._hours_between(first, last, relation)
        end = self._ends(last)
        if end is not None and "bare" in first.re.groupindex:
            words = first.group() + _unit(end[0], last.group())
            whole = self.point.fullmatch("".join(words.split()))
            begin = self._ends(whole) if whole else None
        else:
            begin = self._ends(first)
        if begin is None or end is None:
            return None
        return Calendar(first=begin[0], last=end[1] or end[0], relation=relation)

    def _hours_between(self, first: Match, last: Match, relation: Relation | None) -> Calendar | None:
        """8月8日9时至11时: two times of one day."""
        ends = self._ends(first)
        if ends is None or ends[0].time is None:
            return None
        part = Groups(first)["day_part"]
        time = self._hours(Groups(last), part=part if part not in {"上午", "早上"} else None)
        return Calendar(first=ends[0], last=replace(ends[0], time=time), relation=relation)

    def _relation(self, tail: Match | None) -> Relation | None:
        if tail is None:
            return None
        return self.lexicon["relation"]["".join(tail["relation"].split())]  # type: ignore[return-value]

    def _ends(self, match: Match) -> tuple[Point, Point | None] | None:
        """The point that the words name or, for 前三季度 and its like, the first and the last."""
        groups = Groups(match)
        year = self._year(groups)
        if groups["months"] or groups["quarters"]:
            return self._through(groups, year)
        if groups["run"]:
            ends = (groups["run"][0], groups["run"][-1])
            first, last = (Point(**year, stretch=f"Q{_whole(end)}") for end in ends)  # type: ignore[arg-type]
            return first, last
        if groups["pair"]:
            years = {"前": -2, "去": -1, "今": 0, "明": 1}
            first, last = (Point(step=Step("dct", "year", years[word])) for word in groups["pair"])
            return first, last
        if groups["nth"]:
            year["week_of_month"] = _whole(groups["nth"])
        fields = year | self._inside(groups) | self._time(groups)
        return Point(**fields), None  # type: ignore[arg-type]

    def _through(self, groups: "Groups", year: dict[str, object]) -> tuple[Point, Point | None] | None:
        """前两个月, 前三季度: from the first to the one so numbered."""
        if groups["months"]:
            count = _whole(groups["months"])
            ends = [Point(**year, month=number) for number in (1, count)]  # type: ignore[arg-type]
            limit = 12
        else:
            count = _whole(groups["quarters"])
            ends = [Point(**year, stretch=f"Q{number}") for number in (1, count)]  # type: ignore[arg-type]
            limit = 4
        if not 1 <= count <= limit:
            return None
        return ends[0], (ends[1] if count > 1 else None)

    def _year(self, groups: "Groups") -> dict[str, object]:
        fields: dict[str, object] = {}
        for table, base, unit in STEPS:
            if word := groups[table]:
                fields["step"] = Step(base, unit, int(self.lexicon[table][word]))  # type: ignore[arg-type]
        for table, base in (("evening_word", "dct"), ("named_evening", "named")):
            if value := self._word(table, groups):
                count, part = value.split()
                fields |= {"step": Step(base, "day", int(count)), "time": f"T{part}"}  # type: ignore[arg-type]
        if value := self._word("season_word", groups):
            count, season = value.split()
            fields |= {"step": Step("dct", "year", int(count)), "stretch": season}
        if groups["year"] and not (groups["decade_year"] or groups["decade"]):
            fields["year"] = _year_number(groups["year"], groups["era"])
        elif groups["years"]:
            sign = -1 if groups["away"] == "前" else 1
            fields["step"] = Step("dct", "year", sign * _whole(groups["years"]))
        elif groups["short"]:
            short = int(groups["short"])
            fields["year"] = short + (2000 if short < MODERN else 1900)
        return fields | self._decade(groups)

    def _decade(self, groups: "Groups") -> dict[str, object]:
        decade = _whole(groups["decade"]) // 10 if groups["decade"] else None
        if groups["decade_year"]:
            return {"prefix": groups["decade_year"][:3]}
        if groups["century"]:
            return {"prefix": f"{_whole(groups['century']) - 1:02d}" + ("" if decade is None else str(decade))}
        if word := self._word("century_word", groups):
            return {"step": Step("dct", "century", int(word)), "prefix": "" if decade is None else str(decade)}
        if decade is not None:
            # 三十年代 … 九十年代 without a century are of the last one, 二十年代 of this.
            return {"prefix": f"19{decade}" if decade > 2 else f"20{decade}"}  # noqa: PLR2004 -- the twenties
        return {}

    def _inside(self, groups: "Groups") -> dict[str, object]:
        """What stands under the year."""
        fields: dict[str, object] = {}
        if groups["month"]:
            fields["month"] = _whole(groups["month"])
        if groups["first_month"]:
            fields["month"] = 1
        if groups["day"]:
            fields["day"] = _whole(groups["day"].removeprefix("初"))
        if groups["lunar"]:
            fields["lunar"] = True
            if word := self._word("lunar_month", groups):
                fields["month"] = int(word)
            if groups["feast_day"]:
                fields |= {"month": 1, "day": _whole(groups["feast_day"])}
        if groups["quarter"]:
            fields["stretch"] = f"Q{_whole(groups['quarter'])}"
        elif groups["week"]:
            fields["stretch"] = f"W{_whole(groups['week']):02d}"
        elif groups["halves"]:
            fields["stretch"] = "Y"
        for table in ("stretch", "season"):
            if word := self._word(table, groups):
                fields["stretch"] = word
        if groups["weekday"]:
            day = self.lexicon["weekday"][groups["weekday"]]
            if fields.get("day") is None:
                fields["weekday"] = WEEKEND if day == "WE" else int(day)
        if word := groups["festival"]:
            tables = ("festival", "short_feast", "term", "weather_term")
            fields["feast"] = next(self.lexicon[table][word] for table in tables if word in self.lexicon[table])
            fields["loose"] = self._word("holiday", groups) == "DURING" or word.endswith(
                ("假期", "长假", "黄金周", "期间")
            )
        return fields | self._part(groups)

    def _part(self, groups: "Groups") -> dict[str, object]:
        for table in ("part", "year_part", "month_part"):
            if word := groups[table]:
                fields: dict[str, object] = {"part": PARTS[self.lexicon[table][word]]}
                if table == "month_part":
                    fields["step"] = Step("dct", "month", 0)
                if table == "year_part" and not (groups["year"] or groups["year_word"] or groups["told_year"]):
                    fields["stretch"] = "Y"
                if word in {"上旬", "中旬", "下旬"}:
                    fields["loose"] = False
                return fields
        return {"part": "MID"} if groups["mid"] else {}

    def _time(self, groups: "Groups") -> dict[str, object]:
        if groups["hour"]:
            value = self._word("evening_word", groups) or self._word("named_evening", groups)
            part = {"NI": "晚", "MO": "早"}[value.split()[1]] if value else None
            return {"time": self._hours(groups, part=part)}
        if word := self._word("day_part", groups):
            return {"time": f"T{word}"}
        return {}

    def _hours(self, groups: "Groups", *, part: str | None = None) -> str:
        """`T15:30`; an hour from 1 to 6 after 点 without more said is in the afternoon, as 四点半 is."""
        hour = self._of_day(_whole(groups["hour"]), groups["day_part"] or part or "", half=bool(groups["half"]))
        if groups["half"]:
            minute = 30
        elif groups["past"]:
            minute = 15 * _whole(groups["past"])
        else:
            minute = _whole(groups["minute"]) if groups["minute"] else 0
        written = f"T{hour:02d}:{minute:02d}"
        return written + (f":{_whole(groups['second']):02d}" if groups["second"] else "")

    def _of_day(self, hour: int, part: str, *, half: bool) -> int:
        """The hour from 0 to 24 that `hour` is in the part of the day named with it."""
        match self.lexicon["day_part"].get(part):
            case "AF" | "EV":
                return hour + NOON if hour < NOON else hour
            case "NI" if hour == NOON:
                return 0
            case "NI":
                return hour + NOON if LATE <= hour < NOON or (0 < hour < LATE and part == "晚上") else hour
            case "MI":
                return hour + NOON if hour < LATE else hour
            case None:
                return hour + NOON if half and 0 < hour <= LATE else hour
            case _:
                return hour

    def _numeric(self, groups: "Groups") -> Expression | None:
        if groups["opening"]:
            return Calendar(first=Point(year=int(groups["opening"])), last=Point(year=int(groups["closing"])))
        years, months = groups.all("year"), groups.all("month")
        days = iter(groups.all("day"))
        dated = [bool(end) for end in (groups["first"], groups["last"])]
        points = []
        for end in (groups["first"], groups["last"])[: sum(dated)]:
            del end
            year, month = int(years[len(points)]), int(months[len(points)])
            points.append(Point(year=year, month=month, day=next((int(day) for day in days), None)))
        first = points[0]
        if groups["hour"]:
            first = Point(year=first.year, month=first.month, day=first.day, time=self._hours(groups))
        return Calendar(first=first, last=points[1] if len(points) > 1 else None)

    def _listed(self, groups: "Groups") -> Expression | None:
        """2021 in 2021、2022年: the unit stands behind the last of the list."""
        match = self.point.fullmatch(groups["bare"] + groups["unit"])
        ends = self._ends(match) if match else None
        return Calendar(first=ends[0]) if ends else None

    def _plan(self, groups: "Groups") -> Expression | None:
        """A five-year plan: the first ran from 1953, the third began in 1966 after three years of readjustment."""
        number = _whole(groups["number"])
        opening = 1948 + 5 * number if number <= 2 else 1951 + 5 * number  # noqa: PLR2004
        word = self._word("plan", groups)
        first, last = Point(year=opening), Point(year=opening + 4)
        if groups["first"]:
            return Calendar(first=first, last=Point(year=opening + _whole(groups["first"]) - 1))
        if word in PARTS:
            middle = {"START": first, "MID": Point(year=opening + 2), "END": last}[word]
            return Calendar(first=Point(year=middle.year, part=PARTS[word]))
        if word in {"SINCE", "BEFORE"}:
            return Calendar(first=first, relation=word)  # type: ignore[arg-type]
        return Calendar(first=first, last=last)

    def _set(self, groups: "Groups") -> Expression | None:
        unit = {"年": "Y", "月": "M", "周": "W", "期": "W", "度": "Q", "期学": "Y"}.get(groups["every"][-1], "D")
        if groups["every"] == "学期":
            return Fixed("SET", "P6M")
        if groups["weekday"]:
            first = self.lexicon["weekday"][groups["weekday"]]
            value = f"XXXX-WXX-{first}"
            if groups["until"]:
                value += f"/XXXX-WXX-{self.lexicon['weekday'][groups['until']]}"
            return Fixed("SET", value + (str(self._time(groups).get("time", ""))))
        if groups["time"]:
            return Fixed("SET", f"XXXX-XX-XX{self._time(groups)['time']}")
        if groups["month"]:
            day = f"-{_whole(groups['day']):02d}" if groups["day"] else ""
            return Fixed("SET", f"XXXX-{_whole(groups['month']):02d}{day}")
        if groups["day"]:
            return Fixed("SET", f"XXXX-XX-{_whole(groups['day']):02d}")
        if word := self._word("season", groups):
            return Fixed("SET", f"XXXX-{word}")
        if (code := self._word("festival", groups)) and code[0].isdigit():
            return Fixed("SET", f"XXXX-{code}")
        amount = _amount(groups["amount"]) if groups["amount"] else Decimal(1)
        return Fixed("SET", _period(amount, unit)) if amount is not None else None

    def _clock(self, groups: "Groups") -> Expression | None:
        value = self._hours(groups)
        if groups["last"]:
            match = self.point.fullmatch("1月1日" + groups["last"].removeprefix("次日"))
            if match is None:
                return None
            value += "/" + self._hours(Groups(match), part=groups["day_part"] if value >= "T12" else None)
        return Fixed("TIME", value)

    def _length(self, groups: "Groups") -> Expression | None:
        unit = _letter(groups["unit"])
        low, high, mod = _bounds(groups["amount"])
        if groups.has("more") or groups.has("after"):
            mod = "MORE_THAN"
        if groups["amount"] == "大半":
            low, mod = Decimal("0.5"), "MORE_THAN"
        if groups["until"]:
            high = _amount(groups["until"])
        if not low and not _vague(groups["amount"]):
            return None
        if low is None and groups["lead"] in {"近", "最近"}:
            return Fixed("DATE", "PAST_REF")
        half = "半" in groups["unit"] or groups["half"]
        if half and low is not None:
            low += Decimal("0.5")
        mod = self._length_mod(groups, low, unit) or mod
        if groups["offset"] and low is not None and high is None:
            sign = int(self.lexicon["offset"][groups["offset"]])
            return Offset(unit, low, sign)
        value = _period(low, unit) if low is not None else f"PX{_iso_unit(unit)}"
        if high is not None:
            value += "/" + _period(high, unit)
        if groups["amount2"] and (extra := _amount(groups["amount2"])) is not None:
            value += f"{plain(extra)}{_letter(groups['unit2'])}"
        return Length(value, mod)

    def _length_mod(self, groups: "Groups", low: Decimal | None, unit: str) -> DateMod | None:
        tail = self._word("tail", groups)
        lead = self._word("lead", groups)
        if lead == "RECENT":
            # 近百天 is nearly a hundred days, 近3年 the last three years.
            return "APPROX" if low is not None and low >= 100 and unit == "D" else None  # noqa: PLR2004
        return tail or lead or None  # type: ignore[return-value] # the lexicon's test holds its values


class Groups:
    """The captures of a match, in subpatterns too; a group that is not in the pattern has none."""

    def __init__(self, match: Match) -> None:
        """Keep what `match` captured."""
        self.text = "".join(match.group().split())
        self.captures = match.capturesdict()

    def __getitem__(self, name: str) -> str:
        """The first capture without blanks, empty if there is none."""
        captures = self.captures.get(name)
        return "".join(captures[0].split()) if captures else ""

    def has(self, name: str) -> bool:
        """Whether the group took part, be it with nothing."""
        return any(capture is not None for capture in self.captures.get(name, ()))

    def all(self, name: str) -> list[str]:
        """Every capture, as it stands."""
        return self.captures.get(name, [])


def _unit(last: Point, words: str) -> str:
    """The unit that the open end of a range shares with `last`."""
    if last.day is not None:
        return "月" if last.month is not None and "月" not in words else "日"
    if last.month is not None:
        return "月"
    return "季度" if last.stretch else "年"


def _whole(words: str) -> int:
    number = _amount(words)
    return int(number) if number is not None else 0


def _amount(words: str) -> Decimal | None:
    if words.isascii() and words.isdigit():
        return Decimal(words)
    return read_numeral(words)


def _year_number(words: str, era: str) -> int:
    number = _whole(words)
    if era == "公元前":
        return 1 - number
    return number + 1911 if era == "民国" else number


def _bounds(words: str) -> tuple[Decimal | None, Decimal | None, DateMod | None]:
    """Low and high end and modifier of an amount, which may be vague: 两三, 十几, 几十."""
    if _vague(words):
        return None, None, None
    # 两三 is two or three before it is the digits of 23.
    estimate = read_estimate(words)
    if estimate is None:
        return _amount(words), None, None
    return estimate.low, estimate.high, estimate.mod


def _vague(words: str) -> bool:
    return words in VAGUE


def _letter(unit: str) -> str:
    """TIMEX3's letter for a unit's words; Q for quarters."""
    for word, letter in (
        ("年", "Y"),
        ("载", "Y"),
        ("季度", "Q"),
        ("星期", "W"),
        ("礼拜", "W"),
        ("周", "W"),
        ("月", "M"),
    ):
        if word in unit:
            return letter
    return "D"


def _iso_unit(unit: str) -> str:
    return "M" if unit == "Q" else unit


def _period(amount: Decimal, unit: str) -> str:
    """The length in ISO 8601: whole units where the half of a year is six months and a quarter three.

    >>> _period(Decimal("0.5"), "Y"), _period(Decimal("1.5"), "Y"), _period(Decimal(2), "Q"), _period(Decimal("4.5"), "D")
    ('P6M', 'P1Y6M', 'P6M', 'P4.5D')
    """
    if unit == "Q":
        return f"P{plain(amount * 3)}M"
    whole = int(amount)
    if unit == "Y" and amount - whole == Decimal("0.5"):
        return f"P{whole}Y6M" if whole else "P6M"
    if unit == "D" and amount == Decimal("0.5"):
        return "PT12H"
    return f"P{plain(amount)}{unit}"
