"""From text to the organisations that rules find in it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from gaoxin_extract.aliases import FORM, WORKS, aliases, declared, extended
from gaoxin_extract.candidates import Candidate, outermost
from gaoxin_extract.entities import AnyCandidate, Context
from gaoxin_extract.entities.org.kinds import Kinds
from gaoxin_extract.entities.org.mending import in_two_scripts, mended
from gaoxin_extract.entities.org.parting import Parting
from gaoxin_extract.entities.org.refuting import Persons
from gaoxin_extract.entities.org.rivals import LISTED, SEEN, SHORT_FORM, SURE, TOUCHED, Rivals
from gaoxin_extract.entities.org.shapes import (
    LEAD,
    MEMBER,
    RANKS,
    Role,
    is_in_a_word,
    is_member,
    members,
    opens_clause,
    stands_alone,
    start_of,
)
from gaoxin_extract.gazetteer import Gazetteer, Heads, Reading, readings
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import RuleSet, compiled
from gaoxin_extract.text import Span, Text
from gaoxin_extract.traditional import script
from gaoxin_extract.values import Org, OrgKind

LONGEST, MEMBERS = 36, 40
STATE, SUBORDINATE = ("state", "zonal"), "所属"
BRANCHES = ("分公司", "支公司", "中支", "分行", "支行", "营业部")
OWNERS = ("company", "finance")
# Of a company these are departments; its centres and bases are buildings more often.
COMPANY_PARTS = ("公司", "部", "处", "科", "党委", "党支部", "党总支", "营业部")
# The patterns that end a name, each with the table of the words that it begins with.
HEADS = {
    name: name
    for name in (
        "company", "state", "party", "school", "health", "finance", "research", "association", "media", "community",
        "fund", "team", "club", "army", "trade",
    )
} | {"titled": "title"}  # fmt: skip
# The patterns of what stands behind a name.
TOLD = ("stock", "funded", "led", "reported", "wired")
SHORT = 3
# An alias that ends so is a zone's, though the zone may have been read over, a project's or a paper's.
NO_BODIES = (
    "区", "城", "园", "基地", "项目", "工程", "协议", "合同", "交易", "产品", "系统", "平台", "规划", "方案", "计划",
    "办法", "条例", "规定", "意见", "通知", "公告", "法",
)  # fmt: skip
NATIONS = ("国家", "中国")
# No member of a list of bodies ends so: it is a zone's short name.
DISTRICTS = ("区", "城", "园")
# Behind the name of a place after which a company is called: 云溪湾|景区, 云溪湾公司.
SIGHTS = ("景区", "风景区", "小镇", "古镇", "水库", "湿地", "温泉", "旅游区")
# 外交部|长, 财政部|门 name no ministry.
POSTED, POSTS = "部院局署", ("长", "门")
DOT = "·"
# A short form in quotation marks is a product's name more often than its maker's.
QUOTES = ("“", "《", "「")
BRAND = "牌"
# What a place is worth where a recogniser saw nothing of a name that it is sure of elsewhere.
SEEN_SCORE = 0.6
BUILDINGS = ("中心", "大厦", "广场", "大楼", "花园", "酒店", "大桥")
# 管理局長: 長 is kept as it is, so that the name of the body that is fused with the post ends before it.
FUSED = compiled("(?<=管理|税务|警察|分|建设|交通|工业|发展|消防|卫生|环保|教育|文化|劳动|民政|产业)([局署])长")
DAUGHTERS = ("子公司", "孙公司")
RESORTS = ("度假区", "乐园", "影城", "主题公园")
NO_BODY_AFTER = "园城路街镇村区县市港站山湖江河岛桥"


class OrgFinder:
    """Finds organisations by lists, by their last word, and by what the article itself calls them."""

    label: Label = "ORG"

    def __init__(self, rules: RuleSet) -> None:
        """Compile the rules; nothing is read later."""
        self._words = readings(rules)
        self._script = script(rules)
        self._roles = {role.id: role for role in rules.roles(Role)}
        self._heads = Heads(
            (rules.patterns[role], (*rules.lexicon[table], *(rules.lexicon["post"] if table == "title" else ())))
            for role, table in HEADS.items()
        )
        self._trade = compiled(rules.fragment("trade"))
        self._told = tuple(rules.patterns[name] for name in TOLD)
        self._department = rules.patterns["department"]
        self._bounded = compiled(rules.fragment("bounded"))
        self._office = rules.patterns["office"]
        self._enumeration = rules.patterns["enumerated"]
        self._paper = rules.patterns["paper"]
        self._investors = rules.patterns["investors"]
        self._sibling = rules.patterns["sibling"]
        self._zonal_body = rules.patterns["zonal"]
        self._aliases = aliases(rules)
        self._rivals = Rivals(rules, self._aliases)
        self._kinds = Kinds(rules, HEADS.values())
        self._persons = Persons(rules)
        self._parting = Parting(rules)
        self._common = frozenset(rules.beside("names").lines("common"))
        self._plain = self._common | {word for table in HEADS.values() for word in rules.lexicon[table]}

    def find(self, text: Text, found: tuple[AnyCandidate, ...] = ()) -> tuple[AnyCandidate, ...]:
        """The organisations that `text` names, none overlapping."""
        content = self._script.simplified(text.content)
        if content is not text.content:
            content = FUSED.sub(r"\1長", content)
        reading = self._words.read(content)
        zones = {c.span.end: c.span for c in found if c.label == "ZONE"}
        shaped = outermost(
            chain(
                self._shaped(reading, zones),
                self._listed(reading),
                self._zonal(reading, zones),
                self._enumerated(reading),
                self._papers(content),
                self._investing(reading),
            )
        )
        whole = (self._with_departments(reading, c) for c in self._with_branches(content, shaped))
        chosen = outermost(one for c in whole for one in self._mended(reading, text.content, c))
        chosen = outermost(chain(chosen, self._siblings(reading, chosen)))
        seen = tuple(c for c in found if c.label == self.label and c.recognised)
        known = (*chosen, *(_recognised(content, c) for c in seen if c.score >= SURE))
        proposed = outermost(chain(chosen, self._again(reading, known, zones)))
        return tuple(self._rivals.beside(reading, proposed, found)) if seen else proposed

    def _listed(self, reading: Reading) -> Iterator[Candidate[str]]:
        """The bodies of the lists."""
        content = reading.content
        for start, end in self._words.named(reading):
            if content[end : end + 1] in NO_BODY_AFTER or content.startswith(RESORTS, end):
                continue
            if is_in_a_word(content, start, end) or (
                end - start <= SHORT and self._aliases.is_place(content[end - 1 : end + 1])
            ):
                continue
            if content[end - 1] in POSTED and content[end : end + 1] in POSTS:
                continue
            alone = end - start > SHORT or reading.alone(start, end)
            if alone or (end - start == SHORT and content[start - 1 : start] != DOT):
                kind = self.kind(content[start:end])
                trade = self._trade.match(content, end) if kind == "company" else None
                whole = trade.end() if trade and self._bounded.match(content, trade.end()) else end
                first = _before_ministry(reading, start) if kind == "government" else start
                extractor, score = (LISTED, 0.9) if alone else (TOUCHED, SEEN_SCORE)
                yield _candidate(content, first, whole, extractor, score)

    def _shaped(self, reading: Reading, zones: Mapping[int, Span]) -> Iterator[Candidate[str]]:
        """The bodies known by their last word."""
        content = reading.content
        named = ((one, *found.span()) for one in self._told for found in one.in_lines(content))
        for pattern, first, stop in chain(named, self._heads.matches(content)):
            if pattern.id == "trade" and not (self._bounded.match(content, stop) or opens_clause(content, first)):
                continue
            start = start_of(reading, Span(first, stop), self._roles[pattern.id], zones)
            end = first if pattern.id == "titled" or pattern.id in TOLD else stop
            if start is None or end - start > LONGEST:
                continue
            if pattern.id == "trade" and content[start:first] in self._common:
                continue
            if end == first and self._is_no_name(content, content[start:end]):
                continue
            if pattern.id != "trade" or self._bounded.match(content, end) or stands_alone(reading, start, first, end):
                yield _candidate(content, start, reading.with_place(end), pattern.extractor, pattern.score)

    def _mended(self, reading: Reading, raw: str, candidate: Candidate[str]) -> Iterator[Candidate[str]]:
        """The bodies that `candidate` holds, as long as their names."""
        for part in self._parting.parts(reading, candidate.span):
            for span in mended(reading, raw, part):
                if span == candidate.span:
                    yield candidate
                else:
                    yield _candidate(reading.content, span.start, span.end, candidate.extractor, candidate.score)

    def _is_no_name(self, content: str, words: str) -> bool:
        """Whether what is known by the words behind it is a common word, or a person."""
        return words in self._common or self._persons.is_one_anywhere(content, words)

    def _zonal(self, reading: Reading, zones: Mapping[int, Span]) -> Iterator[Candidate[str]]:
        """The bodies of a zone named right after it."""
        for end, span in zones.items():
            match = self._zonal_body.regex.match(reading.content, end)
            if match and reading.clear(end, match.end()):
                yield _candidate(
                    reading.content, span.start, match.end(), self._zonal_body.extractor, self._zonal_body.score
                )

    def _enumerated(self, reading: Reading) -> Iterator[Candidate[str]]:
        """The members of a list that ends in 等…家企业."""
        content, pattern = reading.content, self._enumeration
        for match in pattern.regex.finditer(content):
            end = match.start()
            for _ in range(MEMBERS):
                before = reading.before(end)
                start = before.start
                if is_member(reading, before, end) and self._may_be_member(content[start:end]):
                    start += end - start > SHORT and LEAD.match(content, start) is not None
                    yield _candidate(content, start, end, pattern.extractor, pattern.score)
                if content[before.start - 1 : before.start] not in ("、", "和", "及", "与") or not before.start:
                    break
                end = before.start - (2 if content.endswith("以及", 0, before.start) else 1)

    def _may_be_member(self, words: str) -> bool:
        """Whether `words` in a list of bodies may name one, by themselves: no zone, no kind of school."""
        return not words.endswith(DISTRICTS) and words not in self._plain

    def _papers(self, content: str) -> Iterator[Candidate[str]]:
        """The papers in marks, whatever words make their names: 《江州建设报》."""
        pattern = self._paper
        for match in pattern.regex.finditer(content) if pattern.may_match(content) else ():
            yield _candidate(content, *match.span("name"), pattern.extractor, pattern.score)

    def _investing(self, reading: Reading) -> Iterator[Candidate[str]]:
        """The members of a list of investors: 投资方为岚渚资本、云拓投资."""
        content, pattern = reading.content, self._investors
        for match in pattern.regex.finditer(content) if pattern.may_match(content) else ():
            for start, end in members(reading, *match.span("list")):
                if self._may_be_member(content[start:end]):
                    yield _candidate(content, start, end, pattern.extractor, pattern.score)

    def _siblings(self, reading: Reading, chosen: Sequence[Candidate[str]]) -> Iterator[Candidate[str]]:
        """What stands in one list with a body, behind it and as short."""
        content, pattern = reading.content, self._sibling
        for candidate in chosen:
            end = candidate.span.end
            while match := pattern.regex.match(content, end):
                start, end = match.span("member")
                before = reading.before(end)
                if before.start != start or before.words or not self._may_be_member(content[start:end]):
                    break
                yield _candidate(content, start, end, pattern.extractor, pattern.score)
            start = candidate.span.start
            while content[start - 1 : start] == "、":
                before, end = reading.before(start - 1), start - 1
                start = before.start
                if before.words or end - start not in MEMBER or content[start - 1 : start] != "、":
                    break
                if not self._may_be_member(content[start:end]):
                    break
                yield _candidate(content, start, end, pattern.extractor, pattern.score)

    def _with_branches(self, content: str, shaped: Sequence[Candidate[str]]) -> Iterator[Candidate[str]]:
        """`shaped`, with a branch that is named by its place joined to the body before it: 云拓财险|江州分公司."""
        last: Candidate[str] | None = None
        for candidate in shaped:
            span = candidate.span
            joined = last is not None and last.span.end == span.start and candidate.expression.endswith(BRANCHES)
            if last and joined and span.end - last.span.start <= LONGEST and self.kind(last.expression) in OWNERS:
                last = _candidate(content, last.span.start, span.end, candidate.extractor, candidate.score)
                continue
            if last is not None:
                yield last
            last = candidate
        if last is not None:
            yield last

    def _has_offices(self, body: Candidate[str]) -> bool:
        """Whether sections and offices of the body may be named right after it."""
        listed = body.extractor == LISTED and self.kind(body.expression) == "government"
        return listed or body.extractor.endswith(STATE)

    def _with_departments(self, reading: Reading, body: Candidate[str]) -> Candidate[str]:
        """`body`, or its department where one is named right after it."""
        content, end = reading.content, body.span.end
        if body.extractor.endswith(("trade", "titled", "stock")):
            return body
        extractor = body.extractor
        while True:
            match, pattern = self._department.regex.match(content, end), self._department
            if not match and self._has_offices(body):
                match, pattern = self._office.regex.match(content, end), self._office
            if not match or match.end() - body.span.start > LONGEST:
                break
            if not reading.clear(end, match.end()) and not match[0].startswith(SUBORDINATE):
                break
            if not match[0].endswith(COMPANY_PARTS) and self.kind(body.expression) == "company":
                break
            end, extractor = match.end(), pattern.extractor
        if end == body.span.end:
            return body
        return _candidate(content, body.span.start, end, extractor, self._department.score)

    def _again(
        self, reading: Reading, chosen: Sequence[Candidate[str]], zones: Mapping[int, Span]
    ) -> Iterator[Candidate[str]]:
        """The names that the article sets up or shortens, wherever they stand but in a zone's name."""
        content = reading.content
        forms = self._forms(content, chosen, zones)
        if not forms:
            return
        inside = {start for end, span in zones.items() for start in range(span.start, end)}
        for start, stop, form in Gazetteer(forms).matches(content):
            end = stop if form.rest is None else _extended(content, stop, form.rest)
            if form.extractor == SEEN and not (stop - start > SHORT or reading.alone(start, stop)):
                continue
            if form.extractor == SHORT_FORM and (
                content[start - 1 : start] in QUOTES
                or (end == stop and content[stop - 1] == BRAND)
                or content.endswith(WORKS, start, end)
            ):
                continue
            if form.rest is not None and reading.across(end):
                end = stop  # 恒达微波|发展: the character that goes on the name is another word's
            if is_in_a_word(content, start, stop):
                continue
            if start not in inside and (form.rest is None or not self._is_named_after(content, end)):
                yield _candidate(content, start, end, form.extractor, form.score)

    def _is_named_after(self, content: str, end: int) -> bool:
        """Whether a place or a building follows, which only bears the body's name: 万力|中心."""
        return content[end : end + 1] in NO_BODY_AFTER or content.startswith(BUILDINGS, end)

    def _forms(self, content: str, chosen: Sequence[Candidate[str]], zones: Mapping[int, Span]) -> dict[str, "Form"]:
        """What names the bodies found, their short forms and the aliases set up for them."""
        forms = dict(self._short_forms(content, chosen))
        for candidate in chosen:
            extractor = SEEN if candidate.extractor == SEEN else "rule/org.again"
            if extractor != SEEN or candidate.expression not in forms:
                forms[candidate.expression] = Form(extractor, candidate.score, None)
            for one in in_two_scripts(candidate.expression) or ():
                forms.setdefault(one, Form("rule/org.again", candidate.score, None))
        named = {candidate.span.end for candidate in chosen}
        for alias, end in declared(content):
            if (
                (end in named or end not in zones)
                and not alias.endswith(NO_BODIES)
                and not self._aliases.is_place(alias)
                and "《" not in alias
            ):
                forms[alias] = Form("rule/org.alias", 0.95, None)
        return forms

    def _short_forms(self, content: str, chosen: Sequence[Candidate[str]]) -> Iterator[tuple[str, "Form"]]:
        """The short forms that names of companies and schools allow; of one that two allow the first one's."""
        sights = [sight for sight in SIGHTS if sight in content]
        for name in reversed(dict.fromkeys(candidate.expression for candidate in chosen)):
            for one in self._aliases.called(name):
                yield one, Form(SHORT_FORM, 0.8, None)
            local, core, rest = self._aliases.opening(name) or ("", "", "")
            if core and any(f"{core}{sight}" in content for sight in sights):
                continue
            for form in (core, local + core) if core else ():
                if form[0] not in RANKS:  # 江州|市环卫集团
                    yield form, Form(SHORT_FORM, 0.8, rest)

    def resolve(self, candidates: Sequence[AnyCandidate], context: Context) -> tuple[Org, ...]:
        """The fullest name of each in the article, and its kind."""
        content = context.text.content
        texts = [content[c.span.start : c.span.end] for c in candidates]
        full = self._aliases.fullest(texts, content)
        # 平江电气子公司平江智能电气有限公司: the short name is the mother's.
        daughters = {
            text
            for text, c in zip(texts, candidates, strict=True)
            if content.endswith(DAUGHTERS, max(0, c.span.start - SHORT), c.span.start)
        }
        full = {text: text if name in daughters else name for text, name in full.items()}
        return tuple(Org(full[text], self.kind(full[text], text)) for text in texts)

    def kind(self, name: str, text: str = "") -> OrgKind:
        """What kind of body `name` is, by its last word."""
        return self._kinds.of(name, text)


def _before_ministry(reading: Reading, start: int) -> int:
    """`start`, or the beginning of 国家 or the country that stands right before it: 国家|商务部, 印度|财政部."""
    first = start - SHORT + 1
    return first if reading.content.startswith(NATIONS, max(first, 0), start) else reading.country_before(start)


def _recognised(content: str, candidate: AnyCandidate) -> Candidate[str]:
    return _candidate(content, candidate.span.start, candidate.span.end, SEEN, SEEN_SCORE)


class Form(NamedTuple):
    """A form of a name that is looked for; of a short one, the `rest` of the name, of which parts may follow."""

    extractor: str
    score: float
    rest: str | None


def _extended(content: str, end: int, rest: str) -> int:
    """The end of the short name that opens before `end`, with what follows of `rest` and a legal form."""
    end = extended(content, end, rest)
    form = FORM.match(content, end)
    return form.end() if form else end


def _candidate(content: str, start: int, end: int, extractor: str, score: float) -> Candidate[str]:
    return Candidate(
        label="ORG", span=Span(start, end), expression=content[start:end], extractor=extractor, score=score
    )
