"""Annotated texts in the forms of other tools, to and fro: Label Studio, doccano, spaCy's DocBin, CoNLL, JSON Lines."""

from gaoxin_extract.exchange.annotated import Annotated, Labels, Mark, annotated, records_of
from gaoxin_extract.exchange.conll import conll_lines, read_conll
from gaoxin_extract.exchange.sets import read_records, read_sentences, sentence_line

__all__ = [
    "Annotated",
    "Labels",
    "Mark",
    "annotated",
    "conll_lines",
    "read_conll",
    "read_records",
    "read_sentences",
    "records_of",
    "sentence_line",
]
