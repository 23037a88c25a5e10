"""Compares articles with annotations: which characters go together, headlines, dates."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gaoxin_extract.evaluation.gold import GoldArticle, fold
from gaoxin_extract.evaluation.mentions import Difference, harmonic_mean
from gaoxin_extract.records import Record


class ArticleFigures(Struct, frozen=True):
    """`b_cubed_f1` is the mean over sources, None where no body is annotated; the others: right and annotated."""

    b_cubed_f1: float | None
    titles: tuple[int, int]
    dates: tuple[int, int]


def b_cubed(gold: Sequence[GoldArticle], records: Sequence[Record], text: str | None) -> float | None:
    """B-cubed F1 of the assignment of printed characters to articles (Bagga and Baldwin, 1998); None without bodies.

    Over the characters of annotated bodies that are not white space (all of them where `text` is not at hand).
    """
    home = {
        place: number
        for number, article in enumerate(gold)
        for start, end in article.spans
        for place in range(start, end)
        if text is None or place >= len(text) or not text[place].isspace()
    }
    if not home:
        return None
    found: dict[int, int] = {}
    for number, record in enumerate(records):
        for start, end in record.spans:
            for place in range(start, end):
                found.setdefault(place, number)
    both = Counter((number, found[place]) for place, number in home.items() if place in found)
    homes, founds = Counter(home.values()), Counter(found[place] for place in home if place in found)
    precision = sum(n * n / founds[j] for (_, j), n in both.items()) / len(home)
    recall = sum(n * n / homes[i] for (i, _), n in both.items()) / len(home)
    return harmonic_mean(precision, recall)


def compare_articles(
    gold: Sequence[GoldArticle], records: Sequence[Record], counts: Counter[str], source: str
) -> Iterator[Difference]:
    """Hold each annotated article against the record that has most of its characters; count titles and dates."""
    for article in gold:
        record = max(records, key=lambda record: _shared(article, record), default=None)
        if record is not None and not _shared(article, record):
            record = None
        if article.title:
            right = record is not None and fold(record.title) in {fold(t) for t in (article.title, *article.titles)}
            counts["titles"] += 1
            counts["right_titles"] += right
            if not right:
                yield Difference("title", "ARTICLE", source, article.title, str(record and record.title))
        if article.dct:
            dct = record.dct.value if record and record.dct else ""
            counts["dates"] += 1
            counts["right_dates"] += dct.startswith(article.dct)
            if not dct.startswith(article.dct):
                yield Difference("dct", "ARTICLE", source, article.title or "", f"{article.dct} came out as {dct!r}")


def _shared(article: GoldArticle, record: Record) -> int:
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in article.spans for b in record.spans)
