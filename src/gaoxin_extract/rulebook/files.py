"""The files of a rule folder, each read strictly; a fault names its file and line."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec
import regex
from msgspec import Struct

from gaoxin_extract.errors import RuleError

Decoded = TypeVar("Decoded")


class PatternRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern as written in `patterns.toml`; `when`: words or `{table}`s of which the text must hold one."""

    id: str
    regex: str
    priority: int = 0
    score: float = 1.0
    when: tuple[str, ...] = ()
    note: str = ""


class PatternFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of a `patterns.toml`."""

    slots: dict[str, str] = {}
    pattern: tuple[PatternRow, ...] = ()


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence with its mentions between ⟦ and ⟧ and, beside them, their norms; no marks: nothing here.

    Of a norm only the keys given are compared. `date` is the article's date.
    """

    text: str
    norms: tuple[dict[str, str | bool], ...] = ()
    date: str | None = None
    note: str = ""


class ExampleFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of an `examples.toml`."""

    example: tuple[Example, ...] = ()


class RoleRow(Struct, frozen=True):
    """What every entry of a `roles.toml` has; its other keys are read by the type."""

    id: str


class RoleFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of a `roles.toml`, as far as every type reads it alike."""

    role: tuple[RoleRow, ...] = ()


def read_text(path: Path) -> str:
    """The whole of a file of rules."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}:1: can't be read as UTF-8: {error}"
        raise RuleError(message) from None


def read_lexicon(path: Path) -> dict[str, dict[str, str]]:
    """The tables of a `lexicon.toml`."""
    tables = decode(path, dict[str, dict[str, str]])
    for words in tables.values():
        for word in words:
            if word != word.strip() or not word:
                raise fault_at(path, regex.escape(word), f"the word {word!r} is empty or has blanks around it")
    return tables


def read_patterns(path: Path) -> PatternFile:
    """A `patterns.toml`, each id in it once."""
    file = decode(path, PatternFile)
    _refuse_twins(path, "pattern", (row.id for row in file.pattern))
    return file


def check_roles(path: Path) -> None:
    """RuleError where an entry of a `roles.toml` has no id, or one that stands twice."""
    _refuse_twins(path, "role", (row.id for row in decode(path, RoleFile).role))


def read_examples(path: Path) -> ExampleFile:
    """An `examples.toml`."""
    return decode(path, ExampleFile)


def read_list(path: Path) -> tuple[str, ...]:
    """The entries of a `NAME.txt`, its header and blank lines left out."""
    return tuple(line.strip() for line in read_text(path).splitlines() if line.strip() and not line.startswith("#"))


def check_list(path: Path) -> None:
    """RuleError where an entry of a `NAME.txt` stands twice."""
    for entry, times in Counter(read_list(path)).items():
        if times > 1:
            raise fault_at(path, rf"^[ \t]*{regex.escape(entry)}[ \t]*$", f"{entry!r} stands twice")


READERS: Mapping[str, Callable[[Path], object]] = {
    "lexicon.toml": read_lexicon,
    "patterns.toml": read_patterns,
    "roles.toml": check_roles,
    "examples.toml": read_examples,
}


def _refuse_twins(path: Path, kind: str, ids: Iterable[str]) -> None:
    for id_, times in Counter(ids).items():
        if times > 1:
            raise fault_at(path, id_line(id_), f"the {kind} {id_!r} stands twice")


def id_line(id_: str) -> str:
    """A regex for the line that gives an entry its id."""
    return rf"^\s*id\s*=\s*['\"]{regex.escape(id_)}['\"]"


def decode(path: Path, kind: type[Decoded]) -> Decoded:
    """A file of TOML as `kind`; RuleError at the line where it is not one."""
    text = read_text(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = regex.search(r"at line (\d+)", str(error))
        message = f"{path}:{line[1] if line else len(text.splitlines())}: not TOML: {error}"
        raise RuleError(message) from None
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        message = f"{path}:{_line_of_fault(text, str(error))}: {error}"
        raise RuleError(message) from None


def _line_of_fault(text: str, error: str) -> int:
    """The line of the entry that msgspec's path (`$.pattern[3].regex`) or quoted field names; 1 if it can't be told."""
    entry = regex.search(r"\$(?:\.(\w+)|\[\.\.\.\])\[(\d+)\]", error)
    field = regex.search(r"unknown field `(\w+)`", error)
    first = 0
    if entry:
        table = entry[1] or "[a-z]+"
        heads = [found.start() for found in regex.finditer(rf"(?m)^\[\[{table}\]\]", text)]
        first = heads[int(entry[2])] if int(entry[2]) < len(heads) else 0
    if field:
        found = regex.search(rf"(?m)^\s*\[*{field[1]}\b", text[first:])
        first += found.start() if found else 0
    return text.count("\n", 0, first) + 1


def fault_at(path: Path, near: str, message: str) -> RuleError:
    """A rule error at the first line of `path` that the regex `near` finds."""
    text = read_text(path) if path.is_file() else ""
    found = regex.search(near, text, regex.MULTILINE)
    return RuleError(f"{path}:{text.count(chr(10), 0, found.end() if found else 0) + 1}: {message}")
