"""Scores records against annotations: spans, values, articles, facts."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from gaoxin_extract.assembling import label_of
from gaoxin_extract.evaluation.articles import ArticleFigures, b_cubed, compare_articles
from gaoxin_extract.evaluation.facts import FactFigures, compare_facts
from gaoxin_extract.evaluation.faults import FaultFigures, find_faults
from gaoxin_extract.evaluation.gold import GoldSource
from gaoxin_extract.evaluation.mentions import FIELDS, Difference, MentionFigures, compare, figures, of_label
from gaoxin_extract.records import Label, Record

# As in the tables of figures that others print of the same annotations.
LABELS: tuple[Label, ...] = ("MONEY", "PERCENT", "DATE", "ORG", "PROJECT", "ZONE")


class Figures(Struct, frozen=True):
    """All figures of one evaluation, and the differences behind them."""

    mentions: dict[str, MentionFigures]
    articles: ArticleFigures
    facts: FactFigures
    faults: FaultFigures
    differences: tuple[Difference, ...]


def evaluate(
    gold: Sequence[GoldSource],
    records: Mapping[str, Sequence[Record]],
    *,
    labels: Sequence[Label] = LABELS,
    texts: Mapping[str, str] | None = None,
) -> Figures:
    """Hold `records`, by the name of their source, against `gold`.

    `texts`: the decoded sources by name, where at hand, so that white space doesn't count in articles.
    """
    counts: dict[Label, Counter[str]] = {label: Counter() for label in labels}
    articles, facts, faults = Counter[str](), Counter[str](), Counter[str]()
    agreement: list[float] = []
    differences: list[Difference] = []
    for source in gold:
        mine = records.get(source.source, ())
        text = (texts or {}).get(source.source)
        for label in labels:
            mentions = [m for record in mine for m in record.entities if label_of(m) == label]
            differences += compare(of_label(source.entities, label), mentions, counts[label], source.source)
        shared = b_cubed(source.articles, mine, text)
        agreement += [] if shared is None else [shared]
        differences += compare_articles(source.articles, mine, articles, source.source)
        differences += find_faults(mine, text, faults, source.source)
        differences += compare_facts(source, mine, facts)
    return Figures(
        mentions={label: figures(counts[label]) for label in labels},
        articles=ArticleFigures(
            b_cubed_f1=sum(agreement) / len(agreement) if agreement else None,
            titles=(articles["right_titles"], articles["titles"]),
            dates=(articles["right_dates"], articles["dates"]),
        ),
        facts=FactFigures(facts["right"], facts["gold"], facts["proposed"], facts["right_roles"], facts["roles"]),
        faults=FaultFigures(**{kind: faults[kind] for kind in FaultFigures.__struct_fields__}),
        differences=tuple(differences),
    )


__all__ = ["FIELDS", "LABELS", "Difference", "Figures", "evaluate"]
