"""What a report's file holds: its data, its policy, its bytes."""

import base64
import gzip
import json
import re
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import MARKS, PAGE, TEXT, article, on_disk, plant
from msgspec.structs import replace

from gaoxin_extract import report
from gaoxin_extract.records import Record
from gaoxin_extract.report import build
from gaoxin_extract.report.catalogue import LABELS, searched
from gaoxin_extract.report.packing import packed
from gaoxin_extract.report.words import LANGUAGES, part, words

NASTY = "</script><img src=x onerror=alert(1)>\"'&amp;\u2028\u2029<!--]]>{{script}}\\"


@pytest.fixture(autouse=True)
def no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take a second, and have tests of their own."""
    monkeypatch.setattr(report, "draw", lambda _: {})


class Elements(HTMLParser):
    """The elements of a page, and the content of its scripts by their ids."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.within = ""
        self.content: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.within = dict(attrs).get("id") or tag if tag in {"script", "style"} else ""

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 -- the parser calls it so
        self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within:
            self.content[self.within] = self.content.get(self.within, "") + data


def page_of(*records: Record, **options: Any) -> str:
    return b"".join(build(records, **options).parts).decode()


def elements(page: str) -> Elements:
    parser = Elements()
    parser.feed(page)
    return parser


def data(page: str, name: str) -> Any:
    return json.loads(gzip.decompress(base64.b64decode(elements(page).content[f"data-{name}"])))


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    record = on_disk(tmp_path / "page.txt", project=plant())
    assert page_of(record) == page_of(record)


def test_each_article_is_its_record_with_the_page_that_it_stands_in(tmp_path: Path) -> None:
    first = on_disk(tmp_path / "page.txt", project=plant())
    page = page_of(first, replace(first, id=f"{first.source.path}#1"), article(tmp_path / "gone.txt"))
    chunk = data(page, "chunk-0")
    assert chunk["pages"] == [PAGE]
    assert [each["page"] for each in chunk["articles"]] == [0, 0, None]
    assert chunk["articles"][0]["record"]["text"] == TEXT + "另一栏的文字"
    assert data(page, "catalogue")["states"] == ["printed", "printed", "missing"]


def test_of_two_records_with_one_id_the_later_stands(tmp_path: Path) -> None:
    record = article(tmp_path / "page.txt", title="旧")
    assert data(page_of(record, replace(record, title="新")), "catalogue")["titles"] == ["新"]


def test_many_articles_stand_in_chunks_that_the_catalogue_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "CHUNK", 5_000)
    records = [article(tmp_path / f"{number}.txt") for number in range(20)]
    page = page_of(*records)
    firsts = data(page, "catalogue")["firsts"]
    assert len(firsts) > 3
    found = [data(page, f"chunk-{number}")["articles"] for number in range(len(firsts))]
    assert [sum(map(len, found[:number])) for number in range(len(firsts))] == firsts
    assert [each["record"]["id"] for chunk in found for each in chunk] == [record.id for record in records]


def test_an_article_without_a_title_is_listed_by_its_opening(tmp_path: Path) -> None:
    listed = data(page_of(article(tmp_path / "page.txt")), "catalogue")
    assert listed["titled"] == [False]
    assert listed["titles"] == [f"{(TEXT + '另一栏的文字')[:40]}…"]


def test_a_report_of_nothing_is_a_page_all_the_same() -> None:
    page = page_of()
    assert data(page, "catalogue")["ids"] == []


def test_words_of_articles_stand_in_no_markup(tmp_path: Path) -> None:
    text = f"{NASTY}石滩经开区{NASTY}"
    record = on_disk(tmp_path / "nasty.txt", text, marks=MARKS[:1], title=NASTY)
    plain = elements(page_of(article(tmp_path / "page.txt", PAGE)))
    nasty = elements(page_of(record, title=NASTY))
    assert [tag for tag, _ in nasty.found] == [tag for tag, _ in plain.found]
    assert data(page_of(record), "chunk-0")["articles"][0]["record"]["text"] == text
    assert next(attributes for tag, attributes in nasty.found if tag == "h1")["data-own"] == NASTY


@given(st.text())
def test_no_text_leaves_the_data_that_carry_it(text: str) -> None:
    letters = packed([text])
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", letters)
    assert json.loads(gzip.decompress(base64.b64decode(letters))) == [text]


def test_the_policy_allows_our_own_script_and_style_and_nothing_else(tmp_path: Path) -> None:
    page = elements(page_of(article(tmp_path / "page.txt")))
    policy = next(each["content"] for tag, each in page.found if tag == "meta" and each.get("http-equiv"))
    rules = dict(rule.strip().split(" ", 1) for rule in (policy or "").split(";"))
    assert rules["default-src"] == "'none'"
    for tag in ("script", "style"):
        digest = base64.b64encode(sha256(page.content[tag].encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"


def test_a_page_names_nothing_outside_itself(tmp_path: Path) -> None:
    page = page_of(article(tmp_path / "page.txt"))
    assert not re.search(r"https?://(?!www\.w3\.org/)", page)
    for _, attributes in elements(page).found:
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")


def test_a_search_looks_through_texts_and_values_by_label(tmp_path: Path) -> None:
    lines = dict(zip(LABELS, searched(article(tmp_path / "page.txt")), strict=True))
    assert lines["MONEY"] == "约12.6亿元\t1260000000 CNY APPROX total_investment"
    assert lines["ORG"] == "铭川电机\t铭川电机有限公司 company"
    assert lines["PERCENT"] == ""


def test_both_languages_have_the_same_words() -> None:
    said = words()
    unlike = {key for key in said["en"].keys() ^ said["zh"].keys() if not key.startswith("warning.")}
    assert unlike == set()


def test_every_word_that_the_page_asks_for_is_there() -> None:
    folder = Path(report.__file__).parent / "page"
    sources = part("page.html") + "".join(each.read_text() for each in sorted((folder / "script").glob("*.js")))
    asked = set(re.findall(r'word\("([\w.]+)"', sources)) | set(
        re.findall(r'data-(?:word|title|label|placeholder)="([\w.]+)"', sources)
    )
    assert asked
    for language in LANGUAGES:
        assert asked - words()[language].keys() == set()


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, by WCAG."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [":root {", ':root[data-theme="dark"] {'])
def test_words_and_labels_can_be_read_on_their_ground(theme: str) -> None:
    rules = part("style/base.css").partition(theme)[2].partition("}")[0]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", rules))
    for name in ("ink", "pale", "accent", "warn", *LABELS):
        assert contrast(colours[name], colours["paper"]) >= 4.5, name
    assert contrast(colours["accent"], colours["accent-ink"]) >= 4.5
    assert contrast(colours["warn"], colours["warn-ground"]) >= 4.5
