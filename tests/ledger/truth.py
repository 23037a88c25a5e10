"""The test set's truth: records of the annotated wordings, and how a ledger's joins hold against it."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.entities import AnyCandidate
from gaoxin_extract.entities.project.find import Name
from gaoxin_extract.ledger import Ledger
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.reading import read
from gaoxin_extract.records import OrgMention, ProjectMention, Record
from gaoxin_extract.text import Span, Text

FOLDER = Path(__file__).parent
Place = tuple[str, int, int]
LABELS = {"projects": "PROJECT", "organisations": "ORG"}


class Truth(NamedTuple):
    """For each label the thing that a place of an article names; optional places name None."""

    things: Mapping[str, Mapping[Place, str | None]]

    def places(self, label: str, article: str) -> Iterator[tuple[int, int]]:
        return ((start, end) for name, start, end in self.things[label] if name == article)


class Score(NamedTuple):
    """Pairs of mentions: joined in the truth, joined by the ledger, joined in both."""

    true: int
    joined: int
    both: int

    @property
    def f1(self) -> float:
        return 2 * self.both / (self.true + self.joined) if self.true + self.joined else 1.0

    @property
    def wrong(self) -> float:
        """Of a hundred pairs that the ledger joins, those that are wrong."""
        return 100 * (self.joined - self.both) / max(self.joined, 1)


def held_out(thing: str) -> bool:
    """Whether a thing is of the third that was not looked at while the ledger was made."""
    return int(sha256(thing.encode()).hexdigest(), 16) % 3 == 0


def load_truth(records: Iterable[Record]) -> Truth:
    """The annotated places in the texts of `records`."""
    raw: dict[str, Any] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
    texts = {record.source.id: record.text for record in records}
    things: dict[str, dict[Place, str | None]] = {"PROJECT": {}, "ORG": {}}
    for table, label in LABELS.items():
        for thing in raw[table]:
            for mention in thing["mentions"]:
                start = _nth(texts[mention["article"]], mention["text"], mention["nth"])
                place = (mention["article"], start, start + len(mention["text"]))
                things[label][place] = None if mention.get("optional") else thing["id"]
    return Truth(things)


def _nth(text: str, words: str, number: int) -> int:
    place = -1
    for _ in range(number + 1):
        place = text.index(words, place + 1)
    return place


class Annotated(Pipeline):
    """The pipeline, but for organisations and projects, which stand where the truth has them."""

    places: Callable[[str], Mapping[str, Iterable[tuple[int, int]]]]

    def choose(self, texts: Sequence[Text]) -> tuple[tuple[AnyCandidate, ...], ...]:
        chosen = super().choose(texts)
        return tuple(self._as_annotated(text, mine) for text, mine in zip(texts, chosen, strict=True))

    def _as_annotated(self, text: Text, chosen: tuple[AnyCandidate, ...]) -> tuple[AnyCandidate, ...]:
        given = self.places(text.content)
        kept = [each for each in chosen if each.label not in given]
        bodies = list(given["ORG"])
        kept = [
            each
            for each in kept
            if each.label != "ZONE"
            or not any(start <= each.span.start and each.span.end <= end for start, end in bodies)
        ]
        gold = [
            Candidate(
                label=label,  # type: ignore[arg-type]
                span=Span(start, end),
                expression=_expression(label, text.content[start:end]),
                extractor=f"rule/{label.lower()}.truth",
            )
            for label, places in given.items()
            for start, end in places
        ]
        return tuple(sorted([*kept, *gold], key=lambda each: (each.span.start, -each.span.end, each.label)))


def _expression(label: str, words: str) -> Any:
    return Name() if label == "PROJECT" else words


def extracted() -> tuple[Record, ...]:
    """The records that the pipeline makes of the articles."""
    pipeline = Pipeline.load()
    return tuple(record for source in read(FOLDER / "articles.jsonl") for record in pipeline.extract(source))


def annotated(records: Iterable[Record], truth: Truth) -> tuple[Record, ...]:
    """Records of the articles with their organisations and projects where the truth has them."""
    names = {record.text: record.source.id or "" for record in records}
    loaded = Pipeline.load()
    pipeline = Annotated(loaded.rulebook, loaded.types, loaded.names, loaded.labels)
    pipeline.places = lambda text: {
        label: tuple(truth.places(label, names[text])) if text in names else () for label in ("ORG", "PROJECT")
    }
    return tuple(record for source in read(FOLDER / "articles.jsonl") for record in pipeline.extract(source))


def clusters(records: Iterable[Record], ledger: Ledger, label: str) -> dict[Place, str]:
    """The id of the ledger under which each mention is joined."""
    owner: dict[tuple[str, str], str] = {}
    joined = ledger.projects if label == "PROJECT" else ledger.organisations
    for thing in joined:
        for sighting in thing.articles:
            for mention in sighting.mentions:
                owner[sighting.id, mention] = thing.id
    return {
        (record.source.id or "", mention.start, mention.end): owner[record.id, mention.id]
        for record in records
        for mention in record.entities
        if isinstance(mention, ProjectMention if label == "PROJECT" else OrgMention)
        if (record.id, mention.id) in owner
    }


def score(found: Mapping[Place, str], things: Mapping[Place, str | None], keep: Callable[[str], bool]) -> Score:
    """Pairs over the places of `things` that `keep` takes; a mention that was not found is alone."""
    places = {place: thing for place, thing in things.items() if thing is not None and keep(thing)}
    true = _pairs(places.values())
    joined = _pairs(found[place] for place in places if place in found)
    both = _pairs((found[place], thing) for place, thing in places.items() if place in found)
    return Score(true, joined, both)


def _pairs(names: Iterable[Any]) -> int:
    sizes: dict[Any, int] = defaultdict(int)
    for name in names:
        sizes[name] += 1
    return sum(size * (size - 1) // 2 for size in sizes.values())


def wrong_pairs(found: Mapping[Place, str], things: Mapping[Place, str | None]) -> Iterator[tuple[Place, Place]]:
    """The pairs that the ledger joins and the truth does not."""
    groups: dict[str, list[Place]] = defaultdict(list)
    for place, name in found.items():
        if things.get(place):
            groups[name].append(place)
    for group in groups.values():
        for one, other in combinations(sorted(group), 2):
            if things[one] != things[other]:
                yield one, other
