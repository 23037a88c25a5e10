"""Which mention of one record is which of another, and what changed of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from gaoxin_extract.assembling import label_of
from gaoxin_extract.corrections.places import alignment
from gaoxin_extract.differences.changes import Change, Kind
from gaoxin_extract.records import AnyMention, Record

Bounds = tuple[int, int]
Place = Callable[[AnyMention], Bounds | None]


class Match(Struct, frozen=True):
    """One mention before and after."""

    old: AnyMention
    new: AnyMention


def compare_mentions(old: Record, new: Record) -> tuple[list[Change], dict[str, str]]:
    """The changes of mentions and their values, in the order of the text; the new id of each old one that is there."""
    matches, gone, fresh = _matched(old, new)
    words = {mention.id: mention.text for mention in old.entities}, {m.id: m.text for m in new.entities}
    changes = [
        *((mention.start, change_of("removed", new.id, mention)) for mention in gone),
        *((mention.start, change_of("added", new.id, mention)) for mention in fresh),
        *((match.new.start, change) for match in matches for change in _compared(match, new.id, *words)),
    ]
    same = {match.old.id: match.new.id for match in matches}
    return [change for _, change in sorted(changes, key=lambda pair: pair[0])], same


def _matched(old: Record, new: Record) -> tuple[list[Match], Sequence[AnyMention], Sequence[AnyMention]]:
    """The mentions that are there before and after, those that are gone, and those that are new."""
    before, after = _places(old, new)
    there = {(label_of(mention), after(mention)): mention for mention in new.entities}
    matches = [
        Match(mention, there.pop(key))
        for mention in old.entities
        if (key := (label_of(mention), before(mention))) in there
    ]
    known = {match.old.id for match in matches}
    gone = [mention for mention in old.entities if mention.id not in known]
    fresh = list(there.values())
    matches += _taken(gone, fresh, lambda a, b: label_of(a) == label_of(b) and _overlap(before(a), after(b)))
    matches += _taken(gone, fresh, lambda a, b: before(a) == after(b))
    return matches, gone, fresh


def _taken(
    gone: list[AnyMention], fresh: list[AnyMention], rule: Callable[[AnyMention, AnyMention], bool]
) -> Iterator[Match]:
    """The pairs that `rule` makes, which are taken out of both lists."""
    for old in tuple(gone):
        new = next((each for each in fresh if rule(old, each)), None)
        if new is not None:
            gone.remove(old)
            fresh.remove(new)
            yield Match(old, new)


def _places(old: Record, new: Record) -> tuple[Place, Place]:
    """Where mentions of either stand, counted alike: in the source if it is the same, else in the new text."""
    if old.source.sha256 == new.source.sha256 and old.text != new.text:
        by_source: Place = lambda mention: (mention.source_start, mention.source_end)  # noqa: E731 -- one of two
        return by_source, by_source
    by_text: Place = lambda mention: (mention.start, mention.end)  # noqa: E731 -- one of two
    if old.text == new.text:
        return by_text, by_text
    moved = dict(alignment(old.text, new.text))

    def carried(mention: AnyMention) -> Bounds | None:
        first, last = moved.get(mention.start), moved.get(mention.end - 1)
        return None if first is None or last is None else (first, last + 1)

    return carried, by_text


def _overlap(first: Bounds | None, second: Bounds | None) -> bool:
    return first is not None and second is not None and first[0] < second[1] and second[0] < first[1]


def change_of(change: Kind, article: str, mention: AnyMention) -> Change:
    """A mention that came, went or changed."""
    return Change(
        of="mention",
        change=change,
        article=article,
        text=mention.text,
        label=label_of(mention),
        start=mention.start,
        end=mention.end,
    )


def _compared(
    match: Match, article: str, old_words: Mapping[str, str], new_words: Mapping[str, str]
) -> Iterator[Change]:
    """What changed of a mention that is there before and after."""
    old, new = match.old, match.new
    changed = change_of("changed", article, new)
    if label_of(old) != label_of(new):
        yield msgspec.structs.replace(changed, field="label", old=label_of(old), new=label_of(new))
        return
    if old.text != new.text:
        yield msgspec.structs.replace(changed, field="extent", old=old.text, new=new.text)
    before, after = _value(old, old_words), _value(new, new_words)
    for field in after:
        if before[field] != after[field]:
            yield msgspec.structs.replace(
                changed, of="value", field=field, old=_said(before[field]), new=_said(after[field])
            )


def _value(mention: AnyMention, words: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a value; the mention that states the same sum is named by its words, since ids change."""
    value: dict[str, Any] = msgspec.to_builtins(mention.norm)
    if value.get("equals"):
        value["equals"] = words.get(value["equals"], value["equals"])
    return value


def _said(value: object) -> str | None:
    return None if value is None else str(value)
