"""Columns, a character and its BIO tag a line: what sequence labellers are trained on.

Tags hold one layer of nested mentions, `one_layer`. A line of the text is a sentence, closed by a blank line; an
article opens with `-DOCSTART-`, which read back joins its lines again. White space is written by its number, as
`<U+3000>`, an empty line as `<>`, so that columns never shift.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from gaoxin_extract.errors import RecordError
from gaoxin_extract.exchange.annotated import Annotated, Labels, Layer, Mark, fail, in_order, marked, one_layer

DOCUMENT, EMPTY = "-DOCSTART-", "<>"
ID = "# newdoc id = "
WRITTEN = re.compile(r"<U\+([0-9A-F]{4,6})>")
TAG = re.compile(r"([BIMELSU])[-_](.+)")
OPENS, CLOSES = frozenset("BSU"), frozenset("ELSU")


class Row(Struct, frozen=True):
    """A token with its tag, at a line of the file; what joins tokens has no tag."""

    number: int
    token: str
    tag: str | None


def conll_lines(each: Annotated, *, layer: Layer = "outer") -> Iterator[str]:
    """The lines of one text."""
    tags = _tags(each, layer)
    yield f"{DOCUMENT}\tO\n\n"
    if each.article:
        yield f"{ID}{each.article}\n"
    place = 0
    for line in each.text.split("\n"):
        yield "".join(f"{_token(c)}\t{tag}\n" for c, tag in zip(line, tags[place:], strict=False)) or f"{EMPTY}\tO\n"
        yield "\n"
        place += len(line) + 1


def read_conll(path: Path, labels: Labels | None = None, *, layer: Layer = "outer") -> Iterator[Annotated]:
    """The texts of a file of columns, the token first and its tag last, in BIO, BIOES or BMES.

    A text is what lies between two `-DOCSTART-`, its sentences a line each; without those each sentence is one. Tokens
    join without a blank, except that words of ASCII stay apart.
    """
    named = labels or Labels()
    for number, (article, sentences) in enumerate(_documents(path), 1):
        rows = list(_joined(sentences))
        text = "".join(row.token for row in rows)
        if text:
            marks = _marks(text, rows, named, path)
            yield Annotated(
                text=text,
                marks=in_order(marks),
                source=f"{path}:{rows[0].number}",
                article=article or f"{path}#{number}",
                layer=layer,
            )


def _token(character: str) -> str:
    return f"<U+{ord(character):04X}>" if character.isspace() else character


def _tags(each: Annotated, layer: Layer) -> list[str]:
    tags = ["O"] * len(each.text)
    for mark in one_layer(each.marks, layer):
        tags[mark.start] = f"B-{mark.label}"
        tags[mark.start + 1 : mark.end] = [f"I-{mark.label}"] * (mark.end - mark.start - 1)
    return tags


def _documents(path: Path) -> Iterator[tuple[str | None, Sequence[Sequence[Row]]]]:
    """The documents of a file: their id, where one is written, and their sentences."""
    article: str | None = None
    gathered: list[Sequence[Row]] = []
    marked_off = False
    for blank, block in groupby(_numbered(path), key=lambda line: not line[1].strip()):
        lines = [] if blank else list(block)
        if lines and lines[0][1].split()[0] == DOCUMENT:
            if gathered:
                yield article, gathered
            article, gathered, marked_off = None, [], True
            del lines[0]
        if lines and lines[0][1].startswith("# ") and len(lines[0][1].split()) > len(lines[-1][1].split()):
            comment = lines.pop(0)[1]
            article = comment.removeprefix(ID) if comment.startswith(ID) else article
        rows = [_row(path, number, line) for number, line in lines]
        if rows and marked_off:
            gathered.append(rows)
        elif rows:
            yield article, [rows]
    if gathered:
        yield article, gathered


def _row(path: Path, number: int, line: str) -> Row:
    token, *others = line.split()
    tag = others[-1] if others else ""
    if tag != "O" and not TAG.fullmatch(tag):
        fail(f"{path}:{number}", f"{line!r} ends in no tag; a line is a token and O, B-ORG, I-ORG, … (also E-, S-, M-)")
    written = WRITTEN.fullmatch(token)
    printed = "" if token == EMPTY else chr(int(written[1], 16)) if written else token
    return Row(number, printed, tag)


def _numbered(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode()
    except OSError as error:
        message = f"{path}: can't be read ({error.strerror}); check the path"
        raise RecordError(message) from None
    except UnicodeDecodeError as error:
        fail(str(path), f"not UTF-8 at byte {error.start}; write it as UTF-8")
    return ((number, line.removesuffix("\r")) for number, line in enumerate(text.split("\n"), 1))


def _joined(sentences: Sequence[Sequence[Row]]) -> Iterator[Row]:
    """The tokens of a text with what joins them: a line break after each sentence, a blank between words of ASCII.

    Where every token is one character, none is a word.
    """
    has_words = any(len(row.token) > 1 for rows in sentences for row in rows)
    for number, rows in enumerate(sentences):
        if number:
            yield Row(rows[0].number, "\n", None)
        before = ""
        for row in rows:
            if has_words and _is_word(before[-1:]) and _is_word(row.token[:1]):
                yield Row(row.number, " ", None)
            yield row
            before = row.token


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _marks(text: str, rows: Iterable[Row], labels: Labels, path: Path) -> Iterator[Mark]:
    """What the tags mark; a mention goes on over what joins its tokens."""
    opened: tuple[str, int, int] | None = None  # the label, where it began, one past its last token
    place = line = 0
    for row in rows:
        place += len(row.token)
        found = TAG.fullmatch(row.tag) if row.tag else None
        if row.tag is None:
            continue
        if opened and not (found and found[2] == opened[0] and found[1] not in OPENS):
            yield from _closed(text, opened, labels, f"{path}:{line}")
            opened = None
        if found:
            line = row.number
            opened = (found[2], opened[1] if opened else place - len(row.token), place)
            if found[1] in CLOSES:
                yield from _closed(text, opened, labels, f"{path}:{line}")
                opened = None
    if opened:
        yield from _closed(text, opened, labels, f"{path}:{line}")


def _closed(text: str, found: tuple[str, int, int], labels: Labels, where: str) -> Iterator[Mark]:
    name, start, end = found
    label = labels(name, where)
    if label:
        yield marked(text, label, (start, end), where)
