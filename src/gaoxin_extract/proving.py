"""Runs the marked examples of rules: what a rule folder says it finds is what it finds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from gaoxin_extract.candidates import choose
from gaoxin_extract.entities import MODULES, AnyCandidate, Context, EntityType, load_types, propose
from gaoxin_extract.errors import RuleError
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import Example, Rulebook, RuleSet, own_rules
from gaoxin_extract.text import Span, Text
from gaoxin_extract.traditional import script

OPENING, CLOSING = "⟦", "⟧"
TRIAL = "石滩经开区铭川电机二期项目5月17日开工，总投资10亿元。"
NAMES = ("ZONE", "ORG", "PROJECT")


class Proof(Struct, frozen=True):
    """One example as it came out: `faults` say how it failed, `extractors` who found what was marked."""

    example: Example
    faults: tuple[str, ...]
    extractors: tuple[str, ...]


class Report(Struct, frozen=True):
    """What a check of a rule folder came to; each fault is a line that begins with `path:line`."""

    patterns: int
    words: int
    examples: int
    faults: tuple[str, ...]


def check_rules(folder: Path | None = None) -> Report:
    """Read `folder` laid over the rules that ship, and run its examples; without one, check those that ship."""
    rulebook = Rulebook(own_rules(), *([folder] if folder else []))
    theirs = Rulebook(folder or own_rules())
    faults = [str(fault) for fault in rulebook.faults(theirs.folders[0])]
    patterns = words = examples = 0
    for path in sorted(path for path in theirs.folders[0].iterdir() if path.is_dir()):
        rules = theirs[path.name]
        try:
            patterns += len(rules.pattern_ids)
            words += sum(map(len, rules.lexicon.values()))
            rows = rules.examples() if path.name in MODULES.values() else ()
            examples += len(rows)
            faults += _example_faults(rulebook, rules, rows)
        except RuleError as error:
            faults.append(str(error))
    return Report(patterns, words, examples, tuple(dict.fromkeys(faults or _fault_in_use(folder))))


def _example_faults(rulebook: Rulebook, rules: RuleSet, rows: Sequence[Example]) -> Iterator[str]:
    """How the `rows` of `rules` fail where those of the whole rulebook are at work."""
    if not rows:
        return
    label = next(label for label, module in MODULES.items() if module == rules.name)
    types = load_types(rulebook, rests_on(label))
    for row in rows:
        try:
            faults = prove(label, types, row).faults
        except RuleError as error:
            faults = (str(error),)
        for fault in faults:
            yield f"{rules.where(row.text)}: {fault}"


def _fault_in_use(folder: Path | None) -> tuple[str, ...]:
    """What only the stage that reads a file can say: a role that it doesn't know, a value that is none."""
    try:
        Pipeline.load(rules=folder, model=None).extract_text(TRIAL)
    except RuleError as error:
        return (str(error),)
    return ()


def unmarked(marked: str) -> tuple[str, tuple[Span, ...]]:
    """The text of an example without its marks, and the spans that they enclosed.

    >>> unmarked("总投资⟦45万元⟧")
    ('总投资45万元', (Span(start=3, end=7),))
    """
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    for number, piece in enumerate(marked.split(OPENING)):
        inside, closing, outside = piece.partition(CLOSING) if number else ("", CLOSING, piece)
        if not closing or CLOSING in outside:
            message = f"the marks of an example must pair and not nest: {marked}"
            raise RuleError(message)
        if number:
            spans.append(Span(length, length + len(inside)))
        pieces += inside, outside
        length += len(inside) + len(outside)
    return "".join(pieces), tuple(spans)


def rests_on(label: Label) -> tuple[Label, ...]:
    """The labels whose mentions decide what `label` is given, in the order of finding.

    >>> rests_on("PERCENT")
    ('MONEY', 'PERCENT')
    """
    labels = tuple(MODULES)
    return labels if label in NAMES else labels[: labels.index(label) + 1]


def prove(label: Label, types: Sequence[EntityType], example: Example) -> Proof:
    """Find, choose and resolve the text of `example` by `types` (all that `label` rests on) and compare."""
    content, marked = unmarked(example.text)
    if example.norms and len(example.norms) != len(marked):
        message = f"an example has {len(marked)} marks and {len(example.norms)} norms: {example.text}"
        raise RuleError(message)
    text = Text.of(content)
    chosen = choose(propose(types, text))
    mine = [candidate for candidate in chosen if candidate.label == label]
    by_span = {candidate.span: candidate for candidate in mine}
    (kind,) = (kind for kind in types if kind.label == label)
    ids = tuple(f"e{place}" for place, candidate in enumerate(chosen) if candidate.label == label)
    norms = dict(zip(by_span, kind.resolve(mine, Context(text, (), example.date, chosen, ids)), strict=True))
    faults = [*_extent_faults(content, marked, by_span)]
    for span, expected in zip(marked, example.norms, strict=False):
        if span in norms:
            faults += _value_faults(content[span.start : span.end], expected, msgspec.to_builtins(norms[span]))
    extractors = tuple(by_span[span].extractor for span in marked if span in by_span)
    return Proof(example, tuple(faults), extractors)


def unproven(rules: RuleSet, proofs: Iterable[Proof]) -> tuple[str, ...]:
    """Ids of patterns that no example was found by, and lexicon words that no example holds."""
    proofs = tuple(proofs)
    spoke = {extractor for proof in proofs for extractor in proof.extractors}
    texts = script(rules).simplified("\n".join(unmarked(proof.example.text)[0] for proof in proofs))
    patterns = [f"pattern {pattern.id}" for pattern in rules.patterns.values() if pattern.extractor not in spoke]
    words = [f"{table} {word}" for table, entries in rules.lexicon.items() for word in entries if word not in texts]
    return (*patterns, *words)


def _extent_faults(content: str, marked: Sequence[Span], found: Mapping[Span, AnyCandidate]) -> Iterator[str]:
    touching = {
        span: [other for other in found if other.start < span.end and span.start < other.end] for span in marked
    }
    for span in marked:
        words = content[span.start : span.end]
        if span in found:
            continue
        if rivals := touching[span]:
            yield f"wrong extent: {words!r} came out as {[content[r.start : r.end] for r in rivals]}"
        else:
            yield f"missed: {words!r}"
    for span, candidate in found.items():
        if span not in marked and not any(span in rivals for rivals in touching.values()):
            yield f"spurious: {content[span.start : span.end]!r} by {candidate.extractor}"


def _value_faults(words: str, expected: Mapping[str, str | bool], norm: Mapping[str, object]) -> Iterator[str]:
    """Differences in the keys that the example gives; an empty string there stands for null."""
    for key, value in expected.items():
        if key not in norm:
            yield f"wrong value: {words!r} has no {key!r}"
        elif (norm[key] or "") != value:
            yield f"wrong value: {key} of {words!r} is {norm[key]!r}, not {value!r}"
