"""Digits, Chinese numerals and scales ↔ `Decimal`.

Three readers, from sure to vague: `read_numeral` gives one number, `read_fraction` the quotient of 三分之二,
`read_estimate` the bounds of 几十亿, 十余, 上千, 两三百. None of them guesses: what they can't read is None.
Blanks and line breaks that a page's layout left inside a numeral never change its value.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow

import regex
from msgspec import Struct

from gaoxin_extract.values import NumberMod

# No sum, share or year is written in more characters; a run of digits beyond that is a serial number.
LONGEST = 48
EXACT = Context(prec=160, traps=[Inexact, InvalidOperation, Overflow])
# Of 三分之二 six places are kept: four of the percentage, twice what any report prints.
PLACES = 6

ONE = Decimal(1)
TEN = Decimal(10)
SCALES = (("兆", Decimal(10) ** 12), ("亿", Decimal(10) ** 8), ("万", Decimal(10) ** 4))
UNITS = {"千": Decimal(1000), "百": Decimal(100), "十": TEN}
LETTERS = {"k": UNITS["千"], "w": Decimal(10) ** 4, "m": Decimal(10) ** 6, "b": Decimal(10) ** 9}
ENGLISH = {"thousand": "k", "million": "m", "billion": "b", "mn": "m", "bn": "b"}
SECTION_DIGITS = 4
DIGITS = "零一二三四五六七八九"

# Variants, financial and traditional forms, full-width marks → one form each; 廿 and 卅 are written out.
FORMS = str.maketrans(
    dict(zip("０１２３４５６７８９", "0123456789", strict=True))
    | dict.fromkeys("〇○◯", "零")
    | dict(zip("壹贰叁肆伍陆柒捌玖", "一二三四五六七八九", strict=True))
    | dict(zip("貳參叄弍陸弌", "二三三二六一", strict=True))
    | dict(zip("两兩幾數餘來拾佰仟萬億", "二二几数余来十百千万亿", strict=True))
    | {"廿": "二十", "卅": "三十", "卌": "四十"}
    | {"，": ",", "．": ".", "點": "点", "－": "-", "−": "-", "﹣": "-", "负": "-", "負": "-", "＋": "+"}
    | {"個": "个"}
    | {letter: letter.lower() for letter in "KWMB"}
)
TO_DIGITS = str.maketrans(DIGITS, "0123456789")

PLAIN = re.compile(r"\d+(?:\.\d+)?")
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
SPELLED = re.compile(rf"[\d{DIGITS}]+(?:[点.][\d{DIGITS}]+)?")
PLACE = re.compile(rf"零?(\d+(?:\.\d+)?|[{DIGITS}])?([千百十])")
ONES = re.compile(rf"(零?)(\d+|[{DIGITS}]|)(?:[点.]([\d{DIGITS}]+))?")
LETTER_ZERO = re.compile(rf"(?<=[{DIGITS}])[OoＯｏ]|[OoＯｏ](?=[{DIGITS}])")
LATIN = re.compile(r"[A-Za-z]+$")
FRACTION = re.compile(r"(.+?)分之(.+)")

MAGNITUDE = r"[十百千万亿兆]"
VAGUE_LEAD = re.compile(rf"(?:好几|数|几|上|成|若干)(?P<scale>{MAGNITUDE}+|)")
VAGUE_INNER = re.compile(rf"(?P<head>.+?)(?P<more>[余多几来把])(?P<scale>{MAGNITUDE}*)")
NEIGHBOURS = re.compile(
    rf"(?P<tens>[二三四五六七八九]?十)?(?P<low>[一二三四五六七八])(?P<high>[二三四五六七八九])(?P<scale>{MAGNITUDE}*)"
)

VAGUE = re.compile(rf"[数數几幾上成余餘多来來把若]|[{DIGITS}两兩贰叁]{{2}}")
LARGE, SMALL = re.compile("[万亿兆]"), re.compile("[十百千]")
SCALE_OF_TENS = re.compile("[万亿兆]+$")
SCALE_OF_DIGITS = re.compile(rf"(?<=[\d{DIGITS}])(?:[百千]?[万亿兆]*|[kw])$|[万亿兆]+$")


# What a numeral is written with; the marks and vague words of the second set stand only inside or behind it.
NUMERAL = "0-9０-９零〇○一二三四五六七八九十两兩廿卅壹贰貳叁參肆伍陆陸柒捌玖拾百佰千仟半好几幾若数數上万亿萬億兆"
INSIDE = ".．,，点點多余餘来來把干个個kKwW"
# Backwards from its end; two blanks that layout left, no more, since a third is a table's.
RUN = regex.compile(rf"(?r)(?:[{NUMERAL}{INSIDE}]++\s?){{1,3}}+")


class Estimate(Struct, frozen=True):
    """The bounds that a vague numeral sets: 几十亿 is more than ten 亿, 两三百 lies between 200 and 300."""

    low: Decimal
    high: Decimal | None
    mod: NumberMod | None


def read_numeral(words: str) -> Decimal | None:
    """The number that `words` writes in digits, Chinese numerals or both; None if it writes none.

    `words` is the numeral alone, with a sign where it has one: currency and modifiers are the caller's. Digits read
    one by one make a number (二〇二三); a last digit without 零 counts the next lower place, as in speech (一百二 is
    120, 三万五 is 35000); 半 is a half; a magnitude alone is one of it (百亿). A fraction that isn't finite is None.

    >>> read_numeral("三千零五十万")
    Decimal('30500000')
    >>> read_numeral("1.2万亿"), read_numeral("3万5千"), read_numeral("壹佰贰拾万")
    (Decimal('1200000000000'), Decimal('35000'), Decimal('1200000'))
    >>> read_numeral("二〇二三"), read_numeral("百亿"), read_numeral("几百")
    (Decimal('2023'), Decimal('10000000000'), None)
    """
    if len(words) > LONGEST:
        words = "".join(words.split())
        if len(words) > LONGEST:
            return None
    if PLAIN.fullmatch(words) and words.isascii():
        return Decimal(words)
    form = normal_form(words)
    if form[:1] in {"-", "+"}:
        number = _unsigned(form[1:])
        return -number if number is not None and form[0] == "-" else number
    return _unsigned(form)


def read_fraction(words: str) -> Decimal | None:
    """The quotient that a fraction writes, to six places; None if `words` is no fraction.

    >>> read_fraction("三分之二"), read_fraction("四分之三"), read_fraction("百分之五点五")
    (Decimal('0.666667'), Decimal('0.75'), Decimal('0.055'))
    """
    found = FRACTION.fullmatch(normal_form(words)) if len(words) <= LONGEST else None
    if not found:
        return None
    below, above = _unsigned(found[1]), _unsigned(found[2])
    if not below or above is None:
        return None
    quotient = Context(prec=2 * LONGEST).divide(above, below)
    return round(quotient, PLACES).normalize(EXACT)


def read_estimate(words: str) -> Estimate | None:
    """The bounds that a vague numeral sets; None if `words` is none.

    After 几, 数, 上 stands the lowest number of the magnitude named; 余, 多 and 几 after a number are more than it,
    来 and 把 about it; two neighbouring digits are a range.

    >>> read_estimate("几十亿")
    Estimate(low=Decimal('1000000000'), high=None, mod='MORE_THAN')
    >>> read_estimate("1000余万").low, read_estimate("两三百").high, read_estimate("三十")
    (Decimal('10000000'), Decimal('300'), None)
    """
    if len(words) > LONGEST:
        return None
    form = normal_form(words)
    if found := VAGUE_LEAD.fullmatch(form):
        return _more_than(_unsigned(found["scale"]) if found["scale"] else ONE)
    if (found := NEIGHBOURS.fullmatch(form)) and _neighbours(found["low"], found["high"]):
        tens, scale = found["tens"] or "", found["scale"]
        low, high = (_times(_unsigned(tens + found[end]), scale) for end in ("low", "high"))
        return Estimate(low, high, None) if low is not None and high is not None else None
    if found := VAGUE_INNER.fullmatch(form):
        low = _times(_unsigned(found["head"]), found["scale"])
        if found["more"] in "来把":
            return Estimate(low, None, "APPROX") if low is not None else None
        return _more_than(low)
    return None


def read_bounds(words: str) -> Estimate | None:
    """What a numeral, sure or vague, says of a quantity; None if `words` is none.

    Chinese digits side by side are neighbours first (八九百), then digits read one by one.

    >>> read_bounds("4.85亿")
    Estimate(low=Decimal('485000000'), high=None, mod=None)
    >>> read_bounds("八九百").high, read_bounds("三千多").mod
    (Decimal('900'), 'MORE_THAN')
    """
    if words.isascii() or not VAGUE.search(words):
        number = read_numeral(words)
        return None if number is None else Estimate(number, None, None)
    estimate = read_estimate(words)
    if estimate is not None:
        return estimate
    number = read_numeral(words)
    return None if number is None else Estimate(number, None, None)


def read_range(low: str, high: str) -> tuple[Decimal, Decimal] | None:
    """Both ends of a range whose low end may leave the scale to the high end; None if it would run downwards.

    >>> read_range("3", "5亿"), read_range("8000万", "1亿")
    ((Decimal('300000000'), Decimal('500000000')), (Decimal('80000000'), Decimal('100000000')))
    """
    below, above = read_bounds(low), read_bounds(high)
    if below is None or above is None:
        return None
    top = above.high or above.low
    shared = _times(below.low, _shared_scale(normal_form(low), normal_form(high)))
    for bottom in (shared, below.low):
        if bottom is not None and bottom < top:
            return bottom, top
    return None


def shared_scale(words: str) -> str:
    """The scale that a numeral lends to those before it in a list: 亿 of 4亿.

    >>> shared_scale("4.5亿"), shared_scale("五十亿"), shared_scale("200")
    ('亿', '亿', '')
    """
    return _shared_scale("1", normal_form(words))


def followers(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for `runs`: the first character of any of `words`, right after a numeral.

    Of a word that opens with a numeral (百分点) it is the first character beyond.
    """
    firsts = {next(character for character in word if character not in NUMERAL) for word in words}
    return re.compile(rf"[{_one_of(firsts)}](?<=[{NUMERAL}{INSIDE}\s].)")


