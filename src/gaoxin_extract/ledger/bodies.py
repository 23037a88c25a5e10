"""Joins sightings of organisations: registered names first, then the short ones that only one of them can own."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from gaoxin_extract.ledger.names import Body, Names, fullness, qualified, seat
from gaoxin_extract.ledger.records import BodySighting
from gaoxin_extract.ledger.sightings import PUBLIC

# Bodies that are told apart by every word of their names: a university is not its school, a bank not its branch.
INSTITUTES = frozenset({"education", "research", "health", "association", "community", "media", "other"})

# These are a province's, not its capital's.
PROVINCIAL = ("省", "自治区")
# So short a name may be a word, or a brand of several.
SHORT = 2
Key = tuple[str, tuple[str, ...]]
# A company's short name is held against no more registered ones.
RIVALS = 256


class Seen(NamedTuple):
    """A sighting with its names taken apart, the fullest first."""

    place: int
    bodies: tuple[Body, ...]
    towns: frozenset[str]

    @property
    def full(self) -> Body:
        """The fullest name."""
        return self.bodies[0]


class Registered:
    """A company that some article gives its full name, with what its articles call it and where they put it."""

    __slots__ = ("articles", "bodies", "called", "places", "qualified", "towns")

    def __init__(self) -> None:
        """A company of no sighting yet."""
        self.bodies: set[Body] = set()
        self.places: list[int] = []
        self.called: set[Body] = set()
        self.towns: set[str] = set()
        self.articles: set[str] = set()
        self.qualified: set[str] = set()

    def take(self, other: "Registered") -> None:
        """Join `other` to this one."""
        self.places += other.places
        for name in ("called", "towns", "articles", "qualified"):
            getattr(self, name).update(getattr(other, name))


def join(sightings: Sequence[BodySighting], names: Names) -> tuple[tuple[BodySighting, ...], ...]:
    """Groups of sightings, each of one organisation; sorted sightings in, sorted out."""
    firms = _firms(sightings, names)
    offices = [
        place for place, each in enumerate(sightings) if each.kind in PUBLIC and not _is_firm(each, firms, names)
    ]
    institutes = [place for place, each in enumerate(sightings) if each.kind in INSTITUTES]
    taken = {*offices, *institutes}
    groups = [*_public(sightings, offices, names), *_institutes(sightings, institutes, names)]
    companies = [place for place in range(len(sightings)) if place not in taken]
    groups += _companies(sightings, companies, names)
    return tuple(tuple(sightings[place] for place in places) for places in sorted(sorted(group) for group in groups))


def _firms(sightings: Sequence[BodySighting], names: Names) -> Mapping[str, set[Body]]:
    """The registered companies by the two characters that they open with."""
    found: dict[str, set[Body]] = defaultdict(set)
    for sighting in sightings:
        body = names.body(sighting.name, company=True)
        if body.registered:
            found[body.own[:2]].add(body)
    return found


def _is_firm(sighting: BodySighting, firms: Mapping[str, set[Body]], names: Names) -> bool:
    """Whether what an article takes for an office is a company's short name with its town: 荆门澄岚科."""
    body = names.body(sighting.name, company=True)
    return any(seat(body) == seat(firm) and names.same(body, firm) for firm in firms.get(body.own[:2], ()))


def _institutes(sightings: Sequence[BodySighting], places: Iterable[int], names: Names) -> list[list[int]]:
    """Schools, hospitals, associations by their names in full: 市人民医院 and 工商联 are each town's own."""
    groups: dict[object, list[int]] = defaultdict(list)
    for place in places:
        each = sightings[place]
        body = names.body(each.name, company=False)
        local = names.is_rank(body.own) or names.is_local(body)
        groups[(_ranked(body.own, each, names) or place) if local else body.own].append(place)
    return list(groups.values())


def _ranked(short: str, sighting: BodySighting, names: Names) -> str | None:
    """The name of a body that says only its rank with its article's town or province in front, where there is one."""
    if len(sighting.towns) != 1:
        return None
    (town,) = sighting.towns
    if short.startswith(PROVINCIAL):
        return names.atlas.province_of[town] + short
    return names.atlas.shortened(town + short)


def _public(sightings: Sequence[BodySighting], places: Iterable[int], names: Names) -> list[list[int]]:
    """State bodies by their name in full: a place that its article proves is put before what only says its rank."""
    groups: dict[object, list[int]] = defaultdict(list)
    for place in places:
        each = sightings[place]
        short = names.body(each.name, company=False).own
        groups[_placed(short, each, names) or place].append(place)
    whole = [name for name in groups if isinstance(name, str)]
    for name, longer in _ends(whole, names).items():
        groups[longer] += groups.pop(name)
    return list(groups.values())


