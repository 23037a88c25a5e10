"""Values in words that a reader of a terminal takes in at a glance."""

from collections.abc import Mapping

from gaoxin_extract.records import Fact
from gaoxin_extract.values import Date, Money, Norm, Org, Percent, Project, Zone

UNITS = {"percent": "%", "permille": "‰", "percentage_point": " percentage points"}
MODS = {
    "APPROX": "about",
    "MORE_THAN": "more than",
    "EQUAL_OR_MORE": "at least",
    "LESS_THAN": "less than",
    "EQUAL_OR_LESS": "at most",
    "START": "start of",
    "MID": "middle of",
    "END": "end of",
    "BEFORE": "before",
    "AFTER": "after",
}
UNREAD = "not read"
BETWEEN = " · "


def worded(norm: Norm, text: str, names: Mapping[str, str]) -> str:
    """A value in words; a name that is the mention's own `text` is left out. `names`: the texts of mentions by id.

    >>> worded(Money("500000000", "600000000", "CNY", "APPROX", "investment", None, None), "约5亿至6亿元", {})
    'about 500,000,000–600,000,000 CNY · investment'
    """
    match norm:
        case Money(amount, amount_max, currency, mod, role, equals, per):
            number = _number(amount, amount_max)
            priced = f"{currency or 'currency unknown'}{f' per {per}' if per else ''}"
            sum_ = _modified(f"{number} {priced}", mod) if number else UNREAD
            return _joined(sum_, role, f"= {names.get(equals, equals)}" if equals else None)
        case Percent(value, value_max, unit, mod, trend, basis):
            number = _number(value, value_max)
            return _joined(_modified(f"{number}{UNITS.get(unit or '', '')}", mod) if number else UNREAD, trend, basis)
        case Date(type_, value, mod, start, end):
            days = f"{start or '…'} to {end or '…'}" if mod and (start or end) else None
            return _joined(_modified(value, mod) if value else UNREAD, None if type_ == "DATE" else type_.lower(), days)
        case Org(name, kind) | Project(name, kind):
            return _joined(None if name == text else name, kind)
        case Zone(name):
            return "" if name == text else name


def stated(fact: Fact, names: Mapping[str, str]) -> str:
    """What a fact says, with the value that its words stand for and the words that date it."""
    value = _number(fact.value, None) if fact.unit else fact.value
    unit = {"m2": " m²"}.get(fact.unit or "", f" {fact.unit}" if fact.unit else "")
    said = f"{value}{unit}" if value else None
    dated = f"({names.get(fact.date, fact.date)})" if fact.date else None
    if fact.relation == "stage":
        return " ".join(filter(None, (said, dated)))
    same = said is None or said == fact.text
    return " ".join(filter(None, (fact.text, None if same else f"= {said}", dated)))


def _modified(words: str, mod: str | None) -> str:
    return f"{MODS.get(mod, mod)} {words}" if mod else words


def _joined(*parts: str | None) -> str:
    return BETWEEN.join(part for part in parts if part)


def _number(low: str | None, high: str | None) -> str:
    """Digits in groups of three.

    >>> _number("1260000000.5", None), _number("-3", "5"), _number(None, None)
    ('1,260,000,000.5', '-3–5', '')
    """
    return "–".join(_grouped(each) for each in (low, high) if each)


def _grouped(number: str) -> str:
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.lstrip("-").isdecimal() and whole != "-0" else number
