"""Short names and what the article sets up (以下简称“…”) → the fullest name of the same body in one article."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from gaoxin_extract.rulebook import RuleSet, alternatives

DECLARED = re.compile(
    r"[（(](?:以下|下称|下文)?(?:统一?|简)?称?(?:为)?[：:]?“([^”（）()]{2,12})”(?:或“[^”]+”)?[）)，,；;]"
)
COMMON_LISTS = ("nouns", "cuts", "keeps", "weak", "places", "counties", "countries", "common")
FORM = re.compile("股份公司|股份|集团|公司")
SHORT = re.compile(
    r"[（(](?:以下|下文|统一?)?(?:简称|下称)(?:为)?[：:]?[“\"]?([^”“\"（）()，。]{2,12})[”\"]?[）)，,；;]"
)


def declared(content: str) -> Iterator[tuple[str, int]]:
    """Each alias that `content` sets up in brackets, with the place where the bracket opens, which ends the full name.

    >>> list(declared("江州智谷服务中心（以下简称“服务中心”）说"))
    [('服务中心', 8)]
    """
    for pattern in (DECLARED, SHORT):
        for found in pattern.finditer(content):
            yield found[1], found.start()


def extended(content: str, end: int, rest: str) -> int:
    """How far the name that opens before `end` goes on in `content` with characters of `rest` in their order.

    >>> extended("国沧海工漂浮平台", 2, "海洋工程")
    4
    """
    place = 0
    while end < len(content):
        place = rest.find(content[end], place) + 1
        if not place:
            break
        end += 1
    form = FORM.match(content, end)
    return form.end() if form else end


class Aliases:
    """Shortens names by the words of rules/org/ and rules/names/, and finds the fullest."""

    def __init__(self, rules: RuleSet) -> None:
        """`rules` is any set of the rulebook."""
        names, org = rules.beside("names"), rules.beside("org")
        forms = list(org.lexicon.get("company", ()))
        trades = [*org.lexicon.get("trade", ()), *names.lines("nouns")]
        places = alternatives((*names.lines("places"), *names.lines("counties")))
        self._place = re.compile(rf"(?:{places}|中国)(?:省|市|区|县)?")
        self._form = re.compile(rf"(?:{alternatives(forms)})$")
        self._trade = re.compile(rf"(?:{alternatives(trades)})")
        self._ending = re.compile(rf"(?:{alternatives(org.lexicon.get('trade', ()))})$")
        self._common = {line for name in COMMON_LISTS for line in names.lines(name)}
        self.short_forms = lru_cache(maxsize=4096)(self._short_forms)

    def _short_forms(self, name: str) -> tuple[tuple[str, str], ...]:
        """The openings of the forms under which an article may speak of the company `name` after naming it whole.

        Each stands with the rest of the stem, of which `extended` takes what the text has; none for other bodies.
        """
        bare = re.sub(r"[（(][^）)]*[）)]", "", name)
        form = self._form.search(bare)
        stem = bare[: form.start()] if form else bare
        place = self._place.match(stem)
        local = stem[: place.end()] if place else ""
        stem = stem[len(local) :]
        if not form and not self._ending.search(stem):
            return ()
        core = self._core(stem)
        rest = stem[len(core) :]
        if len(core) < 2 or core in self._common or self._place.match(core):
            return ()
        forms = [(core, rest)]
        if local:
            forms.append((local + core, rest))
        return tuple(forms)

    def _core(self, stem: str) -> str:
        """The part of a company's name that is its own: all before the words of its trade."""
        found = self._trade.search(stem, 2)
        return stem[: found.start()] if found else stem

    def fullest(self, names: Sequence[str], content: str = "") -> Mapping[str, str]:
        """For each of one article's `names` the fullest name of the same body among them."""
        full = {name: name for name in names}
        known: dict[str, str] = {}
        for name in sorted(full, key=len):
            for form, rest in self.short_forms(name):
                for other in full:
                    if other.startswith(form) and extended(other, len(form), rest) == len(other):
                        known[other] = name
        for alias, end in declared(content):
            for name in sorted(full, key=len, reverse=True):
                if content.endswith(name, 0, end):
                    known[alias] = name
                    break
        for name in full:
            if name in known and len(known[name]) > len(name):
                full[name] = known[name]
        return full


@lru_cache(maxsize=4)
def _aliases(roots: tuple[Path, ...]) -> Aliases:
    return Aliases(RuleSet("names", roots))


def aliases(rules: RuleSet) -> Aliases:
    """The aliases by the rulebook of `rules`; one for all that read the same folders."""
    return _aliases(rules.roots)
