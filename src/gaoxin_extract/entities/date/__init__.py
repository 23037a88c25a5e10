"""Dates: calendar and clock expressions, lengths of time and sets of times, with TIMEX3 values."""

from collections.abc import Sequence

from gaoxin_extract.entities import AnyCandidate, Context
from gaoxin_extract.entities.date.cues import Cues
from gaoxin_extract.entities.date.find import Finder
from gaoxin_extract.entities.date.resolve import resolve
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.text import Text
from gaoxin_extract.traditional import script
from gaoxin_extract.values import Norm


class DateType:
    """The DATE type of a rule folder."""

    label: Label = "DATE"

    def __init__(self, rules: RuleSet) -> None:
        """Compile what `rules` holds."""
        self._script = script(rules)
        self.finder = Finder(rules)
        self.cues = Cues(rules.lexicon)

    def find(self, text: Text, found: tuple[AnyCandidate, ...] = ()) -> tuple[AnyCandidate, ...]:
        """What the rules propose in `text`; nothing that other types found matters here."""
        del found
        content = self._script.simplified(text.content)
        return self.finder.find(content, traditional=content is not text.content)

    def resolve(self, candidates: Sequence[AnyCandidate], context: Context) -> tuple[Norm, ...]:
        """The value of each of `candidates`, read against the article's date and the dates before it."""
        return resolve(candidates, self._script.simplified(context.text.content), context.dct, self.cues)


def load(rules: RuleSet) -> DateType:
    """The DATE type of `rules`."""
    return DateType(rules)
