"""Reads rules/ into typed, checked, compiled rules.

A rule folder holds a folder for each type (`money`, `date`, `pages`, …), each with any of

* `lexicon.toml`: words with their values, a table a slot: `[scale]`, `'万' = '10000'`;
* `patterns.toml`: `[slots]`, named fragments, and `[[pattern]]`s, each with `id`, `regex` and optionally `priority`,
  `score`, `when` (words of which the text must hold one, or `{table}`) and `note`;
* `roles.toml`: `[[role]]` entries, each with `id`, whose further keys the type defines;
* `examples.toml`: `[[example]]`, sentences with their mentions marked, the proof of the three above;
* `NAME.txt`: lists, an entry a line under a header of `#` lines that tells source and date.

In a regex `{name}` stands for a slot or a lexicon table and captures as a group of that name; `{name:other}` captures
as `other`, and `{name:}` doesn't capture. Inside `[slots]` nothing captures unless a name is given after the colon.
Of several folders the later are laid over the earlier: a word, pattern or role of the same key replaces, lists grow.
Nothing in a later folder may stand idle: a slot, table, list or file that nothing asks for is refused as a slip.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Protocol, TypeVar

import regex

from gaoxin_extract.errors import RuleError
from gaoxin_extract.rulebook.compiling import compiled
from gaoxin_extract.rulebook.files import (
    READERS,
    Example,
    ExampleFile,
    PatternFile,
    PatternRow,
    check_list,
    decode,
    fault_at,
    id_line,
    read_lexicon,
    read_list,
    read_patterns,
    read_text,
)

__all__ = ["Example", "Pattern", "RuleSet", "Rulebook", "alternatives", "compiled", "own_folder", "own_rules"]

OWN_RULES = "rules"
LONG_LIST = 12
Match = regex.Match[str]
SLOT = regex.compile(r"\{([a-z][a-z_0-9]*)(?:(:)([a-z_0-9]*))?\}")


class Named(Protocol):
    """An entry of `roles.toml`."""

    @property
    def id(self) -> str:
        """What tells it from the others."""


Role = TypeVar("Role", bound=Named)


class Pattern:
    """A pattern, compiled when it is first used; `extractor` is what its candidates are signed with."""

    def __init__(self, row: PatternRow, extractor: str, when: tuple[str, ...], path: Path, expanded: str) -> None:
        """`expanded` is the regex with its slots filled, `when` the words of which a text must hold one."""
        self.id = row.id
        self.extractor = extractor
        self.priority = row.priority
        self.score = row.score
        self.when = when
        self._path = path
        self._expanded = expanded

    @cached_property
    def regex(self) -> regex.Pattern[str]:
        """The compiled regex; RuleError where it isn't one."""
        try:
            return compiled(self._expanded, regex.VERSION1)
        except regex.error as error:
            raise fault_at(
                self._path, id_line(self.id), f"the regex of {self.id!r} does not compile: {error}"
            ) from None

    def may_match(self, content: str) -> bool:
        """Whether the cheap literal test lets `content` through."""
        return not self.when or any(word in content for word in self.when)

    def in_lines(self, content: str) -> Iterator[Match]:
        """The matches in the lines that hold one of the words of `when`; the pattern must not go over a line's end."""
        lines = {line for word in self.when for line in _lines_with(word, content)}
        for start, end in sorted(lines) if self.when else [(0, len(content))]:
            yield from self.regex.finditer(content, start, end)


