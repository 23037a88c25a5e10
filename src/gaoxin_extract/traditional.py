"""Traditional characters read as simplified ones, character by character, so that every place stays where it is."""

import re
from functools import lru_cache
from pathlib import Path

from gaoxin_extract.rulebook import RuleSet

# These stand in names and quotations of simplified texts too: of 19 million characters of reports they are all that do.
STRAY = frozenset("昇吒薹濛於迴聖龍")


class Script:
    """Reads what is written in traditional characters by the list of rules/names/."""

    def __init__(self, rules: RuleSet) -> None:
        """`rules` is any set of the rulebook."""
        pairs = dict(line.split("\t") for line in rules.beside("names").lines("traditional"))
        self._table = str.maketrans(pairs)
        self._sign = re.compile(f"[{''.join(sorted(pairs.keys() - STRAY))}]")
        self._last = lru_cache(maxsize=8)(self._searched)  # each type of mention asks it of one text

    def is_of(self, content: str) -> bool:
        """Whether a character of `content` is none of simplified texts."""
        return self._last(content)

    def simplified(self, content: str) -> str:
        """`content` with each traditional character simplified, length kept; the same string where none stands."""
        return self.read(content) if self.is_of(content) else content

    def read(self, name: str) -> str:
        """`name` simplified, where it is by a stray character alone too."""
        return name.translate(self._table)

    def _searched(self, content: str) -> bool:
        return self._sign.search(content) is not None


@lru_cache(maxsize=4)
def _script(roots: tuple[Path, ...]) -> Script:
    return Script(RuleSet("names", roots))


def script(rules: RuleSet) -> Script:
    """The script of the rulebook of `rules`; one for all that read the same folders."""
    return _script(rules.roots)
