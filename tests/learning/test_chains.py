"""The CRF's loss and gradient against all paths written out, and against small steps."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.learning.chains import Bools, Floats, loss
from gaoxin_extract.tagging.crf import Head, tags_of

NEVER = -1e4
TAGS = tags_of(("ORG",))


def head(seed: int) -> Head:
    moves = np.random.default_rng(seed).normal(0, 1, (4, 4))
    for before, after in product(range(4), range(4)):
        if (TAGS[before][0] in "BI") != (TAGS[after][0] in "IE"):
            moves[before, after] = NEVER
    bounds = (np.array([0.0 if tag[0] in ends else NEVER for tag in TAGS]) for ends in ("OB", "OE"))
    return Head(TAGS, moves, *bounds)


def by_hand(crf: Head, scores: Floats, may: Bools) -> float:
    """Minus the log of the share of admitted paths, each path summed by itself."""
    sums = {}
    for path in product(range(4), repeat=len(scores)):
        steps = sum(crf.moves[a, b] for a, b in pairwise(path))
        sums[path] = crf.starts[path[0]] + crf.ends[path[-1]] + steps + sum(scores[t, k] for t, k in enumerate(path))
    admitted = [total for path, total in sums.items() if all(may[t, k] for t, k in enumerate(path))]
    return float(np.logaddexp.reduce(list(sums.values())) - np.logaddexp.reduce(admitted))


def case(seed: int) -> tuple[Head, Floats, Bools, Floats]:
    """Two sequences, of five and three characters: a name and an optional stretch; a name alone."""
    scores = np.random.default_rng([seed, 1]).normal(0, 2, (5, 2, 4))
    may = np.zeros((5, 2, 4), bool)
    may[:, :, 0] = True
    may[3:, 0] = True
    may[:3, 0] = np.eye(4, dtype=bool)[[1, 2, 3]]
    may[1:3, 1] = np.eye(4, dtype=bool)[[1, 3]]
    return head(seed), scores, may, np.array([5, 3])


@given(st.integers(0, 40))
def test_the_loss_is_that_of_all_paths_written_out(seed: int) -> None:
    crf, scores, may, sizes = case(seed)
    expected = sum(by_hand(crf, scores[:size, n], may[:size, n]) for n, size in enumerate(sizes))
    assert loss(crf, scores, may, sizes)[0] == pytest.approx(expected, rel=1e-9)


@given(st.integers(0, 10))
def test_the_gradients_are_what_small_steps_show(seed: int) -> None:
    crf, scores, may, sizes = case(seed)
    _, by_scores, by_moves = loss(crf, scores, may, sizes)
    step = 1e-5
    for place in [(0, 0, 1), (2, 0, 3), (4, 0, 0), (1, 1, 1), (2, 1, 2)]:
        moved = scores.copy()
        moved[place] += step
        slope = (loss(crf, moved, may, sizes)[0] - loss(crf, scores, may, sizes)[0]) / step
        assert by_scores[place] == pytest.approx(slope, abs=1e-3)
    for place in [(1, 2), (0, 0), (3, 1)]:
        moves = crf.moves.copy()
        moves[place] += step
        other = Head(crf.tags, moves, crf.starts, crf.ends)
        slope = (loss(other, scores, may, sizes)[0] - loss(crf, scores, may, sizes)[0]) / step
        assert by_moves[place] == pytest.approx(slope, abs=1e-3)


def test_what_lies_past_the_end_changes_nothing() -> None:
    crf, scores, may, sizes = case(3)
    before = loss(crf, scores, may, sizes)
    scores[3:, 1] = 50
    after = loss(crf, scores, may, sizes)
    assert after[0] == pytest.approx(before[0])
    assert not after[1][3:, 1].any()


def test_where_every_tag_is_admitted_nothing_is_learnt() -> None:
    crf, scores, may, sizes = case(5)
    value, by_scores, by_moves = loss(crf, scores, np.ones_like(may), sizes)
    assert value == pytest.approx(0, abs=1e-9)
    assert np.abs(by_scores).max() < 1e-9
    assert np.abs(by_moves).max() < 1e-9


def test_scores_far_apart_overflow_nothing() -> None:
    crf, scores, may, sizes = case(7)
    value, by_scores, _ = loss(crf, scores * 40, may, sizes)
    assert np.isfinite(value)
    assert np.isfinite(by_scores).all()
