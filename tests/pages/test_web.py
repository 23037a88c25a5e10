"""What a web page prints around its articles goes, what it says of them is read, and no paragraph is lost."""

import pytest

from gaoxin_extract.pages import Page
from gaoxin_extract.pages.restoration import restore
from gaoxin_extract.reading import Source
from gaoxin_extract.rulebook import Rulebook

RULES = Rulebook()["pages"]
TITLE = "铭川电机二期项目在石滩高新区开工"
BODY = "铭川电机二期项目昨日开工，总投资12.6亿元，占地180亩，计划明年三季度投产，届时年产伺服电机80万台。"
MORE = "项目所在的北区去年建成道路3.5公里，引进企业23家，其中规上工业企业9家，亩均税收同比增长15%左右。"


def page_of(text: str) -> Page:
    return restore(Source.of(text), RULES)


def lines(text: str) -> list[str]:
    return page_of(text).text.content.split("\n")


@pytest.mark.parametrize(
    "menu",
    [
        "首页\n关于我们\n公司简介\n董事长致辞\n企业文化\n发展历程\n分支机构",
        "公司动态 公司新闻 铭川访谈",
        "首 页 机构职能 通知公告 园区风采 信息公开 石滩名企 投资环境 VR看园区 招商项目 下载中心 联系我们",
        "頻 道: 首 頁 | 新 聞 | 國 際 | 財 經 | 體 育 |",
        "新聞中心 | News Center",
        "NEWS CENTER\n新闻中心\n了解更多\n01",
        "项目招商|场所招商|商品招标",
        "您的当前位置: >首页 -> 招商招标 -> 项目招商",
        "石滩铭川投资有限公司\n首页 | 公司新闻 | 行业动态 | 招标公告",
        "索引号 | 000000 | 文     号 |   |\n来   源 | 石滩市政府网 | 主题分类 | 招商 |",
    ],
)
def test_a_menu_above_the_headline_is_left_out(menu: str) -> None:
    assert lines(f"{menu}\n{TITLE}\n{BODY}\n{MORE}") == [TITLE, BODY, MORE]


@pytest.mark.parametrize(
    "data",
    [
        "来源：石滩网  发布时间：2024-08-12 17：11：39",
        "2024-08-12 12:04:21",
        "2024年08月12日 21:46 石滩视点 79",
        "2024-08-12石滩日报",
        "2024-08-12",
        "2024年8月12日",
        "时间:2024-08-12 11:43:44来源:作者:田野",
        "石滩日报 2024-08-12 10:20 我来说两句",
        "发布日期:2024/8/12 来源:高新区管委会 浏览次数:35 字体:[ ] 【打印本页】 【关闭窗口】",
        "www.shitan.example\n2024.08.12 09:30 星期一",
        "发布时间：\n2024-08-12",
        "公开日期 | 2024-08-12 |",
        "12\n2024-08",
        "2024-08-12 | 来源：石滩网",
        "石滩网 2024年08月12日",
        "記者:田野 新聞分類:產業科技 更新日期:2024-08-12 15:07:00",
        "来源：\n石滩网\n发布时间：\n2024-08-12 10:20\n浏览次数：\n35",
        "2024年08月12日 星期一 石滩日报 第A03版 要闻",
        "2024-08-12 10:20:33 [来源：石滩网] [作者：田野] [责编：秋原]",
    ],
)
def test_publication_data_under_the_headline_date_the_page(data: str) -> None:
    page = page_of(f"{TITLE}\n{data}\n{BODY}\n{MORE}")
    assert page.text.content.split("\n") == [TITLE, BODY, MORE]
    assert page.date == "2024-08-12"


@pytest.mark.parametrize(
    "line", [f"{TITLE} 来源：石滩网  发布时间：2024-08-12 17:11", f"{TITLE} 2024-08-12", f"[2024-08-12] {TITLE}"]
)
def test_publication_data_beside_the_headline_are_cut_off(line: str) -> None:
    page = page_of(f"{line}\n{BODY}\n{MORE}")
    assert (page.text.content.split("\n"), page.date) == ([TITLE, BODY, MORE], "2024-08-12")


