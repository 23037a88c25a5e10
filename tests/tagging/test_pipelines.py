"""spaCy pipelines as recognisers of names."""

import json
import shutil
from importlib import invalidate_caches
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed

from gaoxin_extract.errors import ModelError
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.rulebook import own_folder
from gaoxin_extract.tagging import load_tagger, model_folder

STEMS = ("铭川", "拓远", "恒拓", "禾丰", "云启", "鼎越", "博曜", "瑞舟")
SENTENCE = "昨日，{}与园区签约。"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline that learnt to mark two characters behind a comma as a COMPANY."""
    fix_random_seed(1)
    nlp = spacy.blank("zh")
    ner = nlp.add_pipe("ner")
    ner.add_label("COMPANY")  # type: ignore[attr-defined]
    examples = [
        Example.from_dict(nlp.make_doc(SENTENCE.format(stem)), {"entities": [(3, 5, "COMPANY")]}) for stem in STEMS
    ]
    optimiser = nlp.initialize(lambda: examples)
    for _ in range(20):
        nlp.update(examples, sgd=optimiser)
    path = tmp_path_factory.mktemp("pipelines") / "companies"
    nlp.to_disk(path)
    return path


@pytest.fixture
def installed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same as a package, which spaCy loads by its name."""
    name = "zh_companies_test"
    package = tmp_path / name
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    shutil.copytree(folder, package / f"{meta['lang']}_{meta['name']}-{meta['version']}")
    (package / "meta.json").write_text(json.dumps(meta), "utf-8")
    (package / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n\n\n"
        "def load(**settings):\n    return load_model_from_init_py(__file__, **settings)\n",
        "utf-8",
    )
    described = tmp_path / f"{name}-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    invalidate_caches()
    return name


def texts(model: Path | str, content: str) -> list[str]:
    found = load_tagger(model, labels={"COMPANY": "ORG"}).tag(content)
    assert {candidate.label for candidate in found} <= {"ORG"}
    return [content[candidate.span.start : candidate.span.end] for candidate in found]


def test_a_folder_with_a_pipeline_is_a_model(folder: Path) -> None:
    assert texts(folder, SENTENCE.format("凌霄")) == ["凌霄"]


def test_an_installed_pipeline_is_named_by_its_package(installed: str) -> None:
    assert texts(installed, SENTENCE.format("凌霄")) == ["凌霄"]


def test_places_are_right_in_every_paragraph(folder: Path) -> None:
    content = "\n\n".join(SENTENCE.format(stem) for stem in STEMS)
    assert texts(folder, content) == list(STEMS)


def test_a_body_that_only_the_pipeline_knows_is_in_the_records(folder: Path) -> None:
    text = SENTENCE.format("凌霄")
    (beside,) = Pipeline.load(model=folder, model_labels={"COMPANY": "ORG"}).extract_text(text)
    (alone,) = Pipeline.load(model=None).extract_text(text)
    assert "凌霄" in {each.text for each in beside.entities}
    assert "凌霄" not in {each.text for each in alone.entities}


def test_projects_that_the_pipeline_knows_nothing_of_are_left_to_the_rules(tmp_path: Path) -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "铭川电机"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "ruled")
    text = "铭川电机二期项目在石滩经开区开工，总投资3亿元。"
    (beside,) = Pipeline.load(model=tmp_path / "ruled").extract_text(text)
    (alone,) = Pipeline.load(model=None).extract_text(text)
    assert [each for each in beside.entities if each.extractor.startswith("rule/project")] == [
        each for each in alone.entities if each.extractor.startswith("rule/project")
    ]


def test_a_label_that_the_pipeline_lacks_is_refused_with_those_it_has(folder: Path) -> None:
    with pytest.raises(ModelError, match="no label FIRM; it has COMPANY"):
        load_tagger(folder, labels={"FIRM": "ORG"})


def test_a_pipeline_without_any_label_of_ours_wants_a_map(folder: Path) -> None:
    with pytest.raises(ModelError, match="map one, as COMPANY=ORG"):
        load_tagger(folder)


def test_our_own_models_need_no_map() -> None:
    with pytest.raises(ModelError, match="its labels are ours already"):
        load_tagger("gru", labels={"COMPANY": "ORG"})


def test_a_folder_that_holds_no_model_is_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="a folder without a model"):
        load_tagger(tmp_path)


def test_a_bare_name_is_the_model_that_ships_and_a_path_is_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gru").mkdir()
    monkeypatch.chdir(tmp_path)
    assert model_folder("gru") == own_folder("models") / "gru"
    assert model_folder("./gru") == Path("gru")
    assert model_folder(Path("gru")) == Path("gru")


def test_labels_spelled_as_ours_need_no_map(tmp_path: Path) -> None:
    nlp: Language = spacy.blank("zh")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "凌霄"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "ruled")
    (found,) = load_tagger(tmp_path / "ruled").tag(SENTENCE.format("凌霄"))
    assert (found.label, found.span.start, found.span.end) == ("ORG", 3, 5)


def test_a_broken_pipeline_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("[nlp]\n", "utf-8")
    with pytest.raises(ModelError, match="the spaCy pipeline can't be loaded"):
        load_tagger(tmp_path)
