"""Processor seconds that the ledger takes over 25,000, 50,000 and 100,000 project records, made up for the purpose.

`python benchmarks/ledger.py [RECORDS…]` makes articles about invented companies in the prefectures of China, each
project in four of them under its full and its shorter names, writes them as JSON Lines, and does what the command does:
read, merge, write. Behind each size stand the seconds a record against those of the size before, and the wrong joins.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from gaoxin_extract.ledger import Ledger, merge
from gaoxin_extract.ledger.records import LedgerOrganisation, LedgerProject
from gaoxin_extract.ledger.storing import lines, read_records
from gaoxin_extract.records import (
    Dct,
    Fact,
    MoneyMention,
    Organisation,
    OrgMention,
    ProjectEntry,
    ProjectMention,
    Record,
    SourceInfo,
    ZoneMention,
)
from gaoxin_extract.rulebook import Rulebook
from gaoxin_extract.values import Money, Org, Project, Zone

SIZES = (25_000, 50_000, 100_000)
SYLLABLES = "澄岚珩曜翊蘅沅锐驰禾铭轩拓凌恒泓昱钧霖睿博瀚宸昊煜璟桓筠墨珂衡溪嵘鹭岱"
TRADES = ("新材料", "生物", "半导体", "智能装备", "新能源", "光电", "精密机械", "电子")
PRODUCTS = (
    "高性能磁性材料", "动力电池", "碳化硅功率器件", "谐波减速器", "重组蛋白疫苗", "智能网联汽车零部件", "氢氧化锂",
    "偏光片", "航空发动机叶片", "半导体封测装备", "线控底盘", "电解槽", "智慧冷链物流", "医疗器械", "光伏组件",
)  # fmt: skip
HEADS = ("生产基地项目", "生产线项目", "产业园", "研发制造基地项目", "智能工厂项目", "项目")
ARTICLES = 4  # of each project
EXTRACTOR = "rule/made.up"


def chosen(key: str, among: int) -> int:
    """A number under `among` that `key` always gives: no chance is in it."""
    return int.from_bytes(sha256(key.encode()).digest()[:6]) % among


def records(count: int) -> Iterator[Record]:
    """Articles of one project each, `count` of them."""
    towns = [town for line in Rulebook()["ledger"].lines("prefectures") for town in line.partition("\t")[2].split()]
    for number in range(count):
        project = project_of(number, count)
        company = project // 2
        town = towns[chosen(f"town {project}", len(towns))]
        stem = "".join(SYLLABLES[chosen(f"{place} {company}", len(SYLLABLES))] for place in range(3))
        trade = TRADES[chosen(f"trade {company}", len(TRADES))]
        product = PRODUCTS[chosen(f"product {project}", len(PRODUCTS))]
        head = HEADS[chosen(f"head {project}", len(HEADS))]
        full = f"{stem}{trade}年产{2 + project % 97}万套{product}{head}"
        name = (full, f"{stem}{product}{head}", f"{stem}{trade}{product}项目", f"{product}{head}")[
            number * ARTICLES // max(count, 1) % ARTICLES
        ]
        yield article(number, town, f"{town}{stem}{trade}有限公司", name, 10 + project % 90)


def project_of(number: int, count: int) -> int:
    """Which project an article is about."""
    return number * 7919 % max(count // ARTICLES, 1)


def article(number: int, town: str, company: str, name: str, sum_: int) -> Record:
    """An article that names a zone, a company and a project with its sum."""
    money, zone = f"{sum_}亿元", f"{town}高新区"
    text = f"近日，{company}与{zone}管委会签约。{name}落户{zone}，总投资{money}，占地100亩，明年投产。"

    def place(words: str, nth: int = 0) -> dict[str, object]:
        start = -1
        for _ in range(nth + 1):
            start = text.index(words, start + 1)
        end = start + len(words)
        where = {"start": start, "end": end, "source_start": start, "source_end": end}
        return where | {"text": words, "source_spans": None, "extractor": EXTRACTOR, "score": 1.0}

    amount = Money(f"{sum_}00000000", None, "CNY", None, "total_investment", None, None)
    stated = text.index(money)
    facts = (
        Fact("amount", "total_investment", "e3", money, stated, stated + len(money), amount.amount, "CNY", None),
        Fact("zone", None, "e2", zone, text.rindex(zone), text.rindex(zone) + len(zone), zone, None, None),
    )
    entities = (
        OrgMention(id="e0", norm=Org(company, "company"), **place(company)),  # type: ignore[arg-type]
        ProjectMention(id="e1", norm=Project(name, "industrial"), **place(name)),  # type: ignore[arg-type]
        ZoneMention(id="e2", norm=Zone(zone), **place(zone, 1)),  # type: ignore[arg-type]
        MoneyMention(id="e3", norm=amount, **place(money)),  # type: ignore[arg-type]
    )
    return Record(
        id=f"made-up-{number:06}.txt#0",
        source=SourceInfo(f"made-up-{number:06}.txt", None, "0" * 64, "utf-8", "text/plain"),
        kind="story",
        title=None,
        byline=(),
        dct=Dct(f"20{20 + number % 5}-{1 + number % 12:02}-{1 + number % 28:02}", "metadata"),
        text=text,
        spans=((0, len(text)),),
        entities=entities,
        organisations=(Organisation("o0", company, "company", ("e0",)),),
        projects=(ProjectEntry("p0", name, "industrial", ("e1",), None, facts),),
        warnings=(),
    )


def wrong(ledger: Ledger, count: int) -> tuple[int, int]:
    """Pairs of records joined, and those joined that are about two projects."""
    joined = mixed = 0
    for project in ledger.projects:
        about = Counter(project_of(int(sighting.id[8:14]), count) for sighting in project.articles)
        size = about.total()
        joined += size * (size - 1) // 2
        mixed += size * (size - 1) // 2 - sum(each * (each - 1) // 2 for each in about.values())
    return joined, mixed


def timed(count: int, folder: Path) -> tuple[float, Ledger]:
    """Processor seconds for reading, merging and writing `count` records, and the ledger that came of them."""
    path = folder / f"{count}.jsonl"
    encode = msgspec.json.Encoder().encode
    with path.open("wb") as out:
        out.writelines(encode(record) + b"\n" for record in records(count))
    start = time.process_time()
    ledger = merge(read_records(str(path)))
    for rows, kind in ((ledger.projects, LedgerProject), (ledger.organisations, LedgerOrganisation)):
        with (folder / "out.jsonl").open("wb") as out:
            out.writelines(lines(rows, "jsonl", kind))  # type: ignore[arg-type]
    return time.process_time() - start, ledger


def main() -> None:
    """Print a row a size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("records", nargs="*", type=int, default=SIZES)
    before: float | None = None
    with TemporaryDirectory() as folder:
        for count in parser.parse_args().records:
            seconds, ledger = timed(count, Path(folder))
            joined, mixed = wrong(ledger, count)
            ratio = f", {seconds / count / before:.2f} of the size before a record" if before else ""
            row = f"{count:9,} records {len(ledger.projects):8,} projects {seconds:7.1f} s of one core{ratio}"
            print(f"{row}; {joined:,} pairs, {mixed:,} wrong")
            before = seconds / count


if __name__ == "__main__":
    main()
