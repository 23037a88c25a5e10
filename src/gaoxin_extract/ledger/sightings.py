"""From article records to sightings: of each project and organisation what the ledger needs to join it."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from gaoxin_extract.ledger.names import Names, fullness, unplaced
from gaoxin_extract.ledger.products import Product, closeness
from gaoxin_extract.ledger.records import BodySighting, Sighting, StatedFact, Wording
from gaoxin_extract.records import (
    AnyMention,
    DateMention,
    Fact,
    MoneyMention,
    Organisation,
    OrgMention,
    ProjectEntry,
    ProjectMention,
    Record,
    ZoneMention,
)

PUBLIC = frozenset({"government", "party"})
OWNING = frozenset({"owner", "investor"})
STOP = re.compile(r"[。！？；\n]")
BREAK = re.compile(r"\n")
# A body stands at the beginning of a project's name, or behind a place.
OPENING = 12
# An article longer than this, a report of a year, speaks of many places and companies: what stands around a name then
# is what its sentence says. A town that it names more often than all others is where the rest is.
LONG = 1_500
OFTEN = 5
# So many projects with companies of their own are a list.
LIST = 4


class Place(Struct, frozen=True):
    """A town in an article's text."""

    start: int
    town: str


class Scene(Struct, frozen=True):
    """What an article says around its projects: its bodies, towns and zones."""

    record: Record
    mentions: Mapping[str, AnyMention]
    bodies: Mapping[str, tuple[str, ...]]
    towns: tuple[Place, ...]
    stops: tuple[int, ...]
    breaks: tuple[int, ...]
    zones: tuple[str, ...]
    home: str | None
    nested: frozenset[int]
    owned: Mapping[str, frozenset[str]]

    @property
    def is_long(self) -> bool:
        """Whether it speaks of more than its projects have to do with; `home` is of such articles."""
        return len(self.record.text) > LONG

    @property
    def date(self) -> str | None:
        """The article's own date."""
        return self.record.dct.value if self.record.dct else None


def scene_of(record: Record, names: Names) -> Scene:
    """The scene of an article; towns in the names of companies and projects are no places of it."""
    mentions = {mention.id: mention for mention in record.entities}
    inside = sorted(
        (mention.start, mention.end)
        for mention in record.entities
        if isinstance(mention, ProjectMention) or (isinstance(mention, OrgMention) and mention.norm.kind not in PUBLIC)
    )
    starts = [start for start, _ in inside]
    towns: list[Place] = []
    for found in names.atlas.town.finditer(record.text):
        place = bisect_right(starts, found.start())
        if not any(found.start() < end for _, end in inside[max(place - 3, 0) : place]):
            towns.append(Place(found.start(), found[0]))
    long = len(record.text) > LONG
    zones = dict.fromkeys(
        names.atlas.zone(mention.norm.name) for mention in record.entities if isinstance(mention, ZoneMention)
    )
    return Scene(
        record,
        mentions,
        {body.id: _wordings(body, mentions) for body in record.organisations},
        tuple(towns),
        (0, *(stop.end() for stop in STOP.finditer(record.text)), len(record.text) + 1),
        (0, *(line.end() for line in BREAK.finditer(record.text)), len(record.text) + 1),
        tuple(zones),
        _home(record, towns, names) if long else None,
        frozenset(_inside_projects(record)),
        _owned(record),
    )


def _inside_projects(record: Record) -> Iterator[int]:
    """Where bodies stand in the names of projects."""
    spans = sorted((each.start, each.end) for each in record.entities if isinstance(each, ProjectMention))
    starts = [start for start, _ in spans]
    for mention in record.entities:
        place = bisect_right(starts, mention.start)
        if isinstance(mention, OrgMention) and place and mention.start < spans[place - 1][1]:
            yield mention.start


def _owned(record: Record) -> dict[str, frozenset[str]]:
    """The projects that an article says each of its bodies owns or invests in."""
    names = {mention: body.id for body in record.organisations for mention in body.mentions}
    found: dict[str, frozenset[str]] = {}
    for project in record.projects:
        for fact in project.facts:
            body = names.get(fact.entity or "") if fact.relation == "organisation" and fact.role in OWNING else None
            if body:
                found[body] = found.get(body, frozenset()) | {project.id}
    return found


def _home(record: Record, towns: Sequence[Place], names: Names) -> str | None:
    """The town that an article is about: the one in its title, else the one that it names more than all others."""
    titled = names.atlas.towns(record.title or "")
    if len(titled) == 1:
        return next(iter(titled))
    often = Counter(place.town for place in towns).most_common(1)
    return often[0][0] if often and often[0][1] >= max(OFTEN, len(towns) / 2) else None


def projects_of(scene: Scene, names: Names) -> Iterator[Sighting]:
    """The projects of an article; one under whose name phases are mixed is told apart by them."""
    for project in scene.record.projects:
        parts = _parts(scene, names, project)
        own = next((part for part in parts if any(mention.text == project.name for mention in part)), None)
        for part in parts:
            yield _sighting(scene, names, project, part, whole=part is own or len(parts) == 1)


