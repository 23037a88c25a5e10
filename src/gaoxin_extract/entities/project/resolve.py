"""Joins the forms of one project's name."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.text import Span

ORDINALS = {
    "首": "1",
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}
# The district that a short form opens with, and a full name with its company doesn't: 青岚区澜汀电池项目.
SEAT = re.compile(r"[一-鿿]{2,3}[区县市](?!场)")
TELLING = 6
# A name is held against so many that share its first two characters.
COMPARED = 100
# A text says the same names again and again.
REMEMBERED = 4096
# What every phase ends in.
PHASED = re.compile("[期步段）)]")
MARKS = re.compile(r"[\s\"'“”‘’·•:《》—|()\[\]【】-]+")


# 20MWP, 10GWh: a capacity that a name may leave out.
CAPACITY = re.compile(r"\d[\d.]*(?:[kmg]wh?p?|kv)(?![a-z])")


# 青岚机场 is no short form of 青岚机场⟨扩建工程⟩, but what is there already.
CHANGED = re.compile(r"(?:[一二三四五六]期)?(?:改?扩建|改造|迁建|修缮|大修|扩容|提升|升级)")
# …二期项目⟨外延基地⟩: what belongs to a project goes on behind its noun.
INNER = re.compile(r"项目(?!建设)(?=[一-鿿]{2})")


class Form(Struct, frozen=True, gc=False):
    """A name folded for comparison.

    `core` is without marks, phases, the bare nouns at its end and capacities, which are `capacities`; `holder` is the
    core of the project that the named one is a part of, "" for most.
    """

    core: str
    phases: frozenset[str]
    capacities: frozenset[str]
    holder: str = ""


class Names:
    """Folds names and joins them by the words of a rule set."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile what `rules` give."""
        self.form = lru_cache(maxsize=REMEMBERED)(self._form)
        self._phase = re.compile(rules.fragment("phase"))
        self._ordinal = re.compile(r"[首一二三四五六七八九]|\d+")
        self._plain = re.compile(rf"(?:建设|{rules.fragment('project_noun')})+\Z")
        self._nouns = ("建设", *rules.lexicon["project_noun"])

    def _form(self, name: str) -> Form:
        """`name` folded."""
        found = [phase[0] for phase in self._phase.finditer(name)] if PHASED.search(name) else []
        phases = frozenset(
            ORDINALS.get(ordinal, ordinal) for phase in found for ordinal in self._ordinal.findall(phase)
        )
        core = _folded(self._phase.sub("", name) if found else name)
        capacities = CAPACITY.findall(core)
        bare = CAPACITY.sub("", core) if capacities else core
        bare = (self._plain.sub("", bare) if bare.endswith(self._nouns) else bare) or core
        inner = INNER.search(bare)
        return Form(bare, phases, frozenset(capacities), bare[: inner.start()] if inner else "")

    def full_names(self, names: Sequence[str], aliases: Mapping[str, str] = MappingProxyType({})) -> tuple[str, ...]:
        """For each of `names` the fullest that denotes the same project; themselves where none is surely the same.

        `aliases` are names that the article sets up for others of `names` (以下简称“…”).
        """
        distinct = sorted(dict.fromkeys(names), key=lambda name: (-len(self.form(name).core), -len(name)))
        forms = {name: self.form(name) for name in distinct}
        fullest: dict[str, str] = {}
        holders: dict[str, list[str]] = defaultdict(list)
        for name in distinct:
            core = forms[name].core
            seat = SEAT.match(core)
            openings = {core[:2], core[seat.end() : seat.end() + 2]} if seat else {core[:2]}
            longer = [other for opening in sorted(openings) for other in holders[opening][:COMPARED]]
            same = {fullest[other] for other in longer if _same(forms[name], forms[other])}
            for pair in _pairs(core):
                holders[pair].append(name)
            exact = {full for full in same if forms[full].core == forms[name].core}
            if len(exact) == 1:
                same = exact
            fullest[name] = same.pop() if len(same) == 1 else name
        for alias, name in aliases.items():
            fullest[alias] = fullest[name]
        return tuple(fullest[name] for name in names)


