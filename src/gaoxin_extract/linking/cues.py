"""The words that tell facts, compiled from rules."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import get_args

import regex
from msgspec import Struct

from gaoxin_extract.records import Relation, Stage
from gaoxin_extract.rulebook import Pattern, RuleSet, alternatives

STAGES: tuple[Stage, ...] = get_args(Stage)
# Patterns of words that stand for a project.
POINTING = ("project", "part", "this_project", "projects")
MEASURES = ("area", "capacity", "power", "jobs")


class BodyRole(Struct, frozen=True, forbid_unknown_fields=True):
    """What an organisation is to a project, by the words right before and right after its name."""

    id: str
    role: str
    before: str = ""
    after: str = ""


class BodyCue(Struct, frozen=True):
    """A compiled `BodyRole`."""

    id: str
    role: str
    before: re.Pattern[str]
    after: re.Pattern[str]


class Sign:
    """A pattern that is tried only where one of the words stands that it asks for: most clauses hold none."""

    def __init__(self, pattern: Pattern, stop: str = "") -> None:
        """Compile `pattern` and its words; none of its matches goes over a `stop`."""
        self._regex = pattern.regex
        self._words = re.compile(alternatives(pattern.when))
        self._stop = stop

    def match(self, content: str, start: int, end: int) -> regex.Match[str] | None:
        """The match at `start`."""
        return self._regex.match(content, start, end) if self._words.search(content, start, end) else None

    def search(self, content: str, start: int, end: int) -> regex.Match[str] | None:
        """The first match."""
        return self._regex.search(content, start, end) if self._words.search(content, start, end) else None

    def finditer(self, content: str, start: int, end: int) -> Iterable[regex.Match[str]]:
        """All matches."""
        return self._regex.finditer(content, start, end) if self._words.search(content, start, end) else ()

    def anywhere(self, content: str) -> Iterator[regex.Match[str]]:
        """The matches in all of `content`, sought between the stops where a word stands."""
        end = 0
        while word := self._words.search(content, end):
            start, end = content.rfind(self._stop, 0, word.start()) + 1, content.find(self._stop, word.end())
            end = end if end >= 0 else len(content)
            yield from self._regex.finditer(content, start, end)


class Cues(Struct, frozen=True):
    """What linking reads an article by."""

    happening: re.Pattern[str]
    stages: dict[str, Stage]
    ahead: Mapping[str, str]
    time: re.Pattern[str]
    past: re.Pattern[str]
    manner: re.Pattern[str]
    days: frozenset[str]
    afterwards: re.Pattern[str]
    measured: re.Pattern[str]
    area: Sign
    area_units: dict[str, Fraction]
    area_cue: re.Pattern[str]
    area_relations: dict[str, Relation]
    capacity: Sign
    power: Sign
    jobs: Sign
    project: Sign
    part: Sign
    this_project: Sign
    pointing: re.Pattern[str]
    goes_on: regex.Pattern[str]
    projects: Sign
    counted: Sign
    gathering: Sign
    bloc: Sign
    listed: Sign
    among: Sign
    headed: regex.Pattern[str]
    section: regex.Pattern[str]
    object: re.Pattern[str]
    company: Sign
    lies: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    bodies: tuple[BodyCue, ...]


@lru_cache(maxsize=8)
def cues_of(rules: RuleSet) -> Cues:
    """The cues of `rules`, compiled once."""
    lexicon, patterns = rules.lexicon, rules.patterns
    stages = {**lexicon["happening"], **lexicon["work"]}
    stages |= {word: stage for word, stage in lexicon["beside"].items() if stage}
    relations: dict[str, Relation] = {
        word: "site_area" if value == "site_area" else "floor_area"
        for word, value in lexicon["area_cue"].items()
        if value
    }
    return Cues(
        happening=re.compile(alternatives([*stages, *lexicon["beside"]])),
        stages={word: next(stage for stage in STAGES if stage == value) for word, value in stages.items()},
        ahead=lexicon["ahead"],
        # 项目标志着 holds no 目标.
        time=re.compile(rf"(?<!项)(?:{alternatives([*lexicon['ahead'], *lexicon['done']])})"),
        past=re.compile(alternatives(word for word, value in lexicon["done"].items() if value == "past")),
        manner=re.compile(
            rf"{alternatives([*rules.lines('manner'), *lexicon['ahead'], *lexicon['done'], *stages])}|[\d年月日\W]",
        ),
        days=frozenset(stages) - frozenset(lexicon["work"]),
        afterwards=re.compile(alternatives(rules.lines("afterwards"))),
        measured=_words_of(rules, MEASURES),
        area=Sign(patterns["area"]),
        area_units={word: Fraction(value) for word, value in lexicon["area_unit"].items()},
        area_cue=re.compile(alternatives(lexicon["area_cue"])),
        area_relations=relations,
        capacity=Sign(patterns["capacity"]),
        power=Sign(patterns["power"]),
        jobs=Sign(patterns["jobs"]),
        project=Sign(patterns["project"]),
        part=Sign(patterns["part"]),
        this_project=Sign(patterns["this_project"]),
        pointing=_words_of(rules, POINTING),
        goes_on=patterns["goes_on"].regex,
        projects=Sign(patterns["projects"]),
        counted=Sign(patterns["counted"]),
        gathering=Sign(patterns["gathering"], stop="。"),
        bloc=Sign(patterns["bloc"], stop="。"),
        listed=Sign(patterns["listed"], stop="\n"),
        among=Sign(patterns["among"], stop="\n"),
        headed=patterns["headed"].regex,
        section=patterns["section"].regex,
        object=re.compile(rf"(?:{rules.fragment('object')})\Z"),
        company=Sign(patterns["company"]),
        lies=tuple(
            (re.compile(rf"(?:{row.before})\Z"), re.compile(row.after))
            for row in rules.roles(BodyRole)
            if row.role == "zone"
        ),
        bodies=tuple(
            BodyCue(
                row.id,
                row.role,
                re.compile(rf"(?:{row.before})\Z"),
                re.compile(row.after),
            )
            for row in rules.roles(BodyRole)
            if row.role != "zone"
        ),
    )


def _words_of(rules: RuleSet, names: Iterable[str]) -> re.Pattern[str]:
    """The words of which one stands wherever one of the patterns `names` matches."""
    return re.compile(alternatives(word for name in names for word in rules.patterns[name].when))
