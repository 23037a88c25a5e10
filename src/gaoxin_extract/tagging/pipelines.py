"""Names that an installed spaCy pipeline finds (`zh_core_web_trf`), under our labels."""
# ruff: noqa: PLC0415 -- spaCy takes seconds to import; only such a model waits for it

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.errors import ModelError
from gaoxin_extract.records import Label
from gaoxin_extract.tagging.card import Tagged
from gaoxin_extract.text import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span as DocSpan

CONFIG: Final = "config.cfg"
NAMES: Final[tuple[Label, ...]] = ("ORG", "ZONE", "PROJECT")
SCORE: Final = 0.8  # a pipeline's entities carry none; general pipelines are right on four names of five in our news
RUN: Final = re.compile(r"[^\n]{1,2000}")  # a paragraph, and of one without end as much as a pipeline reads at once


class PipelineTagger:
    """A spaCy pipeline whose entities are read by `labels`, from its labels to ours; the others are left out."""

    def __init__(self, nlp: "Language", name: str, labels: Mapping[str, Label]) -> None:
        """Use `load_pipeline`; this takes a pipeline that is loaded already."""
        self.extractor = f"model/{name}"
        self.labels = frozenset(labels.values())
        self._nlp = nlp
        self._told = labels

    def tag(self, content: str) -> tuple[Candidate[Tagged], ...]:
        """The names in `content` in the order of the text; those of one label never overlap."""
        runs = [found.span() for found in RUN.finditer(content)]
        docs = self._nlp.pipe(content[start:end] for start, end in runs)
        return tuple(each for (start, _), doc in zip(runs, docs, strict=True) for each in self._named(doc.ents, start))

    def _named(self, entities: "Iterable[DocSpan]", start: int) -> Iterator[Candidate[Tagged]]:
        for entity in entities:
            label = self._told.get(entity.label_)
            if label is not None and entity.text.strip():
                yield Candidate(
                    label=label,
                    span=Span(start + entity.start_char, start + entity.end_char),
                    expression=Tagged(SCORE),
                    extractor=self.extractor,
                    score=SCORE,
                )


def is_pipeline(name: str) -> bool:
    """Whether a spaCy pipeline of this name is installed, or stands in a folder of this name."""
    if (Path(name) / CONFIG).is_file():
        return True
    if not name.isidentifier():
        return False
    from spacy.util import is_package

    return is_package(name)


def load_pipeline(name: str, labels: Mapping[str, Label]) -> PipelineTagger:
    """The pipeline of this name or in this folder; `labels` maps its labels to ours, over those spelled alike.

    ModelError where it can't be loaded, or has none of the labels.
    """
    import spacy

    try:
        nlp = spacy.load(name)
    except (OSError, ValueError, ImportError) as fault:
        reason = str(fault).partition("\n")[0]
        message = f"{name}: the spaCy pipeline can't be loaded ({reason}); install it anew"
        raise ModelError(message) from fault
    own = {label for pipe in nlp.pipe_names for label in nlp.pipe_labels.get(pipe, [])}
    unknown = sorted(labels.keys() - own)
    if unknown:
        message = f"{name}: the pipeline has no label {unknown[0]}; it has {', '.join(sorted(own)) or 'none'}"
        raise ModelError(message)
    told: dict[str, Label] = {label: label for label in NAMES if label in own} | dict(labels)
    if not told:
        message = f"{name}: none of its labels ({', '.join(sorted(own)) or 'none'}) is ours; map one, as COMPANY=ORG"
        raise ModelError(message)
    return PipelineTagger(nlp, Path(name).name, told)
