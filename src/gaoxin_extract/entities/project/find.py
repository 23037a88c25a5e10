"""Finds the names of projects: by what they end in and what is told of them, and in lists called projects."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.aliases import declared
from gaoxin_extract.candidates import Candidate
from gaoxin_extract.entities import Context
from gaoxin_extract.entities.project.asides import Asides
from gaoxin_extract.entities.project.evidence import TABLES, Clause, Evidence, company
from gaoxin_extract.entities.project.extents import NOUNS, Cutter, quoted
from gaoxin_extract.entities.project.kinds import UNTOLD, Kinds, companies_among
from gaoxin_extract.entities.project.lists import Lists, Members, items
from gaoxin_extract.entities.project.marks import widened
from gaoxin_extract.entities.project.recognised import BARE, BARE_SCORE, CONFIRMED, Confirmer, Tagged
from gaoxin_extract.entities.project.resolve import Known, Names
from gaoxin_extract.openings import Openings
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.text import Span, Text
from gaoxin_extract.traditional import script
from gaoxin_extract.values import Project, ProjectKind

# No name begins further back from its end.
WINDOW = 54
# Where precision and recall meet on the composed articles; below it most candidates are none.
THRESHOLD = 0.42
# A name of which others around it may take heart, and what no neighbour can help.
SURE, HOPELESS = 0.6, 0.02
FIRM = 0.85
# Names of a score are signed alike, so that each can be trusted as far as it deserves.
BANDS = ((0.85, "sure"), (0.6, "likely"), (0.0, "possible"))
# So many names of one text are held against the others; a longer list is a directory.
REMEMBERED = 200
# …工程⟨信号系统采购项目⟩: the name goes on.
BOUGHT = re.compile(r"(?<=项目|工程)[一-鿿A-Z]{2,8}(?:采购|施工|总承包)项目")
TAGGED = "tagged"
# So long is a name of which the text says the rest again, and so long that rest.
TOLD_AGAIN, REST = 9, 6
LIKELY = 0.5
# ⟨甲乙铁路⟩丙至丁段 is called by its line; 甲乙铁路⟨公司⟩ is a body.
LINE = re.compile(r"(?:新建)?([一-鿿]{2,6}(?:铁路|高铁|高速公路))(?=[一-鿿]{1,12}(?:段|至))")
BODY = ("公司", "有限", "集团", "局", "指挥部", "工程建设", "建设指挥")
# What makes a name of plain words.
NAMED = frozenset(
    {"before.called", "before.owner", "lead.announced", "line.titled", "said.ceremony", "said.described", "said.quoted"}
)
# 科创中心, where the text names the 青岚·科创中心, is that one; 电池项目 may be any.
BUILT = frozenset({"end.park", "end.building", "end.plant"})
VALUES = frozenset({"MONEY", "PERCENT", "DATE"})
BODIES = frozenset({"ORG", "ZONE"})
# One dash alone is no stop.
DASH = "—"
STOPS = Openings([*"，。；：！？\n,;:!?…①②③④⑤⑥⑦⑧⑨⑩", DASH * 2])


class Name(Struct, frozen=True, gc=False):
    """What a candidate was found by: the pieces of evidence weighed for it."""

    pieces: tuple[str, ...] = ()


class Proposal(Struct, frozen=True, gc=False):
    """What ends as names do, before it is weighed."""

    span: Span
    pieces: tuple[str, ...]


class Finder:
    """The PROJECT type's finder."""

    label: Label = "PROJECT"

    def __init__(self, rules: RuleSet, *, read: bool = False) -> None:
        """Compile what `rules` give; `read`: a recogniser reads every text too, be it that it finds nothing."""
        self._read = read
        self._end = re.compile(rules.fragment("end"))
        heads = {word[:2] for table in TABLES for word in rules.lexicon[table]}
        self._openings = Openings(heads | set(_openings(rules)))
        self._office = re.compile(rules.fragment("office"))
        self._part = re.compile(rf"(?:{rules.fragment('part')})\Z")
        self._cutter = Cutter(rules)
        self._evidence = Evidence(rules)
        self._lists = Lists(rules, self._cutter, self._evidence)
        self._phased = re.compile(rules.fragment("phase"))
        self._asides = Asides(rules)
        self._confirmer = Confirmer(rules, self._cutter)
        self._names = Names(rules)
        self._kinds = Kinds(rules)
        self._script = script(rules)

    def find(self, text: Text, found: tuple[Candidate[Any], ...] = ()) -> tuple[Candidate[Name], ...]:
        """The names in `text`.

        Of what is `found`, sums and dates bound them, bodies and zones speak for them, and so does a recogniser.
        """
        values = sorted(candidate.span.end for candidate in found if candidate.label in VALUES)
        bodies = sorted(candidate.span for candidate in found if candidate.label in BODIES)
        zones = frozenset(candidate.span for candidate in found if candidate.label == "ZONE")
        tagged = _tagged(found, read=self._read)
        listed: list[Candidate[Name]] = []
        proposals: list[Proposal] = []
        content = widened(self._script.simplified(text.content))
        for span, ends in self._clauses(content):
            clause = Clause(content, span, values, bodies, zones)
            lists, end = self._lists.members(clause)
            for members in lists:
                score = tagged.listed(members)
                listed += [
                    _member(members, member, score)
                    for member in members.spans
                    if not (tagged.read_over(member) and self._cutter.commonplace(content[member.start : member.end]))
                ]
            proposals += self._named(clause, Span(end, span.end), ends)
        listed += [_confirmed(span) for span in self._confirmer.confirmed(content, tagged, values)]
        weighed = tuple(self._weighed(content, listed, proposals, tagged))
        told = [one.span for one in (*listed, *weighed) if one.score >= LIKELY]
        taken = sorted({one.span for one in (*listed, *weighed)} | (tagged.spans or frozenset()))
        return (*listed, *weighed, *self._again(content, told, taken, bodies))

    def _again(
        self, content: str, told: Sequence[Span], taken: Sequence[Span], bodies: Sequence[Span]
    ) -> Iterator[Candidate[Name]]:
        """Where long names at `told` stand again, in full or without the company or place that opens them.

        Not within another name of those at `taken`.
        """
        held, own = list(taken), frozenset(told)
        lines = {line[1] for span in taken if (line := LINE.match(content, span.start, span.end))}
        names = lines | self._said(content, told, bodies)
        for words in sorted(names, key=lambda words: (-len(words), words))[:REMEMBERED]:
            for span in _places(content, words):
                place = bisect_right(held, span)
                near = held[max(place - 2, 0) : place + 1]
                if content.startswith(BODY, span.end):
                    continue
                if span not in own and all(
                    one == span or one.end <= span.start or span.end <= one.start for one in near
                ):
                    held.insert(place, span)
                    yield _confirmed(span)

    def _said(self, content: str, told: Sequence[Span], bodies: Sequence[Span]) -> set[str]:
        """Long names, and what is left of them behind the body or place that opens them: 江州⟨生态旅游综合体项目⟩."""
        seen: set[str] = set()
        rests: set[str] = set()
        for span in told:
            words = content[span.start : span.end]
            if len(words) < TOLD_AGAIN or words in seen or not words.endswith(NOUNS):
                continue
            seen.add(words)
            place = bisect_left(bodies, Span(span.start, 0))
            opening = [body.end - span.start for body in bodies[place : place + 2] if body.start == span.start]
            rest = words[max((*opening, self._cutter.seat(words))) :]
            if REST <= len(rest) < len(words) and not rest.startswith(NOUNS):
                rests.add(rest)
        return seen | rests

    def resolve(self, candidates: Sequence[Candidate[Any]], context: Context) -> tuple[Project, ...]:
        """Each under the fullest name that the article gives, with its kind."""
        content, read = context.text.content, self._script.simplified(context.text.content)
        texts = [content[c.span.start : c.span.end] for c in candidates]
        ends = {c.span.end: text for c, text in zip(candidates, texts, strict=True)}
        aliases = {alias: ends[end] for alias, end in declared(content) if end in ends and alias in texts}
        names = self._names.full_names(texts, aliases)
        bodies = sorted(candidate.span for candidate in context.found if candidate.label == "ORG")
        companies = companies_among(read[body.start : body.end] for body in bodies)
        told: dict[str, list[Span]] = defaultdict(list)
        for name, one in zip(names, candidates, strict=True):
            told[name].append(one.span)
        kinds: dict[str, ProjectKind] = {}
        for name, spans in told.items():
            holds = any(_holds(span, bodies) for span in spans)
            kinds[name] = self._kind(read, self._script.read(name), spans, companies, holds=holds)
        return tuple(Project(name, kinds[name]) for name in names)

    def _is_aside(self, content: str, span: Span, pieces: Sequence[str]) -> bool:
        """Whether what stands at `span` is told of beside a project, unless a body's name opens it."""
        if self._asides.beside(content, span):
            return True
        return "body.opens" not in pieces and self._asides.part(content, span)

    def _kind(
        self, content: str, name: str, spans: Sequence[Span], companies: Sequence[str], *, holds: bool
    ) -> ProjectKind:
        """The kind of the project called `name`, which stands at `spans`; `holds`: a body stands in its name."""
        open_ = self._kinds.open(name)
        told = self._kinds.told(content, name, spans, companies) if open_ else UNTOLD
        return self._kinds.of(name, replace(told, owned=True) if holds else told)

    def _clauses(self, content: str) -> Iterator[tuple[Span, list[int]]]:
        """The stretches between stops in which names can end, each with the places where they can."""
        stops = STOPS.places(content)
        done = -1
        ends: list[int] = []
        for start, end in self._ends(content):
            place = bisect_right(stops, start)
            if place != done:
                if ends:
                    yield _between(content, stops, done), ends
                done, ends = place, []
            ends.append(end)
        if ends:
            yield _between(content, stops, done), ends

    def _ends(self, content: str) -> Iterator[tuple[int, int]]:
        """What names end in, tried only where it may begin."""
        done = 0
        for place in self._openings.places(content):
            if place >= done and (found := self._end.match(content, place)):
                done = found.end()
                yield place, done

    def _named(self, clause: Clause, run: Span, ends: Sequence[int]) -> Iterator[Proposal]:
        """What ends as names do, with what speaks for it."""
        stretches = items(clause.content, run)
        mates = self._evidence.mates(clause.content, stretches)
        starts = [item.start for item in stretches]
        for end in ends[bisect_right(ends, run.start) :]:
            item = stretches[bisect_right(starts, end - 1) - 1]
            if end > item.end or (clause.content.endswith(NOUNS, 0, end) and BOUGHT.match(clause.content, end)):
                continue
            last = self._evidence.last(clause.content, end)
            around: tuple[str, ...] = ()
            stretch = Span(max(item.start, end - WINDOW), end)
            for cut in self._cutter.cuts(clause.content, stretch, clause.values, clause.bodies):
                words = clause.content[cut.span.start : cut.span.end]
                phased = last.table == "phase" and self._phased.fullmatch(words)
                if words == last.word or phased or self._cutter.placed(words):
                    continue
                if self._part.search(words) or self._cutter.plural(words) or self._office.search(words):
                    continue
                # Of a third of the ends no name is left.
                around = around or self._evidence.around(clause, item, end, last, mates=mates)
                weak = ("has.weak",) if self._cutter.holds_weak(words) else ()
                yield Proposal(
                    quoted(clause.content, cut.span), (*around, *self._evidence.of(clause, item, cut), *weak)
                )

    def _weighed(
        self, content: str, listed: Sequence[Candidate[Name]], proposals: Sequence[Proposal], tagged: Tagged
    ) -> Iterator[Candidate[Name]]:
        """The proposals for which enough speaks, the other names around them too, and what repeats a sure name."""
        first = [(proposal.span, self._evidence.odds(proposal.pieces)) for proposal in proposals]
        scores = [self._evidence.score(odds) for _, odds in first]
        surely = {span for (span, _), score in zip(first, scores, strict=True) if score >= SURE}
        sure = sorted(surely | {name.span for name in listed} | (tagged.spans or frozenset()))
        known = Known(self._names, content, sure[:REMEMBERED])
        firm: dict[str, set[Span]] = defaultdict(set)
        for span in (tagged.spans or frozenset()) | {
            span for (span, _), score in zip(first, scores, strict=True) if score >= FIRM
        }:
            firm[content[span.start : span.end]].add(span)
        for proposal, (span, odds), before in zip(proposals, first, scores, strict=True):
            if before < HOPELESS:
                continue
            again = tuple(known.repeated(span))
            added = [*company(content, span, sure), *again]
            if again and span in (tagged.spans or ()):
                added.append(TAGGED)
            # What is surely a name is one wherever it stands.
            if (elsewhere := firm.get(content[span.start : span.end])) and (
                len(elsewhere) > 1 or span not in elsewhere
            ):
                added.append("repeats.sure")
            score = self._evidence.score(self._evidence.odds(added, odds))
            if score < (BARE_SCORE if BARE in again else THRESHOLD) or self._is_aside(content, span, proposal.pieces):
                continue
            if tagged.read_over(span) and self._is_of_a_kind(content, proposal, again):
                continue
            pieces = (*proposal.pieces, *added)
            band = next(band for least, band in BANDS if score >= least)
            yield Candidate(
                label="PROJECT",
                span=span,
                expression=Name(pieces),
                extractor=f"rule/project.{band}",
                score=tagged.named(content, span, pieces, score),
            )

    def _is_of_a_kind(self, content: str, proposal: Proposal, again: Sequence[str]) -> bool:
        """Whether a name is of plain words alone, as 石墨烯项目: of those that a recogniser read over none was one."""
        pieces, span = proposal.pieces, proposal.span
        if NAMED.intersection(pieces) or (again and BUILT.intersection(pieces)):
            return False
        return self._cutter.commonplace(content[span.start : span.end])


