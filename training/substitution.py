"""Other names of the same shape: slots of composed news filled, and names in annotated text exchanged.

A company's stem (the first characters of its name, after a place) is exchanged wherever it stands in the text,
and only if it stands nowhere but inside names; a city's name is exchanged everywhere.
"""
# ruff: noqa: PLR2004 -- chance is seeded and guards no secret; the few sizes stand where they count

import csv
import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import msgspec

from data import Mark, Piece

HERE = Path(__file__).parent
SHAPES = tomllib.loads((HERE / "composed" / "shapes.toml").read_text("utf-8"))
PUBLIC = re.compile(rf"({'|'.join(SHAPES['public'])})(（[^）]*）)?$")
KNOWN = re.compile(rf"^({'|'.join(SHAPES['known'])})")
PERSON = re.compile(
    rf"(?:{'|'.join(SHAPES['titles'])})[ ：:]?([一-鿿]{{2,3}}(?: [一-鿿]{{2,3}})?)(?=[）)说介表告，、 \n])"
)
BRACKETS = {"⟦": "ORG", "【": "PROJECT", "〔": "ZONE"}
SLOT = re.compile(r"\{(\w)\}")
FOREIGN = {"f": (2, 4), "g": (2, 4), "h": (2, 3), "t": (2, 4)}
NUMBERS = {"d": (1, 12), "n": (13, 980)}
COMPOSED = ("news", "world", "zones", "zones")
BARE = "ndfghb"  # slots that bear no label, beside those of names.toml


def foreign(slot: str, rng: Random) -> str:
    """A foreign person or place by its sounds, a Chinese person (h), or a foreign firm's stem (t)."""
    low, high = FOREIGN[slot]
    size = rng.randint(low, high)
    if slot == "h":
        return rng.choice(SHAPES["surnames"]) + "".join(rng.choices(SHAPES["given"], k=size - 1))
    name = "".join(rng.choices(SHAPES["sounds"], k=size))
    return f"{name}·{''.join(rng.choices(SHAPES['sounds'], k=size))}" if slot == "f" and rng.random() < 0.15 else name


def latin(rng: Random) -> str:
    """A firm in Latin letters: an abbreviation, or syllables."""
    if rng.random() < 0.25:
        return "".join(rng.choices("ABCDEFGHIJKLMNPRSTVXZ", k=rng.randint(2, 4)))
    return "".join(rng.choices(SHAPES["syllables"], k=rng.randint(2, 3))).capitalize()


def rest(text: str, places: frozenset[str]) -> int:
    """How many characters at the start of a name are its place."""
    for size in (4, 3, 2):
        if text[:size] in places:
            return size + (text[size : size + 1] in "省市县区" and len(text) > size + 1)
    return 0


