"""A page opened in Chromium, as the tests of the report drive it."""

import base64
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

PATIENCE = 30.0  # seconds; a busy machine is no fault of the page's


class Page:
    """A report opened in Chromium."""

    def __init__(self, driver: webdriver.Chrome, path: Path) -> None:
        """Open `path`."""
        self.driver = driver
        self.path = path
        self.log: list[str] = []
        self.go("")

    def go(self, place: str) -> None:
        """Open the page anew at an address behind `#`."""
        self.driver.get("about:blank")
        self.driver.get(f"{self.path.as_uri()}#{place}")
        self.until("return document.documentElement.dataset.ready")

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script gives."""
        return self.driver.execute_script(script, *arguments)

    def until(self, script: str, *arguments: Any) -> Any:
        """What a script gives, as soon as it gives anything that holds."""
        end = time.monotonic() + PATIENCE
        while not (found := self.run(script, *arguments)):
            if time.monotonic() > end:
                pytest.fail(f"never came: {script} {arguments}; {self.errors()}")
            time.sleep(0.02)
        return found

    def texts(self, selector: str) -> list[str]:
        """The text of each element, as it is shown."""
        found = self.run("return [...document.querySelectorAll(arguments[0])].map(each => each.innerText)", selector)
        assert isinstance(found, list)
        return found

    def text(self, selector: str) -> str:
        """The text of the first element, as soon as there is one."""
        return str(self.until("return document.querySelector(arguments[0])?.innerText", selector))

    def click(self, selector: str) -> None:
        """Click the first element."""
        self.until(
            "const found = document.querySelector(arguments[0]); found?.click(); return Boolean(found)", selector
        )

    def press(self, *keys: str) -> None:
        """Press keys, one after another, as a reader would."""
        for key in keys:
            for kind in ("keyDown", "keyUp"):
                said = {"text": key} if len(key) == 1 and kind == "keyDown" else {}
                self.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": kind, "key": key, **said})

    def select(self, start: int, end: int) -> None:
        """Select a stretch of the restored text, counted in UTF-16 units without line ends."""
        self.run(
            """
            const [start, end] = arguments;
            const walker = document.createTreeWalker(document.querySelector("#restored .text"), NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            let at = 0;
            for (let leaf = walker.nextNode(); leaf; leaf = walker.nextNode()) {
              if (at <= start && start < at + leaf.length) range.setStart(leaf, start - at);
              if (at < end && end <= at + leaf.length) range.setEnd(leaf, end - at);
              at += leaf.length;
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            """,
            start,
            end,
        )

    def errors(self) -> list[str]:
        """All that the console has been told so far."""
        self.log += [entry["message"] for entry in self.driver.get_log("browser")]
        return self.log

    def printed(self) -> bytes:
        """The page as PDF."""
        done = self.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
        return base64.b64decode(done["data"])


Opener = Callable[..., Page]
