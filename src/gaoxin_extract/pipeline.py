"""The stages in order: whoever reads `Pipeline.extract` knows the program."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from msgspec import Struct, structs

from gaoxin_extract.articles import Article
from gaoxin_extract.articles.segmentation import segment
from gaoxin_extract.assembling import assemble, label_of, mention_of
from gaoxin_extract.candidates import choose
from gaoxin_extract.dating import date as date_articles
from gaoxin_extract.entities import AnyCandidate, Context, EntityType, load_types, propose
from gaoxin_extract.entities.org.refuting import Refuter
from gaoxin_extract.entities.project.mending import Mender
from gaoxin_extract.linking import link
from gaoxin_extract.pages.restoration import restore
from gaoxin_extract.reading import OnError, Source, gather, read
from gaoxin_extract.records import LABELS, AnyMention, Dct, Label, Record
from gaoxin_extract.rulebook import Rulebook, own_rules
from gaoxin_extract.tagging import Tagger, load_tagger, model_folder
from gaoxin_extract.tagging.abroad import see
from gaoxin_extract.text import Span, Text
from gaoxin_extract.values import Norm
from gaoxin_extract.weighing import TRUST, Trust, load_trust, weigh

OWN_MODEL = "gru"


class Names(Struct, frozen=True):
    """A trained recogniser, what refutes and mends its names, and how far it and the rules can be trusted together."""

    recogniser: Tagger
    refuter: Refuter
    mender: Mender
    trust: Trust

    def tag(self, texts: Sequence[Text]) -> Iterator[tuple[AnyCandidate, ...]]:
        """What the recogniser sees in each text and no rule refutes."""
        for found, _ in self.read(texts):
            yield found

    def read(self, texts: Sequence[Text]) -> Iterator[tuple[tuple[AnyCandidate, ...], tuple[Span, ...]]]:
        """The same, with the stretches whose prose is foreign; it reads all at once, in batches by length."""
        contents = [text.content for text in texts]
        starts = [0, *accumulate(len(content) + 1 for content in contents)]
        found: list[list[AnyCandidate]] = [[] for _ in contents]
        strange: list[list[Span]] = [[] for _ in contents]
        seen, foreign = see(self.recogniser, "\n".join(contents))
        for candidate in seen:
            number = bisect_right(starts, candidate.span.start) - 1
            found[number].append(structs.replace(candidate, span=_moved(candidate.span, starts[number])))
        for span in foreign:
            number = bisect_right(starts, span.start) - 1
            strange[number].append(_moved(span, starts[number]))
        for content, mine, spans in zip(contents, found, strange, strict=True):
            yield self.mender.mended(content, self.refuter.kept(content, tuple(mine))), tuple(spans)


class Pipeline:
    """Turns sources into records. Make one by `Pipeline.load` and use it for as many sources as there are."""

    def __init__(
        self,
        rulebook: Rulebook,
        types: tuple[EntityType, ...],
        names: Names | None,
        labels: tuple[Label, ...],
        min_score: float = 0.0,
    ) -> None:
        """Use `load`; this takes parts that are loaded already."""
        self.rulebook = rulebook
        self.types = types
        self.names = names
        self.labels = labels
        self.min_score = min_score

    @classmethod
    def load(
        cls,
        *,
        rules: Path | None = None,
        model: Path | str | None = OWN_MODEL,
        model_labels: Mapping[str, Label] | None = None,
        labels: Sequence[Label] = LABELS,
        min_score: float = 0.0,
    ) -> "Pipeline":
        """A pipeline with the rules that ship and, laid over them, those of the folder `rules`.

        `model` is the folder of a trained recogniser of names, the name of one that ships or of an installed spaCy
        pipeline, whose labels `model_labels` maps to ours (`{"COMPANY": "ORG"}`); None: the rules alone. `labels` are
        those that records keep; what they rest on is found all the same. Mentions that score under `min_score` are
        left out.

        >>> (record,) = Pipeline.load().extract_text("总投资约45万元。", date="2024-05")
        >>> record.entities[0].norm.amount
        '450000'
        """
        rulebook = Rulebook(own_rules(), *([rules] if rules else []))
        if rules:
            rulebook.check(rules)
        names = _load_names(model, model_labels, rulebook) if model else None
        kept = tuple(label for label in LABELS if label in labels)
        types = load_types(rulebook, read=names.recogniser.labels if names else ())
        return cls(rulebook, types, names, kept, min_score)

    def extract(self, source: Source, *, date: str | None = None) -> tuple[Record, ...]:
        """The records of one source in reading order; `date` (`2024`, `2024-05`, `2024-05-17`) is every dct."""
        page = restore(source, self.rulebook["pages"])
        articles = segment(page, self.rulebook["articles"])
        chosen = self.choose([article.text for article in articles])
        dcts = date_articles(articles, chosen, self.rulebook, option=date)
        return tuple(
            self._record(article, candidates, dct, number)
            for number, (article, candidates, dct) in enumerate(zip(articles, chosen, dcts, strict=True))
        )

    def extract_text(self, text: str, *, date: str | None = None, path: str = "-") -> tuple[Record, ...]:
        """The records of `text` as it was taken out of a page or file."""
        return self.extract(Source.of(text, path=path), date=date)

    def stream(
        self,
        paths: Iterable[Path | str],
        *,
        date: str | None = None,
        encoding: str | None = None,
        on_error: OnError | None = None,
    ) -> Iterator[Record]:
        """The records of files and folders, one by one, as the command line writes them.

        An input that can't be read raises `SourceError`, or is handed to `on_error` and the others are read.
        """
        for path in gather(paths, on_error=on_error).files:
            for source in read(path, encoding=encoding, on_error=on_error):
                yield from self.extract(source, date=date)

    def choose(self, texts: Sequence[Text]) -> tuple[tuple[AnyCandidate, ...], ...]:
        """The chosen candidates of each text that score enough."""
        return tuple(
            tuple(candidate for candidate in choose(found) if candidate.score >= self.min_score)
            for found in self.propose(texts)
        )

    def propose(self, texts: Sequence[Text]) -> Iterator[tuple[AnyCandidate, ...]]:
        """The candidates of every type in each text, before any is chosen; names weighed if there is a recogniser."""
        if self.names is None:
            yield from (propose(self.types, text) for text in texts)
            return
        for text, (tagged, foreign) in zip(texts, self.names.read(texts), strict=True):
            found: tuple[AnyCandidate, ...] = tagged
            openings = frozenset(c.span.start for c in tagged if c.label == "PROJECT")
            for kind in self.types:
                found += kind.find(text, found)
                own = (c for c in found if c.label == kind.label)
                mine = weigh(own, self.names.trust, foreign=foreign, openings=openings)
                found = (*(candidate for candidate in found if candidate.label != kind.label), *mine)
            yield found

    def _record(self, article: Article, candidates: tuple[AnyCandidate, ...], dct: Dct | None, number: int) -> Record:
        mentions = self.resolve(article, candidates, dct)
        links = link(mentions, article, self.rulebook["linking"], dct=dct.value if dct else None)
        kept = tuple(mention for mention in mentions if label_of(mention) in self.labels)
        links = links.keeping(frozenset(mention.id for mention in kept))
        return assemble(article, kept, links, dct, number=number)

    def resolve(
        self, article: Article, candidates: tuple[AnyCandidate, ...], dct: Dct | None
    ) -> tuple[AnyMention, ...]:
        """Every candidate read in its context, in the candidates' order."""
        norms: dict[int, Norm] = {}
        for kind in self.types:
            places = [place for place, candidate in enumerate(candidates) if candidate.label == kind.label]
            ids = tuple(f"e{place}" for place in places)
            context = Context(article.text, article.parts, dct.value if dct else None, candidates, ids)
            resolved = kind.resolve([candidates[place] for place in places], context)
            norms |= dict(zip(places, resolved, strict=True))
        source = article.page.source.text
        return tuple(
            mention_of(candidate, f"e{place}", norms[place], article.text, source)
            for place, candidate in enumerate(candidates)
        )


def _moved(span: Span, start: int) -> Span:
    return Span(span.start - start, span.end - start)


def _load_names(model: Path | str, model_labels: Mapping[str, Label] | None, rulebook: Rulebook) -> Names:
    tagger = load_tagger(model, labels=model_labels)
    # What knows nothing of our rules, as a spaCy pipeline, is weighed against them as our own network is.
    folder = next(each for each in (model_folder(model), model_folder(OWN_MODEL)) if (each / TRUST).is_file())
    return Names(tagger, Refuter(rulebook["org"]), Mender(rulebook["project"]), load_trust(folder).among(tagger.labels))
