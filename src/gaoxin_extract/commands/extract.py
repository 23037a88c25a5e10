"""`gaoxin-extract INPUT…`: files and folders in, records out."""

import gc
import logging
import re
import sys
import traceback
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer
from msgspec import Struct

from gaoxin_extract.commands.progress import Progress, progress
from gaoxin_extract.decoding import is_known
from gaoxin_extract.errors import GaoxinError
from gaoxin_extract.reading import Inputs, MediaType, Source, gather, iso_date, read
from gaoxin_extract.records import LABELS, Label
from gaoxin_extract.writers import Shape, Writing, writing
from gaoxin_extract.writers.output import STDOUT, Output, OutputError

if TYPE_CHECKING:
    from gaoxin_extract.language import Segmenter
    from gaoxin_extract.pipeline import Pipeline
    from gaoxin_extract.records import Record

Kind = Literal["text", "markdown", "html", "jsonl"]
TYPES: dict[Kind, MediaType] = {
    "text": "text/plain",
    "markdown": "text/markdown",
    "html": "text/html",
    "jsonl": "application/jsonl",
}
OWN_MODEL = "gru"
NAMES: tuple[Label, ...] = ("ORG", "ZONE", "PROJECT")
# Names that would promise another form than the one written.
OTHER_TABLES = frozenset(
    {".xlsx", ".xls", ".ods", ".et", ".tsv", ".parquet", ".arrow", ".feather", ".duckdb", ".db", ".sqlite", ".html"}
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

# A fault of our own costs one input, not the run. The tests empty this, so that there it shows.
FORGIVEN: tuple[type[Exception], ...] = (Exception,)


class WrongUsage(typer.TyperException):
    """A command line that asks for what can't be done; told before anything is read."""

    exit_code = 2


class Reading(Struct, frozen=True):
    """What the command line says of the inputs; `media_type` holds for those that it names, not for folders."""

    encoding: str | None
    media_type: MediaType | None
    named: Collection[str]
    date: str | None


class Run:
    """One run: what it reads, where it writes, and what came of it."""

    def __init__(  # noqa: PLR0913 -- what a run is made of
        self,
        pipeline: "Pipeline",
        sink: Output,
        writing: Writing,
        shown: Progress,
        *,
        segmenter: "Segmenter | None" = None,
        verbose: bool,
    ) -> None:
        """`shown` is told how far the run is and prints its lines; `verbose` adds tracebacks to them."""
        self.pipeline = pipeline
        self.sink = sink
        self.writing = writing
        self.shown = shown
        self.segmenter = segmenter
        self.verbose = verbose
        self.files = self.articles = self.faults = 0
        self.labels: Counter[str] = Counter()

    def all(self, found: Inputs, faults: Iterable[GaoxinError], reading: Reading) -> None:
        """Write the records of all inputs; `faults` were met while they were looked for."""
        for fault in faults:
            self.tell(fault)
        self.sink.write(self.writing.head)
        for path in found.files:
            self.file(path, reading)
        if self.faults and not self.files:
            self.sink.discard()

    def file(self, path: str, reading: Reading) -> None:
        """Write the records of one file; its faults are told and counted."""
        media_type = reading.media_type if path in reading.named else None
        begun, faults = False, self.faults
        with self.forgiving(path):
            for source in read(path, encoding=reading.encoding, media_type=media_type, on_error=self.tell):
                begun = True
                with self.forgiving(source.path):
                    self.source(source, date=reading.date)
                self.shown.read(path, len(source.text))
        self.files += begun or self.faults == faults
        self.shown.done(path)

    def source(self, source: Source, *, date: str | None) -> None:
        """Write the records of one source."""
        for record in self._with_words(self.pipeline.extract(source, date=date)):
            self.sink.write(self.writing.lines(record))
            self.articles += 1
            self.labels.update(str(mention.__struct_config__.tag) for mention in record.entities)

    def _with_words(self, records: "Iterable[Record]") -> "Iterable[Record]":
        if self.segmenter is None:
            return records
        from gaoxin_extract.language import with_words  # noqa: PLC0415 -- imported with the segmenter already

        return [with_words(record, self.segmenter) for record in records]

    @contextmanager
    def forgiving(self, name: str) -> Iterator[None]:
        """Let a fault of the input `name` pass, told on one line; one of the output ends the run."""
        try:
            yield
        except (OutputError, BrokenPipeError):
            raise
        except GaoxinError as error:
            self.tell(error)
        except FORGIVEN as error:
            if self.verbose:
                for line in traceback.format_exc().splitlines():
                    self.shown.say(line)
            fault = f"{name}: a fault of the program ({type(error).__name__}: {error})"
            self.tell(GaoxinError(f"{fault}; the other inputs are read, please report it with what -v shows"))

    def tell(self, error: GaoxinError) -> None:
        """Print a fault of an input on one line, and count it."""
        self.faults += 1
        self.shown.say(one_line(str(error)))

    def summary(self, found: Inputs, labels: Iterable[Label]) -> str:
        """One line: what was read, what was found, what was skipped, and where the records are."""
        parts = [f"{counted(self.files, 'file', 'files')}, {counted(self.articles, 'article', 'articles')}"]
        parts.append(", ".join(f"{label} {self.labels[label]:,}" for label in labels))
        if self.faults:
            parts.append(counted(self.faults, "fault", "faults"))
        if found.skipped:
            skipped = ", ".join(f"{number:,} {suffix or 'without suffix'}" for suffix, number in found.skipped.items())
            parts.append(f"skipped {skipped}")
        left = f"{self.sink.name} left as it was" if self.sink.files else "no records"
        parts.append(f"records in {self.sink.name}" if self.sink.kept else left)
        return "; ".join(parts)


InputsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="INPUT…", help="Files, folders, or - for standard input.", show_default=False),
]
OutputOption = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Write here: a .jsonl or .csv file; - is standard output.")
]
ShapeOption = Annotated[Shape, typer.Option(help="A line an article, an entity or a project.")]
LabelOption = Annotated[
    list[str] | None,  # typer has no lists of literals
    typer.Option(
        "--label",
        "-l",
        metavar=f"[{'|'.join(LABELS)}]",
        help="Keep this label; may be repeated.",
        show_default="all",
        autocompletion=lambda: LABELS,
    ),
]
DateOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="The articles' own date: 2024, 2024-05 or 2024-05-17.")
]
EncodingOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="The inputs' encoding.", show_default="detected")
]
KindOption = Annotated[
    Kind | None,
    typer.Option("--type", help="What standard input and the files named hold.", show_default="told by their suffix"),
]
RulesOption = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Rules to add to the program's own; the same id replaces.")
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        help="What finds names: fast, a folder made by train, or an installed spaCy pipeline.",
        show_default="the program's own",
    ),
]
ModelLabelOption = Annotated[
    list[str] | None,
    typer.Option(metavar="THEIRS=OURS", help="A spaCy pipeline's label and ours, as COMPANY=ORG; may be repeated."),
]
NoModelOption = Annotated[bool, typer.Option("--no-model", help="Find names by rules alone.")]
MinScoreOption = Annotated[
    float, typer.Option(metavar="SCORE", min=0, max=1, help="Leave out mentions that score less (0 to 1).")
]
WordsOption = Annotated[bool, typer.Option("--words", help="Add the words of each text, cut by spacy-pkuseg.")]
SegmenterOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="What cuts the words: a folder of pkuseg's, or an installed package.",
        show_default="pkuseg",
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Show the log, and tracebacks of faults.")]


