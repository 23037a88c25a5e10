"""The zone that a project lies in."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from gaoxin_extract.linking.cues import Cues
from gaoxin_extract.linking.passages import Clause
from gaoxin_extract.records import ProjectMention, ZoneMention

# A zone that others lie in, as against a park that may be the project itself.
MARGIN = 2
DISTRICT = re.compile(r"[区區城](?:[（(][^（）()]*[)）])?$")
# 平陵新区至沙溪的快线 lies in neither.
ROUTE = re.compile(r"[至到与和—－-]")
# 与⟦沙溪工业园⟧建立友好关系: no project lies there.
FRIEND = re.compile(r"[^，。；\n]{0,12}(?:友好|结对|结成|挂钩|考察|学习|参观|取经)")
WITH = tuple("与和同赴向")
# 打造⟦美丽高新区⟧: what is aimed at is no place.
AIMS = ("打造", "创建", "争创", "建设")
# 安徽平陵高新区 is 安徽省平陵高新区.
RANKS = re.compile("[省市]|自治区|回族|维吾尔|壮族")
# 园区已入驻⟦甲项目⟧、⟦乙项目⟧: they lie where the sentence is.
HOUSED = re.compile(r"(?:入驻|进驻|引进|引入)(?:了|有)?[^，。；\n]{0,80}\Z")
REACH = 100
# 奠基仪式在⟦青石工业园⟧举行, ⟦平陵高新区⟧12个项目开工: so begins what is told of the projects that follow.
EVENT = re.compile("开工|動工|動土|动工|签约|簽約|奠基|投产|投產|开园|竣工|開工")
SEVERAL = re.compile(r"[个個][^，。；\d]{0,10}[项項]目")
# 文川分会场活动在⟦沙溪高新区⟧举行: for projects of all the town.
BRANCH = re.compile("分会场|分會場")
# So many projects are not all of a zone that is named in passing.
FEW = 2
AT = ("在", "于")
# 吸引企业落户⟦青石工业园⟧: others come there.
COMERS = re.compile(r"(?:企业|客户|商户|人才|机构|公司)(?:纷纷|相继|先后|陆续|已|将)*\Z")


class Outside(Struct, frozen=True):
    """The zones that projects may lie in, and of those the article's `own`, which it may name but in `passing`.

    `once` are the names of those that it names once.
    """

    zones: tuple[ZoneMention, ...]
    own: ZoneMention | None
    passing: bool
    once: frozenset[str]


def zone_of(
    content: str,
    group: Sequence[ProjectMention],
    zones: Sequence[ZoneMention],
    outside: Outside,
    everything: Sequence[ProjectMention],
) -> ZoneMention | None:
    """The zone of the project that `group` names, where no clause says that it lies in one.

    It is the zone that its name opens with, else the last before it in its paragraph, else the article's most named:
    of those two only from `outside` the names of projects; one that is named once, where the article tells of another
    of its projects (`everything`), is that one's. All are sorted by start.
    """
    for mention in group:
        place = bisect_left(zones, mention.start, key=_start)
        if place < len(zones) and _opens(content, mention, zones[place]):
            return zones[place]
    near = [
        zone
        for mention in group
        if (zone := _housing(content, mention, zones) or _told_before(content, mention, outside))
    ]
    if near:
        # A park of the zone that the article names first says more: 平陵高新区青石园区.
        return max(near, key=lambda zone: (zone.norm.name.startswith(near[0].norm.name), len(zone.norm.name)))
    zone = outside.own
    return None if zone and outside.passing and _is_passing(content, zone, group, everything) else zone


def outside_names(
    content: str, mentions: Sequence[ProjectMention], zones: Sequence[ZoneMention], headline: int
) -> Outside:
    """The zones that stand in no project's name, and are none; of those the ones that others lie in, if there are any.

    A park that is named again and again is one that others lie in. The article's own is the one in its headline, which
    ends at `headline`, else the one that it names most. Both are sorted by start, and no two of `mentions` overlap.
    """
    projects = {mention.text for mention in mentions}
    free = tuple(
        zone
        for zone in zones
        if zone.text not in projects and not _inside(mentions, zone) and not _is_friend(content, zone)
    )
    named = Counter(zone.norm.name for zone in free)
    wide = tuple(zone for zone in free if DISTRICT.search(zone.norm.name) or named[zone.norm.name] > 1)
    chosen = wide if any(DISTRICT.search(zone.norm.name) for zone in wide) else free
    counted = Counter(_plain(zone) for zone in chosen)
    first, second = ([*counted.most_common(2), ("", 0), ("", 0)])[:2]
    once = frozenset(name for name, count in named.items() if count == 1)
    titled = {_plain(zone) for zone in free if zone.end <= headline and DISTRICT.search(zone.norm.name)}
    if len(titled) == 1:
        first = (titled.pop(), MARGIN)
    # Of zones that are named about as often none is the article's own.
    elif first[1] <= MARGIN * second[1]:
        return Outside(chosen, None, passing=False, once=once)
    own = [zone for zone in free if _plain(zone) == first[0]]
    return Outside(chosen, max(own, key=lambda zone: len(zone.norm.name), default=None), first[1] == 1, once)


def _plain(zone: ZoneMention) -> str:
    """The name of a zone without the ranks of the places that it opens with."""
    return RANKS.sub("", zone.norm.name)


def _is_passing(
    content: str, zone: ZoneMention, group: Sequence[ProjectMention], everything: Sequence[ProjectMention]
) -> bool:
    """Whether a zone that is named once is one of a list, that of another project, or of one of many."""
    if _is_listed(content, zone):
        return True
    start, end = _sentence(content, zone)
    if EVENT.search(content, start, end) and not BRANCH.search(content, start, end):
        place = bisect_left(everything, start, key=_start)
        if place == len(everything) or everything[place].start >= end or SEVERAL.search(content, start, end):
            return False
    return len({mention.norm.name for mention in everything}) > FEW or _of_others(content, zone, group, everything)


def _is_listed(content: str, zone: ZoneMention) -> bool:
    """Whether a zone is one of a list: 甲高新区、乙开发区等."""
    return "、" in {content[zone.end : zone.end + 1], content[max(zone.start - 1, 0) : zone.start]}


def _sentence(content: str, zone: ZoneMention) -> tuple[int, int]:
    """Where the sentence that names `zone` begins and ends."""
    start = max(content.rfind(stop, 0, zone.start) for stop in "。\n") + 1
    return start, min((end for stop in "。\n" if (end := content.find(stop, zone.end)) >= 0), default=len(content))


def _of_others(
    content: str, zone: ZoneMention, group: Sequence[ProjectMention], everything: Sequence[ProjectMention]
) -> bool:
    """Whether the paragraph that alone names `zone` tells of another project than that of `group`."""
    place = bisect_left(everything, content.rfind("\n", 0, zone.start) + 1, key=_start)
    if place == len(everything) or "\n" in content[zone.end : everything[place].start]:
        return False
    return everything[place].norm.name != group[0].norm.name


def _is_friend(content: str, zone: ZoneMention) -> bool:
    """Whether a zone is named only as one that another deals with, or would like to be."""
    if content.endswith(AIMS, max(zone.start - len(AIMS[0]), 0), zone.start):
        return True
    return content.startswith(WITH, max(zone.start - 1, 0)) and bool(FRIEND.match(content, zone.end))


def lying(
    content: str, clauses: Sequence[Clause], zones: Sequence[ZoneMention], cues: Cues
) -> dict[int, list[ZoneMention]]:
    """For each project the zones that its clauses say it lies in."""
    found: dict[int, list[ZoneMention]] = {}
    place = 0
    for clause in clauses:
        while place < len(zones) and zones[place].start < clause.span.end:
            zone = zones[place]
            if zone.start >= clause.span.start and _lies(content, clause, zone, cues):
                for project in clause.about:
                    found.setdefault(project, []).append(zone)
            place += 1
    return found


def _lies(content: str, clause: Clause, zone: ZoneMention, cues: Cues) -> bool:
    for before, after in cues.lies:
        said = before.search(content, clause.span.start, zone.start)
        if said and after.match(content, zone.end, clause.span.end):
            return said[0].startswith(AT) or not COMERS.search(content, clause.span.start, said.start())
    return False


def _housing(content: str, mention: ProjectMention, zones: Sequence[ZoneMention]) -> ZoneMention | None:
    """The last zone named, be it in another project's name, before the words that `mention` has moved into it."""
    moved = HOUSED.search(content, max(mention.start - REACH, content.rfind("\n", 0, mention.start) + 1), mention.start)
    place = bisect_left(zones, moved.start(), key=_start) if moved else 0
    return zones[place - 1] if place and zones[place - 1].start > content.rfind("\n", 0, mention.start) else None


