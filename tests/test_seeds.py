"""Every seed: its restored text, its golden records, the laws of records, and the floors of its figures."""

import functools
import hashlib
import itertools
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from gaoxin_extract.evaluation import Figures, evaluate
from gaoxin_extract.evaluation.gold import GoldSource, read_gold
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.reading import Source, read
from gaoxin_extract.records import Record

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
GOLDEN = ROOT / "tests" / "golden"
FLOORS = ROOT / "tests" / "floors.toml"
FILES = sorted(path for path in SEEDS.iterdir() if path.suffix in {".txt", ".md", ".html", ".jsonl"})
PAGES = [path for path in FILES if path.suffix != ".jsonl"]


@functools.cache
def pipeline() -> Pipeline:
    return Pipeline.load()


@functools.cache
def extracted(path: Path) -> tuple[tuple[Source, tuple[Record, ...]], ...]:
    return tuple((source, pipeline().extract(source)) for source in sources(path))


def sources(path: Path) -> Iterator[Source]:
    for source in read(path):
        assert isinstance(source, Source), source
        yield msgspec.structs.replace(source, path=source.path.replace(f"{SEEDS}/", "seeds/"))


def records(path: Path) -> list[Record]:
    return [record for _, found in extracted(path) for record in found]


def annotation(path: Path) -> GoldSource:
    return msgspec.json.decode(path.with_suffix(".json").read_bytes(), type=GoldSource)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_seed_is_restored_as_a_reader_would_type_it(path: Path) -> None:
    assert [record.text for record in records(path)] == [article.text for article in annotation(path).articles]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_mentions_equal_their_text_and_stand_in_the_source(path: Path) -> None:
    for source, found in extracted(path):
        for record in found:
            for mention in record.entities:
                assert record.text[mention.start : mention.end] == mention.text
                spans = mention.source_spans or ((mention.source_start, mention.source_end),)
                printed = "".join("".join(source.text[start:end].split()) for start, end in spans)
                if source.media_type != "text/html":
                    assert printed == "".join(mention.text.split())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_two_mentions_of_one_label_overlap(path: Path) -> None:
    for record in records(path):
        by_label = sorted(record.entities, key=lambda m: (m.__struct_config__.tag, m.start))
        for first, second in itertools.pairwise(by_label):
            if type(first) is type(second):
                assert first.end <= second.start


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_two_articles_share_a_character_of_the_source(path: Path) -> None:
    for _, found in extracted(path):
        spans = sorted(span for record in found for span in record.spans)
        assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_records_are_the_golden_ones(path: Path, request: pytest.FixtureRequest) -> None:
    lines = b"".join(msgspec.json.encode(record) + b"\n" for record in records(path))
    golden = GOLDEN / f"{path.name}.jsonl"
    if request.config.getoption("--rewrite"):
        golden.write_bytes(lines)
    assert golden.read_bytes() == lines


def figures() -> Figures:
    gold = [*read_gold(SEEDS), *itertools.chain.from_iterable(read_gold(p) for p in FILES if p.suffix == ".jsonl")]
    found = {source.path.rsplit("/", 1)[-1]: out for path in FILES for source, out in extracted(path)}
    texts = {source.path.rsplit("/", 1)[-1]: source.text for path in FILES for source, _ in extracted(path)}
    return evaluate(gold, found, texts=texts)


def flat(measured: Figures) -> dict[str, float]:
    """The figures that have floors, by name."""
    share = lambda right, total: right / total if total else 1.0  # noqa: E731 -- of this table alone
    table = {f"{label}.{name}": value for label, f in measured.mentions.items() for name, value in (
        ("f1", f.f1), ("value", f.value if f.value is not None else 1.0),
        *((field, share(*counts)) for field, counts in f.fields.items()),
    )}  # fmt: skip
    return table | {
        "articles.b_cubed_f1": measured.articles.b_cubed_f1 or 0.0,
        "articles.titles": share(*measured.articles.titles),
        "articles.dates": share(*measured.articles.dates),
        "facts.recall": share(measured.facts.right, measured.facts.gold),
        "facts.precision": share(measured.facts.right, measured.facts.proposed),
        "facts.roles": share(measured.facts.right_roles, measured.facts.roles),
    }


def digest() -> str:
    """What the floors were measured on."""
    whole = hashlib.sha256()
    for path in sorted(SEEDS.iterdir()):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def test_no_figure_falls_under_its_floor(request: pytest.FixtureRequest) -> None:
    measured = flat(figures())
    old = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"digest": "", "floor": {}}
    reason = request.config.getoption("--lower")
    if request.config.getoption("--rewrite"):
        fallen = [name for name, floor in old["floor"].items() if measured.get(name, 0.0) < floor]
        assert reason or not fallen or old["digest"] != digest(), f"{fallen} would fall: make floors LOWER='reason'"
        rows = [f'"{name}" = {int(value * 1000) / 1000}' for name, value in measured.items()]
        head = ["# Figures on seeds/ that may not fall; written by `make floors`.", f'digest = "{digest()}"']
        note = [f"lowered = {json.dumps(reason, ensure_ascii=False)}"] if reason else []
        FLOORS.write_text("\n".join([*head, *note, "", "[floor]", *rows, ""]), encoding="utf-8")
        return
    assert old["digest"] == digest(), "seeds or annotations changed: look at the figures, then make floors"
    assert {name: value for name, value in measured.items() if value < old["floor"][name]} == {}
