"""Decisions read from files, and carried out on records that stay whole."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.assembling import label_of
from gaoxin_extract.corrections import Correction, apply, read, reread
from gaoxin_extract.corrections.places import alignment
from gaoxin_extract.errors import RecordError
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.reading import read as read_source
from gaoxin_extract.records import AnyMention, Record

ROOT = Path(__file__).parents[2]

PAGE = (
    "石滩经开区：铭川电机二期项目开工\n"
    "5月17日，石滩市铭川电机有限公司投资的铭川电机二期项目在石滩经开区开工，总投资12.\n"
    "6亿元，计划2025年6月投产。\n"
    "项目由石滩建工集团有限公司承建，占地70亩，𠮷田咨询参与规划。\n"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def record(page: Path) -> Record:
    (made,) = Pipeline.load(model=None).stream([page], date="2024-05-18")
    return made


def decide(record: Record, action: str, label: str, text: str, nth: int = 0, **more: Any) -> Correction:
    start = -1
    for _ in range(nth + 1):
        start = record.text.index(text, start + 1)
    source = record.source
    return msgspec.convert(
        {
            "article": record.id,
            "source": source.path,
            "sha256": source.sha256,
            "action": action,
            "label": label,
            "start": start,
            "end": start + len(text),
            "text": text,
        }
        | more,
        Correction,
    )


def of(record: Record, label: str) -> list[str]:
    return [mention.text for mention in record.entities if label_of(mention) == label]


def the(record: Record, label: str, text: str) -> AnyMention:
    return next(m for m in record.entities if label_of(m) == label and m.text == text)


def corrected(record: Record, *corrections: Correction) -> Record:
    (made,) = apply([record], corrections)
    return made


def test_an_accepted_mention_changes_nothing(record: Record) -> None:
    assert corrected(record, decide(record, "accept", "MONEY", "12.6亿元")) == record


def test_a_rejected_mention_is_out_with_all_that_hung_on_it(record: Record) -> None:
    sum_ = the(record, "MONEY", "12.6亿元")
    assert any(fact.entity == sum_.id for project in record.projects for fact in project.facts)
    made = corrected(record, decide(record, "reject", "MONEY", "12.6亿元"))
    assert of(made, "MONEY") == []
    assert not any(fact.relation == "amount" for project in made.projects for fact in project.facts)


def test_a_project_without_mentions_is_no_project(record: Record) -> None:
    name = "铭川电机二期项目"
    made = corrected(record, decide(record, "reject", "PROJECT", name), decide(record, "reject", "PROJECT", name, 1))
    assert record.projects
    assert made.projects == ()


def test_a_body_without_mentions_is_no_organisation(record: Record) -> None:
    made = corrected(record, decide(record, "reject", "ORG", "石滩建工集团有限公司"))
    assert "石滩建工集团有限公司" in {body.name for body in record.organisations}
    assert "石滩建工集团有限公司" not in {body.name for body in made.organisations}


def test_a_fact_stays_when_the_day_that_dates_it_is_rejected(record: Record) -> None:
    (project,) = record.projects
    dated = [fact for fact in project.facts if fact.date]
    made = corrected(record, decide(record, "reject", "DATE", "5月17日"))
    assert {fact.date for fact in made.projects[0].facts} == {None}
    entities = {fact.entity for fact in dated}
    assert len(made.projects[0].facts) == len(project.facts) - sum(
        fact.entity == the(record, "DATE", "5月17日").id for fact in project.facts
    ), entities


def test_a_relabelled_mention_has_the_new_label_and_no_value_but_its_words(record: Record) -> None:
    made = corrected(record, decide(record, "relabel", "ORG", "石滩建工集团有限公司", to="ZONE"))
    old, new = the(record, "ORG", "石滩建工集团有限公司"), the(made, "ZONE", "石滩建工集团有限公司")
    assert (new.id, new.source_start, new.source_end) == (old.id, old.source_start, old.source_end)
    assert (new.extractor, new.score) == ("correction", 1.0)
    assert msgspec.to_builtins(new.norm) == {"name": "石滩建工集团有限公司"}
    assert "石滩建工集团有限公司" not in {body.name for body in made.organisations}
    assert not any(fact.entity == new.id for project in made.projects for fact in project.facts)


def test_what_is_relabelled_as_a_body_is_an_organisation(record: Record) -> None:
    made = corrected(record, decide(record, "relabel", "ZONE", "石滩经开区", to="ORG"))
    mention = the(made, "ORG", "石滩经开区")
    (body,) = [body for body in made.organisations if body.name == "石滩经开区"]
    assert body.mentions == (mention.id,)
    assert len({body.id for body in made.organisations}) == len(made.organisations)


def test_an_added_mention_stands_at_its_place_in_text_and_source(record: Record) -> None:
    made = corrected(record, decide(record, "add", "ORG", "𠮷田咨询"))
    mention = the(made, "ORG", "𠮷田咨询")
    assert made.text[mention.start : mention.end] == "𠮷田咨询"
    assert PAGE[mention.source_start : mention.source_end] == "𠮷田咨询"
    assert list(made.entities) == sorted(made.entities, key=lambda m: (m.start, -m.end))
    assert len({m.id for m in made.entities}) == len(made.entities)
    assert "𠮷田咨询" in {body.name for body in made.organisations}


def test_an_added_mention_runs_over_a_line_break_of_the_source(record: Record) -> None:
    made = corrected(record, decide(record, "add", "PROJECT", "总投资12.6亿元"))
    mention = the(made, "PROJECT", "总投资12.6亿元")
    assert PAGE[mention.source_start : mention.source_end] == "总投资12.\n6亿元"


def test_an_added_mention_takes_the_name_that_the_article_gives_its_words(record: Record) -> None:
    rejected = decide(record, "reject", "PROJECT", "铭川电机二期项目", 1)
    again = decide(record, "add", "PROJECT", "铭川电机二期项目", 1)
    alone = corrected(record, rejected)
    made = corrected(alone, again)
    (project,) = made.projects
    assert len(project.mentions) == len(record.projects[0].mentions)


def test_where_the_source_is_gone_the_place_is_estimated_and_said_so(record: Record) -> None:
    (made,) = apply([record], [decide(record, "add", "ORG", "𠮷田咨询")], sources=lambda _: None)
    mention = the(made, "ORG", "𠮷田咨询")
    assert PAGE[mention.source_start : mention.source_end] == "𠮷田咨询"
    assert ("source_estimated", mention.id) in {(each.code, each.entity) for each in made.warnings}


def test_an_added_sum_has_no_value_and_a_warning(record: Record) -> None:
    made = corrected(record, decide(record, "add", "MONEY", "70亩"))
    mention = the(made, "MONEY", "70亩")
    assert set(msgspec.to_builtins(mention.norm).values()) == {None}
    assert ("unread_value", mention.id) in {(each.code, each.entity) for each in made.warnings}


def test_the_last_line_on_a_mention_wins(record: Record) -> None:
    reject, accept = (decide(record, action, "MONEY", "12.6亿元") for action in ("reject", "accept"))
    assert corrected(record, reject, accept) == record
    assert of(corrected(record, accept, reject), "MONEY") == []


@pytest.mark.parametrize(("last", "label"), [("accept", "ORG"), ("relabel", "ZONE"), ("reject", None)])
def test_an_added_mention_can_be_decided_on_again(record: Record, last: str, label: str | None) -> None:
    add = decide(record, "add", "ORG", "𠮷田咨询")
    then = decide(record, last, "ORG", "𠮷田咨询", to=label if last == "relabel" else None)
    made = corrected(record, add, then)
    assert {label_of(m) for m in made.entities if m.text == "𠮷田咨询"} == ({label} if label else set())


def test_an_added_mention_takes_out_what_it_overlaps_under_its_label(record: Record) -> None:
    made = corrected(record, decide(record, "add", "MONEY", "投资12.6亿元"))
    assert of(made, "MONEY") == ["投资12.6亿元"]


def test_of_two_decisions_that_overlap_the_later_is_told_as_a_fault(record: Record) -> None:
    accept, add = decide(record, "accept", "MONEY", "12.6亿元"), decide(record, "add", "MONEY", "投资12.6亿元")
    with pytest.raises(RecordError, match=r"overlaps MONEY '12\.6亿元'"):
        apply([record], [accept, add])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"label": "ZONE"}, "no such mention"),
        ({"start": 0, "end": 6}, "the article has"),
        ({"article": "other.txt#0", "sha256": ""}, "no record has this article"),
    ],
)
def test_a_correction_that_fits_nothing_is_told_and_the_others_are_carried_out(
    record: Record, change: dict[str, Any], fault: str
) -> None:
    stray = msgspec.structs.replace(decide(record, "reject", "MONEY", "12.6亿元"), **change)
    faults: list[str] = []
    (made,) = apply(
        [record], [stray, decide(record, "reject", "DATE", "5月17日")], on_error=lambda fault: faults.append(str(fault))
    )
    assert [fault in each for each in faults] == [True]
    assert "5月17日" not in of(made, "DATE")
    with pytest.raises(RecordError, match=fault):
        apply([record], [stray])


def test_an_article_is_known_by_its_digest_where_its_file_has_moved(record: Record) -> None:
    moved = msgspec.structs.replace(record, id="elsewhere/page.txt#0")
    assert of(corrected(moved, decide(record, "reject", "MONEY", "12.6亿元")), "MONEY") == []


def test_a_file_holds_a_decision_a_line(record: Record, tmp_path: Path) -> None:
    decisions = (decide(record, "reject", "MONEY", "12.6亿元"), decide(record, "add", "ORG", "𠮷田咨询"))
    file = tmp_path / "corrections.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + b"\r\n\n".join(msgspec.json.encode(each) for each in decisions))
    assert read(file) == decisions


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"action": "delete"}, "delete"),
        ({"end": 99}, "code points"),
        ({"to": "ORG"}, "`to`"),
        ({"schema": "gaoxin-extract/correction/2"}, "correction/2"),
        ({"label": "PERSON"}, "PERSON"),
    ],
)
def test_a_line_of_another_form_is_refused_with_its_place(
    record: Record, tmp_path: Path, change: dict[str, Any], fault: str
) -> None:
    file = tmp_path / "corrections.jsonl"
    good = msgspec.to_builtins(decide(record, "reject", "MONEY", "12.6亿元"))
    file.write_bytes(msgspec.json.encode(good) + b"\n" + msgspec.json.encode(good | change))
    with pytest.raises(RecordError, match=rf"corrections\.jsonl:2: .*{fault}"):
        read(file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"none\.jsonl: can't be read"):
        read(tmp_path / "none.jsonl")


def seeds() -> list[tuple[str, Record]]:
    pipeline = Pipeline.load(model=None)
    files = sorted(path for path in (ROOT / "seeds").iterdir() if path.suffix in {".txt", ".html", ".jsonl"})
    return [
        (source.text, record) for path in files for source in read_source(path) for record in pipeline.extract(source)
    ]


def test_every_mention_of_the_seeds_is_found_anew_in_its_source() -> None:
    """As good as the map of the extraction itself: what is rejected and added again has the place it had."""
    for source, record in seeds():
        empty = apply([record], [decision_on(record, mention, "reject") for mention in record.entities])
        again = apply(
            empty,
            [decision_on(record, mention, "add") for mention in record.entities],
            sources=lambda _, source=source: source,  # type: ignore[misc]
        )
        assert [each.entities for each in empty] == [()]
        assert [(label_of(m), m.start, m.source_start, m.source_end) for m in again[0].entities] == [
            (label_of(m), m.start, m.source_start, m.source_end) for m in record.entities
        ]


def decision_on(record: Record, mention: AnyMention, action: str) -> Correction:
    return decide(record, action, label_of(mention), mention.text, start=mention.start, end=mention.end)


def test_sources_are_read_again_by_path_and_digest(page: Path, record: Record, tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"text": "总投资3亿元。"}\n{"text": "总投资5亿元。"}\n', encoding="utf-8")
    first, second = Pipeline.load(model=None).stream([lines])
    texts = reread()
    assert [texts(each.source) for each in (record, first, second)] == [PAGE, "总投资3亿元。", "总投资5亿元。"]
    changed = msgspec.structs.replace(record.source, sha256="0" * 64)
    assert texts(changed) is None
    assert texts(msgspec.structs.replace(record.source, path=str(page.parent / "gone.txt"))) is None
    assert texts(msgspec.structs.replace(record.source, path="-")) is None


CHANGED = st.text(st.sampled_from("总投资亿元"), max_size=30)


@given(CHANGED, CHANGED)
def test_what_is_aligned_is_the_same_and_in_order(first: str, second: str) -> None:
    found = alignment(first, second)
    assert all(first[i] == second[j] for i, j in found)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(found))
    assert alignment(first, first) == tuple((n, n) for n in range(len(first)))


def test_an_added_mention_of_a_long_page_with_markup_has_its_place() -> None:
    """Where restoration changed more than white space, at the ends of a text too long to align whole."""
    (made,) = Pipeline.load(model=None).extract_text("石滩经开区的𠮷田咨询开工，铭川咨询投产。", path="page.txt")
    source = made.text.replace("开工", "x" * 50_000 + "开工")
    long = msgspec.structs.replace(made, spans=((0, len(source)),))
    (again,) = apply([long], [decide(long, "add", "PROJECT", "铭川咨询")], sources=lambda _: source)
    mention = the(again, "PROJECT", "铭川咨询")
    assert source[mention.source_start : mention.source_end] == "铭川咨询"


LABELS = ("MONEY", "ORG", "ZONE", "PROJECT")
ACTIONS = st.tuples(
    st.sampled_from(["accept", "reject", "relabel", "add"]),
    st.sampled_from(LABELS),
    st.sampled_from(LABELS),
    st.integers(0, 60),
    st.integers(1, 12),
)


@given(st.lists(ACTIONS, max_size=12))
def test_a_record_stays_whole_whatever_is_decided(actions: list[tuple[str, str, str, int, int]]) -> None:
    record = whole()
    decisions = []
    for action, label, to, start, length in actions:
        text = record.text[start : start + length]
        spot = {"start": start, "end": start + length, "to": to if action == "relabel" else None}
        decisions.append(decide(record, action, label, text, **spot))
    (made,) = apply([record], decisions, sources=lambda _: record.text, on_error=lambda _: None)
    assert msgspec.json.decode(msgspec.json.encode(made), type=Record) == made
    ids = {mention.id: mention for mention in made.entities}
    assert len(ids) == len(made.entities)
    ends: dict[str, int] = {}
    for mention in made.entities:
        assert made.text[mention.start : mention.end] == mention.text
        assert ends.get(label_of(mention), 0) <= mention.start
        ends[label_of(mention)] = mention.end
    for group, label in ((made.organisations, "ORG"), (made.projects, "PROJECT")):
        assert all(label_of(ids[id_]) == label for each in group for id_ in each.mentions)
        assert sorted(i for each in group for i in each.mentions) == sorted(
            i for i, mention in ids.items() if label_of(mention) == label
        )
    assert all(fact.entity in {None, *ids} for project in made.projects for fact in project.facts)
    assert all(each.entity in {None, *ids} for each in made.warnings)


def whole() -> Record:
    (record,) = MADE.extract_text(PAGE.replace("12.\n", "12."), date="2024-05-18")
    return record


MADE = Pipeline.load(model=None)
