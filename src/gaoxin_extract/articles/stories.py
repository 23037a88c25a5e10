"""Which paragraphs of a page tell one story."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import regex
from msgspec import Struct

from gaoxin_extract.articles import PartKind
from gaoxin_extract.articles.drafts import REMEMBERED, Draft
from gaoxin_extract.articles.items import NUMBERED, Entries, items_of
from gaoxin_extract.articles.parts import Piece
from gaoxin_extract.articles.pictures import attach
from gaoxin_extract.articles.wording import alike, grams, grams_of, pairs, shared
from gaoxin_extract.records import ArticleKind
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.rulebook.compiling import compiled

INDENT = 4
NARROWER = 4
STRANGE = 0.05
STRANGEST = 1.5
ALIKE = 0.1
HALF = 0.5
MARGIN = 0.02
COLUMN_LINES = 3
LONGEST_CAPTION = 160
PLACE = compiled(r"[高新经开发合作示范新保税试验]{2}区|园区|科学城|科技城|开发区|新区|[市县州]")
HAN = compiled(r"\p{Han}")
KICKER = compiled(r"[：:]$|^[^：]{2,14}[区园城县市州省岛港带]：")
RESUMING = compiled(r"[0-9０-９]*[亿万千百]?[元家户个件人次年月日%％]|[的了着们等，、。；！？）”》]")


class Story(Struct, frozen=True):
    """The pieces of one story in reading order, by number, with their kinds; its headline is found later.

    `resumed`: the pieces that go on, in mid-sentence, with the paragraph before them.
    """

    kind: ArticleKind
    rows: tuple[tuple[PartKind, int], ...]
    byline: tuple[str, ...]
    resumed: frozenset[int] = frozenset()


class Drafting:
    """Goes through the pieces of a page once, in printed order, and sorts them into stories."""

    def __init__(
        self, pieces: Sequence[Piece], boxes: frozenset[int], entries: Entries, rules: RuleSet, *, single: bool
    ) -> None:
        """`boxes`: the pieces that only repeat a body; `single`: the page is that of one article."""
        self.common = _common(rules)
        self.pieces = pieces
        self.single = single
        self.items = items_of(pieces, entries, rules, single=single)
        self.boxes = boxes
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self.heads: list[int] = []
        self.names: list[int] = []
        self.pictures: list[list[int]] = []
        self.broken: list[Draft] = []
        indented = [piece.block.indent >= INDENT for piece in pieces if piece.kind == "body"]
        openings = sum(piece.opens or piece.closes or piece.kind == "byline" for piece in pieces)
        self.few_openings = openings < 2  # noqa: PLR2004
        self.indented = sum(indented) * 2 > len(indented)

    def stories(self) -> list[Story]:
        """The stories, each with its sections, signature and captions."""
        for number, piece in enumerate(self.pieces):
            if number in self.boxes:
                continue
            match piece.kind:
                case "head":
                    self.heads.append(number)
                case "byline":
                    self._byline(number)
                case "signature":
                    if self.current and not self.heads:
                        self.current.add("signature", number)
                        self.current.closed = not self.single
                case "credit" | "caption":
                    self._picture(number)
                case "body":
                    self._body(number)
        drafts = attach(self.pictures, self.drafts, self.pieces, self.common, single=self.single)
        return [
            Story(draft.kind, tuple(draft.rows), byline_of(draft.rows, self.pieces), frozenset(draft.resumed))
            for draft in drafts
        ]

    def _byline(self, number: int) -> None:
        """A byline before a body opens its story; one after a body closes that."""
        rest = (self.pieces[k] for k in range(number + 1, len(self.pieces)) if k not in self.boxes)
        following = next((piece for piece in rest if piece.kind != "credit"), None)
        after_body = self.current is not None and not self.current.closed and not self.heads and not self.names
        bulleted = self.pieces[number].content != self.pieces[number].names
        begins = following is not None and following.kind == "body" and not following.opens
        if after_body and self.current and (not begins or (self.single and not bulleted)):
            self.current.add("signature", number)
            self.current.closed = not self.single
        else:
            self.names.append(number)

    def _picture(self, number: int) -> None:
        """A caption with its credit and the paragraphs before it that stand in its narrow column."""
        piece = self.pieces[number]
        if piece.kind == "credit" and self.pictures and self.pictures[-1][-1] == number - 1:
            self.pictures[-1].append(number)
            return
        picture = [number]
        while (before := picture[0] - 1) >= 0 and self._captions(before, number):
            picture.insert(0, before)
            if self.current:
                self.current.give_up_last()
                if not self.current.bodies:
                    self.drafts.remove(self.current)
                    self.current = self.drafts[-1] if self.drafts else None
        if piece.kind == "caption" or len(picture) > 1:
            self.pictures.append(picture)
        elif self.current and not self.heads:
            self.current.add("caption", number)

    def _captions(self, before: int, number: int) -> bool:
        """Whether the paragraph `before` stands under the same picture as the caption or credit `number`.

        It does where it shares more with the caption than with the story above, or nothing with that in another column.
        """
        piece, caption = self.pieces[before], self.pieces[number]
        if self.single or piece.kind != "body" or piece.opens or piece.closes or len(piece.content) > LONGEST_CAPTION:
            return False
        if self.current is None or self.current.bodies[-1:] != [before]:
            return False
        story = self.current.bodies[:-1]
        told = self._told_share(story[-REMEMBERED:], piece.content)
        other_column = _column(self.pieces, story) - max(piece.block.widths) >= NARROWER
        if caption.kind == "caption":
            return other_column and alike(caption.content, piece.content) > max(told, ALIKE)
        above = self.pieces[before - 1].kind if before else "body"
        if above in {"caption", "credit"}:
            return told < HALF
        return (
            (not story or above != "body" or other_column) and told < STRANGE and (bool(story) or len(self.drafts) > 1)
        )

    def _told_share(self, story: Sequence[int], content: str) -> float:
        """How much of a paragraph a story shares, words that all stories share put aside."""
        if not story:
            return 0.0
        return alike(
            self.common.sub("\n", "\n".join(self.pieces[k].content for k in story)), self.common.sub("\n", content)
        )

    def _body(self, number: int) -> None:
        piece = self.pieces[number]
        resumed = self._resumed(number)
        draft = resumed or (None if self._begins(number) else self.current)
        if resumed:
            resumed.resumed.add(number)
        if draft:
            for head in self.heads:
                draft.add("section", head)
        else:
            draft = Draft()
            self.drafts.append(draft)
            for name in self.names:
                if all(k in self.heads or k in self.names for k in range(name, number)):
                    draft.add("byline", name)
        draft.add("body", number)
        draft.closed = piece.closes and not self.single
        self.current = draft
        self.broken = [other for other in self.broken if other is not draft][-4:]
        if piece.broken:
            self.broken.append(draft)
        self.heads, self.names = [], []

    def _begins(self, number: int) -> bool:
        """Whether a story begins at the body `number`."""
        piece, current = self.pieces[number], self.current
        if current is None or not current.bodies or number in self.items:
            return True
        if self.single:
            return False
        if piece.opens or current.closed or self.names:
            return True
        if not self.heads:
            return self._other_column(number) and self._likeness(number) < 0.03  # noqa: PLR2004
        score = self._headline_score()
        if score + 1 + STRANGEST <= 0:
            return False
        score += self._contrast(number)
        # Whole runs of paragraphs are held against one another only where that can decide.
        return score > STRANGEST or (score > -STRANGEST and score + self._strangeness(number) > 0)

    def _headline_score(self) -> float:
        """How much the heads gathered look like a headline rather than a section's."""
        contents = [self.pieces[k].content for k in self.heads]
        score = -1.8 - 2.5 * self.few_openings - 4.0 * any(NUMBERED.match(content) for content in contents)
        score += 1.5 * any(KICKER.search(content) for content in contents)
        score += 1.0 * bool(PLACE.search("".join(contents)))
        score += 0.5 * (len(contents) > 2) + 0.5 * any(len(HAN.findall(content)) > 12 for content in contents)  # noqa: PLR2004
        return score

    def _contrast(self, number: int) -> float:
        """How much more of the heads' words is found in the body `number` and those behind it than before them."""
        words = grams("，".join(self.pieces[k].content for k in self.heads))
        told = self.current.told(self.pieces) if self.current else []
        behind = sum(any(word in content for content in self._run(number)) for word in words)
        before = sum(any(word in content for content in told) for word in words)
        return (behind - before) / (len(words) or 1)

    def _strangeness(self, number: int) -> float:
        """How little the body `number` and what follows share with the story so far: from -1.5 to 1.5."""
        return STRANGEST - min(self._likeness(number), 0.06) * 50

    def _likeness(self, number: int) -> float:
        told = self.current.told(self.pieces) if self.current else []
        return shared(grams_of(told, 3), grams_of(self._run(number), 3))

    def _run(self, number: int) -> list[str]:
        """What the body `number` and those right after it read."""
        run = [self.pieces[number].content]
        for piece in self.pieces[number + 1 : number + REMEMBERED]:
            if piece.kind != "body" or piece.opens:
                break
            run.append(piece.content)
        return run

    def _other_column(self, number: int) -> bool:
        """Whether the paragraph stands in a column of another measure."""
        block = self.pieces[number].block
        column = _column(self.pieces, self.current.bodies[-REMEMBERED:] if self.current else [])
        return bool(column) and len(block.widths) > 2 and abs(max(block.widths[:-1]) - column) >= 8  # noqa: PLR2004

    def _resumed(self, number: int) -> Draft | None:
        """The story that broke off in mid-sentence and goes on at the body `number`."""
        piece = self.pieces[number]
        if self.single or piece.opens or self.heads or self.names:
            return None
        if not self.broken:
            return None
        own = grams(piece.content, 3)
        told = shared(grams_of(self.current.told(self.pieces), 3), own) if self.current else 0.0
        for draft in reversed(self.broken):
            if draft is self.current or not draft.bodies:
                continue
            unindented = self.indented and piece.block.indent < INDENT
            if unindented or RESUMING.match(piece.content):
                return draft
            if shared(grams_of(draft.told(self.pieces), 3), own) > told + MARGIN:
                return draft
        return None


