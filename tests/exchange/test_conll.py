"""Columns written and read back: one layer, exact places, other tools' schemes."""

from pathlib import Path

import pytest
from annotating import any_annotated, nested
from hypothesis import HealthCheck, given, settings

from gaoxin_extract.errors import RecordError
from gaoxin_extract.exchange import Annotated, Labels, Mark, conll_lines, read_conll
from gaoxin_extract.exchange.annotated import one_layer


def written(folder: Path, *every: Annotated) -> Path:
    path = folder / "out.conll"
    path.write_bytes("".join(line for each in every for line in conll_lines(each)).encode())
    return path


def read(folder: Path, content: str, **named: str) -> list[Annotated]:
    path = folder / "in.conll"
    path.write_bytes(content.encode())
    return list(read_conll(path, Labels(named)))


def test_a_character_is_a_line_with_its_tag(tmp_path: Path) -> None:
    lines = written(tmp_path, nested()).read_text(encoding="utf-8").splitlines()
    assert lines[:5] == ["-DOCSTART-\tO", "", "# newdoc id = page.txt#0", "石\tB-ZONE", "滩\tI-ZONE"]
    assert "<U+3000>\tO" in lines
    assert "𠮷\tB-ORG" in lines


def test_texts_are_read_back_as_they_were(tmp_path: Path) -> None:
    whole, bare = nested(), Annotated(text="\n空\n\n", marks=(), source="bare.txt")
    first, second = read_conll(written(tmp_path, whole, bare))
    assert (first.text, first.article) == (whole.text, whole.article)
    assert second.text == bare.text


def test_of_nested_mentions_the_longest_stands_and_with_inner_the_shortest() -> None:
    outer = {mark.text for mark in one_layer(nested().marks)}
    inner = {mark.text for mark in one_layer(nested().marks, "inner")}
    assert outer - inner == {"铭川电机二期"}
    assert inner - outer == {"铭川电机"}


def test_a_mention_goes_on_over_a_line_break(tmp_path: Path) -> None:
    (back,) = read_conll(written(tmp_path, nested()))
    assert [mark.text for mark in back.marks if mark.label == "MONEY"] == ["总投资\n12.6亿元"]


def test_an_optional_mention_has_no_tag(tmp_path: Path) -> None:
    half = Mark(label="PERCENT", start=0, end=2, text="一半", optional=True)
    optional = Annotated(text="一半", marks=(half,), source="page.txt")
    assert "PERCENT" not in written(tmp_path, optional).read_text(encoding="utf-8")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_annotated())
def test_whatever_is_written_is_read_back_in_one_layer(tmp_path: Path, each: Annotated) -> None:
    back = list(read_conll(written(tmp_path, each)))
    if each.text.strip("\n") or back:
        assert [(b.text, b.marks) for b in back] == [(each.text, one_layer(each.marks))]


@pytest.mark.parametrize(
    "content",
    [
        "铭 B-ORG\n川 I-ORG\n开 O\n",
        "铭\tx\tB-ORG\n川\tx\tE-ORG\n开\tx\tO\n",
        "铭 B-ORG\r\n川 M-ORG\r\n\r\n",
        "\ufeff铭川 S-ORG\n开 O\n",
        "铭 I-ORG\n川 I-ORG\n开 O\n",
        "# text = 铭 川 开\n铭 B-ORG\n川 L-ORG\n开 O\n",
    ],
)
def test_the_schemes_of_other_tools_are_read(tmp_path: Path, content: str) -> None:
    (each,) = read(tmp_path, content)
    assert [(mark.label, mark.text) for mark in each.marks] == [("ORG", "铭川")]


def test_without_marks_of_documents_each_sentence_is_a_text(tmp_path: Path) -> None:
    assert [each.text for each in read(tmp_path, "铭 O\n川 O\n\n开 O\n工 O\n")] == ["铭川", "开工"]


def test_neighbours_of_one_label_are_two(tmp_path: Path) -> None:
    (each,) = read(tmp_path, "铭 B-ORG\n川 I-ORG\n石 B-ORG\n滩 I-ORG\n")
    assert [mark.text for mark in each.marks] == ["铭川", "石滩"]


def test_words_of_ascii_stay_apart(tmp_path: Path) -> None:
    (each,) = read(tmp_path, "Ming B-ORG\nChuan I-ORG\n公司 I-ORG\n")
    assert [mark.text for mark in each.marks] == ["Ming Chuan公司"]


def test_labels_of_others_are_named_left_out_or_refused(tmp_path: Path) -> None:
    content = "铭 B-COMPANY\n川 I-COMPANY\n王 B-PER\n"
    (each,) = read(tmp_path, content, COMPANY="ORG", PER="")
    assert [(mark.label, mark.text) for mark in each.marks] == [("ORG", "铭川")]
    with pytest.raises(RecordError, match=r"in\.conll:3: label 'PER' is none of ours.*--map PER="):
        read(tmp_path, content, COMPANY="ORG")


@pytest.mark.parametrize(("content", "fault"), [("铭\n", ":1: "), ("铭 O\n川 ORG\n", ":2: ")])
def test_a_line_without_a_tag_is_named(tmp_path: Path, content: str, fault: str) -> None:
    with pytest.raises(RecordError, match=fault):
        read(tmp_path, content)


def test_what_is_no_text_or_missing_is_told(tmp_path: Path) -> None:
    (tmp_path / "gbk.conll").write_bytes("铭 O\n".encode("gbk"))
    for name, fault in (("gbk.conll", "not UTF-8"), ("none.conll", "can't be read")):
        with pytest.raises(RecordError, match=fault):
            list(read_conll(tmp_path / name))
