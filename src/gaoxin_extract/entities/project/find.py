"""Finds the names of projects: by what they end in and what is told of them, and in lists called projects."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import regex
from msgspec import Struct

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.entities import Context
from gaoxin_extract.entities.project.evidence import Clause, Evidence, company
from gaoxin_extract.entities.project.extents import Cutter
from gaoxin_extract.entities.project.resolve import Known, Names
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import RuleSet, alternatives
from gaoxin_extract.text import Span, Text
from gaoxin_extract.values import Project

# Where precision and recall meet on the composed articles; below it most candidates are none.
# No name begins further back.
WINDOW = 64

THRESHOLD = 0.38
# A name of which others around it may take heart.
SURE = 0.6
# What no neighbour can help.
HOPELESS = 0.02
# So many names of one text are held against the others; a longer list is a directory.
REMEMBERED = 200
# The share of members of lists that were projects in the report sentences.
LISTED = 0.92
VALUES = frozenset({"MONEY", "PERCENT", "DATE"})
BODIES = frozenset({"ORG", "ZONE"})
STOP = regex.compile(r"[，。；：！？\n,;:!?]|——|…")
ENCLOSED = regex.compile(r"[（(][^（）()]*+[）)]|“[^“”]*+”|《[^《》]*+》")
CONJUNCTION = regex.compile(r"以及|(?<![调饱总平温亲柔祥谐缓])和(?![谐平睦县田龙顺静])")


class Name(Struct, frozen=True):
    """What a candidate was found by: the pieces of evidence weighed for it."""

    pieces: tuple[str, ...] = ()


class Proposal(Struct, frozen=True):
    """What ends as names do, before it is weighed."""

    span: Span
    pieces: tuple[str, ...]


class Finder:
    """The PROJECT type's finder."""

    label: Label = "PROJECT"

    def __init__(self, rules: RuleSet) -> None:
        """Compile what `rules` give."""
        self._end = regex.compile(rules.fragment("end"), regex.V1)
        self._tail = regex.compile(rules.fragment("tail"), regex.V1)
        self._no_tail = regex.compile(alternatives(rules.lines("not_projects")), regex.V1)
        self._counted = regex.compile(rules.fragment("counted"), regex.V1)
        self._cutter = Cutter(rules)
        self._evidence = Evidence(rules)
        self._names = Names(rules)

    def find(self, text: Text, found: tuple[Candidate[Any], ...] = ()) -> tuple[Candidate[Name], ...]:
        """The names in `text`; sums and dates among `found` bound them, bodies and zones speak for them."""
        values = sorted(candidate.span.end for candidate in found if candidate.label in VALUES)
        bodies = sorted(candidate.span for candidate in found if candidate.label in BODIES)
        listed: list[Candidate[Name]] = []
        weighed: list[Proposal] = []
        for span in self._clauses(text.content):
            for name in self._in_clause(Clause(text.content, span, values, bodies)):
                if isinstance(name, Proposal):
                    weighed.append(name)
                else:
                    listed.append(name)
        return (*listed, *self._weighed(text.content, listed, weighed))

    def _weighed(
        self, content: str, listed: Sequence[Candidate[Name]], proposals: Sequence[Proposal]
    ) -> Iterator[Candidate[Name]]:
        """The proposals for which enough speaks, the other names around them too, and what repeats a sure name."""
        first = [(proposal.span, self._evidence.score(proposal.pieces)) for proposal in proposals]
        sure = sorted({span for span, score in first if score >= SURE} | {name.span for name in listed})
        known = Known(self._names, content, sure[:REMEMBERED])
        for proposal, (_, before) in zip(proposals, first, strict=True):
            if before < HOPELESS:
                continue
            pieces = (
                *proposal.pieces,
                *company(content, proposal.span, sure),
                *known.repeated(proposal.span),
            )
            score = self._evidence.score(pieces)
            if score >= THRESHOLD:
                yield _candidate(proposal.span, "named", score, Name(pieces))

    def resolve(self, candidates: Sequence[Candidate[Any]], context: Context) -> tuple[Project, ...]:
        """Each under the fullest name that the article gives, with its kind."""
        content = context.text.content
        names = self._names.full_names([content[c.span.start : c.span.end] for c in candidates])
        return tuple(Project(name, self._names.kind(name)) for name in names)

    def _clauses(self, content: str) -> Iterator[Span]:
        """The stretches between stops that hold a head."""
        bounds = [0, *(place for stop in STOP.finditer(content) for place in stop.span()), len(content)]
        starts = bounds[::2]
        done = -1
        for head in self._end.finditer(content):
            place = bisect_right(starts, head.start()) - 1
            if place != done:
                done = place
                yield Span(starts[place], max(bounds[2 * place + 1], starts[place]))

    def _in_clause(self, clause: Clause) -> Iterator[Candidate[Name] | Proposal]:
        start = clause.span.start
        counted = self._counted.search(clause.content, start, clause.span.end)
        if counted and not self._tail.search(clause.content, start, clause.span.end):
            run = Span(start, counted.start())
            if any(self._evidence.ends(clause.content, item) for item in _items(clause.content, run)):
                yield from self._listed(clause, run)
                start = counted.end()
        for tail in self._tail.finditer(clause.content, start, clause.span.end):
            if tail.start() < start or self._no_tail.search(tail[0]):
                continue
            if tail[0].startswith("等") or "、" in clause.content[start : tail.start()]:
                yield from self._listed(clause, Span(start, tail.start()))
                start = tail.end()
        yield from self._named(clause, Span(start, clause.span.end))

    def _listed(self, clause: Clause, run: Span) -> Iterator[Candidate[Name]]:
        """The members of a list that the text calls projects, from its last to the one that it opens with."""
        *items, last = _items(clause.content, run)
        for item in reversed([*items, *_conjoined(clause.content, last)]):
            cut = self._cutter.cut(clause.content, item, clause.values)
            if cut is None:
                return
            yield _candidate(cut.span, "listed", LISTED, Name())
            if cut.lead not in {"edge", "sum", "value"}:
                return

    def _named(self, clause: Clause, run: Span) -> Iterator[Proposal]:
        """What ends as names do, with what speaks for it."""
        items = _items(clause.content, run)
        mates = self._evidence.mates(clause.content, items)
        for item in items:
            for found in self._end.finditer(clause.content, item.start, item.end):
                around = self._evidence.around(clause, item, found.end(), mates=mates)
                stretch = Span(max(item.start, found.end() - WINDOW), found.end())
                for cut in self._cutter.cuts(clause.content, stretch, clause.values, clause.bodies):
                    words = clause.content[cut.span.start : cut.span.end]
                    weak = ("has.weak",) if self._cutter.holds_weak(words) else ()
                    yield Proposal(cut.span, (*around, *self._evidence.of(clause, item, cut), *weak))


def _candidate(span: Span, id_: str, score: float, name: Name) -> Candidate[Name]:
    return Candidate(label="PROJECT", span=span, expression=name, extractor=f"rule/project.{id_}", score=score)


def _items(content: str, run: Span) -> list[Span]:
    """The stretches between list marks, those in brackets and quotation marks not counted."""
    closed = [found.span() for found in ENCLOSED.finditer(content, run.start, run.end)][::-1]
    items: list[Span] = []
    start, place = run.start, content.find("、", run.start, run.end)
    while place >= 0:
        while closed and closed[-1][1] <= place:
            closed.pop()
        if not (closed and closed[-1][0] < place):
            items.append(Span(start, place))
            start = place + 1
        place = content.find("、", place + 1, run.end)
    return [*items, Span(start, run.end)]


def _conjoined(content: str, item: Span) -> list[Span]:
    """The two last members of a list, where 和 stands between them."""
    found = CONJUNCTION.search(content, min(item.start + 2, item.end), max(item.end - 2, item.start))
    return [Span(item.start, found.start()), Span(found.end(), item.end)] if found else [item]