def _placed(short: str, sighting: BodySighting, names: Names) -> str | None:
    """The name with its zone or town in front; None where the article proves neither."""
    atlas = names.atlas
    if atlas.place.match(short):
        return short
    zone = atlas.opening_kind.match(short)
    known = {atlas.shortened(other) for other in (*sighting.zones, *sighting.others)}
    if zone:
        wholes = {seat for other in known if (seat := _seat(other, zone[0]))}
        if len(wholes) == 1:
            return wholes.pop() + short[zone.end() :]
        if len(wholes) > 1 or len(sighting.towns) != 1:
            return None
        return sighting.towns[0] + short
    if names.is_rank(short):
        return _ranked(short, sighting, names)
    return short


def _seat(name: str, kind: str) -> str:
    """The zone of `kind` with which `name` opens, with a name of its own: 内江高新区 of 内江高新区经发局."""
    end = name.find(kind)
    return name[: end + len(kind)] if end > 0 else ""


def _ends(whole: Sequence[str], names: Names) -> Mapping[str, str]:
    """Of names that are the end of one other behind a town: that other."""
    owners: dict[str, set[str]] = defaultdict(set)
    known = set(whole)
    for name in whole:
        town = names.atlas.place.match(name)
        if town and name[town.end() :] in known:
            owners[name[town.end() :]].add(name)
    return {name: longer.pop() for name, longer in owners.items() if len(longer) == 1}


def _companies(sightings: Sequence[BodySighting], places: Iterable[int], names: Names) -> list[list[int]]:
    seen = [Seen(place, _bodies(sightings[place], names), frozenset(sightings[place].towns)) for place in places]
    whole = [each for each in seen if each.full.registered and not names.is_local(each.full)]
    registered = _registered(whole, sightings)
    index: dict[str, list[Registered]] = defaultdict(list)
    for company in registered:
        for stem in sorted({body.own[:2] for body in (*company.bodies, *company.called)}):
            index[stem].append(company)
    known = {each.place for each in whole}
    short = sorted(
        (each for each in seen if each.place not in known), key=lambda each: (-len(each.full.own), each.place)
    )
    left: list[Seen] = []
    homes: list[tuple[Registered, Seen]] = []
    for each in short:
        home = _home(each, index.get(each.full.own[:2], ())[:RIVALS], sightings[each.place], names)
        if home is None:
            left.append(each)
        else:
            homes.append((home, each))
    for home, each in homes:
        home.places.append(each.place)
    return [company.places for company in registered] + _unregistered(left, index, names)


def _bodies(sighting: BodySighting, names: Names) -> tuple[Body, ...]:
    texts = dict.fromkeys([sighting.name, *(wording.text for wording in sighting.wordings)])
    bodies = [names.body(text, company=True) for text in texts]
    return tuple(sorted(bodies, key=fullness))


def _registered(seen: Iterable[Seen], sightings: Sequence[BodySighting]) -> list[Registered]:
    """Companies by their registered names; one written without its place is the one other that has it."""
    groups: dict[str, Registered] = {}
    for each in seen:
        group = groups.setdefault(each.full.name, Registered())
        group.bodies.add(each.full)
        group.places.append(each.place)
        group.called.update(each.bodies)
        group.towns |= each.towns
        group.articles.add(sightings[each.place].id)
        if qualified(each.bodies):
            group.qualified.add(sightings[each.place].id)
    bare: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, group in groups.items():
        (body,) = group.bodies
        bare[body.own, body.form].append(name)
    for alike in bare.values():
        placed = [name for name in alike if _only(groups[name].bodies).local]
        for name in alike:
            if name not in placed and len(placed) == 1:
                groups[placed[0]].take(groups.pop(name))
    return [groups[name] for name in sorted(groups)]


def _only(bodies: Iterable[Body]) -> Body:
    (body,) = bodies
    return body


def _home(each: Seen, rivals: Iterable[Registered], sighting: BodySighting, names: Names) -> Registered | None:
    """The one company of which a short name is surely: one called so beside its full name, else by its towns."""
    found = [company for company in rivals if _can_own(company, each, sighting, names)]
    called = [company for company in found if each.full in company.called]
    found = called or found
    if len(found) > 1 and each.full.local:
        found = [company for company in found if _is_of(company, each.full)] or found
    if len(found) > 1:
        near = [company for company in found if company.towns & each.towns]
        found = near if len(near) == 1 else [company for company in found if _lies(company, each.towns, names)]
    elif not called and (len(each.full.own) <= SHORT or names.is_local(each.full)):
        found = [company for company in found if _is_near(company, each)]
    return found[0] if len(found) == 1 else None


