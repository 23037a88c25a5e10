"""Where a text comes from, as far as its script and words tell: there `元` is the money of that place."""

import re
from collections import Counter
from functools import lru_cache
from typing import Literal

from gaoxin_extract.rulebook import RuleSet, alternatives

Origin = Literal["CN", "TW"]

CURRENCIES: dict[Origin, str] = {"CN": "CNY", "TW": "TWD"}
LEAST = 2


def origin_of(content: str, rules: RuleSet) -> Origin:
    """Where `content` comes from by `rules` of pages; the mainland where nothing tells of another place.

    >>> from gaoxin_extract.rulebook import Rulebook
    >>> origin_of("（中央社記者田野台北28日電）經濟部表示，園區投資逾410億元。", Rulebook()["pages"])
    'TW'
    """
    traditional, signs = _signs(rules)
    if not traditional.search(content):
        return "CN"
    origins = rules.lexicon["origin"]
    told = Counter(origins[found[0]] for found in signs.finditer(content))
    return "TW" if told["TW"] >= LEAST and told["TW"] > told["CN"] else "CN"


@lru_cache(maxsize=4)
def _signs(rules: RuleSet) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What only a text in traditional characters holds, and the words that name a place."""
    script = "".join(rules.lexicon["script"])
    return re.compile(f"[{script}]"), re.compile(alternatives(rules.lexicon["origin"]))
