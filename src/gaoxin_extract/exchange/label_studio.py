r"""Label Studio's tasks as JSON: `data.text`, and regions that mark it.

Its editor counts code points in a `Text` object (before 2022: UTF-16 units), `\r\n` as two. Regions carry their words,
by which offsets in UTF-16 units are known and read all the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from gaoxin_extract.exchange.annotated import Annotated, Labels, Mark, fail, in_order, marked
from gaoxin_extract.exchange.units import from_utf16

FROM, TO, TYPE = "label", "text", "labels"
MODEL = "gaoxin-extract"


class Region(Struct, frozen=True):
    """A marked stretch; results of other kinds (relations, choices) have no such `value`."""

    type: str = ""
    value: Mapping[str, Any] = {}
    score: float | None = None


class Version(Struct, frozen=True):
    """One annotator's, or one model's, work on a task."""

    result: tuple[Region, ...] = ()
    was_cancelled: bool = False


class Task(Struct, frozen=True):
    """A task as Label Studio exports it."""

    data: Mapping[str, Any]
    annotations: tuple[Version, ...] = ()
    predictions: tuple[Version, ...] = ()
    id: int | str | None = None


def task(each: Annotated) -> dict[str, Any]:
    """The task of one text: its marks are an annotation where a person set them, else a prediction to start from."""
    result = [
        {
            "id": f"m{number}",
            "from_name": FROM,
            "to_name": TO,
            "type": TYPE,
            "value": {"start": mark.start, "end": mark.end, "text": mark.text, "labels": [mark.label]},
        }
        | ({} if mark.score is None else {"score": mark.score})
        for number, mark in enumerate(each.marks)
        if not mark.optional
    ]
    about = {"article": each.article, "source": each.source, "title": each.title, "date": each.date}
    data = {"text": each.text} | {key: value for key, value in about.items() if value is not None}
    if each.human:
        return {"data": data, "annotations": [{"result": result}]}
    return {"data": data, "predictions": [{"model_version": MODEL, "result": result}]}


def read_label_studio(path: Path, labels: Labels | None = None) -> Iterator[Annotated]:
    """The texts of an export (JSON), by the last annotation of each that isn't cancelled.

    Where nobody annotated any task, as in what this program exports, the last prediction counts. Tasks that nobody
    annotated beside others that somebody did are left out.
    """
    tasks = _tasks(path)
    annotated = any(_last(each.annotations) for each in tasks)
    for number, each in enumerate(tasks, 1):
        where = f"{path}#{number}"
        version = _last(each.annotations) if annotated else _last(each.predictions) or Version()
        if version is not None:
            yield _read(each, version, labels or Labels(), where, human=annotated)


def _tasks(path: Path) -> tuple[Task, ...]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Task, ...])
    except OSError as error:
        fail(str(path), f"can't be read ({error.strerror}); check the path")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        fail(str(path), f"no export of Label Studio ({error}); export as JSON, not JSON-MIN")


def _last(versions: Iterable[Version]) -> Version | None:
    return next((each for each in reversed(tuple(versions)) if not each.was_cancelled), None)


def _read(each: Task, version: Version, labels: Labels, where: str, *, human: bool) -> Annotated:
    text = each.data.get("text")
    if not isinstance(text, str):
        fail(where, "no text; the task's data must have it as `text`")
    about = {key: each.data.get(key) for key in ("article", "title", "date")}
    return Annotated(
        text=text,
        marks=in_order(_marks(text, version.result, labels, where)),
        source=where,
        article=about["article"],
        title=about["title"],
        date=about["date"],
        human=human,
    )


def _marks(text: str, regions: Iterable[Region], labels: Labels, where: str) -> Iterator[Mark]:
    for region in regions:
        value = region.value
        for name in value.get(region.type, ()) if region.type in {"labels", "hypertextlabels"} else ():
            label = labels(name, where)
            if label is None:
                continue
            start, end, words = value.get("start"), value.get("end"), value.get("text")
            if not (isinstance(start, int) and isinstance(end, int)):
                fail(where, f"{name} has no offsets; annotate a Text object, whose regions count characters")
            if words is not None and _printed(text[start:end]) != _printed(words):
                start, end = from_utf16(text, (start, end))
            yield marked(text, label, (start, end), where, words=words, score=region.score)


def _printed(words: str) -> str:
    return "".join(words.split())
