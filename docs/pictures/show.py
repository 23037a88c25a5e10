"""Draws show.svg and show.png, a seed as `gaoxin-extract show` shows it: `python docs/pictures/show.py`, anywhere.

The SVG is what rich records of a terminal; the PNG is for readers whose fonts would part Chinese from its ground, and
wants a font of Chinese on the machine that draws it (Noto Sans Mono CJK SC).
"""

import io
import os
import re
import struct
import zlib
from html import escape, unescape
from pathlib import Path

import vl_convert
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from gaoxin_extract.pipeline import LABELS, Pipeline
from gaoxin_extract.showing import Look, legend, shown

ROOT = Path(__file__).parents[2]
SEED = "seeds/columns-plain.txt"
WIDTH = 80
SCALE = 1.1
# Fonts of the reader's machine: nothing is fetched.
FONTS = "'Noto Sans Mono CJK SC', 'Sarasa Mono SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', monospace"
FETCHED = re.compile(r"@font-face \{\{.*?\}\}", re.DOTALL)
COLUMN = 12.2  # pixels of a column in rich's drawing
SIZE = "font-size: 24px"  # a character of Chinese then fills its two columns
RUN = re.compile(r'<text class="([^"]+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+"([^>]*)>([^<]*)</text>')
WIDTHS = re.compile(r"[‘-”·…—]|[\u2e80-\uffef\U00020000-\U0003ffff]+|[^\u2e80-\uffef\U00020000-\U0003ffff‘-”·…—]+")
# Marks that fonts of Chinese draw over two columns and terminals over one.
QUOTES, NARROW = re.compile(r"[‘-”·…—]"), "DejaVu Sans Mono, Menlo, Consolas, monospace"
DARK = TerminalTheme((24, 26, 31), (214, 217, 224), [(24, 26, 31), *[(214, 217, 224)] * 7])


def draw() -> str:
    """The first article of the seed as a terminal shows it."""
    record = next(Pipeline.load().stream([SEED]))
    console = Console(record=True, width=WIDTH, force_terminal=True, color_system="256", file=io.StringIO())
    console.print(f"$ gaoxin-extract show {SEED}", markup=False, highlight=False)
    look = Look(WIDTH)
    for line in (*legend(LABELS, look), *shown(record, look)):
        console.print(line)
    form = FETCHED.sub("", CONSOLE_SVG_FORMAT).replace("Fira Code, monospace", FONTS)
    form = form.replace("font-size: {char_height}px", SIZE)
    drawn = console.export_svg(title="gaoxin-extract show", theme=DARK, code_format=form, unique_id="show")
    return RUN.sub(_by_columns, drawn)


def _by_columns(found: re.Match[str]) -> str:
    """A run of text with Chinese and the rest each at its column; rich takes every character for one column."""
    style, left, top, clip, words = found.groups()
    column = float(left)
    pieces: list[str] = []
    for part in WIDTHS.findall(unescape(words)):
        width = cell_len(part) * COLUMN
        if part.strip("\xa0"):
            narrow = f' font-family="{NARROW}"' if QUOTES.fullmatch(part) else ""
            place = f'x="{column:.1f}" y="{top}" textLength="{width:.1f}"{narrow}'
            pieces.append(f'<text class="{style}" {place}{clip}>{escape(part)}</text>')
        column += width
    return "".join(pieces)


def packed(picture: bytes) -> bytes:
    """A PNG packed as tightly as it can be, which makes it a quarter of the size."""
    place, out = 8, [picture[:8]]
    chunks: list[tuple[bytes, bytes]] = []
    while place < len(picture):
        size, kind = struct.unpack(">I4s", picture[place : place + 8])
        chunks.append((kind, picture[place + 8 : place + 8 + size]))
        place += 12 + size
    data = zlib.compress(zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT")), 9)
    kept = [(kind, body) for kind, body in chunks if kind != b"IDAT"]
    for kind, body in (kept[0], (b"IDAT", data), *kept[1:]):
        out.append(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))
    return b"".join(out)


if __name__ == "__main__":
    os.chdir(ROOT)
    picture = draw()
    Path("docs/pictures/show.svg").write_text(picture, encoding="utf-8")
    Path("docs/pictures/show.png").write_bytes(packed(vl_convert.svg_to_png(picture, scale=SCALE)))
