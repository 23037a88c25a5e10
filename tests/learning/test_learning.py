"""A training from annotated text to a model's folder that reads as it was taught."""

from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from gaoxin_extract import learning
from gaoxin_extract.errors import ModelError
from gaoxin_extract.learning import Document, Wish, heads, learn
from gaoxin_extract.learning.documents import Mark
from gaoxin_extract.learning.heads import Matter, Piece, fit
from gaoxin_extract.learning.judging import Counts, calibrated, calibration_error, floor_of, trusted
from gaoxin_extract.learning.states import admitted
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.rulebook import own_folder
from gaoxin_extract.tagging.card import Calibration, read_card
from gaoxin_extract.tagging.crf import Head, tags_of
from gaoxin_extract.tagging.network import Recogniser
from gaoxin_extract.weighing import Line, Trust, load_trust

BASE = own_folder("models") / "gru"
PEOPLE = ("李文博", "王晓梅", "陈思远", "赵立新", "孙雅琴", "周国强", "吴敏之", "郑海涛", "冯玉兰", "蒋志远")
FRAMES = (
    "{}说，今年的收成比去年好。",
    "记者昨天在村里见到了{}。",
    "获奖的还有{}和他的两名学生。",
    "会后，{}介绍了下一步的打算。",
    "铭川电机有限公司的老职工{}退休了。",
    "这本书由{}编写，{}绘图。",
)


def person(frame: str, names: tuple[str, str], number: int) -> Document:
    """A sentence whose persons are marked as organisations, which the model that ships never does."""
    parts, text, marks = frame.split("{}"), "", []
    for name, part in zip(names, parts[:-1], strict=False):
        text += part
        marks.append(Mark(len(text), len(text) + len(name), "ORG"))
        text += name
    return Document(text + parts[-1], tuple(marks), str(number), frozenset({"ORG"}))


def lesson() -> tuple[Document, ...]:
    rows = [(frame, (first, second)) for frame in FRAMES for first in PEOPLE for second in PEOPLE[:2]]
    return tuple(person(*row, number) for number, row in enumerate(rows))


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, learning.Outcome, list[str]]:
    out = tmp_path_factory.mktemp("taught") / "people"
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heads, "EPOCHS", 6)
        outcome = learn(lesson(), Wish(BASE, out), said.append)
    return out, outcome, said


def test_what_is_held_out_is_read_better_than_before(taught: tuple[Path, learning.Outcome, list[str]]) -> None:
    _, outcome, _ = taught
    (figure,) = outcome.figures
    assert outcome.learnt == ("ORG",)
    assert figure.alone_before.f1 < 0.5
    assert figure.alone_after.f1 > 0.9
    assert figure.after.f1 > figure.before.f1
    assert outcome.held >= 0.2 * 120


def test_the_folder_is_loaded_like_any_model_and_reads_as_taught(
    taught: tuple[Path, learning.Outcome, list[str]],
) -> None:
    folder, _, _ = taught
    (record,) = Pipeline.load(model=folder).extract_text("颁奖的是钱卫东。\n")
    assert "钱卫东" in {mention.text for mention in record.entities}
    assert Recogniser.load(folder).extractor == "model/people"
    assert not folder.with_name("people.part").exists()
    assert "calibration error" in (folder / "card.md").read_text("utf-8")


def test_labels_that_the_data_does_not_speak_of_stay_as_they_were(
    taught: tuple[Path, learning.Outcome, list[str]],
) -> None:
    folder, _, _ = taught
    content = "宁德时代动力电池生产基地项目落户合肥高新区，郑州航空港区也有新项目。"
    before, after = (
        {(c.label, c.span, c.expression.probability, c.score) for c in Recogniser.load(model).tag(content)}
        for model in (BASE, folder)
    )
    assert {row for row in before if row[0] != "ORG"} == {row for row in after if row[0] != "ORG"}
    assert load_trust(folder).model["ZONE"] == load_trust(BASE).model["ZONE"]


