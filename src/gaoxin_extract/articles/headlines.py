"""Which headline belongs to which story: all of a page's headlines at once, by the words that they share."""

from collections.abc import Sequence
from itertools import repeat

from msgspec import Struct

from gaoxin_extract.articles import PartKind
from gaoxin_extract.articles.mastheads import headline_lines, told_below
from gaoxin_extract.articles.parts import Piece
from gaoxin_extract.articles.stories import Story, headline_pairs
from gaoxin_extract.articles.wording import Shares, Wording
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.rulebook.compiling import compiled

BEFORE = 2.5
AFTER = 0.7
GROUP = 1.2
LEAST = 1.0
LONGEST_GROUP = 5
REACH = 16
SPLIT = 14
LONGEST_SPLIT = 20
THIRD = 0.7
ALONE = 4.0
PLACE = compiled(r"[区园城县市州]$")
ZONE = compiled(r"\p{Han}{2,10}[区园城]")
LABEL = compiled(r"[【\[「]\p{Han}{2,6}[】\]」]")
# A row of a form below a headline: 园区位置：石滩经济开发区.
FORM = compiled(
    r"\p{Han}{0,4}(?:位置|地址|地点|标签|类型|类别|性质|行业|产业|面积|编号|电话|热线|联系人|单位|状态|时间|日期|级别|规模)[:：]\s?\S.{0,60}"
)
# What marks an entry before its words.
BULLETS = r"[●◆■▶►▷▸★※□◇○▲△▼▽◎➤➢♦•·▌▍❖✦☆]+\s*"
BULLET = compiled(rf"^{BULLETS}(?=\S)")
ASTERISKS = compiled(r"[*＊]{3,}$")
ORDINAL = compiled(r"^[（(]?[一二三四五六七八九十]{1,2}[）)、.．](?![一二三四五六七八九十])\s*(?=\S{6})")
SUBHEAD = compiled(r"(?:——|—|──)")

Rows = tuple[tuple[PartKind, tuple[int, ...]], ...]


class Headline(Struct, frozen=True):
    """The lines of a headline and the byline beside it, each with the pieces that print it; the title they make."""

    lines: Rows
    title: str


class Run(Struct, frozen=True):
    """Headline lines that no body parts, by number, with their byline.

    `under` are lines below that the story tells of, but none of its headline. `before` and `after` are the stories that
    they follow and precede, `near` those that they may belong to.
    """

    heads: tuple[int, ...]
    names: tuple[int, ...]
    under: tuple[int, ...]
    before: int | None
    after: int | None
    near: range


class Group(Struct, frozen=True):
    """Lines of one headline, by number, with their byline; `scores`: how much they belong to each story, by its place.

    `run` is the first of the lines that they were cut out of.
    """

    heads: tuple[int, ...]
    names: tuple[int, ...]
    scores: dict[int, float]
    run: int = 0
    under: tuple[int, ...] = ()


class Assignment(Struct, frozen=True):
    """The group of headline lines of each story that has one, by the story's number; `left`: groups of no story."""

    chosen: dict[int, Group]
    left: tuple[Group, ...]


def assign(
    pieces: Sequence[Piece], told: Sequence[Story], boxes: frozenset[int], wording: Wording, *, web: bool = False
) -> Assignment:
    """Give every story at most one of the page's headlines; `web`: a site may print its own lines above them."""
    stories = [number for number, story in enumerate(told) if story.kind == "story"]
    if not stories:
        return Assignment({}, ())
    groups = [
        group
        for run in _runs(pieces, [told[number] for number in stories], boxes, wording if web else None)
        for group in _groups(run, pieces, wording)
    ]
    chosen = _matched(groups)
    left = tuple(group for index, group in enumerate(groups) if index not in chosen.values())
    return Assignment({stories[place]: groups[index] for place, index in sorted(chosen.items())}, left)


def headlines(
    pieces: Sequence[Piece], told: Sequence[Story], assignment: Assignment, wording: Wording, rules: RuleSet
) -> dict[int, Headline]:
    """The headline of each story that has one, by the story's number."""
    stories = [number for number, story in enumerate(told) if story.kind == "story"]
    places = {number: place for place, number in enumerate(stories)}
    return {
        number: _headline(pieces, group, wording, places[number], rules) for number, group in assignment.chosen.items()
    }


