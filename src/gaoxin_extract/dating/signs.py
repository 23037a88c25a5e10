"""What the words around a date say of it: done, under way, or ahead."""

import re
from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache

from gaoxin_extract.entities.date.cues import Cues, clause_around
from gaoxin_extract.entities.date.expressions import Calendar
from gaoxin_extract.rulebook import Rulebook, alternatives

EVER_SINCE = re.compile(r"[^，。；\n]{1,10}以[来來]")
REACH = 80
PART_OF_YEAR = ("一季", "三季", "第一季", "半年", "前三")  # 2018年一季报 is out while the year goes on


class Telling(Enum):
    """Whether the article has seen a date."""

    DONE = auto()
    PRESENT = auto()
    MAYBE = auto()
    AHEAD = auto()
    HISTORY = auto()


class Signs:
    """The words of rules/dating, compiled."""

    def __init__(self, lexicon: Mapping[str, Mapping[str, str]]) -> None:
        """Compile the tables of `lexicon`."""
        self.future = re.compile(alternatives(lexicon["ahead"]))
        self.bound = tuple(lexicon["bound"])
        self.under_way = re.compile(alternatives(lexicon["under_way"]))
        self.milestone = re.compile(alternatives(lexicon["milestone"]))
        self.done = re.compile(alternatives(lexicon["done"]))
        self.past_base = tuple(lexicon["past_base"])
        self.origin = tuple(lexicon["origin"])
        self.attribute = tuple(lexicon["attribute"])
        self.deed = (*lexicon["milestone"], *lexicon["done"])
        self.honoured = re.compile(rf"[，,]?[^，。；\n将]{{0,16}}?(?:{alternatives(lexicon['honour'])})")
        self.until = tuple(lexicon["until"])
        self.start = tuple(lexicon["start"])
        self.since = re.compile(alternatives(lexicon["since"]))
        self.this_year = re.compile(alternatives(lexicon["this_year"]))
        self.result = re.compile(rf"[^。；\n可将望]{{0,60}}?(?:{alternatives(lexicon['result'])})[^\d可将望]{{0,6}}\d")

    def tells(self, content: str, start: int, end: int, calendar: Calendar) -> Telling:
        """What the words around a date say of it."""
        if calendar.first.year is not None and self._is_history(content, start, end, calendar):
            return Telling.HISTORY
        before, _, behind = clause_around(content, start, end).partition("\0")
        bounded = calendar.relation in {"BEFORE", "AFTER"} or content.endswith(self.until, 0, start)
        if bounded or self.future.search(before) or self.future.search(behind):
            return Telling.AHEAD
        if self.done.search(before) or self.done.search(behind):
            return Telling.DONE
        begun = calendar.first.month and content.startswith(self.start, end) and self._goes_on(content, end)
        named = content.startswith(self.attribute, end) or content[end - 1] == "度"
        if begun or named or calendar.first.day is not None:
            return Telling.PRESENT
        if not before and content.startswith(("，", ","), end):
            return Telling.MAYBE if self.under_way.search(behind) else Telling.PRESENT
        bound = calendar.first.year is not None and content.endswith(self.bound, 0, start)
        return Telling.AHEAD if bound or self.milestone.search(behind) else Telling.PRESENT

    def is_over(self, content: str, end: int, calendar: Calendar) -> bool:
        """Whether what follows a year, named as a whole, are its results: 2015年，产值突破200亿元."""
        whole = calendar.first.year is not None and calendar.first.stretch in {None, "Y"} and calendar.relation is None
        whole = whole and not content.startswith(PART_OF_YEAR, end)
        return whole and calendar.last is None and self.result.match(content, end) is not None

    def is_other(self, content: str, end: int, calendar: Calendar) -> bool:
        """Whether an article of this year tells of another what was done in it: 2018年完成环评."""
        named = calendar.first.year is not None and calendar.first.month is None
        return named and (content.startswith(self.deed, end) or self.honoured.match(content, end) is not None)

    def _goes_on(self, content: str, end: int) -> bool:
        """Whether the sentence tells what has been done since: 2014年12月开工，正在平整场地."""
        return self.since.search(content, end, content.find("。", end, end + REACH) + 1 or end + REACH) is not None

    def _is_history(self, content: str, start: int, end: int, calendar: Calendar) -> bool:
        """Whether the year is where something began (1958年始建, 2020年以来) or what is compared with."""
        if calendar.relation == "SINCE" or EVER_SINCE.match(content, end):
            return True
        return content.endswith(self.past_base, 0, start) or content.startswith(self.origin, end)


@lru_cache(maxsize=4)
def tools_of(rulebook: Rulebook) -> tuple[Cues, Signs]:
    """What reads dates in context, and what tells whether an article has seen them."""
    return Cues(rulebook["date"].lexicon), Signs(rulebook["dating"].lexicon)
