"""What each block of a page is: headline line, byline, body paragraph, caption."""

from functools import lru_cache
from typing import Literal

import regex
from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.pages import Block, Page
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.rulebook.compiling import compiled

BlockKind = Literal["head", "byline", "signature", "credit", "caption", "body"]

SENTENCE = tuple("。！？!?…；;")
# A sentence and, in brackets, who sends or ends it: 二期开工。(完)
NOTED = compiled(r"[。！？…][”’』」]? ?[（(][^（）()。]{1,24}[）)]$")
UNBROKEN = (*SENTENCE, "：", ":")
CLOSING = "”’』」）)》"
UNLISTED = compiled(r"\p{Han}{2,3}")
REPORTED = compiled(r"[。！？] ?(?P<names>[记記]者[ :：]?\p{Han}{2,4})$")
HEAD_WIDTH = 64
HEAD_LINES = 2
LONGEST_HEAD = 60
TITLE_LINES = 3
LONGEST_BYLINE = 60
GOING_ON = tuple("，、,：:；;（(")
CALLING = ("！", "!", "？", "?", "……", "...")
LONGEST_CAPTION = 240


class Piece(Struct, frozen=True, gc=False):
    """A block and what it is. `opens`: it begins a story; `closes`: it ends one; `broken`: it stops in mid-sentence."""

    block: Block
    content: str
    kind: BlockKind
    names: str | None = None
    opens: bool = False
    closes: bool = False
    broken: bool = False


def _is_published(piece: Piece) -> bool:
    return piece.block.published is not None


def _tells(piece: Piece) -> bool:
    return piece.kind == "caption" and len(piece.content) > LONGEST_BYLINE


def _stands_over_byline(pieces: list[Piece], number: int) -> bool:
    """Whether a signed paragraph stands between headline and byline, where nothing but a picture is told of."""
    placed = [piece.kind for piece in pieces[number : number + 3]] == ["body", "byline", "body"]
    return placed and all(piece.kind == "head" for piece in pieces[:number])


def _is_title_bar(pieces: list[Piece], number: int) -> bool:
    """Whether a line on top of a site's page that is no sentence stands above the headline."""
    above = number == 0 and len(pieces) > 1 and pieces[1].kind == "head"
    return above and pieces[0].kind == "body" and pieces[0].broken and "。" not in pieces[0].content


@lru_cache(maxsize=4)
def _surnames(rules: RuleSet) -> frozenset[str]:
    return frozenset(rules.lines("surnames"))


