"""What a ledger holds: projects and organisations over many articles, each with all it was joined from."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from gaoxin_extract.records import Relation, Stage
from gaoxin_extract.values import DecimalString, OrgKind, ProjectKind

# `gc=False`: none of these can be part of a cycle, and there are millions of them.
EventKind = Literal[
    "planned", "signed", "started", "under_construction", "topped_out", "completed", "trial_production",
    "in_production", "due",
]  # fmt: skip


Basis = Literal["dated", "expected", "undated"]


class Wording(Struct, frozen=True, gc=False):
    """A name as articles write it, and how often they do."""

    text: str
    count: int


class StatedFact(Struct, frozen=True, gc=False):
    """What one article states of a project: a fact of its record, with its mention's bounds and its date's value."""

    relation: Relation
    role: str | None
    text: str
    value: str | None
    value_max: DecimalString | None
    unit: str | None
    mod: str | None
    date: str | None


class Sighting(Struct, frozen=True, gc=False, kw_only=True):
    """A project as one article has it, which is all that the ledger needs to join it again.

    `id` is the article's, `mentions` those of its record. `owners` are the bodies in the project's own names and those
    that the article calls its owners, `bodies` all companies of the article; each is a tuple of the article's wordings
    of one body. `towns` are where the words put the project, `zones` the zones nearest to it.
    """

    id: str
    path: str
    title: str | None
    date: str | None
    name: str
    kind: ProjectKind
    stage: Stage | None
    wordings: tuple[Wording, ...]
    mentions: tuple[str, ...]
    owners: tuple[tuple[str, ...], ...]
    bodies: tuple[tuple[str, ...], ...]
    towns: tuple[str, ...]
    zones: tuple[str, ...]
    facts: tuple[StatedFact, ...]


class Statement(Struct, frozen=True, gc=False):
    """Where something is stated: the article, its date, and its words."""

    article: str
    date: str | None
    text: str


class Value(Struct, frozen=True, gc=False):
    """A value in `unit`, the high end of a range in `value_max`, and all who state it."""

    value: DecimalString | None
    value_max: DecimalString | None
    unit: str | None
    mod: str | None
    sources: tuple[Statement, ...]


class Measure(Struct, frozen=True, gc=False):
    """What articles state of one quantity: `role` is MONEY's for a sum, `site_area` or `floor_area` for an area.

    `values` stand in the order of the articles' dates; there is more than one where articles differ.
    """

    role: str | None
    values: tuple[Value, ...]


class Party(Struct, frozen=True, gc=False):
    """A body in one role in the project; `names` are the articles' forms of its name, the fullest first."""

    role: str | None
    name: str
    names: tuple[str, ...]
    articles: tuple[str, ...]


class Event(Struct, frozen=True, gc=False):
    """A step in the project's life; `date` is what the articles give it, None where they tell the step alone.

    `basis`: `expected` where the date lay ahead of every article that gives it, `undated` where none gives any.
    `reported` is the date of the first article that tells of it, of what came about as done.
    """

    event: EventKind
    date: str | None
    basis: Basis
    reported: str | None
    sources: tuple[Statement, ...]


class Contradiction(Struct, frozen=True, gc=False):
    """Values of one thing that can't all be true at once, or that changed; `of` names the thing."""

    of: str
    values: tuple[str, ...]
    articles: tuple[str, ...]


class LedgerProject(Struct, frozen=True, gc=False, kw_only=True):
    """One project over all articles.

    `id` stays the same while the project's first article stays. `articles` are its sightings by date.
    """

    schema: Literal["gaoxin-extract/ledger-project/1"] = "gaoxin-extract/ledger-project/1"
    id: str
    name: str
    kind: ProjectKind
    zone: str | None
    towns: tuple[str, ...]
    stage: Stage | None
    aliases: tuple[Wording, ...]
    organisations: tuple[Party, ...]
    sums: tuple[Measure, ...]
    areas: tuple[Measure, ...]
    capacity: tuple[Measure, ...]
    jobs: tuple[Measure, ...]
    timeline: tuple[Event, ...]
    contradictions: tuple[Contradiction, ...]
    first_seen: str | None
    last_seen: str | None
    articles: tuple[Sighting, ...]


class BodySighting(Struct, frozen=True, gc=False, kw_only=True):
    """An organisation as one article has it; `towns` and `zones` are the article's, `others` its other bodies."""

    id: str
    path: str
    title: str | None
    date: str | None
    name: str
    kind: OrgKind
    wordings: tuple[Wording, ...]
    mentions: tuple[str, ...]
    others: tuple[str, ...]
    towns: tuple[str, ...]
    zones: tuple[str, ...]


class Involvement(Struct, frozen=True, gc=False):
    """A project of the ledger in which an organisation has a role."""

    role: str | None
    project: str
    name: str


class LedgerOrganisation(Struct, frozen=True, gc=False, kw_only=True):
    """One organisation over all articles, with the projects in which it has a role; `mentions` counts them."""

    schema: Literal["gaoxin-extract/ledger-organisation/1"] = "gaoxin-extract/ledger-organisation/1"
    id: str
    name: str
    kind: OrgKind
    aliases: tuple[Wording, ...]
    mentions: int
    projects: tuple[Involvement, ...]
    first_seen: str | None
    last_seen: str | None
    articles: tuple[BodySighting, ...]


class Ledger(Struct, frozen=True):
    """The projects and organisations of many articles."""

    projects: tuple[LedgerProject, ...]
    organisations: tuple[LedgerOrganisation, ...]


LINES: Mapping[str, type[Struct]] = {"ledger-project": LedgerProject, "ledger-organisation": LedgerOrganisation}
