"""Names that were read too far or not far enough: relations glued to them, Latin names in brackets, last characters."""

from collections.abc import Iterator

from gaoxin_extract.gazetteer import Reading
from gaoxin_extract.rulebook import compiled
from gaoxin_extract.text import Span

OWN = 2
# Rooms and houses of a body, which are none themselves, behind a name that is whole without them.
# The boards of a company are the company, and a person who speaks for it is not a part of its name.
ROOM = compiled(
    r"(?:报告厅|会议[厅室]|大?礼堂|展厅|会客厅|贵宾厅|操场|大楼|车间|监事会|董事会|股东大?会"
    r"|(?<=证券|银行|资本|集团|公司|基金|大学|保险)[A-Z][a-z]+ [A-Z][a-z]+)\Z"
)
WHOLE = 4
# 云拓股份及控股子公司 names 云拓股份 and nobody else.
DAUGHTERS = compiled(
    r"(?P<one>.{2,30}?)(?:及其?|和其?|与其?|的)?(?:下属|所属|旗下|其)?(?:全资|控股|参股|及|或)*+[子孙]公司"
)
# 云拓科技所属江州公司, 江州公司股东云拓科技: two bodies and what one is to the other.
PAIR = compiled(
    r"(?P<one>.{2,24}?)(?:(?:全资|控股)?[子孙]公司|(?:第一大|控股|实际控制|间接控股)?股东|母公司|旗下|下属|所属)"
    r"(?P<other>(?!公司|集团|企业|及|和|的).{1,24}(?:公司|集团|股份|科技))"
)
# The name in another script, in brackets right behind: 云拓（Yuntuo）. Capitals alone are initials or a listing.
LATIN = compiled(r"[（(](?P<latin>(?=[A-Za-z .&'’-]{0,40}[a-z])[A-Za-z][A-Za-z .&'’-]{1,40})[)）]")
HAN_END = compiled(r"\p{Han}\Z")
# A recogniser's name that was cut before its last character; 局长 is a post, but 局長 behind a name of Taiwan is not.
LAST = compiled(
    r"(?<![局署厅院])局(?=長)|(?<=证券|新闻|财经|商务|经济|日报)网(?=讯|[，。、：；（(）)\s]|报道|记者|消息)"
    r"|(?<=经纬|新闻|日报|晚报|时报|财经)客户端"
)


def mended(reading: Reading, raw: str, span: Span) -> Iterator[Span]:
    """The names that `span` holds, which is one body's to whoever read it; `raw` is the text in its own script.

    A branch that its place names is a name of its own: 云拓集团江州子公司.
    """
    content = reading.content
    room = ROOM.search(content, span.start, span.end)
    if room and room.start() - span.start >= WHOLE:
        span = Span(span.start, room.start())
    for part in parted(reading, span):
        end = part.end
        last = LAST.match(raw, end) if end == span.end else None
        end = last.end() if last else end
        yield Span(part.start, with_latin(content, part.start, end))


def parted(reading: Reading, span: Span) -> tuple[Span, ...]:
    """The one or two names that `span` holds beside the word for what one is to the other."""
    content, (start, end) = reading.content, (span.start, span.end)
    if pair := PAIR.fullmatch(content, start, end):
        return Span(*pair.span("one")), Span(*pair.span("other"))
    if daughters := DAUGHTERS.fullmatch(content, start, end):
        stop = daughters.end("one")
        joint = content[stop : stop + 1] in "及和与其的"
        place = reading.ends_with_place(stop) and not joint
        return (span,) if place else (Span(start, stop),)
    return (span,)


def with_latin(content: str, start: int, end: int) -> int:
    """`end`, or the end of the bracket behind it that holds the name of `start:end` in Latin letters."""
    if content[end : end + 1] not in ("（", "(") or not HAN_END.search(content, start, end):
        return end
    latin = LATIN.match(content, end)
    return latin.end() if latin else end


def in_two_scripts(name: str) -> tuple[str, str] | None:
    """The parts of `name` where its second stands in brackets and in Latin letters: 云拓（Yuntuo）."""
    opening = max(name.rfind("（"), name.rfind("("))
    latin = LATIN.fullmatch(name, opening) if opening > OWN - 1 else None
    return (name[:opening], latin["latin"]) if latin else None
