"""The records that the program writes; their JSON Schemas are made from these types."""

from typing import Annotated, Literal, get_args

from msgspec import UNSET, Meta, Struct, UnsetType

from gaoxin_extract.values import Date, Money, Org, OrgKind, Percent, Project, ProjectKind, Zone

OUTPUT_PREFIX = "gaoxin-extract/"

Label = Literal["MONEY", "PERCENT", "DATE", "ORG", "ZONE", "PROJECT"]
# In the order in which they stand wherever all are listed.
LABELS: tuple[Label, ...] = get_args(Label)
ArticleKind = Literal["story", "caption"]
DctBasis = Literal["option", "metadata", "filename", "dateline", "text"]
Relation = Literal["organisation", "amount", "date", "zone", "stage", "site_area", "floor_area", "capacity", "jobs"]
Stage = Literal[
    "planned", "signed", "under_construction", "topped_out", "completed", "trial_production", "in_production"
]
SourceSpan = tuple[int, int]


class Mention(Struct, frozen=True, gc=False, kw_only=True):
    """A stretch of an article's text that names a value or a body; its subclasses are told apart by `label`.

    `start:end` counts code points of the article's text, `source_start:source_end` those of the decoded source.
    `source_spans` lists the stretches of the source where layout stands between them, white space aside.
    """

    id: str
    text: str
    start: int
    end: int
    source_start: int
    source_end: int
    source_spans: tuple[SourceSpan, ...] | None
    extractor: str
    score: Annotated[float, Meta(ge=0, le=1)]


class MoneyMention(Mention, frozen=True, kw_only=True, tag_field="label", tag="MONEY"):
    """A sum of money."""

    norm: Money


class PercentMention(Mention, frozen=True, kw_only=True, tag_field="label", tag="PERCENT"):
    """A percentage, permillage, share in tenths or percentage points."""

    norm: Percent


class DateMention(Mention, frozen=True, kw_only=True, tag_field="label", tag="DATE"):
    """A calendar or clock expression or a length of time."""

    norm: Date


class OrgMention(Mention, frozen=True, kw_only=True, tag_field="label", tag="ORG"):
    """A named organisation."""

    norm: Org


class ZoneMention(Mention, frozen=True, kw_only=True, tag_field="label", tag="ZONE"):
    """A named development zone or park as a place."""

    norm: Zone


class ProjectMention(Mention, frozen=True, kw_only=True, tag_field="label", tag="PROJECT"):
    """A particular, named project."""

    norm: Project


AnyMention = MoneyMention | PercentMention | DateMention | OrgMention | ZoneMention | ProjectMention


class SourceInfo(Struct, frozen=True):
    """The source as the user named it; `id` is that of a JSONL line, `sha256` that of the bytes read."""

    path: str
    id: str | None
    sha256: str
    encoding: str
    media_type: str


class Dct(Struct, frozen=True):
    """An article's own date, maybe partial (`2024-08`), and what it was taken from."""

    value: Annotated[str, Meta(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")]
    basis: DctBasis


class Organisation(Struct, frozen=True, gc=False):
    """One body of an article, with the ids of its mentions."""

    id: str
    name: str
    kind: OrgKind
    mentions: tuple[str, ...]


class Fact(Struct, frozen=True, gc=False):
    """What an article states of a project: `text` at `start:end` is the evidence, `entity` the mention of it."""

    relation: Relation
    role: str | None
    entity: str | None
    text: str
    start: int
    end: int
    value: str | None
    unit: str | None
    date: str | None


class ProjectEntry(Struct, frozen=True, gc=False):
    """One project of an article, with its mentions and facts."""

    id: str
    name: str
    kind: ProjectKind
    mentions: tuple[str, ...]
    stage: Stage | None
    facts: tuple[Fact, ...]


class RecordWarning(Struct, frozen=True, gc=False):
    """What a reader of the record should know; `entity` is the id of the mention it speaks of."""

    code: str
    message: str
    entity: str | None


class Record(Struct, frozen=True, kw_only=True):
    """One article, as `--shape article` writes it; `words`, as spans of its text, only where they were asked for."""

    schema: Literal["gaoxin-extract/article/1"] = "gaoxin-extract/article/1"
    id: str
    source: SourceInfo
    kind: ArticleKind
    title: str | None
    byline: tuple[str, ...]
    dct: Dct | None
    text: str
    spans: tuple[SourceSpan, ...]
    entities: tuple[AnyMention, ...]
    organisations: tuple[Organisation, ...]
    projects: tuple[ProjectEntry, ...]
    warnings: tuple[RecordWarning, ...]
    words: tuple[SourceSpan, ...] | UnsetType = UNSET