def test_every_file_has_its_digest_and_none_is_a_pickle(taught: tuple[Path, learning.Outcome, list[str]]) -> None:
    folder, _, _ = taught
    card = read_card(folder)
    assert set(card.files) == {"characters.txt", "crf.npz", "network.onnx", "sieve.npz", "learnt.npz"} & {
        path.name for path in folder.iterdir()
    }
    with np.load(folder / "learnt.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype == np.float32 for name in arrays.files)


def test_the_same_training_gives_the_same_files_also_when_it_was_stopped(
    taught: tuple[Path, learning.Outcome, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _, _ = taught
    out = tmp_path / "people"
    monkeypatch.setattr(heads, "EPOCHS", 6)

    def stop(line: str) -> None:
        if "epoch 3" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        learn(lesson(), Wish(BASE, out), stop)
    said: list[str] = []
    learn(lesson(), Wish(BASE, out), said.append)
    assert not any("epoch 1," in line for line in said)
    for name in ("learnt.npz", "recogniser.json", "trust.json", "card.md"):
        assert (out / name).read_bytes() == (folder / name).read_bytes(), name


def test_a_trained_model_can_be_trained_further(
    taught: tuple[Path, learning.Outcome, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _, _ = taught
    monkeypatch.setattr(heads, "EPOCHS", 2)
    places = tuple(
        structs.replace(
            document,
            marks=tuple(structs.replace(mark, label="PROJECT") for mark in document.marks),
            knows=frozenset({"PROJECT"}),
        )
        for document in lesson()
    )
    learn(places, Wish(folder, tmp_path / "more"))
    card = read_card(tmp_path / "more")
    assert card.learnt == (("ORG",), ("PROJECT",))
    content = "颁奖的是钱卫东。"
    assert "钱卫东" in {
        content[c.span.start : c.span.end] for c in Recogniser.load(tmp_path / "more").tag(content) if c.label == "ORG"
    }


def test_too_little_data_is_refused_with_what_is_wanting(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"ORG: \d names to learn from; annotate 10"):
        learn(lesson()[:6], Wish(BASE, tmp_path / "m"))
    with pytest.raises(ModelError, match="none can be held out"):
        learn(lesson()[:1], Wish(BASE, tmp_path / "m"))
    assert not (tmp_path / "m").exists()


def test_a_folder_in_the_way_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "m.part").mkdir()
    (tmp_path / "m.part" / "letters.txt").write_text("x", "utf-8")
    with pytest.raises(ModelError, match="no training of ours"):
        learn(lesson(), Wish(BASE, tmp_path / "m"))
    assert (tmp_path / "m.part" / "letters.txt").exists()


def test_places_admit_what_the_annotation_says_and_anything_where_it_says_nothing() -> None:
    marks = (Mark(0, 3, "ORG"), Mark(4, 6, "ORG", optional=True))
    table = admitted(Document("铭川局在某处开会", marks, "a", frozenset({"ORG"})), ("ORG", "ZONE"))
    tags = tags_of(("ORG", "ZONE"))
    told = [{tag for tag, may in zip(tags, row, strict=True) if may} for row in table]
    outside = {"O", "B-ZONE", "I-ZONE", "E-ZONE"}
    assert told == [{"B-ORG"}, {"I-ORG"}, {"E-ORG"}, outside, set(tags), set(tags), outside, outside]


def test_a_head_that_has_nothing_to_learn_stays() -> None:
    tags = tags_of(("ORG",))
    head = Head(tags, np.zeros((4, 4), np.float32), np.zeros(4, np.float32), np.zeros(4, np.float32))
    pieces = (Piece(0, 3, np.ones((3, 4), bool)),) * 4
    matter = Matter(np.ones((3, 8), np.float16), np.zeros((3, 4), np.float32), pieces, pieces[:1])
    _, layers, best = fit(head, matter, 1, told=lambda *_: None)
    assert best == 0
    assert not layers.direct.any()


def test_calibration_moves_little_on_few_names_and_far_on_many() -> None:
    before = Calibration(1.0, 0.0)
    few, many = (calibrated([(0.9, False), (0.9, True)] * count, before) for count in (1, 200))
    assert abs(few.slope - 1) < abs(many.slope - 1)
    assert Line(many.slope, many.shift).score(0.9) == pytest.approx(0.5, abs=0.03)


def test_trust_of_other_labels_is_left_as_it_was() -> None:
    before = Trust({"rule/zone.zone": {"alone": 0.1}}, {"ZONE": {"alone": Line(1.0, 0.0)}})
    fitted = trusted({"ORG": {("rule/org.company", "alone"): [(0.9, True)] * 40}}, before, ["ORG"])
    assert fitted.rules["rule/zone.zone"] == before.rules["rule/zone.zone"]
    assert fitted.model["ZONE"] == before.model["ZONE"]
    assert fitted.rules["rule/org.company"]["alone"] > 0.95


def test_a_floor_moves_only_where_that_gains() -> None:
    good = tuple((0.9, True) for _ in range(50)) + tuple((0.45, False) for _ in range(20))
    doubted = tuple((0.4, True) for _ in range(30)) + tuple((0.4, False) for _ in range(10))
    assert floor_of(Counts(50, 20, 0, good)) == 0.5
    assert floor_of(Counts(30, 10, 0, doubted)) == 0.4


def test_scores_that_tell_shares_have_no_calibration_error() -> None:
    assert calibration_error([(0.5, True), (0.5, False)] * 50) == pytest.approx(0)
    assert calibration_error([]) == 0
    assert calibration_error([(0.9, False)] * 20) == pytest.approx(0.9)
