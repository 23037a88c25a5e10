"""Which headline belongs to which story: all of a page's headlines at once, by the words that they share."""

from collections.abc import Sequence

import regex
from msgspec import Struct

from gaoxin_extract.articles import PartKind
from gaoxin_extract.articles.parts import Piece
from gaoxin_extract.articles.stories import Story
from gaoxin_extract.articles.wording import Wording
from gaoxin_extract.rulebook import RuleSet

BEFORE = 2.5
AFTER = 0.7
GROUP = 1.2
LEAST = 1.0
LONGEST_GROUP = 5
THIRD = 0.7
SUBHEAD = regex.compile(r"(?:——|—|──)")


class Headline(Struct, frozen=True):
    """The headline of a story: its lines with the pieces that each is printed in, the title they make, and a byline beside it."""

    lines: tuple[tuple[PartKind, tuple[int, ...]], ...]
    title: str
    byline: tuple[str, ...]


class Run(Struct, frozen=True):
    """Headline lines that no body parts, by number; `before` and `after` are the stories that they follow and precede."""

    heads: tuple[int, ...]
    names: tuple[str, ...]
    before: int | None
    after: int | None


class Group(Struct, frozen=True):
    """Lines of one headline, by number, the byline printed with them, and how much they belong to each story."""

    heads: tuple[int, ...]
    names: tuple[str, ...]
    scores: tuple[float, ...]
    run: int = 0


class Assignment(Struct, frozen=True):
    """The group of headline lines of each story that has one, by the story's number; `left`: groups of no story."""

    chosen: dict[int, Group]
    left: tuple[Group, ...]


def assign(pieces: Sequence[Piece], told: Sequence[Story], boxes: frozenset[int], rules: RuleSet) -> Assignment:
    """Give every story at most one of the page's headlines."""
    stories = [number for number, story in enumerate(told) if story.kind == "story"]
    if not stories:
        return Assignment({}, ())
    wording = _wording(pieces, told, stories, rules)
    groups = [
        group
        for run in _runs(pieces, [told[number] for number in stories], boxes)
        for group in _groups(run, pieces, wording)
    ]
    chosen = _matched(groups, len(stories))
    left = tuple(group for group in groups if group not in chosen.values())
    return Assignment({stories[place]: group for place, group in chosen.items()}, left)


def headlines(
    pieces: Sequence[Piece], told: Sequence[Story], assignment: Assignment, rules: RuleSet
) -> dict[int, Headline]:
    """The headline of each story that has one, by the story's number."""
    stories = [number for number, story in enumerate(told) if story.kind == "story"]
    wording = _wording(pieces, told, stories, rules)
    return {
        number: _headline(pieces, group, wording, stories.index(number), rules)
        for number, group in assignment.chosen.items()
    }


def _wording(pieces: Sequence[Piece], told: Sequence[Story], stories: Sequence[int], rules: RuleSet) -> Wording:
    paragraphs = ([pieces[k].content for kind, k in told[number].rows if kind == "body"] for number in stories)
    return Wording(paragraphs, rules.patterns["place.zone"].regex)


def _runs(pieces: Sequence[Piece], told: Sequence[Story], boxes: frozenset[int]) -> list[Run]:
    """The lines that no story holds, cut at bodies, bylines and pictures."""
    owner = {k: place for place, story in enumerate(told) for kind, k in story.rows}
    runs: list[Run] = []
    heads: list[int] = []
    names: list[str] = []
    before: int | None = None

    def close(after: int | None) -> None:
        nonlocal heads, names
        if heads:
            runs.append(Run(tuple(heads), tuple(names), before, after))
        heads, names = [], []

    for number, piece in enumerate(pieces):
        if number in boxes:
            continue
        if piece.kind == "head" and number not in owner:
            if names:
                close(None)
                before = None
            heads.append(number)
        elif piece.kind == "byline" and number not in owner:
            if heads:
                names.append(piece.names or "")
        elif number in owner:
            close(owner[number])
            before = owner[number]
        elif piece.kind not in {"credit"}:
            close(None)
            before = None
    close(None)
    return runs


