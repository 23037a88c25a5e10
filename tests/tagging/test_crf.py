"""Decoding by hand: every path of short sequences."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin_extract.records import Label
from gaoxin_extract.tagging.crf import BARRED, Chains, Head, best_paths, decode, tags_of

LABELS: tuple[tuple[Label, ...], ...] = (("ORG", "ZONE"), ("PROJECT",))


def head_of(labels: tuple[Label, ...], chance: np.random.Generator) -> Head:
    """A CRF of any moves, of which those that no name makes are barred."""
    tags = tags_of(labels)
    moves, starts, ends = (
        chance.normal(size=size).astype(np.float32) for size in ((len(tags),) * 2, len(tags), len(tags))
    )
    for (a, before), (b, after) in product(enumerate(tags), repeat=2):
        inside = before[0] in "BI"
        if inside != (after[0] in "IE") or (inside and before[1:] != after[1:]):
            moves[a, b] = BARRED
    for place, tag in enumerate(tags):
        starts[place] = BARRED if tag[0] in "IE" else starts[place]
        ends[place] = BARRED if tag[0] in "BI" else ends[place]
    return Head(tags, moves, starts, ends)


class Case:
    """Sequences of two heads with any scores, and all that is to be known of their paths."""

    def __init__(self, seed: int, lengths: list[int]) -> None:
        chance = np.random.default_rng(seed)
        self.heads = tuple(head_of(labels, chance) for labels in LABELS)
        self.sizes = np.array(sorted(lengths, reverse=True))
        self.own = chance.integers(0, len(self.heads), len(lengths))
        self.chains = Chains.of(self.heads, self.own, self.sizes)
        width = max(len(head.tags) for head in self.heads)
        self.told = (2 * chance.normal(size=(width, max(lengths), len(lengths)))).astype(np.float32)
        for column, number in enumerate(self.own):
            self.told[len(self.heads[number].tags) :, :, column] = BARRED

    def paths(self, column: int) -> list[tuple[tuple[int, ...], float]]:
        """Each path of a sequence and its score."""
        head, size = self.heads[self.own[column]], int(self.sizes[column])
        return [
            (
                path,
                float(
                    head.starts[path[0]]
                    + head.ends[path[-1]]
                    + sum(self.told[tag, step, column] for step, tag in enumerate(path))
                    + sum(head.moves[a, b] for a, b in pairwise(path))
                ),
            )
            for path in product(range(len(head.tags)), repeat=size)
        ]


CASES = st.builds(Case, st.integers(0, 2**32 - 1), st.lists(st.integers(1, 4), min_size=1, max_size=4))


@settings(max_examples=30, deadline=None)
@given(CASES)
def test_the_best_path_is_that_of_all_paths(case: Case) -> None:
    paths = best_paths(case.chains, case.told)
    for column, size in enumerate(case.sizes):
        best, _ = max(case.paths(column), key=lambda path: path[1])
        assert tuple(paths[:size, column].tolist()) == best


@settings(max_examples=30, deadline=None)
@given(CASES)
def test_a_names_probability_is_the_share_of_all_paths_that_pass_along_its_tags(case: Case) -> None:
    best = best_paths(case.chains, case.told)
    for column, start, end, tag, probability in decode(case.chains, case.told):
        head = case.heads[case.own[column]]
        tags = tuple(best[start:end, column].tolist())
        assert head.tags[tag][0] == "B"
        assert head.tags[tags[-1]] == f"E{head.tags[tag][1:]}"
        shares = {path: np.exp(score) for path, score in case.paths(column)}
        along = sum(share for path, share in shares.items() if path[start:end] == tags)
        assert probability == pytest.approx(along / sum(shares.values()), rel=1e-3)


@settings(max_examples=30, deadline=None)
@given(CASES)
def test_every_name_on_the_best_paths_is_told_once(case: Case) -> None:
    told = [(column, start, end) for column, start, end, _, _ in decode(case.chains, case.told)]
    begun = sum(
        case.heads[case.own[column]].tags[tag][0] == "B"
        for column, size in enumerate(case.sizes)
        for tag in best_paths(case.chains, case.told)[:size, column].tolist()
    )
    assert len(told) == len(set(told)) == begun
