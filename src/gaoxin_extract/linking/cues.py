"""The words that tell facts, compiled from rules."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import get_args

import regex
from msgspec import Struct

from gaoxin_extract.records import Relation, Stage
from gaoxin_extract.rulebook import RuleSet, alternatives

STAGES: tuple[Stage, ...] = get_args(Stage)


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
    area: regex.Pattern[str]
    area_units: dict[str, Fraction]
    area_cue: re.Pattern[str]
    area_relations: dict[str, Relation]
    capacity: regex.Pattern[str]
    power: regex.Pattern[str]
    jobs: regex.Pattern[str]
    project: regex.Pattern[str]
    part: regex.Pattern[str]
    this_project: regex.Pattern[str]
    goes_on: regex.Pattern[str]
    projects: regex.Pattern[str]
    counted: regex.Pattern[str]
    gathering: regex.Pattern[str]
    bloc: regex.Pattern[str]
    listed: regex.Pattern[str]
    headed: regex.Pattern[str]
    section: regex.Pattern[str]
    object: re.Pattern[str]
    company: regex.Pattern[str]
    lies: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    bodies: tuple[BodyCue, ...]


@lru_cache(maxsize=8)
def cues_of(rules: RuleSet) -> Cues:
    """The cues of `rules`, compiled once."""
    lexicon, patterns = rules.lexicon, rules.patterns
    stages = {**lexicon["happening"], **lexicon["work"]}
    stages |= {word: stage for word, stage in lexicon["beside"].items() if stage}
    relations: dict[str, Relation] = {
        word: "site_area" if value == "site_area" else "floor_area" for word, value in lexicon["area_cue"].items()
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
        area=patterns["area"].regex,
        area_units={word: Fraction(value) for word, value in lexicon["area_unit"].items()},
        area_cue=re.compile(alternatives(relations)),
        area_relations=relations,
        capacity=patterns["capacity"].regex,
        power=patterns["power"].regex,
        jobs=patterns["jobs"].regex,
        project=patterns["project"].regex,
        part=patterns["part"].regex,
        this_project=patterns["this_project"].regex,
        goes_on=patterns["goes_on"].regex,
        projects=patterns["projects"].regex,
        counted=patterns["counted"].regex,
        gathering=patterns["gathering"].regex,
        bloc=patterns["bloc"].regex,
        listed=patterns["listed"].regex,
        headed=patterns["headed"].regex,
        section=patterns["section"].regex,
        object=re.compile(rf"(?:{rules.fragment('object')})\Z"),
        company=patterns["company"].regex,
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
