"""Groups of line patterns, each pattern compiled when a line first holds one of the words that it asks for."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import chain

import regex

from gaoxin_extract.openings import Openings
from gaoxin_extract.rulebook import Pattern, RuleSet

REMEMBERED = 1 << 12
SHORT = 24


class Group:
    """Some patterns as one."""

    def __init__(
        self,
        patterns: Iterable[Pattern],
        standing: AbstractSet[str] | None = None,
        short: Callable[[str], bool] | None = None,
    ) -> None:
        """`patterns` in the order in which they are tried; use `within` for the others."""
        self.patterns = tuple(patterns)
        asked = tuple(dict.fromkeys(pattern.when for pattern in self.patterns))
        self._words = asked if standing is None else tuple(tuple(filter(standing.__contains__, ws)) for ws in asked)
        places = {words: place for place, words in enumerate(asked) if not words or self._words[place]}
        self._asking = tuple((pattern, places[pattern.when]) for pattern in self.patterns if pattern.when in places)
        self._short = short or lru_cache(maxsize=REMEMBERED)(self._fullmatch)

    def within(self, standing: AbstractSet[str]) -> "Group":
        """The same for the lines of a page in which no other words than those `standing` stand."""
        return Group(self.patterns, standing, self._short)

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


class Asked:
    """The words that the patterns of a rule set ask for."""

    def __init__(self, rules: RuleSet) -> None:
        """Those of all groups, since a page is looked through for them once."""
        self._words: dict[str, set[str]] = defaultdict(set)
        for pattern in rules.patterns.values():
            for word in pattern.when:
                self._words[word[:2]].add(word)
        self._openings = Openings(self._words)

    def standing(self, page: str) -> frozenset[str]:
        """Those that may stand in `page`, by their first two characters."""
        pairs = {page[place : place + 2] for place in self._openings.places(page)}
        openings = pairs | {pair[0] for pair in pairs}
        return frozenset(chain.from_iterable(self._words[opening] for opening in openings & self._words.keys()))


@lru_cache(maxsize=4)
def asked(rules: RuleSet) -> Asked:
    """The words that the patterns of `rules` ask for."""
    return Asked(rules)
