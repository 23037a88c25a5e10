"""The words of a report's interface, in each of its languages: one table for the page and for its charts."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import msgspec

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
PAGE = "gaoxin_extract.report"


@cache
def words() -> Mapping[Language, Mapping[str, str]]:
    """All words, by language and key."""
    return msgspec.json.decode(part("words.json"), type=dict[Language, dict[str, str]])


def part(name: str) -> str:
    """A file of the page, which stands beside this module."""
    return files(PAGE).joinpath("page", name).read_text(encoding="utf-8")


def parts(folder: str, names: tuple[str, ...]) -> str:
    """Files of the page in a `folder`, one after another."""
    return "\n".join(part(f"{folder}/{name}") for name in names)
