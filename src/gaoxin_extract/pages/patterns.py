"""Groups of line patterns, each pattern compiled when a line first holds one of the words that it asks for."""

from collections.abc import Iterable
from functools import lru_cache

import regex

from gaoxin_extract.rulebook import Pattern, RuleSet

REMEMBERED = 1 << 12
SHORT = 24


class Group:
    """Some patterns as one."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        """`patterns` in the order in which they are tried."""
        self.patterns = tuple(patterns)
        self._words = tuple(dict.fromkeys(pattern.when for pattern in self.patterns))
        self._asking = tuple((pattern, self._words.index(pattern.when)) for pattern in self.patterns)
        self._short = lru_cache(maxsize=REMEMBERED)(self._fullmatch)

    def fitting(self, content: str) -> list[Pattern]:
        """Those of whose words `content` holds one, and those that ask for none."""
        holds = content.__contains__
        held = [not words or any(map(holds, words)) for words in self._words]
        return [pattern for pattern, words in self._asking if held[words]]

    def fullmatch(self, content: str) -> bool:
        """Whether any pattern matches all of `content`; that of short lines is remembered, since they repeat."""
        return self._short(content) if len(content) <= SHORT else self._fullmatch(content)

    def _fullmatch(self, content: str) -> bool:
        return any(pattern.regex.fullmatch(content) for pattern in self.fitting(content))

    def match(self, content: str) -> bool:
        """Whether any pattern matches at the beginning of `content`."""
        return any(pattern.regex.match(content) for pattern in self.fitting(content))

    def search(self, content: str) -> regex.Match[str] | None:
        """The first match of any pattern in `content`."""
        found = [match for pattern in self.fitting(content) if (match := pattern.regex.search(content))]
        return min(found, key=lambda match: match.start(), default=None)


@lru_cache(maxsize=64)
def any_of(rules: RuleSet, *groups: str) -> Group:
    """The patterns of `rules` whose id begins with one of `groups`."""
    return Group(pattern for id_, pattern in rules.patterns.items() if id_.startswith(groups))
