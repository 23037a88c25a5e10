"""Traditional characters read as simplified ones, character by character, so that every place stays where it is."""

import re
from functools import lru_cache
from pathlib import Path

from gaoxin_extract.rulebook import RuleSet

# In any traditional text one of these stands soon; simplified ones have none of them.
TRADITIONAL = re.compile("[個後來時現這將開實舉發報內國會與為產業區東門車點電學長]")


class Script:
    """Reads what is written in traditional characters by the list of rules/names/."""

    def __init__(self, rules: RuleSet) -> None:
        """`rules` is any set of the rulebook."""
        pairs = (line.partition("\t") for line in rules.beside("names").lines("traditional"))
        self._table = str.maketrans({one: other for one, _, other in pairs})

    def simplified(self, content: str) -> str:
        """`content` with each traditional character simplified, length kept; the same string where none stands."""
        return self.read(content) if _is_traditional(content) else content

    def read(self, name: str) -> str:
        """`name`, which may be too short for one of the signs of a traditional text to stand in it, simplified."""
        return name.translate(self._table)


@lru_cache(maxsize=8)  # each type of mention asks it of one text
def _is_traditional(content: str) -> bool:
    return TRADITIONAL.search(content) is not None


@lru_cache(maxsize=4)
def _script(roots: tuple[Path, ...]) -> Script:
    return Script(RuleSet("names", roots))


def script(rules: RuleSet) -> Script:
    """The script of the rulebook of `rules`; one for all that read the same folders."""
    return _script(rules.roots)
