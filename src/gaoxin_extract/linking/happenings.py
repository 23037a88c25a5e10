"""What came about or will, and on which day: stages and dates of projects."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from gaoxin_extract.linking.cues import Cues
from gaoxin_extract.records import DateMention, Stage
from gaoxin_extract.text import Span

DATE_ROLES: Mapping[Stage, str] = {
    "signed": "signed",
    "under_construction": "started",
    "completed": "completed",
    "trial_production": "trial_production",
    "in_production": "in_production",
}
# The day by which what lies ahead is to be completed is the one when it is due.
ROLES_AHEAD: Mapping[Stage, str] = {**DATE_ROLES, "completed": "due"}
# What is to be put to use by a day: a plant is in production then, anything else is due.
USED = frozenset({"投用", "投运", "投入使用", "投入运营"})
USE = "use"
FINISHED = frozenset({"completed", "trial_production", "in_production", "topped_out"})
# 现在 and 今后 date nothing.
NO_DAY = frozenset({"PRESENT_REF", "FUTURE_REF"})
PLAN = re.compile("规划(?!面积|用地)|计划|拟|将")
# 建设时间为2017年5月-2018年12月: when the works begin and are due.
WORKS = re.compile(r"(?:建设|施工)(?:时间|工期|期限|年限|周期|起止(?:时间|年限|期))(?:为|是|：)?\Z")
WORKS_REACH = 10
MONTH, DAY = len("2024-08"), len("2024-08-23")
AFTER = re.compile("[后时]|之后|以后|之际")
# 建成投产, 竣工并投产: told of in one breath.
BREATH = 2
# 从签约、拿地到开工: one day for all that is told so.
CHAINED = frozenset({"、", "到", "和", "并"})
# 2022年第三批: the year of a name.
NUMBERED = re.compile(
    r"第?[一二三四五六七八九十\d]{1,3}(?:批|届|次)|度|份?(?:全[省市区县])?(?:重[大点]|招商|产业)+(?:引资|产业|工业)?项目|新增的?|份?“"
)
# 5月9日电, 5月9日晚间公告: the day of the news.
NEWS = re.compile(r"(?:[早午晚][间盘]?|盘后|[上下]午)?(?:电|讯|消息|报道|(?:发布)?公告)")
# 5月9日公司与…, with what came about told only after commas.
ACTORS = re.compile("[^，。；]{0,24}(?:与|和|同|就)")
TOLD = re.compile("公告|披露|获悉|了解到")
PHASES = re.compile(r"分[两二三四五六七八九十\d]{1,2}(?:期|步|阶段|批)\Z")
NEAR = 6
MAIN_REACH = 14
# 基本建成 is work in hand once it is said to have come so far, and the end of it where it lies ahead.
NEARLY = "基本"
# 甲、乙有的已经开工，有的…: which of them is not said.
SOME = "有的"
CEREMONY = re.compile("(?:奠基|启动|动员)?(?:仪式|活动|大会|典礼)[于在]?")
HELD = re.compile("[^，。；]{0,24}?举[行办]")
# 厂房主体结构已全部完工: the fitting out is yet to come.
MAIN = re.compile("主体(?:结构|工程|厂房|框架|建筑)?(?:施工)?(?:已经?|全部|基本|顺利|全面|均|都|如期)*+\\Z")
WILL = re.compile("[，]?[^，。；]{0,8}?将")
TOOK = re.compile("历时|用时?|耗时|经过?|短短|提前|仅|近")
# “拿地即开工” is the name of a service, not a happening.
SLOGAN = re.compile(r"“[^“”，。]{2,12}”")


class Happening(Struct, frozen=True, gc=False):
    """A stage that a project reaches: in the words of `span`, on `date`; `asserted` where it has come about.

    `role` is what the date is; None where there is none, or a later word of the same breath takes it.
    `scheduled`: only the days are told, and not how far the project is.
    """

    span: Span
    stage: Stage
    asserted: bool
    date: DateMention | None
    role: str | None
    scheduled: bool = False


class Calendar(Struct, frozen=True, gc=False):
    """What a clause is dated by: the dates in it and the article's own; the words of `names` tell no time."""

    dates: Sequence[DateMention]
    dct: str | None
    names: Sequence[Span] = ()


class Before(Struct, frozen=True, gc=False):
    """What the words before a clause in its sentence leave open: a day of nothing yet, and whether all is ahead."""

    date: DateMention | None = None
    ahead: bool = False


class Words(Struct, frozen=True):
    """A stretch of a text and the names in it."""

    content: str
    span: Span
    names: Sequence[Span]


