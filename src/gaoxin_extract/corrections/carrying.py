"""Carries the decisions on one article out, so that its record stays whole: mentions, bodies, projects, facts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.assembling import MENTIONS, label_of
from gaoxin_extract.corrections.decisions import Correction, Decision, Key
from gaoxin_extract.corrections.places import Place, Sources, places
from gaoxin_extract.errors import GaoxinError, RecordError
from gaoxin_extract.linking.links import Links
from gaoxin_extract.records import (
    AnyMention,
    MoneyMention,
    Organisation,
    OrgMention,
    ProjectEntry,
    ProjectMention,
    Record,
    RecordWarning,
    SourceSpan,
)
from gaoxin_extract.text import Span
from gaoxin_extract.values import Date, Money, Norm, Org, Percent, Project, Zone

MINIMUM: Mapping[str, Callable[[str], Norm]] = {
    "MONEY": lambda _: Money(None, None, None, None, None, None, None),
    "PERCENT": lambda _: Percent(None, None, None, None, None, None),
    "DATE": lambda _: Date("DATE", None, None, None, None),
    "ORG": lambda text: Org(text, "other"),
    "ZONE": Zone,
    "PROJECT": lambda text: Project(text, "other"),
}
VALUED = frozenset({"MONEY", "PERCENT", "DATE"})


class Hand(Struct, frozen=True):
    """Who sets mentions, and the value of one where that person gave it."""

    extractor: str = "correction"
    norm: Callable[[Correction], Norm | None] = lambda _: None


def by_hand(mention: AnyMention) -> bool:
    """Whether a person set the mention; its value then says no more than a record must."""
    return not mention.extractor.startswith(("rule/", "model/"))


def carried_out(
    record: Record,
    decisions: Mapping[Key, Decision],
    sources: Sources,
    report: Callable[[GaoxinError], object],
    hand: Hand,
) -> Record:
    """`record` with `decisions` carried out; those that don't fit it are reported."""
    before = {Key(label_of(mention), mention.start, mention.end): mention for mention in record.entities}
    fitting: dict[Key, Decision] = {}
    for key, decision in decisions.items():
        fault = _misfit(record, decision, known=key in before)
        if fault:
            report(unfit(decision.last, fault))
        else:
            fitting[key] = decision
    standing = {key: mention for key, mention in before.items() if key not in fitting or fitting[key].outcome == key}
    firm = {key for key in standing if key in fitting}
    place = places(record, sources)
    ids = _free("e", (mention.id for mention in record.entities))
    warnings: list[RecordWarning] = []
    for key, decision in fitting.items():
        wanted, old = decision.outcome, before.get(key)
        if wanted is None or wanted in standing:
            continue
        rivals = [other for other in standing if other.overlaps(wanted)]
        held = next((other for other in rivals if other in firm), None)
        if held:
            rival = record.text[held.start : held.end]
            report(unfit(decision.last, f"it overlaps {held.label} {rival!r}, which another decision keeps"))
            continue
        for rival_key in rivals:
            del standing[rival_key]
        norm = hand.norm(decision.last) or _norm(wanted, decision.last.text, standing)
        spot = Place(_printed(old), sure=True) if old else place(Span(wanted.start, wanted.end))
        new = _mention(wanted, old.id if old else next(ids), decision.last.text, spot, norm, hand.extractor)
        standing[wanted] = new
        firm.add(wanted)
        warnings += _warnings(new, wanted, sure=spot.sure)
    return _whole(record, standing.values(), warnings)


def unfit(correction: Correction, fault: str) -> RecordError:
    """What is told of a correction that can't be carried out."""
    each = correction
    what = f"{each.action} {each.label} {each.text!r} at {each.start}:{each.end}"
    return RecordError(f"{each.article}: {what}: {fault}; give the records that the report was made of")


def _misfit(record: Record, decision: Decision, *, known: bool) -> str | None:
    """Why a decision can't be carried out on `record`."""
    last = decision.last
    printed = record.text[last.start : last.end]
    if printed != last.text:
        return f"the article has {printed!r} there"
    if not known and not decision.added:
        return "the article has no such mention"
    return None


def _norm(wanted: Key, text: str, standing: Mapping[Key, AnyMention]) -> Norm:
    """The name that the article gives the same words under the same label elsewhere, else the least that there must be.

    A sum or day isn't taken from elsewhere: what it is there for, or read against, may differ.
    """
    if wanted.label not in VALUED:
        for key, mention in standing.items():
            if key.label == wanted.label and mention.text == text:
                return mention.norm
    return MINIMUM[wanted.label](text)


