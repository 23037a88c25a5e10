"""What readers of a report decided on its mentions, one decision a line, and records with those decisions carried out.

A person's word outranks the program's: a mention that is added takes out what it overlaps under its own label, unless
somebody accepted that too. Values are nobody's decision, so a mention that is added or relabelled has none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import NoReturn

import msgspec

from gaoxin_extract.corrections.carrying import Hand, by_hand, carried_out, unfit
from gaoxin_extract.corrections.decisions import Action, Correction, Decision, Key
from gaoxin_extract.corrections.places import Sources, placed, reread
from gaoxin_extract.errors import GaoxinError, RecordError
from gaoxin_extract.records import Record

__all__ = ["Action", "Correction", "Hand", "Sources", "apply", "by_hand", "placed", "read", "reread"]

OnError = Callable[[GaoxinError], object]


def read(path: str | PathLike[str]) -> tuple[Correction, ...]:
    """The decisions that a file holds, in its order; RecordError with `path:line` at the first line that is none."""
    name = fspath(path)
    try:
        lines = Path(name).read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except (OSError, ValueError) as error:
        fault = error.strerror if isinstance(error, OSError) else error
        message = f"{name}: can't be read ({fault}); give the file that the report downloaded"
        raise RecordError(message) from None
    decode = msgspec.json.Decoder(Correction).decode
    found: list[Correction] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(decode(line))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                message = f"{name}:{number}: no correction ({error}); mend the line or leave it out"
                raise RecordError(message) from None
    return tuple(found)


def apply(
    records: Iterable[Record],
    corrections: Iterable[Correction],
    *,
    sources: Sources | None = None,
    on_error: OnError | None = None,
    hand: Hand | None = None,
) -> tuple[Record, ...]:
    """`records` with the last decision on each mention carried out.

    A decision that fits no article or mention raises RecordError, or is handed to `on_error` and the others are carried
    out. `sources` gives a source's text, from which an added mention gets its place there; without it `source.path` is
    read again. Where that is gone or changed, the place is estimated, and the record warns of it. `hand` says who
    decided, and what values that person gave; without it, the reader of a report, who gave none.
    """
    every = tuple(records)
    report = on_error or _raise
    home = _homes(every)
    decisions: dict[int, dict[Key, Decision]] = defaultdict(dict)
    for correction in corrections:
        number = home(correction)
        if number is None:
            report(unfit(correction, "no record has this article"))
            continue
        mine, key = decisions[number], correction.key
        added = correction.action == "add" or (key in mine and mine[key].added)
        mine[key] = Decision(correction, added)
    texts = sources or reread()
    return tuple(
        carried_out(record, decisions[number], texts, report, hand or Hand()) if number in decisions else record
        for number, record in enumerate(every)
    )


def _homes(records: Sequence[Record]) -> Callable[[Correction], int | None]:
    """Which record a correction speaks of: by its id, else by the source's digest and the article's number in it."""
    by_id: dict[str, int] = {}
    by_digest: dict[tuple[str, str], int] = {}
    for number, record in enumerate(records):
        by_id.setdefault(record.id, number)
        by_digest.setdefault((record.source.sha256, record.id.rpartition("#")[2]), number)

    def home(correction: Correction) -> int | None:
        same = by_digest.get((correction.sha256, correction.article.rpartition("#")[2]))
        return by_id.get(correction.article, same)

    return home


def _raise(error: GaoxinError) -> NoReturn:
    raise error