def test_the_author_is_read_without_what_follows() -> None:
    page = page_of(f"{TITLE}\n发布时间: 2024-08-12 作者: 发改委 字体:[ ] 【打印本页】\n{BODY}\n{MORE}")
    assert page.byline == ("发改委",)


@pytest.mark.parametrize(
    "foot",
    [
        "责任编辑：田野",
        "[责任编辑：田野]",
        "关键词:石滩,高新区,开工 |",
        "上一条：石滩高新区招商大会召开\n下一条：没有了",
        "分享到：",
        "免责声明：本文转自其他媒体，不代表本站观点。",
        "随机阅读",
        "关闭】【顶部",
        "X 关闭",
        "新聞來源:中央社\n\n新聞關鍵字\n\n加入",
    ],
)
def test_what_stands_below_the_article_is_left_out(foot: str) -> None:
    assert lines(f"{TITLE}\n{BODY}\n{MORE}\n{foot}") == [TITLE, BODY, MORE]


@pytest.mark.parametrize("note", ["（编辑：田野）", " 责任编辑：田野 校对：秋原", "(来源：石滩日报)"])
def test_what_an_editor_adds_to_the_last_paragraph_is_cut_off(note: str) -> None:
    assert lines(f"{TITLE}\n{BODY}\n{MORE}{note}") == [TITLE, BODY, MORE]


def test_an_office_signs_above_its_day() -> None:
    signed = [TITLE, BODY, MORE, "石滩高新区管委会", "2024年8月12日"]
    assert lines("\n".join(signed)) == signed


def test_a_long_headline_with_a_comma_is_no_part_of_the_paragraph_below() -> None:
    title = "总投资12.6亿元，带动就业600余人 铭川电机二期伺服电机项目在石滩高新区开工"
    assert lines(f"{title}\n{BODY}{MORE}\n{MORE}") == [title, f"{BODY}{MORE}", MORE]


def test_a_headline_with_a_day_in_it_stays() -> None:
    title = "2024年8月12日石滩高新区集中开工项目名单公布"
    assert lines(f"{title}\n{BODY}\n{MORE}") == [title, BODY, MORE]


def test_a_page_without_furniture_stays_as_it_is() -> None:
    page = page_of(f"{TITLE}\n{BODY}\n{MORE}")
    assert (page.text.content, page.date, page.single) == (f"{TITLE}\n{BODY}\n{MORE}", None, False)


def test_each_item_of_a_page_has_its_own_day() -> None:
    page = page_of(f"01\n2024-08-12\n{TITLE}\n{BODY}\n02\n2024-07-03\n石滩北区道路通车\n{MORE}")
    assert [block.published for block in page.blocks] == ["2024-08-12", None, "2024-07-03", None]
    assert page.date is None


def test_the_original_headline_is_no_paragraph() -> None:
    assert lines(f"{TITLE}\n　　原标题：铭川电机二期开工\n　　{BODY}\n　　{MORE}") == [TITLE, BODY, MORE]


def test_a_dateline_behind_the_credit_of_a_picture_opens_its_story() -> None:
    text = f"{TITLE}\n项目开工现场。记者 田野 摄 石滩网8月12日讯 {BODY}\n{MORE}"
    assert lines(text) == [TITLE, "项目开工现场。记者 田野 摄", f"石滩网8月12日讯 {BODY}", MORE]


def test_furniture_is_known_in_traditional_characters() -> None:
    assert lines(f"當前位置：首頁>新聞中心>正文\n{TITLE}\n{BODY}\n{MORE}\n責任編輯：田野 審核：石灘\n相關閱讀") == [
        TITLE,
        BODY,
        MORE,
    ]


