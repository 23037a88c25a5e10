"""Short names and what the article sets up (以下简称“…”) → the fullest name of the same body in one article."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from gaoxin_extract.rulebook import RuleSet, alternatives

DECLARED = re.compile(
    r"[（(](?:以下|下称|下文)?(?:统一?|简)?称?(?:为)?[：:]?“([^”（）()]{2,12})”(?:或“[^”]+”)?[）)，,；;]"
)
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
        self._common = {*names.lines("nouns"), *names.lines("cuts"), *names.lines("keeps"), *names.lines("places")}
        self.short_forms = lru_cache(maxsize=4096)(self._short_forms)

    def _short_forms(self, name: str) -> tuple[str, ...]:
        """The forms under which an article may speak of the company `name` after naming it whole; none for other bodies.

        The place, the legal form, and the trade are dropped in turn; what is left must be more than a common word.
        """
        bare = re.sub(r"[（(][^）)]*[）)]", "", name)
        form = self._form.search(bare)
        if not form or form.start() == 0:
            return ()
        stem = bare[: form.start()]
        forms = {stem, stem + "公司", stem + "集团"}
        place = self._place.match(stem)
        local = stem[: place.end()] if place else ""
        stem = stem[len(local) :]
        core = self._core(stem)
        trades = self._trade.findall(stem[len(core) :])
        for kept in (stem, core, core + trades[0] if trades else core, core + trades[-1] if trades else core):
            forms |= {kept, kept + "公司", kept + "集团", kept + "股份", local + kept}
        forms.discard(name)
        return tuple(sorted(f for f in forms if len(f) >= 2 and f not in self._common and not self._place.fullmatch(f)))

    def _core(self, stem: str) -> str:
        """The part of a company's name that is its own: all before the words of its trade."""
        found = self._trade.search(stem, 2)
        return stem[: found.start()] if found else stem

    def fullest(self, names: Sequence[str], content: str = "") -> Mapping[str, str]:
        """For each of one article's `names` the fullest name of the same body among them."""
        full = {name: name for name in names}
        known: dict[str, str] = {}
        for name in sorted(full, key=len):
            for form in self.short_forms(name):
                known[form] = name
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
