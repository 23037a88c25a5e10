"""The articles of a page that show by their layout alone where they begin."""

from collections.abc import Sequence

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
NUMBERED = compiled(r"[（(]?[一二三四五六七八九十]{1,3}[）)、．.]|\d{1,2}[．.、](?!\d)")


def items_of(pieces: Sequence[Piece], rules: RuleSet, *, single: bool) -> frozenset[int]:
    """The numbers of the bodies that open the items of a page; `single`: it is that of one article."""
    return dated_items(pieces) or entries_of(pieces, rules) or (frozenset() if single else reports_of(pieces, rules))


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


def entries_of(pieces: Sequence[Piece], rules: RuleSet) -> frozenset[int]:
    """The numbers of the bodies that open entries: heads and short texts in turn, none of the heads over all of them.

    Each head stands right above its text, or each right below it, and shares its words with that and hardly with the
    others; or the text takes the head up (`该项目由…`). Sections have a headline over them, which speaks of them all.
    """
    shown = [number for number, piece in enumerate(pieces) if piece.kind in {"head", "body"}]
    above = bool(shown) and pieces[shown[0]].kind == "head"
    heads: list[int] = []
    texts: list[list[int]] = [] if above else [[]]
    for number in shown:
        if pieces[number].kind == "body":
            texts[-1].append(number)
        else:
            heads.append(number)
            texts.append([])
    if not above:
        texts.pop()
    if len(heads) < 2 or len(heads) != len(texts) or not all(0 < len(text) <= LONGEST_ENTRY for text in texts):  # noqa: PLR2004
        return frozenset()
    taken_up = rules.patterns["opening.taken_up"].regex
    words = [grams_of(pieces[number].content for number in text) for text in texts]
    asked = {pair for head in heads for pair in pairs(pieces[head].content)}
    weight = rarity([asked & told for told in words])
    for place, head in enumerate(heads):
        content = pieces[head].content
        own = pairs(content)
        if len(content) < SHORTEST_HEAD or NUMBERED.match(content):
            return frozenset()
        shares = [sum(weight[pair] for pair in own if pair in told) for told in words]
        others = max(share for number, share in enumerate(shares) if number != place)
        up = above and taken_up.match(pieces[texts[place][0]].content) is not None
        told = sum(pair in words[place] for pair in own) / (len(own) or 1)
        if not (up or told >= OWN) or (others > shares[place] * ALIKE and not (up and others < STRANGE)):
            return frozenset()
    return frozenset(text[0] for text in texts)