def _can_own(company: Registered, each: Seen, sighting: BodySighting, names: Names) -> bool:
    """Whether a short name can be a company's: by its words, or since an article says that it is called so."""
    if any(names.same(each.full, body) for body in company.bodies):
        return _may_be(company, each, sighting, names)
    return len(each.full.own) > SHORT and each.full in company.called and bool(company.towns & each.towns)


def _is_near(company: Registered, each: Seen) -> bool:
    """Whether a short name's town speaks for a company: its own, or its article's."""
    return _is_of(company, each.full) or bool(company.towns & each.towns)


def _may_be(company: Registered, each: Seen, sighting: BodySighting, names: Names) -> bool:
    """Two bodies of one article are two, but for a name with the place of the other, or without it beside one.

    And but for one that names the trade (澄岚新材 of 澄岚新材料有限公司, where 澄岚集团 is named too), and one that
    stands in the town of one of two companies that are alike but for their towns.
    """
    body = each.full
    if sighting.id not in company.articles or _is_of(company, body) or sighting.id in company.qualified:
        return True
    if len(body.own) > len(body.core) > 0 and any(other.own.startswith(body.own) for other in company.bodies):
        return True
    twins = names.seats(sighting.name, sighting.others)
    return len(twins) > 1 and bool(each.towns) and each.towns <= {seat(other) for other in company.bodies} & twins


def _is_of(company: Registered, body: Body) -> bool:
    """Whether a short name bears the place that a company's registered name does."""
    return bool(body.local) and any(seat(each) == seat(body) for each in company.bodies)


def _lies(company: Registered, towns: frozenset[str], names: Names) -> bool:
    """Whether the place in a company's registered name is one of `towns`, or the province of one."""
    places = {*towns, *names.atlas.provinces_of(towns)}
    return any(seat(body) in places for body in company.bodies)


def _unregistered(seen: Sequence[Seen], index: Mapping[str, Sequence[Registered]], names: Names) -> list[list[int]]:
    """Short names that no registered one owns: those alike, and one that only lacks another's place or trade."""
    groups: dict[Key, list[Seen]] = defaultdict(list)
    for each in seen:
        rivals = [
            company
            for company in index.get(each.full.own[:2], ())[:RIVALS]
            if any(names.same(each.full, body) for body in company.bodies)
        ]
        # Of several companies, or of a name as short as a word, it may be each time another: but in one town.
        doubtful = len(rivals) > 1 or len(each.full.name) <= SHORT or names.is_local(each.full)
        where = tuple(sorted(each.towns)) or (str(each.place),)
        groups[each.full.name, where if doubtful else ()].append(each)
    joined: dict[Key, list[int]] = {}
    stems: dict[str, list[tuple[Body, frozenset[str], Key]]] = defaultdict(list)
    for key, group in sorted(groups.items(), key=lambda item: (-len(item[0][0]), item[0])):
        body = group[0].full
        towns = frozenset(town for each in group for town in each.towns)
        owners = [
            other
            for longer, near, other in stems[body.core][:RIVALS]
            if other[1] == key[1] and (_is_own(body, longer) or near & towns) and _lacks(body, longer, names)
        ]
        if len(owners) == 1:
            joined[owners[0]] += [each.place for each in group]
            continue
        joined[key] = [each.place for each in group]
        stems[body.core].append((body, towns, key))
    return list(joined.values())


def _is_own(short: Body, long: Body) -> bool:
    """Whether a name is so much a company's own that it is the same in other towns, where neither bears a place."""
    return len(short.core) > SHORT and bool(short.local) == bool(long.local)


def _lacks(short: Body, long: Body, names: Names) -> bool:
    """Whether a short name is another without its place, its trade or its form."""
    if not names.same(short, long):
        return False
    return long.own.startswith(short.own) and short.core == long.core and (short.own == long.own or long.telling)


def fullest(sightings: Iterable[BodySighting], names: Names) -> str:
    """The canonical name of one organisation: the registered one, else the longest, of equals the most frequent."""
    counts: Counter[str] = Counter()
    for sighting in sightings:
        for wording in sighting.wordings:
            counts[wording.text] += wording.count
        counts[sighting.name] += 0
    return max(
        counts,
        key=lambda text: (names.body(text, company=True).registered, len(text), counts[text], text),
    )
