"""How much two stretches of a page share: runs of characters, the rarer on the page the more they tell."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

import regex

PLACE = 2.0
WORDS = regex.compile(r"[\p{Han}A-Za-z]+")


def grams(content: str, size: int = 2) -> Counter[str]:
    """The runs of `size` characters in `content`, none across a mark.

    >>> sorted(grams("高新区，新"))
    ['新区', '高新']
    """
    return Counter(run[k : k + size] for run in WORDS.findall(content) for k in range(len(run) - size + 1))


def shared(first: str, second: str, size: int = 3) -> float:
    """The share of the shorter's runs of `size` characters that the other has too.

    >>> shared("内江高新区", "高新区")
    1.0
    """
    one, other = grams(first, size).keys(), grams(second, size).keys()
    return len(one & other) / (min(len(one), len(other)) or 1)


class Wording:
    """The words of the stories of one page, to find to which of them a headline belongs."""

    def __init__(self, stories: Iterable[Sequence[str]], place: regex.Pattern[str]) -> None:
        """`stories`: the paragraphs of each. `place` matches the name of a zone or city, whose own part it captures."""
        stories = list(stories)
        self.place = place
        self.texts = ["\n".join(story) for story in stories]
        paragraphs = [[grams(paragraph) for paragraph in story] for story in stories]
        self.stories = [sum(story, Counter()) for story in paragraphs]
        self.found = Counter(gram for story in self.stories for gram in story)

    def affinity(self, content: str) -> list[float]:
        """For each story how much `content` shares with it: a word of this story alone counts one, of all stories next to nothing."""
        own = grams(content)
        count = len(self.stories) + 0.5
        rarity = {gram: log(count / self.found[gram]) / log(count) for gram in own if gram in self.found}
        shares = [
            sum(weight * (1 + log(story[gram]) / 2) for gram, weight in rarity.items() if gram in story)
            for story in self.stories
        ]
        for found in self.place.finditer(content):
            told = [found["place"] in text for text in self.texts]
            if any(told):
                worth = PLACE * log(count / sum(told)) / log(count)
                shares = [share + (worth if tells else -PLACE) for share, tells in zip(shares, told, strict=True)]
        return shares
