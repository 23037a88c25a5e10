"""HTML as paragraphs that know where in the markup each of their characters stands.

Libraries that parse HTML give no offsets, and a mention must be traced to the markup as written; so this scanner reads
tags, comments and character references by their places, as loosely as browsers do, and nothing more.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from gaoxin_extract.text import Edit, Span

# A quote opens a value only behind `=`. The bound on a tag's pieces keeps `<a ="<a" ="<a" …` from costing a square.
TAG = re.compile(
    r"""<(/?)([a-zA-Z][^\s/<>]{0,40}+)((?:[^<>"'=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|["'=]){0,400}+)>|<[!?/][^<>]*+>"""
)
ATTRIBUTE = re.compile(r"""([\w:.-]{1,60}+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?""")
REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?")
UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none", re.IGNORECASE
)  # what is invisible till a script runs is the article as a rule
WORD = re.compile(r"[a-z]+")
ZERO_WIDTH = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\ufeff")


def tags(names: str) -> frozenset[str]:
    """A set of tags, written with blanks between."""
    return frozenset(names.split())


VOID = tags("area base br col embed hr img input link meta param source track wbr")
RAW = tags("script style textarea noscript template svg iframe object select title math audio video canvas")
ENDLESS = tags("script style textarea title")  # unclosed, these run to the end of the page, as browsers have it
BLOCK = tags(
    "address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol option p pre section summary "
    "table tbody td tfoot th thead tr ul"
)
UNSEEN = tags("rt rp button nav footer aside datalist dialog menu")
# Which open elements a new one ends, where writers leave out the closing tag.
CELL = tags("td th p")
ENDS = dict.fromkeys(BLOCK - tags("br button body html head"), tags("p")) | {
    "li": tags("li p"),
    "dt": tags("dt dd p"),
    "dd": tags("dt dd p"),
    "tr": CELL | {"tr"},
    "td": CELL,
    "th": CELL,
    "option": tags("option"),
}
DEEPEST = 64  # open inline elements looked through for one that a new element ends


class Node(Struct, frozen=True):
    """An element; `names` are the words of its class and id, `unseen` whether it or one around it is not shown."""

    tag: str
    parent: int
    names: frozenset[str]
    unseen: bool


class Paragraph(Struct, frozen=True):
    """Text between two breaks: its stretches of the markup, what they read without blanks, and its element.

    `linked` counts the characters that stand in links.
    """

    runs: tuple[Span, ...]
    content: str
    node: int
    linked: int


class Markup(Struct, frozen=True):
    """A document: its elements in the order of their opening, its paragraphs, and what its head says."""

    nodes: tuple[Node, ...]
    paragraphs: tuple[Paragraph, ...]
    metas: tuple[tuple[str, str], ...]
    title: str
    scripts: tuple[str, ...]


class Scanner:
    """The state of a scan: the open elements and the paragraph being read."""

    def __init__(self, text: str) -> None:
        """`text` is the markup as written."""
        self.text = text
        self.nodes = [Node("", 0, frozenset(), unseen=False)]
        self.open = [0]
        self.count: Counter[str] = Counter()
        self.unclosed: set[str] = set()
        self.runs: list[Span] = []
        self.linked = 0
        self.paragraphs: list[Paragraph] = []
        self.metas: list[tuple[str, str]] = []
        self.scripts: list[str] = []
        self.title = ""

    def scan(self) -> Markup:
        """Read the whole markup."""
        text, place = self.text, 0
        while (start := text.find("<", place)) >= 0:
            self.print(place, start)
            if text.startswith("<!--", start):
                place = text.find("-->", start + 4) + 3
                if place < 3:  # noqa: PLR2004 -- find's -1: browsers let an open comment run to the end
                    place = len(text)
            elif found := TAG.match(text, start):
                place = self.tag(found)
            else:
                self.print(start, start + 1)
                place = start + 1
        self.print(place, len(text))
        self.flush()
        return Markup(
            tuple(self.nodes), tuple(self.paragraphs), tuple(self.metas), self.title.strip(), tuple(self.scripts)
        )

    def tag(self, found: re.Match[str]) -> int:
        """Take in a tag, with the content of an element whose content is no markup; the place behind it."""
        closing, name, attributes = found[1], (found[2] or "").lower(), found[3] or ""
        if not name:
            return found.end()
        if closing:
            self.end(name)
        elif name in RAW and not attributes.endswith("/"):
            return self.raw(name, found.end())
        else:
            self.start(name, attributes)
        return found.end()

    def start(self, name: str, attributes: str) -> None:
        """Open an element."""
        if name in BLOCK:
            self.flush()
            self.end_implied(name)
        if name == "meta":
            values = attributes_of(attributes)
            key = values.get("name") or values.get("property") or values.get("itemprop") or values.get("http-equiv")
            self.metas.append(((key or "").lower(), html.unescape(values.get("content", "")).strip()))
        if name in VOID:
            return
        values = attributes_of(attributes) if attributes else {}
        parent = self.open[-1]
        unseen = (
            self.nodes[parent].unseen
            or name in UNSEEN
            or "hidden" in values
            or bool(UNSEEN_STYLE.search(values.get("style", "")))
        )
        names = WORD.findall(f"{values.get('class', '')} {values.get('id', '')}".lower())
        self.nodes.append(Node(name, parent, frozenset(names), unseen))
        self.open.append(len(self.nodes) - 1)
        self.count[name] += 1

    def end(self, name: str) -> None:
        """Close an element, with those left open in it; a tag that closes nothing is passed over."""
        if name in BLOCK:
            self.flush()
        if not self.count[name]:
            return
        for place in range(len(self.open) - 1, 0, -1):
            tag = self.nodes[self.open[place]].tag
            if tag == name:
                self.cut(place)
                return
            if tag in BLOCK and (name not in BLOCK or tag == "table"):
                return

    def end_implied(self, name: str) -> None:
        """Close what an element of this name ends without a tag."""
        ends, cut = ENDS.get(name, frozenset()), 0
        for place in range(len(self.open) - 1, max(len(self.open) - DEEPEST, 0), -1):
            tag = self.nodes[self.open[place]].tag
            if tag in ends:
                cut = place
            elif tag in BLOCK:
                break
        if cut:
            self.cut(cut)

    def cut(self, place: int) -> None:
        """Close the open elements from `place` on."""
        for number in self.open[place:]:
            self.count[self.nodes[number].tag] -= 1
        del self.open[place:]

    def raw(self, name: str, place: int) -> int:
        """Pass over an element whose content is no text of the page; the place behind it."""
        found = None if name in self.unclosed else closing_tag(name).search(self.text, place)
        if not found:
            self.unclosed.add(name)
            return len(self.text) if name in ENDLESS else place
        content = self.text[place : found.start()]
        if name == "title" and not self.title:
            self.title = html.unescape(content)
        elif name == "script":
            self.scripts.append(content)
        return found.end()

    def print(self, start: int, end: int) -> None:
        """Take in text of the page."""
        if start >= end or self.nodes[self.open[-1]].unseen:
            return
        if self.count["pre"]:
            for line in re.finditer(r"[^\r\n]+|[\r\n]+", self.text[start:end]):
                if line[0][0] in "\r\n":
                    self.flush()
                else:
                    self.keep(Span(start + line.start(), start + line.end()))
        else:
            self.keep(Span(start, end))

    def keep(self, run: Span) -> None:
        """Add a stretch to the paragraph being read."""
        joined = bool(self.runs) and self.runs[-1].end == run.start
        self.runs.append(Span(self.runs.pop().start, run.end) if joined else run)
        if self.count["a"]:
            self.linked += len("".join(self.text[run.start : run.end].split()))

    def flush(self) -> None:
        """End the paragraph being read."""
        runs, linked = tuple(self.runs), self.linked
        self.runs, self.linked = [], 0
        content = "".join("".join(html.unescape(self.text[run.start : run.end]).split()) for run in runs)
        if content:
            self.paragraphs.append(Paragraph(runs, content, self.open[-1], linked))


def scan(text: str) -> Markup:
    """The elements and paragraphs of a document.

    >>> [paragraph.content for paragraph in scan("<p>总投资<b>10</b>亿元<p>&nbsp;占地70亩<!-- 9亩 -->").paragraphs]
    ['总投资10亿元', '占地70亩']
    """
    return Scanner(text).scan()


def references(text: str, run: Span) -> Iterator[Edit]:
    """Edits that read the character references in a stretch of the markup: `&mdash;` is a dash, `&nbsp;` a blank."""
    for found in REFERENCE.finditer(text, run.start, run.end):
        character = html.unescape(found[0])
        if character != found[0]:
            read = (
                character
                if character == "\u00a0"
                else " "
                if character.isspace()
                else "".join(each for each in character if each not in ZERO_WIDTH)
            )
            yield Edit(found.start(), found.end(), read, reads=True)


def attributes_of(raw: str) -> dict[str, str]:
    """The attributes of a tag, names in small letters, the first of a name."""
    values: dict[str, str] = {}
    for found in ATTRIBUTE.finditer(raw):
        values.setdefault(found[1].lower(), found[2] or found[3] or found[4] or "")
    return values


@cache
def closing_tag(name: str) -> re.Pattern[str]:
    """What ends an element whose content is no markup."""
    return re.compile(rf"</{name}\b[^>]*+>?", re.IGNORECASE)
