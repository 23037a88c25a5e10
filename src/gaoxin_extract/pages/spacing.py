"""Blanks that the layout put between characters."""

import re
from collections.abc import Iterator
from functools import lru_cache

import regex

from gaoxin_extract.rulebook.compiling import compiled
from gaoxin_extract.text import Edit, Text

BLANK = r"[^\S\n]"
HAN = r"\p{Han}〇"
MARK = r"，。、；：！？…—·～“”‘’（）《》〈〉「」『』【】〔〕￥％‰"
# From its first blank on, since blanks are rarer than any other character.
LETTER_SPACED = re.compile(rf"{BLANK}(?<=\S{BLANK}){BLANK}{{0,3}}+\S(?:{BLANK}{{1,4}}+\S){{2,}}+")
LETTERS = compiled(rf"[{HAN}{MARK}]")
MEANT = compiled(rf"[{HAN}”]{BLANK}+[{HAN}“]")
GAP = re.compile(rf"{BLANK}++")
TYPED = re.compile(BLANK)
# A blank beside one of these was never typed: Chinese text has none around digits, Latin words and marks.
NEVER = compiled(
    rf"(?<=[{HAN}{MARK}]){BLANK}++(?=[0-9０-９A-Za-z])|(?<=[0-9０-９A-Za-z%％‰℃]){BLANK}++(?=[{HAN}{MARK}])"
    rf"|(?<=[0-9０-９]){BLANK}++(?=[%％‰℃])"
    rf"|(?<=(?:本[报報]\p{{Han}}{{0,6}}|新华社\p{{Han}}{{0,8}})(?:\d{{1,2}}月\d{{1,2}}日)?[讯訊电電]){BLANK}++"
    rf"|(?<=[，、；：（《“‘「『【〔]){BLANK}++(?=\S)|(?<=\S){BLANK}++(?=[，、；：。！？）》”’」』】〕])"
)
WIDE_GAP = compiled(rf"(?<=\S)(?! (?=\S)){BLANK}++(?=\S)")
SENTENCE_GAP = compiled(r"(?<=[。！？!?…][”’』」）)]?)(?:\u3000{2,}+|[ \u00a0]{4,}+)(?=\S)")
# The credit of a picture, and in the same line the dateline of the story below it.
CAPTIONED = compiled(
    r"(?<=[摄攝][）)]?)[^\S\n]+(?=(?:本[报報]|\p{Han}{2,8}[网報报社])\p{Han}{0,6}(?:\d{1,2}月)?\d{1,2}日[电電讯訊])"
)
# A headline and its story parted by a comma of another script: 铭川电机二期获批,近日，铭川电机…
TITLED = compiled(r"(?m)^(?P<title>[^\n，。！？：,]{8,40}),[^\S\n]?(?=(?:近日|日前|\d{1,2}月\d{1,2}日)，[^\n]{60})")
DAY = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d")
WIDE_LINE = re.compile(r"[^\n]{60}")
# A whole article in one line: maybe its path, headline, publication data with the time of day, and the text.
HEADED = compiled(
    r"(?m)^(?P<path>[^\n。]{0,80}?[>＞»]\s*(?:正文|详情|内容)[^\S\n]+)?(?P<title>[^\n。]{6,70}?)[^\S\n]+"
    r"(?P<data>(?:(?:发布|更新)?(?:时间|日期)[:：]\s*)?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
    r"(?:[^\S\n]*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?(?:[^\S\n]*(?:来源|作者|编辑|责任编辑|点击|浏览|阅读)[:：]?[^\s。，]{0,16}"
    r"|[^\S\n]*[【\[]?(?:字[体号][:：]?)?\s?[【\[]?大\s*中\s*小\s?[】\]]?){0,4}+)[^\S\n]+(?=[^\n]{80})"
)
# A headline and, behind blanks, its story in the same line, which begins with a time or a dateline.
BESIDE = compiled(
    r"(?m)^(?![（(]|[据據記记]|本[报報网網刊]|[^\n]{0,20}[讯訊电電]\s?[（(])(?P<title>[^\n，。！？：；,]{8,50}?)(?:\u3000{2,}+|[^\S\n]+(?=(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日|近日[，,]|日前[，,]"
    r"|本[报網网]讯|新华社))(?=[^\n]{60})"
)
# A headline, and directly behind it the time of publication or the dateline with which its story begins.
GLUED = compiled(
    r"\A\s*(?P<label>原标题[:：]\s?)?(?!.{0,12}(?:来源|时间|记者|作者|编辑))(?P<title>[^\n。]{9,60}[\p{Han}！？”）])"
    r"(?:(?P<data>(?:19|20)\d\d-\d{1,2}-\d{1,2} \d{1,2}:\d\d(?::\d\d)?)(?! ?[到至—-])\s?"
    r"|(?=(?:(?:中新|人民|新华|央广)[网社]|新华社|中新经纬|本报)\p{Han}{0,8}\d{1,2}月\d{1,2}日[电讯]|本[报网]讯))(?=[^\n]{60})"
)
# What a site prints behind a text in the same line.
FOOT = compiled(
    r"(?<=[。！？”）])[^\S\n]+(?=(?:[【\[]?(?:责任编辑|责编|编辑)[:：]|上一[篇条][:：]|下一[篇条][:：]|相关(?:新闻|阅读)|打印本页|分享到"
    r"|关键词[:：]|标签[:：]|版权所有|免责声明))|(?<=\S)[^\S\n]+(?=下一[篇条][:：])"
)


