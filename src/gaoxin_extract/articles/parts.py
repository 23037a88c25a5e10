"""What each block of a page is: headline line, byline, body paragraph, caption."""

from typing import Literal

import regex
from msgspec import Struct

from gaoxin_extract.pages import Block, Page
from gaoxin_extract.rulebook import RuleSet

BlockKind = Literal["head", "byline", "credit", "caption", "body"]

FINAL = regex.compile(r"[。！？!?…；;][”’』」）)》]*+$")
CLAUSE = regex.compile(r"[，。；,]")
HEAD_WIDTH = 64


class Piece(Struct, frozen=True):
    """A block and what it is. `opens`: it begins a story; `closes`: it ends one; `broken`: it stops in mid-sentence."""

    block: Block
    content: str
    kind: BlockKind
    names: str | None = None
    opens: bool = False
    closes: bool = False
    broken: bool = False


class Reader:
    """Tells what blocks are by the patterns of rules/articles."""

    def __init__(self, rules: RuleSet) -> None:
        """The patterns by group, compiled once a page."""
        self.bylines = [pattern.regex for id_, pattern in rules.patterns.items() if id_.startswith("byline.")]
        self.credit = rules.patterns["credit.picture"].regex
        self.closing_credit = rules.patterns["closing.credit"].regex
        self.closing_names = rules.patterns["closing.names"].regex
        self.dateline = rules.patterns["opening.dateline"].regex
        self.picture = rules.patterns["opening.picture"].regex

    def pieces(self, page: Page) -> list[Piece]:
        """The blocks of `page`, each told what it is by itself."""
        return [self.piece(block, page.text.content[block.span.start : block.span.end]) for block in page.blocks]

    def piece(self, block: Block, content: str) -> Piece:
        """What `block`, which reads `content`, is by itself."""
        if len(content) < 60:  # noqa: PLR2004 -- longer than any byline
            if found := self.credit.fullmatch(content):
                return Piece(block, content, "credit", names=found["names"])
            for byline in self.bylines:
                if found := byline.fullmatch(content):
                    return Piece(block, content, "byline", names=found["names"])
        if found := self.dateline.match(content):
            closing = self.closing_names.search(content[-60:])
            names = closing["names"] if closing else found["names"]
            return Piece(block, content, "body", names=names, opens=True, closes=bool(closing), broken=_broken(content))
        credit = self.closing_credit.search(content[-40:])
        if self.picture.match(content) or (credit and len(content) < 240):  # noqa: PLR2004
            return Piece(block, content, "caption", names=credit["names"] if credit else None)
        if closing := self.closing_names.search(content[-60:]):
            return Piece(block, content, "body", names=closing["names"], closes=True)
        if FINAL.search(content) or len(block.widths) > 2 or max(block.widths, default=0) > HEAD_WIDTH:  # noqa: PLR2004
            return Piece(block, content, "body", broken=_broken(content))
        return Piece(block, content, "head")


def _broken(content: str) -> bool:
    return not regex.search(
        r"[。！？!?…：:；;][”’』」）)》]*+$|[。！？][”’）)]?\s?[（(]?[\p{Han} 、/]{2,24}[）)]?$", content
    )
