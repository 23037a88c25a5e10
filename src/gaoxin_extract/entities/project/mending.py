"""What the rules of extents make of a recogniser's projects: completed, or refuted."""

import re
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.entities.project.extents import quoted
from gaoxin_extract.gazetteer import script
from gaoxin_extract.rulebook import RuleSet, alternatives
from gaoxin_extract.text import Span

MODEL = "model/"


class Mender:
    """Completes names that a recogniser breaks off, and refutes what names no project."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile what `rules` give."""
        self._tail = re.compile(rules.fragment("tail"))
        self._part = re.compile(rf"(?:{rules.fragment('part')})\Z")
        self._measure = re.compile(rules.fragment("measure"))
        self._none = re.compile(rf"(?:{alternatives(rules.lines('no_names'))})(?:[（(][^（）()]*[）)])?\Z")
        self._script = script(rules)

    def mended(self, content: str, found: Iterable[Candidate[Any]]) -> tuple[Candidate[Any], ...]:
        """`found` with the projects of a recogniser mended; of other candidates nothing changes."""
        found = tuple(found)
        if not any(_is_doubtful(one) for one in found):
            return found
        content = self._script.simplified(content)
        mended = []
        for one in found:
            span = self._whole(content, one.span) if _is_doubtful(one) else one.span
            if span is not None:
                mended.append(one if span == one.span else replace(one, span=span))
        return tuple(mended)

    def _whole(self, content: str, span: Span) -> Span | None:
        """The whole of the name that `span` is of; None where it is of none."""
        if part := self._part.search(content[span.start : span.end]):
            span = Span(span.start, span.start + part.start())
        tail = self._tail.match(content, span.end)
        span = quoted(content, Span(span.start, tail.end() if tail else span.end))
        words = content[span.start : span.end]
        return None if self._none.search(words) or self._measure.fullmatch(words) else span


def _is_doubtful(one: Candidate[Any]) -> bool:
    return one.label == "PROJECT" and one.extractor.startswith(MODEL)
