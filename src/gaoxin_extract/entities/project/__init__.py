"""Projects: particular, named investment and building projects, and the plants, bases and parks that they make."""

from gaoxin_extract.entities.project.find import Finder
from gaoxin_extract.rulebook import RuleSet


def load(rules: RuleSet, *, read: bool = False) -> Finder:
    """The PROJECT type of `rules`; `read`: a recogniser of projects reads every text too."""
    return Finder(rules, read=read)
