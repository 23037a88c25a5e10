import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.pages.markup import scan


def shown(markup: str) -> list[str]:
    return [paragraph.content for paragraph in scan(markup).paragraphs]


@pytest.mark.parametrize(
    ("markup", "paragraphs"),
    [
        ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
        ("<p>甲<p>乙", ["甲", "乙"]),
        ("甲<br>乙<br/>丙", ["甲", "乙", "丙"]),
        ("<P>总投资<B>10</B>亿<i>元</i></P>", ["总投资10亿元"]),
        ("<li>甲<li>乙<ul><li>丙</ul>", ["甲", "乙", "丙"]),
        ("<table><tr><td>甲<td>乙<tr><td>丙</table>", ["甲", "乙", "丙"]),
        ("<script>var a='<p>no</p>'</script>甲<style>p{}</style>", ["甲"]),
        ("<SCRIPT>no</SCRIPT>甲", ["甲"]),
        ("甲<script>no", ["甲"]),
        ("甲<select><option>no</select>乙", ["甲乙"]),
        ("甲<select>乙", ["甲乙"]),
        ("甲<!-- <p>no --></p>乙", ["甲", "乙"]),
        ("甲<!-- no", ["甲"]),
        ("<nav>no</nav>甲<footer>no</footer><aside>no</aside>", ["甲"]),
        ('<div style="DISPLAY : none">no<p>no</div><p hidden>no</p>甲', ["甲"]),
        ("a < b && c > d", ["a<b&&c>d"]),
        ("<a title=\"x>y\" href=it's>甲</a>乙<p title='\"'>丙", ["甲乙", "丙"]),
        ("<pre>甲\n乙\r\n丙</pre>", ["甲", "乙", "丙"]),
        ("甲</span></div>乙</p>丙", ["甲", "乙", "丙"]),
        ("<b><div>甲</b>乙</div>丙", ["甲乙", "丙"]),
        ("<ruby>高<rt>gao</rt>新</ruby>", ["高新"]),
        ("5&mdash;10亿元&nbsp;&#20803;&#x5143;&copy;&nosuch;", ["5—10亿元元元©&nosuch;"]),
        ("<![CDATA[no]]><?php no ?>甲", ["甲"]),
    ],
)
def test_markup_is_read_as_loosely_as_browsers_read_it(markup: str, paragraphs: list[str]) -> None:
    assert shown(markup) == paragraphs


def test_the_head_gives_metas_and_the_title() -> None:
    markup = scan('<head><title> 甲 &amp; 乙 </title><META NAME="PubDate" content="2024-05-17"></head>')
    assert markup.title == "甲 & 乙"
    assert markup.metas == (("pubdate", "2024-05-17"),)


def test_paragraphs_know_their_places() -> None:
    text = "<p>总投资<b>10</b>亿元"
    (paragraph,) = scan(text).paragraphs
    assert "".join(text[run.start : run.end] for run in paragraph.runs) == "总投资10亿元"


@given(st.text(st.sampled_from("<>/=\"'! -apdivtrscl&;#元\n"), max_size=80))
def test_any_markup_is_survived_and_runs_go_forward(text: str) -> None:
    end = 0
    for paragraph in scan(text).paragraphs:
        for run in paragraph.runs:
            assert end <= run.start < run.end <= len(text)
            end = run.end


BROKEN = ["<", "<a ", '<a x="', '<a ="<a" ', "<!--", "<div>", "<b>", "<b></i>", "<p>", "<b><p>", "<script>", "<select>"]
BROKEN += ["&#", "</", "<a x='<a x=\"", "<td><table>", "甲<br>", "<![", "<a=", "&amp;"]


@pytest.mark.parametrize("unit", BROKEN)
def test_no_markup_is_slow(unit: str) -> None:
    def taken(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.perf_counter()
        scan(text)
        return time.perf_counter() - start

    taken(1000)
    assert taken(200_000) < 8 * taken(50_000) + 1  # a square would take sixteen times as long
