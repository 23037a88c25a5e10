"""An article as a spaCy Doc."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.articles.segmentation import segment
from gaoxin_extract.errors import ModelError
from gaoxin_extract.language import analyse, as_doc, load_segmenter, words
from gaoxin_extract.pages.restoration import restore
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.reading import Source
from gaoxin_extract.sentences import sentences

TEXT = "内江高新区管委会 2月24日召开 ABC 会议，总投资10亿元。\n“开工了！”他说。"


def test_a_token_is_a_character_at_its_place() -> None:
    doc = as_doc(TEXT)
    assert doc.text == TEXT
    assert [token.text for token in doc] == list(TEXT)
    assert doc.char_span(9, 14) is not None


def test_words_lie_over_the_characters_in_order_and_leave_out_blanks_alone() -> None:
    spans = words(TEXT, load_segmenter())
    cut = [TEXT[span.start : span.end] for span in spans]
    assert "管委会" in cut
    assert "".join(cut) == "".join(TEXT.split())
    doc = as_doc(TEXT, segmenter=load_segmenter())
    assert [str(word) for word in doc.spans["words"]] == cut


def test_a_quotation_mark_stays_with_its_sentence() -> None:
    assert [TEXT[s.start : s.end] for s in sentences(TEXT)][-2:] == ["“开工了！”", "他说。"]


@given(st.text(alphabet="甲乙。！？；”\n ，1", max_size=40))
def test_sentences_cover_any_text(content: str) -> None:
    assert "".join(content[s.start : s.end] for s in sentences(content)) == content


def test_an_article_is_analysed_as_its_text() -> None:
    rulebook = Pipeline.load(model=None).rulebook
    (article,) = segment(restore(Source.of("总投资10\n亿元。"), rulebook["pages"]), rulebook["articles"])
    assert analyse(article).text == "总投资10亿元。"


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no segmentation model"):
        load_segmenter(tmp_path)


def test_a_segmenter_that_changes_the_text_is_a_fault() -> None:
    class Upper:
        def cut(self, text: str) -> list[str]:
            return [text.upper()]

    with pytest.raises(ModelError, match="does not stand next"):
        words("abc", Upper())
