"""Areas, capacities and jobs that a clause states."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from gaoxin_extract.linking.cues import Cues
from gaoxin_extract.numerals import plain, read_numeral
from gaoxin_extract.records import Relation
from gaoxin_extract.text import Span

CUE_REACH = 14
AREA_ENDS = frozenset("亩顷里的")
# 12亩/户: a share of each, not the whole.
RATES = ("/", "每")
# No floor is counted in 亩.
LAND = frozenset("亩畝")
CENTS = Decimal("0.01")


class Measure(Struct, frozen=True, gc=False):
    """A measure of a project; `value` in plain digits counted in `unit`, None where it is not one number."""

    relation: Relation
    span: Span
    value: str | None
    unit: str | None


def measures(content: str, span: Span, cues: Cues) -> Iterator[Measure]:
    """The measures stated in `span` of `content`."""
    if not cues.measured.search(content, span.start, span.end):
        return
    yield from _areas(content, span, cues)
    for pattern in (cues.capacity, cues.power):
        for found in pattern.finditer(content, span.start, span.end):
            yield Measure("capacity", Span(*found.span("all")), None, None)
    for found in cues.jobs.finditer(content, span.start, span.end):
        number = read_numeral(found["count"].rstrip("余多"))
        unit = None if number is None else "person"
        value = None if number is None else plain(number)
        yield Measure("jobs", Span(*found.span("all")), value, unit)


def area_before(content: str, span: Span, cues: Cues) -> Measure | None:
    """The site that `span` ends in, right before a name: ⟨340亩⟩云谷产业园."""
    if content[span.end - 1 : span.end] not in AREA_ENDS:
        return None
    for found in cues.area.finditer(content, max(span.start, span.end - CUE_REACH), span.end):
        number = read_numeral(found["number"].rstrip("余多"))
        told = cues.area_cue.search(content, max(span.start, found.start() - CUE_REACH), found.start())
        if number is not None and not told and content[found.end() : span.end] in {"", "的"}:
            value = square_metres(number, cues.area_units[found["unit"]])
            return Measure("site_area", Span(*found.span()), value, "m2")
    return None


def square_metres(number: Decimal, metres: Fraction) -> str:
    """An area in square metres as a decimal string; what is no whole number of cents is rounded to two places.

    >>> square_metres(Decimal("70"), Fraction(2000, 3))
    '46666.67'
    >>> square_metres(Decimal("22653.81"), Fraction(1))
    '22653.81'
    """
    area = Fraction(number) * metres
    return plain((Decimal(area.numerator) / Decimal(area.denominator)).quantize(CENTS))


def _areas(content: str, span: Span, cues: Cues) -> Iterator[Measure]:
    reached = span.start
    for found in cues.area.finditer(content, span.start, span.end):
        before = max(reached, found.start() - CUE_REACH)
        cue = None
        for word in cues.area_cue.finditer(content, before, found.start()):
            cue = word[0]
        reached = found.end()
        number = read_numeral(found["number"].rstrip("余多"))
        if cue not in cues.area_relations or number is None or content.startswith(RATES, found.end()):
            continue
        value = square_metres(number, cues.area_units[found["unit"]])
        relation = "site_area" if found["unit"] in LAND else cues.area_relations[cue]
        yield Measure(relation, Span(*found.span()), value, "m2")