def _parts(scene: Scene, names: Names, project: ProjectEntry) -> list[list[ProjectMention]]:
    """A project's mentions by their phases; in a long article a place and what is built there are two as well."""
    found = [each for id_ in project.mentions if isinstance(each := scene.mentions.get(id_), ProjectMention)]
    parts: dict[tuple[str, str], list[ProjectMention]] = defaultdict(list)
    heads: list[tuple[str, str]] = []
    for mention in sorted(found, key=lambda mention: (-len(mention.text), mention.start)) if scene.is_long else found:
        form = names.form(mention.text)
        part = (form.phases, names.bare(form.rest) if scene.is_long else "")
        head = next((each for each in heads if each == part or _is_part(part, each, names)), None)
        if head is None:
            heads.append(part)
        parts[head or part].append(mention)
    return [sorted(part, key=lambda mention: mention.start) for part in parts.values()]


def _is_part(short: tuple[str, str], long: tuple[str, str], names: Names) -> bool:
    return short[0] == long[0] and closeness(short[1], long[1], names) not in {Product.OTHER, Product.OPENING}


def bodies_of(scene: Scene, names: Names) -> Iterator[BodySighting]:
    """The organisations of an article; short names that are another's, as a rule, apart."""
    record = scene.record
    for body in record.organisations:
        mentions = [mention for id_ in body.mentions if (mention := scene.mentions.get(id_))]
        apart = _apart(body, mentions, names)
        others = tuple(other.name for other in record.organisations if other.id != body.id)
        for texts in ({mention.text for mention in mentions} - apart, apart):
            group = [mention for mention in mentions if mention.text in texts]
            if group:
                yield BodySighting(
                    id=record.id,
                    path=record.source.path,
                    title=record.title,
                    date=scene.date,
                    name=max(apart, key=lambda text: (len(text), text)) if texts is apart else body.name,
                    kind=body.kind,
                    wordings=_counted(Counter(mention.text for mention in group)),
                    mentions=tuple(mention.id for mention in group),
                    others=others,
                    towns=_around(scene, group, twins=len(names.seats(body.name, others)) > 1),
                    zones=scene.zones,
                )


def _around(scene: Scene, group: Iterable[AnyMention], *, twins: bool) -> tuple[str, ...]:
    """The towns of an article; of a long one the one that it is about, else those of a body's sentences.

    Of a name that two companies of the article share but for their places (`twins`) its sentences tell whose it is.
    """
    if scene.is_long and scene.home:
        return (scene.home,)
    near = (place.town for mention in group for place in _within(scene.towns, scene.stops, mention.start))
    if scene.is_long or twins:
        return tuple(dict.fromkeys(near))
    return tuple(dict.fromkeys(place.town for place in scene.towns))


def _apart(body: Organisation, mentions: Iterable[AnyMention], names: Names) -> set[str]:
    """The names of a company that are its parent's, as a rule."""
    if body.kind in PUBLIC:
        return set()
    forms = {text: names.body(text, company=True) for text in (body.name, *(mention.text for mention in mentions))}
    apart = unplaced(sorted(set(forms.values()), key=fullness))
    return {text for text, form in forms.items() if form in apart}


def _sighting(
    scene: Scene, names: Names, project: ProjectEntry, group: Sequence[ProjectMention], *, whole: bool
) -> Sighting:
    record = scene.record
    wordings = Counter(mention.text for mention in group)
    facts = project.facts if whole else ()
    owners = dict.fromkeys([*_nested(scene, group), *_owning(scene, facts)])
    towns = _towns(scene, names, group, facts)
    return Sighting(
        id=record.id,
        path=record.source.path,
        title=record.title,
        date=scene.date,
        name=project.name if whole else max(wordings, key=lambda text: (len(text), text)),
        kind=project.kind,
        stage=project.stage if whole else None,
        wordings=_counted(wordings),
        mentions=tuple(mention.id for mention in group),
        owners=tuple(owners),
        bodies=tuple(_beside(scene, group, project, owners)),
        towns=towns,
        zones=_zones(scene, names, group, facts, towns),
        facts=tuple(_stated(scene, fact) for fact in facts),
    )