def test_days_below_the_items_are_theirs() -> None:
    page = page_of(f"{TITLE}\n{BODY}\n2024-08-12\n石滩北区道路通车\n{MORE}\n2024-07-03")
    assert [block.published for block in page.blocks] == ["2024-08-12", None, "2024-07-03", None]


def test_an_article_printed_in_one_line_is_parted() -> None:
    page = page_of(f"{TITLE} 2024-08-12 10:20 来源:石滩网 {BODY}{MORE}\n{MORE}")
    assert (page.text.content.split("\n"), page.date) == ([TITLE, f"{BODY}{MORE}", MORE], "2024-08-12")


def test_links_to_other_articles_with_their_days_are_left_out() -> None:
    link = "深耕伺服电机赛道，铭川电机携多款产品亮相石滩国际装备博览会与产业对接大会  2024-07-03"
    assert lines(f"{TITLE}\n{BODY}\n{MORE}\n相关新闻\n{link}\n石滩北区道路通车  2024-07-01") == [TITLE, BODY, MORE]


def test_the_last_place_of_a_path_may_stand_below_it() -> None:
    assert lines(f"当前位置：首页\n> {TITLE}\n{TITLE}\n{BODY}\n{MORE}") == [TITLE, BODY, MORE]


def test_a_list_of_sections_above_the_path_is_left_out() -> None:
    menu = "石滩生活\n购物指南\n园区风物\n徵才專區\n線上話題"
    assert lines(f"{menu}\n目前位置 > 首頁 > 石滩要闻\n{TITLE}\n{BODY}\n{MORE}") == [TITLE, BODY, MORE]


def test_a_day_before_its_month_is_read() -> None:
    assert page_of(f"{TITLE}\n12.08.2024  09:16\n{BODY}\n{MORE}").date == "2024-08-12"


@pytest.mark.parametrize(
    "path", ["2024/08/12/c12.html", "2024/8/12/art_1.html", "202408/t20240812_12.html", "2024-08/12/3.htm"]
)
def test_the_address_of_a_page_tells_its_day(path: str) -> None:
    page = page_of(f"{TITLE}\n{BODY}\n{MORE}\n本文链接：http://www.shitan.cn/{path}")
    assert (page.date, page.text.content) == ("2024-08-12", f"{TITLE}\n{BODY}\n{MORE}")


def test_a_headline_printed_again_below_the_path_is_kept_once() -> None:
    assert lines(f"• 当前栏目：首页 > 石滩要闻\n• {TITLE}\n\n{TITLE}\n{BODY}\n{MORE}") == [TITLE, BODY, MORE]


def test_a_headline_that_a_comma_parts_from_its_story_is_a_line() -> None:
    story = (
        "近日，由铭川电机投资建设的伺服电机二期项目获得批准，可以着手前期的设计工作，"
        "这是石滩高新区招商引资的重大突破，对产业转型有推动作用。"
    )
    assert lines(f"铭川电机二期项目获批,{story}") == ["铭川电机二期项目获批", story]


def test_a_line_that_begins_as_a_sentence_goes_on_in_a_paragraph_that_is_not_wrapped() -> None:
    first = "6月27日，石滩高新区一宗超55万平方米的新"
    rest = (
        "能源产业用地成功挂牌出让，由铭川电机以4.03亿元竞得，再度刷新了石滩高新区单宗出让土地规模最大的纪录，"
        "园区道路同日通车，明年底建成投产，预计年产值约100亿元。"
    )
    assert lines(f"{first}\n{rest}") == [first + rest]


def test_the_beginning_of_another_article_in_a_list_of_links_is_left_out() -> None:
    teaser = "石滩北区的道路通了，阳光照得人睁不开眼来。江禾说，这一天他等了三年，从今往后再也不用绕行..."
    assert lines(f"{TITLE}\n{BODY}\n{MORE}\n新闻推荐\n一条路的三年\n{teaser}") == [TITLE, BODY, MORE]


