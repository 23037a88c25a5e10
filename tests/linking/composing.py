"""Articles composed of the marked examples of linking, with their mentions."""

from gaoxin_extract.articles import Article, Part
from gaoxin_extract.linking import Links, link
from gaoxin_extract.pages import Page
from gaoxin_extract.proving import unmarked
from gaoxin_extract.reading import Source
from gaoxin_extract.records import (
    AnyMention,
    DateMention,
    Fact,
    MoneyMention,
    OrgMention,
    ProjectMention,
    ZoneMention,
)
from gaoxin_extract.rulebook import Example, Rulebook, own_rules
from gaoxin_extract.text import Span, Text
from gaoxin_extract.values import Date, Money, Org, Project, Zone

RULES = Rulebook(own_rules())["linking"]


def linked(example: Example) -> Links:
    """The links of the article that `example` is, its marks read as mentions.

    A norm holds `label` and, where they matter, `name`, `role`, `kind`, `value`; `owner` is a body that a project's
    name opens with.
    """
    content, spans = unmarked(example.text)
    mentions: list[AnyMention] = []
    for span, norm in zip(spans, example.norms, strict=True):
        said = {key: str(value) for key, value in norm.items()}
        mentions.append(mention(f"e{len(mentions)}", content, span, said))
        if owner := said.get("owner"):
            body = Span(span.start, span.start + len(owner))
            mentions.append(mention(f"e{len(mentions)}", content, body, {"label": "ORG"}))
    return link(tuple(mentions), article(content), RULES, dct=example.date)


def article(content: str) -> Article:
    """An article of `content`; its first line is the headline where it ends without a full stop."""
    text = Text.of(content)
    line = content.partition("\n")[0]
    parts = (Part("headline", Span(0, len(line))),) if line != content and not line.endswith("。") else ()
    source = Source(path="composed.txt", text=content)
    return Article(Page(source, text, ()), text, parts, "story", None, ())


def mention(id_: str, content: str, span: Span, norm: dict[str, str]) -> AnyMention:
    """The mention at `span`, with what `norm` says of its value."""
    text = content[span.start : span.end]
    name = norm.get("name", text)
    place = {"id": id_, "text": text, "start": span.start, "end": span.end}
    place |= {"source_start": span.start, "source_end": span.end, "source_spans": None}
    place |= {"extractor": "rule/test", "score": 1.0}
    match norm["label"]:
        case "MONEY":
            equals = norm.get("equals")
            money = Money(norm.get("value", "1"), None, "CNY", None, norm.get("role", "other"), equals, None)
            return MoneyMention(norm=money, **place)
        case "DATE":
            type_ = norm.get("type", "DATE")
            return DateMention(norm=Date(type_, norm.get("value", text), None, None, None), **place)
        case "ORG":
            return OrgMention(norm=Org(name, norm.get("kind", "company")), **place)
        case "ZONE":
            return ZoneMention(norm=Zone(name), **place)
        case _:
            return ProjectMention(norm=Project(name, norm.get("kind", "industrial")), **place)


def told(fact: Fact) -> str:
    """A fact in the words of the examples: `amount/investment 5亿元`, `site_area 70亩`."""
    return f"{fact.relation}{f'/{fact.role}' if fact.role else ''} {fact.text}"