def happenings(
    content: str, span: Span, calendar: Calendar, before: Before, cues: Cues
) -> tuple[tuple[Happening, ...], Before]:
    """What the clause `span` tells, and what it leaves open."""
    dates = [date for date in calendar.dates if is_day(date) and not _is_outside(content, date)]
    told = [done for date in calendar.dates for done in _works(content, date, calendar.dct)]
    start, ahead, lasting = span.start, before.ahead, before.ahead
    open_date = before.date
    for chain in _chains(content, span, cues):
        near = [date for date in dates if start <= date.start and date.end <= chain[0].start]
        chained = bool(told) and content[start : chain[0].start] in CHAINED
        date = near[-1] if near else (open_date if not told else told[-1].date if chained else None)
        date = date or _held(content, chain[-1].end, dates)
        # 规划建设6栋厂房，建成研发中心: what the clause opens with goes on as the one before it.
        goes_on = bool(near) or chain[0].start == span.start
        words = Words(content, Span(span.start, chain[0].start), calendar.names)
        ahead = _later(date, calendar.dct, ahead=_ahead(words, cues, ahead=ahead and goes_on))
        lasting = ahead and _ahead(words, cues, ahead=lasting and goes_on, lasting=True)
        finishes = cues.stages[content[chain[0].start : chain[0].end]] in FINISHED
        ahead = ahead or (finishes and _takes(content, chain[0].start, calendar.dates))
        afterwards = cues.afterwards.match(content, chain[-1].end)
        ahead = ahead or (finishes and _is_yet_to_be(content, span, chain))
        asserted = not ahead and (not afterwards or bool(cues.past.search(content, span.start, chain[0].start)))
        # 建成后 alone tells nothing of when.
        some = content.find(SOME, words.span.start, words.span.end) >= 0
        if not some and (asserted or date or not AFTER.match(content, chain[-1].end)):
            told += _told(content, chain, date, cues, asserted=asserted)
        start = chain[-1].end
    if not told and PLAN.search(content, span.start, span.end):
        lasting = _ahead(Words(content, span, calendar.names), cues, ahead=lasting, lasting=True)
    left = dates[-1] if dates and not told and _is_open(content, span, dates[-1]) else None
    return tuple(told), Before(left or (None if told or dates else before.date), lasting)


def _works(content: str, date: DateMention, dct: str | None) -> tuple[Happening, ...]:
    """What is told by the stretch of time that the works are said to take."""
    first, _, last = (date.norm.value or "").partition("/")
    if not (last[:1].isdigit() and first[:1].isdigit()):
        return ()
    if not WORKS.search(content, max(date.start - WORKS_REACH, 0), date.start):
        return ()
    ended = dct is not None and last[: len(dct)] < dct[: len(last)]
    span = Span(date.start, date.end)
    return (
        Happening(span, "under_construction", ended, date, "started", scheduled=True),
        Happening(span, "completed", ended, date, "completed" if ended else "due", scheduled=True),
    )


def _is_outside(content: str, date: DateMention) -> bool:
    """Whether `date` is that of a name or of the news, and of nothing that came about."""
    return bool(NUMBERED.match(content, date.end) or NEWS.match(content, date.end))


def _takes(content: str, place: int, dates: Sequence[DateMention]) -> bool:
    """Whether right before `place` stands how long it will take: 三年内建成, 分两期建成, but for 历时5年建成."""
    if PHASES.search(content, max(place - NEAR, 0), place):
        return True
    for date in dates:
        if date.norm.type == "DURATION" and date.end <= place and content[date.end : place] in {"", "内"}:
            return not TOOK.search(content, max(date.start - BREATH * 2, 0), date.start + 1)
    return False


def _held(content: str, place: int, dates: Sequence[DateMention]) -> DateMention | None:
    """The day on which the ceremony of what is told before `place` is held: 开工仪式昨日举行."""
    for date in dates:
        if date.start >= place and CEREMONY.fullmatch(content, place, date.start):
            return date if HELD.match(content, date.end) else None
    return None


def _is_yet_to_be(content: str, span: Span, chain: Sequence[Span]) -> bool:
    """Whether words speak of what will be once it has come about (…的建成，将…), or is to be made (把…建成精品工程)."""
    start, end = chain[0].start, chain[-1].end
    named = content.startswith("的", start - 1) and WILL.match(content, end)
    return bool(named) or content.find("把", span.start, start) >= 0


