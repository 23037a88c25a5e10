"""The date of each article."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.articles import Article
from gaoxin_extract.candidates import choose
from gaoxin_extract.dating import date, name_date, written_date
from gaoxin_extract.entities.date import load
from gaoxin_extract.pages import Page
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.reading import Source
from gaoxin_extract.records import Dct
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Text

RULES = Rulebook()
TYPE = load(RULES["date"])


def dates(
    *stories: str,
    option: str | None = None,
    metadata: str | None = None,
    page: str | None = None,
    path: str = "page.txt",
) -> tuple[Dct | None, ...]:
    """The dates of the stories of one page."""
    whole = Text.of("\n".join(stories))
    home = Page(Source(path, whole.content, date=metadata), whole, (), date=page)
    articles = tuple(Article(home, Text.of(story), (), "story", None, ()) for story in stories)
    return date(articles, tuple(choose(TYPE.find(article.text)) for article in articles), RULES, option=option)


def proven(*stories: str) -> str | None:
    """The one date that a page's text proves for all its stories."""
    found = {(one.value, one.basis) if one else None for one in dates(*stories)}
    assert len(found) == 1
    (one,) = found
    if one is None:
        return None
    assert one[1] == "text"
    return one[0]


def test_an_option_outweighs_all_else() -> None:
    assert dates("2024年，稳中有进。", option="2023-03-14", metadata="2022-01-01") == (Dct("2023-03-14", "option"),)


def test_metadata_and_the_pages_own_date_come_next() -> None:
    assert dates("新闻。", metadata="2023年3月14日") == (Dct("2023-03-14", "metadata"),)
    assert dates("新闻。", page="2024-08-08T09:30:00+08:00", path="2020-01-01.txt") == (Dct("2024-08-08", "metadata"),)


def test_a_whole_date_in_the_files_name_counts() -> None:
    assert dates("新闻。", path="in/2023-03-14.txt") == (Dct("2023-03-14", "filename"),)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("20230314.txt", "2023-03-14"),
        ("a/page_2023-3-14_A1.txt", "2023-03-14"),
        ("2023年3月14日.html", "2023-03-14"),
        ("2023.03.14.txt", "2023-03-14"),
        ("lines/20230314.jsonl:7", "2023-03-14"),
        ("a20230314.txt", None),
        ("202303141.txt", None),
        ("2023-03.txt", None),
        ("20231345.txt", None),
        ("2023-02-30.txt", None),
        ("2023-03_14.txt", None),
        ("20230314/page.txt", None),
    ],
)
def test_a_date_in_a_name_is_whole_and_touched_by_no_letter_or_digit(path: str, day: str | None) -> None:
    assert name_date(path) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2023", "2023"),
        ("2023-03", "2023-03"),
        ("2023年3月", "2023-03"),
        ("2023/3/4", "2023-03-04"),
        ("20230304", "2023-03-04"),
        ("2023-13", None),
        ("2023-02-30", None),
        ("", None),
        ("昨天", None),
    ],
)
def test_metadata_are_read_as_they_are_written(words: str, day: str | None) -> None:
    assert written_date(words) == day


def test_a_dateline_gives_the_day_and_the_page_its_year() -> None:
    story = "新华社成都3月14日电（记者 某某）园区签约。"
    assert dates(story, "2023年，该区将建三个园区。") == (Dct("2023-03-14", "dateline"), Dct("2023-03", "text"))
    assert dates("本报内江2024年8月8日讯 园区签约。") == (Dct("2024-08-08", "dateline"),)


def test_a_dateline_of_december_on_a_january_page_is_of_the_year_before() -> None:
    first, _ = dates("本报某地12月30日讯 园区签约。", "2024年，该区将扩建。1月5日，企业复工。")
    assert first == Dct("2023-12-30", "dateline")


@pytest.mark.parametrize("line", ["2023年7月25日", "（2023年7月25日）", "二〇二三年七月二十五日", "2023-07-25"])
def test_a_line_that_is_nothing_but_a_day_dates_its_article(line: str) -> None:
    assert dates(f"上半年，全区稳中有进。\n园区经济运行局\n{line}") == (Dct("2023-07-25", "dateline"),)


