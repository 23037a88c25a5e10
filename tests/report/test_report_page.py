"""The report in a real browser: what a reader sees, clicks, types and takes home."""

import json
import time
from pathlib import Path

import msgspec
import pytest
from browser import Opener, Page
from made_up import MARKS, PAGE, TEXT, article, on_disk, plant
from msgspec.structs import replace
from typer.testing import CliRunner

from gaoxin_extract import corrections
from gaoxin_extract.cli import app
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.records import Record

NASTY = "</script><img src=x onerror=alert(1)>\"'&amp;<b>\u2028𠮷野家{{script}}--><!--"
FIRST = "/articles/0"
MONEY = "#restored mark[data-label=MONEY]"


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """One article whose sum and project run over line ends, beside another column."""
    return on_disk(tmp_path / "page.txt", kept=PAGE.index("另"), project=plant(), title="铭川电机二期项目开工")


@pytest.fixture(scope="module")
def of_seeds(seeds: Path) -> tuple[Record, ...]:
    """The records of the sample sources, names found by rules."""
    return tuple(Pipeline.load(model=None).stream([str(seeds)]))


def taken(downloads: Path) -> list[corrections.Correction]:
    """The corrections that the browser has downloaded."""
    end = time.monotonic() + 20
    while not (files := sorted(downloads.glob("*.jsonl"))):
        assert time.monotonic() < end, "nothing was downloaded"
        time.sleep(0.05)
    return list(corrections.read(files[-1]))


def decisions(page: Page) -> list[list[str]]:
    """What the reader decided, mention by mention, as the restored text shows it."""
    shown: list[list[str]] = page.run(
        "return [...document.querySelectorAll('#restored mark[data-decision].opens')]"
        ".map(mark => [mark.textContent, mark.dataset.label, mark.dataset.decision])"
    )
    return shown


# What is shown.


def test_every_view_of_the_seeds_opens(opened: Opener, of_seeds: tuple[Record, ...]) -> None:
    page = opened(of_seeds, charts=True)
    for view in ("/overview", "/projects", "/articles"):
        page.go(view)
        assert page.text("main .view:not([hidden])")


def test_every_article_of_the_seeds_marks_each_mention_in_both_texts(
    opened: Opener, of_seeds: tuple[Record, ...]
) -> None:
    page = opened(of_seeds)
    for number, record in enumerate(of_seeds):
        page.run("location.hash = arguments[0]", f"/articles/{number}")
        page.until("return document.querySelector('#article .about')?.textContent.includes(arguments[0])"
                   " && document.querySelector('#rows [aria-current]')?.hash === arguments[1]",
                   record.source.path, f"#/articles/{number}")  # fmt: skip
        shown = page.run(
            "return ['#printed', '#restored'].map(pane => "
            "[...new Set([...document.querySelectorAll(`${pane} mark`)].map(mark => mark.dataset.id))].sort())"
        )
        expected = sorted(mention.id for mention in record.entities)
        assert shown == [expected, expected], record.id


def test_the_overview_draws_its_four_charts_in_the_language_that_is_read(
    opened: Opener, of_seeds: tuple[Record, ...]
) -> None:
    page = opened(of_seeds, charts=True)
    shown = (
        "return [...document.querySelectorAll('.chart')].filter(each => each.checkVisibility()).map(each => each.lang)"
    )
    assert page.run(shown) == ["en"] * 4
    page.click("#language")
    assert page.run(shown) == ["zh"] * 4


