"""Trains a recogniser further on a user's own annotations: heads on the states of a network that stays as it is.

No PyTorch is needed. Of the documents a share is held out: there scores are calibrated, rules and recogniser are
weighed, and figures are taken, each half judged with what was fitted on the other. Labels that the data doesn't speak
of stay as the model has them.
"""

import shutil
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from gaoxin_extract.errors import ModelError
from gaoxin_extract.learning.documents import Document, Mark, hold_out, read_documents
from gaoxin_extract.learning.heads import fit
from gaoxin_extract.learning.judging import Counts, calibrated, figures, floor_of, observe, trusted
from gaoxin_extract.learning.states import matter, read_states
from gaoxin_extract.learning.writing import copied, describe, save_heads, sieve_loses
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.records import Label
from gaoxin_extract.tagging.card import Card, read_card, write_card
from gaoxin_extract.tagging.learnt import Learnt, base_head
from gaoxin_extract.tagging.network import Recogniser
from gaoxin_extract.weighing import TRUST, Trust, load_trust

STOP = 0.1  # share of the documents learnt from that tells when to stop
FEWEST = 10  # names of a label; under this many to learn from, the label is refused

Told = Callable[[str], None]


class Wish(Struct, frozen=True):
    """What is asked for: the model to begin with, the folder to write, the share to hold out, the seed of chance."""

    base: Path
    out: Path
    hold_out: float = 0.2
    seed: int = 1


class Figure(Struct, frozen=True):
    """One label on what was held out, before and after, of recogniser and rules together and of the former alone."""

    label: Label
    before: Counts
    after: Counts
    alone_before: Counts
    alone_after: Counts


class Outcome(Struct, frozen=True):
    """What came of a training; `learnt` are the labels that gained a head, `documents` were learnt from, `held` not."""

    learnt: tuple[Label, ...]
    figures: tuple[Figure, ...]
    documents: int
    held: int


def learn(documents: Sequence[Document], wish: Wish, told: Told = lambda _: None) -> Outcome:
    """Fit heads to `documents` and write the model's folder.

    A training that was stopped goes on from its last whole epoch when it is asked for again: what is done so far stands
    in the folder beside the model's, its name with `.part` behind it.
    """
    card = read_card(wish.base)
    if card.kind != "network":
        message = f"{wish.base}: a model of kind {card.kind}, which can't be trained further; begin with `gru`"
        raise ModelError(message)
    mine, held = hold_out(documents, wish.hold_out)
    _check(mine, held)
    part = _workshop(documents, wish, card)
    told(f"{len(mine):,} documents to learn from, {len(held):,} held out")
    heads = _heads(mine, wish, part, told)
    made = _folder(heads, mine, wish, part / "model")
    told("held-out text is read, with what shipped and with what was learnt")
    labels = tuple(label for head in heads for label in head.labels)
    taken = _judged(held, wish.base, made, labels, wish.out.name)
    outcome = Outcome(labels, taken, len(mine), len(held))
    describe(made, outcome, wish, documents)
    made.rename(wish.out)
    shutil.rmtree(part)
    return outcome


def _check(mine: Sequence[Document], held: Sequence[Document]) -> None:
    """Refuse what is too little to learn from, with what is wanting."""
    if not held:
        message = "one document alone: none can be held out; give more, each with a `source` of its own"
        raise ModelError(message)
    for label in sorted({label for document in mine for label in document.knows}):
        count = sum(mark.label == label and not mark.optional for document in mine for mark in document.marks)
        if count < FEWEST:
            message = (
                f"{label}: {count} names to learn from; annotate {FEWEST} at least, or leave the label out by --map"
            )
            raise ModelError(message)


def _workshop(documents: Sequence[Document], wish: Wish, card: Card) -> Path:
    """The folder for what is done on the way, emptied if it is that of another training."""
    part = wish.out.with_name(f"{wish.out.name}.part")
    asked = msgspec.json.encode((documents, wish.hold_out, wish.seed, card))
    digest = sha256(asked).hexdigest()
    told = part / "training.txt"
    if part.exists() and (not told.exists() or told.read_text("utf-8") != digest):
        if not told.exists() and any(part.iterdir()):
            message = f"{part}: in the way, and no training of ours; move it, or name another folder by -o"
            raise ModelError(message)
        shutil.rmtree(part)
    shutil.rmtree(part / "model", ignore_errors=True)
    part.mkdir(parents=True, exist_ok=True)
    told.write_text(digest, "utf-8")
    return part