def _groups(run: Run, pieces: Sequence[Piece], wording: Wording) -> list[Group]:
    """The headlines that a run is made of: the cut that gives its lines most to share with one story each."""
    heads = run.heads
    affinity = [wording.affinity(pieces[k].content) for k in heads]
    count = len(wording.stories)
    best: list[tuple[float, list[Group]]] = [(0.0, [])]
    for end in range(1, len(heads) + 1):
        options: list[tuple[float, list[Group]]] = []
        for start in range(max(0, end - LONGEST_GROUP), end):
            scores = [sum(line[place] for line in affinity[start:end]) for place in range(count)]
            if end == len(heads) and run.after is not None:
                scores[run.after] += BEFORE
            if start == 0 and run.before is not None:
                scores[run.before] += AFTER
            cost = GROUP + sum(
                _parted(pieces, heads[k - 1], heads[k], start=k - 1 == start) for k in range(start + 1, end)
            )
            names = run.names if end == len(heads) else ()
            group = Group(tuple(heads[start:end]), names, tuple(scores), heads[0])
            value, groups = best[start]
            options.append((value + max(scores) - cost, [*groups, group]))
        best.append(max(options, key=lambda option: option[0]))
    return best[-1][1]


def _parted(pieces: Sequence[Piece], above: int, below: int, *, start: bool) -> float:
    """What it costs to take two neighbouring lines for one headline."""
    first, second = pieces[above], pieces[below]
    cost = 0.5 * max(0, min(second.block.gap - 1, 3))
    if first.content.endswith("："):
        return -1.0
    if second.content.endswith("：") and not start:
        cost += 2.0
    return cost


def _matched(groups: Sequence[Group], count: int) -> dict[int, Group]:
    """At most one group a story and one story a group, so that together they share most."""
    scores = sorted(
        (
            (score, index, place)
            for index, group in enumerate(groups)
            for place, score in enumerate(group.scores)
            if score > LEAST
        ),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    chosen: dict[int, int] = {}
    for _, index, place in scores:
        if place not in chosen and index not in chosen.values():
            chosen[place] = index
    return {place: groups[index] for place, index in sorted(chosen.items()) if place < count}


def _headline(pieces: Sequence[Piece], group: Group, wording: Wording, place: int, rules: RuleSet) -> Headline:
    heads = [k for k in group.heads if len(group.heads) == 1 or not _label(pieces[k].content, wording, place)]
    lines: list[list[int]] = []
    for number in heads:
        above = pieces[lines[-1][-1]] if lines else None
        if above and _one_line(above, pieces[number]):
            lines[-1].append(number)
        else:
            lines.append([number])
    words = ["".join(pieces[k].content for k in line) for line in lines]
    kinds: list[PartKind] = ["kicker"] * (len(lines) - 1) + ["headline"]
    for k, line in enumerate(words):
        if k and SUBHEAD.match(line):
            kinds[k], kinds[k - 1] = "subhead", "headline"
    rows = tuple((kind, tuple(line)) for kind, line in zip(kinds, lines, strict=True))
    if (
        len(words) == 2
        and words[1].endswith(tuple(rules.lexicon["transitive"]))
        and regex.search("[区园城县市州]$", words[0])
    ):  # noqa: PLR2004
        return Headline(rows[::-1], words[1] + words[0], group.names)
    return Headline(rows, " ".join(words), group.names)


def _label(content: str, wording: Wording, place: int) -> bool:
    """Whether a line is the name of a column of the paper rather than a headline's."""
    return len(content) < 5 and wording.affinity(content)[place] < 0.4  # noqa: PLR2004


def _one_line(above: Piece, below: Piece) -> bool:
    """Whether two lines are one headline printed in two."""
    if above.content.endswith("："):
        return True
    if above.content.count("“") > above.content.count("”"):
        return True
    first, second = len(above.content), len(below.content)
    return below.block.gap == 0 and first < 14 and first + second <= 20 and second <= 2 * first  # noqa: PLR2004