def extract(  # noqa: PLR0913 -- the options of the command line
    inputs: InputsArgument = None,
    *,
    output: OutputOption = STDOUT,
    shape: ShapeOption = "article",
    label: LabelOption = None,
    date: DateOption = None,
    encoding: EncodingOption = None,
    kind: KindOption = None,
    rules: RulesOption = None,
    model: ModelOption = None,
    model_label: ModelLabelOption = None,
    no_model: NoModelOption = False,
    min_score: MinScoreOption = 0.0,
    words: WordsOption = False,
    segmenter: SegmenterOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Read articles on development zones and investment, and write what they say as JSON Lines.

    Sums, shares, dates, organisations, zones and projects, each with its value and its place in the source.
    """
    arguments = inputs or []
    _check(arguments, output, shape, encoding)
    chosen = chosen_model(model, model_label, no_model=no_model)
    if (words or segmenter) and shape != "article":
        refuse("--words: they stand in articles, not in rows; leave --shape out")
    labels = chosen_labels(label)
    logging.basicConfig(level=logging.INFO if verbose else logging.CRITICAL)
    reading = Reading(encoding, TYPES[kind] if kind else None, frozenset(arguments), own_date(date))
    faults: list[GaoxinError] = []
    sink = opened(output)
    try:
        with sink:
            pipeline = load(
                rules=rules,
                model=chosen,
                model_labels=mapped(model_label),
                labels=labels,
                min_score=min_score,
            )
            cutter = load_words(segmenter, words=words)
            found = gather(arguments, leave_out=sink.files, on_error=faults.append)
            with progress(found.files, shown=not quiet and not _shares_terminal(sink)) as shown:
                written = writing(shape, csv=_is_csv(output))
                run = Run(pipeline, sink, written, shown, segmenter=cutter, verbose=verbose)
                run.all(found, faults, reading)
    except OutputError as error:
        typer.echo(one_line(str(error)), err=True)
        raise typer.Exit(1) from None
    if not quiet:
        typer.echo(one_line(run.summary(found, labels)), err=True)
    raise typer.Exit(1 if run.faults else 0)


def one_line(words: str) -> str:
    r"""`words` with control characters written out, so that no file's name breaks a line or steers a terminal.

    >>> one_line("a\nb")
    'a\\x0ab'
    """
    return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", words)


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun.

    >>> counted(1, "file", "files"), counted(12_000, "file", "files")
    ('1 file', '12,000 files')
    """
    return f"{number:,} {one if number == 1 else many}"


def own_date(words: str | None) -> str | None:
    """The date that `--date` gives the articles, in ISO 8601; wrong usage where it is none."""
    date = iso_date(words) if words is not None else None
    if words is not None and not date:
        refuse(f"--date {words}: no date; write 2024, 2024-05 or 2024-05-17")
    return date


def _check(arguments: Sequence[str], output: str, shape: Shape, encoding: str | None) -> None:
    """What is wrong with the command line, seen before anything is read."""
    if not arguments:
        refuse("no input; give files, folders, or - for standard input")
    if _is_csv(output) and shape == "article":
        refuse("an article is no row of a table; give --shape entity or --shape project with a .csv, or -o FILE.jsonl")
    if not output:
        refuse("-o names no file; give one, or - for standard output")
    if Path(output.lower()).suffix in OTHER_TABLES:
        other = "--shape entity or project and -o FILE.csv, which Excel opens, or -o FILE.jsonl"
        refuse(f"-o {output}: records are written as JSON Lines and CSV only; give {other}")
    if output.lower().endswith(".gz"):
        refuse(f"-o {output}: records are written unpacked; give {output[:-3]}, or pack standard output with gzip")
    if encoding is not None and not is_known(encoding):
        refuse(f"--encoding {encoding}: no encoding of that name; give utf-8, gb18030, big5, utf-16 or another")


def chosen_labels(names: Sequence[str] | None) -> tuple[Label, ...]:
    """The labels that `--label` names, all without it; wrong usage where one is none."""
    wanted = {name.upper(): name for name in names or LABELS}
    unknown = next((name for upper, name in wanted.items() if upper not in LABELS), None)
    if unknown is not None:
        refuse(f"--label {unknown}: no such label; give {', '.join(LABELS)}")
    return tuple(label for label in LABELS if label in wanted)


def chosen_model(model: str | None, labels: Sequence[str] | None = None, *, no_model: bool) -> str | None:
    """The model that `--model` names, the program's own without it, None for the rules alone; wrong usage for both."""
    if no_model and (model or labels):
        refuse("--no-model: names by rules alone; leave it out, or --model and --model-label")
    return None if no_model else model or OWN_MODEL


def mapped(pairs: Sequence[str] | None) -> dict[str, Label]:
    """The labels of a spaCy pipeline with ours, from `THEIRS=OURS`; wrong usage where one isn't so."""
    names: dict[str, Label] = {}
    for pair in pairs or ():
        theirs, _, ours = pair.partition("=")
        if not theirs or ours.upper() not in NAMES:
            refuse(f"--model-label {pair}: give a label of the pipeline and one of ours, as COMPANY=ORG or FAC=ZONE")
        names[theirs] = next(name for name in NAMES if name == ours.upper())
    return names


def refuse(message: str) -> NoReturn:
    """End the run: the command line asks for what can't be done."""
    raise WrongUsage(message)


def load(**options: Any) -> "Pipeline":
    """`Pipeline.load`, imported only here; rules and models that are broken or missing are wrong usage."""
    # What is loaded stays: looking through it for garbage, again and again while it grows, costs a tenth of a second.
    gc.disable()
    from gaoxin_extract.pipeline import Pipeline  # noqa: PLC0415 -- a second, which help and wrong usage need not wait

    try:
        return Pipeline.load(**options)
    except GaoxinError as error:
        refuse(str(error))
    finally:
        gc.freeze()
        gc.enable()


def load_words(name: str | None, *, words: bool) -> "Segmenter | None":
    """What cuts words if `words` or a `name` asks for them; wrong usage where there is none of that name."""
    if not (words or name):
        return None
    from gaoxin_extract.language import OWN_SEGMENTER, load_segmenter  # noqa: PLC0415 -- spaCy takes two seconds

    try:
        return load_segmenter(name or OWN_SEGMENTER)
    except GaoxinError as error:
        refuse(f"--segmenter {error}")


def opened(output: str) -> Output:
    """The output of that name; wrong usage where it can't be written."""
    try:
        return Output(output)
    except OutputError as error:
        refuse(str(error))


def _is_csv(output: str) -> bool:
    return output.lower().endswith(".csv")


def _shares_terminal(sink: Output) -> bool:
    """Whether records themselves go to the terminal, where a bar would lie across them."""
    return not sink.files and sys.stdout.isatty()
