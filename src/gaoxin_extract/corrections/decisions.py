"""A line of a corrections file, and what the lines on one mention come to."""

from typing import Literal, NamedTuple

from msgspec import Struct

from gaoxin_extract.records import Label

Action = Literal["accept", "reject", "relabel", "add"]


class Key(NamedTuple):
    """What names a mention within its article."""

    label: Label
    start: int
    end: int

    def overlaps(self, other: "Key") -> bool:
        """Whether both are of one label and share a character, which no two mentions may."""
        return self.label == other.label and self.start < other.end and other.start < self.end


class Correction(Struct, frozen=True, kw_only=True):
    """One decision on the mention `label` `start:end` of an article; `to` is the new label of a relabel.

    Offsets count code points of the article's text. `add` is a mention that was missed. `article`, `source` and
    `sha256` are the record's `id`, `source.path` and `source.sha256`.
    """

    schema: Literal["gaoxin-extract/correction/1"] = "gaoxin-extract/correction/1"
    article: str
    source: str
    sha256: str
    action: Action
    label: Label
    start: int
    end: int
    text: str
    to: Label | None = None

    def __post_init__(self) -> None:
        """Refuse a decision that contradicts itself; ValueError."""
        if not self.text or self.start < 0 or self.end - self.start != len(self.text):
            message = f"{self.text!r} doesn't fill {self.start}:{self.end}, which counts code points"
            raise ValueError(message)
        if (self.to is not None) != (self.action == "relabel"):
            message = "`to` is the new label of a relabel, null for every other action"
            raise ValueError(message)

    @property
    def key(self) -> Key:
        """The mention it speaks of."""
        return Key(self.label, self.start, self.end)


class Decision(Struct, frozen=True):
    """The last line on a mention; `added`: that or an earlier one added it."""

    last: Correction
    added: bool

    @property
    def outcome(self) -> Key | None:
        """The mention there is in the end; None where it is rejected."""
        return None if self.last.action == "reject" else self.last.key._replace(label=self.last.to or self.last.label)