def test_months_of_another_year_prove_no_month() -> None:
    assert proven("2025年第一批项目开工。公司去年9月签约。3月28日，仪式举行。") == "2025-03"


def test_traditional_characters_prove_as_simplified_ones_do() -> None:
    first, _ = dates("本報某地10月22日電 項目簽約，2027年啟用。", "近日舉行2024年度招商大會。")
    assert first == Dct("2024-10-22", "dateline")


def test_a_dateline_without_any_year_dates_nothing() -> None:
    assert dates("本报内江8月8日讯 园区签约。") == (None,)


def test_a_year_and_a_month_of_the_same_page_prove_its_date() -> None:
    assert proven("据了解，2023年，该区将推出十条举措。", "3月14日，阳光明媚。") == "2023-03"


def test_the_latest_month_told_of_as_past_counts() -> None:
    assert proven("2024年上半年，志愿者获表彰。7月24日，记者来到大厅。8月8日，项目封顶。") == "2024-08"


def test_what_is_planned_proves_nothing() -> None:
    assert proven("8月8日，厂房封顶，项目预计9月份投产。2024年度名单公布。") == "2024-08"
    assert proven("2024年度名单公布，到2030年产值翻番，力争2026年达产。") == "2024"
    assert proven("计划2027年6月投产。") is None


def test_how_something_began_proves_nothing() -> None:
    assert proven("园区自2019年成立以来发展迅速。5月8日，双方签约。") is None
    assert proven("老厂始建于1958年，2006年落户园区。") is None


def test_a_year_in_the_name_of_a_list_counts() -> None:
    assert proven("近日，省厅公布2026年度智能工厂名单。", "5月8日，双方签约。") == "2026-05"


def test_five_year_plans_and_feasts_prove_nothing() -> None:
    assert proven("“十四五”期间，该区新建三个园区。春节前，企业复工。") is None


def test_stories_of_a_january_paper_look_back_on_december() -> None:
    assert proven("2024年，该区将扩建。12月28日，企业签约。1月5日，企业复工。") == "2024-01"


def test_a_users_words_reach_the_articles_date(tmp_path: Path) -> None:
    (tmp_path / "dating").mkdir()
    (tmp_path / "dating" / "lexicon.toml").write_text("[ahead]\n'瞄准' = ''\n", encoding="utf-8")
    text = "2024年度名单公布，园区瞄准2026年。"
    ours, theirs = (Pipeline.load(rules=rules, model=None).extract_text(text) for rules in (None, tmp_path))
    assert [record.dct and record.dct.value for record in (*ours, *theirs)] == ["2026", "2024"]


def test_a_page_without_articles_has_no_dates() -> None:
    assert date((), (), RULES, option="2023") == ()


@given(st.text(alphabet="0123456789年月日电讯本报-/. ，。将在到2023一二三", max_size=60), st.text(max_size=20))
def test_any_text_and_metadata_are_survived(story: str, metadata: str) -> None:
    (found,) = dates(story, metadata=metadata)
    assert found is None or found.value[:4].isdigit()


@pytest.mark.shared
def test_the_shared_pages_prove_their_dates(shared: object) -> None:
    expected = {"000": "2026-05", "001": "2023-03", "003": "2024-08"}
    found = {
        (record.source.path.rsplit("/", 1)[-1][:3], record.dct.value if record.dct else None)
        for record in Pipeline.load().stream([f"{shared}/seeds"])
    }
    assert found == set(expected.items())


def test_an_item_with_its_own_day_keeps_it() -> None:
    whole = Text.of("园区签约。")
    home = Page(Source("page.txt", whole.content), whole, ())
    articles = tuple(Article(home, whole, (), "story", None, (), day) for day in ("2024-08-12", "2024-07-03"))
    assert [dct and dct.value for dct in date(articles, ((), ()), RULES, option=None)] == ["2024-08-12", "2024-07-03"]


def test_the_day_at_the_end_of_an_agencys_report_counts_the_republics_years() -> None:
    report = "（中央社記者田野石灘20日電）經濟部門今天公布訂單金額，年減5%。"
    assert dates(f"{report}1040820", f"{report}（編輯：秋原）1040821") == (
        Dct("2015-08-20", "dateline"),
        Dct("2015-08-21", "dateline"),
    )
    assert dates(f"{report}1049920") == (None,)


