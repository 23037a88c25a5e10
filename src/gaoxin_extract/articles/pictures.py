"""Captions and pull boxes: to which story a picture belongs, and what only repeats a body."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import regex

from gaoxin_extract.articles.parts import Piece
from gaoxin_extract.articles.wording import grams

if TYPE_CHECKING:
    from gaoxin_extract.articles.stories import Draft

LONGEST_BOX = 160
LEAST_HEAD = 15
LEAST_BODY = 10
NEAR = 60
LEAST_SHARED = 0.05
PRINTED = regex.compile(r"[^\s]+")


def box_pieces(pieces: Sequence[Piece]) -> frozenset[int]:
    """The numbers of the pieces that a pull box repeats out of a body."""
    plain = [_plain(piece.content) for piece in pieces]
    boxes: set[int] = set()
    for number, piece in enumerate(pieces):
        least = LEAST_HEAD if piece.kind == "head" else LEAST_BODY
        if piece.kind not in {"head", "body"} or piece.opens or not least <= len(plain[number]) <= LONGEST_BOX:
            continue
        near = range(max(0, number - NEAR), min(len(pieces), number + NEAR))
        if any(pieces[k].kind == "body" and k != number and plain[number] in plain[k] for k in near):
            boxes.add(number)
            boxes |= _lines_beside(pieces, plain, number, near)
    return frozenset(boxes)


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
    return "".join(PRINTED.findall(content))


def attach(
    pictures: Sequence[Sequence[int]], drafts: list["Draft"], pieces: Sequence[Piece], common: regex.Pattern[str]
) -> None:
    """Put each picture's caption at the end of the story it shows; one that shows none becomes an article of its own.

    `common` matches words that any two texts of the field share.
    """
    from gaoxin_extract.articles.stories import Draft  # noqa: PLC0415 -- they know each other

    told = {id(draft): "\n".join(pieces[k].content for k in draft.bodies) for draft in drafts}
    for picture in pictures:
        content = common.sub("\n", "\n".join(pieces[k].content for k in picture if pieces[k].kind != "credit"))
        own = grams(content, 4)
        likes = [
            (sum(gram in told[id(draft)] for gram in own), -place)
            for place, draft in enumerate(drafts)
            if id(draft) in told
        ]
        best = max(likes, default=(0, 0))
        if best[0] > len(own) * LEAST_SHARED:
            target = drafts[-best[1]]
        else:
            target = Draft("caption")
            after = [place for place, draft in enumerate(drafts) if draft.rows and draft.rows[0][1] < picture[0]]
            drafts.insert(after[-1] + 1 if after else 0, target)
        target.rows += [("caption", number) for number in picture]
