"""Annotated texts of every shape that a form must carry."""

from hypothesis import strategies as st

from gaoxin_extract.exchange import Annotated, Mark
from gaoxin_extract.records import Label

TEXT = "石滩经开区：铭川电机二期开工\n\n　　𠮷田咨询说，5月17日 总投资\n12.6亿元，同比增长12%。"


def mark(text: str, label: Label, words: str, **more: object) -> Mark:
    start = text.index(words)
    return Mark(label=label, start=start, end=start + len(words), text=words, **more)  # type: ignore[arg-type]


def nested() -> Annotated:
    """Line breaks, white space, an astral character, labels that nest, and a mention over a line break."""
    marks = (
        mark(TEXT, "ZONE", "石滩经开区"),
        mark(TEXT, "PROJECT", "铭川电机二期"),
        mark(TEXT, "ORG", "铭川电机"),
        mark(TEXT, "ORG", "𠮷田咨询"),
        mark(TEXT, "DATE", "5月17日"),
        mark(TEXT, "MONEY", "总投资\n12.6亿元", norm={"amount": "1260000000", "currency": "CNY"}),
        mark(TEXT, "PERCENT", "12%"),
    )
    return Annotated(text=TEXT, marks=marks, source="page.txt", article="page.txt#0", title="开工", date="2024-05-17")


LABELS: tuple[Label, ...] = ("MONEY", "PERCENT", "DATE", "ORG", "ZONE", "PROJECT")


@st.composite
def any_annotated(draw: st.DrawFn) -> Annotated:
    """Any text with any marks, none of one label over another of it."""
    text = draw(
        st.text(st.sampled_from("石滩经开区铭川12.6亿元%\n\u3000 \t𠮷😀e\u0301<>-#OB\r"), min_size=1, max_size=30)
    )
    marks: list[Mark] = []
    for label in LABELS:
        place = 0
        for gap, length in draw(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=3)):
            start, end = place + gap, place + gap + length
            if end <= len(text):
                marks.append(Mark(label=label, start=start, end=end, text=text[start:end]))
            place = end
    ordered = tuple(sorted(marks, key=lambda m: (m.start, -m.end, LABELS.index(m.label))))
    return Annotated(text=text, marks=ordered, source="page.txt", article="page.txt#0")
