"""What an article is read for, and what is stated: facts, each with its project."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import Generic, TypeVar

from msgspec import Struct

from gaoxin_extract.records import (
    AnyMention,
    DateMention,
    Fact,
    MoneyMention,
    OrgMention,
    Relation,
    Stage,
    ZoneMention,
)
from gaoxin_extract.text import Span

# 分别: one after the other, each of its own.
EACH = re.compile("分别|依次|先后|相继|各")
Placed = TypeVar("Placed", bound=AnyMention)


class Statement(Struct, frozen=True, gc=False):
    """A fact and the project that it is of; `asserted` where it has come about, as far as the words tell."""

    project: int
    fact: Fact
    asserted: bool = True


class Row(Struct, Generic[Placed], frozen=True, gc=False):
    """The mentions of one type sorted by start, and their starts."""

    mentions: tuple[Placed, ...]
    starts: tuple[int, ...]

    def at(self, start: int) -> tuple[Placed, ...]:
        """Those that begin at `start`."""
        first = bisect_left(self.starts, start)
        return self.mentions[first : bisect_right(self.starts, start, first)]

    def within(self, span: Span) -> tuple[Placed, ...]:
        """Those that begin in `span`."""
        first = bisect_left(self.starts, span.start)
        return self.mentions[first : bisect_left(self.starts, span.end, first)]


class Reading(Struct, frozen=True):
    """An article's text with its mentions by type; `starts` are those of the sums by id, `days` the dates' values."""

    content: str
    money: Row[MoneyMention]
    dates: Row[DateMention]
    bodies: Row[OrgMention]
    zones: tuple[ZoneMention, ...]
    dct: str | None
    starts: Mapping[str, int]
    days: Mapping[str, str | None]


def stage_fact(content: str, span: Span, stage: Stage, date: DateMention | None) -> Fact:
    """That a project reached `stage`, as the words of `span` tell."""
    words = content[span.start : span.end]
    return Fact("stage", None, None, words, span.start, span.end, stage, None, date.id if date else None)


def date_fact(date: DateMention, role: str) -> Fact:
    """That `date` is a project's."""
    return entity_fact("date", role, date, date.norm.value, None)


def entity_fact(relation: Relation, role: str | None, mention: AnyMention, value: str | None, unit: str | None) -> Fact:
    """A fact that `mention` fills."""
    return Fact(relation, role, mention.id, mention.text, mention.start, mention.end, value, unit, None)