def wording_of(pieces: Sequence[Piece], told: Sequence[Story], rules: RuleSet) -> Wording:
    """The words of the stories among `told`, as far as headlines may share them."""
    paragraphs = (
        [pieces[k].content for kind, k in story.rows if kind == "body"] for story in told if story.kind == "story"
    )
    return Wording(paragraphs, headline_pairs(pieces, told), rules.patterns["place.zone"].regex)


def _runs(pieces: Sequence[Piece], told: Sequence[Story], boxes: frozenset[int], site: Wording | None) -> list[Run]:
    """The lines that no story holds, cut at bodies, bylines and pictures; without those of a `site`."""
    owner = {k: place for place, story in enumerate(told) for _, k in story.rows}
    runs: list[Run] = []
    heads: list[int] = []
    names: list[int] = []
    before: int | None = None
    begun = 0
    for number, piece in [*enumerate(pieces), (len(pieces), None)]:
        place = owner.get(number)
        kind = piece.kind if piece else "body"
        if number in boxes or (place is None and kind == "credit"):
            continue
        if place is None and kind == "byline":
            names += [number] if heads else []
            continue
        under: tuple[int, ...] = ()
        if heads and site and place is not None and kind in {"body", "byline"}:
            printed, heads = heads, headline_lines(heads, pieces, number, site, place)
            under = told_below(printed, heads, pieces, site, place)
        if heads and (names or place is not None or kind != "head"):
            near = range(max(0, begun - REACH), begun + REACH)
            runs.append(Run(tuple(heads), tuple(names), under, before, place, near))
            heads, names = [], []
            before = None
        if place is None and kind == "head":
            heads.append(number)
        else:
            before, names = place, []
            begun = max(begun, (place or 0) + 1)
    return runs


def _groups(run: Run, pieces: Sequence[Piece], wording: Wording) -> list[Group]:
    """The headlines that a run is made of: the cut that gives its lines most to share with one story each."""
    heads = run.heads
    affinity = [wording.affinity(pieces[k].content, run.near) for k in heads]
    best: list[tuple[float, int, Group | None]] = [(0.0, 0, None)]
    for end in range(1, len(heads) + 1):
        options: list[tuple[float, int, Group | None]] = []
        for start in range(max(0, end - LONGEST_GROUP), end):
            scores = _scores(affinity[start:end], run, first=start == 0, last=end == len(heads))
            cost = GROUP + sum(
                _parted(pieces, heads[k - 1], heads[k], start=k - 1 == start) for k in range(start + 1, end)
            )
            if end - start > 2 and pieces[heads[start]].content.endswith("："):  # noqa: PLR2004
                cost += THIRD * (end - start - 2)
            if end < len(heads) and pieces[heads[end - 1]].content.endswith("："):
                cost += ALONE
            names, under = (run.names, run.under) if end == len(heads) else ((), ())
            group = Group(tuple(heads[start:end]), names, scores, heads[0], under)
            options.append((best[start][0] + max(scores.values(), default=0.0) - cost, start, group))
        best.append(max(options, key=lambda option: option[0]))
    groups: list[Group] = []
    at = len(heads)
    while at:
        _, start, chosen = best[at]
        if chosen is not None:
            groups.append(chosen)
        at = start
    return groups[::-1]


def _scores(affinity: Sequence[Shares], run: Run, *, first: bool, last: bool) -> dict[int, float]:
    """How much neighbouring lines belong to each story: by their words, and by standing next to it."""
    places = {place for line in affinity for place in line.listed}
    beside = {run.before: AFTER * first, run.after: BEFORE * last}
    places |= {place for place, bonus in beside.items() if place is not None and bonus}
    return {place: sum(line.of(place) for line in affinity) + beside.get(place, 0.0) for place in sorted(places)}


def _parted(pieces: Sequence[Piece], above: int, below: int, *, start: bool) -> float:
    """What it costs to take two neighbouring lines for one headline."""
    first, second = pieces[above], pieces[below]
    cost = 0.5 * max(0, min(second.block.gap - 1, 3))
    if first.content.endswith("："):
        return -1.0
    if second.content.endswith("：") and not start:
        cost += 2.0
    return cost


