"""The component of a spaCy pipeline."""

from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from gaoxin_extract.components import records_of
from gaoxin_extract.errors import GaoxinError
from gaoxin_extract.pipeline import Pipeline

TEXT = "本报讯 5月17日，铭川电机二期项目在石滩经开区开工，总投资12.\n6亿元，占地70亩。"


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("gaoxin_extract", config={"model": None, "date": "2024-05"})
    return pipeline


def test_every_mention_is_a_span_with_its_label_and_its_value_by_id(nlp: Language) -> None:
    doc = nlp(TEXT)
    (money,) = [span for span in doc.spans["gaoxin"] if span.label_ == "MONEY"]
    assert money.text == "12.\n6亿元"
    value = doc.user_data["gaoxin"][money.id_]
    assert value["text"] == "12.6亿元"
    assert value["norm"]["amount"] == "1260000000"


def test_the_component_finds_what_the_library_finds(nlp: Language) -> None:
    doc = nlp(TEXT)
    expected = Pipeline.load(model=None).extract_text(TEXT, date="2024-05")
    assert records_of(doc) == expected
    assert len(doc.spans["gaoxin"]) == sum(len(record.entities) for record in expected)


def test_a_doc_nobody_read_has_no_records() -> None:
    assert records_of(spacy.blank("zh")(TEXT)) == ()


def test_a_mention_that_ends_inside_a_token_takes_the_whole_token(nlp: Language) -> None:
    words = ["总投资", "12亿", "元左右"]
    doc = nlp(Doc(nlp.vocab, words=words, spaces=[False] * 3))
    (money,) = doc.spans["gaoxin"]
    assert money.text == "12亿元左右"
    assert doc.user_data["gaoxin"][money.id_]["text"] == "12亿元左右"
    doc = nlp(Doc(nlp.vocab, words=["总投资12", "亿元了"], spaces=[False] * 2))
    (money,) = doc.spans["gaoxin"]
    assert money.text == "总投资12亿元了"
    assert doc.user_data["gaoxin"][money.id_]["text"] == "12亿元"


def test_values_and_spans_outlive_a_doc_bin(nlp: Language) -> None:
    doc = nlp(TEXT)
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert records_of(back) == records_of(doc)
    assert [(span.text, span.label_, span.id_) for span in back.spans["gaoxin"]] == [
        (span.text, span.label_, span.id_) for span in doc.spans["gaoxin"]
    ]


def test_displacy_draws_the_spans(nlp: Language) -> None:
    page = displacy.render(nlp(TEXT), style="span", options={"spans_key": "gaoxin"}, jupyter=False)
    assert "MONEY" in page
    assert "PROJECT" in page


def test_a_pipeline_with_the_component_is_saved_and_loaded(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    assert records_of(spacy.load(tmp_path / "saved")(TEXT)) == records_of(nlp(TEXT))


def test_labels_words_and_the_key_of_the_spans_can_be_chosen() -> None:
    pipeline = spacy.blank("zh")
    pipeline.add_pipe(
        "gaoxin_extract", config={"model": None, "labels": ["MONEY"], "spans_key": "sums", "segmenter": "pkuseg"}
    )
    doc = pipeline(TEXT)
    assert {span.label_ for span in doc.spans["sums"]} == {"MONEY"}
    assert "总" in {span.text for span in doc.spans["words"]}


def test_a_pipeline_of_another_language_is_refused() -> None:
    with pytest.raises(GaoxinError, match="reads Chinese"):
        spacy.blank("en").add_pipe("gaoxin_extract")


@pytest.mark.parametrize(("setting", "fault"), [({"date": "昨天"}, "date '昨天'"), ({"min_score": 3.0}, "min_score 3")])
def test_a_setting_that_says_nothing_is_refused(setting: dict[str, object], fault: str) -> None:
    with pytest.raises(GaoxinError, match=fault):
        spacy.blank("zh").add_pipe("gaoxin_extract", config=setting)