def _heads(mine: Sequence[Document], wish: Wish, part: Path, told: Told) -> tuple[Learnt, ...]:
    """The heads that learnt something."""
    recogniser = Recogniser.load(wish.base, sieved=False, verified=False)
    told("the network reads them")
    read = read_states(recogniser, mine, part / "states.npy")
    back = frozenset(document.group for document in hold_out(mine, STOP, salt="stop")[1])
    known = {label for document in mine for label in document.knows}
    learnt = []
    for number, labels in enumerate(recogniser.card.heads):
        wanted = tuple(label for label in labels if label in known)
        if not wanted:
            continue
        name = " and ".join(wanted)

        def tell(epoch: int, loss: float, name: str = name) -> None:
            told(f"{name}: epoch {epoch}, loss {loss:.3f} on what is kept back")

        base = base_head(recogniser.heads, wanted)
        given = matter(recogniser, read, list(mine), back, wanted)
        head, layers, best = fit(base, given, wish.seed + number, part / f"head{number}.npz", tell)
        if best:
            learnt.append(Learnt(wanted, head, layers))
        else:
            told(f"{name}: nothing learnt that reads better, left as it is; more annotations may help")
    if not learnt:
        message = f"{wish.base}: reads the data best as it is, nothing to learn; annotate more, or check the labels"
        raise ModelError(message)
    return tuple(learnt)


def _folder(heads: tuple[Learnt, ...], mine: Sequence[Document], wish: Wish, folder: Path) -> Path:
    """A model's folder with these heads, its scores not calibrated yet."""
    labels = {label for head in heads for label in head.labels}
    sieved = not sieve_loses(wish.base, mine, labels)
    card = copied(wish.base, folder, wish.out.name, verified="ORG" not in labels, sieved=sieved)
    save_heads(folder, card, heads)
    return folder


def _judged(
    held: Sequence[Document], base: Path, made: Path, labels: tuple[Label, ...], name: str
) -> tuple[Figure, ...]:
    """Figures on what was held out, each half judged with what was fitted on the other; then all of it is fitted to."""
    before, alone_before = (figures(Pipeline.load(model=base), held, rules=rules) for rules in (True, False))
    halves = (held,) if len({document.group for document in held}) == 1 else hold_out(held, 0.5, salt="halves")
    after: dict[Label, Counts] = {}
    alone: dict[Label, Counts] = {}
    for number, half in enumerate(halves):
        _fit(halves[number - 1], base, made, labels)
        pipeline = Pipeline.load(model=made)
        for counts, rules in ((after, True), (alone, False)):
            for label, mine in figures(pipeline, half, rules=rules).items():
                counts[label] = counts[label] + mine if label in counts else mine
    _fit(held, base, made, labels)
    write_card(made, structs.replace(read_card(made), name=name))
    return tuple(
        Figure(label, before[label], after[label], alone_before[label], alone[label])
        for label in labels
        if label in after
    )


def _fit(held: Sequence[Document], base: Path, made: Path, labels: tuple[Label, ...]) -> None:
    """Calibrate the scores of `labels`, then weigh rules and recogniser, both on `held`."""
    card, trust = read_card(base), load_trust(base)
    write_card(made, structs.replace(read_card(made), calibration=card.calibration))
    _, raw = observe(Pipeline.load(model=made), held)
    lines = {label: calibrated(raw.get(label, []), card.calibration[label]) for label in labels}
    write_card(made, structs.replace(read_card(made), calibration={**card.calibration, **lines}))
    seen, _ = observe(Pipeline.load(model=made), held)
    fitted = trusted(seen, trust, labels)
    _write_trust(made, structs.replace(fitted, floors=trust.floors | dict.fromkeys(labels, 0.0)))
    counts = figures(Pipeline.load(model=made), held)
    floors = {label: floor_of(counts[label]) for label in labels if label in counts}
    _write_trust(made, structs.replace(fitted, floors=trust.floors | floors))


def _write_trust(folder: Path, trust: Trust) -> None:
    (folder / TRUST).write_bytes(msgspec.json.format(msgspec.json.encode(trust), indent=1) + b"\n")


__all__ = ["Document", "Figure", "Mark", "Outcome", "Wish", "hold_out", "learn", "read_documents"]
