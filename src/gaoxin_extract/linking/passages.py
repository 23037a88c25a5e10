"""Which projects each clause of an article speaks of."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from gaoxin_extract.linking.cues import Cues
from gaoxin_extract.numerals import read_numeral
from gaoxin_extract.records import OrgMention
from gaoxin_extract.text import Span

Tie = Literal["named", "pointed", "carried", "ahead", "none"]

# A clause of more characters is no prose, and is cut.
# The colon of a label parts nothing: 投资方：甲.
LABEL = r"(?<=投资方|建设方|施工方|投资额)：|(?<=单位|业主|地点|时间|主体)："
CLAUSE = re.compile(rf"[^，。；：！？\n]{{1,400}}+(?:(?:{LABEL})[^，。；：！？\n]{{0,400}}+)*+")
SENTENCE = re.compile("[^，。；：！？][^。！？]*")
PARAGRAPH = re.compile(rf"[^，。；：！？\n](?:.*(?:[^，。；：！？\n]|{LABEL}))?")
# A line of such a label tells of the project that the heading before it names.
FIELD = re.compile(r"[（\d）、.]{0,4}[^，。；：\n]{2,6}：")
NUMBERING = 5
HEADING = re.compile(r"[^，。；：！？\n]{4,40}(?:项目|工程|基地|园区?|[A-Z]?区|厂|村|中心|路|桥)）?：")
# A line above 项目位于…, which is told of what the line names.
TITLE = re.compile(
    r"(?!.{0,14}(?:项目|概况|简介|介绍|内容|规模|情况|进展|进度|背景|意义|地[址点]|图|优势|周期|效益|计划|目标|信息))"
    r"(?P<name>[^，。；：！？、\s\d][^，。；：！？、\s]{1,13}(?<![区市县省])(?<!公司|集团))(?=\n项目(?:位于|地处|总?占地|总?投资|总?用地|规划|由))"
)
ENDINGS = ("项目", "工程", "建设项目")
JOINT = re.compile(r"(?:[、和与及暨]|以及|[（）()”“])*+")
# 甲园和340亩⟦乙园⟧
# ⟦甲园⟧、乙线、⟦丙项目⟧: of members that nobody knows for projects as well.
MEMBER_GAP = re.compile(
    r"、(?:[^，。；：、\n]{2,24}、){1,3}+|、[^，。；、]{0,24}的|等?[\d两三四五六七八九十]{1,3}个"
    r"|[、和与及]\d[\d.]{0,7}(?:亩|公顷|平方公里|平方米)的?"
)


LISTED = frozenset("、等和与及")
# 甲项目是⟦乙园⟧的龙头: what is said goes on of the first.
IS = re.compile(
    r"(?:正?是|作为|系|属于?|位于|坐落[于在]|地处|选址|毗邻|紧邻|邻近|靠近|被?[^，。；]{0,12}(?:列入|列为|纳入|评为|确定为))[^，。；]{0,40}"
)
# Part of the project just spoken of, to which the next sentence returns.
PART_OF_IT = re.compile(r"[^，。；]{0,4}其中")
# 其中一期投资2亿元: not of the whole.
PHASE = re.compile(
    r"(?P<of>[^，。；]{0,4}其中(?:，|的)?)?(?:[一二三四五首两]期|第[一二三四五]期)(?!项目|工程[^，。；]{0,3}总投资)"
)
THIS = "该此本这"
MEETS = re.compile("相接|相连|衔接|连通|相邻|毗邻")
BESIDE = re.compile(r"(?:毗邻|紧邻|邻近|靠近)\Z")
WHICH = re.compile("[一二三四五首]期")
# 拟在该区建设年产5万吨铸件项目, where no name is known: 该项目 after it is that one.
UNKNOWN = re.compile(
    r"(?:拟|计划|决定|将|签订|签署|签约)[^，。；：、\n]{0,24}?(?:建设|新建|兴建|投建|建立|打造)"
    r"(?![^，。；：\n]{0,2}(?:该|此|本|这))[^，。；：\n]{4,60}(?:项目|基地|生产线|工厂)(?=[，。；：\n]|\Z)"
    r"|投资(?:约|近|超过?)?[\d.]{1,8}[百千万亿]{0,2}(?:美|欧)?元的?+"
    r"(?![^，。；：\n]{0,2}(?:该|此|本|这))(?P<what>[^，。；：\n]{2,40}?(?:项目|基地|生产线|工厂))"
)
SAME = 3
# 这三个项目 points no further back than so many names.
REMEMBERED = 64
NUMERAL = re.compile(r"[两二三四五六七八九十]{1,3}|\d{1,2}")
# Ways to know what a sentence speaks of that outlast what it names on the way.
FIRM = frozenset({"named", "pointed", "carried"})


class Naming(Struct, frozen=True, gc=False):
    """A project named at a place; `project` is its number in the discourse."""

    span: Span
    project: int


class Clause(Struct, frozen=True, gc=False):
    """A stretch without a stop and what it speaks of.

    `groups` are the projects named in it, those of one list together; `about` those that its other words tell of,
    and `tie` how that is known: they are named in it or before it in its sentence, pointed at (该项目), carried on from
    the sentence before, or named later in the sentence. `owned`: known by the company that its name opens with.
    `sentence` counts through the discourse. `counted`: after its names it speaks of more projects than they are
    (甲等12个项目, 签约项目29个), so that its sums are none's own. `part`: it tells of but a phase of the project
    (其中一期投资2亿元).
    """

    span: Span
    sentence: int
    groups: tuple[tuple[Naming, ...], ...]
    about: tuple[int, ...]
    tie: Tie
    owned: bool = False
    counted: bool = False
    part: bool = False


class Discourse(Struct, frozen=True):
    """A text with what is named in it; namings and bodies are sorted by start, and `named` and `starts` are where.

    `telling` are the places of what a sentence may speak of a project by: its names, and those of the bodies in them.
    `owners` are the names of the bodies in each project's own name: a clause that opens with another changes the
    subject. `owned` are the projects by those names, `names` the names of each project.
    """

    content: str
    namings: tuple[Naming, ...]
    bodies: tuple[OrgMention, ...]
    named: Sequence[int]
    starts: Sequence[int]
    telling: Sequence[int]
    owners: Mapping[int, frozenset[str]]
    owned: Mapping[str, tuple[int, ...]]
    names: Sequence[str]


class Topic(Struct, frozen=True, gc=False):
    """What a sentence hands to the next: the projects last spoken of in the paragraph, and last in the discourse."""

    carried: tuple[int, ...] = ()
    last: tuple[int, ...] = ()


class Known(Struct, frozen=True, gc=False):
    """What a sentence speaks of before a clause, and how that is known."""

    about: tuple[int, ...]
    tie: Tie


class Stretch(Struct, frozen=True, gc=False):
    """A sentence by its clauses; `held`: of a paragraph that is all about the project that it is headed by.

    `phased`: the paragraph told of a phase as part of the whole.
    """

    spans: Sequence[Span]
    number: int
    held: bool
    phased: bool


def clauses(discourse: Discourse, cues: Cues) -> tuple[Clause, ...]:
    """The clauses, each with what it speaks of, of those sentences in order that tell of a project or may."""
    found: list[Clause] = []
    topic = Topic()
    number = 0
    # Where an article has but one project, a paragraph that goes on tells of it.
    alone = len({naming.project for naming in discourse.namings}) == 1
    headed = False
    for paragraph in PARAGRAPH.finditer(discourse.content):
        start, end = paragraph.span()
        head = _head(discourse, start)
        label = headed and head is None and bool(FIELD.match(discourse.content, start, end))
        if head is None and not label and HEADING.match(discourse.content, start, end):
            # What is headed so is no project that is known.
            topic = Topic()
        elif head is None and not alone and (title := TITLE.match(discourse.content, start)):
            topic = _titled(discourse, title, topic)
        topic = Topic(topic.last if alone or label else (), topic.last)
        held = label or (head is not None and discourse.content.startswith("：", head.span.end))
        phased = False
        for sentence in SENTENCE.finditer(discourse.content, start, end):
            span = Span(*sentence.span())
            named = _names(discourse, span)
            goes_on = topic.carried and (held or _follows(discourse, cues, span))
            # Most sentences of a long report tell of no project, and are not read on.
            if not (named or goes_on or _points(discourse.content, cues, span)):
                continue
            spans = [Span(*clause.span()) for clause in CLAUSE.finditer(discourse.content, span.start, span.end)]
            read, topic = _sentence(discourse, cues, Stretch(spans, number, held, phased), topic)
            phased = any(clause.part for clause in read) or (phased and not any(clause.groups for clause in read))
            if named or any(clause.about for clause in read):
                found += read
            number += 1
        headed = label or (head is not None and head.span.end == end)
    return tuple(found)


def _titled(discourse: Discourse, title: re.Match[str], topic: Topic) -> Topic:
    """The project that a line calls by its name without its last word; none where it is one that is not known.

    The line of a body says whose the project above it is.
    """
    place = bisect_left(discourse.starts, title.start())
    if place < len(discourse.bodies) and discourse.bodies[place].end == title.end():
        return topic
    names = {title["name"] + end for end in ENDINGS}
    known = tuple(number for number, name in enumerate(discourse.names) if name in names)
    return Topic(known, known) if len(known) == 1 else Topic()


def _names(discourse: Discourse, span: Span) -> bool:
    """Whether `span` names a project or a body that has one of its own."""
    place = bisect_left(discourse.telling, span.start)
    return place < len(discourse.telling) and discourse.telling[place] < span.end


def _points(content: str, cues: Cues, span: Span) -> bool:
    """Whether words that stand for a project are in the sentence `span` where they may: 该项目 anywhere, 项目 ahead."""
    if not cues.pointing.search(content, span.start, span.end):
        return False
    heads = (
        sign.match(content, *clause.span())
        for clause in CLAUSE.finditer(content, span.start, span.end)
        for sign in (cues.project, cues.part, cues.projects)
    )
    return cues.this_project.search(content, span.start, span.end) is not None or any(heads)


def _follows(discourse: Discourse, cues: Cues, span: Span) -> bool:
    """Whether a sentence goes on about the project of the one before, or counts others."""
    content = discourse.content
    return bool(cues.goes_on.match(content, span.start, span.end) or cues.counted.search(content, span.start, span.end))


def _head(discourse: Discourse, start: int) -> Naming | None:
    """The project that a paragraph which begins at `start` opens with, but for a numeral."""
    place = bisect_left(discourse.named, start)
    naming = discourse.namings[place] if place < len(discourse.namings) else None
    return naming if naming and naming.span.start - start <= NUMBERING else None


def _sentence(discourse: Discourse, cues: Cues, stretch: Stretch, topic: Topic) -> tuple[list[Clause], Topic]:
    found: list[Clause] = []
    content, spans = discourse.content, stretch.spans
    about: tuple[int, ...] = ()
    tie: Tie = "none"
    owned = counted = within = part = False
    phased = stretch.phased
    later = _later(discourse, cues, spans, topic)
    changed = not later and _changes(discourse, cues, spans[0], topic.carried)
    held = stretch.held and not changed
    if not later and topic.carried and (held or _goes_on(discourse, cues, spans[0], topic.carried)):
        about, tie = topic.carried, "carried"
    for span in spans:
        known = Known(about, tie)
        named = _names(discourse, span)
        groups = _groups(discourse, cues, span) if named else ()
        own: tuple[int, ...] = ()
        # What the sentence names only later is not what 该项目 before it points at.
        spoken = Topic(about, topic.last) if tie in FIRM else Topic(topic.carried, topic.last or about)
        pointed = _pointed(discourse, span, spoken, cues, changed=changed)
        if groups:
            about, tie = tuple(naming.project for naming in groups[-1]), "named"
        elif pointed is not None:
            about, tie = pointed, "pointed" if pointed else "none"
        elif named and (own := _owned(discourse, span)):
            about, tie = own, "carried"
        elif tie in {"none", "ahead"}:
            about = later if later and not _parted(discourse, span, spans[-1].end) else ()
            tie = "ahead" if about else "none"
        elif _changes(discourse, cues, span, about):
            about, tie = (), "none"
            later = ()
            changed = True
        topic = _kept(discourse, span, topic, known=tie != "none" or pointed is not None)
        owned = bool(own) if tie == "carried" and own else owned and about == known.about
        counted = len(about) <= 1 and _counted(content, span, groups, cues, counted=counted and not own)
        phased = phased and not groups
        phase = PHASE.match(content, span.start, span.end) if content.find("期", span.start, span.end) >= 0 else None
        part = not groups and (bool(phase and (phase["of"] or phased)) or (part and pointed is None))
        found.append(Clause(span, stretch.number, groups, about, tie, owned, counted, part))
        within = within or (len(known.about) == 1 and known.tie in FIRM and bool(PART_OF_IT.match(content, span.start)))
        whole = Known(pointed, "pointed") if pointed else known
        if groups and whole.tie in FIRM and _is_object(discourse, cues, span, groups[0][0]):
            about, tie = whole.about, whole.tie
        elif tie in {"named", "pointed"} and not within:
            topic = Topic(about, about)
    return found, Topic((), topic.last) if counted else topic


def _counted(content: str, span: Span, groups: Sequence[Sequence[Naming]], cues: Cues, *, counted: bool) -> bool:
    """Whether the words of a clause that follow its names speak of a number of projects, as those before did."""
    if groups:
        return bool(cues.counted.search(content, groups[-1][-1].span.end, span.end))
    if content[span.start] in THIS:
        return False
    return counted or bool(cues.counted.search(content, span.start, span.end))


def _parted(discourse: Discourse, span: Span, end: int) -> bool:
    """Whether a semicolon stands between a clause and the project that its sentence, up to `end`, names later."""
    place = bisect_left(discourse.named, span.end)
    if place == len(discourse.named) or discourse.named[place] >= end:
        return False
    return discourse.content.find("；", span.end, discourse.named[place]) >= 0


def _later(discourse: Discourse, cues: Cues, spans: Sequence[Span], topic: Topic) -> tuple[int, ...]:
    """The project that a sentence names or points at first."""
    start, end = spans[0].start, spans[-1].end
    place = bisect_left(discourse.named, start)
    if place < len(discourse.namings) and discourse.namings[place].span.start < end:
        return (discourse.namings[place].project,)
    known = topic.carried or topic.last
    return known if len(known) == 1 and cues.this_project.search(discourse.content, start, end) else ()


def _goes_on(discourse: Discourse, cues: Cues, span: Span, about: tuple[int, ...]) -> bool:
    return (
        bool(cues.goes_on.match(discourse.content, span.start, span.end))
        and not _unknown(discourse, span, about)
        and not _changes(discourse, cues, span, about)
    )


def _kept(discourse: Discourse, span: Span, topic: Topic, *, known: bool) -> Topic:
    return topic if known or not _unknown(discourse, span, topic.last) else Topic()


def _unknown(discourse: Discourse, span: Span, about: tuple[int, ...]) -> bool:
    """Whether the clause brings in a project that no name is known of, and none of those spoken of in short."""
    new = UNKNOWN.search(discourse.content, span.start, span.end)
    what = new["what"] if new else None
    return bool(new) and not (what and any(what in discourse.names[project] for project in about))


def _groups(discourse: Discourse, cues: Cues, span: Span) -> tuple[tuple[Naming, ...], ...]:
    place = bisect_left(discourse.named, span.start)
    if place == len(discourse.named) or discourse.named[place] >= span.end:
        return ()
    pointer = cues.project.match(discourse.content, span.start, span.end)
    if pointer and IS.fullmatch(discourse.content, pointer.end(), discourse.namings[place].span.start):
        return ()
    groups: list[list[Naming]] = []
    while place < len(discourse.namings) and discourse.namings[place].span.start < span.end:
        naming = discourse.namings[place]
        if groups and _joined(discourse.content, groups[-1][-1].span.end, naming.span.start):
            groups[-1].append(naming)
        else:
            groups.append([naming])
        place += 1
    return tuple(
        tuple(group)
        for number, group in enumerate(groups)
        if not number or not IS.fullmatch(discourse.content, groups[number - 1][-1].span.end, group[0].span.start)
    )


def _is_object(discourse: Discourse, cues: Cues, span: Span, naming: Naming) -> bool:
    """Whether a clause names a project only as what another builds on the way (配套建设…), or meets.

    Where a body opens the clause, it is that body which builds.
    """
    place = bisect_left(discourse.starts, span.start)
    if place < len(discourse.starts) and discourse.starts[place] <= span.start + 1:
        return False
    return bool(
        cues.object.search(discourse.content, span.start, naming.span.start)
        or MEETS.match(discourse.content, naming.span.end, span.end)
        or BESIDE.search(discourse.content, span.start, naming.span.start)
    )


def _joined(content: str, start: int, end: int) -> bool:
    return start < end and bool(JOINT.fullmatch(content, start, end) or MEMBER_GAP.fullmatch(content, start, end))


def _pointed(discourse: Discourse, span: Span, topic: Topic, cues: Cues, *, changed: bool) -> tuple[int, ...] | None:
    """What 该项目 or 三个项目 at the head of a clause stands for; None where nothing there points.

    Where the sentence has `changed` its subject, 工厂 or 建成后 is the other's.
    """
    content = discourse.content
    if not cues.pointing.search(content, span.start, span.end):
        return None
    if several := cues.projects.match(content, span.start, span.end):
        known = next((known for known in (topic.carried, topic.last) if len(known) > 1), ())
        return known or _last_named(discourse, span.start, several[0])
    points = cues.project.match(content, span.start, span.end)
    if points or (not changed and cues.part.match(content, span.start, span.end)):
        known = next((known for known in (topic.carried, topic.last) if len(known) == 1), ())
        phase = WHICH.match(content, points.end(), span.end) if points else None
        return (phase and _phase_of(discourse, known, phase[0])) or known
    return None


def _last_named(discourse: Discourse, place: int, words: str) -> tuple[int, ...]:
    """The projects named last before `place`, as many as `words` count (这三个项目)."""
    count = NUMERAL.search(words)
    number = read_numeral(count[0]) if count else None
    at = bisect_left(discourse.named, place)
    before = discourse.namings[max(at - REMEMBERED, 0) : at]
    named = tuple(dict.fromkeys(naming.project for naming in reversed(before)))
    # Of all that is named those that are called so.
    projects = tuple(project for project in named if "项目" in discourse.names[project])
    return projects[: int(number)][::-1] if number and 1 < number <= len(projects) else ()


def _phase_of(discourse: Discourse, known: tuple[int, ...], phase: str) -> tuple[int, ...]:
    """The one project whose name is that of the project spoken of, with `phase` (一期)."""
    if not known:
        return ()
    whole = discourse.names[known[0]]
    named = [
        number
        for number, name in enumerate(discourse.names)
        if phase in name and phase not in whole and whole[:SAME] in name
    ]
    return tuple(named) if len(named) == 1 else ()


def _owned(discourse: Discourse, span: Span) -> tuple[int, ...]:
    """The one project whose own name holds the body that the clause opens with."""
    place = bisect_left(discourse.starts, span.start)
    if place == len(discourse.bodies) or discourse.starts[place] - span.start > 1:
        return ()
    body = discourse.bodies[place]
    owned = discourse.owned.get(body.norm.name, ())
    # 甲、乙等53家客户: one of many does nothing of its own.
    listed = discourse.content[body.end : body.end + 1] in LISTED
    return owned if len(owned) == 1 and not listed else ()


def _changes(discourse: Discourse, cues: Cues, span: Span, about: tuple[int, ...]) -> bool:
    """Whether the clause opens with a body that is none of the projects' own, and is not said to build or run them."""
    place = bisect_left(discourse.starts, span.start)
    if place == len(discourse.bodies) or discourse.starts[place] - span.start > discourse.content.startswith(
        "“", span.start
    ):
        return False
    body = discourse.bodies[place]
    if any(
        cue.role != "owner" and cue.after.match(discourse.content, body.end, span.end)
        for cue in cues.bodies
        if cue.after.pattern
    ):
        return False
    return not any(body.norm.name in discourse.owners.get(project, frozenset()) for project in about)


def targets_of(clause: Clause, place: int) -> tuple[int, ...]:
    """The projects that words at `place` tell of: those named last before, else next, else those carried on."""
    before = [group for group in clause.groups if group[0].span.start <= place]
    if before:
        return tuple(naming.project for naming in before[-1])
    if clause.groups:
        return tuple(naming.project for naming in clause.groups[0])
    return clause.about
