"""The words around a date that tell whether the passage speaks of past or future."""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

Tense = Literal["past", "future"]

CLAUSE_END = re.compile(r"[。！？；，!?;,\n]")
SENTENCE_END = re.compile(r"[。！？!?\n]")
# Longer clauses than this are lists, whose far end says nothing of the date.
REACH = 40


class Cues:
    """The cue tables of a lexicon, compiled."""

    def __init__(self, lexicon: Mapping[str, Mapping[str, str]]) -> None:
        """Compile the cues of `lexicon`."""
        future = lexicon.get("future", {})
        # 宣布计划征税 tells of the day on which it was announced.
        self.future = re.compile(rf"(?<!宣布)(?:{_pattern(future).pattern})")
        self.gained = _pattern(lexicon.get("gained", {}))
        foretold = (word for word, strength in future.items() if strength == "announced")
        self.announced = re.compile(rf"(?<!宣布)(?:{_pattern(foretold).pattern})")
        self.past = _pattern(lexicon.get("past", {}))
        plan = lexicon.get("plan_cue", {})
        self.plan = _pattern(plan)
        self.aim = _pattern(word for word, strength in plan.items() if strength == "aim")
        self.task = "|".join(map(re.escape, lexicon.get("task_section", ()))) or "(?!)"

    def tense(self, content: str, start: int, end: int) -> Tense | None:
        """What the clause around the date tells; the cue of future wins, since 已计划 plans."""
        words = self.clause(content, start, end)
        if self.future.search(words):
            return "future"
        return "past" if self.past.search(words) else None

    def clause(self, content: str, start: int, end: int) -> str:
        """The clause around a date."""
        return clause_around(content, start, end)

    def announces(self, content: str, start: int, end: int) -> bool:
        """Whether the clause foretells in so many words (预计, 计划), which 将 doesn't do: it also marks an object."""
        return self.announced.search(self.clause(content, start, end)) is not None

    def aims(self, content: str, start: int, end: int) -> bool:
        """Whether the clause sets an aim (力争, 确保), whatever is to be completed by it."""
        return self.aim.search(self.clause(content, start, end)) is not None

    def plans_from(self, content: str, year: int) -> int | None:
        """Where a report turns to the tasks of its year: at 2023年重点工作 or its like; None where it doesn't say."""
        found = re.search(rf"(?:{year}\s?年|今年)[^，。；\n]{{0,12}}(?:{self.task})", content)
        return found.start() if found else None

    def plans(self, content: str, start: int, end: int) -> bool:
        """Whether a report's sentence sets tasks."""
        return self.plan.search(sentence(content, start, end)) is not None


def clause_around(content: str, start: int, end: int) -> str:
    """What stands around `start:end` up to the next comma; the next clause where the date is one by itself."""
    left, right = content[max(0, start - REACH) : start], content[end : end + REACH]
    before = CLAUSE_END.split(left)[-1]
    pieces = CLAUSE_END.split(right, maxsplit=2)
    after = pieces[0] if pieces[0] or len(pieces) == 1 else pieces[1]
    return f"{before}\0{after}"


def sentence(content: str, start: int, end: int) -> str:
    """The sentence around `start:end`, as far as it reaches."""
    left, right = content[max(0, start - 3 * REACH) : start], content[end : end + REACH]
    return SENTENCE_END.split(left)[-1] + "\0" + SENTENCE_END.split(right, maxsplit=1)[0]


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in words) or r"(?!)")
