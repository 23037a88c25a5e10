"""`gaoxin-extract convert IN… -o OUT --to FORM`: annotations to and from other tools."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import msgspec
import typer
from msgspec import Struct
from msgspec.structs import replace

from gaoxin_extract.commands.articles import (
    CorrectionsOption,
    Faults,
    articles,
    check_files,
    tracked,
)
from gaoxin_extract.commands.extract import (
    LabelOption,
    QuietOption,
    SegmenterOption,
    WordsOption,
    chosen_labels,
    counted,
    load_words,
    one_line,
    opened,
    refuse,
)
from gaoxin_extract.errors import GaoxinError
from gaoxin_extract.reading import STDIN
from gaoxin_extract.records import LABELS, Label
from gaoxin_extract.writers.output import STDOUT

if TYPE_CHECKING:
    from gaoxin_extract.exchange import Annotated as Text
    from gaoxin_extract.language import Segmenter
    from gaoxin_extract.records import Record

Form = Literal["records", "jsonl", "label-studio", "doccano", "docbin", "conll"]
Offsets = Literal["code-points", "utf-16"]
Layer = Literal["outer", "inner"]
SUFFIXES: dict[str, Form] = {
    ".spacy": "docbin",
    ".conll": "conll",
    ".bio": "conll",
    ".iob": "conll",
    ".json": "label-studio",
}

InputsArgument = Annotated[
    list[Path] | None,
    typer.Argument(metavar="IN…", help="Records, or annotations in one of the forms.", show_default=False),
]
OutputOption = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Write here; - is standard output.")]
ToOption = Annotated[Form | None, typer.Option("--to", help="The form to write.", show_default="told by -o's suffix")]
FromOption = Annotated[Form | None, typer.Option("--from", help="The form of IN.", show_default="told by the file")]
OntoOption = Annotated[
    Path | None,
    typer.Option(metavar="RECORDS", help="The records that were annotated: source, values and facts stay theirs."),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar="THEIRS=OURS", help="A label of IN and ours; THEIRS= leaves it out. May be repeated."
    ),
]
OffsetsOption = Annotated[Offsets | None, typer.Option(help="What doccano's offsets count.", show_default="utf-16")]
LayerOption = Annotated[Layer, typer.Option(help="Which of nested mentions CoNLL keeps.")]


class Asked(Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    inputs: tuple[Path, ...]
    form: Form
    from_: Form | None
    onto: Path | None
    corrections: tuple[Path, ...]
    labels: tuple[Label, ...]
    named: dict[str, str]
    offsets: Offsets | None
    layer: Layer
    segmenter: "Segmenter | None"
    quiet: bool


def convert(  # noqa: PLR0913 -- the options of the command line
    inputs: InputsArgument = None,
    *,
    output: OutputOption = STDOUT,
    to: ToOption = None,
    from_: FromOption = None,
    onto: OntoOption = None,
    corrections: CorrectionsOption = None,
    label: LabelOption = None,
    map_: MapOption = None,
    offsets: OffsetsOption = None,
    layer: LayerOption = "outer",
    words: WordsOption = False,
    segmenter: SegmenterOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write records for annotation tools, and read them back.

    Forms: records; jsonl (annotated texts, one a line); label-studio; doccano; docbin (spaCy's); conll (BIO columns).
    """
    form = _form(inputs or (), output, to)
    if (words or segmenter) and form != "docbin":
        refuse("--words: of the forms only a DocBin holds words; give --to docbin")
    asked = Asked(
        inputs=tuple(inputs or ()),
        form=form,
        from_=from_,
        onto=onto,
        corrections=tuple(corrections or ()),
        labels=chosen_labels(label),
        named=_named(map_ or ()),
        offsets=offsets,
        layer=layer,
        segmenter=load_words(segmenter, words=words),
        quiet=quiet,
    )
    if asked.form == "records" and not onto and asked.labels != LABELS:
        refuse("--label: records are kept whole; write another form, or extract with --label")
    check_files(*asked.inputs, *asked.corrections, *([onto] if onto else []))
    faults, found = Faults(), Counter[str]()
    sink = opened(output)
    try:
        with sink:
            for piece in _pieces(asked, faults, found):
                sink.write(piece)
            if not found["texts"]:
                sink.discard()
    except GaoxinError as error:
        sink.discard()
        faults.tell(error)
    if not quiet:
        counts = ", ".join(f"{each} {found[each]:,}" for each in asked.labels)
        left = f"{sink.name} left as it was" if sink.files else "nothing written"
        where = f"{asked.form} in {sink.name}" if sink.kept else left
        typer.echo(one_line(f"{counted(found['texts'], 'text', 'texts')}; {counts}; {where}"), err=True)
    raise typer.Exit(1 if faults.count or not found["texts"] else 0)


