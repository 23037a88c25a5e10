"""The articles of a page that show by their layout alone where they begin."""

from collections.abc import Sequence
from itertools import groupby

import regex
from msgspec import Struct

from gaoxin_extract.articles.parts import Piece
from gaoxin_extract.articles.wording import alike, grams_of, pairs, rarity
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.rulebook.compiling import compiled

REPORTED = 0.4
OWN = 0.4
STRANGE = 1.0
ALIKE = 0.6
LONGEST_ENTRY = 4
SHORTEST_HEAD = 4
HEAD_LINES = 2
NUMBERED = compiled(r"[（(]?[一二三四五六七八九十]{1,3}[）)、．.]|\d{1,2}[．.、](?!\d)")


class Row(Struct, frozen=True):
    """Pieces of a page that stand together, by number: `heads`, or else bodies."""

    numbers: tuple[int, ...]
    heads: bool


class Entries(Struct, frozen=True):
    """The bodies that open the entries of a page, by number, and the heads over all of them, which are no entry's."""

    opening: frozenset[int]
    over: frozenset[int] = frozenset()


NO_ENTRIES = Entries(frozenset())


def items_of(pieces: Sequence[Piece], entries: Entries, rules: RuleSet, *, single: bool) -> frozenset[int]:
    """The numbers of the bodies that open a page's items, dated or `entries`; `single`: it is that of one article."""
    found = dated_items(pieces) or entries.opening
    return found or (frozenset() if single else reports_of(pieces, rules))


def dated_items(pieces: Sequence[Piece]) -> frozenset[int]:
    """The numbers of the bodies that open a page's items; none where fewer than two do.

    Above each stand publication data, and a headline or their day.
    """
    items: set[int] = set()
    published = headed = False
    for number, piece in enumerate(pieces):
        published |= piece.block.published is not None
        headed |= piece.kind == "head" or bool(piece.block.published)
        if piece.kind == "body":
            items |= {number} if published and headed else set()
            published = headed = False
    return frozenset(items) if len(items) > 1 else frozenset()


def reports_of(pieces: Sequence[Piece], rules: RuleSet) -> frozenset[int]:
    """The numbers of the bodies that open reports: the first body and others, each with a headline and a time.

    `7月3日，…`, `近日，…` directly under a line that shares its words: so reports begin, and sections hardly ever.
    """
    lead = rules.patterns["opening.time"].regex
    bodies = [number for number, piece in enumerate(pieces) if piece.kind == "body"]
    reports = {
        number
        for number in bodies
        if number
        and pieces[number - 1].kind == "head"
        and lead.match(pieces[number].content)
        and not NUMBERED.match(pieces[number - 1].content)
        and alike(pieces[number - 1].content, pieces[number].content, 2) >= REPORTED
    }
    return frozenset(reports) if len(reports) > 1 and bodies[0] in reports else frozenset()


def entries_of(pieces: Sequence[Piece], rules: RuleSet) -> Entries:
    """The entries of a page: heads and short texts in turn, none of the heads over all of them.

    Each head stands right above its text, or each right below it, and shares its words with that and hardly with the
    others; or the text takes the head up (`该项目由…`). Sections have a headline over them, which speaks of them all;
    only one that announces a round-up (`3月9日晚间公告一览`) leaves entries below it. There heads may be numbered.
    """
    briefs = _bracketed(pieces, rules)
    if briefs.opening:
        return briefs
    taken_up = rules.patterns["opening.taken_up"].regex
    runs = _runs(pieces)
    if len(runs) % 2:
        return NO_ENTRIES
    if not runs or not runs[0].heads:
        plain = not _numbered(pieces, runs[1::2])
        below = plain and _are_entries(pieces, runs[1::2], runs[::2], taken_up, above=False)
        return Entries(frozenset(run.numbers[0] for run in runs[::2])) if below else NO_ENTRIES
    heads, texts = runs[::2], runs[1::2]
    size = len(heads[-1].numbers)
    over = heads[0].numbers[:-size]
    heads = [Row(heads[0].numbers[-size:], heads=True), *heads[1:]]
    roundup = any(rules.patterns["headline.roundup"].regex.search(pieces[number].content) for number in over)
    if not roundup and (over or _numbered(pieces, heads)):
        return NO_ENTRIES
    if not _are_entries(pieces, heads, texts, taken_up, above=True):
        return NO_ENTRIES
    return Entries(frozenset(run.numbers[0] for run in texts), frozenset(over))


def _numbered(pieces: Sequence[Piece], heads: Sequence[Row]) -> bool:
    return any(NUMBERED.match(pieces[head.numbers[0]].content) for head in heads)


def _runs(pieces: Sequence[Piece]) -> list[Row]:
    """The heads and bodies of a page, neighbours of a kind together."""
    shown = [number for number, piece in enumerate(pieces) if piece.kind in {"head", "body"}]
    return [Row(tuple(numbers), heads=heads) for heads, numbers in groupby(shown, lambda k: pieces[k].kind == "head")]


def _bracketed(pieces: Sequence[Piece], rules: RuleSet) -> Entries:
    """The briefs of a round-up that print their headlines in brackets before their texts: `【铭川电机：…】3月9日`."""
    lead = rules.patterns["headline.bracketed"].regex
    bodies = [number for number, piece in enumerate(pieces) if piece.kind == "body"]
    opening = [number for number in bodies if lead.match(pieces[number].content)]
    if len(opening) < 2 or len(opening) * 2 < len(bodies) or opening[0] != bodies[0]:  # noqa: PLR2004
        return NO_ENTRIES
    over = (number for number in range(opening[0]) if pieces[number].kind == "head")
    return Entries(frozenset(opening), frozenset(over))


def _are_entries(
    pieces: Sequence[Piece],
    heads: Sequence[Row],
    texts: Sequence[Row],
    taken_up: regex.Pattern[str],
    *,
    above: bool,
) -> bool:
    """Whether each of `heads`, `above` or below the text of its place, is that of this text and of no other."""
    sizes = {len(head.numbers) for head in heads}
    if len(heads) < 2 or len(sizes) > 1 or max(sizes) > HEAD_LINES:  # noqa: PLR2004
        return False
    if any(len(text.numbers) > LONGEST_ENTRY for text in texts):
        return False
    words = [grams_of(pieces[number].content for number in text.numbers) for text in texts]
    titles = ["，".join(pieces[number].content for number in head.numbers) for head in heads]
    asked = {pair for title in titles for pair in pairs(title)}
    weight = rarity([asked & told for told in words])
    for place, title in enumerate(titles):
        own = pairs(title)
        if len(title) < SHORTEST_HEAD:
            return False
        shares = [sum(weight[pair] for pair in own if pair in told) for told in words]
        others = max(share for number, share in enumerate(shares) if number != place)
        up = above and taken_up.match(pieces[texts[place].numbers[0]].content) is not None
        told = sum(pair in words[place] for pair in own) / (len(own) or 1)
        if not (up or told >= OWN) or (others > shares[place] * ALIKE and not (up and others < STRANGE)):
            return False
    return True
