import hashlib
import json
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin_extract.errors import ModelError
from gaoxin_extract.tagging.network import MARGIN, WINDOW, Recogniser, sentences_of
from gaoxin_extract.tagging.verifier import TAGS, proposed

MODEL = Path(__file__).parents[2] / "models" / "gru"
SENTENCE = (
    "近日，宁德时代新能源科技股份有限公司与合肥高新区管委会签署协议，宁德时代动力电池生产基地项目落户合肥高新区。"
)
SURE = 0.5
FILES = ("characters.txt", "crf.npz", "network.onnx", "sieve.npz")


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser.load(MODEL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


def names(recogniser: Recogniser, content: str) -> set[tuple[str, str]]:
    return {(c.label, content[c.span.start : c.span.end]) for c in recogniser.tag(content)}


def test_names_of_all_three_labels_are_found_where_they_stand(recogniser: Recogniser) -> None:
    found = names(recogniser, SENTENCE)
    assert ("ORG", "宁德时代新能源科技股份有限公司") in found
    assert ("ORG", "合肥高新区管委会") in found
    assert ("ZONE", "合肥高新区") in found
    assert ("PROJECT", "宁德时代动力电池生产基地项目") in found


def test_an_organisation_is_found_inside_a_project(recogniser: Recogniser) -> None:
    assert ("ORG", "宁德时代") in names(recogniser, SENTENCE)


def test_names_of_one_head_never_overlap(recogniser: Recogniser) -> None:
    found = recogniser.tag(SENTENCE * 20)
    for project in (True, False):
        spans = [c.span for c in found if (c.label == "PROJECT") is project]
        assert all(a.end <= b.start for a, b in pairwise(spans))


def test_scores_are_shares_of_three_places_and_the_finder_is_named(recogniser: Recogniser) -> None:
    for candidate in recogniser.tag(SENTENCE):
        assert 0 <= candidate.score <= 1
        assert candidate.score == round(candidate.score, 3)
        assert candidate.extractor == "model/gru"
        assert 0 <= candidate.expression.probability <= 1


def test_the_same_text_gives_the_same_candidates_again_and_from_a_second_load(recogniser: Recogniser) -> None:
    content = SENTENCE * 30
    assert recogniser.tag(content) == recogniser.tag(content) == Recogniser.load(MODEL).tag(content)


def test_a_text_gives_the_same_names_among_others_as_alone(recogniser: Recogniser) -> None:
    others = "全年地区生产总值增长6.1%。\n"
    alone = names(recogniser, SENTENCE + "\n")
    content = others * 40 + SENTENCE + "\n" + others * 40
    assert names(recogniser, content) == alone


def test_a_long_sentence_without_a_stop_loses_no_name_at_the_windows_borders(recogniser: Recogniser) -> None:
    clause = "宁德时代新能源科技股份有限公司与合肥高新区管委会签署协议，"
    content = clause * 200
    found = [c.span for c in recogniser.tag(content) if c.label == "ORG"]
    whole = {content[s.start : s.end] for s in found}
    assert len(content) > 10 * WINDOW > MARGIN
    assert len(found) >= 390
    assert whole <= {"宁德时代新能源科技股份有限公司", "合肥高新区管委会"}


@pytest.mark.parametrize("content", ["", "\n", "。", "\n\n \n", "　", "a", "🀄" * 5, "\ud800", "\x00", "。！？；" * 50])
def test_a_text_without_names_gives_nothing(recogniser: Recogniser, content: str) -> None:
    assert recogniser.tag(content) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("（）“”、。；\n公司集团项目高新区市")), max_size=120)
)
def test_any_text_is_survived_and_names_lie_inside_it(recogniser: Recogniser, content: str) -> None:
    for candidate in recogniser.tag(content):
        assert 0 <= candidate.span.start < candidate.span.end <= len(content)


@given(st.text(alphabet="文。！？；\n”）a", max_size=60))
def test_sentences_cover_the_text(content: str) -> None:
    bounds = sentences_of(content)
    assert "".join(content[start:end] for start, end in bounds) == content