class RuleSet:
    """The rules of one type, out of one or more folders."""

    def __init__(self, name: str, folders: Iterable[Path]) -> None:
        """`name` is the folder's, as in `money`; folders that lack it are passed over."""
        self.name = name
        self._tables: dict[str, str] = {}
        self.roots = tuple(folders)
        self.folders = tuple(folder / name for folder in self.roots if (folder / name).is_dir())

    def beside(self, name: str) -> "RuleSet":
        """The rules of another folder of the same rulebook, for lists that several types read."""
        return RuleSet(name, self.roots)

    @cached_property
    def lexicon(self) -> Mapping[str, Mapping[str, str]]:
        """Tables of words and their values, by the table's name."""
        tables: dict[str, dict[str, str]] = {}
        for path in self._files("lexicon.toml"):
            for table, words in read_lexicon(path).items():
                tables.setdefault(table, {}).update(words)
        return tables

    @cached_property
    def patterns(self) -> Mapping[str, Pattern]:
        """Patterns by id, in the order of the file."""
        return {id_: self._pattern(path, row) for id_, (path, row) in self.rows.items()}

    @property
    def pattern_ids(self) -> tuple[str, ...]:
        """The ids of the patterns that stand here, compiled or not."""
        return tuple(row.id for _, file in self._pattern_files for row in file.pattern)

    def fragment(self, name: str) -> str:
        """The regex of a slot or lexicon table, without captures; for patterns that code composes."""
        return self._expanded(f"{{{name}:}}", Path(self.name), name, depth=0)

    def roles(self, kind: type[Role]) -> tuple[Role, ...]:
        """The entries of `roles.toml`, read as `kind`, which has an `id`; of two with one id the later stands."""
        entries: dict[str, Role] = {}
        for path in self._files("roles.toml"):
            # A type made at run time: checkers can't follow `kind` into it.
            file: dict[str, tuple[Role, ...]] = decode(path, dict[str, tuple[kind, ...]])  # type: ignore[valid-type]
            entries |= {entry.id: entry for entry in file.get("role", ())}
        return tuple(entries.values())

    def lines(self, name: str) -> tuple[str, ...]:
        """The entries of the list `NAME.txt`, header and blank lines left out."""
        entries: dict[str, None] = {}
        for path in self._files(f"{name}.txt"):
            entries |= dict.fromkeys(read_list(path))
        return tuple(entries)

    def examples(self) -> tuple[Example, ...]:
        """The marked sentences, in the order of the files."""
        return tuple(row for path in self._files("examples.toml") for row in decode(path, ExampleFile).example)

    def faults(self) -> Iterator[RuleError]:
        """What is wrong with the files and, where each can be read, with the patterns and what stands idle."""
        readings: list[Callable[[], object]] = [
            partial(reader, path) for name, reader in READERS.items() for path in self._files(name)
        ]
        readings += [partial(check_list, path) for folder in self.folders for path in sorted(folder.glob("*.txt"))]
        broken = [fault for fault in map(_attempt, readings) if fault]
        yield from broken
        if not broken:
            for path, row in self.rows.values():
                if fault := _attempt(partial(self._compile, path, row)):
                    yield fault
            yield from self._idle()

    def check(self) -> None:
        """Read and compile everything; RuleError at the first fault."""
        for fault in self.faults():
            raise fault

    def where(self, text: str) -> str:
        """`path:line` of the first example that holds `text`."""
        for path in self._files("examples.toml"):
            content = read_text(path)
            if text in content:
                return f"{path}:{content.count(chr(10), 0, content.find(text)) + 1}"
        return f"{next(iter(self._files('examples.toml')), self.name)}:1"

    @cached_property
    def slots(self) -> Mapping[str, tuple[Path, str]]:
        """Fragments by name, each with the file that it stands in."""
        return {name: (path, raw) for path, file in self._pattern_files for name, raw in file.slots.items()}

    @cached_property
    def _pattern_files(self) -> tuple[tuple[Path, PatternFile], ...]:
        return tuple((path, read_patterns(path)) for path in self._files("patterns.toml"))

    @property
    def rows(self) -> Mapping[str, tuple[Path, PatternRow]]:
        """Patterns as written, by id, each with the file that it stands in."""
        return {row.id: (path, row) for path, file in self._pattern_files for row in file.pattern}

    def _files(self, name: str) -> Iterable[Path]:
        return (folder / name for folder in self.folders if (folder / name).is_file())

    def _idle(self) -> Iterator[RuleError]:
        """What of the later folders nothing asks for; of the first, the program's own, code may ask by name."""
        ours = RuleSet(self.name, self.roots[:1])
        asked = {name for _, row in self.rows.values() for part in (row.regex, *row.when) for name in _names(part)}
        asked |= {name for _, raw in self.slots.values() for name in _names(raw)} | ours.names
        files = {*READERS, *(path.name for folder in ours.folders for path in folder.iterdir())}
        for folder in self.folders[len(ours.folders) :]:
            for path in sorted(folder.iterdir()):
                if path.name not in files and not path.name.startswith("."):
                    yield RuleError(f"{path}:1: nothing reads a file of this name; give {', '.join(sorted(files))}")
            theirs = RuleSet(self.name, (folder.parent,))
            for name in sorted(theirs.names - asked):
                path = folder / ("patterns.toml" if name in theirs.slots else "lexicon.toml")
                yield fault_at(
                    path, rf"^[ \t]*\[?{name}\b", f"nothing uses {name!r}; put it into a pattern or leave it out"
                )

    @property
    def names(self) -> frozenset[str]:
        """The names of slots and lexicon tables."""
        return frozenset((*self.slots, *self.lexicon))

    def _compile(self, path: Path, row: PatternRow) -> None:
        _ = self._pattern(path, row).regex

    def _pattern(self, path: Path, row: PatternRow) -> Pattern:
        when: list[str] = []
        for word in row.when:
            slot = SLOT.fullmatch(word)
            if slot and slot[1] not in self.lexicon:
                raise fault_at(path, id_line(row.id), f"`when` of {row.id!r} names no lexicon table: {word}")
            when += self.lexicon[slot[1]] if slot else [word]
        expanded = self._expanded(row.regex, path, row.id, depth=0)
        return Pattern(row, f"rule/{self.name}.{row.id}", tuple(when), path, expanded)

    def _expanded(self, raw: str, path: Path, owner: str, *, depth: int) -> str:
        if depth > 12:  # noqa: PLR2004 -- deeper than any sane nesting: a slot that names itself
            raise fault_at(path, regex.escape(owner), f"slots of {owner!r} go in a circle")

        def put(found: regex.Match[str]) -> str:
            name, colon, given = found.group(1, 2, 3)
            capture = given if colon else (name if depth == 0 else "")
            return f"(?{f'P<{capture}>' if capture else ':'}{self._slot(name, path, owner, depth=depth)})"

        return SLOT.sub(put, raw)

    def _slot(self, name: str, path: Path, owner: str, *, depth: int) -> str:
        if name in self.slots:
            home, raw = self.slots[name]
            return self._expanded(raw, home, name, depth=depth + 1)
        if name in self.lexicon:
            if name not in self._tables:
                self._tables[name] = alternatives(self.lexicon[name])
            return self._tables[name]
        raise fault_at(path, rf"\{{{name}\b", f"{owner!r} uses the slot {name!r}, which nothing defines")


