"""The map from a text to its source, under any edits."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.text import Edit, Span, Text

CONTENT = st.text(alphabet="内江高新区 \n0123，。ab", max_size=40)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, Text]:
    """A source and a text that several rounds of edits and selections made of it."""
    source = draw(CONTENT)
    text = Text.of(source)
    for _ in range(draw(st.integers(0, 3))):
        bounds = sorted(draw(st.lists(st.integers(0, len(text.content)), max_size=6)))
        spans = [Span(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=False)]
        if draw(st.booleans()):
            replacements = draw(st.lists(st.sampled_from(["", "\n", "甲乙"]), min_size=len(spans), max_size=len(spans)))
            pairs = zip(spans, replacements, strict=True)
            text = text.edit(Edit(span.start, span.end, replacement) for span, replacement in pairs)
        else:
            text = text.select(draw(st.permutations(spans)))
    return source, text


@given(edited())
def test_every_run_prints_the_source(case: tuple[str, Text]) -> None:
    source, text = case
    for run in text.runs:
        assert text.content[run.start : run.end] == source[run.origin : run.origin + run.end - run.start]


@given(edited(), st.data())
def test_source_spans_give_the_characters_back_in_order(case: tuple[str, Text], data: st.DataObject) -> None:
    source, text = case
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text.content)), st.integers(0, len(text.content)))))
    printed = "".join(source[span.start : span.end] for span in text.source_spans(Span(start, end)))
    kept = [
        text.content[max(run.start, start) : min(run.end, end)]
        for run in text.runs
        if run.start < end and run.end > start
    ]
    assert printed == "".join(kept)


@given(edited())
def test_runs_never_overlap_and_follow_the_content(case: tuple[str, Text]) -> None:
    _, text = case
    assert all(run.start < run.end for run in text.runs)
    assert all(first.end <= second.start for first, second in pairwise(text.runs))


@given(CONTENT)
def test_an_edit_of_nothing_changes_nothing(content: str) -> None:
    assert Text.of(content).edit([]) == Text.of(content)


def test_an_insertion_has_no_place_in_the_source() -> None:
    text = Text.of("甲乙").edit([Edit(1, 1, "\n")])
    assert text.content == "甲\n乙"
    assert text.source_spans(Span(1, 2)) == ()


def test_what_reads_a_stretch_has_its_place_whole() -> None:
    text = Text.of("5&mdash;10亿").edit([Edit(1, 8, "—", reads=True)])
    assert text.content == "5—10亿"
    assert text.source_spans(Span(1, 2)) == (Span(1, 8),)
    assert text.source_spans(Span(0, 5)) == (Span(0, 11),)
    later = text.select([Span(1, 3)]).edit([Edit(0, 0, "甲")])
    assert later.content == "甲—1"
    assert later.source_spans(Span(0, 3)) == (Span(1, 9),)


def test_what_reads_a_stretch_that_an_edit_put_in_has_no_place() -> None:
    text = Text.of("甲").edit([Edit(0, 0, "&lt;")]).edit([Edit(0, 4, "<", reads=True)])
    assert text.source_spans(Span(0, 1)) == ()


@pytest.mark.parametrize("edits", [[Edit(0, 2), Edit(1, 3)], [Edit(3, 9)], [Edit(2, 1)]])
def test_edits_that_overlap_or_lie_outside_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlaps another or lies outside"):
        Text.of("甲乙丙").edit(edits)


def test_a_selection_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="lies outside"):
        Text.of("甲乙丙").select([Span(1, 4)])
