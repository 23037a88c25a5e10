import hashlib
import json
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin_extract.errors import ModelError
from gaoxin_extract.tagging import load_tagger
from gaoxin_extract.tagging.convolution import BLOCK, LONGEST, PAD, ConvolutionTagger, keys_of

MODEL = Path(__file__).parents[2] / "models" / "fast"
SENTENCE = (
    "近日，宁德时代新能源科技股份有限公司与合肥高新区管委会签署协议，宁德时代动力电池生产基地项目落户合肥高新区。"
)
FILES = ("characters.txt", "crf.npz", "grams.npz", "layers.npz")
# Composed for this test: ⟦organisation⟧, 【project】, 〔zone〕.
COMPOSED = """
昨日，⟦澜沧锦泰新材料有限公司⟧总投资12亿元的【高纯石英砂项目】在〔望江经开区〕开工建设。
⟦望江经开区管委会⟧主任介绍，今年以来园区新签约项目46个，同比增长两成。
⟦中国建设银行望江分行⟧向⟦澜沧锦泰⟧授信3亿元，用于【高纯石英砂项目】建设。
加快推进【滨河快速路二期工程】、【城北污水处理厂扩建工程】等重点项目建设。
⟦市发展改革委⟧、⟦市财政局⟧联合印发实施方案，明确到2027年新增规上工业企业300家。
〔青原高新技术产业开发区〕举行集中签约仪式，⟦博远生物制药股份有限公司⟧等12家企业参加。
⟦河西工业大学⟧与⟦青原高新区管委会⟧共建产业技术研究院，首批8个团队入驻。
由⟦华铸重工集团有限公司⟧投资建设的【大型锻件智能制造基地项目】主体结构封顶，预计明年6月投产。
全年粮食总产量达到52.3亿斤，城镇新增就业4.6万人。
⟦国家电网⟧〔青原高新区〕供电服务中心挂牌成立，为企业提供一站式服务。
"""
BRACKETS = {"⟦": "ORG", "【": "PROJECT", "〔": "ZONE"}


