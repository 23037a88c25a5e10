"""A text with its annotated mentions, as annotation tools know it, and the way from a record to it and back."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Literal, NoReturn, cast

import msgspec
from msgspec import Struct

from gaoxin_extract.assembling import label_of
from gaoxin_extract.corrections import Correction, Hand, apply, by_hand
from gaoxin_extract.errors import GaoxinError, RecordError
from gaoxin_extract.reading import iso_date
from gaoxin_extract.records import LABELS, Dct, Label, Record, SourceInfo, SourceSpan
from gaoxin_extract.values import Date, Money, Norm, Org, Percent, Project, Zone

OnError = Callable[[GaoxinError], object]

EXTRACTOR = "annotation"
NORMS: Mapping[Label, type[Norm]] = {
    "MONEY": Money,
    "PERCENT": Percent,
    "DATE": Date,
    "ORG": Org,
    "ZONE": Zone,
    "PROJECT": Project,
}


# Of two mentions with one extent the one of the label that comes first stands where there is one layer.
RANK: tuple[Label, ...] = ("PROJECT", "ORG", "ZONE", "MONEY", "PERCENT", "DATE")
Layer = Literal["outer", "inner"]


class Mark(Struct, frozen=True, kw_only=True):
    """An annotated mention, `start:end` in its text; `norm` where its value is annotated, `score` where a program's."""

    label: Label
    start: int
    end: int
    text: str
    optional: bool = False
    norm: dict[str, Any] | None = None
    score: float | None = None


class Annotated(Struct, frozen=True, kw_only=True):
    """A text with its marks, sorted; offsets count code points.

    `source` says where it stands (`FILE.jsonl:7`), `article` of which record it is the text. `human`: somebody went
    through it, so that what isn't marked is nothing. `layer`: of nested mentions only these could be marked. `words`
    are spans of the text, where somebody cut it.
    """

    text: str
    marks: tuple[Mark, ...]
    source: str
    article: str | None = None
    title: str | None = None
    date: str | None = None
    human: bool = True
    layer: Layer | None = None
    words: tuple[SourceSpan, ...] = ()


class Labels(Struct, frozen=True):
    """What a tool's labels are called here: ours under their own name, others as `named` says, `""` for left out."""

    named: Mapping[str, str] = {}

    def __call__(self, label: str, where: str) -> Label | None:
        """Our label for one of a file, None for one that is left out; RecordError for one that nobody named."""
        wanted = self.named.get(label, label)
        for ours in LABELS:
            if ours == wanted.upper():
                return ours
        if wanted:
            fail(where, f"label {label!r} is none of ours; say which it is (--map {label}=ORG), or --map {label}=")
        return None


def annotated(record: Record) -> Annotated:
    """The text of a record with its mentions; read by a person where corrections or annotations were carried out."""
    marks = (
        Mark(
            label=label_of(mention),
            start=mention.start,
            end=mention.end,
            text=mention.text,
            norm=None if by_hand(mention) else msgspec.to_builtins(mention.norm),
            score=mention.score,
        )
        for mention in record.entities
    )
    return Annotated(
        text=record.text,
        marks=tuple(marks),
        source=record.source.path,
        article=record.id,
        title=record.title,
        date=record.dct.value if record.dct else None,
        human=any(by_hand(mention) for mention in record.entities),
        words=record.words or (),
    )


def marked(  # noqa: PLR0913 -- what every form says of a mention
    text: str,
    label: Label,
    bounds: tuple[int, int],
    where: str,
    *,
    words: str | None = None,
    optional: bool = False,
    norm: dict[str, Any] | None = None,
    score: float | None = None,
) -> Mark:
    """A mark, held against the text and the `words` that the form gives beside its offsets."""
    start, end = bounds
    if not 0 <= start < end <= len(text):
        fail(where, f"{label} {start}:{end} lies outside a text of {len(text)} characters")
    said = text[start:end]
    if words is not None and "".join(words.split()) != "".join(said.split()):
        fail(where, f"{label} {start}:{end} is {said!r} in the text, not {words!r}; offsets must count code points")
    return Mark(label=label, start=start, end=end, text=said, optional=optional, norm=norm, score=score)