def test_a_year_of_which_an_article_of_the_next_gives_the_results_is_over() -> None:
    results = "2015年，全区产值突破200亿元。"
    assert proven(f"{results}今年3月14日，双方签约。") == "2016-03"
    assert proven(f"{results}3月14日，双方签约。") == "2016-03"
    assert proven(f"{results}12月14日，双方签约。") == "2015-12"
    assert proven("2015年第一批设备招标中标金额为200亿元。3月14日，双方签约。") == "2015-03"
    assert proven(f"{results}2018年5月，今年首个项目开工。") == "2018-05"
    assert proven("2015年产值增长可达10%，今年以来股价上扬。") == "2015"


@pytest.mark.parametrize("word", RULES["dating"].lexicon["this_year"])
def test_an_article_of_this_year_names_another_by_its_number(word: str) -> None:
    assert proven(f"2015年，全区产值突破200亿元，{word}将再增长。") == "2016"


@pytest.mark.parametrize("word", RULES["dating"].lexicon["result"])
def test_results_tell_that_a_year_is_over(word: str) -> None:
    assert proven(f"2015年，全区产值{word}200亿元，今年将再上台阶。") == "2016"


@pytest.mark.parametrize("word", RULES["dating"].lexicon["until"])
def test_the_end_of_what_has_begun_lies_ahead(word: str) -> None:
    assert proven(f"2024年10月21日，活动开幕，展览{word}12月31日。") == "2024-10"


@pytest.mark.parametrize("start", RULES["dating"].lexicon["start"])
@pytest.mark.parametrize("since", RULES["dating"].lexicon["since"])
def test_works_have_begun_where_the_sentence_tells_what_followed(start: str, since: str) -> None:
    assert proven(f"项目2014年12月{start}，{since}平整场地。计划2015年10月竣工。") == "2014-12"


def test_what_has_gone_on_since_a_month_proves_no_year() -> None:
    assert proven("2021年6月量产以来，企业已供货2.7亿颗。") is None


def test_what_was_done_in_another_year_proves_nothing_in_an_article_of_this_year() -> None:
    assert proven("园区2018年完成环评，2019年实现通车，今年5月底入园企业达41家。") is None
    assert proven("园区2018年完成环评，5月底入园企业达41家。") == "2018-05"


@pytest.mark.parametrize("word", RULES["dating"].lexicon["ahead"])
def test_what_lies_ahead_proves_nothing(word: str) -> None:
    assert proven(f"2024年度名单公布，园区{word}2027年扩建。") == "2024"


@pytest.mark.parametrize("words", ["3月23日晚间发布公告", "3月23日公告", "23日晚公告", "2025年3月23日盘后公告"])
def test_a_companys_announcement_is_told_on_its_day(words: str) -> None:
    story = f"铭川电机{words}称，公司2025年3月22日召开董事会，同意投资7亿元。"
    assert dates(story) == (Dct("2025-03-23", "text"),)


def test_an_announcement_of_an_earlier_month_dates_nothing() -> None:
    assert proven("铭川电机2月3日公告投资计划。2025年3月22日，公司签订协议。") == "2025-03"


def test_an_announcement_without_a_year_dates_nothing() -> None:
    assert dates("铭川电机3月23日晚间公告，拟投资7亿元。") == (None,)


def test_an_announcement_of_a_bare_day_is_told_on_the_only_such_day_that_the_page_names() -> None:
    story = "铭川电机9日公告，拟投资7亿元建设二期。公司股票将于2022年8月9日开市时复牌。"
    assert dates(story) == (Dct("2022-08-09", "text"),)
    assert dates(story + "公司2022年7月9日停牌。") != (Dct("2022-08-09", "text"),)


def test_an_event_that_bears_its_year_proves_it() -> None:
    assert proven("9月28日，在2020石滩绿色产业洽谈会上，铭川电机签约。") == "2020-09"


@pytest.mark.parametrize("words", ["2020家企业参加的产业大会", "2020万元办的产业论坛"])
def test_a_number_before_an_event_is_no_year(words: str) -> None:
    assert dates(f"9月28日，{words}在石滩举行。") == (None,)


