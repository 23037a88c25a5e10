"""Captions and pull boxes: to which story a picture belongs, and what only repeats a body."""

from collections.abc import Sequence
from itertools import accumulate

import regex

from gaoxin_extract.articles.drafts import Draft
from gaoxin_extract.articles.parts import Piece
from gaoxin_extract.articles.wording import grams, pairs
from gaoxin_extract.rulebook import RuleSet

LONGEST_BOX = 160
LEAST_HEAD = 15
LEAST_BODY = 10
LEAST_COPY = 40
HEAD_REACH = 3
OWN = 0.5
NEAR = 60
LEAST_SHARED = 0.05


def box_pieces(pieces: Sequence[Piece], rules: RuleSet) -> frozenset[int]:
    """The numbers of the pieces that a pull box or a summary (`摘要：`) repeats out of a body."""
    summary = rules.patterns["opening.summary"].regex
    plain = [_plain(piece.content[label.end() if (label := summary.match(piece.content)) else 0 :]) for piece in pieces]
    summaries = frozenset(k for k, piece in enumerate(pieces) if len(plain[k]) < len(_plain(piece.content)))
    whole = "\n".join(plain)
    starts = [0, *accumulate(len(words) + 1 for words in plain)]
    boxes: set[int] = set()
    for number, piece in enumerate(pieces):
        least = LEAST_HEAD if piece.kind == "head" else LEAST_BODY
        if piece.kind not in {"head", "body"} or piece.opens or not least <= len(plain[number]) <= LONGEST_BOX:
            continue
        near = range(max(0, number - NEAR), min(len(pieces), number + NEAR))
        if len(plain[number]) >= LEAST_COPY and piece.content in (pieces[k].content for k in near if k < number):
            boxes.add(number)
            continue
        if whole.count(plain[number], starts[near.start], starts[near.stop]) < 2:  # noqa: PLR2004 -- but for itself
            continue
        longer = (
            k
            for k in near
            if pieces[k].kind == "body"
            and (len(plain[k]) > len(plain[number]) or (k > number and number in summaries))
            and k not in summaries
        )
        if any(plain[number] in plain[k] for k in longer) and not _is_headline(pieces, number, plain):
            boxes.add(number)
            boxes |= _lines_beside(pieces, plain, number, near)
    return frozenset(boxes)


def _is_headline(pieces: Sequence[Piece], number: int, plain: Sequence[str]) -> bool:
    """Whether a line stands above a body, on top of the page or beside publication data, or heads the body below it.

    So does one below a securities code, and one that a summary of the page's items names beforehand.
    """
    if pieces[number].kind != "head" or number + 1 == len(pieces):
        return False
    if any(piece.opens and piece.kind == "body" for piece in pieces[max(0, number - HEAD_REACH) : number]):
        return True
    if pieces[number + 1].kind == "body" and plain[number] not in plain[number + 1]:
        own = pairs(pieces[number].content)
        if sum(pair in plain[number + 1] for pair in own) >= OWN * len(own):
            return True
    first = last = number
    while first and pieces[first - 1].kind == "head":
        first -= 1
    while last + 1 < len(pieces) and pieces[last + 1].kind in {"head", "byline"}:
        last += 1
    published = any(pieces[k].block.published is not None for k in range(first, min(last + 2, len(pieces))))
    return last + 1 < len(pieces) and (first == 0 or published)


def _lines_beside(pieces: Sequence[Piece], plain: Sequence[str], number: int, near: range) -> set[int]:
    """The heads above and below a pull box that a body prints in one with it."""
    run = [number, number]
    for end, step in ((0, -1), (1, 1)):
        while 0 <= (other := run[end] + step) < len(pieces) and pieces[other].kind == "head":
            ends = (min(run[0], other), max(run[1], other))
            words = "".join(plain[ends[0] : ends[1] + 1])
            if not any(pieces[k].kind == "body" and words in plain[k] for k in near):
                break
            run[:] = ends
    return set(range(run[0], run[1] + 1))


def _plain(content: str) -> str:
    return "".join(content.split())


def attach(
    pictures: Sequence[Sequence[int]],
    drafts: Sequence[Draft],
    pieces: Sequence[Piece],
    common: regex.Pattern[str],
    *,
    single: bool,
) -> list[Draft]:
    """The drafts with each picture's caption at the end of the story it shows; one of no story is its own article.

    `common` matches words that any two texts of the field share; `single`: the page is that of one article.
    """
    stories = list(drafts)
    added: list[Draft] = []
    for picture in pictures:
        words = common.sub("\n", "\n".join(pieces[k].content for k in picture if pieces[k].kind != "credit"))
        # A page of one story shows nothing else between its headline and its end, and one of a site nothing at all.
        alone = len(stories) == 1 and (single or (pieces[0].kind == "head" and picture[0] < stories[0].bodies[-1]))
        target = stories[0] if alone else _shown(grams(words, 4), picture[0], stories, pieces)
        if target is None:
            target = Draft("caption")
            added.append(target)
        for number in picture:
            target.add("caption", number)
    return sorted([*stories, *added], key=lambda draft: draft.bodies[0] if draft.bodies else draft.rows[0][1])


def _shown(words: frozenset[str], number: int, stories: Sequence[Draft], pieces: Sequence[Piece]) -> Draft | None:
    """The story near the piece `number` that has most of the caption's words, if any has more than a few."""
    near = [story for story in stories if any(abs(k - number) < NEAR for k in (story.bodies[0], story.bodies[-1]))]
    likes = [sum(any(gram in pieces[k].content for k in story.bodies) for gram in words) for story in near]
    best = max(likes, default=0)
    return near[likes.index(best)] if best > len(words) * LEAST_SHARED else None
