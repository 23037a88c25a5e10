"""Chosen shares → norms: the value, and the change that the clause speaks of."""

from collections.abc import Sequence

import regex

from gaoxin_extract.entities import AnyCandidate, Context
from gaoxin_extract.entities.percent.roles import LEVEL, Change, Cues
from gaoxin_extract.numerals import plain
from gaoxin_extract.rulebook import RuleSet, compiled
from gaoxin_extract.traditional import script
from gaoxin_extract.values import Percent

# Between two members of one list: 、 和 以及, nothing more.
GLUE_REACH = 4


class Resolver:
    """The compiled rules of reading a share in its sentence."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile `rules` once."""
        self.cues = Cues(rules)
        self.script = script(rules)
        self.glue = compiled(rules.fragment("glue"), regex.V1)

    def resolve(self, candidates: Sequence[AnyCandidate], context: Context) -> tuple[Percent, ...]:
        """A norm for each of `candidates`, which are all the shares of the text in its order."""
        content = self.script.simplified(context.text.content)
        norms: list[Percent] = []
        change, previous = LEVEL, 0
        below = self.cues.same_below(content)
        for candidate in candidates:
            span, expression = candidate.span, candidate.expression
            gap = span.start - previous
            if not (norms and gap <= GLUE_REACH and self.glue.fullmatch(content, previous, span.start)):
                points = expression.unit == "percentage_point"
                change = self.cues.read(content, span.start, span.end, previous, points=points)
                told = change.trend is None or change.basis is not None
                if below and span.end >= below[0] and not told and self.cues.names_no_base(content, span.start):
                    change = Change(change.trend, below[1])
            high = expression.high
            norms.append(
                Percent(
                    value=plain(expression.low),
                    value_max=plain(high) if high is not None else None,
                    unit=expression.unit,
                    mod=expression.mod,
                    trend=change.trend,
                    basis=change.basis,
                )
            )
            previous = span.end
        return tuple(norms)
