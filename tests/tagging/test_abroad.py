"""Organisations in prose outside our domain, and what tells such prose."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from gaoxin_extract.rulebook import own_folder
from gaoxin_extract.tagging.abroad import NETWORK, WEIGHTS, see
from gaoxin_extract.tagging.network import Recogniser
from gaoxin_extract.tagging.verifier import prose
from gaoxin_extract.text import Span

MODEL = own_folder("models") / "gru"
FOREIGN = "他早年加入维尔德贝格足球俱乐部，后来转投卡林西亚人民党，1931年在托尔泽斯克去世。"
OURS = "近日，宁德时代新能源科技股份有限公司与合肥高新区管委会签署协议。"
SURE = 0.4


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser.load(MODEL)


def organisations(recogniser: Recogniser, content: str) -> set[str]:
    return {content[c.span.start : c.span.end] for c in recogniser.tag(content) if c.label == "ORG" and c.score >= SURE}


def test_clubs_and_parties_are_organisations_in_foreign_prose_and_persons_and_places_are_not(
    recogniser: Recogniser,
) -> None:
    assert organisations(recogniser, FOREIGN) == {"维尔德贝格足球俱乐部", "卡林西亚人民党"}


def test_foreign_prose_is_told_where_it_stands(recogniser: Recogniser) -> None:
    content = f"{OURS}\n{FOREIGN}\n{OURS}"
    start = len(OURS) + 1
    names, foreign = see(recogniser, content)
    assert foreign == (Span(start, start + len(FOREIGN)),)
    assert names == recogniser.tag(content)


def test_our_own_prose_is_read_as_without_the_network_for_foreign_prose(recogniser: Recogniser, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MODEL, tmp_path / "model"))
    for name in (NETWORK, WEIGHTS):
        (folder / name).unlink()
    assert see(recogniser, OURS)[1] == ()
    assert Recogniser.load(folder).tag(OURS) == recogniser.tag(OURS)


def test_a_recogniser_that_tells_no_prose_finds_none_foreign(recogniser: Recogniser) -> None:
    class Plain:
        extractor, labels, tag = recogniser.extractor, recogniser.labels, recogniser.tag

    assert see(Plain(), FOREIGN) == (recogniser.tag(FOREIGN), ())


def test_what_lies_past_a_sequences_size_tells_nothing_of_its_prose() -> None:
    states = np.random.default_rng(1).uniform(-1, 1, (6, 2, 3)).astype(np.float32)
    states[4:, 1] = 0
    both = prose(states, np.array([6, 4]))
    alone = prose(states[:4, 1:], np.array([4]))
    assert both.shape == (2, 12)
    assert both[1] == pytest.approx(alone[0], abs=1e-6)
    assert both[1, :3] == pytest.approx(states[:4, 1].mean(0), abs=1e-6)
    assert both[1, 9:] == pytest.approx(states[:4, 1].std(0), abs=1e-5)