class Known:
    """The sure names of one text, against which others are held."""

    def __init__(self, names: Names, content: str, spans: Sequence[Span]) -> None:
        """`spans` are those of the sure names in `content`."""
        self._names = names
        self._content = content
        self._forms = [(span, names.form(content[span.start : span.end])) for span in spans]
        self._holders: dict[str, list[tuple[Span, Form]]] = defaultdict(list)
        for place, form in self._forms:
            for pair in _pairs(form.core):
                self._holders[pair].append((place, form))

    def repeated(self, span: Span) -> Iterator[str]:
        """How the name at `span` says again, in full or shorter, what another says elsewhere."""
        form = self._names.form(self._content[span.start : span.end])
        opening = form.core[:2]
        near = self._holders.get(opening, []) if len(opening) > 1 else self._forms
        near = [(place, other) for place, other in near if place.end <= span.start or span.end <= place.start]
        if same := [place for place, other in near if other == form]:
            # 青岚云谷 beside 青岚云谷项目, which is surely one.
            bare = any(place.end - place.start > span.end - span.start for place in same)
            yield "repeats.bare" if bare else "repeats.same"
            return
        others = [other for _, other in near if form.core != other.core and _same(form, other)]
        if any(form.core in other.core for other in others):
            yield "repeats.stretch"
        elif others:
            yield "repeats.pieces"


def _same(short: Form, long: Form) -> bool:
    """Whether a name can be a shorter form of another: no phase gainsays it, and its characters in their order."""
    # What is kept of a name in pieces ends in two of its characters.
    if short.core[-2:] not in long.core or not _may_be(short, long):
        return False
    if (seat := SEAT.match(short.core)) and not SEAT.match(long.core) and len(short.core) - seat.end() >= TELLING:
        short = replace(short, core=short.core[seat.end() :])
    if short.core == long.core:
        return long.phases == short.phases
    return len(short.core) >= 2 and _in_pieces(short.core, long.core)  # noqa: PLR2004 -- one character names nothing


def _may_be(short: Form, long: Form) -> bool:
    """Whether neither phases nor capacities gainsay that `short` is `long`, and it isn't what `long` is a part of.

    A name without a phase that says nearly as much as one with a phase is that of the whole.
    """
    if not short.phases <= long.phases:
        return False
    if short.phases != long.phases and 2 * len(short.core) > len(long.core):
        return False
    if (at := long.core.find(short.core)) >= 0 and CHANGED.match(long.core, at + len(short.core)):
        return False
    if long.holder and short.holder != long.holder and long.holder.startswith(short.core):
        return False
    return not (short.capacities and long.capacities and short.capacities != long.capacities)


def _in_pieces(short: str, long: str) -> bool:
    """Whether `short` is `long` with stretches left out, each stretch kept being of two characters at least.

    >>> _in_pieces("长川科技内江", "长川科技集成电路封测设备研发制造基地内江")
    True
    >>> _in_pieces("光电子", "光学电子")
    False
    """
    place = 0
    rest = short
    while rest:
        if len(rest) == 1 or long.find(rest[:2], place) < 0:
            return False
        size = next(size for size in range(len(rest), 1, -1) if long.find(rest[:size], place) >= 0)
        place = long.index(rest[:size], place) + size
        rest = rest[size:]
    return True


def _pairs(core: str) -> set[str]:
    """The pairs of neighbouring characters in `core`, or the one that it has."""
    return {core[place : place + 2] for place in range(max(len(core) - 1, 1))}


def _folded(name: str) -> str:
    name = unicodedata.normalize("NFKC", name)
    return (name if name.isalnum() else MARKS.sub("", name)).lower()