def test_all_twelve_months_of_a_year_told_prove_the_next() -> None:
    assert proven("铭川电机6月6日签约。2024年1至12月份，公司营业收入8亿元。") == "2025-06"


def test_a_line_over_the_items_of_a_roundup_dates_them() -> None:
    text = (
        "一周要闻速览（2023年3月第二周）\n石滩铭川电机二期开工\n铭川电机二期项目在石滩高新区开工，年产电机30万台。\n"
        "云岭茶产业园开园\n云岭茶产业园开园，首批12家茶企入驻，园区设三个片区。"
    )
    found = Pipeline.load(model=None).extract_text(text)
    assert [record.dct for record in found] == [Dct("2023-03", "text")] * 2


def test_a_message_of_a_day_is_a_dateline() -> None:
    assert dates("石滩科技讯10月27日消息，2021年的签约仪式在石滩举行。") == (Dct("2021-10-27", "dateline"),)


def reprinted(text: str, published: str) -> Dct | None:
    """The date of a site's page that was published on a day and prints an article."""
    whole = Text.of(text)
    home = Page(Source("page.txt", whole.content), whole, (), date=published, single=True)
    (found,) = date((Article(home, whole, (), "story", None, ()),), ((),), RULES, option=None)
    return found


def test_a_dateline_dates_what_a_site_prints_on_a_later_day() -> None:
    assert reprinted("新华网石滩9月26日电 铭川电机二期开工。", "2023-09-27") == Dct("2023-09-26", "dateline")
    assert reprinted("新华网石滩12月31日电 铭川电机二期开工。", "2024-01-02") == Dct("2023-12-31", "dateline")


@pytest.mark.parametrize("published", ["2023-09-26", "2023-09-20", "2024-03-01", "2023-09"])
def test_a_dateline_of_no_day_shortly_before_the_sites_dates_nothing(published: str) -> None:
    assert reprinted("新华网石滩9月26日电 铭川电机二期开工。", published) == Dct(published, "metadata")


def test_a_report_is_of_the_day_on_which_it_was_made() -> None:
    report = "政府工作报告\n——2024年1月9日在石滩市第八届人民代表大会第三次会议上\n各位代表：\n2023年，产值增长一成。"
    assert dates(report) == (Dct("2024-01-09", "dateline"),)


def test_a_day_told_as_yesterday_dates_the_article() -> None:
    assert proven("昨天（5月28日），2024年第二季度项目集中开工。") == "2024-05-29"
    assert proven("2024年5月，项目签约。28日（今天）上午，二期开工。") == "2024-05-28"
    assert proven("2024年5月，厂房启用。园管局昨（17）日揭幕。") == "2024-05-18"
    assert proven("2024年5月，厂房启用。园管局昨（十七）日揭幕。") == "2024-05-18"


def test_an_audited_year_is_over() -> None:
    contract = "合同金额6亿元，占公司2023年度经审计营业收入的6.9%。"
    assert proven(f"铭川电机11月5日晚间公告，{contract}") == "2024-11-05"
    assert proven(f"铭川电机1月20日晚公告，{contract}") is None
    assert proven(f"铭川电机2024年1月20日公告，{contract}") == "2024-01-20"


def test_a_time_without_its_year_is_of_the_year_that_the_page_proves() -> None:
    assert [one and one.value for one in dates("于2023年1月9日签约。", page="XXXX-01-17")] == ["2023-01-17"]
    assert dates("项目签约。", page="XXXX-01-17") == (None,)


def test_an_article_of_this_year_recalls_another_in_which_a_zone_was_named() -> None:
    assert proven("2008年，石滩被认定为承接地，园区应运而生。今年3月，双方签约。") is None
    assert proven("2008年，石滩被认定为承接地。") == "2008"


@pytest.mark.parametrize("word", RULES["dating"].lexicon["honour"])
def test_a_year_that_an_honour_recalls_is_not_this_one(word: str) -> None:
    assert proven(f"2008年，石滩{word}承接地。今年3月，双方签约。") is None


def test_a_dateline_of_a_day_alone_is_of_the_month_that_the_page_proves() -> None:
    report = "（中央社記者田野石灘20日電）銘川電機今天動工。"
    assert dates(f"{report}2024年5月，雙方簽約。") == (Dct("2024-05-20", "dateline"),)
    assert dates(report) == (None,)


