"""Groups of line patterns as one: a line is tested once, not once a pattern."""

from functools import lru_cache

import regex

from gaoxin_extract.rulebook import RuleSet


@lru_cache(maxsize=64)
def any_of(rules: RuleSet, *groups: str) -> regex.Pattern[str]:
    """What any pattern of `rules` matches whose id begins with one of `groups`; nothing where there is none."""
    patterns = [pattern.regex.pattern for id_, pattern in rules.patterns.items() if id_.startswith(groups)]
    return regex.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)", regex.VERSION1)
