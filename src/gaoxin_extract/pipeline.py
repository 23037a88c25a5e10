"""The stages in order: whoever reads `Pipeline.extract` knows the program."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gaoxin_extract.articles import Article
from gaoxin_extract.articles.segmentation import segment
from gaoxin_extract.candidates import choose
from gaoxin_extract.dating import date
from gaoxin_extract.entities import MODULES, AnyCandidate, Context, EntityType, load_types
from gaoxin_extract.linking import Links, link
from gaoxin_extract.pages.restoration import restore
from gaoxin_extract.reading import Source, read
from gaoxin_extract.records import (
    AnyMention,
    DateMention,
    Dct,
    Label,
    Mention,
    MoneyMention,
    OrgMention,
    PercentMention,
    ProjectMention,
    Record,
    SourceInfo,
    SourceSpan,
    Warning,
    ZoneMention,
)
from gaoxin_extract.rulebook import Rulebook, own_rules
from gaoxin_extract.text import Span, Text
from gaoxin_extract.values import Norm

LABELS: tuple[Label, ...] = tuple(MODULES)
MENTIONS: Mapping[Label, type[Any]] = {
    "MONEY": MoneyMention,
    "PERCENT": PercentMention,
    "DATE": DateMention,
    "ORG": OrgMention,
    "ZONE": ZoneMention,
    "PROJECT": ProjectMention,
}
LAYOUT = re.compile(r"\s*")


class Pipeline:
    """Turns sources into records. Make one by `Pipeline.load` and use it for as many sources as there are."""

    def __init__(self, rulebook: Rulebook, types: tuple[EntityType, ...], labels: tuple[Label, ...]) -> None:
        """Use `load`; this takes parts that are loaded already."""
        self.rulebook = rulebook
        self.types = types
        self.labels = labels

    @classmethod
    def load(cls, *, rules: Path | None = None, labels: Sequence[Label] = LABELS) -> "Pipeline":
        """A pipeline with the rules that ship and, laid over them, those of the folder `rules`.

        `labels` are those to keep; what other labels need is found all the same.

        >>> record, = Pipeline.load().extract_text("总投资约45万元。", date="2024-05")
        >>> record.entities[0].norm.amount
        '450000'
        """
        rulebook = Rulebook(own_rules(), *([rules] if rules else []))
        return cls(rulebook, load_types(rulebook), tuple(label for label in LABELS if label in labels))

    def extract(self, source: Source, *, date: str | None = None) -> tuple[Record, ...]:
        """The records of one source in reading order; `date` (`2024`, `2024-05`, `2024-05-17`) is every article's dct."""
        page = restore(source, self.rulebook["pages"])
        articles = segment(page, self.rulebook["articles"])
        chosen = tuple(choose(self._find(article.text)) for article in articles)
        dcts = _dates(articles, chosen, date)
        return tuple(
            self._record(article, candidates, dct, number)
            for number, (article, candidates, dct) in enumerate(zip(articles, chosen, dcts, strict=True))
        )

    def extract_text(self, text: str, *, date: str | None = None, path: str = "-") -> tuple[Record, ...]:
        """The records of `text` as it was taken out of a page or file."""
        return self.extract(Source.of(text, path=path), date=date)

    def stream(self, paths: Iterable[Path | str], *, date: str | None = None) -> Iterator[Record]:
        """The records of files and folders, one by one; an input that can't be read raises `SourceError`."""
        for path in paths:
            for source in read(Path(path)):
                yield from self.extract(source, date=date)

    def _find(self, text: Text) -> tuple[AnyCandidate, ...]:
        found: tuple[AnyCandidate, ...] = ()
        for kind in self.types:
            found += kind.find(text, found)
        return found

    def _record(self, article: Article, candidates: tuple[AnyCandidate, ...], dct: Dct | None, number: int) -> Record:
        mentions = self._resolve(article, candidates, dct)
        links = link(mentions, article, self.rulebook["linking"])
        return assemble(article, mentions, links, dct, number, labels=self.labels)

    def _resolve(
        self, article: Article, candidates: tuple[AnyCandidate, ...], dct: Dct | None
    ) -> tuple[AnyMention, ...]:
        """Read every chosen candidate in its context; mentions come in the candidates' order."""
        norms: dict[int, Norm] = {}
        for kind in self.types:
            places = [place for place, candidate in enumerate(candidates) if candidate.label == kind.label]
            ids = tuple(f"e{place}" for place in places)
            context = Context(article.text, article.parts, dct.value if dct else None, candidates, ids)
            norms |= zip(places, kind.resolve([candidates[place] for place in places], context), strict=True)
        return tuple(_mention(candidate, f"e{k}", norms[k], article.text) for k, candidate in enumerate(candidates))


def assemble(
    article: Article,
    mentions: tuple[AnyMention, ...],
    links: Links,
    dct: Dct | None,
    number: int,
    *,
    labels: Sequence[Label] = LABELS,
) -> Record:
    """The record of one article; with fewer `labels`, what rests on others is left out."""
    source = article.page.source
    kept = tuple(mention for mention in mentions if label_of(mention) in labels)
    links = links.keeping({mention.id for mention in kept})
    everything = Span(0, len(article.text.content))
    return Record(
        id=f"{source.path}#{number}",
        source=SourceInfo(source.path, source.id, source.sha256, source.encoding, source.media_type),
        kind=article.kind,
        title=article.title,
        byline=article.byline,
        dct=dct,
        text=article.text.content,
        spans=_joined(article.text.source_spans(everything), source.text),
        entities=kept,
        organisations=links.organisations,
        projects=links.projects,
        warnings=tuple(_warnings(article, kept, dct)),
    )


def label_of(mention: Mention) -> Label:
    """The label of a mention, which its type carries."""
    return type(mention).__struct_config__.tag  # type: ignore[return-value]


def _dates(
    articles: tuple[Article, ...], chosen: tuple[tuple[AnyCandidate, ...], ...], option: str | None
) -> tuple[Dct | None, ...]:
    return date(articles, chosen, option=option)


def _mention(candidate: AnyCandidate, id_: str, norm: Norm, text: Text) -> AnyMention:
    span = candidate.span
    stretches = text.source_spans(span)
    if not stretches:
        message = f"{candidate.extractor} took {span}, of which the source prints nothing"
        raise ValueError(message)
    return MENTIONS[
        candidate.label
    ](  # type: ignore[no-any-return]
        id=id_,
        text=text.content[span.start : span.end],
        start=span.start,
        end=span.end,
        source_start=min(stretch.start for stretch in stretches),
        source_end=max(stretch.end for stretch in stretches),
        source_spans=None,
        norm=norm,
        extractor=candidate.extractor,
        score=round(candidate.score, 3),
    )
