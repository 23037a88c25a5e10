"""The zone that a project lies in."""

from collections import Counter
from collections.abc import Sequence

import regex

from gaoxin_extract.linking.cues import Cues
from gaoxin_extract.linking.passages import Clause
from gaoxin_extract.records import ProjectMention, ZoneMention

# A zone that others lie in, as against a park that may be the project itself.
DISTRICT = regex.compile(r"[区區城]$")


def zone_of(
    content: str,
    group: Sequence[ProjectMention],
    others: Sequence[ProjectMention],
    zones: Sequence[ZoneMention],
    lies: Sequence[ZoneMention],
) -> ZoneMention | None:
    """The zone of the project that `group` names.

    It is the one that the text says it lies in (`lies`), else that in its name, else the last before it in its paragraph,
    else the article's most named. A zone inside the name of `others` is none of its own.
    """
    if lies:
        return lies[0]
    own = [zone for zone in zones if any(_opens(mention, zone) for mention in group)]
    if own:
        return own[0]
    projects = {mention.text for mention in (*group, *others)}
    free = [
        zone
        for zone in zones
        if zone.text not in projects and not any(_holds(other, zone) for other in (*group, *others))
    ]
    free = [zone for zone in free if DISTRICT.search(zone.norm.name)] or free
    for mention in group:
        start = content.rfind("\n", 0, mention.start) + 1
        before = [zone for zone in free if start <= zone.start < mention.start]
        if before:
            return before[-1]
    counted = Counter(zone.norm.name for zone in free)
    return next((zone for zone in free if zone.norm.name == counted.most_common(1)[0][0]), None)


def lying(
    content: str, clauses: Sequence[Clause], zones: Sequence[ZoneMention], cues: Cues
) -> dict[int, list[ZoneMention]]:
    """For each project the zones that its clauses say it lies in."""
    found: dict[int, list[ZoneMention]] = {}
    place = 0
    for clause in clauses:
        while place < len(zones) and zones[place].start < clause.span.end:
            zone = zones[place]
            if zone.start >= clause.span.start and cues.lies.search(content, clause.span.start, zone.start):
                for project in clause.about:
                    found.setdefault(project, []).append(zone)
            place += 1
    return found


def _holds(mention: ProjectMention, zone: ZoneMention) -> bool:
    return mention.start <= zone.start and zone.end <= mention.end


def _opens(mention: ProjectMention, zone: ZoneMention) -> bool:
    return mention.start == zone.start and zone.end < mention.end and bool(DISTRICT.search(zone.text))
