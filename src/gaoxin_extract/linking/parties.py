"""What organisations are to the projects of a clause: owners, investors, builders, operators, partners."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from gaoxin_extract.linking.cues import BodyCue, Cues
from gaoxin_extract.linking.passages import Clause, Naming, targets_of
from gaoxin_extract.linking.statements import EACH, Reading, Statement, entity_fact
from gaoxin_extract.records import OrgMention
from gaoxin_extract.text import Span

# 该公司 points no further back than so many bodies.
REMEMBERED = 8
# In an announcement 公司 is the one that makes it, or whose name and a colon open the paragraph: 3、平陵建工：公司….
ITSELF = "公司"
COMPANY_ITSELF = frozenset({ITSELF, "本公司"})
COMPANY = re.compile("本?公司(?!的|全资|控股|参股|下属|子公司)")
# How a later clause of its sentence goes on: 在平陵投资建设⟦…⟧.
INVESTS = re.compile(
    r"(?:并|就|拟|将|计划|已|再|又)*(?:在[^，。；]{1,24}?)?(?:投资|出资|斥资|投入|追加(?:投资)?|增资)"
    r"(?:[约近超不\d][^，。；]{1,12}?)?(?:建设|新建|投建|兴建|扩建|建起|建成|上马|开建|打造|改造|实施)"
)
WON, NEAR = "中标", 12
ANNOUNCED = re.compile("公告|公布|披露|发布")
# No paragraph is longer, in which somebody announces.
PARAGRAPH = 1200
NUMBERED, NAMED = 4, re.compile("(?:（[^）\n]{1,24}）)*+：")
# From one body of a list to the next, and what may follow the last.
AND = re.compile(
    r"(?:（[^）\n]{1,24}）)?(?:[、及]|[和与以]及?)(?:[^，。；、（）和与及]{1,6}[、和与及]){0,2}[^，。；、（）]{0,2}"
)
MORE = re.compile(
    r"(?:[、及和与]{1,2}[^，。；、]{2,12}?(?:公司|集团|企业))?"
    r"(?:等(?:[^，。；、]{0,6}?(?:公司|企业|集团|单位|机构))?)?(?:强强联手|联手|携手|合资)?"
)
OWN_KINDS = frozenset(
    {"company", "research", "education", "finance", "health", "media", "association", "community", "other"}
)
# A zone's administration owns and builds nothing of a company's, but signs with it.
STATE_ROLES = frozenset({"partner", "operator"})
# 甲的⟦…⟧: but for 甲的关怀和支持下，⟦…⟧.
OF, NAME_REACH, JOINED = "owner.of", 16, re.compile("[、和与及]")
POINTED = frozenset({"named", "pointed"})
# 项目业主为…: whoever is called so, wherever.
CALLED = frozenset({"owner.called"})
# 昌禾科技（300123）拟投资…
CODE = re.compile(r"（[^）\n]{1,24}）")

# The cells of a table, one below the other: ⟦名称⟧, where it lies, who builds it, and what it is.
CELLS = re.compile(
    r"\n(?:(?P<place>[^，。；：！？、\s]{2,12})\n)?(?P<body>[^，。；：！？、\s]{5,24})\n(?=项目[^，。；：！？\n]{2,40}[，：；])"
)


def parties(
    reading: Reading,
    clause: Clause,
    found: Sequence[OrgMention],
    cues: Cues,
    owned: Mapping[str, tuple[int, ...]],
) -> Iterator[Statement]:
    """What the organisations of a clause are to its projects; who invests does so in a project of its own name."""
    content = reading.content
    bodies = [body for body in found if _is_apart(clause, body)]
    if not bodies:
        return
    shared = targets_of(clause, clause.span.end)
    last = next((cue for cue in cues.bodies if cue.after.match(content, bodies[-1].end, clause.span.end)), None)
    if last and len(bodies) == len(shared) > 1 and EACH.search(content, clause.span.start, bodies[0].start):
        for project, body in zip(shared, bodies, strict=True):
            yield Statement(project, entity_fact("organisation", last.role, body, body.norm.name, None))
        return
    for body, cue in _cued(content, clause, bodies, cues):
        targets = targets_of(clause, body.start)
        if cue.role == "owner" and (len(targets) > 1 or not (cue.id in CALLED or clause.tie in {"named", "ahead"})):
            continue
        if cue.id == OF and not _is_next(content, clause, body):
            continue
        # 甲还与乙合作: the company does, and not in the project spoken of before; only what is signed may be of it.
        signs = content.find("签", body.end, clause.span.end) >= 0 and clause.tie != "carried"
        if cue.role == "partner" and not (clause.groups or signs or clause.tie == "pointed"):
            continue
        own = owned.get(body.norm.name, ())
        if cue.role == "investor" and len(own) == 1 and (clause.tie not in POINTED or _is_anothers(clause, owned)):
            targets = own
        for target in targets:
            yield Statement(target, entity_fact("organisation", cue.role, body, body.norm.name, None))


def _is_next(content: str, clause: Clause, body: OrgMention) -> bool:
    """Whether a project's name follows a body and 的, with no more than a few words between."""
    starts = (naming.span.start for group in clause.groups for naming in group if naming.span.start > body.end)
    start = next(starts, None)
    return start is None or (start - body.end <= NAME_REACH and not JOINED.search(content, body.end, start))