def test_a_list_above_the_article_ends_at_its_headline() -> None:
    assert lines(f"热门推荐\n石滩北区道路通车\n云岭茶产业园迎客\n{TITLE}\n2024-08-12 10:20 来源：石滩网\n{BODY}") == [
        TITLE,
        BODY,
    ]


def test_more_below_an_article_heads_a_list_of_others() -> None:
    assert lines(f"{TITLE}\n{BODY}\n{MORE}\n更 多\n石滩北区道路通车\n云岭茶产业园为什么迎客？") == [TITLE, BODY, MORE]


LINE = f"{BODY}{MORE}"


@pytest.mark.parametrize(
    "printed",
    [
        f"当前位置：首页 > 石滩要闻 > 正文 {TITLE} 发布时间：2024-08-12 10:20 来源：石滩网 字体：【大 中 小】 {LINE}",
        f"{TITLE} 2024-08-12 {LINE} 上一篇：石滩北区道路通车 下一篇：云岭茶产业园迎客",
        f"{TITLE} 2024年8月12日 10:20 来源：石滩网 {LINE} 责任编辑：田野",
    ],
)
def test_a_whole_page_in_one_line_is_parted(printed: str) -> None:
    page = page_of(printed)
    assert (page.text.content, page.date) == (f"{TITLE}\n{LINE}", "2024-08-12")


@pytest.mark.parametrize("blank", ["\u3000\u3000", " "])
def test_a_story_behind_its_headline_in_one_line_is_parted_from_it(blank: str) -> None:
    assert lines(f"{TITLE}{blank}8月12日，{LINE}") == [TITLE, f"8月12日，{LINE}"]


def test_a_dateline_is_no_headline_of_what_follows_it() -> None:
    line = f"本报讯（记者 田野）8月12日，{LINE}"
    assert lines(f"{TITLE}\n{line.replace('）', '） ')}") == [TITLE, line]


@pytest.mark.parametrize(
    "words",
    [
        "Aug 12, 2024",
        "12 August 2024",
        "二〇二四年八月十二日",
        "星期一，2024年8月12日",
        "發布日期：113-08-12",
        "更新日期：113年8月12日",
        "更新时间：24-08-12",
        "石滩日报 2024-08-12 第3版",
        "发表于 2024-8-12 09:12:33 | 显示全部楼层",
        "2024年08月12日09:12 | 来源：石滩网-高新频道",
        "石滩发布 2024-08-12 09:12 发表于四川",
    ],
)
def test_a_day_is_read_however_it_is_written(words: str) -> None:
    page = page_of(f"{TITLE}\n{words}\n{BODY}\n{MORE}")
    assert (page.text.content, page.date) == (f"{TITLE}\n{BODY}\n{MORE}", "2024-08-12")


@pytest.mark.parametrize(
    "line",
    [
        "2019年3月6日 中国财经 国际财经",
        "2019年3月6日 星期三 要闻",
        "2019\n03/06",
        "2019年\n3月6日",
    ],
)
def test_a_day_among_the_names_of_sections_or_in_two_lines_dates_the_page(line: str) -> None:
    page = page_of(f"{line}\n\n{TITLE}\n\n{BODY}\n{MORE}")
    assert (page.text.content.split("\n"), page.date) == ([TITLE, BODY, MORE], "2019-03-06")


def test_a_day_and_sections_before_a_headline_in_one_line_are_cut_off() -> None:
    page = page_of(f"2019年3月6日 中国财经 国际财经 【两会】{TITLE}\n\n{BODY}\n{MORE}")
    assert (page.text.content.split("\n")[0], page.date) == (f"【两会】{TITLE}", "2019-03-06")


@pytest.mark.parametrize("path", ["石滩网 > 新闻 > 要闻 > ", "首页 国内 "])
def test_a_headline_that_only_the_path_prints_is_kept(path: str) -> None:
    assert lines(f"{path}{TITLE}\n2021-05-18 来源：石滩网\n{BODY}\n{MORE}") == [TITLE, BODY, MORE]


