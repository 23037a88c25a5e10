"""From a path or stream to sources: kinds of file, encodings, JSON Lines."""

from typing import Literal

from msgspec import Struct

MediaType = Literal["text/plain", "text/markdown", "text/html", "application/jsonl"]


class Source(Struct, frozen=True):
    """One input, decoded once; offsets count code points of `text` for ever after.

    `path` is as the user gave it (`-` for standard input, `FILE.jsonl:7` for a line). `id`, `title` and `date` are what metadata say.
    `warnings` are codes of the record format (`encoding_guessed`, `undecodable_bytes`).
    """

    path: str
    text: str
    encoding: str = "utf-8"
    sha256: str = ""
    media_type: MediaType = "text/plain"
    id: str | None = None
    title: str | None = None
    date: str | None = None
    warnings: tuple[str, ...] = ()
