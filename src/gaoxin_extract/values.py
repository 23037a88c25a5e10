"""What `norm` can be: a struct for each label, in the words of TIMEX3 and ISO 4217.

Numbers are decimal strings in plain digits (`485000000`, `0.3`), so that no reader of a record rounds them.
A field is None where the text says nothing of it, or where it can't be read surely.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

DecimalString = Annotated[str, Meta(pattern=r"^-?(0|[1-9]\d*)(\.\d*[1-9])?$", description="plain digits, no exponent")]
IsoDate = Annotated[str, Meta(pattern=r"^-?\d{4}-\d\d-\d\d$", description="a day, ISO 8601")]

NumberMod = Literal["APPROX", "MORE_THAN", "EQUAL_OR_MORE", "LESS_THAN", "EQUAL_OR_LESS"]
DateMod = Literal[
    "START", "MID", "END", "BEFORE", "AFTER", "APPROX", "MORE_THAN", "EQUAL_OR_MORE", "LESS_THAN", "EQUAL_OR_LESS"
]
MoneyRole = Literal[
    "total_investment", "investment", "output_value", "revenue", "profit", "tax", "subsidy", "loan", "financing",
    "fund", "import_export", "price", "rent", "cost", "scale", "other",
]  # fmt: skip
PercentUnit = Literal["percent", "permille", "percentage_point"]
Trend = Literal["increase", "decrease"]
Basis = Literal["yoy", "mom"]
DateType = Literal["DATE", "TIME", "DURATION", "SET"]
OrgKind = Literal[
    "company", "government", "party", "education", "research", "finance", "health", "media", "association",
    "community", "other",
]  # fmt: skip
ProjectKind = Literal["industrial", "construction", "infrastructure", "programme", "other"]


class Money(Struct, frozen=True, gc=False):
    """A sum in whole units of `currency` (ISO 4217); `amount_max` is the high end of a range.

    `equals` is the id of the mention that states the same sum in another currency, `per` the unit of a price.
    """

    amount: DecimalString | None
    amount_max: DecimalString | None
    currency: str | None
    mod: NumberMod | None
    role: MoneyRole | None
    equals: str | None
    per: str | None


class Percent(Struct, frozen=True, gc=False):
    """A share counted in `unit`; `trend` and `basis` (`yoy`, `mom`) of a change only."""

    value: DecimalString | None
    value_max: DecimalString | None
    unit: PercentUnit | None
    mod: NumberMod | None
    trend: Trend | None
    basis: Basis | None


class Date(Struct, frozen=True, gc=False):
    """A TIMEX3 `value` with the first and last day that it covers, where they are known."""

    type: DateType
    value: str | None
    mod: DateMod | None
    start: IsoDate | None
    end: IsoDate | None


class Org(Struct, frozen=True, gc=False):
    """An organisation under the fullest name that its article gives."""

    name: str
    kind: OrgKind


class Zone(Struct, frozen=True, gc=False):
    """A development zone or park under the fullest name that its article gives."""

    name: str


class Project(Struct, frozen=True, gc=False):
    """A project under the fullest name that its article gives."""

    name: str
    kind: ProjectKind


Norm = Money | Percent | Date | Org | Zone | Project
