"""The choice among rivals."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.candidates import Candidate, choose
from gaoxin_extract.records import Label
from gaoxin_extract.text import Span


def candidate(start: int, end: int, *, label: Label = "ORG", priority: int = 0, score: float = 1.0) -> Candidate[str]:
    return Candidate(
        label=label, span=Span(start, end), expression="", extractor="rule/test", score=score, priority=priority
    )


CANDIDATES = st.builds(
    lambda start, length, label, priority: candidate(start, start + length, label=label, priority=priority),
    st.integers(0, 30),
    st.integers(1, 8),
    st.sampled_from(["ORG", "PROJECT"]),
    st.integers(0, 2),
)


@given(st.lists(CANDIDATES, max_size=30))
def test_no_two_winners_of_one_label_overlap(candidates: list[Candidate[str]]) -> None:
    chosen = choose(candidates)
    for label in ("ORG", "PROJECT"):
        spans = [winner.span for winner in chosen if winner.label == label]
        assert all(first.end <= second.start for first, second in pairwise(spans))


@given(st.lists(CANDIDATES, max_size=30))
def test_every_loser_overlaps_a_winner_of_its_label(candidates: list[Candidate[str]]) -> None:
    chosen = choose(candidates)
    for loser in candidates:
        assert any(
            loser.label == winner.label and loser.span.start < winner.span.end and winner.span.start < loser.span.end
            for winner in chosen
        )


@given(st.lists(CANDIDATES, max_size=12), st.randoms(use_true_random=False))
def test_the_choice_does_not_hang_on_the_order_of_proposals(candidates: list[Candidate[str]], random: object) -> None:
    shuffled = candidates.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose(shuffled) == choose(candidates)


def test_priority_beats_length_and_length_beats_the_earlier_start() -> None:
    assert choose([candidate(0, 9), candidate(2, 4, priority=1)]) == (candidate(2, 4, priority=1),)
    assert choose([candidate(0, 3), candidate(2, 9)]) == (candidate(2, 9),)


def test_a_score_beats_length() -> None:
    assert choose([candidate(0, 9, score=0.4), candidate(2, 4, score=0.9)]) == (candidate(2, 4, score=0.9),)


def test_labels_may_nest() -> None:
    inside, outside = candidate(0, 4), candidate(0, 9, label="PROJECT")
    assert choose([inside, outside]) == (outside, inside)


def test_a_zone_inside_the_name_of_a_body_is_a_part_of_it() -> None:
    zone, body = candidate(0, 5, label="ZONE"), candidate(0, 8)
    assert choose([zone, body]) == (body,)
    assert choose([zone, candidate(5, 8)]) == (zone, candidate(5, 8))
