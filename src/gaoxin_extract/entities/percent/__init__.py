"""PERCENT: shares, percentage points, permillages, tenths and multiples."""

from collections.abc import Sequence

from gaoxin_extract.entities import AnyCandidate, Context
from gaoxin_extract.entities.percent.find import Finder
from gaoxin_extract.entities.percent.resolve import Resolver
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.text import Text
from gaoxin_extract.traditional import script
from gaoxin_extract.values import Percent


class PercentType:
    """Finds shares and reads them in their sentence."""

    label: Label = "PERCENT"

    def __init__(self, rules: RuleSet) -> None:
        """Compile `rules` once."""
        self._script = script(rules)
        self.finder = Finder(rules)
        self.resolver = Resolver(rules)

    def find(self, text: Text, found: tuple[AnyCandidate, ...] = ()) -> tuple[AnyCandidate, ...]:  # noqa: ARG002 -- the protocol's
        """The shares that the rules propose."""
        return tuple(self.finder.find(self._script.simplified(text.content)))

    def resolve(self, candidates: Sequence[AnyCandidate], context: Context) -> tuple[Percent, ...]:
        """The value, trend and basis of each chosen share."""
        return self.resolver.resolve(candidates, context)


def load(rules: RuleSet) -> PercentType:
    """The type with `rules`, ready for any number of texts."""
    return PercentType(rules)