@pytest.fixture(scope="module")
def tagger() -> ConvolutionTagger:
    return ConvolutionTagger.load(MODEL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


def names(tagger: ConvolutionTagger, content: str) -> set[tuple[str, str]]:
    return {(c.label, content[c.span.start : c.span.end]) for c in tagger.tag(content)}


def marked(text: str) -> tuple[str, set[tuple[str, int, int]]]:
    content, marks, start, label = "", set(), 0, ""
    for token in re.split(r"([⟦⟧【】〔〕])", text):
        if token in BRACKETS:
            start, label = len(content), BRACKETS[token]
        elif token in ("⟧", "】", "〕"):
            marks.add((label, start, len(content)))
        else:
            content += token
    return content, marks


def test_names_of_all_three_labels_are_found_where_they_stand(tagger: ConvolutionTagger) -> None:
    found = names(tagger, SENTENCE)
    assert ("ORG", "宁德时代新能源科技股份有限公司") in found
    assert ("ORG", "合肥高新区管委会") in found
    assert ("ZONE", "合肥高新区") in found
    assert ("PROJECT", "宁德时代动力电池生产基地项目") in found


def test_most_names_of_composed_news_are_found_to_the_character(tagger: ConvolutionTagger) -> None:
    content, marks = marked(COMPOSED)
    found = {(c.label, c.span.start, c.span.end) for c in tagger.tag(content) if c.score >= 0.5}
    assert 2 * len(found & marks) / (len(found) + len(marks)) >= 0.7


def test_names_of_one_head_never_overlap(tagger: ConvolutionTagger) -> None:
    found = tagger.tag((SENTENCE + COMPOSED) * 20)
    for project in (True, False):
        spans = [c.span for c in found if (c.label == "PROJECT") is project]
        assert all(a.end <= b.start for a, b in pairwise(spans))


def test_scores_are_shares_of_three_places_and_the_finder_is_named(tagger: ConvolutionTagger) -> None:
    for candidate in tagger.tag(SENTENCE):
        assert 0 <= candidate.score <= 1
        assert candidate.score == round(candidate.score, 3)
        assert candidate.extractor == "model/fast"
        assert 0 <= candidate.expression.probability <= 1


def test_the_same_text_gives_the_same_candidates_again_and_from_a_second_load(tagger: ConvolutionTagger) -> None:
    content = SENTENCE * 30
    assert tagger.tag(content) == tagger.tag(content) == load_tagger(MODEL).tag(content)


@settings(max_examples=60)
@given(st.text(alphabet="济开发区推进本报讯锦数字监管仓公司\n", max_size=40))
def test_no_name_goes_over_the_end_of_a_line(tagger: ConvolutionTagger, content: str) -> None:
    content = f"。\n济开发区推进\n本报讯{content}"
    assert not any("\n" in content[name.span.start : name.span.end] for name in tagger.tag(content))


def test_names_far_from_one_another_are_read_alike_wherever_a_block_ends(tagger: ConvolutionTagger) -> None:
    filler = "全年地区生产总值增长百分之六。\n" * 3
    unit = filler + SENTENCE + "\n"
    content = unit * (2 * BLOCK // len(unit) + 2)
    alone = {(c.label, c.span.start, c.span.end) for c in tagger.tag(unit + unit) if c.span.start < len(unit)}
    for number in range(len(content) // len(unit) - 1):
        start = number * len(unit)
        here = {
            (c.label, c.span.start - start, c.span.end - start)
            for c in tagger.tag(content)
            if start <= c.span.start < start + len(unit)
        }
        assert here == alone
        if number * len(unit) > BLOCK + len(unit):
            break


def test_a_list_longer_than_any_stretch_is_cut_between_names(tagger: ConvolutionTagger) -> None:
    name = "宁德时代动力电池生产基地项目"
    content = f"重点推进{'、'.join([name] * 1000)}建设。"
    found = [c for c in tagger.tag(content) if content[c.span.start : c.span.end] == name]
    assert len(content) > BLOCK > LONGEST > PAD
    assert len(found) >= 950


@pytest.mark.parametrize("content", ["", "\n", "。", "\n\n \n", "　", "a", "🀄" * 5, "\ud800", "\x00", "。！？；" * 50])
def test_a_text_without_names_gives_nothing(tagger: ConvolutionTagger, content: str) -> None:
    assert tagger.tag(content) == ()


def test_astral_characters_take_one_place_each(tagger: ConvolutionTagger) -> None:
    content = "🀄𠀀🀄\n" + SENTENCE
    spans = {content[c.span.start : c.span.end] for c in tagger.tag(content)}
    assert {"合肥高新区管委会", "合肥高新区"} <= spans


@settings(max_examples=60)
@given(
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("（）“”、。；\n公司集团项目高新区市")), max_size=120)
)
def test_any_text_is_survived_and_names_lie_inside_it(tagger: ConvolutionTagger, content: str) -> None:
    for candidate in tagger.tag(content):
        assert 0 <= candidate.span.start < candidate.span.end <= len(content)


@given(st.lists(st.integers(0, 5000), max_size=30), st.lists(st.integers(0, 5000), max_size=5))
def test_an_n_gram_has_the_same_key_wherever_it_stands(gram: list[int], before: list[int]) -> None:
    here = keys_of(np.array(gram, np.int64))
    there = keys_of(np.array(before + gram, np.int64))
    for one, other in zip(here, there, strict=True):
        assert one.tolist() == other[len(before) :].tolist()


def test_the_whole_pipeline_imports_no_network_with_it() -> None:
    code = (
        "import sys; from gaoxin_extract.pipeline import Pipeline; "
        f"(record,) = Pipeline.load(model='fast').extract_text({SENTENCE!r}); "
        "print(*{m.extractor for m in record.entities}, 'onnxruntime' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "model/fast" in done.stdout
    assert done.stdout.split()[-1] == "False"


def test_the_command_line_takes_it_by_name() -> None:
    command = [sys.executable, "-m", "gaoxin_extract", "-", "--model", "fast", "--quiet"]
    done = subprocess.run(command, input=SENTENCE, capture_output=True, text=True, check=True)
    assert "model/fast" in {entity["extractor"] for entity in json.loads(done.stdout)["entities"]}


def test_no_file_is_a_pickle() -> None:
    for path in MODEL.glob("*.npz"):
        with np.load(path, allow_pickle=False) as arrays:
            assert all(arrays[name].dtype != object for name in arrays)


def test_the_folder_is_small() -> None:
    assert sum(path.stat().st_size for path in MODEL.iterdir()) <= 8_000_000


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (copy / name).write_bytes(content)
    with pytest.raises(ModelError, match=f"{name}: damaged") as fault:
        ConvolutionTagger.load(copy)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelError, match=f"{name}: can't be read"):
        ConvolutionTagger.load(copy)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_part_of_a_model_though_its_digest_fits_is_refused(copy: Path, name: str) -> None:
    content = b"nothing of the kind" if name != "characters.txt" else ("一\n" * 60_000).encode()
    (copy / name).write_bytes(content)
    card = json.loads((copy / "recogniser.json").read_text("utf-8"))
    card["files"][name] = hashlib.sha256(content).hexdigest()
    (copy / "recogniser.json").write_text(json.dumps(card), "utf-8")
    with pytest.raises(ModelError, match="can't be loaded") as fault:
        ConvolutionTagger.load(copy)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("layer", ["inner", "gate", "wide", "outer_shift"])
def test_a_layer_that_does_not_fit_the_others_is_named(copy: Path, layer: str) -> None:
    with np.load(copy / "layers.npz", allow_pickle=False) as arrays:
        layers = {name: arrays[name] for name in arrays}
    np.savez(copy / "layers.npz", **layers | {layer: layers[layer][1:]})
    card = json.loads((copy / "recogniser.json").read_text("utf-8"))
    card["files"]["layers.npz"] = hashlib.sha256((copy / "layers.npz").read_bytes()).hexdigest()
    (copy / "recogniser.json").write_text(json.dumps(card), "utf-8")
    with pytest.raises(ModelError, match=f"the layer {layer.partition('_')[0]} isn't of the shape"):
        ConvolutionTagger.load(copy)


def test_a_model_of_another_kind_is_refused_by_name(copy: Path) -> None:
    card = json.loads((copy / "recogniser.json").read_text("utf-8"))
    (copy / "recogniser.json").write_text(json.dumps(card | {"kind": "oracle"}), "utf-8")
    with pytest.raises(ModelError, match="not a recogniser's card"):
        load_tagger(copy)
