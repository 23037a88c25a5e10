"""Other names of the same shape: slots of composed news filled, and names in annotated text exchanged.

A company's stem (the first characters of its name, after a place) is exchanged wherever it stands in the text,
and only if it stands nowhere but inside names; a city's name is exchanged everywhere.
"""

import csv
import json
import re
import tomllib
from pathlib import Path
from random import Random

import msgspec

from data import Mark, Piece

HERE = Path(__file__).parent
PUBLIC = re.compile(r"(局|委|委员会|院|校|大学|学院|部|署|所|中心|海关|行|社|队|厅|办|处|政府|站|馆|会|联盟|社区|村|镇|街道|区|园|室|科|组|基金|中学|小学|报|网|台|党|团|厅|库|港|国家电网)(（[^）]*）)?$")
KNOWN = re.compile(r"^(中国|国家|中科|全国|清华|北大|北京大学|中央|国网|中铁|中建|中石|中海|中核|联合国|世界|国际|上海|北京|省|市|区)")
TRADES = ["科技", "智能", "生物", "半导体", "新能源", "新材料", "医药", "电子", "股份", "集团", "汽车", "机器人", "微电子", "光电", "精密", "控股", "资本", "食品", "重工", "航空", "数科", "医疗"]
PERSON = re.compile(r"(?:记者|通讯员|董事长|总经理|负责人|局长|主任|书记|市民|居民|村民|工程师|教授|创始人)[ ：:]?([一-鿿]{2,3}(?: [一-鿿]{2,3})?)(?=[）)说介表告，、 \n])")
SLOT = re.compile(r"\{(\w)\}")
FOREIGN = {"f": (2, 4), "g": (2, 4), "h": (2, 3), "t": (2, 4)}
SOUNDS = "阿埃艾安巴贝本比波布查达戴德迪蒂杜多恩尔法费弗福格戈哈赫胡基加杰卡科克库拉莱兰雷里利林卢伦罗洛马麦曼梅米莫姆纳内尼诺帕佩皮普奇恰切萨塞森沙舍史斯苏索塔泰坦特图托瓦威韦维沃乌西希雅亚耶伊因扎泽佐"
SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹章苏潘葛范彭鲁马方袁柳史唐薛雷贺罗毕郝安常傅齐康余顾孟黄穆萧尹姚邵汪毛狄米戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季麻贾江常宋易武乔赖龚文欧庄晏柴瞿阎连茹习艾容向古童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房裘缪丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁"
GIVEN = "文武德明志国建启睿之承宗继光耀祖廷玉士奇可法嗣昌世凯景云鹤龄伯仲叔季修远伟芳娜敏静丽强磊洋艳勇军杰娟涛超秀英霞平刚桂兰斌岳象升传庭汝霖鸿章国藩宗棠之洞"


def foreign(slot: str, rng: Random) -> str:
    """A foreign person or place by its sounds, a Chinese person (h), or a foreign firm's stem (t)."""
    low, high = FOREIGN[slot]
    size = rng.randint(low, high)
    if slot == "h":
        return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=size - 1))
    name = "".join(rng.choices(SOUNDS, k=size))
    return f"{name}·{''.join(rng.choices(SOUNDS, k=size))}" if slot == "f" and rng.random() < 0.15 else name


