"""Names that were read on over a verb, or that begin before the word for what their bearer is to another.

A recogniser takes `云拓科技发行股份` or `半导体巨头云拓` for one name. The words at which such names part stand in
rules/org/: `deeds.txt`, what a company does and what belongs to it, ends a name; behind those of `relations.txt` one
begins.
"""

from collections.abc import Iterator

from gaoxin_extract.entities.org.shapes import ANCHORS
from gaoxin_extract.gazetteer import VERBS, Reading, Word
from gaoxin_extract.rulebook import RuleSet, alternatives, compiled
from gaoxin_extract.text import Span

SHORTEST = 2
# Bodies whose names may hold such words: 江州服务商联合会, 江州股权托管交易中心.
WHOLE = compiled(r"(?:协会|联合会|商会|学会|公会|联盟|委员会|中心|研究院|研究所|[局部处办院站所队组]|基金)\Z")
# 恺汭股权|投资合伙企业, 增长股票|型基金: before such words a share is a part of the name.
SHARES = "股[权票](?:投资|运营|管理|合伙|型|公司|有限|托管|交易|基金)"
# What ends the name of a company, by which it is one though no list has it.
FORM = compiled(r"(?:公司|集团|银行|证券|基金|股份|科技|控股|保险|大学|研究院)\Z")
# A site's news and a committee's posts: 江州网|讯, 江州市委|常委.
GLUED = compiled(
    r"(?<=[网报社台])(?:讯|消息)\Z|(?<=[省市县区州]委)(?:常委|书记|委员)\Z"
    r"|(?<=[部委局署院行会司])[两二三四五六七八九十](?:部委|部门|[部委家方]|单位)\Z"
)
JOINT = compiled("以及|[和与及]")
# Two bodies of which each ends as bodies do: 江州市人民政府|与|云拓公司.
TWO = compiled(
    r"(?P<one>.{2,20}?(?:政府|管委会|公司|集团|大学|学院|研究院|银行))[和与及](?P<other>.{2,20}(?:政府|管委会|公司|集团|大学|研究院|银行))\Z"
)
# Characters before a name that make no part of it where a listed word stands right behind: 原|云拓集团.
BEFORE = "原若继使兼由令让据指除经对"
# The same of two: 希望|云拓集团. 东方希望 and 新希望 are other names.
WISHES = ("希望", "鼓励", "欢迎", "感谢", "祝愿", "请求")
# Counties and listed names of two characters stand by chance where two other names meet: 弘|安新|能源.
CHANCE = (Word.COUNTY, Word.NAME)
# Characters between a name and the deed: 云拓科技|拟|收购.
BETWEEN = "欲拟非尚再仍将已曾正就均"
COMMON_LISTS = ("common", "nouns", "places", "counties", "countries", "cuts")
PLAIN_LISTS = ("nouns", "weak", "cuts")


class Parting:
    """Parts what was taken for one name."""

    def __init__(self, rules: RuleSet) -> None:
        """`rules` are those of rules/org/."""
        names = rules.beside("names")
        self._deed = compiled(rf"[\d.]*+%?(?!{SHARES})(?:{alternatives(rules.lines('deeds'))})")
        self._relation = compiled(alternatives(rules.lines("relations")))
        self._common = {line for name in COMMON_LISTS for line in names.lines(name)}
        self._plain = {line for name in PLAIN_LISTS for line in names.lines(name)}

    def parts(self, reading: Reading, span: Span) -> Iterator[Span]:
        """The names that `span` holds: itself in most cases, two or none where it was read too far."""
        if WHOLE.search(reading.content, span.start, span.end):
            yield span
            return
        span = _trimmed(reading, span)
        start, end = span.start, span.end
        relation = self._relation.search(reading.content, start, end - SHORTEST)
        if joint := _joint(reading, start, end):
            yield Span(start, joint.start)
            yield Span(joint.end, end)
        elif two := TWO.match(reading.content, start, end):
            yield Span(*two.span("one"))
            yield Span(*two.span("other"))
        elif relation and not reading.across(relation.start()):
            if self._is_name(reading, start, relation.start()):
                yield Span(start, relation.start())
            yield from self.parts(reading, Span(relation.end(), end))
        else:
            yield from self._before_deed(reading, span)

    def _before_deed(self, reading: Reading, span: Span) -> Iterator[Span]:
        """`span`, or what of it stands before a deed and, if a name is its object, behind it."""
        content, start, end = reading.content, span.start, span.end
        deed = self._deed.search(content, start + SHORTEST, end)
        if not deed or reading.across(deed.start()):
            yield span
            return
        stop = deed.start()
        while content[stop - 1] in BETWEEN:
            stop -= 1
        if stop - start >= SHORTEST and content[start:stop] not in self._common:
            yield Span(start, stop)
        if self._is_name(reading, deed.end(), end):
            yield Span(deed.end(), end)

    def _is_name(self, reading: Reading, start: int, end: int) -> bool:
        """Whether `start:end` is surely a name: a listed one, or words of its own before the last one of a company."""
        word = reading.at(start) if end - start >= SHORTEST else None
        if word and word[2] is Word.NAME and word[1] == end:
            return True
        form = FORM.search(reading.content, start, end)
        own = form.start() - start if form else 0
        return own >= SHORTEST and reading.content[start : start + own] not in self._plain


def _trimmed(reading: Reading, span: Span) -> Span:
    """`span` without what is glued to the name on either side."""
    content, start, end = reading.content, span.start, span.end
    if glued := GLUED.search(content, start, end):
        end = glued.start()
    end = _whole_words(reading, start, end)
    word = reading.at(start)
    if word and word[2] is Word.CUT and (after := reading.at(word[1])) and after[2] in ANCHORS and after[1] <= end:
        return Span(word[1], end)
    word = reading.at(start + SHORTEST)
    if content.startswith(WISHES, start) and word and word[2] is Word.NAME and word[1] <= end:
        return Span(start + SHORTEST, end)
    word = reading.at(start + 1)
    if content[start] in BEFORE and reading.at(start) is None and word and word[2] in ANCHORS:
        start += 1
    return Span(start, end)


def _whole_words(reading: Reading, start: int, end: int) -> int:
    """`end`, or that of a listed name with which half a word was taken, or a verb: 新华网|呼|和浩特, 华为|投|5亿元."""
    word = reading.at(start)
    if not word or word[2] is not Word.NAME or word[1] >= end:
        return end
    verb = end - word[1] == 1 and reading.content[word[1]] in VERBS
    torn = (reading.at(place) for place in range(max(word[1], end - SHORTEST), end))
    half = any(other and other[1] > end and other[2] not in CHANCE for other in torn)
    return word[1] if verb or half else end


def _joint(reading: Reading, start: int, end: int) -> Span | None:
    """The word that joins the listed body with which `start:end` opens to another."""
    word = reading.at(start)
    if not word or word[2] is not Word.NAME:
        return None
    joint = JOINT.match(reading.content, word[1], end)
    return Span(*joint.span()) if joint and joint.end() <= end - SHORTEST else None
