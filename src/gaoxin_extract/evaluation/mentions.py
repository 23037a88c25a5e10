"""Compares mentions with annotations: spans, strictly and by overlap, and the values of those that match exactly."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from msgspec import Struct

from gaoxin_extract.assembling import label_of
from gaoxin_extract.evaluation.gold import GoldEntity, fold
from gaoxin_extract.records import AnyMention, Label
from gaoxin_extract.text import Span

COMPARED: Mapping[Label, tuple[str, ...]] = {
    "MONEY": ("amount", "amount_max", "currency", "mod"),
    "PERCENT": ("value", "value_max", "unit", "mod"),
    "DATE": ("type", "value"),
    "ORG": ("name",),
    "PROJECT": ("name",),
    "ZONE": ("name",),
}
NUMBERS = frozenset({"amount", "amount_max", "value", "value_max"})
FIELDS: Mapping[Label, tuple[str, ...]] = {
    "MONEY": ("role",),
    "PERCENT": ("trend", "basis"),
    "DATE": ("mod", "start", "end"),
    "ORG": ("kind",),
    "PROJECT": ("kind",),
    "ZONE": (),
}


class Difference(Struct, frozen=True):
    """One thing that is wrong: `kind` is `missed`, `spurious`, `boundary`, `value`, `title`, … or a field's name."""

    kind: str
    label: str
    source: str
    text: str
    detail: str = ""


class MentionFigures(Struct, frozen=True):
    """Figures of one label; a share is None where nothing was compared. `fields`: right and compared, by field."""

    gold: int
    proposed: int
    precision: float
    recall: float
    f1: float
    relaxed_f1: float
    value: float | None
    value_n: int
    fields: dict[str, tuple[int, int]]


def compare(
    gold: Sequence[GoldEntity], mentions: Sequence[AnyMention], counts: Counter[str], source: str
) -> Iterator[Difference]:
    """Count how the mentions of one label in one source agree with the annotation; yield what does not."""
    firm = {entity.span: entity for entity in gold if not entity.optional}
    optional = [entity.span for entity in gold if entity.optional]
    proposed: dict[Span, AnyMention] = {}
    for mention in mentions:
        span = Span(mention.source_start, mention.source_end)
        if proposed.setdefault(span, mention) is not mention:
            counts["fp"] += 1
    excused = {span for span in proposed if any(2 * _common(span, o) >= span.end - span.start for o in optional)}
    for span, entity in firm.items():
        if span in proposed:
            counts["tp"] += 1
            yield from _compare_values(entity, proposed[span], counts, source)
        else:
            counts["fn"] += 1
        if any(_near(span, other) for other in proposed):
            counts["near_gold"] += 1
        else:
            yield Difference("missed", entity.label, source, entity.text)
    for span, mention in proposed.items():
        if any(_near(span, other) for other in firm):
            counts["near_proposed"] += 1
        elif span not in excused:
            counts["far_proposed"] += 1
        if span not in firm and span not in excused:
            counts["fp"] += 1
            over = [entity for other, entity in firm.items() if _common(span, other)]
            kind = "boundary" if over else "spurious"
            detail = "、".join(entity.text for entity in over)
            yield Difference(kind, label_of(mention), source, mention.text, detail)


def figures(counts: Counter[str]) -> MentionFigures:
    """The figures of what `compare` counted."""
    precision, recall = _share(counts, "tp", "fp"), _share(counts, "tp", "fn")
    near_precision = _share(counts, "near_proposed", "far_proposed")
    near_recall = counts["near_gold"] / gold if (gold := counts["tp"] + counts["fn"]) else 0.0
    names = sorted(key.removeprefix("n:") for key in counts if key.startswith("n:"))
    return MentionFigures(
        gold=gold,
        proposed=counts["tp"] + counts["fp"],
        precision=precision,
        recall=recall,
        f1=harmonic_mean(precision, recall),
        relaxed_f1=harmonic_mean(near_precision, near_recall),
        value=counts["value_right"] / counts["value_n"] if counts["value_n"] else None,
        value_n=counts["value_n"],
        fields={name: (counts[f"right:{name}"], counts[f"n:{name}"]) for name in names},
    )


def harmonic_mean(precision: float, recall: float) -> float:
    """F1; 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _compare_values(entity: GoldEntity, mention: AnyMention, counts: Counter[str], source: str) -> Iterator[Difference]:
    expected = entity.norm or {}
    norm: dict[str, Any] = msgspec.to_builtins(mention.norm)
    keys = [key for key in COMPARED[entity.label] if key in expected]
    wrong = [key for key in keys if not _same(key, expected[key], norm.get(key))]
    if keys:
        counts["value_n"] += 1
        counts["value_right"] += not wrong
    if wrong:
        detail = ", ".join(f"{key}: {expected[key]!r} came out as {norm.get(key)!r}" for key in wrong)
        yield Difference("value", entity.label, source, entity.text, detail)
    for field in FIELDS[entity.label]:
        if field in expected and (expected[field] or norm.get(field)):
            right = _same(field, expected[field], norm.get(field))
            counts[f"n:{field}"] += 1
            counts[f"right:{field}"] += right
            if not right:
                detail = f"{expected[field]!r} came out as {norm.get(field)!r}"
                yield Difference(field, entity.label, source, entity.text, detail)


def _same(key: str, expected: object, found: object) -> bool:
    if key == "name":
        return fold(str(expected)) == fold(str(found))
    if key in NUMBERS and expected and found:
        with suppress(InvalidOperation):
            return Decimal(str(expected)) == Decimal(str(found))
    return (expected or None) == (found or None)


def _common(first: Span, second: Span) -> int:
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def _near(first: Span, second: Span) -> bool:
    return 2 * _common(first, second) >= max(first.end - first.start, second.end - second.start) > 0


def _share(counts: Mapping[str, int], right: str, wrong: str) -> float:
    total = counts[right] + counts[wrong]
    return counts[right] / total if total else 0.0


def of_label(entities: Iterable[GoldEntity], label: Label) -> list[GoldEntity]:
    """The annotated mentions of one label."""
    return [entity for entity in entities if entity.label == label]