def _matched(groups: Sequence[Group]) -> dict[int, int]:
    """The number of a group for each place: at most one group a story and one story a group, best shares first."""
    scores = sorted(
        (-score, index, place)
        for index, group in enumerate(groups)
        for place, score in group.scores.items()
        if score > LEAST
    )
    chosen: dict[int, int] = {}
    given: set[int] = set()
    for _, index, place in scores:
        if place not in chosen and index not in given:
            chosen[place] = index
            given.add(index)
    return chosen


def _headline(pieces: Sequence[Piece], group: Group, wording: Wording, place: int, rules: RuleSet) -> Headline:
    heads = [k for k in group.heads if not _label(pieces[k].content, wording, place)] or list(group.heads)
    heads, speech = _delivered(pieces, heads, rules)
    byline: Rows = (
        *speech,
        *(("byline", (number,)) for number in group.names),
        *(("subhead", (number,)) for number in group.under),
    )
    contents = [pieces[k].content for k in heads]
    wants_place = len(heads) == 2 and contents[1].endswith(tuple(rules.lexicon["transitive"]))  # noqa: PLR2004
    if wants_place and PLACE.search(contents[0]):
        return Headline((("headline", (heads[1],)), ("kicker", (heads[0],)), *byline), contents[1] + contents[0])
    lines = _lines(pieces, heads)
    words = ["".join(ASTERISKS.sub("", BULLET.sub("", pieces[k].content)) for k in line) for line in lines]
    once = [k for k, line in enumerate(words) if line not in words[k + 1 :]]
    lines, words = [lines[k] for k in once], [words[k] for k in once]
    kicker: PartKind = "kicker"
    kinds: list[PartKind] = [*repeat(kicker, len(lines) - 1), "headline"]
    for k, line in enumerate(words):
        if k and SUBHEAD.match(line):
            kinds[k], kinds[k - 1] = "subhead", "headline"
    rows: Rows = tuple((kind, tuple(line)) for kind, line in zip(kinds, lines, strict=True))
    return Headline(rows + byline, ORDINAL.sub("", " ".join(words)))


def _delivered(pieces: Sequence[Piece], heads: list[int], rules: RuleSet) -> tuple[list[int], Rows]:
    """The lines of a headline, and apart from them where and by whom a speech was made: `——2024年1月9日在…会议上`."""
    spoken = rules.patterns["headline.delivered"].regex
    speaker = rules.patterns["headline.speaker"].regex
    first = next((place for place, k in enumerate(heads) if spoken.fullmatch(pieces[k].content)), 0)
    rest = [(k, speaker.fullmatch(pieces[k].content)) for k in heads[first:]]
    if not first or not all(named or spoken.fullmatch(pieces[k].content) for k, named in rest):
        return heads, ()
    return heads[:first], tuple(("byline" if named else "subhead", (k,)) for k, named in rest)


def _lines(pieces: Sequence[Piece], heads: Sequence[int]) -> list[list[int]]:
    """The lines of a headline, each with the pieces that it is printed in."""
    gaps = sorted(pieces[k].block.gap for k in range(max(1, heads[0] - 9), min(len(pieces), heads[0] + 9)))
    usual = gaps[len(gaps) // 3] if gaps else 0
    lines: list[list[int]] = []
    for number in heads:
        if lines and _one_line(pieces[lines[-1][-1]], pieces[number], usual):
            lines[-1].append(number)
        else:
            lines.append([number])
    return lines


def _label(content: str, wording: Wording, place: int) -> bool:
    """Whether a line is the name of a column of the paper, or a row of a form, rather than a headline's."""
    if FORM.fullmatch(content):
        return True
    return (len(content) < 5 or LABEL.fullmatch(content) is not None) and wording.share(content, place) < 0.4  # noqa: PLR2004


def _one_line(above: Piece, below: Piece, usual: int) -> bool:
    """Whether two lines are one headline printed in two; `usual`: the blank lines between lines near by."""
    if above.content.endswith(("：", ":")) or above.content.count("“") > above.content.count("”"):
        return True
    first, second = len(above.content), len(below.content)
    if below.block.gap > usual or first + second > LONGEST_SPLIT:
        return False
    return bool(ZONE.fullmatch(above.content)) or (first < SPLIT and second <= 2 * first)
