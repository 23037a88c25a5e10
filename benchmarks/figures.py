"""Characters a second of MONEY, PERCENT and DATE: find, choose, resolve, in one process, start-up not counted.

`python benchmarks/figures.py [CHARACTERS]` reads the raw reports and the annotated pages beside the checkout, and runs
JioNLP's money and time extractors over the same text where it is installed (`uv sync --group bench`). `--adversarial`
times strings that make careless patterns slow, at two sizes: time a character must not grow with the size.
"""

import argparse
import gzip
import json
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from gaoxin_extract.candidates import choose
from gaoxin_extract.entities import Context, EntityType, load_types, propose
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.reading import Source, read
from gaoxin_extract.records import Label
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.text import Text

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
LABELS: tuple[Label, ...] = ("MONEY", "PERCENT", "DATE")
HOSTILE = {
    "digits": "1234567890",
    "一": "一",
    "元": "3元元元",
    "commas": "1,",
    "scales": "1亿",
    "brackets": "（3（",
    "closing": "3元）",
    "dashes": "1-",
    "dates": "1月2日",
    "years": "2023年",
    "percent": "5%%",
    "dots": "1.",
    "blanks": "3 ",
    "vague": "几十",
    "mods": "约超近",
    "成": "三成成",
}


TURNS = 20  # over the pages


def extract(types: Sequence[EntityType], text: Text, dct: str | None) -> int:
    """Mentions of `text` by `types`, the stages of these labels alone."""
    chosen = choose(propose(types, text))
    for kind in types:
        mine = [candidate for candidate in chosen if candidate.label == kind.label]
        ids = tuple(f"e{number}" for number in range(len(mine)))
        kind.resolve(mine, Context(text, (), dct, chosen, ids))
    return len(chosen)


def reports(characters: int) -> list[str]:
    """The first `characters` of the raw reports, a report each."""
    texts: list[str] = []
    with gzip.open(SHARED / "data" / "reports_raw.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            texts.append(json.loads(line)["text"][:characters])
            characters -= len(texts[-1])
            if characters <= 0:
                break
    return texts


def pages() -> list[str]:
    """The restored text of the annotated pages."""
    pipeline = Pipeline.load()
    sources = [source for path in sorted((SHARED / "seeds").iterdir()) for source in read(path)]
    return [record.text for source in sources if isinstance(source, Source) for record in pipeline.extract(source)]


def timed(name: str, work: Callable[[str], int], texts: Iterable[str]) -> None:
    """Print one row: what, mentions, characters a second."""
    texts = list(texts)
    start = time.perf_counter()
    count = sum(work(text) for text in texts)
    seconds = time.perf_counter() - start
    characters = sum(map(len, texts))
    print(f"{name:34} {count:9,} mentions {characters:10,} characters {characters / seconds:12,.0f} a second")


def peer(texts: Sequence[str]) -> None:
    """JioNLP over the same texts, a line at a time, as its documentation does."""
    try:
        import jionlp  # noqa: PLC0415 -- only where it is installed

        logging.disable(logging.ERROR)  # it logs a traceback for each string that it can't read
    except ImportError:
        print("JioNLP is not installed here: uv sync --group bench")
        return
    base = {"year": 2020}
    lines = [line for text in texts for line in text.split("\n")]
    timed("JioNLP money", lambda line: len(jionlp.ner.extract_money(line, with_parsing=True)), lines)
    timed("JioNLP time", lambda line: len(jionlp.ner.extract_time(line, time_base=base, with_parsing=True)), lines)


def adversarial(types: Sequence[EntityType]) -> None:
    """Nanoseconds a character at 100,000 and at 1,000,000 characters."""
    for name, unit in HOSTILE.items():
        costs: list[float] = []
        for size in (100_000, 1_000_000):
            text = Text.of((unit * (size // len(unit) + 1))[:size])
            start = time.perf_counter()
            extract(types, text, "2024-05-17")
            costs.append((time.perf_counter() - start) / size * 1e9)
        print(f"{name:12} {costs[0]:10,.0f} ns a character at 100,000 {costs[1]:10,.0f} at 1,000,000")


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("characters", nargs="?", type=int, default=5_000_000)
    parser.add_argument("--adversarial", action="store_true")
    parser.add_argument("--peer-characters", type=int, default=500_000, help="how much of it JioNLP is given")
    options = parser.parse_args()
    types = load_types(Rulebook(), LABELS)
    if options.adversarial:
        adversarial(types)
        return
    texts = reports(options.characters)
    extract(types, Text.of("2024年投资3亿元，增长5%。"), "2024")  # loads what is loaded when first used
    for kind in types:
        timed(f"{kind.label} alone", lambda text, kind=kind: extract([kind], Text.of(text), "2024"), texts)
    timed("MONEY, PERCENT, DATE: reports", lambda text: extract(types, Text.of(text), "2024"), texts)
    # Once over them takes 10 milliseconds, too few to time; no two texts are the same, so nothing is remembered.
    read_once = pages()
    printed = [text + "。" * turn for turn in range(TURNS) for text in read_once]
    timed("MONEY, PERCENT, DATE: pages", lambda text: extract(types, Text.of(text), "2024-05"), printed)
    peer(reports(options.peer_characters))


if __name__ == "__main__":
    main()
