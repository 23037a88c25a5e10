"""Chosen sums → norms: value, role, the unit of a price, and the sum that says the same in another currency."""

from collections.abc import Sequence

import regex
from msgspec.structs import replace

from gaoxin_extract.entities import AnyCandidate, Context
from gaoxin_extract.entities.money.find import MoneyExpression
from gaoxin_extract.entities.money.roles import Place, Roles
from gaoxin_extract.numerals import plain
from gaoxin_extract.rulebook import RuleSet, compiled
from gaoxin_extract.text import Span
from gaoxin_extract.traditional import script
from gaoxin_extract.values import Money, MoneyRole

# Fragments that tie a sum to its unit or to another sum.
LINKS = ("equal", "per_before", "per_after", "parallel", "change", "row")
GLUE_REACH, EQUAL_REACH, PER_REACH = 3, 12, 14
YUAN, MAINLAND = "CNY", "人民币"
GLUE = frozenset({"、", "和", "与", "及", "，", "以及", "至", ""})


class Resolver:
    """The compiled rules of reading a sum in its sentence."""

    def __init__(self, rules: RuleSet) -> None:
        """Compile `rules` once."""
        self.roles = Roles(rules)
        self.no_price = frozenset({None, *rules.lexicon["no_price"]})
        self.script = script(rules)
        self.local = rules.lexicon["local"]
        self.equal, self.per_before, self.per_after, self.parallel, self.change, self.row = (
            compiled(rules.fragment(name), regex.V1) for name in LINKS
        )

    def resolve(self, candidates: Sequence[AnyCandidate], context: Context) -> tuple[Money, ...]:
        """A norm for each of `candidates`, which are all the sums of the text in its order."""
        content = self.script.simplified(context.text.content)
        if content is not context.text.content:
            candidates = self._localised(content, candidates)
        equals = self._equals(content, candidates, context.ids)
        pers = [self._per(content, candidate.span) for candidate in candidates]
        roles = self._roles(content, candidates, pers, equals, context.ids)
        return tuple(
            _money(candidate.expression, role, equal, per)
            for candidate, role, equal, per in zip(candidates, roles, equals, pers, strict=True)
        )

    def _localised(self, content: str, candidates: Sequence[AnyCandidate]) -> Sequence[AnyCandidate]:
        """`candidates` of a text in traditional characters, with 元 read as what its place calls so."""
        code = next((code for word, code in self.local.items() if word in content), None)
        if code is None or MAINLAND in content:
            return candidates
        return [
            replace(one, expression=replace(one.expression, currency=code)) if _is_bare(content, one) else one
            for one in candidates
        ]

    def _roles(
        self,
        content: str,
        candidates: Sequence[AnyCandidate],
        pers: Sequence[str | None],
        equals: Sequence[str | None],
        ids: tuple[str, ...],
    ) -> list[MoneyRole]:
        """A role for each sum; a list without a cue of its own takes that of the word behind its last member."""
        roles: list[MoneyRole] = []
        inherited: MoneyRole | None = None
        previous, own = 0, False
        for number, (member, size) in enumerate(_members(content, candidates)):
            span, expression = candidates[number].span, candidates[number].expression
            row = inherited is not None and self.row.fullmatch(content, previous, span.start) is not None
            listed = row or self.parallel.fullmatch(content, previous, span.start)
            total = inherited == "total_investment" and not listed
            place = Place(span, previous, member, size, "investment" if total else inherited)
            reading = self.roles.read(content, place)
            role = reading.role
            if equals[number] is not None and number and equals[number] == ids[number - 1] and inherited:
                role = inherited
            elif expression.grade:
                role = "scale"
            elif inherited and ((row and role is None) or self.change.fullmatch(content, previous, span.start)):
                role = inherited
            elif (role in {None, "other"} or reading.how == "off") and pers[number] not in self.no_price:
                role = "price"
            own = own if member else reading.how == "own"
            roles.append(role or "other")
            if reading.how == "after" and member and member == size - 1 and not own:
                roles[-size:] = [roles[-1]] * size
            inherited = role
            previous = span.end
        return roles

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


def _is_bare(content: str, candidate: AnyCandidate) -> bool:
    """Whether a sum names no more of its currency than 元."""
    words = content[candidate.span.start : candidate.span.end]
    return candidate.expression.currency == YUAN and not any(mark in words for mark in ("￥", "¥", "RMB", YUAN))


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