class Reader:
    """Tells what blocks are by the patterns of rules/articles."""

    def __init__(self, rules: RuleSet) -> None:
        """The patterns by group."""
        patterns = rules.patterns
        self.bylines = [
            patterns[id_].regex
            for id_ in (
                "byline.bullet",
                "byline.office",
                "byline.mixed",
                "byline.words",
                "byline.brackets",
                "byline.crowd",
                "byline.editor",
                "byline.desk",
                "byline.speaker",
            )
        ]
        self.signatures = [patterns[id_].regex for id_ in ("signature.contributor", "signature.date")]
        self.issuer = patterns["signature.issuer"].regex
        self.names = patterns["byline.names"].regex
        self.credit = patterns["credit.picture"].regex
        self.closing_credits = [patterns[id_] for id_ in ("closing.credit", "closing.photograph")]
        self.closing_names = patterns["closing.names"].regex
        self.opening = patterns["opening.dateline"].regex
        self.picture = patterns["opening.picture"].regex
        self.securities = patterns["opening.securities"].regex
        self.address = patterns["opening.address"].regex
        self.time = patterns["opening.time"].regex
        self.surnames = _surnames(rules)
        self.no_names = rules.lexicon["no_names"]

    def pieces(self, page: Page) -> list[Piece]:
        """The blocks of `page`, each told what it is by itself and by what stands next to it."""
        pieces = [self.piece(block, page.text.content[block.span.start : block.span.end]) for block in page.blocks]
        if not any(piece.kind == "body" for piece in pieces):
            # A page that shows a picture tells its story in the caption.
            pieces = [replace(piece, kind="body") if _tells(piece) else piece for piece in pieces]
        pieces = [
            replace(piece, kind="caption") if piece.closes and _stands_over_byline(pieces, number) else piece
            for number, piece in enumerate(pieces)
        ]
        pieces = [
            replace(piece, kind="head", broken=False)
            if self._is_long_headline(pieces, number, single=page.single)
            or (page.single and _is_title_bar(pieces, number))
            else piece
            for number, piece in enumerate(pieces)
        ]
        return [self._seen_in_place(pieces, number) for number in range(len(pieces))]

    def _seen_in_place(self, pieces: list[Piece], number: int) -> Piece:
        """The piece as its neighbours show it: an issuer above a date, between stories a name that no list knows."""
        piece = pieces[number]
        if piece.kind == "head" and number + 1 < len(pieces) and pieces[number + 1].kind == "caption":
            found = REPORTED.search(piece.content)
            return replace(piece, kind="caption", names=found["names"]) if found else piece
        if piece.kind == "byline" and piece.content == piece.names and number + 1 < len(pieces):
            below = pieces[number + 1]
            bare = self.names.fullmatch(piece.content) and below.kind == "head" and below.block.gap == 0
            return replace(piece, kind="head", names=None) if bare and number and piece.block.gap else piece
        if piece.kind != "head" or number == 0 or pieces[number - 1].kind != "body":
            return piece
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        if (following is None or following.kind == "signature") and (found := self.issuer.fullmatch(piece.content)):
            return replace(piece, kind="signature", names=found["names"])
        if (following is None or following.opens) and UNLISTED.fullmatch(piece.content):
            return replace(piece, kind="byline", names=piece.content)
        return piece

    def _is_long_headline(self, pieces: list[Piece], number: int, *, single: bool) -> bool:
        """Whether a line is a headline by its place, though too wide for one: on top, or above publication data."""
        piece = pieces[number]
        if piece.kind != "body" or piece.opens or piece.closes or number + 1 == len(pieces):
            return False
        over = pieces[number + 1 : number + 1 + TITLE_LINES]
        above = pieces[:number] if single and number <= TITLE_LINES else ()
        headed = bool(above) and all(other.kind == "head" for other in above) and any(map(_is_published, over))
        placed = number == 0 or headed or any(map(_is_published, pieces[number : number + 2]))
        if not placed:
            return False
        called = piece.broken or piece.content.endswith(CALLING)
        told = not called or "。" in piece.content or piece.content.endswith(GOING_ON)
        short = len(piece.block.widths) <= HEAD_LINES and len(piece.content) <= LONGEST_HEAD
        timed = self.time.match(piece.content) is not None
        below = pieces[number + 1]
        followed = below.kind in {"body", "byline"} or headed or (below.kind == "caption" and _is_published(below))
        return short and not told and not timed and followed

    def piece(self, block: Block, content: str) -> Piece:
        """What `block`, which reads `content`, is by itself."""
        return self._line(block, content) or self._paragraph(block, content) or Piece(block, content, "head")

    def _line(self, block: Block, content: str) -> Piece | None:
        if len(content) > LONGEST_BYLINE:
            return None
        if found := self.credit.fullmatch(content):
            return Piece(block, content, "credit", names=found["names"])
        for byline in self.bylines:
            if found := byline.fullmatch(content):
                return Piece(block, content, "byline", names=found["names"])
        if any(signature.fullmatch(content) for signature in self.signatures):
            return Piece(block, content, "signature")
        if (found := self.names.fullmatch(content)) and self._are_names(found["names"]):
            return Piece(block, content, "byline", names=found["names"])
        return None

    def _are_names(self, names: str) -> bool:
        return names not in self.no_names and all(
            name[:1] in self.surnames and len(name) < 4 or name[:2] in self.surnames  # noqa: PLR2004, RUF021
            for name in regex.split("[ 、，]+", names)
        )

    def _paragraph(self, block: Block, content: str) -> Piece | None:
        end = content[-LONGEST_BYLINE:]
        closing = None if content.endswith(SENTENCE) else self.closing_names.search(end)
        ending = content.rstrip(CLOSING)
        broken = not closing and not ending.endswith(UNBROKEN)
        if found := self.opening.match(content):
            names = closing["names"] if closing else found["names"]
            return Piece(block, content, "body", names=names, opens=True, closes=bool(closing), broken=broken)
        if len(content) < LONGEST_CAPTION:
            told = (pattern.regex.search(end) for pattern in self.closing_credits if pattern.may_match(end))
            credit = next(filter(None, told), None)
            if credit or self.picture.match(content):
                return Piece(block, content, "caption", names=credit["names"] if credit else None)
        if closing:
            return Piece(block, content, "body", names=closing["names"], closes=True)
        long = len(block.widths) > HEAD_LINES or max(block.widths, default=0) > HEAD_WIDTH
        if self.securities.fullmatch(content):
            return Piece(block, content, "body", opens=True)
        ended = ending.endswith(SENTENCE) or (ending != content and NOTED.search(end))
        if long or self.address.match(content) or ended:
            return Piece(block, content, "body", broken=broken)
        return None
