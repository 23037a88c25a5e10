"""`--shape entity`: one flat line an entity."""

from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.records import AnyMention, Label, Record
from gaoxin_extract.sentences import sentence_finder
from gaoxin_extract.values import (
    Basis,
    Date,
    DateMod,
    DateType,
    DecimalString,
    IsoDate,
    Money,
    MoneyRole,
    NumberMod,
    Org,
    OrgKind,
    Percent,
    Project,
    ProjectKind,
    Trend,
    Zone,
)


class EntityRow(Struct, frozen=True, kw_only=True):
    """An entity with its value.

    `value` is MONEY's amount, PERCENT's value or DATE's TIMEX3 value, `unit` the currency or unit. `type` is DATE's
    type, or the kind of an organisation or project, `name` the canonical name of a body, zone or project.
    """

    id: str
    path: str
    title: str | None
    dct: str | None
    label: Label
    text: str
    start: int
    end: int
    source_start: int
    source_end: int
    value: str | None = None
    value_max: DecimalString | None = None
    unit: str | None = None
    mod: NumberMod | DateMod | None = None
    role: MoneyRole | None = None
    type: DateType | OrgKind | ProjectKind | None = None
    date_start: IsoDate | None = None
    date_end: IsoDate | None = None
    name: str | None = None
    trend: Trend | None = None
    basis: Basis | None = None
    sentence: str
    extractor: str
    score: float


def entity_rows(record: Record) -> tuple[EntityRow, ...]:
    """A row for each entity of the article, in its order."""
    sentence = sentence_finder(record.text)
    return tuple(_row(record, mention, sentence(mention.start, mention.end)) for mention in record.entities)


def _row(record: Record, mention: AnyMention, sentence: str) -> EntityRow:
    row = EntityRow(
        id=f"{record.id}/{mention.id}",
        path=record.source.path,
        title=record.title,
        dct=record.dct.value if record.dct else None,
        label=cast(Label, mention.__struct_config__.tag),
        text=mention.text,
        start=mention.start,
        end=mention.end,
        source_start=mention.source_start,
        source_end=mention.source_end,
        sentence=sentence,
        extractor=mention.extractor,
        score=mention.score,
    )
    match mention.norm:
        case Money(amount, amount_max, currency, mod, role):
            return replace(row, value=amount, value_max=amount_max, unit=currency, mod=mod, role=role)
        case Percent(value, value_max, unit, mod, trend, basis):
            return replace(row, value=value, value_max=value_max, unit=unit, mod=mod, trend=trend, basis=basis)
        case Date(type_, value, mod, start, end):
            return replace(row, value=value, mod=mod, type=type_, date_start=start, date_end=end)
        case Org(name, kind) | Project(name, kind):
            return replace(row, name=name, type=kind)
        case Zone(name):
            return replace(row, name=name)
