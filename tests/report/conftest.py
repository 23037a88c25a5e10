"""A real browser for the tests of the report."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Opener, Page
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from gaoxin_extract import report
from gaoxin_extract.records import Record

CHROMIUM = shutil.which(os.environ.get("CHROMIUM", "chromium"))
CHROMEDRIVER = shutil.which(os.environ.get("CHROMEDRIVER", "chromedriver"))
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--window-size=1280,900",
)  # fmt: skip


@pytest.fixture(scope="session")
def start() -> Iterator[Callable[[str], webdriver.Chrome]]:
    """Starts a browser of a language, once."""
    if not CHROMIUM or not CHROMEDRIVER:
        pytest.skip("no chromium and chromedriver on this machine (Debian: the packages chromium, chromium-driver)")
    drivers: dict[str, webdriver.Chrome] = {}

    def start(language: str) -> webdriver.Chrome:
        if language not in drivers:
            options = Options()
            options.binary_location = CHROMIUM or ""
            for flag in (*FLAGS, f"--lang={language}", f"--accept-lang={language}"):
                options.add_argument(flag)
            options.add_experimental_option("prefs", {"intl.accept_languages": language})
            options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
            drivers[language] = webdriver.Chrome(options=options, service=Service(CHROMEDRIVER))
        return drivers[language]

    yield start
    for driver in drivers.values():
        driver.quit()


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """Where the browser puts what is downloaded."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder


@pytest.fixture
def opened(
    start: Callable[[str], webdriver.Chrome], tmp_path: Path, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    """Opens the report on some records; the console must have stayed silent when the test ends."""
    pages: list[Page] = []

    def opened(records: Iterable[Record], *, language: str = "en", charts: bool = False, **options: Any) -> Page:
        if not charts:  # they take a second, and have tests of their own
            monkeypatch.setattr(report, "draw", lambda _: {})
        path = tmp_path / f"report-{len(pages)}.html"
        path.write_bytes(b"".join(report.build(records, **options).parts))
        driver = start(language)
        driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)})
        driver.get(path.as_uri())
        driver.execute_script("localStorage.clear()")
        driver.get_log("browser")
        pages.append(Page(driver, path))
        return pages[-1]

    yield opened
    for page in pages:
        assert page.errors() == []
