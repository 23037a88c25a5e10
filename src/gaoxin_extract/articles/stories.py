"""Which paragraphs of a page tell one story."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from gaoxin_extract.articles import PartKind
from gaoxin_extract.articles.parts import Piece
from gaoxin_extract.articles.wording import Wording, grams
from gaoxin_extract.records import ArticleKind


class Story(Struct, frozen=True):
    """The pieces of one story in reading order, by number, with their kinds; its headline is found later."""

    kind: ArticleKind
    rows: tuple[tuple[PartKind, int], ...]
    byline: tuple[str, ...]


class Draft:
    """A story in the making."""

    def __init__(self, kind: ArticleKind = "story") -> None:
        self.kind: ArticleKind = kind
        self.rows: list[tuple[PartKind, int]] = []
        self.byline: list[str] = []
        self.closed = False


def stories(pieces: Sequence[Piece], *, single: bool) -> list[Story]:
    """The stories of a page. Heads that stand between two bodies of one story are its sections."""
    if not any(piece.kind in {"body", "caption"} for piece in pieces):
        return [Story("story", tuple(("body", k) for k in range(len(pieces))), ())]
    drafts: list[Draft] = []
    heads: list[int] = []
    names: list[int] = []
    current: Draft | None = None
    for number, piece in enumerate(pieces):
        match piece.kind:
            case "head":
                heads.append(number)
            case "byline":
                if current and not heads and not current.closed:
                    follows = next((p for p in pieces[number + 1 :] if p.kind in {"body", "head"}), None)
                    if not single and (follows is None or follows.opens or follows.kind == "head"):
                        current.rows.append(("signature", number))
                        current.byline.append(piece.names or "")
                        current.closed = True
                        continue
                names.append(number)
            case "credit":
                if current and current.kind == "caption":
                    current.rows.append(("caption", number))
                    current.byline.append(piece.names or "")
            case "caption":
                draft = Draft("caption")
                if current and current.kind == "story" and not current.closed and _narrower(pieces, current, number):
                    last = current.rows[-1][1]
                    if last == number - 1 and len(current.rows) > 1 and len(pieces[last].block.widths) > 1:
                        current.rows.pop()
                        draft.rows.append(("caption", last))
                draft.rows.append(("caption", number))
                if piece.names:
                    draft.byline.append(piece.names)
                drafts.append(draft)
                current, heads, names = draft, [], []
            case "body":
                new = (
                    current is None
                    or (not single and (piece.opens or current.closed or current.kind == "caption"))
                    or (not single and bool(names) and bool(heads) and names[-1] == number - 1)
                    or (not single and not heads and not piece.opens and _other_column(pieces, current, number))
                )
                if new:
                    current = Draft()
                    drafts.append(current)
                    for name in names:
                        if name == number - 1:
                            current.rows.append(("byline", name))
                            current.byline.append(pieces[name].names or "")
                elif current:
                    current.rows += [("section", head) for head in heads]
                assert current is not None  # noqa: S101 -- just made where it was
                current.rows.append(("body", number))
                if piece.names:
                    current.byline.append(piece.names)
                current.closed = piece.closes
                heads, names = [], []
    return [Story(draft.kind, tuple(draft.rows), tuple(filter(None, draft.byline))) for draft in drafts]


def _column(pieces: Sequence[Piece], draft: Draft) -> int:
    widths = sorted(
        width for _, k in draft.rows if len(pieces[k].block.widths) > 2 for width in pieces[k].block.widths[:-1]
    )
    return widths[len(widths) * 9 // 10] if widths else 0


def _narrower(pieces: Sequence[Piece], draft: Draft, number: int) -> bool:
    return _column(pieces, draft) - max(pieces[number].block.widths) > 2


def _other_column(pieces: Sequence[Piece], draft: Draft, number: int) -> bool:
    """Whether the paragraph stands in a column of another measure and speaks of other things."""
    block = pieces[number].block
    column = _column(pieces, draft)
    if not column or len(block.widths) < 3 or abs(max(block.widths[:-1]) - column) < 8:
        return False
    told = "\n".join(pieces[k].content for _, k in draft.rows)
    shared = set(grams(told, 4)) & set(grams(pieces[number].content, 4))
    return len(shared) < 6
