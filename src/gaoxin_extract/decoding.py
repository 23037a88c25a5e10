"""Bytes to text: which encoding they are in, and whether they are text at all."""

import codecs
import re
from collections import Counter
from typing import Literal

from msgspec import Struct

WarningCode = Literal["encoding_guessed", "undecodable_bytes"]

SAMPLE = 1 << 16  # bytes looked at to tell an encoding or a binary file; an article is shorter as a rule
SHORT = 64  # bytes up to which words of GBK may be UTF-8 by chance
DECLARATION = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,20})""", re.IGNORECASE)
DECLARATION_WITHIN = 4096

# UTF-32's little-endian mark begins with that of UTF-16, so it is asked for first.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# What each name stands for in the wild: pages that say gb2312 hold what only gb18030 has.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "ascii": "utf-8", "utf_8_sig": "utf-8"}
BIG5 = ("big5", "cp950", "big5hkscs")

MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b",
         b"7z\xbc\xaf", b"Rar!", b"BM\x00", b"RIFF", b"SQLite format 3\x00", b"II*\x00", b"MM\x00*")  # fmt: skip
PRIVATE = re.compile("[\ue000-\uf8ff]")
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"

# The characters that make up seven tenths of news and reports, with the traditional forms of those that have one.
# A text read in the wrong encoding has next to none of them, so a headline of four characters is told already.
FREQUENT = frozenset(
    "的一年业中国区新大元在人建工和发是成为有产全市化个高上公进行月会开设生地万动家学实展以加不了出力资日到亿用能作项经三于城目长等合推分民政体机时电务本增企海理制入保提平重后投下水同部主与方改科持来"
    "度心现总面通期创要省造技金司点代强车基品州治第位他多前场天西由小文线量法物利里管自安南农口服台对之定事子二东山级这路院比集园两特好过数施社局道深程商美名济其村报升收内单四间员标立共最计外质可达北"
    "联完次快关教坚也交性支五江率系者所及色就运源每得斯战环尔至首并任统明育规打十港办而信费价说们种落府军研示型讯态表更被当厂医格河装流放团从县向术专记风活营域境优批头米续领做效划镇此范各把供式协起"
    "接试光约革德结乡布转防都因限已将精老吨空件着站委亚我引融值意华世应原清导门条林整占网准常去广队游正决铁组百料果指构使绿智阳积该解验克监群湖步近户先稳调据均片手降权际争备带材给居气列党字回还超兴"
    "業國區為產個進會開設動學實資億項經於長時電務機體後與來總創車場線裡裏農對東級這兩過數濟報單間員標計質達聯關堅係種環爾並統規費價說們軍訊態當廠醫裝團從縣術專記風營優頭續領劃鎮範協試約結鄉轉將"
    "噸著亞應導門條網準廣隊遊決鐵組構綠陽積該驗監戶穩調據權際爭備帶給氣黨還興臺灣萬無問題點認現發見話讓幾樣難書買賣義習"
)
MARKS_OF_TEXT = frozenset("，。、；：？！“”‘’「」『』《》（）【】〔〕·…—－～％　〇０１２３４５６７８９")


class Decoded(Struct, frozen=True):
    """The text of some bytes, without a byte-order mark, and what is to be known of the reading."""

    text: str
    encoding: str
    warnings: tuple[WarningCode, ...] = ()


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    """The text of `data` in `encoding` (UnicodeDecodeError where it doesn't fit), else in the one detected.

    What tells an encoding, in this order: a byte-order mark; UTF-8 that fits throughout; the charset that markup
    declares, if it fits; else how much the text looks like Chinese in each encoding that Chinese is written in,
    which is a guess, and said so. Bytes that the encoding lacks become U+FFFD.

    >>> decode("总投资10亿元".encode("gbk"))
    Decoded(text='总投资10亿元', encoding='gb18030', warnings=('encoding_guessed',))
    """
    if encoding:
        return Decoded(data.decode(encoding).removeprefix("\ufeff"), encoding.lower())
    for mark, name in MARKS:
        if data.startswith(mark):
            return _forgiving(data, name)
    for likely in (_utf16(data), "utf-8", _declared(data)):
        if likely and (text := _strict(data, likely)) is not None and not _is_gbk_by_chance(data, text):
            return Decoded(text, likely)
    return _guessed(data)


def is_known(encoding: str) -> bool:
    """Whether `encoding` names a text encoding."""
    try:
        b"-".decode(encoding)
    except UnicodeError:  # half a character of UTF-16
        return True
    except (LookupError, ValueError):
        return False
    return True


def wide_encoding(head: bytes, encoding: str | None) -> str | None:
    """UTF-16 or UTF-32, where `encoding` says so or, left out, a byte-order mark does."""
    if encoding:
        return encoding if codecs.lookup(encoding).name.startswith(("utf-16", "utf-32")) else None
    marked = next((name for mark, name in MARKS if head.startswith(mark)), "")
    return marked if marked.startswith(("utf-16", "utf-32")) else None


def is_binary(data: bytes, decoded: Decoded) -> bool:
    """Whether `data`, read as `decoded`, are no text: a known signature, or too much of it is no character.

    A stray NUL or a few broken bytes don't make a file binary; one in twenty does, though not in the shortest. Where
    the encoding is a guess, characters of private use are broken ones: chance bytes read as UTF-16 are full of them.
    """
    if data.startswith(MAGIC):
        return True
    sample = decoded.text[:SAMPLE]
    encoded = sample.encode("utf-8", "surrogatepass")
    bad = len(encoded) - len(encoded.translate(None, CONTROLS)) + sample.count("\ufffd")
    if "encoding_guessed" in decoded.warnings:
        bad += len(PRIVATE.findall(sample))
    return bad * 20 > len(sample) and (bad > 8 or bad * 2 > len(sample))  # noqa: PLR2004 -- the bounds just named


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _forgiving(data: bytes, encoding: str) -> Decoded:
    text = _strict(data, encoding)
    if text is not None:
        return Decoded(text.removeprefix("\ufeff"), encoding)
    return Decoded(data.decode(encoding, "replace").removeprefix("\ufeff"), encoding, ("undecodable_bytes",))


def _guessed(data: bytes) -> Decoded:
    likeliest = _likeliest(data)
    for name in BIG5 if likeliest == "big5" else ():
        if (text := _strict(data, name)) is not None:
            return Decoded(text, name, ("encoding_guessed",))
    decoded = _forgiving(data, likeliest)
    return Decoded(decoded.text, decoded.encoding, ("encoding_guessed", *decoded.warnings))


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: every newline, digit and letter of it leaves a NUL on the same side."""
    sample = data[:SAMPLE]
    if 0 not in sample:
        return None
    right, left = sample[1::2].count(0), sample[::2].count(0)
    if min(right, left) * 20 > max(right, left):
        return None
    name = "utf-16-le" if right > left else "utf-16-be"
    text = _strict(sample[: len(sample) & ~1], name)
    plain = sum(n for c, n in Counter(text or "").items() if c.isprintable() or c in "\t\r\n\u3000")
    return name if text and plain * 20 >= len(text) * 19 and _plausibility(text) > 0 else None


def _is_gbk_by_chance(data: bytes, text: str) -> bool:
    """Whether a few words in GBK happen to be well-formed UTF-8, as those of 通知 and 联通 are."""
    if len(data) > SHORT or text.isascii():
        return False
    return _plausibility(text) < 0 and _plausibility(data.decode("gb18030", "replace")) > 1


def _declared(data: bytes) -> str | None:
    found = DECLARATION.search(data[:DECLARATION_WITHIN])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    return WIDER.get(name, name) if is_known(name) else None


def _likeliest(data: bytes) -> str:
    """Of the encodings that Chinese is written in, the one in which `data` reads most like Chinese."""
    sample = data[:SAMPLE]
    readings = {name: sample.decode(name, "replace") for name in ("gb18030", *BIG5, "utf-8", "utf-16-le", "utf-16-be")}
    best = max(readings, key=lambda name: _plausibility(readings[name]))
    return "big5" if best in BIG5 else best


def _plausibility(text: str) -> float:
    """How much the characters beyond ASCII look like Chinese prose: about 1.2 for prose, below 0.3 for a wrong reading.

    ASCII alone is neutral, controls speak against.
    """
    total = points = 0.0
    for character, count in Counter(text).items():
        if " " <= character <= "~" or character in "\t\r\n":
            continue
        total += count
        points += count * _points(character)
    return points / total if total else 0.5


def _points(character: str) -> float:
    if character in FREQUENT:
        return 2.0
    if character in MARKS_OF_TEXT:
        return 1.5
    if "\u4e00" <= character <= "\u9fff":
        return 0.5 if _is_common(character) else -1.0
    if "\u3400" <= character <= "\u4dbf" or "\u3040" <= character <= "\u30ff" or "\uff01" <= character <= "\uff5e":
        return -0.5
    return -3.0 if character in "\ufffd\x00" or "\ue000" <= character <= "\uf8ff" else -1.0


def _is_common(character: str) -> bool:
    """Whether a national standard counts the character among its first level, which holds those in everyday use."""
    for encoding, last in (("gb2312", 0xD7), ("big5", 0xC6)):
        try:
            if character.encode(encoding)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False
