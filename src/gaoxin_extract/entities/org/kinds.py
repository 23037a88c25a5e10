"""What kind of body a name is of."""

from collections.abc import Iterable
from functools import lru_cache
from typing import get_args

from gaoxin_extract.aliases import BRACKETS
from gaoxin_extract.rulebook import RuleSet, alternatives, compiled
from gaoxin_extract.traditional import script
from gaoxin_extract.values import OrgKind

KINDS: tuple[OrgKind, ...] = get_args(OrgKind)
FORM = compiled("(?:控股)?(?:集团)?(?:股份)?(?:有限)?(?:责任)?公司$")
# A company's department: its kind is the company's.
PART = compiled("(?:公司|集团)[^公司集团]{0,10}(?:管理中心|服务中心|采购中心|物资部|事业部)$")
DEFAULT: OrgKind = "company"
REMEMBERED = 1 << 12  # names: an article repeats its own


class Kinds:
    """Tells the kind of a body by the lists and the words of rules/org/."""

    def __init__(self, rules: RuleSet, tables: Iterable[str]) -> None:
        """`tables` are those of the words that end names."""
        words = {word: kind for word, kind in rules.lexicon["inner"].items() if kind}
        words |= rules.lexicon["kind_word"]
        for table in reversed((*tables,)):
            words |= rules.lexicon[table]
        self._words = {word: next(kind for kind in KINDS if kind == value) for word, value in words.items()}
        self._endings: dict[str, list[str]] = {}
        for word in sorted(self._words, key=len, reverse=True):
            self._endings.setdefault(word[-1], []).append(word)
        self._within = compiled(rf".*(?P<head>{alternatives(word for word in words if len(word) > 1)})")
        self._script = script(rules)
        self._research = compiled(rules.fragment("research_body"))
        self._public = compiled(rules.fragment("public_body"))
        lines = [line.partition("\t") for line in rules.lines("bodies")]
        self._bodies = {name: next(one for one in KINDS if one == kind) for name, _, kind in lines}
        self._known = lru_cache(maxsize=REMEMBERED)(self._of)

    def of(self, name: str, text: str = "") -> OrgKind:
        """The kind of the body of this full name, which the article calls `text`."""
        return self._known(name, text)

    def _of(self, name: str, text: str) -> OrgKind:
        for form in map(self._script.read, (text, name)):
            if form in self._bodies:
                return self._bodies[form]
        bare = self._script.read(BRACKETS.sub("", name) or name)
        ending = self._ending(bare)
        if self._words.get(ending) == DEFAULT or PART.search(bare):
            # 中国工商银行股份有限公司 is a bank before it is a company.
            stem = FORM.sub("", bare)
            return "finance" if self._words.get(self._ending(stem)) == "finance" else DEFAULT
        if self._research.fullmatch(bare):
            return "research"
        if ending:
            return self._words[ending]
        if self._public.fullmatch(bare):
            return "government"
        within = self._within.match(bare)
        return self._words[within["head"]] if within else DEFAULT

    def _ending(self, name: str) -> str:
        return next((word for word in self._endings.get(name[-1:], ()) if name.endswith(word)), "")