def test_a_path_that_repeats_the_headline_goes() -> None:
    assert lines(f"首页 国内 {TITLE}\n\n{TITLE}\n\n{BODY}\n{MORE}") == [TITLE, BODY, MORE]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        (f"{TITLE} 2019年3月6日", "2019-03-06"),
        (f"{TITLE}（2019年3月6日）", "2019-03-06"),
        (f"石滩日报 2019年3月6日 星期三 {TITLE}", "2019-03-06"),
        (f"首页 要闻 2019-03-06 {TITLE}", "2019-03-06"),
        (f"{TITLE} 记者 田野", None),
        (f"{TITLE} 来源：石滩日报", None),
        (f"{TITLE}_石滩新闻网", None),
        (f"{TITLE}-新闻中心-石滩新闻网", None),
    ],
)
def test_what_a_site_prints_beside_a_headline_is_cut_off(line: str, day: str | None) -> None:
    page = page_of(f"{line}\n{BODY}\n{MORE}")
    assert (page.text.content.split("\n"), page.date) == ([TITLE, BODY, MORE], day)


def test_a_sites_lines_about_itself_are_left_out() -> None:
    above = "為達最佳瀏覽效果，建議使用新版瀏覽器。\n限制級\n您即將進入之新聞內容需滿18歲方可瀏覽。"
    assert lines(f"{above}\n{TITLE}\n{BODY}\n{MORE}") == [TITLE, BODY, MORE]


def test_a_day_under_an_offices_name_below_the_text_stays() -> None:
    assert lines(f"{TITLE}\n{BODY}\n石滩高新区招商服务中心办公室 2019年3月6日")[-1].startswith("石滩高新区招商服务中心")


def test_a_headline_printed_twice_is_kept_where_it_is_printed_first() -> None:
    page = page_of(f"{TITLE}\n\n石滩日报 2024-08-12 02:00 大字\n\n{TITLE}\n\n{BODY}\n{MORE}")
    assert page.text.content == f"{TITLE}\n{BODY}\n{MORE}"
    assert page.text.source_spans(page.blocks[0].span)[0].start == 0
    assert page.blocks[1].published == "2024-08-12"


def test_a_headline_printed_again_within_the_text_of_a_site_is_left_out() -> None:
    assert lines(f"{TITLE}\n来源：石滩网 2024-08-12 09:00\n{BODY}\n\n{TITLE}\n\n{MORE}") == [TITLE, BODY, MORE]


def test_headlines_listed_above_their_stories_are_left_out_there() -> None:
    other = "云岭新材料中试基地落户石滩高新区"
    text = f"{TITLE}\n{other}\n2024-08-12 09:00\n{TITLE}\n{BODY}\n{BODY}\n2024-08-13 09:00\n{other}\n{MORE}"
    assert lines(text)[:2] == [TITLE, BODY]


def test_a_title_bar_whose_part_is_printed_below_is_left_out() -> None:
    assert lines(f"铭川电机_公司新闻_{TITLE}\n时间：2024-08-12\n{TITLE}\n{BODY}\n{MORE}") == [TITLE, BODY, MORE]


def test_the_medium_beside_the_time_under_a_headline_is_left_out() -> None:
    assert lines(f"{TITLE}\n• 今日石滩 2024-08-12 10:52\n{BODY}\n{MORE}") == [TITLE, BODY, MORE]


def test_a_line_that_publication_data_part_from_the_text_stays_a_line_of_its_own() -> None:
    assert lines(f"{TITLE}\n\n田野暮\n2024-08-12 09:13:46\n\n{BODY}\n{MORE}") == [TITLE, "田野暮", BODY, MORE]


def test_a_site_may_print_the_time_without_its_year() -> None:
    assert page_of(f"{TITLE}\n石滩在线 08-12 22:26\n{BODY}\n{MORE}").date == "XXXX-08-12"