def _told_before(content: str, mention: ProjectMention, outside: Outside) -> ZoneMention | None:
    """The last zone before `mention` in its paragraph, but for one named in passing by a sentence of no event."""
    zone = _before(content, mention, outside.zones)
    if zone is not None and _is_listed(content, zone):
        return None
    if zone is None or zone.norm.name not in outside.once or content.find("。", zone.end, mention.start) < 0:
        return zone
    return zone if EVENT.search(content, *_sentence(content, zone)) else None


def _before(content: str, mention: ProjectMention, zones: Sequence[ZoneMention]) -> ZoneMention | None:
    """The last zone before `mention` in its paragraph."""
    place = bisect_left(zones, mention.start, key=_start)
    return zones[place - 1] if place and zones[place - 1].start > content.rfind("\n", 0, mention.start) else None


def _inside(mentions: Sequence[ProjectMention], zone: ZoneMention) -> bool:
    place = bisect_right(mentions, zone.start, key=_start)
    return bool(place) and mentions[place - 1].end >= zone.end


def _start(mention: ProjectMention | ZoneMention) -> int:
    return mention.start


def _opens(content: str, mention: ProjectMention, zone: ZoneMention) -> bool:
    inside = mention.start == zone.start and zone.end < mention.end and not ROUTE.match(content, zone.end)
    return inside and bool(DISTRICT.search(zone.text))