def leaders(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the last character of any of `words` right before a digit.

    >>> [found.start() for found in leaders(["￥", "USD"]).finditer("￥500，CNY，USD 3万")]
    [0, 11]
    """
    return re.compile(rf"[{_one_of({word[-1] for word in words})}](?=\s?[0-9０-９])")


def runs(content: str, follower: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where numerals that `follower` finds may begin, and where what follows them does.

    One cheap pass, so that patterns that are dear to try are tried at these places alone. A run of numeral characters
    longer than any number is passed over.

    >>> text = "2023年总投资1.5 亿元"
    >>> [text[start:end] for start, end in runs(text, followers(["元", "美元"]))]
    ['1.5 亿']
    """
    for found in follower.finditer(content):
        place = found.start()
        run = RUN.match(content, max(0, place - LONGEST), place)
        if run is not None and (place - run.start() < LONGEST or place == LONGEST):
            yield run.start(), place


def write_numeral(number: int) -> str:
    """`number`, from 0 to 10¹⁶ exclusive, in Chinese numerals, as `read_numeral` reads them.

    >>> write_numeral(30500000), write_numeral(10010)
    ('三千零五十万', '一万零一十')
    """
    if number == 0:
        return "零"
    written = ""
    for scale, unit in ((10**12, "万"), (10**8, "亿"), (10**4, "万"), (1, "")):
        section = number // scale % 10**4
        if section:
            digits = _written_section(section)
            written += "零" * (bool(written) and len(str(section)) < SECTION_DIGITS) + digits + unit
        elif unit == "亿" and written:
            written += unit
    return written


def plain(number: Decimal) -> str:
    """`number` in plain digits: no exponent, no trailing zeros, no negative zero.

    >>> plain(Decimal("4.850E+8")), plain(Decimal("8.0")), plain(Decimal("-0.30"))
    ('485000000', '8', '-0.3')
    """
    digits = format(number, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def normal_form(words: str) -> str:
    """`words` without blanks, every variant of a digit, scale or sign written in one way.

    >>> normal_form("壹佰 贰拾萬")
    '一百二十万'
    """
    form = "".join(words.split()).translate(FORMS)
    return form if form.isascii() else LETTER_ZERO.sub("零", form).replace("个亿", "亿")


def _unsigned(form: str) -> Decimal | None:
    """The number of a normal form without sign."""
    if PLAIN.fullmatch(form):
        return Decimal(form)
    if GROUPED.fullmatch(form):
        return Decimal(form.replace(",", ""))
    if form in {"半", "一半"}:
        return Decimal("0.5")
    if "分之" in form:
        return _finite(form)
    if form[-1:].isascii() and (letters := LATIN.search(form)):
        scale = LETTERS.get(ENGLISH.get(letters[0], letters[0]))
        head = _unsigned(form[: letters.start()] or "1")
        return None if head is None or scale is None else _whole(EXACT.multiply(head, scale))
    return _scaled(form)


def _finite(form: str) -> Decimal | None:
    """The quotient of a fraction that six places write out."""
    below, _, above = form.partition("分之")
    quotient, divisor, dividend = read_fraction(form), _unsigned(below), _unsigned(above)
    if quotient is None or divisor is None or dividend != EXACT.multiply(quotient, divisor):
        return None
    return quotient


def _scaled(form: str) -> Decimal | None:
    """A number written with 兆, 亿 or 万, each the sum of what stands before and after its largest scale."""
    for place, (name, scale) in enumerate(SCALES):
        before, found, after = form.rpartition(name)
        if not found:
            continue
        if any(larger in before for larger, _ in SCALES[: place + 1]):
            return None
        head = _unsigned(before) if before else ONE
        tail = _tail(after, scale)
        if head is None or tail is None or (tail and head != head.to_integral_value()):
            return None
        return _whole(EXACT.add(EXACT.multiply(head, scale), tail))
    return _section(form)


def _whole(number: Decimal) -> Decimal:
    """`number` without the zeros that a multiplication leaves after its point."""
    whole = number.to_integral_value()
    return whole if whole == number else number


def _tail(form: str, scale: Decimal) -> Decimal | None:
    """What stands after a scale: nothing, a smaller number, or one digit that counts the next lower place."""
    if not form:
        return Decimal(0)
    if len(form) == 1:
        return EXACT.multiply(_digits(form), scale.scaleb(-1)) if SPELLED.fullmatch(form) else None
    number = _scaled(form.removeprefix("零"))
    return number if number is not None and 0 < number < scale else None


def _section(form: str) -> Decimal | None:
    """A number below ten thousand, or a run of digits read one by one."""
    if SPELLED.fullmatch(form):
        return _digits(form)
    total, last, place = Decimal(0), Decimal(0), 0
    while found := PLACE.match(form, place):
        unit = UNITS[found[2]]
        if last and (unit >= last or not (found[1] or unit == TEN)):
            return None
        total = EXACT.add(total, EXACT.multiply(_digits(found[1]) if found[1] else ONE, unit))
        last, place = unit, found.end()
    rest = ONES.fullmatch(form, place)
    if not rest or not last:
        return None
    gap, ones, decimals = rest.groups()
    below = _tail(ones, last) if ones and not gap and not decimals else _digits(f"{ones or 0}.{decimals or 0}")
    return _whole(EXACT.add(total, below)) if below is not None and below < last else None


def _digits(form: str) -> Decimal:
    """Digits of either kind, with a point or without."""
    return Decimal(form.replace("点", ".").translate(TO_DIGITS))


def _times(number: Decimal | None, scale: str) -> Decimal | None:
    """`number` of the magnitude that `scale` writes (千万, 亿, nothing)."""
    unit = _unsigned(scale) if scale else ONE
    return None if number is None or unit is None else EXACT.multiply(number, unit)


def _shared_scale(low: str, high: str) -> str:
    """The scale of `high` that `low` goes without: all of it for one digit (三至五百万), 万 and 亿 for 三十至五十亿."""
    if LARGE.search(low):
        return ""
    found = (SCALE_OF_TENS if SMALL.search(low) else SCALE_OF_DIGITS).search(high)
    return found[0] if found else ""


def _more_than(low: Decimal | None) -> Estimate | None:
    return None if low is None else Estimate(low, None, "MORE_THAN")


def _neighbours(low: str, high: str) -> bool:
    """两三, 七八, and 三五, which speech uses alike."""
    return DIGITS.index(high) - DIGITS.index(low) == 1 or low + high == "三五"


def _one_of(characters: Iterable[str]) -> str:
    return "".join(re.escape(character) for character in sorted(characters))


def _written_section(section: int) -> str:
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = section // unit % 10
        if digit:
            written += "零" if gap and written else ""
            written += DIGITS[digit] + name
        gap = not digit
    return written
