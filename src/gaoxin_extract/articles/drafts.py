"""A story in the making."""

from collections.abc import Sequence

from gaoxin_extract.articles import PartKind
from gaoxin_extract.articles.parts import Piece
from gaoxin_extract.records import ArticleKind

REMEMBERED = 40


class Draft:
    """A story in the making: its rows and, of these, its paragraphs so far, and whether a signature has closed it."""

    def __init__(self, kind: ArticleKind = "story") -> None:
        """An empty story."""
        self.kind: ArticleKind = kind
        self.rows: list[tuple[PartKind, int]] = []
        self.bodies: list[int] = []
        self.resumed: set[int] = set()
        self.closed = False

    def add(self, kind: PartKind, number: int) -> None:
        """Take in the piece `number`."""
        self.rows.append((kind, number))
        if kind == "body":
            self.bodies.append(number)

    def give_up_last(self) -> None:
        """Give up the last paragraph, and the sections that stand above it."""
        self.rows.remove(("body", self.bodies.pop()))
        while self.rows and self.rows[-1][0] == "section":
            self.rows.pop()

    def told(self, pieces: Sequence[Piece]) -> list[str]:
        """What its last paragraphs read."""
        return [pieces[k].content for k in self.bodies[-REMEMBERED:]]
