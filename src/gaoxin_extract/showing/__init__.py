"""An article on a terminal: its text with its mentions in colour, its values, its projects with their facts.

Colours are those of the 256 that every terminal has, dark letters on a light ground, so that they read on dark and
light terminals alike. Where there is no colour, a mention stands in brackets behind its label.
"""

from collections.abc import Iterator, Mapping, Sequence

import regex
from msgspec import Struct
from msgspec.structs import replace
from rich.cells import set_cell_size
from rich.style import Style
from rich.text import Text

from gaoxin_extract.assembling import label_of
from gaoxin_extract.linking.links import Links
from gaoxin_extract.records import AnyMention, Label, ProjectEntry, Record
from gaoxin_extract.sentences import sentences
from gaoxin_extract.showing.wording import stated, worded
from gaoxin_extract.showing.wrapping import wrapped

GROUNDS: Mapping[Label, int] = {"MONEY": 221, "PERCENT": 215, "DATE": 117, "ORG": 114, "ZONE": 183, "PROJECT": 217}
STYLES = {label: Style.parse(f"color(16) on color({ground})") for label, ground in GROUNDS.items()}
AROUND = Style(underline=True)
TITLE, QUIET = Style(bold=True), Style(dim=True)
INDENT = "    "
ROOM = 24  # columns that words behind a head need at least
HEADLINES = 4  # lines that a headline runs over at most
# Control characters steer terminals, marks of direction turn lines round; each is shown as one that does neither.
UNSEEN = regex.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Look(Struct, frozen=True):
    """How an article is shown; `values` under each sentence."""

    width: int = 80
    colour: bool = True
    values: bool = False


def legend(labels: Sequence[Label], look: Look) -> Iterator[Text]:
    """What the colours mean; nothing without colour, where each mention says its label."""
    if look.colour:
        line = Text()
        for label in labels:
            line.append(f" {label} ", STYLES[label])
            line.append(" ")
        line.append("holds others", AROUND)
        yield from wrapped(line, look.width)
        yield Text()


def shown(record: Record, look: Look) -> Iterator[Text]:
    """The lines of an article."""
    yield from _head(record, look)
    yield Text()
    inner = _holding(record.entities)
    names = {mention.id: mention.text for mention in record.entities}
    headlines = _headlines(record)
    for number, (start, end) in enumerate(_paragraphs(record.text)):
        for part in _sentences(record.text, start, end) if look.values else ((start, end),):
            line = _marked(record, part, inner, look)
            if number < headlines:
                line.stylize(TITLE)
            yield from wrapped(line, look.width)
            if look.values:
                yield from _values(record, part, names, look)
    if record.projects:
        yield Text()
        for project in record.projects:
            yield from _project(project, names, look)
    for warning in record.warnings:
        yield from _hanging(Text("! ", QUIET), Text(seen(warning.message), QUIET), look)


def only(record: Record, labels: Sequence[Label]) -> Record:
    """`record` with the mentions of `labels`, and what rests on them alone."""
    kept = tuple(mention for mention in record.entities if label_of(mention) in labels)
    links = Links(record.organisations, record.projects).keeping(frozenset(mention.id for mention in kept))
    return replace(record, entities=kept, organisations=links.organisations, projects=links.projects)


def seen(words: str) -> str:
    r"""`words` with each character that would steer a terminal as one that doesn't; no offset moves.

    >>> seen("铭川\x1b[2J\u202e电机")
    '铭川�[2J�电机'
    """
    return UNSEEN.sub(lambda found: " " if found[0] == "\t" else "\ufffd", words)


def _head(record: Record, look: Look) -> Iterator[Text]:
    yield Text("─" * look.width, QUIET)
    if record.title and not _headlines(record):
        yield from wrapped(Text(seen(record.title), TITLE), look.width)
    date = f"{record.dct.value} (from {record.dct.basis})" if record.dct else "date unknown"
    about = " · ".join((record.kind, date, *(" ".join(each.split()) for each in record.byline), record.id))
    yield from wrapped(Text(seen(about), QUIET), look.width)


