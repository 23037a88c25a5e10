"""How much two stretches of a page share: runs of characters, the rarer on the page the more they tell."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log

import regex
from msgspec import Struct

NAMED = 2.0
COMMON = 0.1
WORDS = regex.compile(r"[\p{Han}A-Za-z]+")


@lru_cache(maxsize=4096)
def grams(content: str, size: int = 2) -> Mapping[str, int]:
    """The runs of `size` characters in `content` with their number, none across a mark or digit.

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


class Shares(Struct, frozen=True):
    """What a headline shares with each story, by the story's place; `rest` with those not listed."""

    listed: dict[int, float]
    rest: float

    def of(self, place: int) -> float:
        """The share of the story at `place`."""
        return self.listed.get(place, self.rest)


class Wording:
    """The words of the stories of one page, to find to which of them a headline belongs."""

    def __init__(self, stories: Iterable[Sequence[str]], place: regex.Pattern[str]) -> None:
        """`stories`: the paragraphs of each. `place` matches the name of a zone or city, whose own part it captures."""
        self.place = place
        self.texts: list[str] = []
        self.found: dict[str, dict[int, int]] = defaultdict(dict)
        for number, story in enumerate(stories):
            self.texts.append("\n".join(story))
            for paragraph in story:
                for gram, times in grams(paragraph).items():
                    self.found[gram][number] = self.found[gram].get(number, 0) + times

    def affinity(self, content: str, near: range) -> Shares:
        """What `content` shares with the stories in `near`; a pair of characters that one alone has counts one.

        A place named in the headline and told in some stories speaks for these and against all others.
        """
        count = len(self.texts) + 0.5
        shares: dict[int, float] = defaultdict(float)
        for gram in grams(content):
            tellers = self.found.get(gram, {})
            weight = log(count / len(tellers)) / log(count) if tellers else 0.0
            if weight > COMMON:
                for place in tellers.keys() & near if len(near) < len(tellers) else tellers:
                    shares[place] += weight * (1 + log(tellers[place]) / 2)
        rest = 0.0
        for name in {found["place"] for found in self.place.finditer(content)}:
            naming = [place for place in self.found.get(name[:2], {}) if place in near and name in self.texts[place]]
            if naming:
                worth = NAMED * log(count / len(naming)) / log(count)
                for place in naming:
                    shares[place] += worth + NAMED
                rest -= NAMED
        return Shares({place: share + rest for place, share in shares.items() if place in near}, rest)

    def share(self, content: str, place: int) -> float:
        """The part of the pairs of characters in `content` that the story at `place` has."""
        own = grams(content)
        return sum(place in self.found.get(gram, {}) for gram in own) / (len(own) or 1)
