"""One change between two sets of records."""

from typing import Literal

from msgspec import Struct

from gaoxin_extract.records import Label

Of = Literal["article", "mention", "value", "fact"]
Kind = Literal["added", "removed", "changed"]


class Change(Struct, frozen=True, kw_only=True):
    """A change in `article`, which is the new record's id, the old one's where that is gone.

    `field` is what changed of an article (`title`, `dct`, `text`, …) or mention (`label`, `extent`), the field of a
    value, or a fact's relation; `old` and `new` are what it was and is, null where there is none. `start:end` is the
    mention's place in the text of the new article, in that of the old one where it is gone.
    """

    of: Of
    change: Kind
    article: str
    text: str
    label: Label | None = None
    start: int | None = None
    end: int | None = None
    field: str | None = None
    role: str | None = None
    old: str | None = None
    new: str | None = None
