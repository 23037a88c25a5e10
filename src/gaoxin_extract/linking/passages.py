"""Which projects each clause of an article speaks of."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import regex
from msgspec import Struct

from gaoxin_extract.linking.cues import Cues
from gaoxin_extract.records import OrgMention, ProjectMention
from gaoxin_extract.text import Span

Tie = Literal["named", "pointed", "carried", "ahead", "none"]

CLAUSE = regex.compile(r"[^，。；：！？\n,;]++")
JOINT = regex.compile(r"(?:[、和与及]|以及|[（）()”“])*+")
MEMBER_GAP = regex.compile(r"、[^，。；、]{0,24}的")


class Naming(Struct, frozen=True):
    """A project named at a place; `project` is its number in the article."""

    span: Span
    project: int


class Clause(Struct, frozen=True):
    """A stretch without a stop and what it speaks of.

    `groups` are the projects named in it, those of one list together; `about` those that its other words tell of, and `tie` how
    that is known: they are named in it, pointed at (该项目), carried on from the words before, or named later in the sentence.
    """

    span: Span
    paragraph: int
    sentence: int
    groups: tuple[tuple[Naming, ...], ...]
    about: tuple[int, ...]
    tie: Tie


def clauses(
    content: str,
    namings: Sequence[Naming],
    bodies: Sequence[OrgMention],
    owners: Mapping[int, frozenset[str]],
    cues: Cues,
) -> tuple[Clause, ...]:
    """The clauses of `content` in order, each with what it speaks of.

    `owners` are the names of the bodies in each project's own name: a sentence that opens with another body changes the subject.
    """
    found: list[Clause] = []
    last: tuple[int, ...] = ()
    for paragraph, sentences in enumerate(_paragraphs(content)):
        carried: tuple[int, ...] = ()
        for sentence, spans in enumerate(sentences):
            about, tie = carried, "carried"
            later = _named_in(namings, Span(spans[0].start, spans[-1].end))
            opened = False
            for span in spans:
                groups = _groups(content, namings, span)
                if groups:
                    about, tie = tuple(name.project for name in groups[-1]), "named"
                    opened = True
                elif (pointed := _pointed(content, span, carried or about, last, cues)) is not None:
                    about, tie, opened = pointed, "pointed", True
                elif not opened and later:
                    about, tie = later, "ahead"
                elif _changes(content, span, bodies, about, owners):
                    about, tie = (), "none"
                elif opened:
                    tie = "named" if tie in {"named", "pointed"} else tie
                found.append(Clause(span, paragraph, sentence, groups, about, tie if about else "none"))
                if groups or tie == "pointed":
                    last = about or last
            carried = about
    return tuple(found)


def _paragraphs(content: str) -> Iterator[list[list[Span]]]:
    start = 0
    for line in content.split("\n"):
        sentences: list[list[Span]] = [[]]
        for found in CLAUSE.finditer(content, start, start + len(line)):
            sentences[-1].append(Span(*found.span()))
            if content[found.end() : found.end() + 1] in "。！？":
                sentences.append([])
        yield [spans for spans in sentences if spans]
        start += len(line) + 1


def _named_in(namings: Sequence[Naming], span: Span) -> tuple[int, ...]:
    place = bisect_left(namings, span.start, key=lambda naming: naming.span.start)
    return (namings[place].project,) if place < len(namings) and namings[place].span.start < span.end else ()


def _groups(content: str, namings: Sequence[Naming], span: Span) -> tuple[tuple[Naming, ...], ...]:
    groups: list[list[Naming]] = []
    place = bisect_left(namings, span.start, key=lambda naming: naming.span.start)
    while place < len(namings) and namings[place].span.start < span.end:
        naming = namings[place]
        if groups and _joined(content, groups[-1][-1].span.end, naming.span.start):
            groups[-1].append(naming)
        else:
            groups.append([naming])
        place += 1
    return tuple(tuple(group) for group in groups)


def _joined(content: str, start: int, end: int) -> bool:
    return bool(JOINT.fullmatch(content, start, end) or MEMBER_GAP.fullmatch(content, start, end))


def _pointed(
    content: str, span: Span, carried: tuple[int, ...], last: tuple[int, ...], cues: Cues
) -> tuple[int, ...] | None:
    """What 该项目 or 三个项目 at the head of a clause stands for; None where nothing there points."""
    if cues.projects.match(content, span.start, span.end):
        return carried if len(carried) > 1 else last if len(last) > 1 else ()
    if cues.project.match(content, span.start, span.end):
        single = carried if len(carried) == 1 else last
        return single if len(single) == 1 else ()
    return None


def _changes(
    content: str, span: Span, bodies: Sequence[OrgMention], about: tuple[int, ...], owners: Mapping[int, frozenset[str]]
) -> bool:
    """Whether the clause opens with a body that is none of the projects' own."""
    place = bisect_left(bodies, span.start, key=lambda body: body.start)
    if place == len(bodies) or bodies[place].start - span.start > 1:
        return False
    return not any(bodies[place].norm.name in owners.get(project, frozenset()) for project in about)