def byline_of(rows: Iterable[tuple[PartKind, int]], pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The names that the pieces of a story give, each once; who took the picture only where there is nothing but it."""
    captions = all(kind == "caption" for kind, _ in rows)
    shown = [k for kind, k in rows if captions or kind != "caption"]
    return tuple(dict.fromkeys(names for k in shown if (names := pieces[k].names)))


def headline_pairs(pieces: Sequence[Piece], told: Iterable[Story]) -> frozenset[str]:
    """The pairs of characters in the heads of which no story has made a section: those that may be headlines."""
    sections = {k for story in told for _, k in story.rows}
    heads = (piece.content for k, piece in enumerate(pieces) if piece.kind == "head" and k not in sections)
    return frozenset(pair for content in heads for pair in pairs(content))


def stories(
    pieces: Sequence[Piece], boxes: frozenset[int], entries: Entries, rules: RuleSet, *, single: bool
) -> list[Story]:
    """The stories of a page without its `boxes`. Heads that stand between two bodies of one story are its sections."""
    if not any(piece.kind in {"body", "caption"} for piece in pieces):
        return [Story("story", tuple(("body", k) for k in range(len(pieces))), ())]
    return Drafting(pieces, boxes, entries, rules, single=single).stories()


@lru_cache(maxsize=4)
def _common(rules: RuleSet) -> regex.Pattern[str]:
    """What any two stories of these pages share."""
    return compiled(rules.fragment("common"))


def _column(pieces: Sequence[Piece], bodies: Sequence[int]) -> int:
    """The measure of the column that paragraphs stand in; 0 where they are not wrapped."""
    wrapped = (pieces[k].block.widths[:-1] for k in bodies if len(pieces[k].block.widths) >= COLUMN_LINES)
    widths = sorted(width for lines in wrapped for width in lines)
    return widths[len(widths) * 3 // 4] if widths else 0
