"""A source and what metadata say of it."""

import calendar
import re
from hashlib import sha256
from typing import Literal

from msgspec import Struct

MediaType = Literal["text/plain", "text/markdown", "text/html", "application/jsonl"]

STDIN = "-"
DATE = re.compile(
    r"\s*(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?!\d)(?:\s*[-/.月]\s*(\d{1,2})(?!\d))?)?\s*[年月日]?(?:[\sT].*)?", re.DOTALL
)
COMPACT_DATE = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?:\d{6})?\s*")


class Source(Struct, frozen=True):
    """One input, decoded once; offsets count code points of `text` for ever after.

    `path` is as the user gave it (`-` for standard input, `FILE.jsonl:7` for a line). `id`, `title` and `date` are what
    metadata say, `sha256` is that of the bytes: a file's as unpacked, a line's without its newline.
    `warnings` are codes of the record format (`encoding_guessed`, `undecodable_bytes`, `date_unread`).
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

    @classmethod
    def of(
        cls, text: str, *, path: str = STDIN, media_type: MediaType = "text/plain", date: str | None = None
    ) -> "Source":
        """A source made of text that is decoded already.

        >>> Source.of("总投资10亿元").sha256[:8]
        '80d75e9b'
        """
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return cls(path, text, sha256=digest, media_type=media_type, date=date)


def iso_date(words: str) -> str | None:
    """The day, month or year that metadata or an option gives, as ISO 8601 has it; None where it gives none.

    >>> iso_date("2023年3月14日"), iso_date("2023-03"), iso_date("2023-03-14T08:00:00+08:00"), iso_date("2023-02-30")
    ('2023-03-14', '2023-03', '2023-03-14', None)
    """
    found = COMPACT_DATE.fullmatch(words) or DATE.fullmatch(words)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if not year or (month is not None and not 1 <= month <= 12):  # noqa: PLR2004 -- months
        return None
    if day is not None and month is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