def _is_anothers(clause: Clause, owned: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether a clause that names no project only goes on about one whose name opens with a body."""
    return not clause.groups and any(project in clause.about for projects in owned.values() for project in projects)


def _cued(
    content: str, clause: Clause, bodies: Sequence[OrgMention], cues: Cues
) -> Iterator[tuple[OrgMention, BodyCue]]:
    """The bodies with what the words around them say they are: around each, else around the list that it is one of."""
    for group in _lists(content, bodies):
        more = MORE.match(content, group[-1].end, clause.span.end)
        whole = Span(group[0].start, more.end() if more else group[-1].end)
        shared = [cue for cue in cues.bodies if len(group) > 1 and _fits(content, clause.span, whole, cue)]
        for body in group:
            own = (cue for cue in cues.bodies if _fits(content, clause.span, body, cue))
            # 由甲和乙投资: what the list is said to be says more of the last than the words after it alone.
            cue = next((cue for cue in (*shared, *own) if _may(body, cue)), None)
            if cue is not None:
                yield body, cue


def _lists(content: str, bodies: Sequence[OrgMention]) -> Iterator[list[OrgMention]]:
    """The bodies, those that are joined to one another together."""
    group: list[OrgMention] = []
    for body in bodies:
        if group and not AND.fullmatch(content, group[-1].end, body.start):
            yield group
            group = []
        group.append(body)
    if group:
        yield group


def subject_of(reading: Reading, clause: Clause) -> OrgMention | None:
    """The company that `clause` opens with, be it as 公司, but for a day before it."""
    start = clause.span.start
    for date in reading.dates.at(start):
        start = date.end
    if COMPANY.match(reading.content, start):
        return _meant(reading, start, ITSELF)
    opening = reading.bodies.at(start)
    return opening[0] if opening and opening[0].norm.kind in OWN_KINDS else None


def heirs(reading: Reading, clause: Clause, earlier: Sequence[Clause]) -> Iterator[Statement]:
    """That the subject of the `earlier` clauses of a sentence invests in what `clause` names.

    公司与甲签约，在乙投资建设⟦…⟧.
    """
    targets = targets_of(clause, clause.span.end)
    if len(targets) != 1 or not INVESTS.match(reading.content, clause.span.start, clause.span.end):
        return
    subject = next((body for one in reversed(earlier) if (body := subject_of(reading, one))), None)
    if subject and _is_apart(clause, subject):
        yield Statement(targets[0], entity_fact("organisation", "investor", subject, subject.norm.name, None))


def winners(reading: Reading, stated: Mapping[int, Sequence[Statement]], headline: int) -> Iterator[Statement]:
    """Who makes an announcement of what it won, as builder of the projects whose price is told but not who won it."""
    content = reading.content
    end = headline or max(content.find("\n"), 0)
    issuer = next((body for body in reading.bodies.within(Span(0, end)) if body.norm.kind == "company"), None)
    if issuer is None or content.find(WON, 0, end) < 0:
        return
    for number, statements in stated.items():
        facts = [statement.fact for statement in statements]
        sums = [fact.start for fact in facts if fact.relation == "amount"]
        priced = any(content.find(WON, max(start - NEAR, 0), start) >= 0 for start in sums)
        if priced and not any(fact.role == "builder" for fact in facts):
            yield Statement(number, entity_fact("organisation", "builder", issuer, issuer.norm.name, None))


def tabled(reading: Reading, namings: Iterable[Naming]) -> Iterator[Statement]:
    """Whose the projects are by the cells below their names."""
    for naming in namings:
        cells = CELLS.match(reading.content, naming.span.end)
        if cells is None or not reading.content.startswith("\n", naming.span.start - 1):
            continue
        for body in reading.bodies.at(cells.start("body")):
            if body.end == cells.end("body") and body.norm.kind in OWN_KINDS:
                yield Statement(naming.project, entity_fact("organisation", "owner", body, body.norm.name, None))


def companies(reading: Reading, clause: Clause, cues: Cues) -> Iterator[Statement]:
    """What 该公司 or 公司 is to the projects: the company named last before it is meant."""
    for found in cues.company.finditer(reading.content, clause.span.start, clause.span.end):
        cue = next((cue for cue in cues.bodies if _fits(reading.content, clause.span, Span(*found.span()), cue)), None)
        targets = targets_of(clause, found.start())
        body = _meant(reading, found.start(), found[0]) if cue is not None and len(targets) == 1 else None
        if cue is not None and body is not None:
            fact = entity_fact("organisation", cue.role, body, body.norm.name, None)
            yield Statement(targets[0], replace(fact, text=found[0], start=found.start(), end=found.end()))


def _meant(reading: Reading, start: int, words: str) -> OrgMention | None:
    """The company that the `words` 该公司 or 公司 at `start` stand for."""
    content, bodies = reading.content, reading.bodies
    place = bisect_left(bodies.starts, start)
    if words in COMPANY_ITSELF:
        line = content.rfind("\n", 0, start) + 1
        opening = bodies.within(Span(line, min(line + NUMBERED, start)))
        if opening and NAMED.match(content, opening[0].end):
            return opening[0]
        told = ANNOUNCED.search(content, max(line, start - PARAGRAPH), start)
        place = bisect_left(bodies.starts, told.start()) if told else place
    before = bodies.mentions[max(place - REMEMBERED, 0) : place]
    return next((body for body in reversed(before) if body.norm.kind == "company"), None)


def _is_apart(clause: Clause, body: OrgMention) -> bool:
    """Whether `body` stands in no project's name."""
    names = (naming.span for group in clause.groups for naming in group)
    return not any(name.start <= body.start < name.end for name in names)


def _may(body: OrgMention, cue: BodyCue) -> bool:
    return body.norm.kind in OWN_KINDS or cue.role in STATE_ROLES or cue.id in CALLED


def _fits(content: str, span: Span, body: OrgMention | Span, cue: BodyCue) -> bool:
    code = CODE.match(content, body.end, span.end)
    end = code.end() if code else body.end
    return bool(cue.before.search(content, span.start, body.start) and cue.after.match(content, end, span.end))
