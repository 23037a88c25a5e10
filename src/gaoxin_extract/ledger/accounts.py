"""From joined sightings to the ledger's lines: names, parties, sums with their sources, timelines, contradictions."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import TypeVar, get_args

from gaoxin_extract.ledger.bodies import fullest
from gaoxin_extract.ledger.names import Names
from gaoxin_extract.ledger.records import (
    Basis,
    BodySighting,
    Contradiction,
    Event,
    EventKind,
    Involvement,
    LedgerOrganisation,
    LedgerProject,
    Measure,
    Party,
    Sighting,
    StatedFact,
    Statement,
    Value,
    Wording,
)
from gaoxin_extract.records import Stage

Word = TypeVar("Word", bound=str)
STAGES: tuple[str, ...] = get_args(Stage)
EVENTS: tuple[str, ...] = get_args(EventKind)
# What is told of as reached while its date lies ahead, or as due, is no stage.
UNREACHED = frozenset({"due"})
# Of these a project has one at a time; other sums, as the investment done so far, are many.
SINGLE = frozenset({"total_investment", "output_value", "site_area", "floor_area", "capacity", "jobs"})
# The months of quarters, halves and seasons.
PARTS = {
    "-Q1": (1, 3), "-Q2": (4, 6), "-Q3": (7, 9), "-Q4": (10, 12), "-H1": (1, 6), "-H2": (7, 12),
    "-SP": (3, 5), "-SU": (6, 8), "-FA": (9, 11), "-WI": (12, 12),
}  # fmt: skip
AREAS = frozenset({"site_area", "floor_area"})
# About so far from its figure lies what 约 says.
ABOUT = Decimal("0.1")
ID_LENGTH = 12
# With what an article tells that work has begun, as against that it goes on.
STARTING = frozenset(
    {"开工", "动工", "破土动工", "奠基", "开工建设", "动工建设", "开工奠基", "启动建设", "开建", "破土"}
)
Steps = defaultdict[tuple[str, str | None], list[Statement]]


def project(sightings: Sequence[Sighting], names: Names) -> LedgerProject:
    """The line of one project; `sightings` stand in the order of their dates."""
    stated = [(sighting, fact) for sighting in sightings for fact in sighting.facts]
    sums = _measures(stated, lambda fact: fact.role if fact.relation == "amount" else None)
    areas = _measures(stated, lambda fact: fact.relation if fact.relation in AREAS else None)
    capacity = _measures(stated, lambda fact: "capacity" if fact.relation == "capacity" else None)
    jobs = _measures(stated, lambda fact: "jobs" if fact.relation == "jobs" else None)
    timeline = tuple(_timeline(stated))
    zones = Counter(zone for sighting in sightings for zone in sighting.zones)
    aliases = _aliases(sightings)
    dates = _dates(sightings)
    name = _project_name(aliases, names)
    bearers = [each for each in sightings if any(wording.text == name for wording in each.wordings)]
    return LedgerProject(
        id=_id(sightings[0].id, sightings[0].mentions),
        name=name,
        kind=_common(sighting.kind for sighting in (*bearers, *sightings)),
        zone=max(zones, key=lambda zone: (zones[zone], len(zone), zone), default=None),
        towns=tuple(sorted({town for sighting in sightings for town in sighting.towns})),
        stage=_stage(sightings),
        aliases=aliases,
        organisations=tuple(_parties(stated, names)),
        sums=sums,
        areas=areas,
        capacity=capacity,
        jobs=jobs,
        timeline=timeline,
        contradictions=(*_disputed((*sums, *areas, *capacity, *jobs)), *_misdated(timeline)),
        first_seen=dates[0] if dates else None,
        last_seen=dates[-1] if dates else None,
        articles=tuple(sightings),
    )


def organisation(sightings: Sequence[BodySighting], names: Names) -> LedgerOrganisation:
    """The line of one organisation, its projects left out."""
    aliases = _aliases(sightings)
    dates = _dates(sightings)
    return LedgerOrganisation(
        id=_id(sightings[0].id, sightings[0].mentions),
        name=fullest(sightings, names),
        kind=_common(sighting.kind for sighting in sightings),
        aliases=aliases,
        mentions=sum(alias.count for alias in aliases),
        projects=(),
        first_seen=dates[0] if dates else None,
        last_seen=dates[-1] if dates else None,
        articles=tuple(sightings),
    )


def involvements(
    projects: Iterable[LedgerProject], organisations: Sequence[LedgerOrganisation]
) -> Mapping[str, tuple[Involvement, ...]]:
    """For each organisation, by id, the projects in which some article gives it a role."""
    holder = {
        (sighting.id, text): body.id
        for body in organisations
        for sighting in body.articles
        for text in (sighting.name, *(wording.text for wording in sighting.wordings))
    }
    found: dict[str, dict[Involvement, None]] = defaultdict(dict)
    for each in projects:
        for party in each.organisations:
            for article in party.articles:
                for name in party.names:
                    body = holder.get((article, name))
                    if body:
                        found[body][Involvement(party.role, each.id, each.name)] = None
    return {body: tuple(rows) for body, rows in found.items()}


def _id(article: str, mentions: Sequence[str]) -> str:
    """Twelve hexadecimal digits out of where it is first named."""
    return sha256(f"{article}/{mentions[0] if mentions else ''}".encode()).hexdigest()[:ID_LENGTH]


def _aliases(sightings: Iterable[Sighting | BodySighting]) -> tuple[Wording, ...]:
    counts: Counter[str] = Counter()
    for sighting in sightings:
        for wording in sighting.wordings:
            counts[wording.text] += wording.count
    return tuple(Wording(text, count) for text, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _project_name(aliases: Iterable[Wording], names: Names) -> str:
    """The fullest name: the one that says most beside marks and plain nouns, of equals the most frequent."""
    return max(
        aliases, key=lambda alias: (len(names.form(alias.text).rest), len(alias.text), alias.count, alias.text)
    ).text


def _common(words: Iterable[Word]) -> Word:
    counts = Counter(words)
    return max(counts, key=lambda word: (counts[word], word))


def _dates(sightings: Iterable[Sighting | BodySighting]) -> list[str]:
    return sorted(sighting.date for sighting in sightings if sighting.date)


def _stage(sightings: Sequence[Sighting]) -> Stage | None:
    """The stage that the last article to tell of one gives; of one day's articles the furthest."""
    told = [
        (sighting.date or "", STAGES.index(sighting.stage), sighting.stage) for sighting in sightings if sighting.stage
    ]
    return max(told)[2] if told else None


