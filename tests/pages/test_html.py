import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.pages import Page
from gaoxin_extract.pages.html import restore_html
from gaoxin_extract.reading import Source, read
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Span

RULES = Rulebook()["pages"]
FIRST = "石滩经开区管委会昨日宣布，铭川电机二期项目开工，总投资12.6亿元，占地180亩。"
SECOND = "项目达产后，预计年产值超过20亿元，可带动就业600人，同比增长15%左右。"
TITLE = "铭川电机二期项目在石滩经开区开工"


def page_of(markup: str) -> Page:
    return restore_html(Source.of(markup, media_type="text/html"), RULES)


def lines(markup: str) -> list[str]:
    return page_of(markup).text.content.split("\n")


def site(body: str, head: str = f"<title>{TITLE}_石滩新闻网</title>") -> str:
    """A page of the usual make: navigation, a list of other news, a foot."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>
    <div class="top"><a href="/">首页</a> | <a href="/n">新闻中心</a> | <a href="/z">专题专栏</a></div>
    <div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/n">园区要闻</a></div>
    <div class="wrap">{body}</div>
    <div class="list"><h3>相关阅读</h3><ul><li><a href="1">石滩经开区举行春季招聘会，提供岗位2000个</a></li>
    <li><a href="2">一季度全区工业投资增长12%，新签项目30个</a></li></ul></div>
    <div class="foot"><p>版权所有：石滩新闻网　石ICP备00000000号</p><p>地址：石滩市人民路1号</p></div>
    </body></html>"""


ARTICLE = f"<h1>{TITLE}</h1><p>　　{FIRST}</p><p>　　{SECOND}</p>"


BODIES = {
    "headings": ARTICLE,
    "divs": f'<div class="title">{TITLE}</div><div id="zoom"><p>{FIRST}</p><p>{SECOND}</p></div>',
    "table": (
        f"<table><tr><td align=center><font size=5>{TITLE}</font></td></tr>"
        f"<tr><td>&nbsp;&nbsp;{FIRST}<br>\n<br>&emsp;&emsp;{SECOND}</td></tr></table>"
    ),
    "article": (
        f"<h2>{TITLE}</h2><div class=info>发布时间：2024-05-17 来源：石滩日报</div>"
        f"<article><div><p>{FIRST}</p></div><div><p>{SECOND}</p></div></article>"
    ),
    "advertisement": (
        f'<h1>{TITLE}</h1><div class="share">分享到：<a href="#">微信</a></div><div><p>{FIRST}</p>'
        f'<div class="ad"><a href="#">开户立减99元</a></div><p>{SECOND}</p><p>责任编辑：甲乙</p></div>'
    ),
    "unclosed": f"<FORM id=aspnetForm><H1>{TITLE}</H1><SPAN><P>{FIRST}<P>{SECOND}</SPAN></FORM>",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_the_article_is_kept_and_the_site_left_out(body: str) -> None:
    assert lines(site(body)) == [TITLE, FIRST, SECOND]


def test_the_title_comes_without_the_name_of_the_site() -> None:
    assert page_of(site(ARTICLE)).title == TITLE
    assert page_of(site(ARTICLE.replace("h1>", "em>"), f"<title>{TITLE} - 石滩网</title>")).title == TITLE
    bare = f"<div><p>{FIRST}</p><p>{SECOND}</p></div>"
    assert page_of(site(bare, f"<title>{TITLE}-园区要闻-石滩网</title>")).title == TITLE
    assert page_of(site(bare, f'<meta name="ArticleTitle" content="{TITLE}"><title>石滩网</title>')).title == TITLE


def test_a_title_that_the_page_does_not_print_is_no_text() -> None:
    assert lines(site(f"<div><p>{FIRST}</p><p>{SECOND}</p></div>")) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="PubDate" content="2024-05-17 09:30">',
        "<META NAME='publishdate' CONTENT='2024年5月17日'>",
        '<meta property="article:published_time" content="2024-05-17T09:30:00+08:00">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-05-17T09:30:00"}</script>',
    ],
)
def test_the_date_of_publication_is_taken_from_the_markup(head: str) -> None:
    assert page_of(site(ARTICLE, head)).date == "2024-05-17"


@pytest.mark.parametrize(
    "line",
    ["发布时间：2024-05-17 09:30　来源：石滩日报", "2024-05-17 09:30 来源：石滩日报 阅读 20", "日期：2024年5月17日"],
)
def test_the_date_printed_under_the_headline_is_taken(line: str) -> None:
    page = page_of(site(f"<h1>{TITLE}</h1><div>{line}</div><div><p>{FIRST}</p><p>{SECOND}</p></div>"))
    assert page.date == "2024-05-17"
    assert page.text.content.split("\n") == [TITLE, FIRST, SECOND]