def _is_open(content: str, span: Span, date: DateMention) -> bool:
    """Whether the words after `date` leave to a later clause what came about on it."""
    if date.end > span.end - BREATH:
        return True
    leads = date.start <= span.start + 1 and ACTORS.match(content, date.end, span.end)
    return bool(leads) and not TOLD.search(content, date.end, span.end)


def _told(
    content: str, chain: Sequence[Span], date: DateMention | None, cues: Cues, *, asserted: bool
) -> Iterator[Happening]:
    """Work in hand (在建, 施工) has no day of its own and takes no date; of 建成投产 the last word takes it."""
    if cues.stages[content[chain[0].start : chain[0].end]] == "planned":
        # 前期工作有序推进: what is prepared is no work yet; 获批并动工 is.
        begun = next((at for at, one in enumerate(chain) if content[one.start - 1] in "并后即"), None)
        chain = chain[begun:] if begun else chain[:1]
    words = [content[word.start : word.end] for word in chain]
    if not asserted:
        words = [word.removeprefix(NEARLY) for word in words]
    last = max((place for place, word in enumerate(words) if word in cues.days), default=-1)
    for place, (span, word) in enumerate(zip(chain, words, strict=True)):
        stage = cues.stages[word]
        if stage == "completed" and MAIN.search(content, max(span.start - MAIN_REACH, 0), span.start):
            stage = "topped_out"
        day = date if word in cues.days else None
        role = DATE_ROLES.get(stage) if asserted else USE if word in USED else ROLES_AHEAD.get(stage)
        yield Happening(span, stage, asserted, day, role if day and place == last else None)


def _later(date: DateMention | None, dct: str | None, *, ahead: bool) -> bool:
    """Whether `date` lies behind the article's own; what the words say, where neither tells."""
    value = date.norm.value if date else None
    if not value or not dct or not value[:4].isdigit():
        return ahead
    known = min(len(value), len(dct))
    if value[:known] != dct[:known]:
        return value > dct
    # 年底 of the year in hand.
    return ahead or (date is not None and date.norm.mod == "END" and len(value) < len(dct))


def is_day(date: DateMention) -> bool:
    """Whether `date` can be the day of a happening: no length, no stretch that began then, not now."""
    value = date.norm.value or ""
    # 近日 is a day, 近年来 is none; 2月29日8点18分 is a time of one.
    day = date.norm.type == "DATE" or (date.norm.type == "TIME" and not value.startswith("T"))
    stretch = "/" in value and not is_months(date) and not _is_days(date)
    return day and value not in NO_DAY and not stretch and not date.text.endswith("来")


def is_months(date: DateMention) -> bool:
    """Whether `date` is a stretch of months of one year, 1—8月份, in which many a thing happens."""
    first, _, last = (date.norm.value or "").partition("/")
    return len(first) == len(last) == MONTH and first[:4] == last[:4]


def _is_days(date: DateMention) -> bool:
    """Whether `date` is a stretch of a few days of one month, 23日至24日."""
    first, _, last = (date.norm.value or "").partition("/")
    return len(first) == len(last) == DAY and first[:MONTH] == last[:MONTH]


def _chains(content: str, span: Span, cues: Cues) -> Iterator[list[Span]]:
    """The words of happening in `span`, those told of in one breath together."""
    words = [Span(*found.span()) for found in cues.happening.finditer(content, span.start, span.end)]
    if not words:
        return
    slogans = [Span(*found.span()) for found in SLOGAN.finditer(content, max(span.start - 1, 0), span.end + 1)]
    words = [
        word
        for word in words
        if content[word.start : word.end] in cues.stages
        and not any(slogan.start < word.start and word.end < slogan.end for slogan in slogans)
    ]
    chain = words[:1]
    for last, word in pairwise(words):
        between = content[last.end : word.start]
        if len(between) > BREATH or (between and not between.isalpha()):
            yield chain
            chain = []
        chain.append(word)
    if chain:
        yield chain


def _ahead(words: Words, cues: Cues, *, ahead: bool, lasting: bool = False) -> bool:
    """Whether `words` leave what follows to the future; the last cue decides.

    `lasting`: also what follows after a comma.
    """
    reached = words.span.start - BREATH
    for cue in cues.time.finditer(words.content, words.span.start, words.span.end):
        if any(name.start <= cue.start() < name.end for name in words.names):
            continue
        if lasting and cues.ahead.get(cue[0]):
            continue
        # 可以正式投产, 将正式投产 lie ahead still.
        if cue[0] in cues.ahead:
            ahead, reached = True, cue.end()
        elif cue.start() - reached >= BREATH or cues.past.fullmatch(cue[0]):
            ahead = False
    return ahead
