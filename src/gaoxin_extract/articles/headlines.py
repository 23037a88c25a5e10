"""Which headline belongs to which story: all of a page's headlines at once, by the words that they share."""

from collections.abc import Sequence

from msgspec import Struct

from gaoxin_extract.articles import PartKind
from gaoxin_extract.articles.parts import Piece
from gaoxin_extract.articles.stories import Story
from gaoxin_extract.articles.wording import Wording
from gaoxin_extract.rulebook import RuleSet

NEXT = 6.0


class Headline(Struct, frozen=True):
    """The headline of a story: its lines with the pieces that each is printed in, the title they make, and a byline beside it."""

    lines: tuple[tuple[PartKind, tuple[int, ...]], ...]
    title: str
    byline: tuple[str, ...]


class Group(Struct, frozen=True):
    """Lines of one headline, by number, and the byline printed with them."""

    heads: tuple[int, ...]
    names: tuple[str, ...]
    following: int | None


def assign(pieces: Sequence[Piece], told: Sequence[Story], rules: RuleSet) -> dict[int, Headline]:
    """The headline of each story that has one, by the story's number."""
    stories = [number for number, story in enumerate(told) if story.kind == "story"]
    if not stories:
        return {}
    wording = Wording("\n".join(pieces[k].content for _, k in told[number].rows) for number in stories)
    first = {told[number].rows[0][1]: place for place, number in enumerate(stories)}
    used = {k for story in told for _, k in story.rows}
    groups = _groups(pieces, used, first)
    scores: list[tuple[float, int, int]] = []
    for index, group in enumerate(groups):
        affinity = wording.affinity("，".join(pieces[k].content for k in group.heads))
        for place, value in enumerate(affinity):
            near = NEXT if group.following == place else 0.0
            if value + near > 3.0:
                scores.append((value + near, index, place))
    chosen: dict[int, int] = {}
    for _, index, place in sorted(scores, key=lambda s: (-s[0], s[1], s[2])):
        if place not in chosen and index not in chosen.values():
            chosen[place] = index
    return {stories[place]: _headline(pieces, groups[index]) for place, index in chosen.items()}


def _groups(pieces: Sequence[Piece], used: set[int], first: dict[int, int]) -> list[Group]:
    groups: list[Group] = []
    heads: list[int] = []
    names: list[str] = []
    for number, piece in [*enumerate(pieces), (len(pieces), None)]:
        kind = piece.kind if piece else "body"
        ends = kind in {"body", "caption", "credit"} or (number in used and kind != "head")
        if piece and kind == "head" and number not in used:
            if names or (
                heads
                and piece.content.endswith("：")
                and not pieces[heads[-1]].content.endswith("⑨")
                and any(not pieces[k].content.endswith("：") for k in heads)
                and len(heads) > 1
            ):
                groups.append(Group(tuple(heads), tuple(names), None))
                heads, names = [], []
            heads.append(number)
        elif piece and kind == "byline" and number not in used:
            names.append(piece.names or "")
        if ends and heads:
            groups.append(Group(tuple(heads), tuple(names), first.get(number, first.get(number - 1))))
            heads, names = [], []
        elif ends:
            names = []
    return groups


def _headline(pieces: Sequence[Piece], group: Group) -> Headline:
    lines: list[tuple[PartKind, tuple[int, ...]]] = []
    title = ""
    for number in group.heads:
        content = pieces[number].content
        glue = "" if not title or title.endswith("：") else " "
        title += glue + content
        lines.append(("headline", (number,)))
    return Headline(tuple(lines), title, group.names)