def test_a_day_in_the_foot_or_the_clock_of_the_page_is_no_date() -> None:
    assert page_of(site(ARTICLE).replace("首页</a> |", "首页</a> | 今天是2026年11月9日 |")).date is None


def test_wraps_of_the_markup_part_latin_words_only() -> None:
    wrapped = FIRST.replace("二期", "二\n      期").replace("12.6亿", "12.6\n  <b>亿</b>")
    english = "本次活动由 Data\n   Park 主办，现场签约项目共有15个，总投资达到30亿元。"
    found = lines(site(f"<h1>{TITLE}</h1><p>{wrapped}</p><p>{english}</p>"))
    assert found[1:] == [FIRST, "本次活动由Data Park主办，现场签约项目共有15个，总投资达到30亿元。"]


def test_a_hard_blank_parts_names_but_no_prose() -> None:
    body = ARTICLE.replace("总投资", "总&nbsp;投资") + "<p>记者&nbsp;甲某&nbsp;乙某</p>"
    assert lines(site(body))[1:] == [FIRST, SECOND, "记者 甲某 乙某"]


def test_each_character_of_the_text_stands_in_the_markup() -> None:
    markup = site(ARTICLE.replace("开工", "<b>开</b>工").replace("—", "&mdash;"))
    text = page_of(markup).text
    printed = "".join(markup[span.start : span.end] for span in text.source_spans(Span(0, len(text.content))))
    assert "".join(printed.split()) == "".join(text.content.split())


def test_a_page_written_in_character_references_has_places_too() -> None:
    markup = site(ARTICLE.translate({ord(each): f"&#{ord(each)};" for each in FIRST + SECOND}))
    page = page_of(markup)
    assert page.text.content.split("\n")[1:] == [FIRST, SECOND]
    start = page.text.content.index("铭川")
    (place,) = page.text.source_spans(Span(start, start + 2))
    assert markup[place.start : place.end] == f"&#{ord('铭')};&#{ord('川')};"


def test_kicker_and_subhead_are_printed_and_only_the_kicker_is_in_the_title() -> None:
    body = f"<h3>石滩经开区项目建设提速</h3><h1>{TITLE}</h1><h2>总投资超过12亿元</h2><p>{FIRST}</p><p>{SECOND}</p>"
    page = page_of(site(body))
    assert page.text.content.split("\n")[:3] == ["石滩经开区项目建设提速", TITLE, "总投资超过12亿元"]
    assert page.title == f"石滩经开区项目建设提速 {TITLE}"


def test_a_page_of_a_paper_on_the_web_is_dated_by_its_masthead() -> None:
    line = '<p class="sec">记者 甲某 <span>《石滩日报》（2024年05月17日　第03版）</span></p>'
    page = page_of(site(f"<div><h1>{TITLE}</h1>{line}</div><div><p>{FIRST}</p><p>{SECOND}</p></div>"))
    assert page.date == "2024-05-17"


def test_an_article_that_a_script_makes_visible_is_read() -> None:
    body = f"""<h1 id="activity-name">{TITLE}</h1><em id="publish_time"></em>
    <div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">
    <section><section><p><span>{FIRST}</span></p></section></section><section><p><span>{SECOND}</span></p></section></div>
    <script>var ct = "1715909400"; var createTime = '2024-05-17 09:30';</script>"""
    page = page_of(site(body, f'<meta property="og:title" content="{TITLE}">'))
    assert page.text.content.split("\n") == [TITLE, FIRST, SECOND]
    assert (page.title, page.date) == (TITLE, "2024-05-17")


def test_a_short_notice_without_prose_is_still_read() -> None:
    assert "石滩经开区2024年春节放假安排" in lines("<html><body><p>石滩经开区2024年春节放假安排</p></body></html>")
    assert page_of("").text.content == ""
    assert page_of("<html><script>no</script></html>").text.content == ""


@given(st.text(st.sampled_from("<>/=\"' pdivtabh1元，。\n"), max_size=200))
def test_any_markup_is_survived(markup: str) -> None:
    page = page_of(markup)
    assert "\n".join(page.text.content[block.span.start : block.span.end] for block in page.blocks) == page.text.content


@pytest.mark.parametrize("name", ["web-government", "web-news"])
def test_the_seeds_are_restored(seeds: Path, name: str) -> None:
    (source,) = read(seeds / f"{name}.html")
    (article,) = json.loads((seeds / f"{name}.json").read_text(encoding="utf-8"))["articles"]
    page = restore_html(source, RULES)
    assert sorted(page.text.content.split("\n")) == sorted(article["text"].split("\n"))
    assert (page.title, page.date) == (article["title"], article["dct"])