def in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Each mark once, by start, then the longest first, as mentions stand in a record."""
    first: dict[tuple[Label, int, int], Mark] = {}
    for mark in marks:
        first.setdefault((mark.label, mark.start, mark.end), mark)
    return tuple(sorted(first.values(), key=lambda mark: (mark.start, -mark.end, LABELS.index(mark.label))))


def one_layer(marks: Iterable[Mark], layer: Layer = "outer") -> tuple[Mark, ...]:
    """The marks that stand where no two may overlap: of those that nest or cross the longest, or the shortest."""
    chosen: list[Mark] = []
    sign = 1 if layer == "inner" else -1
    for mark in sorted(marks, key=lambda m: (sign * (m.end - m.start), RANK.index(m.label), m.start)):
        if not mark.optional and all(mark.end <= other.start or other.end <= mark.start for other in chosen):
            chosen.append(mark)
    return in_order(chosen)


def records_of(
    every: Iterable[Annotated],
    onto: Iterable[Record] | None = None,
    *,
    labels: Container[Label] = LABELS,
    on_error: OnError | None = None,
) -> Iterator[Record]:
    """A record a text.

    With `onto`, the records whose texts were annotated: those, with what was taken out and put in, so that source,
    values and facts of the rest stay. Without, the text is its own source, and of values it has those annotated.
    `labels` are those that were annotated; mentions of others stay as they are.
    """
    report = on_error or _raise
    if onto is None:
        for each in every:
            yield _alone(each, labels, report)
        return
    bases = tuple(onto)
    by_id = {record.id: record for record in bases}
    by_text = {record.text: record for record in reversed(bases)}
    for each in every:
        base = by_id.get(each.article or "") or by_text.get(each.text)
        if base is None or base.text != each.text:
            fault = "no record has its text" if base is None else "its text is not that of the record"
            report(RecordError(f"{each.source}: {each.article or each.text[:20]}: {fault}; give the records exported"))
            continue
        yield _laid_over(base, each, labels, report)


def _alone(each: Annotated, labels: Container[Label], report: OnError) -> Record:
    digest = sha256(each.text.encode("utf-8", "surrogatepass")).hexdigest()
    date = iso_date(each.date) if each.date else None
    base = Record(
        id=each.article or f"{each.source}#0",
        source=SourceInfo(each.source, None, digest, "utf-8", "text/plain"),
        kind="story",
        title=each.title,
        byline=(),
        dct=Dct(date, "metadata") if date else None,
        text=each.text,
        spans=((0, len(each.text)),) if each.text else (),
        entities=(),
        organisations=(),
        projects=(),
        warnings=(),
    )
    return _laid_over(base, each, labels, report)


def _laid_over(base: Record, each: Annotated, labels: Container[Label], report: OnError) -> Record:
    """`base` with the mentions that `each` marks and no others, as far as it could mark them.

    Optional mentions don't count: those that the record has stay, others don't come in.
    """
    own_marks = annotated(base).marks
    wanted = {(mark.label, mark.start, mark.end): mark for mark in each.marks if mark.label in labels}
    there = {
        (mark.label, mark.start, mark.end)
        for mark in (one_layer(own_marks, each.layer) if each.layer else own_marks)
        if mark.label in labels
    }
    decisions = [_decision(base, "reject", *key) for key in sorted(there - wanted.keys())]
    decisions += [
        _decision(base, "add", *key) for key, mark in wanted.items() if key not in there and not mark.optional
    ]

    def norm(correction: Correction) -> Norm | None:
        return _norm(wanted[correction.key], each.source)

    own = base.text if base.source.path == each.source and base.spans == ((0, len(base.text)),) else None
    sources = (lambda _: own) if own is not None else None
    (record,) = apply([base], decisions, sources=sources, hand=Hand(EXTRACTOR, norm), on_error=report)
    return record


def _norm(mark: Mark, where: str) -> Norm | None:
    """The value that a mark is annotated with; None without one."""
    if mark.norm is None:
        return None
    kind = NORMS[mark.label]
    given = {"kind": "other", "type": "DATE"} | {k: v for k, v in mark.norm.items() if v is not None}
    whole = {field: given.get(field) for field in kind.__struct_fields__}
    try:
        return msgspec.convert(whole, kind)
    except msgspec.ValidationError as error:
        fail(where, f"{mark.label} {mark.text!r} has a value of another form: {error}")


def _decision(base: Record, action: str, label: Label, start: int, end: int) -> Correction:
    return Correction(
        article=base.id,
        source=base.source.path,
        sha256=base.source.sha256,
        action=cast(Any, action),
        label=label,
        start=start,
        end=end,
        text=base.text[start:end],
    )


def fail(where: str, fault: str) -> NoReturn:
    """Refuse what a file holds at `where`."""
    message = f"{where}: {fault}"
    raise RecordError(message)


def _raise(error: GaoxinError) -> NoReturn:
    raise error