def test_the_sieve_passes_over_sentences_but_over_few_names(recogniser: Recogniser) -> None:
    assert names(Recogniser.load(MODEL, sieved=False), SENTENCE) == names(recogniser, SENTENCE)


def test_persons_and_places_outside_our_domain_are_no_organisations(recogniser: Recogniser) -> None:
    content = "卡利诺夫出生于维尔德贝格，后来随父母迁往托尔泽斯克州。"
    assert not [c for c in recogniser.tag(content) if c.label == "ORG" and c.score >= SURE]
    assert ("ORG", "卡利诺夫") in names(Recogniser.load(MODEL, verified=False), content)


@pytest.mark.parametrize("gone", [("verifier.npz",), ("verifier.npz", "abroad.onnx", "abroad.npz")])
def test_a_model_without_the_verifier_reads_as_if_it_were_not_asked_for(copy: Path, gone: tuple[str, ...]) -> None:
    for name in gone:
        (copy / name).unlink()
    assert Recogniser.load(copy).tag(SENTENCE) == Recogniser.load(MODEL, verified=False).tag(SENTENCE)


def test_the_verifier_proposes_what_its_tags_write_out_whole_and_nothing_past_the_end() -> None:
    tags = ["B-ORG", "I-ORG", "E-ORG", "B-ORG", "E-ORG", "B-ORG", "I-ORG", "O", "B-ORG", "E-ORG"]
    chances = np.zeros((len(tags), 1, len(TAGS)), np.float32)
    for place, tag in enumerate(tags):
        chances[place, 0, TAGS.index(tag)] = 1
    _, starts, ends = proposed(chances, np.array([8]))
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == [(0, 3), (3, 5)]


def test_a_folder_without_a_model_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"recogniser\.json: no such model"):
        Recogniser.load(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (copy / name).write_bytes(content)
    with pytest.raises(ModelError, match=f"{name}: damaged") as fault:
        Recogniser.load(copy)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelError, match=f"{name}: can't be read"):
        Recogniser.load(copy)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"form": "x"}', b"\xff\xfe"])
def test_a_card_that_is_none_is_refused(copy: Path, content: bytes) -> None:
    (copy / "recogniser.json").write_bytes(content)
    with pytest.raises(ModelError, match="not a recogniser's card"):
        Recogniser.load(copy)


def test_a_card_of_another_form_is_refused(copy: Path) -> None:
    card = json.loads((copy / "recogniser.json").read_text("utf-8"))
    (copy / "recogniser.json").write_text(json.dumps(card | {"form": 99}), "utf-8")
    with pytest.raises(ModelError, match="form 99"):
        Recogniser.load(copy)


def test_files_that_are_no_model_though_their_digests_fit_are_refused(copy: Path) -> None:
    (copy / "network.onnx").write_bytes(b"nothing of the kind")
    card = json.loads((copy / "recogniser.json").read_text("utf-8"))
    card["files"]["network.onnx"] = hashlib.sha256(b"nothing of the kind").hexdigest()
    (copy / "recogniser.json").write_text(json.dumps(card), "utf-8")
    with pytest.raises(ModelError, match="can't be loaded") as fault:
        Recogniser.load(copy)
    assert "\n" not in str(fault.value)


def test_a_verifier_for_another_network_is_refused(copy: Path) -> None:
    with np.load(copy / "verifier.npz", allow_pickle=False) as arrays:
        parts = dict(arrays)
    np.savez(copy / "verifier.npz", **parts | {"home": parts["home"][:256]})
    card = json.loads((copy / "recogniser.json").read_text("utf-8"))
    card["files"]["verifier.npz"] = hashlib.sha256((copy / "verifier.npz").read_bytes()).hexdigest()
    (copy / "recogniser.json").write_text(json.dumps(card), "utf-8")
    with pytest.raises(ModelError, match="not for a network of 256 states"):
        Recogniser.load(copy)
