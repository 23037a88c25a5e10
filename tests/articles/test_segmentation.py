"""Pages as newspapers and sites print them, cut into their articles."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin_extract.articles import Article
from gaoxin_extract.articles.segmentation import segment
from gaoxin_extract.pages.restoration import restore
from gaoxin_extract.reading import Source
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Span

RULES = Rulebook()
MOTOR = "8月12日，铭川电机二期项目在石滩高新区开工，总投资12.6亿元，占地180亩。"
MOTOR_2 = "铭川电机负责人介绍，项目计划明年三季度投产，年产伺服电机80万台。"
TEA = "日前，云岭经开区茶产业园迎来首批企业，九家茶厂签约入驻，投资合计3.4亿元。"
TEA_2 = "云岭经开区茶办负责人表示，今年还将建设两条精制茶生产线。"
SHIP = "近日，海州港区首艘氢动力拖轮下水，由海州船厂建造，续航二百公里。"


def articles_of(text: str) -> tuple[Article, ...]:
    return segment(restore(Source.of(text), RULES["pages"]), RULES["articles"])


def titles(text: str) -> list[str | None]:
    return [article.title for article in articles_of(text)]


def test_headlines_before_their_bodies() -> None:
    text = f"铭川电机二期落子石滩\n本报讯 {MOTOR}\n{MOTOR_2}\n\n云岭茶产业园迎客\n本报讯 {TEA}\n{TEA_2}"
    assert titles(text) == ["铭川电机二期落子石滩", "云岭茶产业园迎客"]


def test_headlines_at_the_end_of_the_page_in_another_order() -> None:
    bodies = f"本报讯 {MOTOR}\n{MOTOR_2} 田野\n\n本报讯 {TEA}\n{TEA_2} 江禾"
    text = f"{bodies}\n\n云岭经开区：\n茶产业园迎客\n\n石滩高新区：\n铭川电机二期开工"
    assert titles(text) == ["石滩高新区：铭川电机二期开工", "云岭经开区：茶产业园迎客"]


def test_a_headline_without_a_story_tells_where_one_begins() -> None:
    text = f"石滩高新区：铭川电机二期开工\n本报讯 {MOTOR}\n{MOTOR_2}\n{TEA}\n{TEA_2}\n\n云岭经开区：茶产业园迎客"
    assert titles(text) == ["石滩高新区：铭川电机二期开工", "云岭经开区：茶产业园迎客"]


def test_kicker_and_split_headline_make_one_title() -> None:
    text = f"搭平台 促共赢\n\n石滩高新区\n牵手铭川电机\n本报讯（记者 田野）{MOTOR}\n{MOTOR_2}"
    (article,) = articles_of(text)
    assert article.title == "搭平台 促共赢 石滩高新区牵手铭川电机"
    assert article.byline == ("记者 田野",)
    assert article.text.content.split("\n")[:2] == ["搭平台 促共赢", "石滩高新区牵手铭川电机"]


def test_section_heads_stay_paragraphs() -> None:
    text = f"铭川电机二期落子石滩\n▶ 田野\n{MOTOR}\n建链\n从一台电机到一条链\n{MOTOR_2}\n强链\n铭川电机还将建研发中心。"
    (article,) = articles_of(text)
    sections = [article.text.content[p.span.start : p.span.end] for p in article.parts if p.kind == "section"]
    assert sections == ["建链", "从一台电机到一条链", "强链"]
    assert article.title == "铭川电机二期落子石滩"
    assert article.byline == ("田野",)


@pytest.mark.parametrize(
    ("signed", "byline"),
    [
        (f"{MOTOR_2} 田野", "田野"),
        (f"{MOTOR_2}\n田野 江禾", "田野 江禾"),
        (f"{MOTOR_2}（江禾）", "江禾"),
        (f"{MOTOR_2}\n（江禾）", "江禾"),
        (f"{MOTOR_2}\n本报记者 江禾 文/图", "本报记者 江禾 文/图"),
    ],
)
def test_a_closing_signature_ends_its_story(signed: str, byline: str) -> None:
    text = f"铭川电机二期落子石滩\n{MOTOR}\n{signed}\n\n云岭茶产业园迎客\n{TEA}\n{TEA_2}"
    first, second = articles_of(text)
    assert first.byline == (byline,)
    assert second.title == "云岭茶产业园迎客"


def test_a_story_goes_on_behind_another_that_interrupts_it() -> None:
    text = (
        f"铭川电机二期落子石滩\n▶ 田野\n{MOTOR}铭川电机去年产值同比增长9%，厂房每月租金\n\n\n"
        f"云岭茶产业园迎客\n本报讯 {TEA}\n{TEA_2}\n\n18元一平方米，今年铭川电机买下了厂房。\n{MOTOR_2}"
    )
    first, second = articles_of(text)
    assert "每月租金18元一平方米" in first.text.content
    assert first.text.content.endswith(MOTOR_2)
    assert second.text.content == f"云岭茶产业园迎客\n本报讯{TEA}\n{TEA_2}"


def test_a_caption_of_a_story_ends_it_and_one_of_none_stands_alone() -> None:
    body = f"铭川电机二期落子石滩\n本报讯 {MOTOR}\n{MOTOR_2}"
    text = f"图为铭川电机二期车间。田野/摄\n\n{body}\n\n图为海州港区氢动力拖轮。江禾/摄"
    story, caption = articles_of(text)
    assert story.text.content.endswith("图为铭川电机二期车间。田野/摄")
    assert (caption.kind, caption.title, caption.byline) == ("caption", None, ("江禾/摄",))


def test_a_pull_box_that_repeats_the_body_is_left_out() -> None:
    text = (
        f"铭川电机二期落子石滩\n本报讯 {MOTOR}\n{MOTOR_2}\n\n总投资12.6亿元，\n占地180亩。\n\n铭川电机还将建研发中心。"
    )
    (article,) = articles_of(text)
    assert article.text.content.count("180亩") == 1


def test_a_web_page_is_one_article_without_its_site() -> None:
    text = (
        "首页 > 园区动态 > 正文\n铭川电机二期落子石滩\n来源：石滩日报 发布时间：2024-08-12 浏览次数：3\n"
        f"　　{MOTOR}\n建链\n　　{MOTOR_2}\n上一篇：北区道路通车\n相关链接\n云岭茶产业园迎客\n版权所有：石滩高新区"
    )
    (article,) = articles_of(text)
    assert article.text.content == f"铭川电机二期落子石滩\n{MOTOR}\n建链\n{MOTOR_2}"


@pytest.mark.parametrize(
    "text", ["总投资约45万元", "铭川电机二期落子石滩", MOTOR, "王强", "首页", "一、加快建设", "▶ 田野"]
)
def test_a_line_alone_is_one_article_without_a_title(text: str) -> None:
    (article,) = articles_of(text)
    assert article.title is None
    assert text.endswith(article.text.content)


@pytest.mark.parametrize(
    "text", ["", " \n　\n", "\x00", "首页 > 新闻 > 要闻\n版权所有：石滩高新区管委会\n苏ICP备00000000号"]
)
def test_nothing_printed_gives_no_article(text: str) -> None:
    assert articles_of(text) == ()


def test_metadata_give_the_title() -> None:
    source = Source("-", f"{MOTOR}\n{MOTOR_2}", title="铭川电机二期落子石滩")
    (article,) = segment(restore(source, RULES["pages"]), RULES["articles"])
    assert article.title == "铭川电机二期落子石滩"
    assert article.text.content == f"{MOTOR}\n{MOTOR_2}"


PROSE = st.sampled_from([MOTOR, MOTOR_2, TEA, TEA_2, SHIP, "厂房每月租金", "18元一平方米"])
LAYOUT = st.sampled_from(
    ["\n", "\n\n", "　　", " ", "，", "本报讯", "▶ 田野", "田野/摄", "图为", "（江禾）", "首页 > 新闻"]
)
HEADS = st.sampled_from(["石滩高新区：", "铭川电机二期开工", "云岭经开区", "一、建链", "2024年8月12日"])
PIECES = PROSE | LAYOUT | HEADS
TEXTS = st.text(max_size=80) | st.lists(PIECES, max_size=30).map("".join)


@given(TEXTS)
@settings(deadline=None, max_examples=300)
def test_any_text_is_survived_and_every_character_has_its_place(text: str) -> None:
    taken: set[int] = set()
    for article in articles_of(text):
        content = article.text.content
        spans = article.text.source_spans(Span(0, len(content)))
        assert "".join("".join(text[s.start : s.end] for s in spans).split()) == "".join(content.split())
        for span in spans:
            assert taken.isdisjoint(range(span.start, span.end))
            taken |= set(range(span.start, span.end))
        for part in article.parts:
            assert content[part.span.start : part.span.end].strip() != ""
            assert "\n" not in content[part.span.start : part.span.end]


@given(st.lists(st.sampled_from([MOTOR, MOTOR_2, TEA, TEA_2, SHIP]), min_size=1, max_size=6, unique=True))
@settings(deadline=None)
def test_no_paragraph_is_lost(paragraphs: list[str]) -> None:
    kept = "\n".join(article.text.content for article in articles_of("\n".join(paragraphs)))
    assert all(paragraph in kept for paragraph in paragraphs)


@pytest.mark.shared
def test_the_annotated_pages_are_cut_as_a_person_would_cut_them(shared: Path) -> None:
    found = missed = 0
    for path in sorted((shared / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (shared / "seeds" / gold["source"]).read_bytes().decode()
        articles = articles_of(text)
        spans = [article.text.source_spans(Span(0, len(article.text.content))) for article in articles]
        for entry in gold["articles"]:
            place = {k for start, end in entry["spans"] for k in range(start, end) if not text[k].isspace()}
            shares = [sum(k in place for span in own for k in range(span.start, span.end)) for own in spans]
            assert max(shares) >= 0.97 * len(place)
            title = articles[shares.index(max(shares))].title or ""
            right = not entry["title"] or "".join(title.split()) in {
                "".join(t.split()) for t in [entry["title"], *entry["titles"]]
            }
            found, missed = found + right, missed + (not right)
    assert (found, missed) == (17, 0)


def test_the_items_of_a_web_page_are_articles_each_of_its_own_day() -> None:
    items = [("铭川电机二期开工", "2024-08-12"), ("北区道路通车", "2024-07-03"), ("共建、共享", "2024-06-30")]
    text = "\n".join(
        f"{day}\n{title}\n昨日，{title}的消息传来，企业家们十分高兴，纷纷表示支持。" for title, day in items
    )
    assert [(article.title, article.date) for article in articles_of(text)] == items


def test_items_that_name_their_source_are_articles() -> None:
    items = ["铭川电机二期开工", "热烈庆祝北区道路通车"]
    text = "\n\n".join(f"{title}\n来源：本站\n昨日，{title}的消息传来，企业家们十分高兴。" for title in items)
    assert [article.title for article in articles_of(text)] == items


def test_the_topic_of_an_agency_report_is_its_headline() -> None:
    topic = "铭川电机这一年——石滩产业观察"
    (article,) = articles_of(f"新华社石滩10月31日电　题：{topic}\n铭川电机去年开工，今年已经投产。")
    assert article.title == topic


def test_a_headline_that_its_story_repeats_is_its_headline() -> None:
    title = "石滩高新区举行八月份重点项目开工仪式"
    (article,) = articles_of(f"{title}\n12日上午，{title}，铭川电机二期等六个项目开工。\n铭川电机董事长出席。")
    assert article.title == title


def test_many_names_in_brackets_are_a_byline() -> None:
    names = "石滩日报记者 田野 秋原 欧阳明月王大同 江禾"
    (article,) = articles_of(f"铭川电机二期昨日开工。\n北区道路昨日通车。\n（{names}）")
    assert (article.title, article.byline) == (None, (names,))


def test_headlines_below_all_bodies_part_them_in_their_order() -> None:
    titles = ["石滩班列开行满一千列", "铭川电机二期伺服工厂投产", "农商银行胶州支行落地仓单质押"]
    bodies = [
        "8月12日，石滩举行班列开行仪式，石滩班列开行满一千列，海关和铁路部门出席。",
        "7月3日，铭川电机二期伺服工厂投产，年产伺服电机八十万台，产值二十亿元。",
        "6月30日，农商银行胶州支行落地首笔仓单质押融资，缓解企业融资难的问题。",
    ]
    assert [article.title for article in articles_of("\n\n".join([*bodies, *titles]))] == titles


def test_a_line_of_the_site_above_the_headline_is_none_of_it() -> None:
    story = "铭川电机二期昨日在石滩开工，总投资12亿元。\n铭川电机董事长出席。"
    text = f"看家乡事 品故乡情\n铭川电机二期开工\n2024-08-12 10:20\n{story}"
    (article,) = articles_of(text)
    assert article.title == "铭川电机二期开工"


def test_a_picture_page_tells_its_story_in_the_caption() -> None:
    caption = (
        "回归园以创业为载体，加快推进园区发展，目前已经落户企业15家，总投资114.6亿元，总用地3207亩，"
        "投产后产值296亿元。图为工人施工。"
    )
    (article,) = articles_of(f"回归园一期建设加速\n2012-12-25 09:13:46\n{caption}田野 摄")
    assert (article.kind, article.title) == ("story", "回归园一期建设加速")


REPORTS = [
    (
        "铭川电机二期伺服工厂投产",
        "7月3日，铭川电机二期伺服工厂投产，年产伺服电机八十万台。",
        "董事长表示将扩大研发投入。",
    ),
    ("石滩班列开行满一千列", "8月12日下午，石滩班列开行满一千列仪式举行，海关负责同志出席。", "班列已通达二十个国家。"),
    (
        "农商银行落地首笔仓单质押",
        "近日，农商银行落地首笔仓单质押融资，缓解企业融资难的问题。",
        "下一步将复制推广这一模式。",
    ),
]


def test_reports_without_dateline_that_begin_with_their_time_are_articles() -> None:
    assert titles("\n".join("\n".join(report) for report in REPORTS)) == [title for title, *_ in REPORTS]


def test_sections_that_begin_with_a_time_are_parts_of_their_article() -> None:
    text = "高新区这一年\n2024-08-12 10:20\n" + "\n".join("\n".join(report) for report in REPORTS)
    assert len(articles_of(text)) == 1


def test_pictures_between_a_headline_and_its_story_are_the_storys() -> None:
    pictures = "石滩举行重点项目开工仪式。记者 田野\n参加仪式的负责人。记者 田野 摄"
    (article,) = articles_of(f"铭川电机二期开工\n{pictures}\n铭川电机二期昨日开工，总投资12亿元。\n董事长出席。")
    assert article.title == "铭川电机二期开工"
    assert [part.kind for part in article.parts] == ["headline", "body", "body", "caption", "caption"]


ENTRIES = {
    "铭川电机二期": "铭川电机二期占地一百八十亩，总投资12亿元，达产后年产伺服电机八十万台。",
    "云岭茶产业园": "云岭茶产业园由石滩农投建设，总投资3亿元，园内设加工、仓储、展示三区。",
    "江禾汽车客运站": "该项目由江禾运输投资，用地面积4500平方米，建成后日发车二百班。",
}


def test_entries_below_their_names_are_articles() -> None:
    page = "\n".join(f"{name}\n{text}" for name, text in ENTRIES.items())
    assert titles(page) == list(ENTRIES)


def test_entries_above_their_names_are_articles() -> None:
    entries = {name: text.replace("该项目", name) for name, text in ENTRIES.items()}
    page = "\n\n".join(f"{text}\n\n{name}" for name, text in entries.items())
    assert titles(page) == list(ENTRIES)


def test_sections_below_a_headline_that_speaks_of_all_are_one_article() -> None:
    sections = "\n".join(f"{name}\n{text}" for name, text in ENTRIES.items())
    lead = "昨日，石滩高新区公布重点项目清单，铭川电机二期、云岭茶产业园和江禾汽车客运站在列。"
    assert titles(f"石滩高新区公布重点项目\n{lead}\n{sections}") == ["石滩高新区公布重点项目"]


def test_a_page_of_labels_alone_has_a_headline() -> None:
    assert len(titles("园\n区\n企\n业\n项目开工，总投资10亿元。")) == 1


def test_the_last_paragraph_of_a_web_page_that_names_its_photographer_is_the_articles() -> None:
    data = "首页 > 石滩要闻\n铭川电机二期开工\n2024-08-12 10:20 来源：石滩网"
    text = "铭川电机二期昨日开工，总投资12亿元。\n园区道路同日通车。（记者 田野 摄）"
    assert titles(f"{data}\n{text}") == ["铭川电机二期开工"]


def test_a_wide_line_on_top_or_above_publication_data_is_a_headline() -> None:
    wide = "铭川电机：拟投资16亿元建设年产八十万台伺服电机一体化项目首期四十万台项目"
    assert titles(f"{wide}\n\n2024-08-12 10:20 来源：石滩网\n\n{MOTOR}\n{MOTOR_2}") == [wide]
    assert titles(f"{wide}\n{MOTOR}\n{MOTOR_2}") == [wide]


def test_a_headline_in_brackets_opens_its_paragraph() -> None:
    assert titles(f"2024-08-12 10:20\n【铭川电机二期提前封顶 年产值将超20亿元】{MOTOR}") == [
        "铭川电机二期提前封顶 年产值将超20亿元"
    ]


ROUNDUP = (
    "石滩铭川电机二期开工\n铭川电机二期项目在石滩高新区开工，总投资8亿元，年产电机30万台。\n"
    "云岭茶产业园开园\n云岭茶产业园昨日开园，首批12家茶企入驻，园区设加工、仓储和研学三个片区。\n"
    "清江泵阀获亿元订单\n清江泵阀与一家石化企业签下1.2亿元的供货合同，全年订单已排满。"
)
ITEMS = ["石滩铭川电机二期开工", "云岭茶产业园开园", "清江泵阀获亿元订单"]


@pytest.mark.parametrize("over", ["[快讯]3月9日晚间公告一览", "一周要闻速览", "石滩经济简讯"])
def test_a_roundups_items_are_articles_without_its_own_headline(over: str) -> None:
    found = articles_of(f"{over}\n{ROUNDUP}")
    assert [article.title for article in found] == ITEMS
    assert not any(over in article.text.content for article in found)


def test_a_headline_that_announces_no_roundup_keeps_its_sections() -> None:
    assert len(articles_of(f"石滩产业再上新台阶\n{ROUNDUP}")) == 1


def test_a_roundups_numbers_are_no_part_of_the_titles() -> None:
    lines = ROUNDUP.split("\n")
    numbered = [f"{'一二三'[k // 2]}、{line}" if k % 2 == 0 else line for k, line in enumerate(lines)]
    assert titles("\n".join(["一周要闻速览", *numbered])) == ITEMS


def test_items_may_have_headlines_of_two_lines() -> None:
    text = (
        "铭川电机\n12.6亿元对外投资\n铭川电机9日公告，公司拟对外投资12.6亿元建设二期工厂，建设期为二十二个月。\n"
        "清江泵阀\n澄清停产报道失实\n清江泵阀9日公告，停产报道失实，公司各条产线运转正常，订单排到明年。"
    )
    assert titles(text) == ["铭川电机 12.6亿元对外投资", "清江泵阀澄清停产报道失实"]


def test_briefs_may_print_their_headlines_in_brackets() -> None:
    text = f"石滩早报\n【铭川电机二期落子石滩】{MOTOR}\n【云岭茶产业园迎客九家茶厂】{TEA}"
    assert titles(text) == ["铭川电机二期落子石滩", "云岭茶产业园迎客九家茶厂"]


def test_a_sites_lines_above_the_byline_are_no_headline() -> None:
    text = (
        f"通钱部通钱号\n频道名\n\n铭川电机二期在石滩高新区开工\n\n石滩网记者田野 2020-04-30 19:46\n\n{MOTOR}\n{MOTOR_2}"
    )
    assert titles(text) == ["铭川电机二期在石滩高新区开工"]


def test_a_headline_below_the_publication_data_may_call_out() -> None:
    text = f"铭川电机二期开工，总投资12.6亿元！\n2022-08-15 15:50:00 来源：石滩网\n{MOTOR}\n{MOTOR_2}"
    assert titles(text) == ["铭川电机二期开工，总投资12.6亿元！"]


def test_a_contributor_in_brackets_below_the_text_is_no_headline() -> None:
    (article,) = articles_of(f"{MOTOR}\n{MOTOR_2}\n（铭川电机一公司：田野）")
    assert article.title is None
    assert article.text.content.endswith("（铭川电机一公司：田野）")


def test_the_byline_of_a_desk_is_no_headline() -> None:
    (article,) = articles_of(f"云岭报／ 记者田野／石滩即时报道\n{MOTOR}\n{MOTOR_2}")
    assert (article.title, article.byline) == (None, ("记者田野",))


def test_a_headlines_bullet_is_no_part_of_the_title() -> None:
    assert titles(f"• 铭川电机二期在石滩高新区开工\n{MOTOR}\n{MOTOR_2}") == ["铭川电机二期在石滩高新区开工"]


def test_an_announcement_is_titled_by_the_line_below_the_securities_code() -> None:
    title = "铭川电机股份有限公司关于二期项目开工的公告"
    page = f"铭川电机:二期开工下载公告\n公告日期:2024-08-12\n证券代码:600000 证券简称:铭川电机\n{title}\n"
    (article,) = articles_of(page + "本公司董事会保证本公告内容真实、准确、完整，并承担法律责任。\n")
    assert article.title == title
    assert "证券代码" in article.text.content


def test_where_and_by_whom_a_report_was_made_is_no_part_of_its_title() -> None:
    head = "政府工作报告\n\n——2024年1月9日在石滩市第八届人民代表大会第三次会议上\n\n石滩市代理市长田野\n\n"
    (article,) = articles_of(head + "各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n")
    assert article.title == "政府工作报告"
    assert "代理市长田野" in article.text.content


def test_a_summary_that_repeats_the_text_is_left_out() -> None:
    lead = "8月12日上午，石滩市副市长田野到铭川电机调研二期项目的建设工作。"
    rest = "田野一行先后来到车间和工地，听取项目负责人的介绍，要求各部门做好服务，让企业早日投产。"
    (article,) = articles_of(f"田野到铭川电机调研\n2024-08-12 10:00\n核心提示：{lead}\n{lead}\n{rest}\n")
    assert article.text.content == f"田野到铭川电机调研\n{lead}\n{rest}"


def test_a_picture_between_headline_and_byline_is_the_storys() -> None:
    shown = "石灘產業園區去年動工，總面積十七公頃。（中央社）"
    told = "經濟部30日指出，近日審查通過銘川電機等10家企業的投資案，預計投資金額約80億元，可創造550人就業機會。"
    (article,) = articles_of(f"石灘園區 10企業投資80億\n\n{shown}\n\n【記者田野／石灘報導】\n\n{told}\n")
    assert article.byline == ("記者田野",)
    assert article.text.content.split("\n")[-2:] == [told, shown]


def test_a_bar_above_the_headline_that_is_no_sentence_is_no_story() -> None:
    bar = "石滩热门新闻,石滩今日要闻,高新区招商引资动态在线阅读大全,铭川电机产品价格一览"
    told = "本报8月12日讯（记者 田野）铭川电机二期项目昨日在石滩高新区开工，总投资12.6亿元。"
    (article,) = articles_of(f"{bar}\n铭川电机二期在石滩开工\n2024-08-12 08:03:07 来源：石滩网\n{told}\n")
    assert article.title == "铭川电机二期在石滩开工"


def test_headlines_of_others_below_the_one_story_of_a_page_part_nothing() -> None:
    story = (
        "石滩网讯：4月25日，铭川电机二期项目在石滩高新区产业园开工，总投资12.6亿元，占地180亩，年产伺服电机80万台。",
        "石滩高新区产业园以装备制造和新材料为主导产业，园区内现有入驻企业653户，其中工业企业442户。",
        "新开工的产业园项目将打造加工制造和研发基地，培养新的产业增长点，预计可以提供四千个就业岗位。",
    )
    links = ("云岭文化产业园停滞四年后动工", "白石拟投百亿打造产业园振兴服装产业", "东滩生态产业园招商从包租变为孵化")
    (article,) = articles_of("\n".join(("铭川电机二期在石滩产业园开工", *story, *links)) + "\n")
    assert article.text.content.split("\n") == ["铭川电机二期在石滩产业园开工", *story]


def test_a_paragraph_printed_again_is_left_out() -> None:
    told = (
        "铭川电机二期项目昨日在石滩高新区开工，总投资12.6亿元，占地180亩，计划明年三季度投产，届时年产伺服电机80万台。"
    )
    (article,) = articles_of(f"铭川电机二期开工\n2024-08-12 09:00\n{told}\n关键字\n{told}\n")
    assert article.text.content == f"铭川电机二期开工\n{told}"


def test_a_headline_that_asks_stands_among_the_lines_of_its_site() -> None:
    told = "铭川电机二期项目昨日在石滩高新区开工，总投资12.6亿元，占地180亩，计划明年投产。"
    (article,) = articles_of(f"天天石滩\n\n谁在石滩投资建设伺服电机？\n\n石滩讯息\n\n2024-06-19 21:52\n\n{told}\n")
    assert article.title == "谁在石滩投资建设伺服电机？"


def test_a_line_without_chinese_above_a_headline_is_none_of_it() -> None:
    told = "铭川电机二期项目昨日在石滩高新区开工，总投资12.6亿元，占地180亩，计划明年投产。"
    (article,) = articles_of(f"Feature Image of Shitan\n\n铭川电机二期开工\n\n2024-06-19 21:52\n\n{told}\n")
    assert article.title == "铭川电机二期开工"


def test_a_subhead_takes_the_headline_above_it_along() -> None:
    told = "石滩高新区十九家企业昨日在石滩召开协作会，铭川电机二期项目负责人作了发言，会议讨论了产业协作的机制。"
    (article,) = articles_of(
        f"共同使命 共同责任\n——石滩高新区十九家企业协作会侧记\n2024-06-19 21:52\n{told}\n{told[:30]}。\n"
    )
    assert article.title == "共同使命 共同责任 ——石滩高新区十九家企业协作会侧记"


def test_a_short_last_paragraph_that_a_bracket_closes_is_no_headline() -> None:
    told = "中新网石滩9月5日电 (记者 田野)铭川电机二期项目5日在石滩高新区开工，总投资20亿元，占地180亩。"
    last = "项目建成后年产伺服电机80万台。(完)"
    (article,) = articles_of(f"铭川电机二期开工\n\n2022年09月05日 10:20 来源：中国新闻网\n\n{told}\n\n{last}\n")
    assert article.text.content.split("\n")[-1] == last


def test_lines_under_triangles_are_captions() -> None:
    first = "2月14日上午，石滩高新区举办二季度招商签约会，总投资48.6亿元的31个项目签约。"
    rest = "签约会在石滩图书馆举办，各镇的会场通过视频参加。"
    page = f"石滩签约31个项目\n△区长田野主持\n{first}\n△主会场\n{rest}\n"
    (article,) = articles_of(page)
    assert article.title == "石滩签约31个项目"
    assert article.text.content.split("\n")[1:3] == [first, rest]


def test_a_line_below_publication_data_that_the_story_tells_of_is_kept() -> None:
    told = "2011年，全市县域工业集中区围绕循环发展战略，工业总产值增长76.1%，县域工业集中区发展迈上新台阶。"
    page = f"石滩县域工业迈上新台阶\n\n发布时间：2012年01月13日\n\n2011年县域工业集中区发展综述\n\n{told}\n{told[7:]}\n"
    (article,) = articles_of(page)
    assert article.title == "石滩县域工业迈上新台阶"
    assert article.text.content.split("\n")[1] == "2011年县域工业集中区发展综述"


def test_a_head_that_a_summary_names_beforehand_heads_its_paragraph() -> None:
    head = "铭川电机完成超10亿元融资"
    summary = f"本周石滩要闻包括：云岭中试基地启用；{head}；白石产业园二期封顶，三家企业入驻；东滩保税物流中心开园。"
    told = "伺服电机企业铭川电机宣布完成金额超10亿元的融资，资金用于石滩二期项目的建设和研发。"
    (article,) = articles_of(f"石滩一周要闻盘点\n2024-08-12 09:00\n{summary}\n\n{head}\n\n{told}\n")
    assert head in article.text.content.split("\n")


def test_the_name_of_a_section_is_no_byline() -> None:
    (article,) = articles_of(f"公告\n铭川电机二期项目开工\n59\n　　石滩新闻网8月12日消息：{MOTOR}\n　　{MOTOR_2}")
    assert (article.title, article.byline) == ("铭川电机二期项目开工", ())


def test_the_day_and_meeting_of_a_report_may_be_broken_off() -> None:
    over = (
        "市八届人大三次会议文件（5）\n\n政 府 工 作 报 告\n\n（2024年1月9日在石滩市\n\n第八届人民代表大会第三次会议上）"
    )
    (article,) = articles_of(
        f"{over}\n\n石滩市人民政府市长  田野\n\n各位代表：\n\n现在，我代表市人民政府作工作报告，请予审议。{MOTOR}"
    )
    assert article.title == "政府工作报告"


def test_rows_of_a_form_are_no_part_of_the_headline() -> None:
    form = "园区位置： 四川省石滩经济开发区\n园区标签： 石滩云创基地"
    assert titles(f"石滩云创智谷\n\n{form}\n\n{MOTOR}\n{MOTOR_2}") == ["石滩云创智谷"]


def test_a_headline_may_trail_off() -> None:
    assert titles(f"好消息！石滩又添九家工厂……\n{MOTOR}{MOTOR_2}\n{TEA}{TEA_2}") == ["好消息！石滩又添九家工厂……"]


def test_asterisks_behind_a_headline_are_no_part_of_it() -> None:
    assert titles(f"铭川电机二期落子石滩******\n本报讯 {MOTOR}\n{MOTOR_2}") == ["铭川电机二期落子石滩"]
