"""Records as an annotation to hold others against: those of an older version, or those that a person went through."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from gaoxin_extract.assembling import label_of
from gaoxin_extract.corrections import Correction, by_hand
from gaoxin_extract.evaluation.facts import claims
from gaoxin_extract.evaluation.gold import GoldArticle, GoldEntity, GoldSource
from gaoxin_extract.records import AnyMention, ProjectEntry, Record


def gold_of(records: Iterable[Record]) -> tuple[GoldSource, ...]:
    """The annotation that `records` come to, by `source.path`; mentions that a person set have no value to compare."""
    by_source: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_source[record.source.path].append(record)
    return tuple(
        GoldSource(
            source=source,
            entities=tuple(entity for record in mine for entity in _entities(record)),
            articles=tuple(_article(record) for record in mine),
        )
        for source, mine in by_source.items()
    )


def decided(records: Iterable[Record], corrections: Iterable[Correction]) -> tuple[Record, ...]:
    """The articles that somebody decided on, who is taken to have read them whole."""
    told = [(each.article, (each.sha256, each.article.rpartition("#")[2])) for each in corrections]
    ids, digests = {id_ for id_, _ in told}, {digest for _, digest in told}
    every = tuple(records)
    known = {record.id for record in every}
    moved = {digest for id_, digest in told if id_ not in known} & digests
    return tuple(
        record for record in every if record.id in ids or (record.source.sha256, record.id.rpartition("#")[2]) in moved
    )


def paired(
    gold: Sequence[GoldSource], records: Iterable[Record]
) -> tuple[tuple[GoldSource, ...], Mapping[str, tuple[Record, ...]]]:
    """`gold` and the records of each of its sources: by their whole paths where they share any, else by name alone."""
    by_path: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_path[record.source.path].append(record)
    if any(source.source in by_path for source in gold):
        return tuple(gold), {path: tuple(mine) for path, mine in by_path.items()}
    by_name: dict[str, list[Record]] = defaultdict(list)
    for path, mine in by_path.items():
        by_name[name_of(path)] += mine
    named = tuple(msgspec.structs.replace(source, source=name_of(source.source)) for source in gold)
    return named, {name: tuple(mine) for name, mine in by_name.items()}


def name_of(path: str) -> str:
    r"""A source's path without its folder.

    >>> name_of("seeds/page.txt"), name_of("C:\\seeds\\set.jsonl:7")
    ('page.txt', 'set.jsonl:7')
    """
    return path.replace("\\", "/").rpartition("/")[2]


def _article(record: Record) -> GoldArticle:
    return GoldArticle(
        kind=record.kind,
        spans=record.spans,
        title=record.title,
        dct=record.dct.value if record.dct else None,
        text=record.text,
    )


def _entities(record: Record) -> Iterable[GoldEntity]:
    mentions = {mention.id: mention for mention in record.entities}
    facts = {entry.mentions[0]: _facts(entry, mentions) for entry in record.projects if entry.mentions}
    for mention in record.entities:
        norm: dict[str, Any] = {} if by_hand(mention) else msgspec.to_builtins(mention.norm)
        if facts.get(mention.id):
            norm |= {"facts": facts[mention.id]}
        printed = "".join(mention.text.split())
        yield GoldEntity(label_of(mention), mention.source_start, mention.source_end, printed, norm=norm or None)


def _facts(entry: ProjectEntry, mentions: Mapping[str, AnyMention]) -> list[dict[str, str | None]]:
    return [{"relation": each.relation, "role": each.role, "text": each.text} for each in claims(entry, mentions)]