def _beside(
    scene: Scene, group: Sequence[ProjectMention], project: ProjectEntry, owners: Collection[tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    """The companies of an article; of a long one those that sentences with the project name outside of projects.

    Of a list of projects with a company each, those of the others are not beside one, but where its lines name them.
    """
    bounds = scene.stops if scene.is_long else scene.breaks
    words = {bisect_right(bounds, mention.start) for mention in group}
    listed = bool(owners) and len(scene.record.projects) >= LIST
    for body in scene.record.organisations:
        if body.kind in PUBLIC or body.kind == "media" or scene.bodies[body.id] in owners:
            continue
        others = listed and not scene.owned.get(body.id, frozenset()) <= {project.id}
        if not (others or scene.is_long) or _is_told(scene, body, bounds, words):
            yield scene.bodies[body.id]


def _is_told(scene: Scene, body: Organisation, bounds: Sequence[int], words: Collection[int]) -> bool:
    """Whether one of these stretches names a body, and not only in the name of a project."""
    starts = (mention.start for id_ in body.mentions if (mention := scene.mentions.get(id_)))
    return any(start not in scene.nested and bisect_right(bounds, start) in words for start in starts)


def _nested(scene: Scene, group: Iterable[ProjectMention]) -> Iterator[tuple[str, ...]]:
    """The bodies with which the project's names open."""
    for body in scene.record.organisations:
        for id_ in body.mentions:
            inner = scene.mentions.get(id_)
            if inner and any(
                each.start <= inner.start <= each.start + OPENING and inner.end <= each.end for each in group
            ):
                if body.kind not in PUBLIC:
                    yield scene.bodies[body.id]
                break


def _owning(scene: Scene, facts: Iterable[Fact]) -> Iterator[tuple[str, ...]]:
    """The bodies that the article calls the project's owners or investors."""
    for fact in facts:
        if fact.relation == "organisation" and fact.role in OWNING and fact.value:
            for body in scene.record.organisations:
                if body.kind not in PUBLIC and fact.entity in body.mentions:
                    yield scene.bodies[body.id]


def _towns(scene: Scene, names: Names, group: Sequence[ProjectMention], facts: Iterable[Fact]) -> tuple[str, ...]:
    """The towns that the project's names give, else the town that the words nearest to it give."""
    named = {town for mention in group for town in names.form(mention.text).towns}
    if named:
        return tuple(sorted(named))
    near = [_within(scene.towns, scene.stops, mention.start) for mention in group]
    paragraph = [_within(scene.towns, scene.breaks, mention.start) for mention in group]
    for around in (near, paragraph):
        single = {places[0].town for places in around if len({place.town for place in places}) == 1}
        if len(single) == 1:
            return tuple(single)
        if scene.is_long and scene.home:
            break
    zones = {town for zone in _zone_facts(scene, group, facts) for town in names.atlas.towns(zone)}
    if zones:
        return tuple(sorted(zones))
    before = {
        max(earlier, key=lambda place: place.start).town
        for mention, towns in zip(group, near, strict=True)
        if (earlier := [place for place in towns if place.start < mention.start])
    }
    if before:
        return tuple(sorted(before))
    everywhere = {place.town for place in scene.towns}
    if len(everywhere) == 1:
        return tuple(everywhere)
    return (scene.home,) if scene.is_long and scene.home else ()


def _within(towns: Sequence[Place], bounds: Sequence[int], start: int) -> Sequence[Place]:
    """The towns between the two of `bounds` around `start`."""
    number = bisect_right(bounds, start)
    low, high = bounds[number - 1], bounds[min(number, len(bounds) - 1)]
    return [place for place in towns if low <= place.start < high]


def _zone_facts(scene: Scene, group: Iterable[ProjectMention], facts: Iterable[Fact]) -> Iterator[str]:
    """The zones that the article puts the project in, as far as it names both in one paragraph."""
    paragraphs = {bisect_right(scene.breaks, mention.start) for mention in group}
    for fact in facts:
        if fact.relation == "zone" and bisect_right(scene.breaks, fact.start) in paragraphs:
            yield fact.value or fact.text


def _zones(
    scene: Scene, names: Names, group: Sequence[ProjectMention], facts: Iterable[Fact], towns: Collection[str]
) -> tuple[str, ...]:
    """The zones that a project's names, else its article give, but those of other towns than its own."""
    named = {zone for mention in group if (zone := names.form(mention.text).zone)}
    told = {names.atlas.zone(zone) for zone in _zone_facts(scene, group, facts)}
    if not named and not told and len(scene.zones) == 1:
        told = set(scene.zones)
    return tuple(sorted(named | {zone for zone in told if _can_lie(names.atlas.towns(zone), towns)}))


def _can_lie(there: Collection[str], towns: Collection[str]) -> bool:
    return not there or not towns or not set(there).isdisjoint(towns)


def _stated(scene: Scene, fact: Fact) -> StatedFact:
    mention = scene.mentions.get(fact.entity or "")
    date = scene.mentions.get(fact.date or "")
    money = mention.norm if isinstance(mention, MoneyMention) else None
    mod = mention.norm.mod if isinstance(mention, MoneyMention | DateMention) else None
    return StatedFact(
        fact.relation,
        fact.role,
        fact.text,
        fact.value,
        money.amount_max if money else None,
        fact.unit,
        mod,
        date.norm.value if isinstance(date, DateMention) else None,
    )


def _wordings(body: Organisation, mentions: Mapping[str, AnyMention]) -> tuple[str, ...]:
    """The forms of a body's name in an article, the fullest first."""
    texts = {body.name, *(mention.text for id_ in body.mentions if (mention := mentions.get(id_)))}
    return tuple(sorted(texts, key=lambda text: (text != body.name, -len(text), text)))


def _counted(texts: Counter[str]) -> tuple[Wording, ...]:
    return tuple(Wording(text, count) for text, count in sorted(texts.items(), key=lambda item: (-item[1], item[0])))
