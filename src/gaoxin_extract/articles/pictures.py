"""Captions and pull boxes: to which story a picture belongs, and what only repeats a body."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import regex

from gaoxin_extract.articles.parts import Piece
from gaoxin_extract.articles.wording import grams

if TYPE_CHECKING:
    from gaoxin_extract.articles.stories import Draft

LONGEST_BOX = 160
LEAST_SHARED = 0.05
PRINTED = regex.compile(r"[^\s]+")


def box_pieces(pieces: Sequence[Piece]) -> frozenset[int]:
    """The numbers of the pieces that a pull box repeats out of a body."""
    bodies = {k: _plain(piece.content) for k, piece in enumerate(pieces) if piece.kind == "body"}
    whole = "\n".join(bodies.values())
    boxes: set[int] = set()
    for number, piece in enumerate(pieces):
        if piece.kind not in {"head", "body"} or not 10 <= len(piece.content) <= LONGEST_BOX or piece.opens:  # noqa: PLR2004
            continue
        plain = _plain(piece.content)
        if whole.count(plain) > (number in bodies) and (piece.kind == "body" or len(plain) > 14):  # noqa: PLR2004
            boxes.add(number)
    for number in sorted(boxes):
        for step in (-1, 1):
            other = number + step
            while 0 <= other < len(pieces) and other not in boxes and pieces[other].kind == "head":
                run = range(min(other, number), max(other, number) + 1)
                if "".join(_plain(pieces[k].content) for k in run) not in whole:
                    break
                boxes.add(other)
                other += step
    return frozenset(boxes)


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