def test_that_year_is_no_more_than_the_year_just_named() -> None:
    assert proven("2008年，石滩被认定为承接地，园区于当年应运而生。今年3月，双方签约。") is None


def test_a_line_of_a_day_may_name_its_weekday() -> None:
    assert dates("石灘科技園動土。\n2023年5月4日（星期四）") == (Dct("2023-05-04", "dateline"),)


def test_a_foretold_month_proves_the_year_of_months_that_no_year_is_told_with() -> None:
    assert proven("2月11日，二期投产。三期预计于2025年4月投产。") == "2025-02"
    assert proven("11月11日，二期投产。三期预计于2025年4月投产。") == "2024-11"
    assert proven("三期预计于2025年4月投产。") is None
    assert proven("2月11日，二期投产。三期预计2025年投产。") is None


def test_a_report_whose_line_is_wrapped_is_of_its_day_too() -> None:
    report = (
        "政府工作报告\n——2021年2月2日在石滩市第十五届\n人民代表大会第七次会议上\n石滩市市长田野\n各位代表：\n请予审议。"
    )
    assert dates(report) == (Dct("2021-02-02", "dateline"),)


def test_a_fiscal_year_of_two_proves_its_first() -> None:
    assert proven("7月29日，项目封顶，成为该国2025-26财年第一季度最大的投资。") == "2025-07"


def test_a_paper_prints_the_day_of_a_dateline_later() -> None:
    story = "本报石滩9月28日电 铭川电机今天下午在石滩签约。"
    assert dates(story, "清江泵阀开工。", page="2023-09-29") == (
        Dct("2023-09-28", "dateline"),
        Dct("2023-09-29", "metadata"),
    )


def test_the_day_of_news_that_is_quoted_is_no_dateline() -> None:
    assert dates("据石滩媒体4月13日消息，铭川电机将于4月19日开业。", page="2023-04-19") == (
        Dct("2023-04-19", "metadata"),
    )


def test_a_broker_flash_opens_with_its_day() -> None:
    story = "石滩汇2月25日丨铭川电机宣布，公司于2019年2月25日召开董事会。"
    assert dates(story) == (Dct("2019-02-25", "dateline"),)


def test_a_meeting_that_was_held_bears_the_year_at_hand() -> None:
    assert proven("石滩高新区日前举行2020年重点项目开工仪式，总投资达238亿元。今年上半年，产值增长6%。") == "2020"


def test_a_december_with_its_year_is_over_in_the_months_after() -> None:
    assert proven("1月20日，铭川电机要出售旧厂的消息不胫而走。2018年12月，旧厂停了两条线。") == "2019-01"


def test_the_day_of_a_report_may_be_broken_off_from_its_meeting() -> None:
    story = "政府工作报告\n（2016年2月3日在石滩市北湖区\n第六届人民代表大会第一次会议上）\n2015年，全区产值460亿元。"
    assert dates(story) == (Dct("2016-02-03", "dateline"),)


def test_a_year_told_of_as_the_one_at_hand_is_not_over() -> None:
    story = "5月22日，石滩开会，2018年是办厂攻坚之年。2018年19家新厂总投资达31亿元，计划今年完成12亿元。"
    assert proven(story) == "2018-05"


def test_a_report_on_a_quarter_does_not_end_its_year() -> None:
    story = "4月27日晚间，铭川电机公告。2018年4月26日，公司发布2018年一季报，实现净利润3.5亿元。今年产量增长。"
    assert proven(story) == "2018-04"


def test_the_results_of_several_years_prove_the_last_of_them() -> None:
    assert proven("5月3日，铭川电机递交申请。2015-2017年，公司分别实现收入6.6亿元、6.8亿元和11.4亿元。") == "2017-05"


def test_a_daily_round_up_opens_with_its_day() -> None:
    story = "6.18 早报 铭川电机有了新厂\n2018年6月17日，铭川电机宣布签约。"
    assert dates(story) == (Dct("2018-06-18", "dateline"),)


def test_the_year_of_an_honour_proves_nothing() -> None:
    assert dates("铭川茶饮入选“2008年度江州好味道”。") == (None,)
