"""Text that remembers where in its source each character was printed.

`Text.edit` and `Text.select` are the only ways to make a new `Text` out of another, and both compose
the map to the source, so that it can't drift however many stages a text passes through.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import attrgetter

from msgspec import Struct

START = attrgetter("start")


# `gc=False`, as of all plain data that a text is made into: none can be part of a cycle, and a page has ten thousands,
# among which the interpreter would look for garbage again and again.
class Span(Struct, frozen=True, gc=False, order=True):
    """A half-open range of code points."""

    start: int
    end: int


class Edit(Struct, frozen=True, gc=False, order=True):
    """Put `replacement` in the place of `start:end`; an insertion where the two are equal.

    The characters of `replacement` have no place in the source; but where it `reads` what stands there, as a dash reads
    `&mdash;`, they have the place of the whole stretch.
    """

    start: int
    end: int
    replacement: str = ""
    reads: bool = False


class Run(Struct, frozen=True, gc=False):
    """`content[start:end]` stands in the source from `origin` on, unbroken.

    Where it reads a stretch of other characters, `width` is the length of that; else 0.
    """

    start: int
    end: int
    origin: int
    width: int = 0


class Text(Struct, frozen=True, gc=False):
    """Content and its map to the source: `runs`, in the order of the content, none overlapping.

    A character in no run was put in by an edit. Runs may step back in the source, since `select` takes
    stretches in any order.
    """

    content: str
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, content: str) -> "Text":
        """A text that is its own source.

        >>> Text.of("总投资").source_spans(Span(1, 3))
        (Span(start=1, end=3),)
        """
        return cls(content, (Run(0, len(content), 0),) if content else ())

    def edit(self, edits: Iterable[Edit]) -> "Text":
        r"""This text with `edits` made; ValueError where two overlap or one lies outside.

        >>> Text.of("10\n亿元").edit([Edit(2, 3)]).content
        '10亿元'
        """
        pieces: list[str] = []
        kept: list[tuple[Span, int]] = []
        readings: list[Run] = []
        done = length = 0
        if not (edits := sorted(edits)):
            return self
        for edit in edits:
            if edit.start < done or not edit.start <= edit.end <= len(self.content):
                message = f"edit {edit} overlaps another or lies outside of {len(self.content)} characters"
                raise ValueError(message)
            kept.append((Span(done, edit.start), length))
            pieces += self.content[done : edit.start], edit.replacement
            length += edit.start - done + len(edit.replacement)
            done = edit.end
            if edit.reads and (stands := self.source_spans(Span(edit.start, edit.end))):
                place = length - len(edit.replacement)
                readings.append(Run(place, length, stands[0].start, stands[0].end - stands[0].start))
        kept.append((Span(done, len(self.content)), length))
        pieces.append(self.content[done:])
        runs = self._moved(kept)
        return Text("".join(pieces), tuple(sorted((*runs, *readings), key=START)) if readings else runs)

    def select(self, spans: Iterable[Span]) -> "Text":
        """The stretches `spans` one after another, in the order given.

        >>> Text.of("标题在后").select([Span(2, 4), Span(0, 2)]).content
        '在后标题'
        """
        pieces: list[str] = []
        kept: list[tuple[Span, int]] = []
        length = 0
        for span in spans:
            if not 0 <= span.start <= span.end <= len(self.content):
                message = f"{span} lies outside of {len(self.content)} characters"
                raise ValueError(message)
            kept.append((span, length))
            pieces.append(self.content[span.start : span.end])
            length += span.end - span.start
        return Text("".join(pieces), self._moved(kept))

    def source_spans(self, span: Span) -> tuple[Span, ...]:
        r"""Where the characters of `span` stand in the source, in the order of this text.

        Stretches that touch are one; characters that an edit put in are passed over.

        >>> Text.of("10\n亿元").edit([Edit(2, 3)]).source_spans(Span(0, 4))
        (Span(start=0, end=2), Span(start=3, end=5))
        """
        spans: list[Span] = []
        for run in self._within(span):
            start, end = run.origin, run.origin + (run.width or run.end - run.start)
            if spans and spans[-1].end == start:
                start = spans.pop().start
            spans.append(Span(start, end))
        return tuple(spans)

    def _within(self, span: Span) -> Iterator[Run]:
        """The parts of the runs that lie in `span`."""
        first = max(bisect_right(self.runs, span.start, key=START) - 1, 0) if len(self.runs) > 1 else 0
        for index in range(first, len(self.runs)):
            run = self.runs[index]
            if run.start >= span.end:
                return
            start, end = max(run.start, span.start), min(run.end, span.end)
            if start < end:
                yield Run(start, end, run.origin if run.width else run.origin + start - run.start, run.width)

    def _moved(self, kept: Iterable[tuple[Span, int]]) -> tuple[Run, ...]:
        """The runs of a text in which each span of this one stands at the offset beside it."""
        runs: list[Run] = []
        for span, offset in kept:
            if span.start == span.end:
                continue
            for run in self._within(span):
                start, end, origin = run.start - span.start + offset, run.end - span.start + offset, run.origin
                last = runs[-1] if runs else None
                goes_on = last and last.end == start and last.origin + start - last.start == origin
                if last and goes_on and not last.width and not run.width:
                    runs.pop()
                    start, origin = last.start, last.origin
                runs.append(Run(start, end, origin, run.width))
        return tuple(runs)
