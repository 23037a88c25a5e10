import codecs
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.decoding import decode, is_binary, is_known

SIMPLIFIED = "高新区一季度完成投资12.6亿元，同比增长8.5%。"
TRADITIONAL = "科學園區首季營業額達新臺幣三千億元，較去年同期成長一成。"


def test_utf8_is_no_guess() -> None:
    assert decode(SIMPLIFIED.encode()).warnings == ()


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
    ],
)
def test_a_byte_order_mark_decides_and_is_not_counted(mark: bytes, codec: str, name: str) -> None:
    decoded = decode(mark + SIMPLIFIED.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.warnings) == (SIMPLIFIED, name, ())


@pytest.mark.parametrize(("text", "codec"), [(SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5"), (TRADITIONAL, "gb18030")])
def test_the_chinese_encodings_are_told_apart_and_called_a_guess(text: str, codec: str) -> None:
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.warnings) == (text, codec, ("encoding_guessed",))


@pytest.mark.parametrize("words", ["高新区", "科技", "企业家", "内江", "成都", "总投资", "通知", "联通", "产业园"])
def test_gbk_is_told_on_a_word(words: str) -> None:
    assert decode(words.encode("gbk")).text == words


@pytest.mark.parametrize("words", ["高新區", "科學園區", "企業家", "臺北", "營業額", "總投資", "產業園"])
def test_big5_is_told_on_a_word(words: str) -> None:
    assert decode(words.encode("big5")).text == words


def test_what_only_the_wider_tables_hold_is_read() -> None:
    assert decode("深圳堃琦鑫华，营收€3亿。".encode("gb18030")).text == "深圳堃琦鑫华，营收€3亿。"
    assert decode("香港嘅科學園有啲企業喺度。".encode("big5hkscs")).text == "香港嘅科學園有啲企業喺度。"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_nuls(codec: str) -> None:
    assert decode(f"{SIMPLIFIED}\n".encode(codec)).text == f"{SIMPLIFIED}\n"


def test_the_charset_that_markup_declares_is_no_guess() -> None:
    page = f'<meta charset="gb2312"><p>{SIMPLIFIED}'.encode("gb18030")
    assert decode(page) == decode(page, encoding="gb18030")


def test_a_declaration_that_does_not_fit_is_passed_over() -> None:
    assert decode(f'<meta charset="gbk"><p>{SIMPLIFIED}'.encode()).encoding == "utf-8"
    assert decode(f'<meta charset="utf-8"><p>{SIMPLIFIED}'.encode("gbk")).encoding == "gb18030"


def test_a_few_broken_bytes_become_the_replacement_and_are_told() -> None:
    decoded = decode(SIMPLIFIED.encode() * 5 + b"\xe9\xab")
    assert decoded.text == SIMPLIFIED * 5 + "\ufffd"
    assert decoded.encoding == "utf-8"
    assert "undecodable_bytes" in decoded.warnings


def test_an_encoding_given_is_taken_at_its_word() -> None:
    assert decode(SIMPLIFIED.encode("gbk"), encoding="gbk").text == SIMPLIFIED
    with pytest.raises(UnicodeDecodeError):
        decode(SIMPLIFIED.encode("gbk"), encoding="utf-8")


def test_names_of_encodings_are_known_by_python() -> None:
    assert is_known("big5")
    assert not is_known("klingon")
    assert not is_known("base64")


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n", b"\x00" * 500])
def test_what_is_no_text_is_binary(data: bytes) -> None:
    assert is_binary(data, decode(data))


@pytest.mark.parametrize("size", [300, 3000, 70_001])
def test_bytes_of_chance_are_binary(size: int) -> None:
    data = b"".join(sha256(bytes([n % 256, n // 256])).digest() for n in range(size // 32 + 1))[:size]
    assert is_binary(data, decode(data))


@pytest.mark.parametrize("text", ["", "总投资\x0010亿元", "a\x00b", SIMPLIFIED * 9 + "\x00\x01\x02"])
def test_a_stray_control_character_makes_nothing_binary(text: str) -> None:
    assert not is_binary(text.encode(), decode(text.encode()))


@given(st.binary(max_size=400))
def test_any_bytes_are_survived(data: bytes) -> None:
    decoded = decode(data)
    assert is_known(decoded.encoding)


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\ufeff")))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    text += SIMPLIFIED  # a word alone may be one of GBK by chance
    assert decode(text.encode()).text == text
