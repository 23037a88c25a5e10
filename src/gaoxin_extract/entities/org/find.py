"""From text to the organisations that rules find in it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from gaoxin_extract.aliases import aliases, declared
from gaoxin_extract.candidates import Candidate
from gaoxin_extract.entities import AnyCandidate, Context
from gaoxin_extract.entities.org.shapes import Role, start_of
from gaoxin_extract.gazetteer import Gazetteer, Reading, Word, readings
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.text import Span, Text
from gaoxin_extract.values import Org, OrgKind

LONGEST = 36
SHORT = 2
NO_BODY_AFTER = "园城路街镇村区县市港站山湖江河岛桥"
TAIL = re.compile(r"[（(](?:北京|深圳|武汉|华东|珠海|威海|广州|集团)[）)](?:有限公司)?")


class OrgFinder:
    """Finds organisations by lists, by their last word, and by what the article itself calls them."""

    label: Label = "ORG"

    def __init__(self, rules: RuleSet) -> None:
        """Compile the rules; nothing is read later."""
        self._words = readings(rules)
        self._roles = {role.id: role for role in rules.roles(Role)}
        self._patterns = [pattern for pattern in rules.patterns.values() if pattern.id in self._roles]
        self._department = rules.patterns["department"]
        self._aliases = aliases(rules)
        self._kinds: dict[str, str] = {}
        for table in (
            "trade",
            "community",
            "media",
            "association",
            "research",
            "finance",
            "health",
            "school",
            "party",
            "state",
            "company",
        ):
            self._kinds |= rules.lexicon.get(table, {})
        self._heads = sorted(self._kinds, key=len, reverse=True)
        self._bodies = {name: kind for line in rules.lines("bodies") for name, _, kind in [line.partition("\t")]}

    def find(self, text: Text, found: tuple[AnyCandidate, ...] = ()) -> tuple[AnyCandidate, ...]:
        """The organisations that `text` names, none overlapping."""
        content = text.content
        reading = self._words.read(content)
        zones = {c.span.end: c.span for c in found if c.label == "ZONE"}
        shaped = [self._with_departments(reading, c) for c in self._shaped(reading, zones)]
        chosen = outermost(chain(shaped, self._listed(reading)))
        return outermost(chain(chosen, self._again(content, chosen, found)))

    def _listed(self, reading: Reading) -> Iterator[Candidate[str]]:
        """The bodies of the lists."""
        content = reading.content
        for start, end, word in reading.words:
            if word is Word.NAME and content[end : end + 1] not in NO_BODY_AFTER:
                if end - start == SHORT and not reading.alone(start, end):
                    continue
                yield _candidate(content, start, end, "rule/org.list", 0.9)

    def _shaped(self, reading: Reading, zones: Mapping[int, Span]) -> Iterator[Candidate[str]]:
        """The bodies known by their last word."""
        content = reading.content
        for pattern in self._patterns:
            role = self._roles[pattern.id]
            for match in pattern.regex.finditer(content):
                head = Span(*match.span())
                start = start_of(reading, head, role, zones)
                if start is None or head.end - start > LONGEST:
                    continue
                end = head.start if pattern.id in ("titled", "stock") else head.end
                tail = TAIL.match(content, end)
                yield _candidate(content, start, tail.end() if tail else end, pattern.extractor, pattern.score)

    def _with_departments(self, reading: Reading, body: Candidate[str]) -> Candidate[str]:
        """`body`, or its department where one is named right after it."""
        content, end = reading.content, body.span.end
        if body.extractor.endswith(("trade", "titled", "stock")):
            return body
        while match := self._department.regex.match(content, end):
            if reading.before(match.end()).start > body.span.start or match.end() - body.span.start > LONGEST:
                break
            end = match.end()
        if end == body.span.end:
            return body
        return _candidate(content, body.span.start, end, self._department.extractor, self._department.score)

    def _again(
        self, content: str, chosen: Sequence[Candidate[str]], found: Sequence[AnyCandidate]
    ) -> Iterator[Candidate[str]]:
        """The names that the article sets up or shortens, wherever they stand."""
        forms: dict[str, tuple[str, float]] = {}
        for candidate in chosen:
            for form in self._aliases.short_forms(candidate.expression):
                forms.setdefault(form, ("rule/org.short", 0.8))
            forms[candidate.expression] = ("rule/org.again", candidate.score)
        zones = {c.span.end for c in found if c.label == "ZONE"} - {c.span.end for c in chosen}
        for alias, end in declared(content):
            if end not in zones:
                forms[alias] = ("rule/org.alias", 0.95)
        if forms:
            for start, end, (extractor, score) in Gazetteer(forms).matches(content):
                yield _candidate(content, start, end, extractor, score)

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


def outermost(candidates: Iterable[Candidate[str]]) -> tuple[Candidate[str], ...]:
    """Those that no longer one overlaps, in the order of the text; of two alike the first."""
    kept: list[Candidate[str]] = []
    for candidate in sorted(candidates, key=lambda c: (c.span.start, -c.span.end)):
        span = candidate.span
        while kept and kept[-1].span.end > span.start:
            last = kept[-1].span
            if last.end - last.start >= span.end - span.start:
                break
            kept.pop()
        else:
            kept.append(candidate)
    return tuple(kept)


def _candidate(content: str, start: int, end: int, extractor: str, score: float) -> Candidate[str]:
    return Candidate(
        label="ORG", span=Span(start, end), expression=content[start:end], extractor=extractor, score=score
    )
