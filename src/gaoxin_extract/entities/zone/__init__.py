"""Named development zones, science cities and industrial parks."""

from gaoxin_extract.entities.zone.find import ZoneFinder
from gaoxin_extract.rulebook import RuleSet


def load(rules: RuleSet) -> ZoneFinder:
    """The type ZONE by the rules of rules/zone/ and the word lists of rules/names/."""
    return ZoneFinder(rules)
