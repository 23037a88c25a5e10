"""The page itself: template, style and script in one file that fetches nothing, and a policy that forbids it."""

import html
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from gaoxin_extract.report.charts import NAMES, Name
from gaoxin_extract.report.words import Language, part, parts

STYLES = ("base.css", "frame.css", "list.css", "article.css", "facts.css", "overview.css", "print.css")
SCRIPTS = (
    "data.js", "points.js", "language.js", "dom.js", "values.js", "state.js", "corrections.js", "search.js",
    "list.js", "marks.js", "printed.js", "facts.js", "detail.js", "article.js", "choosing.js", "overview.js",
    "projects.js", "review.js", "keys.js", "main.js",
)  # fmt: skip
SLOT = re.compile(r"\{\{(\w+)\}\}")


def document(
    title: str | None,
    charts: Mapping[Name, Mapping[Language, str]],
    data: Mapping[str, str],
    chunks: Iterable[str],
) -> Iterator[bytes]:
    """The page's bytes: what is needed first stands first, the articles' chunks last.

    `title` is the reader's own words, None for the program's; `data` and `chunks` are packed.
    """
    style = parts("style", STYLES)
    script = f'"use strict";\n(() => {{\n{parts("script", SCRIPTS)}\n}})();\n'
    slots = {
        "policy": policy(style, script),
        "title": html.escape(title or "gaoxin-extract"),
        "own_title": html.escape(title or ""),
        "style": style,
        "data": "\n".join(_carried(name, letters) for name, letters in data.items()),
        "script": script,
    } | {f"chart_{name}": _variants(charts.get(name, {})) for name in NAMES}
    head, _, tail = part("page.html").partition("{{chunks}}")
    yield _filled(head, slots).encode()
    for number, letters in enumerate(chunks):
        yield f"{_carried(f'chunk-{number}', letters)}\n".encode()
    yield _filled(tail, slots).encode()


def policy(style: str, script: str) -> str:
    """The Content Security Policy: our own style and script, told by their digests, and nothing else whatever."""
    return (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode('ascii')}'"


def _carried(name: str, letters: str) -> str:
    return f'<script type="application/gzip" id="data-{name}">{letters}</script>'


def _variants(drawn: Mapping[Language, str]) -> str:
    return "".join(f'<div class="chart" lang="{language}">{svg}</div>' for language, svg in drawn.items())


def _filled(template: str, slots: Mapping[str, str]) -> str:
    return SLOT.sub(lambda slot: slots[slot[1]], template)
