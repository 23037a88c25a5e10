"""The examples of rules/linking: what each project is said to be is what linking states of it."""

import pytest
from composing import RULES, linked, told

from gaoxin_extract.linking.cues import BodyRole
from gaoxin_extract.proving import unmarked
from gaoxin_extract.rulebook import Example

ROWS = RULES.examples()


@pytest.mark.parametrize("row", ROWS, ids=[row.text[:40] for row in ROWS])
def test_an_example_states_the_facts_that_it_gives(row: Example) -> None:
    _, spans = unmarked(row.text)
    links = linked(row)
    stated = {project.name: project for project in links.projects}
    for span, norm in zip(spans, row.norms, strict=True):
        if norm["label"] != "PROJECT" or "facts" not in norm:
            continue
        content = unmarked(row.text)[0]
        project = stated[str(norm.get("name", content[span.start : span.end]))]
        facts = [told(fact) for fact in project.facts if fact.relation != "stage"]
        assert sorted(facts) == sorted(filter(None, str(norm["facts"]).split("；")))
        assert project.stage == (norm.get("stage") or None)


def test_every_word_of_the_lexicon_stands_in_an_example() -> None:
    texts = "\n".join(unmarked(row.text)[0] for row in ROWS)
    assert [word for table in RULES.lexicon.values() for word in table if word not in texts] == []


def test_every_role_is_stated_by_an_example() -> None:
    roles = {role.role for role in RULES.roles(BodyRole)} - {"zone"}
    stated = {fact.role for row in ROWS for project in linked(row).projects for fact in project.facts}
    assert roles <= stated


@pytest.mark.parametrize("id_", list(RULES.patterns))
def test_every_pattern_matches_in_an_example(id_: str) -> None:
    assert any(RULES.patterns[id_].regex.search(unmarked(row.text)[0]) for row in ROWS)
