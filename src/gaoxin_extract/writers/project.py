"""`--shape project`: one flat line a project that an article names."""

from collections.abc import Iterable

from msgspec import Struct

from gaoxin_extract.records import AnyMention, Fact, MoneyMention, ProjectEntry, Record, Stage
from gaoxin_extract.sentences import sentence_finder
from gaoxin_extract.values import DecimalString, NumberMod, ProjectKind


class ProjectRow(Struct, frozen=True, kw_only=True):
    """A project with its facts.

    `organisations`, `amounts` and `dates` are written `role:value` (`total_investment:1000000000 CNY`), `mentions` by
    the ids of `--shape entity`; `evidence` holds the sentences that name the project or state its facts.
    """

    name: str
    kind: ProjectKind
    zone: str | None
    stage: Stage | None
    organisations: tuple[str, ...]
    total_investment: DecimalString | None
    total_investment_max: DecimalString | None
    currency: str | None
    mod: NumberMod | None
    amounts: tuple[str, ...]
    dates: tuple[str, ...]
    site_area_m2: DecimalString | None
    floor_area_m2: DecimalString | None
    mentions: tuple[str, ...]
    evidence: tuple[str, ...]
    article: str
    path: str
    title: str | None
    dct: str | None


def project_rows(record: Record) -> tuple[ProjectRow, ...]:
    """A row for each project of the article, in its order."""
    entities = {mention.id: mention for mention in record.entities}
    return tuple(_row(record, project, entities) for project in record.projects)


def _row(record: Record, project: ProjectEntry, entities: dict[str, AnyMention]) -> ProjectRow:
    facts = project.facts
    total = next((fact for fact in facts if (fact.relation, fact.role) == ("amount", "total_investment")), None)
    stated = entities.get(total.entity or "") if total else None
    sum_ = stated.norm if isinstance(stated, MoneyMention) else None
    return ProjectRow(
        name=project.name,
        kind=project.kind,
        zone=_first(facts, "zone"),
        stage=project.stage,
        organisations=_by_role(facts, "organisation"),
        total_investment=total.value if total else None,
        total_investment_max=sum_.amount_max if sum_ else None,
        currency=total.unit if total else None,
        mod=sum_.mod if sum_ else None,
        amounts=_by_role(facts, "amount"),
        dates=_by_role(facts, "date"),
        site_area_m2=_first(facts, "site_area"),
        floor_area_m2=_first(facts, "floor_area"),
        mentions=tuple(f"{record.id}/{mention}" for mention in project.mentions),
        evidence=_evidence(record, project, entities),
        article=record.id,
        path=record.source.path,
        title=record.title,
        dct=record.dct.value if record.dct else None,
    )


def _first(facts: Iterable[Fact], relation: str) -> str | None:
    return next((fact.value for fact in facts if fact.relation == relation and fact.value), None)


def _by_role(facts: Iterable[Fact], relation: str) -> tuple[str, ...]:
    """The facts of `relation` as `role:value unit`, each once; the words of the text where no value could be read."""
    cells = (
        f"{fact.role or 'other'}:{fact.value or fact.text}{f' {fact.unit}' if fact.unit and fact.value else ''}"
        for fact in facts
        if fact.relation == relation
    )
    return tuple(dict.fromkeys(cells))


def _evidence(record: Record, project: ProjectEntry, entities: dict[str, AnyMention]) -> tuple[str, ...]:
    sentence = sentence_finder(record.text)
    places = [(entities[mention].start, entities[mention].end) for mention in project.mentions if mention in entities]
    places += [(fact.start, fact.end) for fact in project.facts]
    return tuple(dict.fromkeys(sentence(start, end) for start, end in sorted(places)))
