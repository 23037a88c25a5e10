"""How much two stretches of a page share: runs of characters, the rarer on the page the more they tell."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from math import log
from operator import add

import regex
from msgspec import Struct

from gaoxin_extract.openings import Openings
from gaoxin_extract.rulebook.compiling import compiled

NAMED = 2.0
COMMON = 0.1
WORDS = compiled(r"[\p{Han}A-Za-z]+")


@lru_cache(maxsize=1024)
def grams(content: str, size: int = 2) -> frozenset[str]:
    """The runs of `size` characters in `content`, none across a mark or digit.

    >>> sorted(grams("高新区，新"))
    ['新区', '高新']
    """
    return frozenset(_runs(content, size))


@lru_cache(maxsize=1024)
def pairs(content: str) -> tuple[str, ...]:
    """The pairs of characters in a headline, each once, in its order, in which their weights are summed."""
    return tuple(dict.fromkeys(_runs(content, 2)))


def counted(content: str, among: frozenset[str]) -> Counter[str]:
    """The pairs of characters in `content` that are `among` some, with their number; no mark or digit is in these."""
    found = (content[place : place + 2] for place in _openings(among).places(content))
    return Counter(filter(among.__contains__, found))


@lru_cache(maxsize=2)
def _openings(pairs: frozenset[str]) -> Openings:
    return Openings(pairs)


def grams_of(contents: Iterable[str], size: int = 2) -> frozenset[str]:
    """The runs of `size` characters in any of `contents`."""
    return frozenset().union(*(grams(content, size) for content in contents))


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set's runs of characters that the other has too.

    >>> shared(grams("内江高新区"), grams("高新区"))
    1.0
    """
    return len(one & other) / (min(len(one), len(other)) or 1)


def alike(first: str, second: str, size: int = 3) -> float:
    """The share of the runs of `size` characters that two texts have in common."""
    return shared(grams(first, size), grams(second, size))


def _runs(content: str, size: int) -> Iterator[str]:
    return chain.from_iterable(_pieces(run, size) for run in WORDS.findall(content))


def _pieces(run: str, size: int) -> Iterator[str]:
    """The stretches of `size` characters, two or more; in C, since every body of a page goes through here."""
    pieces = map(add, run, run[1:])
    for k in range(2, size):
        pieces = map(add, pieces, run[k:])
    return pieces


def rarity(paragraphs: Collection[Iterable[str]]) -> dict[str, float]:
    """How much each pair of characters tells, the more the fewer of `paragraphs` have it."""
    found = Counter(chain.from_iterable(paragraphs))
    return {gram: log((1 + len(paragraphs)) / count) for gram, count in found.items()}


class Shares(Struct, frozen=True, gc=False):
    """What a headline shares with each story, by the story's place; `rest` with those not listed."""

    listed: dict[int, float]
    rest: float

    def of(self, place: int) -> float:
        """The share of the story at `place`."""
        return self.listed.get(place, self.rest)


class Wording:
    """The words of the stories of one page, to find to which of them a headline belongs."""

    def __init__(self, stories: Iterable[Sequence[str]], asked: frozenset[str], place: regex.Pattern[str]) -> None:
        """`stories`: the paragraphs of each; `asked`: the pairs of characters that headlines are made of.

        `place` matches the name of a zone or city, whose own part it captures.
        """
        self.place = place
        self.texts: list[str] = []
        self.found: dict[str, dict[int, int]] = defaultdict(dict)
        for number, story in enumerate(stories):
            self.texts.append("\n".join(story))
            for gram, times in counted(self.texts[-1], asked).items():
                self.found[gram][number] = times

    def affinity(self, content: str, near: range) -> Shares:
        """What `content` shares with the stories in `near`; a pair of characters that one alone has counts one.

        A place named in the headline and told in some stories speaks for these and against all others.
        """
        count = len(self.texts) + 0.5
        shares: dict[int, float] = defaultdict(float)
        for gram in pairs(content):
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
        own = pairs(content)
        return sum(place in self.found.get(gram, {}) for gram in own) / (len(own) or 1)
