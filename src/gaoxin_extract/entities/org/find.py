"""From text to the organisations that rules find in it."""

import re
from collections.abc import Iterator, Sequence

from gaoxin_extract.aliases import Aliases, aliases, declared
from gaoxin_extract.candidates import Candidate, choose
from gaoxin_extract.entities import AnyCandidate, Context
from gaoxin_extract.gazetteer import NAME_LISTS, Before, Gazetteer, Reading, Word, readings
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import Pattern, RuleSet
from gaoxin_extract.text import Span, Text
from gaoxin_extract.values import Org, OrgKind

LONGEST = 36
PLACES = (Word.PLACE, Word.COUNTY)
ANCHORS = (Word.PLACE, Word.COUNTY, Word.NAME)
COMMON = (Word.NOUN, Word.WEAK, Word.KEEP)
BODY = re.compile(r".*(?:银行|公司|集团|大学|学院|证券|保险|产险|人寿|海关|院|电网|石化|石油|移动|联通|电信|局|委|会)$")


class OrgFinder:
    """Finds organisations by lists, by their last word, and by what the article itself calls them."""

    label: Label = "ORG"

    def __init__(self, rules: RuleSet) -> None:
        """Compile the rules; nothing is read later."""
        self._words = readings(rules)
        self._patterns = tuple(rules.patterns.values())
        self._aliases: Aliases = aliases(rules)
        self._kinds: dict[str, str] = {}
        for table in rules.lexicon.values():
            self._kinds |= table
        self._heads = sorted(self._kinds, key=len, reverse=True)
        self._bodies = {name: kind for line in rules.lines("bodies") for name, _, kind in [line.partition("\t")]}

    def find(self, text: Text, found: tuple[AnyCandidate, ...] = ()) -> tuple[AnyCandidate, ...]:
        """The organisations that `text` names."""
        content = text.content
        reading = self._words.read(content)
        sure = [*self._listed(reading), *self._shaped(reading)]
        chosen = choose(sure)
        return (*chosen, *self._again(content, chosen, found))

    def _listed(self, reading: Reading) -> Iterator[Candidate[str]]:
        content = reading.content
        for start, end, word in reading.words:
            if word is Word.NAME and content[end : end + 1] not in "园城路街镇村区县市港站山":
                yield _candidate(content, start, end, "rule/org.list", 0.9)

    def _shaped(self, reading: Reading) -> Iterator[Candidate[str]]:
        content = reading.content
        for pattern in self._patterns:
            for match in pattern.regex.finditer(content):
                start = _start(reading, match.start(), pattern)
                if start is not None and match.end() - start <= LONGEST:
                    end = match.end()
                    if content[end : end + 1] in "（(":
                        tail = TAIL.match(content, end)
                        end = tail.end() if tail else end
                    yield _candidate(content, start, end, pattern.extractor, pattern.score)

    def _again(
        self, content: str, chosen: Sequence[Candidate[str]], found: Sequence[AnyCandidate]
    ) -> Iterator[Candidate[str]]:
        """The names that the article sets up or shortens, wherever they stand."""
        forms: dict[str, str] = {}
        for candidate in chosen:
            for form in self._aliases.short_forms(candidate.expression):
                forms.setdefault(form, "rule/org.short")
            forms.setdefault(candidate.expression, "rule/org.again")
        zones = {c.span.end for c in found if c.label == "ZONE"} - {c.span.end for c in chosen}
        for alias, end in declared(content):
            if end not in zones:
                forms[alias] = "rule/org.alias"
        if not forms:
            return
        taken = {(c.span.start, c.span.end) for c in chosen}
        for start, end, extractor in Gazetteer({form: rule for form, rule in forms.items()}).matches(content):
            if (start, end) not in taken:
                yield _candidate(content, start, end, extractor, 0.8)

    def resolve(self, candidates: Sequence[AnyCandidate], context: Context) -> tuple[Org, ...]:
        """The fullest name of each in the article, and its kind."""
        content = context.text.content
        texts = [content[c.span.start : c.span.end] for c in candidates]
        full = self._aliases.fullest(texts, content)
        return tuple(Org(full[text], self.kind(full[text], text)) for text in texts)

    def kind(self, name: str, text: str = "") -> OrgKind:
        """What kind of body `name` is, by its last word."""
        for form in (text, name):
            if form in self._bodies:
                return self._bodies[form]  # type: ignore[return-value]
        bare = re.sub(r"[（(][^）)]*[）)]$", "", name)
        for head in self._heads:
            if bare.endswith(head):
                return self._kinds[head]  # type: ignore[return-value]
        return "company"


TAIL = re.compile(r"[（(](?:北京|深圳|武汉|华东|珠海|威海|广州|集团)[）)](?:有限公司)?")


def _candidate(content: str, start: int, end: int, extractor: str, score: float) -> Candidate[str]:
    return Candidate(
        label="ORG", span=Span(start, end), expression=content[start:end], extractor=extractor, score=score
    )


def _start(reading: Reading, end: int, pattern: Pattern) -> int | None:
    """Where the name that ends with the last word at `end` begins; None if no name stands there."""
    content = reading.content
    before = reading.before(end)
    if pattern.id in ("government", "party") and before.cut in ("和", "与", "及"):
        before = _joined(reading, before, end)
    start = before.start
    if start >= end:
        return None
    anchors = [a for a in before.anchors if a[2] in ANCHORS and not _in_brackets(content, start, a[0])]
    if pattern.id == "trade":
        return _trade(before, anchors, end)
    if anchors:
        first = anchors[0][0]
        if first > start and (
            BODY.match(content, start, first) or anchors[0][2] is Word.COUNTY and pattern.id == "company"
        ):
            return start
        return first
    if pattern.id in ("government", "party"):
        return start if content[start] in "省市区县州" and end - start > 2 else None
    own = _own(before, end)
    if pattern.id == "company":
        return start if own >= 2 else None
    if pattern.id == "school":
        return start if own >= 2 and end - start <= 8 else None
    return start if own >= 2 and end - start <= 12 else None


def _trade(before: Before, anchors: list[tuple[int, int, Word]], end: int) -> int | None:
    start = anchors[0][0] if anchors else before.start
    own = _own(before, end)
    return start if 2 <= own <= 4 and end - start <= 8 else None


def _joined(reading: Reading, before: Before, end: int) -> Before:
    """`before`, or what stands before its 和 where that joins two fields of one body (人力资源和社会保障局)."""
    edge = before.start - 1
    if reading.content[edge - 1] in "市县区省州局委厅办部会院，、":
        return before
    wider = reading.before(edge)
    if any(word in ANCHORS for _, _, word in wider.anchors):
        return wider._replace(anchors=wider.anchors + before.anchors)
    return before


def _own(before: Before, end: int) -> int:
    """How many characters before the last word are of no common word and no place."""
    common = sum(stop - max(start, before.start) for start, stop, word in before.anchors if word is not Word.NAME)
    return end - before.start - common


def _in_brackets(content: str, start: int, place: int) -> bool:
    return content.count("（", start, place) + content.count("(", start, place) > content.count(
        "）", start, place
    ) + content.count(")", start, place)