def open_paragraphs(text: Text) -> Text:
    """`text` with a line break where two full-width blanks after a sentence open the next paragraph of its line."""
    if "摄" in text.content or "攝" in text.content:
        text = text.edit(Edit(found.start(), found.end(), "\n") for found in CAPTIONED.finditer(text.content))
    if "," in text.content:
        text = text.edit(Edit(found.end("title"), found.end(), "\n") for found in TITLED.finditer(text.content))
    if DAY.search(text.content):
        text = text.edit(edit for found in _blanked(HEADED, text.content) for edit in _parted(found))
    if WIDE_LINE.search(text.content):
        text = text.edit(edit for found in GLUED.finditer(text.content) for edit in _unglued(found))
        text = text.edit(Edit(found.end("title"), found.end(), "\n") for found in _blanked(BESIDE, text.content))
        text = text.edit(Edit(found.start(), found.end(), "\n") for found in _blanked(FOOT, text.content))
    if "\u3000\u3000" not in text.content and "    " not in text.content:
        return text
    return text.edit(
        Edit(found.start(), found.start(), "\n")
        for found in SENTENCE_GAP.finditer(text.content)
        if len(text.content[found.end() : found.end() + 24].split("\n")[0]) > 20  # noqa: PLR2004 -- longer than any signature
    )


def _parted(found: regex.Match[str]) -> Iterator[Edit]:
    """The path, the headline and the publication data of an article in one line, each in its own."""
    if found["path"]:
        yield Edit(len(found["path"].rstrip()) + found.start(), found.end("path"), "\n")
    yield Edit(found.end("title"), found.start("data"), "\n")
    yield Edit(found.end("data"), found.end(), "\n")


def _unglued(found: regex.Match[str]) -> Iterator[Edit]:
    """A headline apart from its story, and publication data between the two in a line of their own."""
    if found["label"]:
        yield Edit(found.start("label"), found.end("label"))
    yield Edit(found.end("title"), found.end("title"), "\n")
    if found["data"]:
        yield Edit(found.end("data"), found.end(), "\n")


def close_up(text: Text) -> Text:
    """`text` without letter-spacing and without blanks that nobody types; those between words stay, one wide.

    >>> close_up(Text.of("截 至 目 前 ， 完 成 1 2 . 6 亿 元")).content
    '截至目前，完成12.6亿元'
    """
    if edits := list(_letter_spacing(text.content)):
        text = text.edit(edits)
    for _ in range(2):  # a date that closes up may lengthen the dateline before a blank
        if edits := [Edit(found.start(), found.end()) for found in _blanked(NEVER, text.content)]:
            text = text.edit(edits)
    edits = [Edit(found.start(), found.end(), " ") for found in _blanked(WIDE_GAP, text.content)]
    return text.edit(edits) if edits else text


def _blanked(pattern: regex.Pattern[str], content: str) -> Iterator[regex.Match[str]]:
    """The matches of `pattern`, which holds a blank and no line break, in the lines with blanks: most have none."""
    return (found for start, end in _lines_with_blanks(content) for found in pattern.finditer(content, start, end))


@lru_cache(maxsize=2)
def _lines_with_blanks(content: str) -> tuple[tuple[int, int], ...]:
    """Where they begin and end; each pattern asks of the same text."""
    lines: list[tuple[int, int]] = []
    end = 0
    while blank := TYPED.search(content, end):
        start, end = content.rfind("\n", 0, blank.start()) + 1, content.find("\n", blank.end())
        end = end if end >= 0 else len(content)
        lines.append((start, end))
    return tuple(lines)


def _letter_spacing(content: str) -> Iterator[Edit]:
    for run in LETTER_SPACED.finditer(content):
        letters = LETTERS.findall(content, run.start() - 1, run.end())
        if len(letters) < 3:  # noqa: PLR2004 -- `A B C D` is a list
            continue
        gaps = [(gap.start() + run.start(), gap.end() + run.start()) for gap in GAP.finditer(run[0])]
        narrow = min(end - start for start, end in gaps)
        for start, end in gaps:
            meant = end - start > narrow and MEANT.fullmatch(content, start - 1, end + 1)
            yield Edit(start, end, " " if meant else "")
