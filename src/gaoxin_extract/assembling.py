"""From an article with its chosen candidates, values and links to the record that is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from gaoxin_extract.articles import Article
from gaoxin_extract.entities import AnyCandidate
from gaoxin_extract.linking import Links
from gaoxin_extract.records import (
    AnyMention,
    DateMention,
    Dct,
    Label,
    MoneyMention,
    OrgMention,
    PercentMention,
    ProjectMention,
    Record,
    RecordWarning,
    SourceInfo,
    SourceSpan,
    ZoneMention,
)
from gaoxin_extract.text import Span, Text
from gaoxin_extract.values import Norm

MENTIONS: Mapping[Label, type[Any]] = {
    "MONEY": MoneyMention,
    "PERCENT": PercentMention,
    "DATE": DateMention,
    "ORG": OrgMention,
    "ZONE": ZoneMention,
    "PROJECT": ProjectMention,
}
LABEL_OF = {kind: label for label, kind in MENTIONS.items()}
WHOLE_DAY = len("2023-03-14")
SOURCE_WARNINGS = {
    "encoding_guessed": "the encoding was guessed; give --encoding if characters look wrong",
    "date_unread": "the date that the metadata give can't be read; write it as 2024-05-17",
    "undecodable_bytes": "bytes that the encoding lacks became U+FFFD",
}


def mention_of(candidate: AnyCandidate, id_: str, norm: Norm, text: Text, source: str) -> AnyMention:
    """The mention that `candidate` becomes under the value `norm`; `text` maps to the decoded `source`."""
    span = candidate.span
    stretches = text.source_spans(span)
    if not stretches:
        message = f"{candidate.extractor} took {span}, of which the source prints nothing"
        raise ValueError(message)
    printed = joined(stretches, source)
    mention: AnyMention = MENTIONS[candidate.label](
        id=id_,
        text=text.content[span.start : span.end],
        start=span.start,
        end=span.end,
        source_start=min(start for start, _ in printed),
        source_end=max(end for _, end in printed),
        source_spans=printed if len(printed) > 1 else None,
        norm=norm,
        extractor=candidate.extractor,
        score=round(candidate.score, 3),
    )
    return mention


def label_of(mention: AnyMention) -> Label:
    """The label of a mention, which is its type's tag."""
    return LABEL_OF[type(mention)]


def assemble(article: Article, mentions: Sequence[AnyMention], links: Links, dct: Dct | None, *, number: int) -> Record:
    """The record of one article, the `number`th of its source."""
    source = article.page.source
    return Record(
        id=f"{source.path}#{number}",
        source=SourceInfo(source.path, source.id, source.sha256, source.encoding, source.media_type),
        kind=article.kind,
        title=article.title,
        byline=article.byline,
        dct=dct,
        text=article.text.content,
        spans=joined(article.text.source_spans(Span(0, len(article.text.content))), source.text),
        entities=tuple(mentions),
        organisations=links.organisations,
        projects=links.projects,
        warnings=(*_source_warnings(article), *_dct_warnings(dct), *_value_warnings(mentions)),
    )


def joined(stretches: Sequence[Span], source: str) -> tuple[SourceSpan, ...]:
    r"""`stretches` of `source` in their order, those between which only white space stands made one.

    >>> joined([Span(0, 2), Span(3, 5), Span(9, 11)], "10\n亿元，约合12")
    ((0, 5), (9, 11))
    """
    spans: list[SourceSpan] = []
    for stretch in stretches:
        start = stretch.start
        if spans and spans[-1][1] <= start and not source[spans[-1][1] : start].strip():
            start = spans.pop()[0]
        spans.append((start, stretch.end))
    return tuple(spans)


def _source_warnings(article: Article) -> Iterator[RecordWarning]:
    for code in article.page.source.warnings:
        yield RecordWarning(code, SOURCE_WARNINGS[code], None)


def _dct_warnings(dct: Dct | None) -> Iterator[RecordWarning]:
    if dct is None:
        yield RecordWarning(
            "dct_unknown", "the article's date is unknown: years that it leaves unsaid stay open; give --date", None
        )
    elif len(dct.value) < WHOLE_DAY:
        yield RecordWarning("dct_partial", f"the article's date is known as {dct.value} only", None)


def _value_warnings(mentions: Iterable[AnyMention]) -> Iterator[RecordWarning]:
    for mention in mentions:
        match mention:
            case MoneyMention(norm=norm) if norm.amount is None:
                read = False
            case PercentMention(norm=norm) if norm.value is None:
                read = False
            case DateMention(norm=norm) if norm.value is None:
                read = False
            case _:
                read = True
        if not read:
            yield RecordWarning("unread_value", f"the value of {mention.text!r} can't be read surely", mention.id)
