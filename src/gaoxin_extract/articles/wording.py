"""How much two stretches of a page share: pairs of characters, the rarer on the page the more they tell."""

from collections import Counter
from collections.abc import Iterable
from math import log

import regex

WORDS = regex.compile(r"[\p{Han}A-Za-z0-9]+")


def grams(content: str, size: int = 2) -> Counter[str]:
    """The runs of `size` characters in `content`, none across a mark.

    >>> sorted(grams("高新区，新"))
    ['新区', '高新']
    """
    return Counter(run[k : k + size] for run in WORDS.findall(content) for k in range(len(run) - size + 1))


class Wording:
    """The shared words of headlines and stories of one page."""

    def __init__(self, stories: Iterable[str]) -> None:
        """`stories`: the whole text of each."""
        self.stories = [grams(story) for story in stories]
        self.found = Counter(gram for story in self.stories for gram in story)

    def affinity(self, content: str) -> list[float]:
        """For each story how much it shares with `content`."""
        own = grams(content)
        count = len(self.stories)
        return [
            sum(log(1 + count / self.found[gram]) * (1 + log(story[gram])) for gram in own if gram in story)
            for story in self.stories
        ]
