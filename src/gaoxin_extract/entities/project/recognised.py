"""What a recogniser's projects make of those that the rules propose: confirmed, or read over."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct

from gaoxin_extract.entities.project.extents import Cutter
from gaoxin_extract.entities.project.lists import Members
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.text import Span

# What a name is worth that a recogniser read over, of a list and by itself: it reads over few of them.
UNSEEN_LISTED, UNSEEN = {"called": 0.6}, 0.62
# What is rare enough to be read over: an official name, which opens with a company's whole name or a capacity, and one
# of which a ceremony, a site or the line below tells, and one that says another name of the text again.
AGAIN = frozenset({"repeats.sure", "repeats.same", "repeats.bare", "repeats.stretch", "repeats.pieces"})
OFFICIAL = AGAIN | {
    "before.called",
    "before.owner",
    "has.company",
    "lead.announced",
    "line.titled",
    "opens.output",
    "said.approved",
    "said.built",
    "said.ceremony",
    "said.contract",
    "said.described",
    "said.quoted",
}
OFFICIAL_SCORE, TOLD = 0.6, 0.55
OPENED = frozenset({"has.company", "has.output"})
# 青岚云谷 where the text tells of the 青岚云谷项目, what is surely a name elsewhere, and 云栖集团江州基地: from which
# score on each is told of as names are, wherever it stands.
BARE, BARE_SCORE = "repeats.bare", 0.2
SPEAKING = ((BARE, BARE_SCORE), ("repeats.sure", 0.4), ("has.site", 0.4))
# 江州建⟨冷链物流园⟩, which the text names in full elsewhere.
BUILT = "lead.build"
# And the noun behind a body's name or a nickname (云栖集团水泥项目, “青禾云谷”项目), or behind what opens a clause that
# tells what happened to it.
NOUN = "end.project_noun"
OWNED, OWNED_SCORE = frozenset({"body.opens", "has.foreign", "has.nickname"}), 0.5
HAPPENED, HAPPENED_SCORE = frozenset({"after.event", "after.stage"}), 0.7
CLAUSE = frozenset("，。；：\n")
# And what stands in a list among sure names.
AMONG, CROWD = frozenset({"lead.item", "mates.2", "word.项目"}), frozenset({"company.2", "company.3", "company.4"})
# What a recogniser takes for a name, be it unsure, and the rules would cut no differently.
CONFIRMED = 0.55
LISTED = re.compile(r"等[^，。；：、\n]{0,8}(?:项目|工程)")
# 实施城中村改造项目⟨48个⟩, 引进…项目⟨落地8个⟩: so many of a kind.
COUNTED = re.compile(
    r"(?:总?共?计|共|合计|总数|开工|建成|落地|竣工)?[\d一二三四五六七八九十百千][\d.]*[万余多]*(?:[个项处座家条公]|平方)"
)
# “两重”项目, “双高计划”项目: programmes.
PROGRAMME = re.compile(r"“(?:[一二两双三四五六七八九十百千万\d].{0,6}|[^”]*(?:计划|名单|行动|工程|战略))”")
COUNT = re.compile(r"\d[个项座条]|一批|多个")


class Tagged(Struct, frozen=True):
    """What a recogniser took for projects; None where there is none."""

    spans: AbstractSet[Span] | None

    def read_over(self, span: Span) -> bool:
        """Whether a recogniser took `span` for none."""
        return self.spans is not None and span not in self.spans

    def listed(self, members: Members) -> float:
        """The score of a member; where the recogniser saw none of them, only a list that is surely called so counts."""
        if self.spans is None or any(other in self.spans for other in members.spans):
            return members.pattern.score
        return UNSEEN_LISTED.get(members.pattern.id, UNSEEN / 2)

    def named(self, content: str, span: Span, pieces: Sequence[str], score: float) -> float:
        """The score of a name."""
        if not self.read_over(span) or self._opened(span, pieces):
            return score
        return max(UNSEEN * score, TOLD if _told(content, span, pieces, score) else 0.0)

    def _opened(self, span: Span, pieces: Sequence[str]) -> bool:
        """Whether a name opens with the company before what the recogniser saw: 甲公司⟦年产5万吨…项目⟧."""
        if "body.opens" not in pieces or not OPENED.intersection(pieces):
            return False
        return any(other.end == span.end and span.start < other.start for other in self.spans or ())


class Confirmer:
    """Confirms what a recogniser took for a name, where it ends as one or stands in a list of projects."""

    def __init__(self, rules: RuleSet, cutter: Cutter) -> None:
        """Use the finder's cutter, which is compiled already."""
        self._cutter = cutter
        self._named = re.compile(rf"(?:{rules.fragment('noun')}|{rules.fragment('phase')})\Z")

    def confirmed(self, content: str, tagged: Tagged, values: Sequence[int]) -> Iterator[Span]:
        """The spans of `tagged` that the rules would cut no differently."""
        for span in sorted(tagged.spans or ()):
            words = content[span.start : span.end]
            ends = self._named.search(words) or LISTED.match(content, span.end)
            if not ends or "元" in words or COUNTED.match(content, span.end) or self._cutter.commonplace(words):
                continue
            cut = self._cutter.cut(content, span, values)
            if cut and cut.span == span:
                yield span


def _told(content: str, span: Span, pieces: Sequence[str], score: float) -> bool:
    """Whether a name that a recogniser read over is told of as names are."""
    if COUNTED.match(content, span.end):
        return False
    least = OWNED_SCORE if BUILT in pieces and AGAIN.intersection(pieces) else OFFICIAL_SCORE
    official = score >= least and OFFICIAL.intersection(pieces)
    if official or any(score >= least and piece in pieces for piece, least in SPEAKING):
        return True
    if NOUN not in pieces or PROGRAMME.match(content, span.start):
        return False
    if score >= OWNED_SCORE and OWNED.intersection(pieces):
        return True
    if score >= OFFICIAL_SCORE and AMONG.issubset(pieces) and CROWD.intersection(pieces):
        return True
    begins = not span.start or content[span.start - 1] in CLAUSE
    counts = COUNT.search(content, span.start, span.end)
    return score >= HAPPENED_SCORE and begins and not counts and bool(HAPPENED.intersection(pieces))