def test_when_works_began_is_no_publication_date() -> None:
    text = f"{TITLE}\n{BODY}\n开工时间：2024-08-12\n项目地点：石滩\n{MORE}"
    assert "开工时间：2024-08-12" in lines(text)


def test_a_menu_of_one_entry_a_line_is_left_out() -> None:
    assert lines(f"今日石滩\n国际国内\n社会广角\n云岭文化\n白石湖畔\n江边短论\n{TITLE}\n{BODY}\n{MORE}") == [
        TITLE,
        BODY,
        MORE,
    ]


def test_furniture_may_follow_a_signature_in_brackets() -> None:
    assert (
        lines(f"{TITLE}\n{BODY}\n{MORE}(记者 田野)\n\n展开阅读全文\n页面更新：2024-08-19")[-1] == f"{MORE}(记者 田野)"
    )


def test_what_a_forum_says_of_its_members_is_left_out_and_dates_nothing() -> None:
    page = page_of(
        f"级别: 院长\nUID: 81548\n注册时间: 2009-12-11\n楼主  发表于: 2024-08-12 14:35\n{TITLE}\n{BODY}\n{MORE}"
    )
    assert page.text.content == f"{TITLE}\n{BODY}\n{MORE}"
    assert page.date == "2024-08-12"


def test_a_day_before_its_month_dates_a_page() -> None:
    assert page_of(f"18/07/2025 18:01\n{TITLE}\n{BODY}\n{MORE}").date == "2025-07-18"


def test_when_a_page_was_changed_is_no_part_of_its_text() -> None:
    page = page_of(f"{TITLE}\n2025年07月06日 18:06 最後更新:07月07日 10:50\n{BODY}\n{MORE}")
    assert (page.date, page.text.content) == ("2025-07-06", f"{TITLE}\n{BODY}\n{MORE}")


def test_the_pinyin_that_a_converter_printed_is_left_out() -> None:
    assert (
        lines("銘川電機在高新區(qū)動工，產(chǎn)業(yè)園去年建成。\n項目明年投產。")[0]
        == "銘川電機在高新區動工，產業園去年建成。"
    )


def test_a_caption_that_names_its_archive_ends_its_paragraph() -> None:
    shown = "铭川电机二期项目用地将改建为研发大楼。（资料图片）"
    assert lines(f"{TITLE}\n2024-08-12 09:00\n{BODY}\n\n{shown}\n\n{MORE}")[2:] == [shown, MORE]


def test_the_year_may_stand_below_its_day() -> None:
    page = page_of(f"{TITLE}\n05-04\n2023\n{BODY}\n{MORE}")
    assert (page.date, page.text.content) == ("2023-05-04", f"{TITLE}\n{BODY}\n{MORE}")


def test_the_times_of_a_stream_are_left_out_and_a_lone_one_kept() -> None:
    assert lines(f"08:24\n{BODY}\n08:31\n{MORE}") == [BODY, MORE]
    assert lines(f"{TITLE}\n08:24\n{BODY}")[1] == "08:24"


def test_english_days_date_a_page() -> None:
    assert page_of(f"Posted on May 4th, 2023 by admin\n{TITLE}\n{BODY}\n{MORE}").date == "2023-05-04"


def test_tags_that_a_conversion_left_are_taken_out() -> None:
    assert lines(f"{TITLE}\n<p> {BODY}</p>\n<p>{MORE}</p>") == [TITLE, BODY, MORE]


def test_the_word_topic_before_a_headline_is_cut_off() -> None:
    assert lines(f"主题：{TITLE}\n{BODY}\n{MORE}")[0] == TITLE


@pytest.mark.parametrize("dateline", ["中新网石滩8月12日电", "新华社石滩8月12日电", "本报讯"])
def test_a_headline_glued_to_the_dateline_of_its_story_is_parted_from_it(dateline: str) -> None:
    page = page_of(f"{TITLE}{dateline}{LINE}")
    assert page.text.content == f"{TITLE}\n{dateline}{LINE}"


