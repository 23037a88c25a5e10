"""Figures by name, and floors under which they may not fall."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from gaoxin_extract.errors import RecordError
from gaoxin_extract.evaluation import Figures


class Fallen(Struct, frozen=True):
    """A figure under its floor; `figure` is None where nothing was there to measure."""

    name: str
    figure: float | None
    floor: float


def flat(figures: Figures) -> dict[str, float]:
    """Every share that was measured, by name, as `ORG.f1`, `MONEY.role`, `articles.titles`, `facts.recall`."""
    shares: dict[str, float | None] = {}
    for label, each in figures.mentions.items():
        shares[f"{label}.precision"] = each.precision if each.proposed else None
        shares[f"{label}.recall"] = each.recall if each.gold else None
        shares[f"{label}.f1"] = each.f1 if each.gold or each.proposed else None
        shares[f"{label}.relaxed_f1"] = each.relaxed_f1 if each.gold or each.proposed else None
        shares[f"{label}.value"] = each.value
        shares |= {f"{label}.{field}": share(*counts) for field, counts in each.fields.items()}
    facts = figures.facts
    shares |= {
        "articles.b_cubed_f1": figures.articles.b_cubed_f1,
        "articles.titles": share(*figures.articles.titles),
        "articles.dates": share(*figures.articles.dates),
        "facts.recall": share(facts.right, facts.gold),
        "facts.precision": share(facts.right, facts.proposed),
        "facts.roles": share(facts.right_roles, facts.roles),
    }
    return {name: value for name, value in shares.items() if value is not None}


def share(right: int, total: int) -> float | None:
    """`right` of `total`; None of nothing.

    >>> share(1, 2), share(0, 0)
    (0.5, None)
    """
    return right / total if total else None


def full_name(name: str) -> str:
    """A label alone means its F1.

    >>> full_name("ORG"), full_name("money.role")
    ('ORG.f1', 'MONEY.role')
    """
    head, _, rest = name.partition(".")
    head = head.lower() if head.lower() in {"articles", "facts"} else head.upper()
    return f"{head}.{rest or 'f1'}"


def read_floors(path: Path) -> dict[str, float]:
    """The floors of a TOML file: `"ORG.f1" = 0.9`, under `[floor]` or at its top."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f'{path}: no floors ({error}); write lines as "ORG.f1" = 0.9'
        raise RecordError(message) from None
    floors: dict[str, float] = {}
    for name, floor in table.get("floor", table).items():
        values = floor if isinstance(floor, dict) else {"": floor}
        for field, value in values.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                message = f"{path}: {name}: {value!r} is no floor; write a share from 0 to 1"
                raise RecordError(message)
            floors[full_name(f"{name}.{field}".removesuffix("."))] = float(value)
    return floors


def fallen(figures: Figures, floors: Mapping[str, float]) -> tuple[Fallen, ...]:
    """The figures that lie under their floors, and floors of which nothing was measured."""
    measured = flat(figures)
    return tuple(
        Fallen(name, measured.get(name), floor)
        for name, floor in floors.items()
        if name not in measured or measured[name] < floor
    )
