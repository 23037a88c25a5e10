"""One HTML file to read, search and correct records in: `build(records)`.

It needs no network and no server. What is needed first (the list, the charts) stands first and small; the articles
stand behind it in packed chunks that are opened one at a time, so that five thousand articles open as fast as one.
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from gaoxin_extract.errors import SourceError
from gaoxin_extract.ledger import merge
from gaoxin_extract.records import Record
from gaoxin_extract.report.catalogue import catalogue, searched
from gaoxin_extract.report.charts import draw
from gaoxin_extract.report.document import document
from gaoxin_extract.report.figures import figures
from gaoxin_extract.report.packing import packed, packed_json
from gaoxin_extract.report.sources import Printed, SourceFile, State, cut, printed, source_files
from gaoxin_extract.report.words import words

__all__ = ["Report", "SourceFile", "build", "source_files"]

CHUNK = 200_000  # bytes of JSON: a few milliseconds to open
LONGEST = 60_000  # characters of a source that are shown whole

OnError = Callable[[SourceError], object]


class Report(Struct, frozen=True):
    """The bytes of a page, part by part, and in what state the articles' sources were found."""

    parts: Iterator[bytes]
    states: tuple[State, ...]


class _Chunks:
    """Articles with their sources as JSON; a new chunk is begun where one is full."""

    def __init__(self) -> None:
        self.closed: list[str] = []
        self.firsts: list[int] = []
        self.digest = sha256()
        self._articles: list[Any] = []
        self._pages: dict[str, int] = {}
        self._size = self._count = 0

    def add(self, record: Record, found: Printed) -> None:
        """Put in one article."""
        if not self._articles:
            self.firsts.append(self._count)
        page, start = None, 0
        if found.state == "printed":
            start, text = cut(record, found.text, longest=LONGEST)
            if text not in self._pages:
                self._size += len(text) * 3
            page = self._pages.setdefault(text, len(self._pages))
        raw = msgspec.json.encode(record)
        self._size += len(raw)
        self._articles.append({"record": msgspec.Raw(raw), "page": page, "start": start})
        self._count += 1
        if self._size > CHUNK:
            self.close()

    def close(self) -> None:
        """Pack what there is."""
        if self._articles:
            data = msgspec.json.encode({"pages": list(self._pages), "articles": self._articles})
            self.digest.update(data)
            self.closed.append(packed_json(data))
        self._articles, self._pages, self._size = [], {}, 0


def build(
    records: Iterable[Record],
    *,
    root: Path | None = None,
    title: str | None = None,
    on_error: OnError = lambda _: None,
    on_file: Callable[[SourceFile], object] = lambda _: None,
) -> Report:
    """The report on `records`; of two with one id the later stands.

    Sources are read again from their paths, or from under `root`; one that is gone or changed is said to be so in the
    report, one that can't be read is told to `on_error` besides. `on_file` is told of each file that is done.
    """
    own = {record.id: record for record in records}
    chunks = _Chunks()
    ordered: list[Record] = []
    states: list[State] = []
    for file in source_files(own.values(), root):
        for record, found in printed(file, on_error=on_error):
            ordered.append(record)
            states.append(found.state)
            chunks.add(record, found)
        on_file(file)
    chunks.close()
    counted = figures(merge(ordered), {record.id: number for number, record in enumerate(ordered)})
    data = {
        "words": packed(words()),
        "catalogue": packed(
            {"digest": chunks.digest.hexdigest()[:16], **msgspec.to_builtins(catalogue(ordered, states, chunks.firsts))}
        ),
        "figures": packed(counted),
        "searched": packed([searched(record) for record in ordered]),
    }
    return Report(document(title, draw(counted), data, chunks.closed), tuple(states))