def test_nothing_is_fetched(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(FIRST)
    page.text(MONEY)
    assert page.run("return performance.getEntriesByType('resource').map(each => each.name)") == []


def test_a_highlight_runs_over_the_line_end_that_restoration_took_out(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(FIRST)
    page.text(MONEY)
    marks = page.run("return [...document.querySelectorAll('#printed mark')].map(mark => mark.textContent)")
    assert "约12.\n6亿元" in marks
    assert "铭川电\n机二期项目" in marks


def test_the_rest_of_the_page_is_pale(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(FIRST)
    assert page.text("#printed .own").startswith("石滩经开区铭川电")
    assert "另一栏的文字" in page.text("#printed .sheet")
    assert "另一栏的文字" not in page.text("#printed .own")


def test_a_click_on_a_mention_shows_its_value_rule_score_and_evidence(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(FIRST)
    page.click(MONEY)
    detail = page.text("#detail .norm") + page.text("#detail")
    for said in ("1,260,000,000", "CNY", "about", "total investment", "not said", "money.made_up", "0.875"):
        assert said in detail
    assert "项目总投资约12.6亿元，占地180亩。" in detail
    assert "约12.⏎6亿元" in detail


def test_the_page_as_printed_opens_where_its_article_stands(opened: Opener, tmp_path: Path) -> None:
    page_text = "另一栏的文字\n" * 200 + PAGE
    whole = on_disk(tmp_path / "long.txt", page_text)
    page = opened([replace(whole, spans=((page_text.index("石"), len(page_text)),))])
    page.go(FIRST)
    page.until(
        "const own = document.querySelector('#printed .own')?.getBoundingClientRect();"
        "return own && own.top > 0 && own.top < innerHeight"
    )


def test_articles_of_one_page_lead_to_each_other(opened: Opener, record: Record) -> None:
    other = replace(record, id=f"{record.source.path}#1", title="另一篇")
    page = opened([record, other, replace(article("elsewhere.txt"), title="别处")])
    page.go(FIRST)
    assert page.text(".siblings [aria-current]") == record.title
    assert page.texts(".siblings a") == [record.title, "另一篇"]
    page.click(".siblings a:not([aria-current])")
    page.until("return document.querySelector('#article h2').textContent === '另一篇'")


def test_a_second_click_takes_the_mention_around(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(FIRST)
    page.click("#restored mark[data-label=ORG]")
    page.until("return document.querySelector('#detail .words').textContent === '铭川电机'")
    page.click("#restored mark[data-label=ORG]")
    page.until("return document.querySelector('#detail .words').textContent === '铭川电机二期项目'")


def test_a_fact_of_a_project_leads_to_the_words_that_state_it(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(FIRST)
    page.click(".project .fact[data-relation=amount]")
    assert page.text("#restored mark.chosen") == "约12.6亿元"
    page.click(".project .fact[data-relation=site_area]")
    page.until("return [...CSS.highlights.get('evidence') ?? []].map(String).join() === '180亩'")


def test_a_link_behind_the_mark_of_an_address_opens_article_and_mention(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(f"{FIRST}/e4")
    assert page.text("#restored mark.chosen") == "约12.6亿元"


@pytest.mark.parametrize(
    ("state", "notice"), [("changed", "The source has changed"), ("missing", "not where it was read from")]
)
def test_an_article_whose_source_is_gone_or_changed_is_shown_restored_and_says_so(
    opened: Opener, record: Record, state: str, notice: str
) -> None:
    path = Path(record.source.path)
    path.write_text("别的内容") if state == "changed" else path.unlink()
    page = opened([record])
    page.go(FIRST)
    assert notice in page.text("#article > .notice")
    assert page.text("#restored .text") == TEXT
    assert page.run("return document.querySelector('#printed')") is None


def test_mentions_that_cross_and_nest_leave_the_text_whole(opened: Opener, tmp_path: Path) -> None:
    text = "石滩经开区铭川电机二期项目开工。\n"
    marks = (
        ("PROJECT", "经开区铭川电机"),
        ("ZONE", "石滩经开区"),
        ("ORG", "铭川电机二期"),
        ("DATE", "区铭"),
        ("MONEY", "石滩经开区铭川电机二期项目开工。"),
    )
    page = opened([on_disk(tmp_path / "crossing.txt", text, marks=marks)])
    page.go(FIRST)
    assert page.text("#restored .text") == text.strip()
    for pane in ("#printed", "#restored"):
        shown = page.run(
            "const said = {}; for (const mark of document.querySelectorAll(`${arguments[0]} mark`))"
            " said[mark.dataset.label] = (said[mark.dataset.label] ?? '') + mark.textContent; return said",
            pane,
        )
        assert shown == dict(marks)
        opening = "return [...document.querySelectorAll(`${arguments[0]} mark.opens`)].length"
        assert page.run(opening, pane) == len(marks)


def test_what_an_article_says_is_text_and_never_markup(opened: Opener, tmp_path: Path) -> None:
    page_text = f"{NASTY}石滩经开区{NASTY}\n"
    names = ((("ZONE", f"石滩经开区{NASTY}")),)
    made = on_disk(tmp_path / "nasty.txt", page_text, marks=names, title=NASTY, kept=len(page_text))
    page = opened([made], title=NASTY)
    assert page.run("return document.title") == NASTY
    page.go(FIRST)
    page.click("#restored mark")
    page.text("#detail .words")
    assert page.run("return document.querySelector('#restored .text').textContent") == page_text.strip("\n")
    assert page.run("return document.querySelector('#article h2').textContent") == NASTY
    assert (
        page.run("return document.querySelectorAll('img, b.evil, #article b:not(.badge):not([data-label] b)').length")
        == 0
    )


# Search and filters.


def test_a_value_finds_the_articles_that_have_it(opened: Opener, record: Record, tmp_path: Path) -> None:
    other = on_disk(tmp_path / "other.txt", "石滩经开区办税大厅开门。\n", marks=MARKS[:1])
    page = opened([record, other])
    page.go("/articles?q=1260000000")
    page.until("return document.querySelectorAll('#rows li').length === 1")
    assert "约12.6亿元" in page.text("#rows .snippet")
    page.go("/articles?q=石滩经开区")
    page.until("return document.querySelectorAll('#rows li').length === 2")


def test_a_label_narrows_the_list_and_the_marks(opened: Opener, record: Record, tmp_path: Path) -> None:
    other = on_disk(tmp_path / "other.txt", "石滩经开区办税大厅开门。\n", marks=MARKS[:1])
    page = opened([record, other])
    page.go(FIRST)
    page.click("#labels [data-label=MONEY]")
    page.until("return document.querySelectorAll('#rows li').length === 1")
    page.until("return document.querySelector('#restored mark[data-label=ZONE]').classList.contains('muted')")
    assert not page.run("return document.querySelector(arguments[0]).classList.contains('muted')", MONEY)


def test_a_search_that_finds_nothing_says_how_to_go_on(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go("/articles?q=没有的词")
    assert "No article has this" in page.text("#found")
    page.click("#found button")
    page.until("return document.querySelectorAll('#rows li').length === 1")


def test_projects_are_found_by_zone_and_lead_to_their_article(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go("/projects")
    assert "about CNY 1.26 billion" in page.text("#project-rows li")
    page.click("#project-rows a")
    assert "铭川电机二期项目" in page.text("#article .project")


def test_a_tab_leads_back_to_the_article_and_search_that_were_left(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(f"{FIRST}/e4?q=12.6")
    page.text("#detail .acts")
    page.click("[data-tab=overview]")
    page.until("return document.querySelector('#overview').checkVisibility()")
    page.click("[data-tab=articles]")
    page.until("return document.querySelector('#articles').checkVisibility()")
    assert page.run("return location.hash") == f"#{FIRST}/e4?q=12.6"
    assert page.text("#restored mark.chosen") == "约12.6亿元"


def test_a_link_to_an_article_ends_the_search(opened: Opener, record: Record, tmp_path: Path) -> None:
    other = on_disk(tmp_path / "other.txt", "石滩经开区办税大厅开门。\n", marks=MARKS[:1])
    page = opened([record, other])
    page.go("/articles?q=1260000000")
    page.until("return document.querySelectorAll('#rows li').length === 1")
    page.run("location.hash = '#/articles/1'")
    page.until("return document.querySelectorAll('#rows li').length === 2")
    assert page.run("return document.querySelector('#search').value") == ""


def test_five_thousand_articles_are_a_list_of_which_what_is_in_sight_is_drawn(opened: Opener, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    one = article(tmp_path / "page.txt", kept=PAGE.index("另"))
    many = [replace(one, id=f"{one.id}{number}", title=f"第{number}篇") for number in range(5_000)]
    page = opened(many)
    page.go("/articles/4999")
    assert page.text("#article h2") == "第4999篇"
    assert page.text("#rows [aria-current] .title") == "第4999篇"
    assert page.run("return document.querySelectorAll('#rows li').length") < 60
    page.press("p")
    page.until("return document.querySelector('#article h2').textContent === '第4998篇'")


# Corrections.


def test_keys_accept_reject_relabel_and_add_and_the_download_keeps_the_contract(
    opened: Opener, record: Record, downloads: Path
) -> None:
    page = opened([record])
    page.go(FIRST)
    page.text(MONEY)
    page.press("j", "a", "j", "x", "j", "5")
    page.select(TEXT.index("180亩"), TEXT.index("180亩") + len("180亩"))
    page.press("1")
    page.until("return document.querySelector('mark[data-decision=add]')")
    page.press("s")
    made = taken(downloads)
    assert [(each.action, each.label, each.text, each.to) for each in made] == [
        ("accept", "ZONE", "石滩经开区", None),
        ("reject", "PROJECT", "铭川电机二期项目", None),
        ("relabel", "ORG", "铭川电机", "ZONE"),
        ("add", "MONEY", "180亩", None),
    ]
    for each in made:
        assert (each.article, each.source, each.sha256) == (record.id, record.source.path, record.source.sha256)
        assert TEXT[each.start : each.end] == each.text


def test_records_take_the_corrections_that_were_clicked(opened: Opener, record: Record, downloads: Path) -> None:
    page = opened([record])
    page.go(f"{FIRST}/e4")
    page.text("#detail .acts")
    page.run("document.querySelectorAll('#detail .act')[1].click()")
    page.until("return document.querySelector('mark[data-decision=reject]')")
    page.click("#download")
    (corrected,) = corrections.apply([record], taken(downloads))
    assert "约12.6亿元" not in {mention.text for mention in corrected.entities}


def test_corrections_that_were_clicked_change_the_figures_of_evaluate(
    opened: Opener, record: Record, downloads: Path, tmp_path: Path
) -> None:
    page = opened([record])
    page.go(f"{FIRST}/e4")
    page.text("#detail .acts")
    page.press("x")
    page.select(TEXT.index("180亩"), TEXT.index("180亩") + len("180亩"))
    page.press("6", "s")
    assert taken(downloads)
    (file,) = downloads.glob("*.jsonl")
    (tmp_path / "out.jsonl").write_bytes(msgspec.json.encode(record) + b"\n")
    done = CliRunner().invoke(app, ["evaluate", str(file), str(tmp_path / "out.jsonl"), "--json"])
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)["figures"]
    assert (figures["MONEY.precision"], figures["PROJECT.recall"], figures["ZONE.f1"]) == (0, 0.5, 1)


def test_undo_takes_back_step_by_step(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(FIRST)
    page.text(MONEY)
    page.press("j", "a", "x")
    page.until("return document.querySelector('#restored mark[data-decision=reject]')")
    page.press("u")
    assert decisions(page) == [["石滩经开区", "ZONE", "accept"]]
    page.press("u")
    assert decisions(page) == []
    page.press("u")
    assert page.text("#said") == "Nothing to undo"


def test_words_added_over_a_mention_of_their_label_take_its_place_in_one_step(
    opened: Opener, record: Record, downloads: Path
) -> None:
    page = opened([record])
    page.go(FIRST)
    page.text(MONEY)
    start = TEXT.index("总投资约12.6亿元")
    page.select(start, start + len("总投资约12.6亿元"))
    page.press("1")
    page.until("return document.querySelector('mark[data-decision=add]')")
    page.press("s")
    assert [(each.action, each.text) for each in taken(downloads)] == [
        ("reject", "约12.6亿元"),
        ("add", "总投资约12.6亿元"),
    ]
    page.press("u")
    assert decisions(page) == []


def test_offsets_of_added_words_count_code_points(opened: Opener, tmp_path: Path, downloads: Path) -> None:
    text = "𠮷林𠮷野开发区的𪚥公司投产。"
    page = opened([on_disk(tmp_path / "rare.txt", text, marks=())])
    page.go(FIRST)
    page.text("#restored .text")
    units = len(text[: text.index("𪚥")].encode("utf-16-le")) // 2
    page.select(units, units + 4)
    page.press("4")
    page.until("return document.querySelector('mark[data-decision=add]')")
    page.press("s")
    (made,) = taken(downloads)
    assert (text[made.start : made.end], made.text, made.label) == ("𪚥公司", "𪚥公司", "ORG")


def test_corrections_are_kept_until_they_are_downloaded(opened: Opener, record: Record, downloads: Path) -> None:
    page = opened([record])
    page.go(f"{FIRST}/e4")
    page.text("#detail .acts")
    page.press("a")
    page.go(FIRST)
    page.text(MONEY)
    assert decisions(page) == [["约12.6亿元", "MONEY", "accept"]]
    page.press("s")
    assert taken(downloads)
    page.go(FIRST)
    page.text(MONEY)
    assert decisions(page) == []


def test_a_file_that_was_downloaded_is_opened_again_less_what_fits_no_article(
    opened: Opener, record: Record, downloads: Path
) -> None:
    page = opened([record])
    page.go(f"{FIRST}/e4")
    page.text("#detail .acts")
    page.press("2", "s")
    assert taken(downloads)
    (file,) = downloads.glob("*.jsonl")
    alien = file.read_text().replace(record.id, "other.txt#0")
    file.write_text(file.read_text() + alien + '{"schema": "gaoxin-extract/correction/1"}\nno JSON\n')
    page.go(FIRST)
    page.press("?")
    page.text("#keys[open]")
    page.driver.find_element("css selector", "#keys input[type=file]").send_keys(str(file))
    page.until("return document.querySelector('#restored mark[data-decision]')")
    assert decisions(page) == [["约12.6亿元", "PERCENT", "relabel"]]
    assert page.text("#said") == "Corrections opened: 1; lines that fit no article of this report: 3"


def test_a_capital_a_accepts_all_that_is_shown_and_not_decided_in_one_step(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(f"{FIRST}/e4")
    page.text("#detail .acts")
    page.press("x", "A")
    page.until("return document.querySelectorAll('#restored mark[data-decision=accept].opens').length === 4")
    assert ["约12.6亿元", "MONEY", "reject"] in decisions(page)
    page.press("u")
    assert decisions(page) == [["约12.6亿元", "MONEY", "reject"]]


def test_what_the_browser_kept_and_no_reader_can_have_decided_is_passed_over(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(f"{FIRST}/e4")
    page.text("#detail .acts")
    page.press("a")
    page.run(
        "const key = Object.keys(localStorage).find(key => key.includes('corrections'));"
        "localStorage[key] = localStorage[key].replace('accept', 'explode') + 'no JSON\\n'"
    )
    page.go(FIRST)
    page.text(MONEY)
    assert decisions(page) == []


def test_keys_typed_into_the_search_correct_nothing(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(f"{FIRST}/e4")
    page.text("#detail .acts")
    page.press("/", "a", "x", "1")
    assert page.run("return document.querySelector('#search').value") == "ax1"
    assert decisions(page) == []


# Language, help, paper.


def test_the_language_is_the_browsers_until_the_reader_chooses_and_is_remembered(
    opened: Opener, record: Record
) -> None:
    page = opened([record], language="zh-CN")
    assert page.texts(".tabs a") == ["总览", "文章", "项目"]
    page.click("#language")
    assert page.texts(".tabs a") == ["Overview", "Articles", "Projects"]
    page.go("/overview")
    assert page.texts(".tabs a") == ["Overview", "Articles", "Projects"]


def test_an_english_browser_reads_english(opened: Opener, record: Record) -> None:
    assert opened([record]).texts(".tabs a") == ["Overview", "Articles", "Projects"]


def test_a_question_mark_shows_the_keys(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.press("?")
    assert "accept the mention" in page.text("#keys[open]")


def test_every_button_and_field_has_a_name(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(f"{FIRST}/e4")
    page.text("#detail .acts")
    unnamed = page.run(
        "return [...document.querySelectorAll('button, a, input, select, [role=group]')].filter(each => "
        "!(each.textContent.trim() || each.ariaLabel || each.labels?.length)).map(each => each.outerHTML)"
    )
    assert unnamed == []


def test_paper_has_the_article_whole_and_no_controls(opened: Opener, record: Record) -> None:
    page = opened([record])
    page.go(FIRST)
    page.text(MONEY)
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = "return arguments[0].map(each => document.querySelector(each).checkVisibility())"
    try:
        assert page.run(shown, [["#restored", "#printed", "#facts"]][0]) == [True] * 3
        assert page.run(shown, ["#shelf", ".tools", ".tabs"]) == [False] * 3
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert page.printed().startswith(b"%PDF-")


@pytest.mark.parametrize("width", [400, 800, 1280])
def test_nothing_is_wider_than_the_window(opened: Opener, record: Record, width: int) -> None:
    page = opened([record])
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        for place in ("/overview", "/articles", f"{FIRST}/e4", "/projects"):
            page.go(place)
            assert page.run("return document.documentElement.scrollWidth") <= width, place
        page.go(FIRST)
        page.text(MONEY)
        share = {400: 0.9, 800: 0.9, 1280: 0.25}[width]
        assert page.run("return document.querySelector('#restored').offsetWidth") >= share * width
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
