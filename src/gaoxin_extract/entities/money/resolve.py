"""Chosen sums → norms: value, role, the unit of a price, and the sum that says the same in another currency."""

from collections.abc import Sequence

import regex

from gaoxin_extract.entities import AnyCandidate, Context
from gaoxin_extract.entities.money.find import MoneyExpression
from gaoxin_extract.entities.money.roles import Place, Roles
from gaoxin_extract.numerals import plain
from gaoxin_extract.rulebook import RuleSet
from gaoxin_extract.text import Span
from gaoxin_extract.values import Money, MoneyRole

GLUE_REACH, EQUAL_REACH, PER_REACH = 3, 12, 14
GLUE = frozenset({"、", "和", "与", "及", "，", "以及", "至", ""})


class Resolver:
    """The compiled rules of reading a sum in its sentence."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile `rules` once."""
        self.roles = Roles(rules)
        self.equal, self.per_before, self.per_after = (
            regex.compile(rules.fragment(name), regex.V1) for name in ("equal", "per_before", "per_after")
        )

    def resolve(self, candidates: Sequence[AnyCandidate], context: Context) -> tuple[Money, ...]:
        """A norm for each of `candidates`, which are all the sums of the text in its order."""
        content = context.text.content
        members = _members(content, candidates)
        equals = self._equals(content, candidates, context.ids)
        norms: list[Money] = []
        inherited: MoneyRole | None = None
        previous = 0
        for number, candidate in enumerate(candidates):
            span, expression = candidate.span, candidate.expression
            member, size = members[number]
            role = self.roles.role(content, Place(span, previous, member, size, inherited))
            per = self._per(content, span)
            if (
                equals[number] is not None
                and inherited is not None
                and number
                and equals[number] == context.ids[number - 1]
            ):
                role = inherited
            elif expression.grade:
                role = "scale"
            elif role is None and per:
                role = "price"
            inherited = "investment" if role == "total_investment" else role
            norms.append(_money(expression, role or "other", equals[number], per))
            previous = span.end
        return tuple(norms)

    def _equals(self, content: str, candidates: Sequence[AnyCandidate], ids: tuple[str, ...]) -> list[str | None]:
        equals: list[str | None] = [None] * len(candidates)
        for number in range(1, len(candidates)):
            one, other = candidates[number - 1], candidates[number]
            gap = other.span.start - one.span.end
            if not 0 < gap <= EQUAL_REACH or one.expression.currency == other.expression.currency:
                continue
            if self.equal.fullmatch(content, one.span.end, other.span.start):
                equals[number - 1], equals[number] = ids[number], ids[number - 1]
        return equals

    def _per(self, content: str, span: Span) -> str | None:
        found = self.per_after.match(content, span.end, span.end + PER_REACH)
        if not found:
            found = self.per_before.search(content, max(0, span.start - PER_REACH), span.start)
        return found["unit"] if found else None


def _members(content: str, candidates: Sequence[AnyCandidate]) -> list[tuple[int, int]]:
    """For each sum, which member of how many it is in a list joined by 、 or 和."""
    members: list[tuple[int, int]] = []
    first = 0
    for number in range(len(candidates) + 1):
        joined = False
        if 0 < number < len(candidates):
            end, start = candidates[number - 1].span.end, candidates[number].span.start
            joined = start - end <= GLUE_REACH and content[end:start] in GLUE
        if number and not joined:
            members += [(place, number - first) for place in range(number - first)]
            first = number
    return members


def _money(expression: MoneyExpression, role: MoneyRole, equals: str | None, per: str | None) -> Money:
    high = expression.high
    return Money(
        amount=plain(expression.low),
        amount_max=plain(high) if high is not None else None,
        currency=expression.currency,
        mod=expression.mod,
        role=role,
        equals=equals,
        per=per,
    )
