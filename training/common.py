"""Pairs of characters so common in reports that they name no company: common.json, for substitution.py.

usage: python common.py reports_raw.jsonl.gz
"""
# ruff: noqa: PLR2004 -- the few sizes stand where they count

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

counts: Counter[str] = Counter()
with gzip.open(sys.argv[1], "rt", encoding="utf-8") as file:
    for _, line in zip(range(200), file, strict=False):
        text = json.loads(line)["text"]
        counts.update(text[i : i + 2] for i in range(len(text) - 1))
common = sorted(pair for pair, n in counts.items() if n >= 15 and all("一" <= c <= "鿿" for c in pair))
(Path(__file__).parent / "common.json").write_text(json.dumps(common, ensure_ascii=False), "utf-8")
print(len(common))
