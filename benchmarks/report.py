"""How long reports of 60 and of 5,000 articles take to make, and to open in a browser.

`python benchmarks/report.py [ARTICLES…]` multiplies the records of seeds/ with their sources, other characters for some
in each copy so that none packs as well as a repetition would, and makes a report of them. Chromium then opens it three
times; the middle figures are printed: first paint, until the list and charts can be used, the last article opened,
a search through all mentions.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from gaoxin_extract import Pipeline
from gaoxin_extract.records import Record
from gaoxin_extract.report import build

ROOT = Path(__file__).parent.parent
SIZES = (60, 5_000)
RUNS = 3
# Characters that stand for one another in the copies.
SYLLABLES = (
    "澄岚珩曜翊蘅沅锐驰禾铭轩拓凌恒泓昱钧霖睿博瀚宸昊煜璟桓筠墨珂衡溪嵘鹭岱成重武新安海江津天东南西北山川华光阳明德兴"
)
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--window-size=1280,900",
)  # fmt: skip
SHOWN = """
const done = arguments[0];
const ready = () => document.documentElement.dataset.ready
  ? done([performance.now(), performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null])
  : setTimeout(ready, 5);
ready();
"""
OPENED = """
const [hash, found, done] = arguments;
const start = performance.now();
location.hash = hash;
const ready = () => document.querySelector(found) ? done(performance.now() - start) : setTimeout(ready, 5);
setTimeout(ready, 0);
"""


def copies(records: list[bytes], folder: Path, count: int) -> Iterator[Record]:
    """`count` records made of `records`; their sources are written under `folder`."""
    decode = msgspec.json.Decoder(Record).decode
    for number in range(count):
        copy, place = divmod(number, len(records))
        turned = {ord(one): SYLLABLES[(i + copy) % len(SYLLABLES)] for i, one in enumerate(SYLLABLES)}
        record: dict[str, Any] = json.loads(records[place].decode().translate(turned) if copy else records[place])
        record["source"]["sha256"] = rewritten(json.loads(records[place])["source"], folder, copy, turned)
        record["source"]["encoding"] = "utf-8"
        for key in (record, record["source"]):
            name = "path" if "path" in key else "id"
            key[name] = key[name].replace("seeds/", f"{folder}/{copy}/")
        yield decode(json.dumps(record))


def rewritten(source: dict[str, Any], folder: Path, copy: int, turned: dict[int, str]) -> str:
    """Write the source of a copy, and give its digest."""
    path, _, line = source["path"].partition(".jsonl:")
    path += ".jsonl" if line else ""
    target = folder / str(copy) / Path(path).name
    if not target.exists():
        target.parent.mkdir(exist_ok=True)
        text = (ROOT / path).read_bytes().decode(source["encoding"]).removeprefix("\ufeff")
        target.write_bytes((text.translate(turned) if copy else text).encode())
    data = target.read_bytes()
    return sha256(data.split(b"\n")[int(line) - 1] if line else data).hexdigest()


def browser() -> webdriver.Chrome:
    """Chromium without a window."""
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for flag in FLAGS:
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def opened(page: Path, articles: int) -> tuple[float, float, float, float]:
    """Milliseconds until the first paint, until usable, of opening the last article, of a search."""
    driver = browser()
    try:
        driver.get(page.as_uri())
        usable, paint = driver.execute_async_script(SHOWN)
        last = f"#/articles/{articles - 1}"
        article = driver.execute_async_script(OPENED, last, "#restored mark")
        search = driver.execute_async_script(OPENED, f"{last}?q=2024-05", "#rows .snippet")
        return paint, usable, article, search
    finally:
        driver.quit()


def main() -> None:
    """Print a row a size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="*", type=int, default=SIZES)
    seeds = [msgspec.json.encode(record) for record in Pipeline.load().stream([Path("seeds")])]
    for count in parser.parse_args().articles:
        with TemporaryDirectory() as folder:
            records = list(copies(seeds, Path(folder), count))
            start = time.process_time()
            made = build(records)
            page = Path(folder) / "report.html"
            with page.open("wb") as out:
                out.writelines(made.parts)
            seconds = time.process_time() - start
            size, printed = page.stat().st_size / 1e6, made.states.count("printed")
            print(f"{count:,} articles, {printed:,} beside their source: {seconds:.1f} s of one core, {size:.1f} MB")
            runs = [opened(page, count) for _ in range(RUNS)]
            paint, usable, article, search = (statistics.median(each) for each in zip(*runs, strict=True))
            print(
                f"  first paint {paint:.0f} ms, usable {usable:.0f} ms, "
                f"last article {article:.0f} ms, search {search:.0f} ms"
            )


if __name__ == "__main__":
    main()
