"""Named organisations."""

from gaoxin_extract.entities.org.find import OrgFinder
from gaoxin_extract.rulebook import RuleSet


def load(rules: RuleSet) -> OrgFinder:
    """The type ORG by the rules of rules/org/ and the word lists of rules/names/."""
    return OrgFinder(rules)
