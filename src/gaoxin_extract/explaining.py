"""Says of a text which candidates there were, which were chosen, why rivals lost, and how each value came about."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from gaoxin_extract.candidates import choose
from gaoxin_extract.entities import AnyCandidate
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.reading import Source
from gaoxin_extract.records import Label, Record
from gaoxin_extract.text import Span, Text


class Step(Struct, frozen=True):
    """One candidate and what became of it.

    `expression` is what its words mean before any context, `norm` the value in context (null for a loser), `outcome`
    one sentence: `chosen`, or which rival won and by what, or the name that holds it.
    """

    label: Label
    text: str
    start: int
    end: int
    extractor: str
    priority: int
    score: float
    chosen: bool
    outcome: str
    expression: Any
    norm: Any


class Explanation(Struct, frozen=True):
    """What became of every candidate of one article."""

    text: str
    dct: str | None
    steps: tuple[Step, ...]


def explain(pipeline: Pipeline, text: str, *, date: str | None = None) -> tuple[Explanation, ...]:
    """The derivation of each article's mentions in `text`, which is read as a page is."""
    return tuple(_explanation(pipeline, record) for record in pipeline.extract(Source.of(text), date=date))


def _explanation(pipeline: Pipeline, record: Record) -> Explanation:
    (proposed,) = pipeline.propose([Text.of(record.text)])
    winners = choose(proposed)
    norms = {
        (mention.start, mention.end, mention.extractor): msgspec.to_builtins(mention.norm)
        for mention in record.entities
    }
    steps: list[Step] = []
    for candidate in sorted(proposed, key=lambda c: (c.span.start, -c.span.end, c.label, c.extractor)):
        span = candidate.span
        chosen = candidate in winners
        steps.append(
            Step(
                label=candidate.label,
                text=record.text[span.start : span.end],
                start=span.start,
                end=span.end,
                extractor=candidate.extractor,
                priority=candidate.priority,
                score=round(candidate.score, 3),
                chosen=chosen,
                outcome="chosen" if chosen else _defeat(candidate, winners, record.text),
                expression=_spelt_out(candidate.expression),
                norm=norms.get((span.start, span.end, candidate.extractor)) if chosen else None,
            )
        )
    return Explanation(record.text, record.dct.value if record.dct else None, tuple(steps))


def _defeat(loser: AnyCandidate, winners: Sequence[AnyCandidate], text: str) -> str:
    """Which winner stands in the place of `loser`, and what decided between them."""
    rivals = (winner for winner in winners if winner.label == loser.label and _overlap(winner.span, loser.span))
    winner = next(rivals, None)
    if winner is None:  # a zone loses to no zone where it is a part of an organisation's name
        holder = next(w for w in winners if w.span.start <= loser.span.start and loser.span.end <= w.span.end)
        return f"lies inside {text[holder.span.start : holder.span.end]!r} ({holder.extractor})"
    span = winner.span
    if winner.priority != loser.priority:
        reason = f"its rule's priority is {winner.priority}, this one's {loser.priority}"
    elif winner.score != loser.score:
        reason = f"its score is {winner.score:.3f}, this one's {loser.score:.3f}"
    elif span.end - span.start != loser.span.end - loser.span.start:
        reason = "it is longer"
    else:
        reason = "it begins earlier" if span.start < loser.span.start else "it was proposed first"
    return f"lost to {text[span.start : span.end]!r} ({winner.extractor}): {reason}"


def _overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end


def _spelt_out(expression: object) -> object:
    """An expression in JSON's types, its struct's name beside its fields."""
    if isinstance(expression, Struct):
        return {"kind": type(expression).__name__} | msgspec.to_builtins(expression, builtin_types=())
    return msgspec.to_builtins(expression)