class Rulebook:
    """All rules of one or more folders, each type read when first asked for."""

    def __init__(self, *folders: Path) -> None:
        """`folders` in the order in which they are laid over one another; none given: the package's own."""
        for folder in folders:
            if not folder.is_dir():
                message = (
                    f"{folder}: no such rule folder; give a folder of folders, such as {folder}/money/lexicon.toml"
                )
                raise RuleError(message)
        self.folders = folders or (own_rules(),)
        self._sets: dict[str, RuleSet] = {}

    def __getitem__(self, name: str) -> RuleSet:
        """The rules of the type `name`; an empty set where no folder has any."""
        if name not in self._sets:
            self._sets[name] = RuleSet(name, self.folders)
        return self._sets[name]

    def faults(self, folder: Path) -> Iterator[RuleError]:
        """What is wrong with the types of which `folder` has rules; each must be one that the first folder has."""
        known = sorted(path.name for path in self.folders[0].iterdir() if path.is_dir())
        for path in sorted(path for path in folder.iterdir() if path.suffix in {".toml", ".txt"} and path.is_file()):
            example = folder / "money" / path.name
            yield RuleError(f"{path}:1: belongs to no type of rules; put it into that type's folder, such as {example}")
        for path in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
            if path.name in known:
                yield from self[path.name].faults()
            else:
                yield RuleError(f"{path}:1: no such type of rules; there are {', '.join(known)}")

    def check(self, folder: Path) -> None:
        """Read and compile every type of which `folder` has rules; RuleError at the first fault."""
        for fault in self.faults(folder):
            raise fault


def own_rules() -> Path:
    """The folder of the rules that the program ships: beside the package, else in the checkout."""
    return own_folder(OWN_RULES)


def own_folder(name: str) -> Path:
    """A folder that ships with the program: inside the package, else at the top of the checkout."""
    package = Path(__file__).parent.parent
    for folder in (package / name, package.parent.parent / name):
        if folder.is_dir():
            return folder
    message = f"{package / name}: missing; the installation is broken, install gaoxin-extract anew"
    raise RuleError(message)


def alternatives(words: Iterable[str]) -> str:
    """A regex that matches any of `words`, the longest first.

    A long list shares its beginnings and is entered only on one of them: most places in a text fail that at once.

    >>> alternatives(["元", "美元"])
    '美元|元'
    """
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    if len(ordered) < LONG_LIST:
        return "|".join(map(_escaped, ordered))
    initials = "".join(sorted({regex.escape(word[0], special_only=False) for word in ordered}))
    return f"(?=[{initials}])(?:{_branches(ordered)})"


def _branches(words: Iterable[str]) -> str:
    """A regex of `words` as a tree of shared beginnings, which prefers the longest as the plain list does.

    >>> _branches(["总投资", "总产值", "投资", "投资额"])
    '总(?:投资|产值)|投资(?:额)?'
    """
    tails: dict[str, list[str]] = {}
    for word in words:
        tails.setdefault(word[0], []).append(word[1:])
    branches: list[str] = []
    for first, rests in tails.items():
        if len(rests) == 1:
            branches.append(_escaped(first + rests[0]))
            continue
        longer = [rest for rest in rests if rest]
        branch = _branches(longer)
        optional = len(longer) < len(rests)
        if optional and longer:
            branch = f"(?:{branch})?"
        elif "|" in branch:
            branch = f"(?:{branch})"
        branches.append(_escaped(first) + branch)
    return "|".join(branches)


def _escaped(word: str) -> str:
    """`word` as a regex of itself; most words are letters alone."""
    return word if word.isalnum() else regex.escape(word, special_only=True)


def _attempt(reading: Callable[[], object]) -> RuleError | None:
    """The fault that `reading` meets."""
    try:
        reading()
    except RuleError as error:
        return error
    return None


def _lines_with(word: str, content: str) -> Iterator[tuple[int, int]]:
    """Where the lines of `content` that hold `word` begin and end."""
    end = 0
    while (place := content.find(word, end)) >= 0:
        start, end = content.rfind("\n", 0, place) + 1, content.find("\n", place)
        end = end if end >= 0 else len(content)
        yield start, end


def _names(raw: str) -> Iterator[str]:
    return (found[1] for found in SLOT.finditer(raw))