def _measures(
    stated: Iterable[tuple[Sighting, StatedFact]], role: Callable[[StatedFact], str | None]
) -> tuple[Measure, ...]:
    found: dict[str, dict[tuple[str, str | None, str | None, str | None], list[Statement]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for sighting, fact in stated:
        name = role(fact)
        if name is not None and fact.value is not None:
            key = (fact.value, fact.value_max, fact.unit, fact.mod)
            found[name][key].append(Statement(sighting.id, sighting.date, fact.text))
    return tuple(
        Measure(name, tuple(Value(*key, tuple(sources)) for key, sources in values.items()))
        for name, values in sorted(found.items())
    )


def _parties(stated: Iterable[tuple[Sighting, StatedFact]], names: Names) -> Iterator[Party]:
    """The bodies by role, the forms of one name under the fullest."""
    roles: dict[str | None, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for sighting, fact in stated:
        if fact.relation == "organisation" and fact.value:
            for text in {fact.value, fact.text}:
                roles[fact.role][text][sighting.id] = None
    for role, texts in sorted(roles.items(), key=lambda item: str(item[0])):
        groups: list[list[str]] = []
        for text in sorted(texts, key=lambda text: (not names.body(text, company=True).registered, -len(text), text)):
            body = names.body(text, company=True)
            home = next((group for group in groups if names.same(body, names.body(group[0], company=True))), None)
            if home is None:
                groups.append([text])
            else:
                home.append(text)
        for group in groups:
            articles = dict.fromkeys(article for text in group for article in texts[text])
            yield Party(role, group[0], tuple(group), tuple(sorted(articles)))


def _timeline(stated: Iterable[tuple[Sighting, StatedFact]]) -> Iterator[Event]:
    """What happened when: each step once for each date that it is given, one without a date once."""
    found: Steps = defaultdict(list)
    for sighting, fact in stated:
        if fact.relation == "stage" and fact.value in EVENTS:
            found[_step(fact.value, fact.text), fact.date].append(Statement(sighting.id, sighting.date, fact.text))
        elif fact.relation == "date" and fact.role in EVENTS and fact.value:
            found[fact.role, fact.value].append(Statement(sighting.id, sighting.date, fact.text))
    _fold(found)
    events = [
        Event(event, date, basis, _reported(date, basis, sources), tuple(dict.fromkeys(sources)))  # type: ignore[arg-type]
        for (event, date), sources in found.items()
        for basis in (_basis(date, sources),)
    ]
    return iter(sorted(events, key=_when))


def _step(stage: str, words: str) -> str:
    """The step that an article tells of as a project's stage: 开工 is of a day, 在建 of the time since."""
    return "started" if stage == "under_construction" and words in STARTING else stage


def _fold(found: Steps) -> None:
    """Put a step told without a date, or with one of less precision, to the same step with its date.

    Without: where the same article dates it, and not ahead. `2024-11` goes to `2024-11-20`, the one date in it.
    """
    for event in dict.fromkeys(event for event, _ in found):
        dated = [date for step, date in found if step == event and date and _basis(date, found[event, date]) == "dated"]
        for source in found.pop((event, None), ()):
            homes = [date for date in dated if any(each.article == source.article for each in found[event, date])]
            found[event, homes[0] if homes else None].append(source)
        for date in dated:
            finer = [other for other in dated if other != date and (event, other) in found and _lies(other, date)]
            if len(finer) == 1:
                found[event, finer[0]] += found.pop((event, date))


def _lies(date: str, other: str) -> bool:
    """Whether a date lies within another of less precision."""
    (first, last), (start, end) = days(date), days(other)
    return start <= first and last <= end


def _basis(date: str | None, sources: Iterable[Statement]) -> Basis:
    if date is None:
        return "undated"
    return "expected" if all(_is_ahead(date, source) for source in sources) else "dated"


def _is_ahead(date: str, source: Statement) -> bool:
    """Whether a date lay ahead of the article that gives it."""
    return source.date is not None and source.date < days(date)[0]


def _reported(date: str | None, basis: Basis, sources: Iterable[Statement]) -> str | None:
    """The date of the first article that tells of a step; of one that came about, of it as done."""
    told = (each.date for each in sources if each.date and not (basis == "dated" and date and _is_ahead(date, each)))
    return min(told, default=None)


def _when(event: Event) -> tuple[str, int, str]:
    return event.date or event.reported or "9", EVENTS.index(event.event), event.date or ""


def days(date: str) -> tuple[str, str]:
    """Bounds of a TIMEX3 date, which compare as text with those of others; the second one is past its last day.

    >>> days("2023-Q2"), days("2023-05"), days("2021/2025")
    (('2023-04', '2023-06~'), ('2023-05', '2023-05~'), ('2021', '2025~'))
    """
    first, _, last = date.partition("/")
    return _months(first)[0], f"{_months(last or first)[1]}~"


def _months(date: str) -> tuple[str, str]:
    part = PARTS.get(date[4:])
    return (f"{date[:4]}-{part[0]:02}", f"{date[:4]}-{part[1]:02}") if part else (date, date)


def _disputed(measures: Iterable[Measure]) -> Iterator[Contradiction]:
    """Quantities to which articles give values that can't all be true."""
    for measure in measures:
        if measure.role not in SINGLE:
            continue
        units: dict[str | None, list[Value]] = defaultdict(list)
        for value in measure.values:
            units[value.unit].append(value)
        for values in units.values():
            if any(not _agree(one, other) for one in values for other in values):
                words = tuple(f"{each.value} {each.unit}" if each.unit else f"{each.value}" for each in values)
                articles = dict.fromkeys(source.article for each in values for source in each.sources)
                yield Contradiction(measure.role or "", tuple(dict.fromkeys(words)), tuple(articles))


def _agree(one: Value, other: Value) -> bool:
    """Whether two values can both be true: the same, or one within what the other's 约 or 超 leaves open."""
    if one.value is None or other.value is None:
        return True
    low, high = sorted((one, other), key=lambda each: Decimal(each.value or 0))
    near = Decimal(high.value or 0) - Decimal(low.value or 0) <= ABOUT * Decimal(high.value or 0)
    if one.value == other.value:
        return True
    if low.value_max and Decimal(low.value_max) >= Decimal(high.value or 0):
        return True
    if "APPROX" in (one.mod, other.mod):
        return near
    return near and (low.mod in {"MORE_THAN", "EQUAL_OR_MORE"} or high.mod in {"LESS_THAN", "EQUAL_OR_LESS"})


def _misdated(timeline: Iterable[Event]) -> Iterator[Contradiction]:
    """Steps that came about on dates of which none holds the other: 2023-Q2 holds 2023-05, which 2023-06 does not."""
    dates: dict[str, list[Event]] = defaultdict(list)
    for event in timeline:
        if event.date and event.date[:4].isdigit() and event.basis == "dated" and event.event not in UNREACHED:
            dates[event.event].append(event)
    for name, events in dates.items():
        bounds = [days(event.date or "") for event in events]
        if any(one[0] > other[1] for one in bounds for other in bounds):
            articles = dict.fromkeys(source.article for event in events for source in event.sources)
            yield Contradiction(name, tuple(event.date or "" for event in events), tuple(articles))
