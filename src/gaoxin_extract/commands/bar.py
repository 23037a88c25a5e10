"""The progress bar: files, characters a second, time left. On standard error, and gone when the run is over."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from rich.text import Text

PLAIN, PACKED = 3.0, 1.2  # bytes a character of Chinese text takes in UTF-8, and packed with gzip


class CharactersPerSecond(ProgressColumn):
    """How fast the run is as a whole."""

    def render(self, task: Task) -> Text:
        """The characters read so far over the time taken."""
        speed = task.fields["characters"] / task.elapsed if task.elapsed else 0
        return Text(f"{speed:,.0f} characters/s")


class Files(MofNCompleteColumn):
    """Files done of all; the bar itself counts bytes."""

    def render(self, task: Task) -> Text:
        """`3/12 files`."""
        return Text(f"{task.fields['files']}/{task.fields['of']} files")


class Bar:
    """A bar that moves by bytes, estimated inside a file, so that the time left is right where sizes differ."""

    def __init__(self, shown: RichProgress, sizes: Mapping[str, int]) -> None:
        """`sizes`: the bytes of each file, 0 where unknown."""
        self._shown = shown
        self._sizes = sizes
        self._moved = 0.0
        self._task = shown.add_task("", total=sum(sizes.values()), characters=0, files=0, of=len(sizes))

    def say(self, line: str) -> None:
        """Print `line` above the bar."""
        self._shown.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def read(self, path: str, characters: int) -> None:
        """A source of so many characters in the file `path` is done."""
        fields = self._shown.tasks[0].fields
        width = PACKED if path.endswith(".gz") else PLAIN
        step = min(characters * width, self._sizes[path] - self._moved)
        self._moved += step
        self._shown.update(self._task, advance=step, characters=fields["characters"] + characters)

    def done(self, path: str) -> None:
        """The file `path` is done."""
        fields = self._shown.tasks[0].fields
        self._shown.update(self._task, advance=self._sizes[path] - self._moved, files=fields["files"] + 1)
        self._moved = 0.0


@contextmanager
def bar(files: Sequence[str], sizes: Mapping[str, int]) -> Iterator[Bar]:
    """A bar over `files` for as long as the block runs."""
    columns = (TextColumn("reading"), BarColumn(), Files(), CharactersPerSecond(), TimeRemainingColumn())
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as shown:
        yield Bar(shown, {path: sizes[path] for path in files})