def _printed(mention: AnyMention) -> tuple[SourceSpan, ...]:
    return mention.source_spans or ((mention.source_start, mention.source_end),)


def _mention(key: Key, id_: str, text: str, place: Place, norm: Norm, extractor: str) -> AnyMention:  # noqa: PLR0913, PLR0917 -- a mention's parts
    new: AnyMention = MENTIONS[key.label](
        id=id_,
        text=text,
        start=key.start,
        end=key.end,
        source_start=min(start for start, _ in place.spans),
        source_end=max(end for _, end in place.spans),
        source_spans=place.spans if len(place.spans) > 1 else None,
        norm=norm,
        extractor=extractor,
        score=1.0,
    )
    return new


def _warnings(mention: AnyMention, key: Key, *, sure: bool) -> Iterator[RecordWarning]:
    if key.label in VALUED and mention.norm == MINIMUM[key.label](mention.text):
        yield RecordWarning(
            "unread_value", f"the value of {mention.text!r} was not read: a person set the mention", mention.id
        )
    if not sure:
        fault = "its source is gone or changed, so that its place there is estimated"
        yield RecordWarning("source_estimated", f"a person set the mention {mention.text!r}; {fault}", mention.id)


def _whole(record: Record, standing: Iterable[AnyMention], warnings: Iterable[RecordWarning]) -> Record:
    """`record` with the mentions `standing`, and without what hung on those that are gone or changed their label."""
    mentions = sorted(standing, key=lambda mention: (mention.start, -mention.end))
    old = {mention.id: mention for mention in record.entities}
    kept = frozenset(mention.id for mention in mentions if mention is old.get(mention.id))
    undated = (
        replace(
            project,
            facts=tuple(replace(fact, date=fact.date if fact.date in kept else None) for fact in project.facts),
        )
        for project in record.projects
    )
    links = Links(record.organisations, tuple(undated)).keeping(kept)
    fresh = [mention for mention in mentions if mention.id not in kept]
    entities = tuple(_alone(mention, kept) for mention in mentions)
    return replace(
        record,
        entities=entities,
        organisations=_organisations(links.organisations, record, fresh),
        projects=_projects(links.projects, record, fresh),
        warnings=(*(each for each in record.warnings if each.entity is None or each.entity in kept), *warnings),
    )


def _alone(mention: AnyMention, kept: frozenset[str]) -> AnyMention:
    """A sum whose twin in another currency is gone states it alone."""
    if isinstance(mention, MoneyMention) and mention.norm.equals and mention.norm.equals not in kept:
        return replace(mention, norm=replace(mention.norm, equals=None))
    return mention


def _organisations(
    bodies: Iterable[Organisation], record: Record, fresh: Iterable[AnyMention]
) -> tuple[Organisation, ...]:
    """`bodies` with the mentions that came in, each under its name."""
    found = {body.name: body for body in bodies}
    ids = _free("o", (body.id for body in record.organisations))
    for mention in fresh:
        if isinstance(mention, OrgMention):
            name = mention.norm.name
            body = found.get(name) or Organisation(next(ids), name, mention.norm.kind, ())
            found[name] = replace(body, mentions=(*body.mentions, mention.id))
    return tuple(found.values())


def _projects(entries: Iterable[ProjectEntry], record: Record, fresh: Iterable[AnyMention]) -> tuple[ProjectEntry, ...]:
    """`entries` with the mentions that came in, each under its name."""
    found = {entry.name: entry for entry in entries}
    ids = _free("p", (entry.id for entry in record.projects))
    for mention in fresh:
        if isinstance(mention, ProjectMention):
            name = mention.norm.name
            entry = found.get(name) or ProjectEntry(next(ids), name, mention.norm.kind, (), None, ())
            found[name] = replace(entry, mentions=(*entry.mentions, mention.id))
    return tuple(found.values())


def _free(letter: str, taken: Iterable[str]) -> Iterator[str]:
    """Ids that none of `taken` is, counting on."""
    used = [int(id_[1:]) for id_ in taken if id_[1:].isdecimal()]
    return (f"{letter}{number}" for number in count(max(used, default=-1) + 1))
