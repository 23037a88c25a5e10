"""Annotated text from files, as a recogniser learns from it.

JSON Lines are read here: texts with `entities`, and the records that this program writes; other forms by whoever calls.
Offsets count code points. Only ORG, ZONE and PROJECT are learnt; other labels are mapped to one of them, left out, or
refused, but never passed over in silence.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import msgspec
from msgspec import Struct, structs

from gaoxin_extract import corrections
from gaoxin_extract.assembling import label_of
from gaoxin_extract.errors import RecordError
from gaoxin_extract.records import OUTPUT_PREFIX, Label, Record

NAMES: tuple[Label, ...] = ("ORG", "ZONE", "PROJECT")
OTHERS = frozenset({"MONEY", "PERCENT", "DATE"})
SUFFIXES = (".jsonl", ".conll", ".bio", ".iob", ".bmes", ".bioes", ".spacy")  # what is taken from a folder
MAP_HINT = "map it with --map {0}=ORG (or ZONE, PROJECT), or leave it out with --map {0}="


class Mark(Struct, frozen=True, order=True):
    """A name in a document; nothing is learnt from one that is `optional`."""

    start: int
    end: int
    label: Label
    optional: bool = False


class Document(Struct, frozen=True):
    """An annotated text. `group` names what is held out as one; `knows` are the labels that its file speaks of."""

    text: str
    marks: tuple[Mark, ...]
    group: str
    knows: frozenset[Label] = frozenset()


# Reads a file of a form that isn't read here; None where it is.
Reader = Callable[[Path], Iterable[Document] | None]


class _Entity(Struct, frozen=True):
    label: str
    start: int
    end: int
    text: str | None = None
    optional: bool = False


class _Line(Struct, frozen=True):
    text: str
    entities: tuple[_Entity, ...]
    source: str | None = None


class _Form(Struct, frozen=True):
    """What tells a record from an annotated text."""

    schema: str | None = None


def read_documents(
    paths: Sequence[Path],
    mapped: Mapping[str, str],
    decisions: Path | None = None,
    others: Reader = lambda _: None,
) -> tuple[Document, ...]:
    """The documents of files and folders; RecordError, with its line, at the first that can't be learnt from.

    `mapped`: a label of the data to one of ours, or to nothing. `decisions` is a file of corrections, carried out on
    the records among the documents; records in which nothing was decided are left out, since nobody has read them.
    `others` reads files of other forms.
    """
    documents: list[Document] = []
    records: list[tuple[Path, Record]] = []
    for path in _files(paths):
        mine = list(others(path) or ())
        for item in () if mine else _json(path, mapped):
            if isinstance(item, Record):
                records.append((path, item))
            else:
                mine.append(item)
        documents += _knowing(mine)
    documents += _knowing([_of_record(record) for record in _decided(records, decisions)])
    if not any(document.knows for document in documents):
        message = (
            f"{', '.join(map(str, paths))}: no name to learn from; annotate ORG, ZONE or PROJECT, or --map a label"
        )
        raise RecordError(message)
    return tuple(documents)


def hold_out(
    documents: Iterable[Document], share: float, salt: str = ""
) -> tuple[tuple[Document, ...], tuple[Document, ...]]:
    """The documents to learn from, and those held out: whole groups, by their hash, up to `share` of the characters.

    >>> some = [Document("项目开工。" * 4, (), str(n)) for n in range(10)]
    >>> learnt, held = hold_out(some, 0.2)
    >>> len(learnt), len(held)
    (8, 2)
    """
    every = list(documents)
    sizes: dict[str, int] = {}
    for document in every:
        sizes[document.group] = sizes.get(document.group, 0) + len(document.text)
    order = sorted(sizes, key=lambda group: hashlib.sha256(f"{salt}{group}".encode("utf-8", "replace")).digest())
    held: set[str] = set()
    taken = 0
    for group in order[:-1]:
        if taken >= share * sum(sizes.values()):
            break
        held.add(group)
        taken += sizes[group]
    return tuple(d for d in every if d.group not in held), tuple(d for d in every if d.group in held)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inner = sorted(each for each in path.rglob("*") if each.suffix.lower() in SUFFIXES)
            if not inner:
                _refuse(str(path), f"no annotated file in this folder; give files that end in {', '.join(SUFFIXES)}")
            yield from inner
        else:
            yield path


def _lines(path: Path) -> list[str]:
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8").split("\n")
    except OSError as error:
        _refuse(str(path), f"can't be read ({error.strerror}); give a file of annotated text")
    except UnicodeDecodeError as error:
        _refuse(str(path), f"not UTF-8 (byte {error.start}); write it as UTF-8")


def _json(path: Path, mapped: Mapping[str, str]) -> Iterator[Document | Record]:
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            if (msgspec.json.decode(line, type=_Form).schema or "").startswith(OUTPUT_PREFIX):
                yield msgspec.json.decode(line, type=Record)
                continue
            read = msgspec.json.decode(line, type=_Line)
        except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError) as error:
            _refuse(where, f"no annotated text ({error}); a line is {{text, entities: [{{label, start, end}}]}}")
        yield Document(read.text, _marks(read, mapped, where), read.source or where)


def _marks(line: _Line, mapped: Mapping[str, str], where: str) -> tuple[Mark, ...]:
    marks = []
    for entity in line.entities:
        if not 0 <= entity.start < entity.end <= len(line.text):
            _refuse(where, f"{entity.start}:{entity.end} lies outside the text of {len(line.text)} characters")
        said = line.text[entity.start : entity.end]
        if entity.text is not None and "".join(entity.text.split()) != "".join(said.split()):
            _refuse(
                where, f"{entity.start}:{entity.end} is {said!r}, not {entity.text!r}; offsets must count code points"
            )
        label = _label(entity.label, mapped, where)
        if label:
            marks.append(Mark(entity.start, entity.end, label, entity.optional))
    return tuple(sorted(marks))


def _label(label: str, mapped: Mapping[str, str], where: str) -> Label | None:
    """Ours for a label of the data; None where it is left out."""
    wanted = mapped.get(label, label)
    ours = next((name for name in NAMES if name == wanted), None)
    if ours is None and wanted and not (label in OTHERS and label not in mapped):
        _refuse(where, f"label {label}: none that is learnt; {MAP_HINT.format(label)}")
    return ours


def _decided(records: list[tuple[Path, Record]], decisions: Path | None) -> Iterable[Record]:
    every = [record for _, record in records]
    if decisions is None:
        return every
    if not every:
        _refuse(str(decisions), "corrections, but no record to correct; give the records too, as DATA")
    found = corrections.read(decisions)
    read = {correction.article for correction in found}
    digests = {(correction.sha256, correction.article.rpartition("#")[2]) for correction in found}
    done = corrections.apply(every, found)
    return [
        record
        for record in done
        if record.id in read or (record.source.sha256, record.id.rpartition("#")[2]) in digests
    ]


def _of_record(record: Record) -> Document:
    marks = (
        Mark(mention.start, mention.end, label)
        for mention in record.entities
        for label in (label_of(mention),)
        if label in NAMES
    )
    return Document(record.text, tuple(sorted(marks)), record.source.path)


def _knowing(documents: list[Document]) -> list[Document]:
    """The documents of one file, each with the labels that the file speaks of."""
    knows = frozenset(mark.label for document in documents for mark in document.marks if not mark.optional)
    return [structs.replace(document, knows=knows) for document in documents]


def _refuse(where: str, fault: str) -> NoReturn:
    message = f"{where}: {fault}"
    raise RecordError(message)