def _headlines(record: Record) -> int:
    """How many paragraphs of the text are the headline."""
    printed = "".join((record.title or "").split())
    begun = ""
    for number, (start, end) in enumerate(_paragraphs(record.text)[:HEADLINES], 1):
        begun += "".join(record.text[start:end].split())
        if begun == printed:
            return number
    return 0


def _paragraphs(text: str) -> list[tuple[int, int]]:
    return [(found.start(), found.end()) for found in regex.finditer(r"[^\n]+", text)]


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for sentence in sentences(text[start:end]):
        yield start + sentence.start, start + sentence.end


def _holding(mentions: Sequence[AnyMention]) -> frozenset[str]:
    """The ids of mentions that hold others, or overlap them."""
    holding: set[str] = set()
    open_: list[AnyMention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        open_ = [each for each in open_ if each.end > mention.start]
        holding.update(each.id for each in open_)
        open_.append(mention)
    return frozenset(holding)


def _marked(record: Record, part: tuple[int, int], holding: frozenset[str], look: Look) -> Text:
    """A stretch of the text with its mentions, those that hold others drawn first."""
    start, end = part
    content = seen(record.text[start:end])
    here = [m for m in record.entities if m.start < end and start < m.end]
    here.sort(key=lambda m: (m.start, -m.end))
    if not look.colour:
        return Text(_bracketed(content, [(label_of(m), m.start - start, m.end - start) for m in here]))
    line = Text(content)
    for mention in here:
        line.stylize(STYLES[label_of(mention)], mention.start - start, mention.end - start)
    for mention in here:
        if mention.id in holding:
            line.stylize(AROUND, max(mention.start - start, 0), mention.end - start)
    return line


def _bracketed(content: str, mentions: Sequence[tuple[Label, int, int]]) -> str:
    """`content` with each mention in brackets behind its label, outer ones around inner ones.

    >>> _bracketed("铭川电机二期", [("PROJECT", 0, 6), ("ORG", 0, 4)])
    '[PROJECT [ORG 铭川电机]二期]'
    """
    closing = [(min(end, len(content)), "]") for _, _, end in mentions]
    opening = [(max(start, 0), f"[{label} ") for label, start, _ in mentions]
    # At one place what ends is closed before what begins is opened, and outer ones are opened first: sorting is stable.
    pieces: list[str] = []
    place = 0
    for at, mark in sorted((*closing, *opening), key=lambda pair: (pair[0], pair[1] != "]")):
        pieces += content[place:at], mark
        place = at
    return "".join((*pieces, content[place:]))


def _values(record: Record, part: tuple[int, int], names: Mapping[str, str], look: Look) -> Iterator[Text]:
    """The values of the mentions that begin in a sentence, one a line."""
    start, end = part
    for mention in record.entities:
        if start <= mention.start < end:
            label = label_of(mention)
            head = Text(INDENT)
            head.append(f"{label:<8}", STYLES[label] if look.colour else "")
            words = Text(f" {seen(' '.join(mention.text.split()))}")
            value = worded(mention.norm, mention.text, names)
            words.append(f"  {seen(value)}" if value else "", TITLE)
            words.append(f"  {mention.extractor} {mention.score:g}", QUIET)
            yield from _hanging(head, words, look)


def _project(project: ProjectEntry, names: Mapping[str, str], look: Look) -> Iterator[Text]:
    head = Text()
    head.append(seen(project.name), STYLES["PROJECT"] if look.colour else TITLE)
    head.append(f"  {' · '.join(filter(None, (project.kind, project.stage)))}", QUIET)
    yield from wrapped(head, look.width)
    for fact in project.facts:
        what = fact.role or fact.relation
        yield from _hanging(Text(set_cell_size(f"{INDENT}{what}", 22)), Text(seen(stated(fact, names))), look)


def _hanging(head: Text, words: Text, look: Look) -> Iterator[Text]:
    """`words` behind `head`, further lines under their beginning; all of them under it where that leaves no room."""
    room = look.width - head.cell_len
    if room < min(words.cell_len, ROOM):
        yield from wrapped(head, look.width)
        for line in wrapped(words, look.width - len(INDENT)):
            yield Text.assemble(INDENT, line)
        return
    for number, line in enumerate(wrapped(words, room)):
        yield Text.assemble(" " * head.cell_len if number else head, line)
