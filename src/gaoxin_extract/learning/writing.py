"""Writes a trained model's folder, which stands by itself: files, heads, and a card for readers."""

import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from msgspec import structs

from gaoxin_extract.learning.documents import NAMES, Document
from gaoxin_extract.learning.judging import calibration_error
from gaoxin_extract.records import Label
from gaoxin_extract.tagging.abroad import NETWORK, WEIGHTS
from gaoxin_extract.tagging.card import Card, read_card, write_card
from gaoxin_extract.tagging.learnt import FILE, Learnt, arrays_of, read_learnt
from gaoxin_extract.tagging.network import Recogniser
from gaoxin_extract.weighing import TRUST

if TYPE_CHECKING:
    from gaoxin_extract.learning import Outcome, Wish

SIEVE, VERIFIER = "sieve.npz", "verifier.npz"
LOST = 0.01  # share of the names in passed sentences from which on the sieve is left out
BESIDE = ("NOTICE", TRUST)  # files without a digest


def copied(base: Path, folder: Path, name: str, *, verified: bool, sieved: bool) -> Card:
    """A copy of the model in `base`; without what tells only organisations of its own, or without its sieve."""
    left = ({SIEVE} if not sieved else set()) | ({VERIFIER, NETWORK, WEIGHTS} if not verified else set())
    card = read_card(base)
    names = [each for each in card.files if each not in left and (base / each).is_file()]
    folder.mkdir(parents=True)
    for each in (*names, *(each for each in BESIDE if (base / each).is_file())):
        shutil.copyfile(base / each, folder / each)
    return write_card(folder, structs.replace(card, name=name, files=dict.fromkeys(names, "")))


def save_heads(folder: Path, card: Card, heads: tuple[Learnt, ...]) -> None:
    """Write the learnt heads; those that the model had stay for the labels that none of the new ones tells."""
    before: tuple[Learnt, ...] = ()
    if card.learnt:
        with np.load(folder / FILE, allow_pickle=False) as arrays:
            before = read_learnt(dict(arrays), card.learnt)
    told = {label for head in heads for label in head.labels}
    whole = tuple(head for head in before if not set(head.labels) <= told) + heads
    np.savez(folder / FILE, **arrays_of(whole))
    files = {**card.files, FILE: ""}
    write_card(folder, structs.replace(card, learnt=tuple(head.labels for head in whole), files=files))


def sieve_loses(base: Path, documents: Iterable[Document], labels: Collection[Label]) -> bool:
    """Whether the sieve would pass over more of the documents' names than may be lost."""
    recogniser = Recogniser.load(base, verified=False)
    lost = every = 0
    for document in documents:
        spans = [piece for piece, _ in recogniser.pieces(document.text)]
        for mark in document.marks:
            if mark.label in labels and not mark.optional:
                every += 1
                lost += not any(span.start <= mark.start and mark.end <= span.end for span in spans)
    return lost > LOST * every


def describe(folder: Path, outcome: "Outcome", wish: "Wish", documents: Sequence[Document]) -> None:
    """Write `card.md`: what the model was made of, how, and what it is worth."""
    marks = Counter(m.label for document in documents for m in document.marks if not m.optional)
    counts = ", ".join(f"{label} {marks[label]:,}" for label in NAMES if marks[label])
    size = sum(len(document.text) for document in documents)
    lines = [
        f"# {wish.out.name}: names learnt from annotations of its own",
        "",
        f"- begun with: `{read_card(wish.base).name}`; its network stays as it is",
        f"- learnt: {', '.join(outcome.learnt)}; every other label as the model it began with has it",
        f"- data: {len(documents):,} documents, {size:,} characters, {counts}",
        f"- held out: {outcome.held:,} documents, whole groups of one source; {wish.hold_out:.0%} were asked for",
        f"- made by: `gaoxin-extract train`, seed {wish.seed}",
        "- digests: SHA-256 of every file in `recogniser.json`",
        "",
        "Strict F1 on what was held out, before and after; each half is judged with what was fitted on the other.",
        "",
        "| label | names | recogniser alone | with rules | precision | recall | calibration error |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [f"| {' | '.join(row)} |" for row in rows(outcome)]
    (folder / "card.md").write_text("\n".join(lines) + "\n", "utf-8")


def rows(outcome: "Outcome") -> list[tuple[str, ...]]:
    """The figures, a row a label, as they are printed."""
    return [
        (
            figure.label,
            f"{figure.after.right + figure.after.missed:,}",
            f"{figure.alone_before.f1:.3f} → {figure.alone_after.f1:.3f}",
            f"{figure.before.f1:.3f} → {figure.after.f1:.3f}",
            f"{figure.before.precision:.3f} → {figure.after.precision:.3f}",
            f"{figure.before.recall:.3f} → {figure.after.recall:.3f}",
            f"{calibration_error(figure.before.scores):.3f} → {calibration_error(figure.after.scores):.3f}",
        )
        for figure in outcome.figures
    ]