def _places(content: str, words: str) -> Iterator[Span]:
    """Where `words` stand."""
    start = content.find(words)
    while start >= 0:
        yield Span(start, start + len(words))
        start = content.find(words, start + len(words))


def _between(content: str, stops: Sequence[int], place: int) -> Span:
    """The stretch before the stop at `place`, and behind the one before it."""
    start = stops[place - 1] + (2 if content[stops[place - 1]] == DASH else 1) if place else 0
    return Span(start, max(stops[place] if place < len(stops) else len(content), start))


def _openings(rules: RuleSet) -> Iterator[str]:
    """What the ends of names open with, beside their heads."""
    for line in rules.lines("end_openings"):
        firsts, _, seconds = line.partition("\t")
        yield from (first + second for first in firsts for second in seconds or [""])


def _tagged(found: Sequence[Candidate[Any]], *, read: bool) -> Tagged:
    """What a recogniser took for projects; one that has no word for them, as `read` tells, speaks against none."""
    marked = frozenset(mark.span for mark in found if mark.recognised and mark.label == "PROJECT")
    return Tagged(marked if marked or read else None)


def _member(members: Members, span: Span, score: float) -> Candidate[Name]:
    extractor = members.pattern.extractor
    return Candidate(label="PROJECT", span=span, expression=Name(), extractor=extractor, score=score)


def _confirmed(span: Span) -> Candidate[Name]:
    return Candidate(label="PROJECT", span=span, expression=Name(), extractor="rule/project.confirmed", score=CONFIRMED)


def _holds(name: Span, bodies: Sequence[Span]) -> bool:
    """Whether one of `bodies`, which are sorted, stands in `name` and does not end it."""
    place = bisect_left(bodies, Span(name.start, 0))
    while place < len(bodies) and bodies[place].start < name.end:
        if bodies[place].end < name.end:
            return True
        place += 1
    return False
