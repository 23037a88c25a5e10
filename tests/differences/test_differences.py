"""Changes between two states of records, whatever their ids."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from gaoxin_extract.assembling import label_of
from gaoxin_extract.corrections import Correction, apply
from gaoxin_extract.differences import Change, differences, pairs
from gaoxin_extract.pipeline import Pipeline
from gaoxin_extract.reading import Source
from gaoxin_extract.records import AnyMention, MoneyMention, Record

PAGE = (
    "石滩经开区：铭川电机二期项目开工\n"
    "5月17日，铭川电机二期项目在石滩经开区开工，总投资12.6亿元（约合1.7亿美元）。\n"
    "项目由石滩建工集团有限公司承建，占地70亩。\n"
)
PIPELINE = Pipeline.load(model=None)


def extract(text: str = PAGE, path: str = "page.txt", date: str = "2024-05-18") -> list[Record]:
    return list(PIPELINE.extract(Source.of(text, path=path), date=date))


def changed(old: list[Record], new: list[Record]) -> list[Change]:
    return list(differences(old, new))


def brief(changes: list[Change]) -> list[tuple[str | None, ...]]:
    return [(each.of, each.change, each.label, each.field, each.text, each.old, each.new) for each in changes]


def renumbered(record: Record) -> Record:
    """The same record with every id another."""
    ids = {mention.id: f"e{99 - number}" for number, mention in enumerate(record.entities)}

    def moved(mention: AnyMention) -> AnyMention:
        if isinstance(mention, MoneyMention) and mention.norm.equals:
            mention = replace(mention, norm=replace(mention.norm, equals=ids[mention.norm.equals]))
        return replace(mention, id=ids[mention.id])

    return replace(
        record,
        id="page.txt#7",
        entities=tuple(moved(mention) for mention in record.entities),
        organisations=tuple(
            replace(body, id=f"o{9 - n}", mentions=tuple(ids[m] for m in body.mentions))
            for n, body in enumerate(record.organisations)
        ),
        projects=tuple(
            replace(
                project,
                id=f"p{9 - n}",
                mentions=tuple(ids[m] for m in project.mentions),
                facts=tuple(
                    replace(fact, entity=ids.get(fact.entity or ""), date=ids.get(fact.date or ""))
                    for fact in project.facts
                ),
            )
            for n, project in enumerate(record.projects)
        ),
    )


def test_nothing_changed_in_the_same_records() -> None:
    assert changed(extract(), extract()) == []


def test_ids_that_count_otherwise_change_nothing() -> None:
    (record,) = extract()
    assert any(isinstance(m, MoneyMention) and m.norm.equals for m in record.entities)
    assert any(fact.date for project in record.projects for fact in project.facts)
    assert changed([record], [renumbered(record)]) == []


def decide(record: Record, action: str, label: str, text: str, to: str | None = None) -> Correction:
    start = record.text.index(text)
    return Correction(
        article=record.id,
        source=record.source.path,
        sha256=record.source.sha256,
        action=action,  # type: ignore[arg-type]
        label=label,  # type: ignore[arg-type]
        start=start,
        end=start + len(text),
        text=text,
        to=to,  # type: ignore[arg-type]
    )


def test_mentions_that_came_went_or_changed_are_told() -> None:
    (record,) = extract()
    new = apply(
        [record],
        [
            decide(record, "reject", "DATE", "5月17日"),
            decide(record, "relabel", "ORG", "石滩建工集团有限公司", "ZONE"),
            decide(record, "add", "ORG", "石滩"),
        ],
        sources=lambda _: PAGE,
    )
    mentions = [each for each in brief(changed([record], list(new))) if each[0] == "mention"]
    assert mentions == [
        ("mention", "added", "ORG", None, "石滩", None, None),
        ("mention", "removed", "DATE", None, "5月17日", None, None),
        ("mention", "changed", "ZONE", "label", "石滩建工集团有限公司", "ORG", "ZONE"),
    ]


def test_an_extent_that_changed_is_one_change() -> None:
    (record,) = extract()
    new = apply([record], [decide(record, "add", "MONEY", "总投资12.6亿元")], sources=lambda _: PAGE)
    extents = [each for each in brief(changed([record], list(new))) if each[0] == "mention"]
    assert extents == [("mention", "changed", "MONEY", "extent", "总投资12.6亿元", "12.6亿元", "总投资12.6亿元")]


def test_a_value_that_changed_is_told_field_by_field() -> None:
    values = brief(changed(extract(), extract(date="2023-05-18")))
    assert ("value", "changed", "DATE", "value", "5月17日", "2024-05-17", "2023-05-17") in values
    assert ("article", "changed", None, "dct", "石滩经开区：铭川电机二期项目开工", "2024-05-18", "2023-05-18") in values
    assert {each[0] for each in values} == {"article", "value", "fact"}


def test_a_fact_that_changed_came_or_went_is_told() -> None:
    (record,) = extract()
    (project,) = record.projects
    amount = next(fact for fact in project.facts if fact.relation == "amount")
    area = next(fact for fact in project.facts if fact.relation == "site_area")
    facts = [fact for fact in project.facts if fact != area]
    facts[facts.index(amount)] = replace(amount, value="3")
    facts.append(replace(area, relation="floor_area"))
    new = replace(record, projects=(replace(project, facts=tuple(facts)),))
    name = project.name
    assert sorted(brief(changed([record], [new]))) == sorted(
        [
            ("fact", "changed", None, "amount", name, amount.value, "3"),
            ("fact", "added", None, "floor_area", name, None, area.value),
            ("fact", "removed", None, "site_area", name, area.value, None),
        ]
    )


def test_a_project_that_shares_no_mention_is_known_by_its_name_and_one_that_went_by_its_facts() -> None:
    (record,) = extract()
    (project,) = record.projects
    named = replace(record, projects=(replace(project, mentions=()),))
    assert changed([record], [named]) == []
    gone = changed([record], [replace(record, projects=())])
    assert {(each.of, each.change, each.text) for each in gone} == {("fact", "removed", project.name)}
    assert len(gone) == len(project.facts)


def test_articles_of_one_source_that_was_edited_are_the_same_where_their_texts_are_alike() -> None:
    (record,) = extract()
    edited = replace(record, text=record.text + "补记。", source=replace(record.source, sha256="1"))
    (other,) = extract("岭南泵业投产\n昨日，岭南泵业在乙园区投产。\n")
    other = replace(other, source=edited.source)
    assert [pair.old for pair in pairs([record, other], [other, edited])] == [other, record]
    assert [pair.old for pair in pairs([other], [replace(edited, id="page.txt#1"), other])] == [None, other]


def test_an_article_that_came_or_went_is_told_with_all_that_is_in_it() -> None:
    (record,) = extract()
    came = changed([], [record])
    assert {each.change for each in came} == {"added"}
    assert len([each for each in came if each.of == "mention"]) == len(record.entities)
    assert len([each for each in came if each.of == "fact"]) == sum(len(p.facts) for p in record.projects)
    assert next((each.of, each.text) for each in changed([record], [])) == ("article", record.title)
    assert {each.change for each in changed([record], [])} == {"removed"}


def test_articles_are_the_same_by_their_characters_where_one_came_in_before() -> None:
    first, second = "甲园区：铭川电机开工\n昨日，铭川电机开工。\n\n\n", "乙园区：岭南泵业投产\n昨日，岭南泵业投产。\n"
    (old,), (new,) = extract(first), extract(second)
    source = replace(old.source, path="page.txt", sha256="0")
    before = [replace(old, id="page.txt#0", source=source, spans=((100, 120),))]
    after = [
        replace(new, id="page.txt#0", source=source, spans=((0, 90),)),
        replace(old, id="page.txt#1", source=source, spans=((100, 120),)),
    ]
    found = [(pair.old and pair.old.title, pair.new and pair.new.id) for pair in pairs(before, after)]
    assert found == [(None, "page.txt#0"), (old.title, "page.txt#1")]


@pytest.mark.parametrize("path", ["elsewhere/page.txt", "other-name.txt"])
def test_a_source_that_moved_or_was_renamed_is_the_same(path: str) -> None:
    assert changed(extract(), extract(path=path)) == []


def test_mentions_of_a_source_that_was_edited_are_known_by_the_words_around_them() -> None:
    edited = PAGE.replace("项目由", "据悉，该项目将由")
    assert [each for each in changed(extract(), extract(edited)) if each.of == "mention"] == []


def test_mentions_of_one_source_restored_otherwise_are_known_by_their_place_in_it() -> None:
    (record,) = extract()
    shifted = replace(
        record,
        text="　" + record.text,
        entities=tuple(replace(m, start=m.start + 1, end=m.end + 1) for m in record.entities),
    )
    assert brief(changed([record], [shifted])) == [
        ("article", "changed", None, "text", record.title, record.text, shifted.text)
    ]


def every_seed() -> Iterator[Record]:
    yield from PIPELINE.stream([Path(__file__).parents[2] / "seeds"])


def test_every_seed_is_the_same_in_any_order() -> None:
    records = list(every_seed())
    assert changed(records, records[::-1]) == []


def test_what_is_rejected_on_the_seeds_is_what_is_told() -> None:
    records = list(every_seed())
    rejected = [record.entities[0] for record in records if record.entities]
    decisions = [decide_on(record, record.entities[0]) for record in records if record.entities]
    gone = [each for each in changed(records, list(apply(records, decisions))) if each.of == "mention"]
    assert [(each.label, each.text) for each in gone] == [(label_of(m), m.text) for m in rejected]


def decide_on(record: Record, mention: AnyMention) -> Correction:
    return replace(decide(record, "reject", label_of(mention), mention.text), start=mention.start, end=mention.end)
