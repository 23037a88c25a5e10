"""Groups of line patterns, each pattern compiled when a line first holds one of the words that it asks for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import accumulate, chain

import regex

from gaoxin_extract.openings import Openings
from gaoxin_extract.pages.lines import REMEMBERED
from gaoxin_extract.rulebook import Pattern, RuleSet

SHORT = 24
NONE: frozenset[str] = frozenset()


class Group:
    """Some patterns as one.

    Where `words` is given, it is those of `Asked` that stand in the line; so the patterns that ask for others needn't
    look for theirs.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        """`patterns` in the order in which they are tried."""
        self.patterns = tuple(patterns)
        self._asking = {pattern.when: frozenset(pattern.when) for pattern in self.patterns}
        self._words = frozenset().union(*self._asking.values())
        self._unasking = [pattern for pattern in self.patterns if not pattern.when]
        self._short = lru_cache(maxsize=REMEMBERED)(self._fullmatch)

    def fitting(self, content: str, words: AbstractSet[str] | None = None) -> list[Pattern]:
        """Those of whose words `content` holds one, and those that ask for none."""
        if words is None:
            holds = content.__contains__
            held = {when for when in self._asking if not when or any(map(holds, when))}
        elif words.isdisjoint(self._words):
            return self._unasking
        else:
            held = {when for when, asked in self._asking.items() if not when or not words.isdisjoint(asked)}
        return [pattern for pattern in self.patterns if pattern.when in held]

    def may_match(self, words: AbstractSet[str] | None) -> bool:
        """Whether a pattern may match in a line, or a part of it, in which `words` stand."""
        return words is None or bool(self._unasking) or not words.isdisjoint(self._words)

    def fullmatch(self, content: str, words: AbstractSet[str] | None = None) -> bool:
        """Whether any pattern matches all of `content`; that of short lines is remembered, since they repeat."""
        if not self.may_match(words):
            return False
        return self._short(content) if len(content) <= SHORT else self._fullmatch(content, words)

    def _fullmatch(self, content: str, words: AbstractSet[str] | None = None) -> bool:
        return any(pattern.regex.fullmatch(content) for pattern in self.fitting(content, words))

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
        opened: dict[str, set[str]] = defaultdict(set)
        for pattern in rules.patterns.values():
            for word in pattern.when:
                opened[word[:2]].add(word)
        self._opened: dict[str, AbstractSet[str]] = {
            opening: words | opened.get(opening[0], NONE) for opening, words in opened.items()
        }
        self._openings = Openings(chain.from_iterable(opened.values()))
        self._last: Mapping[str, AbstractSet[str]] = {}

    def standing(self, contents: Sequence[str]) -> Mapping[str, AbstractSet[str]]:
        """Those that stand in each of the lines of a page, by the line's content.

        What is restored is looked through again: lines of the page before are remembered.
        """
        last = self._last
        fresh = self._found([content for content in contents if content not in last])
        self._last = {content: fresh.get(content) or last.get(content, NONE) for content in contents}
        return self._last

    def _found(self, contents: Sequence[str]) -> dict[str, set[str]]:
        page = "\n".join(contents)
        ends = list(accumulate(len(content) + 1 for content in contents))
        lines: list[set[str]] = [set() for _ in contents]
        number, opened = 0, self._opened
        for place in self._openings.places(page):
            while ends[number] <= place:
                number += 1
            for word in opened.get(page[place : place + 2]) or opened.get(page[place], NONE):
                if page.startswith(word, place):
                    lines[number].add(word)
        return dict(zip(contents, lines, strict=True))


@lru_cache(maxsize=4)
def asked(rules: RuleSet) -> Asked:
    """The words that the patterns of `rules` ask for."""
    return Asked(rules)
