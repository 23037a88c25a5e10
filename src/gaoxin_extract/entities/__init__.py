"""The types of mention: each a module here, named as its folder in rules/, with `load(rules) -> EntityType`."""

from collections.abc import Container, Sequence
from importlib import import_module
from typing import Any, Protocol

from msgspec import Struct

from gaoxin_extract.articles import Part
from gaoxin_extract.candidates import Candidate
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Text
from gaoxin_extract.values import Norm

AnyCandidate = Candidate[Any]

# In the order of finding: a type is handed what those before it have found.
MODULES: dict[Label, str] = {
    "MONEY": "money",
    "PERCENT": "percent",
    "DATE": "date",
    "ZONE": "zone",
    "ORG": "org",
    "PROJECT": "project",
}
# Types that weigh what a recogniser read over.
MINDFUL = frozenset({"PROJECT"})


class Context(Struct, frozen=True):
    """What an expression is read in: its article's text and parts, its date, and the chosen candidates of every label.

    `dct` is a day, month or year (`2023-03-14`, `2023-03`, `2023`) or None. `ids` are those of the candidates that
    are being resolved, in their order.
    """

    text: Text
    parts: tuple[Part, ...]
    dct: str | None
    found: tuple[AnyCandidate, ...]
    ids: tuple[str, ...]


class EntityType(Protocol):
    """Finds and reads the mentions of one label."""

    @property
    def label(self) -> Label:
        """The label of every candidate that `find` gives."""

    def find(self, text: Text, found: tuple[AnyCandidate, ...] = ()) -> tuple[AnyCandidate, ...]:
        """What the rules propose in `text`; `found`: the candidates of the types before this one."""

    def resolve(self, candidates: Sequence[AnyCandidate], context: Context) -> tuple[Norm, ...]:
        """The value of each of `candidates`, which are the chosen ones of this label in the order of the text."""


def load_types(
    rulebook: Rulebook, labels: Sequence[Label] = tuple(MODULES), *, read: Container[Label] = ()
) -> tuple[EntityType, ...]:
    """The types of `labels` in the order of finding; only their modules are imported.

    `read` are labels of which a recogniser reads every text, so that what it didn't see is something that it read over.
    """
    return tuple(
        import_module(f"{__name__}.{module}").load(
            rulebook[module], **({"read": True} if label in MINDFUL and label in read else {})
        )
        for label, module in MODULES.items()
        if label in labels
    )


def propose(types: Sequence[EntityType], text: Text, found: tuple[AnyCandidate, ...] = ()) -> tuple[AnyCandidate, ...]:
    """What `types` find in `text`, each handed what those before it found; `found` first."""
    for kind in types:
        found += kind.find(text, found)
    return found
