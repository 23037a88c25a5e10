"""A ledger's lines flat, for spreadsheets: a cell a quantity, its values and who states them in words."""

from collections.abc import Iterable

from msgspec import Struct

from gaoxin_extract.ledger.records import Event, LedgerOrganisation, LedgerProject, Measure, Party, Wording
from gaoxin_extract.records import Stage
from gaoxin_extract.values import OrgKind, ProjectKind


class ProjectLine(Struct, frozen=True, kw_only=True):
    """A project flat: `sums` as `role:value unit [text, article, date; …]`, `timeline` as `event:date`."""

    id: str
    name: str
    kind: ProjectKind
    zone: str | None
    towns: tuple[str, ...]
    stage: Stage | None
    aliases: tuple[str, ...]
    organisations: tuple[str, ...]
    sums: tuple[str, ...]
    areas: tuple[str, ...]
    capacity: tuple[str, ...]
    jobs: tuple[str, ...]
    timeline: tuple[str, ...]
    contradictions: tuple[str, ...]
    first_seen: str | None
    last_seen: str | None
    articles: tuple[str, ...]


class OrganisationLine(Struct, frozen=True, kw_only=True):
    """An organisation flat: `projects` as `role:name [id]`."""

    id: str
    name: str
    kind: OrgKind
    aliases: tuple[str, ...]
    mentions: int
    projects: tuple[str, ...]
    first_seen: str | None
    last_seen: str | None
    articles: tuple[str, ...]


def project_line(project: LedgerProject) -> ProjectLine:
    """The line of a project."""
    return ProjectLine(
        id=project.id,
        name=project.name,
        kind=project.kind,
        zone=project.zone,
        towns=project.towns,
        stage=project.stage,
        aliases=_aliases(project.aliases),
        organisations=tuple(map(_party, project.organisations)),
        sums=_measured(project.sums),
        areas=_measured(project.areas),
        capacity=_measured(project.capacity),
        jobs=_measured(project.jobs),
        timeline=tuple(map(_event, project.timeline)),
        contradictions=tuple(f"{each.of}:{' / '.join(each.values)}" for each in project.contradictions),
        first_seen=project.first_seen,
        last_seen=project.last_seen,
        articles=tuple(dict.fromkeys(sighting.id for sighting in project.articles)),
    )


def organisation_line(body: LedgerOrganisation) -> OrganisationLine:
    """The line of an organisation."""
    return OrganisationLine(
        id=body.id,
        name=body.name,
        kind=body.kind,
        aliases=_aliases(body.aliases),
        mentions=body.mentions,
        projects=tuple(f"{each.role or 'other'}:{each.name} [{each.project}]" for each in body.projects),
        first_seen=body.first_seen,
        last_seen=body.last_seen,
        articles=tuple(dict.fromkeys(sighting.id for sighting in body.articles)),
    )


def _aliases(aliases: Iterable[Wording]) -> tuple[str, ...]:
    return tuple(f"{alias.text} ×{alias.count}" for alias in aliases)


def _party(party: Party) -> str:
    return f"{party.role or 'other'}:{party.name}"


def _measured(measures: Iterable[Measure]) -> tuple[str, ...]:
    return tuple(
        f"{measure.role}:{_range(value.value, value.value_max)} {value.unit or ''}".rstrip()
        + f" [{'; '.join(', '.join(filter(None, (each.text, each.article, each.date))) for each in value.sources)}]"
        for measure in measures
        for value in measure.values
    )


def _range(low: str | None, high: str | None) -> str:
    return f"{low}–{high}" if high else f"{low}"


def _event(event: Event) -> str:
    if event.date is None:
        return f"{event.event}:told {event.reported or 'undated'}"
    return f"{event.event}:{event.date}{' expected' if event.basis == 'expected' else ''}"
