"""Takes the pictures of the report that the documentation shows: `python docs/pictures/report.py`, from the checkout.

The report is that of seeds/, in Chromium (`CHROMIUM`, `CHROMEDRIVER`). Colours are cut to a palette of 256, which the
eye doesn't miss and which makes a picture a third of the size.
"""

import os
import shutil
import struct
import zlib
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from gaoxin_extract import Pipeline
from gaoxin_extract.records import MoneyMention, Record
from gaoxin_extract.report import build

ARTICLE = "seeds/interrupted-story.txt#0"
SIZE = (1280, 860)
FREQUENT = 96  # colours of the palette that are there because there is much of them
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--hide-scrollbars", "--disable-lcd-text", "--lang=en", "--accept-lang=en",
)  # fmt: skip
PIXELS = """
const [source, done] = arguments;
const image = new Image();
image.onload = () => {
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let letters = "";
  for (let at = 0; at < data.length; at += 32768) letters += String.fromCharCode(...data.subarray(at, at + 32768));
  done([image.width, image.height, btoa(letters)]);
};
image.src = source;
"""


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    """Chromium without a window."""
    options = Options()
    options.binary_location = shutil.which(os.environ.get("CHROMIUM", "chromium")) or ""
    for flag in (*FLAGS, "--window-size={},{}".format(*SIZE)):
        options.add_argument(flag)
    driver = webdriver.Chrome(
        options=options, service=Service(shutil.which(os.environ.get("CHROMEDRIVER", "chromedriver")))
    )
    driver.set_script_timeout(60)
    try:
        size = {"width": SIZE[0], "height": SIZE[1], "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        yield driver
    finally:
        driver.quit()


def shot(driver: webdriver.Chrome, address: str, target: Path) -> None:
    """Open `address` anew, and write the window as a PNG."""
    driver.get("about:blank")
    driver.get(address)
    ready = (
        "const done = arguments[0]; const ask = () => document.documentElement.dataset.ready ? setTimeout(done, 900)"
    )
    driver.execute_async_script(f"{ready} : setTimeout(ask, 20); ask();")
    picture = driver.get_screenshot_as_base64()
    driver.get("about:blank")
    width, height, letters = driver.execute_async_script(PIXELS, f"data:image/png;base64,{picture}")
    pixels = np.frombuffer(b64decode(letters), np.uint8).reshape(height, width, 4)[:, :, :3]
    target.write_bytes(png(pixels))


def png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """A PNG of 256 colours: the most frequent in `pixels` and those farthest from them; others become the nearest."""
    height, width, _ = pixels.shape
    colours, which, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    colours = colours.astype(np.int32)
    kept = colours[np.argsort(-counts, kind="stable")[:FREQUENT]]
    apart = np.min(((colours[:, None] - kept[None]) ** 2).sum(axis=2), axis=1)
    for _ in range(256 - FREQUENT):
        farthest = colours[np.argmax(apart * np.minimum(counts, 20))]
        kept = np.concatenate([kept, farthest[None]])
        apart = np.minimum(apart, ((colours - farthest) ** 2).sum(axis=1))
    nearest = np.concatenate(
        [
            np.argmin(((part[:, None] - kept[None]) ** 2).sum(axis=2), axis=1)
            for part in np.array_split(colours, max(len(colours) // 4_000, 1))
        ]
    )
    rows = nearest.astype(np.uint8)[which.reshape(height, width)]
    lines = b"".join(b"\0" + row.tobytes() for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    palette = kept.astype(np.uint8).tobytes()
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def chosen(records: tuple[Record, ...]) -> tuple[int, str]:
    """The number of the article that is shown, and a sum of it that runs over a line end."""
    number = next(number for number, record in enumerate(records) if record.id == ARTICLE)
    sums = [each for each in records[number].entities if isinstance(each, MoneyMention)]
    return number, next(each.id for each in sums if each.source_end - each.source_start > len(each.text))


def main() -> None:
    """Write the pictures beside this script."""
    records = tuple(Pipeline.load().stream(["seeds"]))
    number, mention = chosen(records)
    with TemporaryDirectory() as folder, browser() as driver:
        page = Path(folder) / "report.html"
        with page.open("wb") as out:
            out.writelines(build(records).parts)
        here = Path(__file__).parent
        shot(driver, f"{page.as_uri()}#/articles/{number}/{mention}", here / "report.png")
        shot(driver, f"{page.as_uri()}#/overview", here / "report-overview.png")


if __name__ == "__main__":
    main()