def rest(text: str, places: set[str]) -> int:
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
    def read(cls, lists: Path) -> "Names":
        """From the folder of public lists and the composed news beside this file."""
        areas = json.loads((lists / "pca.json").read_text("utf-8"))
        cities = {re.sub(r"(市|地区|盟)$", "", city) for inner in areas.values() for city in inner if len(city) <= 5 and city.endswith("市")}
        cities = {c for c in cities if len(c) == 2}
        counties = {county[:-1] for inner in areas.values() for group in inner.values() for county in group if len(county) == 3}
        provinces = {re.sub(r"(省|市|(壮族|回族|维吾尔)?自治区|特别行政区)$", "", name) for name in areas}
        listed = [json.loads(line) for line in (lists / "company.json").read_text("utf-8").splitlines() if line.strip()]
        short = sorted({n for row in listed if re.fullmatch(r"[一-鿿]{3,5}", n := row["name"])})
        full = sorted({row["fullname"] for row in listed if row["fullname"].endswith("公司")})
        brands = [w.strip() for w in (lists / "company_short_names.txt").read_text("utf-8").splitlines()]
        common = json.loads((HERE / "common.json").read_text("utf-8"))
        barred = set(common)
        stems = sorted({w for w in brands if re.fullmatch(r"[一-鿿]{2,4}", w) and w not in barred and w[:2] not in barred and not w.endswith(("集团", "公司", "学校"))})
        with (lists / "national_hightech_zones.csv").open(encoding="utf-8") as one, (lists / "national_economic_zones.csv").open(encoding="utf-8") as two:
            zones = sorted({row["short_name"] for file in (one, two) for row in csv.DictReader(file) if len(row["short_name"]) <= 8})
        schools = json.loads((lists / "china_mainland_universities.json").read_text("utf-8"))
        universities = sorted({name for inner in schools.values() for name in inner["all"]})
        own = tomllib.loads((HERE / "composed" / "names.toml").read_text("utf-8"))
        slots = {key: tuple(value) for key, value in own["org"].items()} | {"c": tuple(short), "F": tuple(full), "U": tuple(universities), "Z": tuple(zones)}
        plain = {key: tuple(value) for key, value in own["plain"].items()} | {"P": tuple(sorted(cities))}
        texts = "\n".join((HERE / "composed" / name).read_text("utf-8") for name in ("news.txt", "world.txt"))
        lines = tuple(x for x in texts.splitlines() if x and not x.startswith("#"))
        return cls(tuple(sorted(cities)), frozenset(cities | counties | provinces), tuple(stems), slots, plain, lines)

    def stem(self, rng: Random) -> str:
        """A company's stem, of two characters more often than of three or four."""
        size = rng.choices((2, 3, 4), (6, 3, 1))[0]
        while len(word := rng.choice(self.stems)) != size:
            pass
        return word

    def word(self, slot: str, rng: Random) -> str:
        """Something to stand in `slot`."""
        if slot == "d":
            return str(rng.randint(1, 12))
        if slot == "n":
            return str(rng.randint(13, 980))
        if slot in FOREIGN:
            return foreign(slot, rng)
        if slot == "q":
            return self.stem(rng) + (rng.choice(TRADES) if rng.random() < 0.5 else "")
        return rng.choice(self.slots.get(slot) or self.plain[slot])

    def fill(self, line: str, rng: Random) -> Piece:
        """A line of news with its slots filled; `⟦…⟧` and the slots outside of it that are names are marked."""
        text, marks, opened = "", [], -1
        for token in re.split(r"(\{\w\}|⟦|⟧)", line):
            if token == "⟦":
                opened = len(text)
            elif token == "⟧":
                marks.append(Mark("ORG", opened, len(text)))
                opened = -1
            elif found := SLOT.fullmatch(token):
                slot = found[1]
                word = self.word(slot, rng)
                if opened < 0 and slot not in self.plain and slot not in "ndfgh":
                    marks.append(Mark("ZONE" if slot == "Z" else "ORG", len(text), len(text) + len(word)))
                text += word
            else:
                text += token
        return Piece(text, tuple(marks), "composed/news")

    def news(self, rng: Random, times: int) -> list[Piece]:
        """Every line, filled `times` times."""
        return [self.fill(line, rng) for line in self.lines for _ in range(times)]

    def exchange(self, piece: Piece, rng: Random) -> Piece:
        """The piece with other stems and other cities; offsets of the marks follow."""
        swaps = {}
        inside = [(m.start, m.end) for m in piece.marks]
        for mark in piece.marks:
            name = piece.text[mark.start : mark.end]
            if mark.label != "ORG" or mark.optional or PUBLIC.search(name) or KNOWN.match(name):
                continue
            skip = rest(name, set(self.places))
            if name[skip : skip + 1] == "（":
                continue
            stem = name[skip : skip + 2] if len(name) - skip != 3 else name[skip:]
            if not re.fullmatch(r"[一-鿿]{2,3}", stem) or any(stem in key or key in stem for key in swaps):
                continue
            if all(any(s <= found.start() and found.end() <= e for s, e in inside) for found in re.finditer(stem, piece.text)):
                swaps[stem] = self.stem(rng)
        for city in {found[0] for found in re.finditer("|".join(self.cities), piece.text)}:
            if rng.random() < 0.7 and not any(city in key or key in city for key in swaps):
                swaps[city] = rng.choice(self.cities)
        for found in PERSON.finditer(piece.text):
            for name in found[1].split():
                if name[0] in SURNAMES and not any(name in key or key in name for key in swaps) and not any(s < found.end() and e > found.start() for s, e in inside):
                    swaps[name] = foreign("h", rng)
        return replaced(piece, swaps) if swaps else piece


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