def _pieces(asked: Asked, faults: Faults, found: Counter[str]) -> Iterator[bytes]:
    """The bytes of the output; what is in it is counted."""
    from gaoxin_extract.exchange import annotated, written  # noqa: PLC0415 -- half a second, which help need not wait

    if asked.form == "records":
        yield from (msgspec.json.encode(record) + b"\n" for record in _records(asked, faults, found))
        return
    texts = map(annotated, _records(asked, faults, found)) if asked.onto else _texts(asked, faults, found)
    if asked.segmenter:
        texts = _cut(texts, asked.segmenter)
    yield from written(texts, asked.form, unit=asked.offsets, layer=asked.layer)


def _cut(every: "Iterable[Text]", segmenter: "Segmenter") -> "Iterator[Text]":
    """The texts with their words."""
    from gaoxin_extract.language import bounds  # noqa: PLC0415 -- imported with the segmenter already

    for each in every:
        yield replace(each, words=bounds(each.text, segmenter))


def _records(asked: Asked, faults: Faults, found: Counter[str]) -> "Iterator[Record]":
    """The annotations as records; what is records already stays as it is, but for corrections."""
    from gaoxin_extract.exchange import annotated, records_of  # noqa: PLC0415 -- see above

    if asked.onto:
        onto = articles(str(asked.onto), faults, quiet=asked.quiet)
        yield from records_of(_texts(asked, faults, found), onto, labels=asked.labels, on_error=faults.tell)
        return
    for path in asked.inputs:
        if _form_of(path, asked) != "records":
            yield from records_of(_texts(replace(asked, inputs=(path,)), faults, found), on_error=faults.tell)
            continue
        for record in articles(str(path), faults, corrections=asked.corrections, quiet=asked.quiet):
            found.update(["texts", *(mark.label for mark in annotated(record).marks)])
            yield record


def _texts(asked: Asked, faults: Faults, found: Counter[str]) -> "Iterator[Text]":
    """The texts of the inputs with their marks of the labels asked for."""
    from gaoxin_extract.exchange import Labels, annotated, read  # noqa: PLC0415 -- see above

    for path in asked.inputs:
        form = _form_of(path, asked)
        every: Iterable[Text]
        if form == "records":
            every = map(annotated, articles(str(path), faults, corrections=asked.corrections, quiet=asked.quiet))
        else:
            every = read(path, form, labels=Labels(asked.named), unit=asked.offsets, layer=asked.layer)
        for each in tracked(every, f"converting {path.name}", quiet=asked.quiet):
            kept = tuple(mark for mark in each.marks if mark.label in asked.labels)
            found.update(["texts", *(mark.label for mark in kept)])
            yield replace(each, marks=kept)


def _form_of(path: Path, asked: Asked) -> Form:
    from gaoxin_extract.exchange import told  # noqa: PLC0415 -- see above

    return asked.from_ or ("records" if str(path) == STDIN else told(path))


def _form(inputs: Sequence[Path], output: str, to: Form | None) -> Form:
    """The form to write; wrong usage where nobody says it, or nothing is to be read."""
    if not inputs:
        refuse("no input; give records that gaoxin-extract wrote, or annotations")
    form = to or SUFFIXES.get(Path(output.lower()).suffix)
    if form is None:
        refuse(f"-o {output}: its suffix tells no form; give --to {', --to '.join(get_args(Form))}")
    if output != STDOUT and any(Path(output).absolute() == path.absolute() for path in inputs):
        refuse(f"-o {output}: it is the input; give another file")
    if form == "docbin" and output == STDOUT and sys.stdout.isatty():
        refuse("a DocBin is binary; give -o FILE.spacy")
    return form


def _named(pairs: Sequence[str]) -> dict[str, str]:
    """The labels that `--map` names; wrong usage where one isn't `THEIRS=OURS`."""
    named: dict[str, str] = {}
    for pair in pairs:
        theirs, sign, ours = pair.rpartition("=")
        if not theirs or not sign or (ours and ours.upper() not in LABELS):
            refuse(f"--map {pair}: give THEIRS=OURS with one of {', '.join(LABELS)}, or THEIRS= to leave it out")
        named[theirs] = ours
    return named