class Names(msgspec.Struct, frozen=True):
    """The lists that names are drawn from."""

    cities: tuple[str, ...]
    places: frozenset[str]
    stems: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]
    plain: dict[str, tuple[str, ...]]
    lines: tuple[str, ...]

    @classmethod
    def read(cls, lists: Path, composed: Sequence[str] = COMPOSED) -> "Names":
        """From the folder of public lists and the files of composed news beside this file."""
        areas = json.loads((lists / "pca.json").read_text("utf-8"))
        cities = {
            re.sub(r"(市|地区|盟)$", "", city)
            for inner in areas.values()
            for city in inner
            if len(city) <= 5 and city.endswith("市")
        }
        cities = {c for c in cities if len(c) == 2}
        counties = {
            county[:-1] for inner in areas.values() for group in inner.values() for county in group if len(county) == 3
        }
        provinces = {re.sub(r"(省|市|(壮族|回族|维吾尔)?自治区|特别行政区)$", "", name) for name in areas}
        listed = [json.loads(line) for line in (lists / "company.json").read_text("utf-8").splitlines() if line.strip()]
        short = sorted({n for row in listed if re.fullmatch(r"[一-鿿]{3,5}", n := row["name"])})
        full = sorted({row["fullname"] for row in listed if row["fullname"].endswith("公司")})
        brands = [w.strip() for w in (lists / "company_short_names.txt").read_text("utf-8").splitlines()]
        common = json.loads((HERE / "common.json").read_text("utf-8"))
        barred = set(common)
        stems = sorted(
            {
                w
                for w in brands
                if re.fullmatch(r"[一-鿿]{2,4}", w)
                and w not in barred
                and w[:2] not in barred
                and not w.endswith(("集团", "公司", "学校"))
            }
        )
        with (
            (lists / "national_hightech_zones.csv").open(encoding="utf-8") as one,
            (lists / "national_economic_zones.csv").open(encoding="utf-8") as two,
        ):
            zones = sorted(
                {
                    row["short_name"]
                    for file in (one, two)
                    for row in csv.DictReader(file)
                    if len(row["short_name"]) <= 8
                }
            )
        schools = json.loads((lists / "china_mainland_universities.json").read_text("utf-8"))
        universities = sorted({name for inner in schools.values() for name in inner["all"]})
        own = tomllib.loads((HERE / "composed" / "names.toml").read_text("utf-8"))
        slots = {key: tuple(value) for key, value in own["org"].items()} | {
            "c": tuple(short),
            "F": tuple(full),
            "U": tuple(universities),
            "Z": tuple(zones),
        }
        plain = {key: tuple(value) for key, value in own["plain"].items()} | {"P": tuple(sorted(cities))}
        texts = "\n".join((HERE / "composed" / f"{name}.txt").read_text("utf-8") for name in composed)
        lines = tuple(x for x in texts.splitlines() if x and not x.startswith("#"))
        return cls(tuple(sorted(cities)), frozenset(cities | counties | provinces), tuple(stems), slots, plain, lines)

    def stem(self, rng: Random) -> str:
        """A company's stem, of two characters more often than of three or four."""
        size = rng.choices((2, 3, 4), (6, 3, 1))[0]
        while len(word := rng.choice(self.stems)) != size:
            pass
        return word

    def brand(self, rng: Random) -> str:
        """A stem of two characters, now and then of three; longer ones are often words."""
        size = 2 if rng.random() < 0.85 else 3
        while len(word := rng.choice(self.stems)) != size:
            pass
        return word

    def word(self, slot: str, rng: Random) -> str:
        """Something to stand in `slot`."""
        if slot in NUMBERS:
            return str(rng.randint(*NUMBERS[slot]))
        if slot in FOREIGN:
            return foreign(slot, rng)
        if slot in "sb":
            return rng.choice(self.slots["c"]) if slot == "s" and rng.random() < 0.3 else self.brand(rng)
        if slot == "e":
            return latin(rng)
        if slot == "q":
            return self.stem(rng) + (rng.choice(SHAPES["trades"]) if rng.random() < 0.5 else "")
        return rng.choice(self.slots.get(slot) or self.plain[slot])

    def fill(self, line: str, rng: Random) -> Piece:
        """A line of news with its slots filled; bracketed stretches and names in slots are marked."""
        text, marks, opened = "", [], []
        for token in re.split(r"(\{\w\}|[⟦⟧【】〔〕])", line):
            if token in BRACKETS:
                opened.append((BRACKETS[token], len(text)))
            elif token in ("⟧", "】", "〕"):
                label, start = opened.pop()
                marks.append(Mark(label, start, len(text)))
            elif found := SLOT.fullmatch(token):
                slot = found[1]
                word = self.word(slot, rng)
                free = all(label == "PROJECT" for label, _ in opened)
                if free and slot not in self.plain and slot not in BARE:
                    marks.append(Mark("ZONE" if slot == "Z" else "ORG", len(text), len(text) + len(word)))
                text += word
            else:
                text += token
        return Piece(text, tuple(marks), "composed/news")

    def news(self, rng: Random, times: int) -> list[Piece]:
        """Every line, filled `times` times."""
        return [self.fill(line, rng) for line in self.lines for _ in range(times)]

    def exchange(self, piece: Piece, rng: Random) -> Piece:
        """The piece with other companies, cities and persons; offsets of the marks follow."""
        swaps: dict[str, str] = {}
        for stem in self._stems(piece):
            if not touches(stem, swaps):
                swaps[stem] = self.stem(rng)
        for city in sorted({found[0] for found in re.finditer("|".join(self.cities), piece.text)}):
            if rng.random() < 0.7 and not touches(city, swaps):
                swaps[city] = rng.choice(self.cities)
        for found in PERSON.finditer(piece.text):
            if any(m.start < found.end() and m.end > found.start() for m in piece.marks):
                continue
            for name in found[1].split():
                if name[0] in SHAPES["surnames"] and not touches(name, swaps):
                    swaps[name] = foreign("h", rng)
        return replaced(piece, swaps) if swaps else piece

    def _stems(self, piece: Piece) -> Iterator[str]:
        """The stems of companies that stand nowhere in the text but inside names."""
        inside = [(m.start, m.end) for m in piece.marks]
        for mark in piece.marks:
            name = piece.text[mark.start : mark.end]
            if mark.label != "ORG" or mark.optional or PUBLIC.search(name) or KNOWN.match(name):
                continue
            bare = name[rest(name, self.places) :]
            stem = bare if len(bare) == 3 else bare[:2]
            if not re.fullmatch(r"[一-鿿]{2,3}", stem):
                continue
            places = [found.span() for found in re.finditer(stem, piece.text)]
            if all(any(s <= start and end <= e for s, e in inside) for start, end in places):
                yield stem


def touches(word: str, swaps: dict[str, str]) -> bool:
    """Whether `word` lies in one of the words to be exchanged, or one of them in it."""
    return any(word in key or key in word for key in swaps)


def replaced(piece: Piece, swaps: dict[str, str]) -> Piece:
    """The piece with each key of `swaps` replaced by its value; one that crosses a mark's bound is left."""
    bounds = {m.start for m in piece.marks} | {m.end for m in piece.marks}
    text, done, moves = "", 0, []
    for found in re.finditer("|".join(map(re.escape, sorted(swaps, key=len, reverse=True))), piece.text):
        if any(found.start() < b < found.end() for b in bounds):
            continue
        text += piece.text[done : found.start()] + swaps[found[0]]
        done = found.end()
        moves.append((done, len(text) - done))
    text += piece.text[done:]

    def moved(offset: int) -> int:
        shift = 0
        for at, delta in moves:
            if at > offset:
                break
            shift = delta
        return offset + shift

    marks = tuple(Mark(m.label, moved(m.start), moved(m.end), m.optional) for m in piece.marks)
    return Piece(text, marks, piece.source, piece.weight)