def test_a_headline_glued_to_the_time_of_publication_is_parted_from_it() -> None:
    page = page_of(f"{TITLE}！2024-08-12 08:28 {LINE}")
    assert (page.text.content, page.date) == (f"{TITLE}！\n{LINE}", "2024-08-12")


def test_a_headline_with_marks_is_no_part_of_the_dateline_below() -> None:
    title = "铭川电机二期开工！总投资12.6亿元，伺服电机再添八十万台"
    dateline = "石滩财经客户端8月12日电 据铭川电机网站12日消息，"
    assert lines(f"{title}\n{dateline}{BODY}{MORE}\n{MORE}") == [title, f"{dateline}{BODY}{MORE}", MORE]


def test_a_label_before_a_glued_headline_is_left_out() -> None:
    assert lines(f"原标题:{TITLE}本报讯{LINE}") == [TITLE, f"本报讯{LINE}"]


def test_paper_day_and_place_above_a_headline_are_publication_data() -> None:
    page = page_of(f"石滩日报 2024-08-12 广东 石滩市 北区\n\n{TITLE}\n\n{BODY}\n{MORE}")
    assert (page.text.content.split("\n"), page.date) == ([TITLE, BODY, MORE], "2024-08-12")


def test_a_list_of_headlines_above_the_headline_is_left_out() -> None:
    listed = f"{TITLE}\n石滩北区道路建设提速\n云岭茶产业园迎来客商\n海州港区添新拖轮"
    assert lines(f"{listed}\n{TITLE}\n{BODY}\n{MORE}") == [TITLE, BODY, MORE]


def test_a_headline_that_only_its_label_prints_is_kept() -> None:
    assert lines(f"原标题：{TITLE}\n{BODY}\n{MORE}") == [TITLE, BODY, MORE]


def test_a_channel_around_the_headline_is_left_out() -> None:
    assert lines(f"石滩新闻 城市频道\n\n{TITLE}\n\n石滩新闻城市频道\n\n{BODY}\n{MORE}") == [TITLE, BODY, MORE]


def test_a_path_with_a_place_a_line_is_left_out() -> None:
    assert lines(f"首页\n供应商资讯\n{TITLE}\n\n{TITLE}\n发布时间：2024-08-12\n{BODY}\n{MORE}") == [TITLE, BODY, MORE]


def test_days_below_items_are_theirs_where_the_last_has_none() -> None:
    items = [
        (f"石滩{name}项目开工", f"石滩{name}项目昨日开工，总投资12.6亿元。")
        for name in ("电机", "泵阀", "拖轮", "茶业")
    ]
    days = ["石滩网 2024-08-12", "石滩网 2024-08-09", "海州新闻 2024-08-02 09:24", ""]
    rows = (f"{title}\n{body}\n{day}" for (title, body), day in zip(items, days, strict=True))
    page = page_of("\n".join(rows))
    assert [block.published for block in page.blocks if block.published] == ["2024-08-12", "2024-08-09", "2024-08-02"]
    assert [page.text.content[block.span.start : block.span.end] for block in page.blocks if block.published] == [
        title for title, _ in items[:3]
    ]


def test_a_path_of_blanks_that_ends_in_the_headline_is_left_out() -> None:
    title = "6亿元电机项目落户石滩高新区"
    assert lines(f"首页  采购焦点资讯 {title}\n\n{title}\n发布时间：2024-08-12\n{BODY}\n{MORE}") == [title, BODY, MORE]


def test_a_title_bar_may_print_other_blanks_than_the_headline() -> None:
    bar = "铭川电机二期开工 总投资12.6亿-【石滩在线】"
    assert lines(f"{bar}\n铭川电机二期开工总投资12.6亿\n2024-08-12\n{BODY}\n{MORE}") == [
        "铭川电机二期开工总投资12.6亿",
        BODY,
        MORE,
    ]
