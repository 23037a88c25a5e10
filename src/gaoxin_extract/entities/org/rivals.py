"""Which of the names that rules propose stand beside those that a recogniser reads at the same place."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.aliases import FORM, Aliases
from gaoxin_extract.candidates import Candidate
from gaoxin_extract.entities import AnyCandidate
from gaoxin_extract.gazetteer import Reading, Word
from gaoxin_extract.rulebook import RuleSet, compiled
from gaoxin_extract.text import Span

SEEN, SHORT_FORM = "rule/org.seen", "rule/org.short"
# A listed name of three characters that stands between others: 借壳湘火炬一事.
TOUCHED = "rule/org.list.touched"
LISTED = "rule/org.list"
# A recogniser that goes on from a listed name is believed from this score on: of 12 such names on pages and in reports
# 9 are right, of those that score less 3 of 10.
READ_ON = 0.62
# What ends as the names of authorities and institutes do is one though no rule reads the whole of it.
HEADED, HEADED_SCORE, HEADED_FROM = "rule/org.headed", 0.8, 0.4
HEAD = compiled(
    r"(?:政府|党工委|管委会|管理委员会|总局|领事馆|大使馆|法院|检察院|杂志|研究院|实验室|合伙[）)]"
    r"|\p{Han}资本|(?:促进|创新|科创|双创|服务|发展|监测|检测|交易|指挥|代建)中心|促进局|敬老院|福利院)\Z"
)
HEADED_LENGTH = 6
SHORT_HEAD = compiled(r"\p{Han}{2}(?:资本|杂志|资产|电厂)\Z|[A-Za-z]{2,}(?: [A-Za-z]{2,})+\Z")
# Under this score it is in doubt, and a rule of these kinds that reads otherwise is right in six cases of ten.
DOUBTED, DOUBT_SCORE = 0.6, 0.6
VAGUE = ("research", "state", "office", "department", "sibling")
# What speaks only where a recogniser says the same or nothing.
UNSURE = (SEEN, TOUCHED)
# From this score on a recogniser's name is looked for everywhere; where it stands itself that says nothing new.
SURE = 0.8
RIVALS = 8
# What names a body again, whose place the article may add.
REPEATED, TOWNS = (SHORT_FORM, "rule/org.again"), (Word.PLACE, Word.COUNTY)
# A company's short name that opens a project which a recogniser sees.
TRADE, OPENING_TRADE, OPENING_SCORE = "rule/org.trade", "rule/org.trade.opening", 0.7
# What ends in 公司 and has no legal form is a name where a recogniser sees one: 裁定冻结|公司, 渠道下沉|公司.
COMPANY, PLAIN = "rule/org.company", compiled("(?<!有限|责任|股份|集团|控股|[分支子总）)])公司$")
# What the full name of a company ends otherwise than a recogniser does.
OPENED, OPENED_SCORE = "rule/org.opened", 0.8
# A company is called by the opening of its full name; of so many full names at most an article's are tried.
OPENING, FULL = 2, 40


class Seen(Struct, frozen=True):
    """What a recogniser reads in a text: bodies, sorted, and where its projects begin; zones by their ends."""

    bodies: Sequence[AnyCandidate]
    projects: frozenset[int]
    zones: Mapping[int, int]

    def opens_in_zone(self, body: AnyCandidate, name: Candidate[str]) -> bool:
        """Whether `body` is the company `name` with the zone where it has its seat."""
        return body.span.end == name.span.end and self.zones.get(name.span.start) == body.span.start

    def over(self, span: Span) -> Sequence[AnyCandidate]:
        """The bodies that touch `span`."""
        place = bisect_left(self.bodies, span.start, key=lambda one: one.span.end)
        near = self.bodies[place : place + RIVALS]
        return [one for one in near if one.span.start < span.end and one.span.end > span.start]


class Rivals:
    """Lays names that rules propose beside a recogniser's."""

    def __init__(self, rules: RuleSet, aliases: Aliases) -> None:
        """Compile what `rules` give."""
        self._trade = compiled(rules.fragment("trade"))
        self._aliases = aliases
        self._common = frozenset(rules.beside("names").lines("common"))

    def beside(
        self, reading: Reading, proposed: Sequence[Candidate[str]], found: Iterable[AnyCandidate]
    ) -> Iterator[Candidate[str]]:
        """`proposed` beside what a recogniser has `found`.

        A name repeated after the recogniser counts only where that says the same or nothing. Where it is in doubt of
        a rival, or breaks what the article's full name of a company gives, the rule speaks as if alone.
        """
        found = tuple(found)
        marked = [one for one in found if one.recognised]
        bodies = sorted((one for one in marked if one.label == "ORG"), key=lambda one: one.span)
        zones = {one.span.end: one.span.start for one in found if one.label == "ZONE"}
        seen = Seen(bodies, frozenset(one.span.start for one in marked if one.label == "PROJECT"), zones)
        names = {one.expression for one in proposed}
        full = [name for name in sorted(names) if (form := FORM.search(name)) and form.end() == len(name)][:FULL]
        yield from self._headed(reading.content, proposed, bodies)
        sure = Counter(reading.content[c.span.start : c.span.end] for c in bodies if c.score >= SURE)
        for short in proposed:
            candidate = self._widened(reading, short, seen)
            rivals = seen.over(candidate.span)
            if not rivals and candidate.extractor == COMPANY and PLAIN.search(candidate.expression):
                continue
            if not rivals and candidate.extractor == TRADE and candidate.span.start in seen.projects:
                candidate = replace(candidate, extractor=OPENING_TRADE, score=OPENING_SCORE)
            same = any(rival.span == candidate.span for rival in rivals)
            if candidate.extractor in UNSURE and rivals and not same:
                continue
            if candidate.extractor == SEEN and same and rivals[0].score >= SURE and sure[candidate.expression] == 1:
                continue
            doubted = rivals and not same and all(rival.score < DOUBTED for rival in rivals)
            broken = rivals and not same and self._is_broken(reading.content, candidate, rivals, full)
            broken = broken or (not same and any(seen.opens_in_zone(rival, candidate) for rival in rivals))
            if broken:
                yield replace(candidate, extractor=OPENED, score=OPENED_SCORE)
            elif doubted and not candidate.extractor.endswith(VAGUE):
                yield replace(candidate, extractor=f"{candidate.extractor}.doubted", score=DOUBT_SCORE)
            else:
                yield candidate

    def _is_broken(
        self, content: str, candidate: Candidate[str], rivals: Sequence[AnyCandidate], full: Sequence[str]
    ) -> bool:
        """Whether `candidate` is short for a company's full name, and its one rival breaks off or runs on from it."""
        own = candidate.expression
        mine = [name for name in full if own[:OPENING] in name and self._aliases.is_short(own, name)]
        if not mine or len(rivals) > 1 or rivals[0].span.start != candidate.span.start:
            return False
        end = rivals[0].span.end
        trade = self._trade.match(content, candidate.span.end)
        if end < candidate.span.end or not trade:
            return end < candidate.span.end or FORM.search(content, candidate.span.end, end) is None
        return False

    def _headed(
        self, content: str, proposed: Sequence[Candidate[str]], bodies: Sequence[AnyCandidate]
    ) -> Iterator[Candidate[str]]:
        """The `bodies` that no rule proposes and whose last word is that of an institution."""
        taken = sorted(one.span for one in proposed if one.extractor != SEEN)
        for one in bodies:
            start, end = one.span.start, one.span.end
            head = HEAD if end - start >= HEADED_LENGTH else SHORT_HEAD
            if one.score < HEADED_FROM or not head.search(content, start, end):
                continue
            place = bisect_left(taken, end, key=lambda span: span.start) - 1
            if place < 0 or taken[place].end <= start:
                yield Candidate(
                    label="ORG", span=one.span, expression=content[start:end], extractor=HEADED, score=HEADED_SCORE
                )

    def _read_on(self, content: str, listed: Candidate[str], seen: Seen) -> Candidate[str]:
        """`listed`, or what a recogniser reads that goes on from it: 云拓|北方药业, 科大讯飞|岚渚."""
        start, end = listed.span.start, listed.span.end
        for one in seen.over(listed.span):
            stop = one.span.end
            if (
                one.span.start == start
                and stop > end
                and one.score >= READ_ON
                and content[end:stop] not in self._common
            ):
                return replace(listed, span=one.span, expression=content[start:stop])
        return listed

    def _widened(self, reading: Reading, short: Candidate[str], seen: Seen) -> Candidate[str]:
        """`short`, or what a recogniser reads where that adds its place or trade: 江州|恒达, 恒达（江州）."""
        if short.extractor == LISTED:
            return self._read_on(reading.content, short, seen)
        if not short.extractor.startswith(REPEATED):
            return short
        content, (start, end) = reading.content, (short.span.start, short.span.end)
        for one in seen.over(short.span):
            first, stop = one.span.start, one.span.end
            if first > start or stop < end or one.span == short.span:
                continue
            place = reading.at(first)
            before = first == start or (place is not None and place[2] in TOWNS and place[1] == start)
            # Where a project's name begins, the trade may be its own: ⟨恒达|半导体基地⟩.
            trade = None if first in seen.projects else self._trade.match(content, end)
            behind = end == stop or (trade is not None and trade.end() == stop) or _is_place(reading, end, stop)
            if before and behind:
                return replace(short, span=one.span, expression=content[first:stop])
        return short


def _is_place(reading: Reading, start: int, end: int) -> bool:
    """Whether `start:end` is a place in brackets."""
    if reading.content[start : start + 1] not in ("（", "(") or reading.content[end - 1] not in ("）", ")"):
        return False
    word = reading.at(start + 1)
    return word is not None and word[2] in TOWNS and word[1] == end - 1
