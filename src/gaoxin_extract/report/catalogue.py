"""What a report's page knows of each article before it opens one: the list's lines, and what a search looks through."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from gaoxin_extract.assembling import label_of
from gaoxin_extract.records import LABELS, AnyMention, ArticleKind, Label, Record
from gaoxin_extract.report.sources import State
from gaoxin_extract.values import Date, Money, Org, Percent, Project, Zone

OPENING = 40  # characters of an article that stand for the title it lacks


class Catalogue(Struct, frozen=True):
    """A column a property, an entry an article; `firsts` are the numbers of the articles that open each chunk."""

    labels: tuple[Label, ...]
    firsts: tuple[int, ...]
    ids: tuple[str, ...]
    titles: tuple[str, ...]
    titled: tuple[bool, ...]
    paths: tuple[str, ...]
    dates: tuple[str | None, ...]
    kinds: tuple[ArticleKind, ...]
    states: tuple[State, ...]
    counts: tuple[tuple[int, ...], ...]
    projects: tuple[int, ...]
    warnings: tuple[int, ...]


def catalogue(records: Sequence[Record], states: Sequence[State], firsts: Sequence[int]) -> Catalogue:
    """The catalogue of `records`, which stand in chunks that open at `firsts`."""
    found = [[label_of(mention) for mention in record.entities] for record in records]
    return Catalogue(
        labels=LABELS,
        firsts=tuple(firsts),
        ids=tuple(record.id for record in records),
        titles=tuple(record.title or _opening(record.text) for record in records),
        titled=tuple(record.title is not None for record in records),
        paths=tuple(record.source.path for record in records),
        dates=tuple(record.dct.value if record.dct else None for record in records),
        kinds=tuple(record.kind for record in records),
        states=tuple(states),
        counts=tuple(tuple(labels.count(label) for label in LABELS) for labels in found),
        projects=tuple(len(record.projects) for record in records),
        warnings=tuple(len(record.warnings) for record in records),
    )


def searched(record: Record) -> tuple[str, ...]:
    """For each label the lines that a search looks through: a mention's text and, behind a tab, its value.

    What several mentions have alike stands there once.
    """
    lines: dict[Label, dict[str, None]] = {label: {} for label in LABELS}
    for mention in record.entities:
        lines[label_of(mention)][f"{' '.join(mention.text.split())}\t{' '.join(value_words(mention))}"] = None
    return tuple("\n".join(lines[label]) for label in LABELS)


def value_words(mention: AnyMention) -> Iterator[str]:
    """What a mention's value says, in words that are searched for."""
    words: tuple[str | None, ...]
    match mention.norm:
        case Money(amount, amount_max, currency, mod, role):
            words = (amount, amount_max, currency, mod, role)
        case Percent(value, value_max, unit, mod, trend):
            words = (value, value_max, unit, mod, trend)
        case Date(type_, value, mod, start, end):
            words = (type_, value, mod, start, end)
        case Org(name, kind) | Project(name, kind):
            words = (name, kind)
        case Zone(name):
            words = (name,)
    return (word for word in words if word and word != mention.text)


def _opening(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return f"{line[:OPENING]}…" if len(line) > OPENING else line
