"""Links: what is left of them when labels are left out, and what holds of any article."""

from composing import RULES, article, linked, mention, told
from hypothesis import given
from hypothesis import strategies as st

from gaoxin_extract.linking import link
from gaoxin_extract.linking.links import Links
from gaoxin_extract.records import Fact, Organisation, ProjectEntry
from gaoxin_extract.rulebook import Example
from gaoxin_extract.text import Span

ROW = Example(
    "⟦云栖能源储热项目⟧总投资⟦5亿元⟧，⟦今年6月⟧开工。",
    (
        {"label": "PROJECT", "owner": "云栖能源"},
        {"label": "MONEY", "role": "total_investment"},
        {"label": "DATE", "value": "2024-06"},
    ),
)


def facts_of(links: Links) -> list[str]:
    return [told(fact) for project in links.projects for fact in project.facts]


def test_organisations_and_projects_come_in_the_order_of_first_mention() -> None:
    links = linked(ROW)
    assert [body.name for body in links.organisations] == ["云栖能源"]
    assert [project.id for project in links.projects] == ["p0"]


def test_mentions_of_one_name_are_one_body() -> None:
    row = Example("⟦辰屿科技⟧、⟦泽岭电子⟧和⟦辰屿科技⟧。", ({"label": "ORG"},) * 3)
    assert [body.mentions for body in linked(row).organisations] == [("e0", "e2"), ("e1",)]


def test_keeping_leaves_out_facts_whose_entity_is_gone() -> None:
    links = linked(ROW)
    assert "amount/total_investment 5亿元" in facts_of(links)
    assert "amount/total_investment 5亿元" not in facts_of(links.keeping({"e0", "e1", "e3"}))


def test_keeping_leaves_out_facts_whose_date_is_gone() -> None:
    fact = Fact("stage", None, None, "开工", 0, 2, "under_construction", None, "e9")
    links = Links((), (ProjectEntry("p0", "项目", "industrial", ("e0",), None, (fact,)),))
    assert links.keeping({"e0"}).projects[0].facts == ()


def test_keeping_leaves_out_bodies_and_projects_without_mentions() -> None:
    body = Organisation("o0", "辰屿科技", "company", ("e1",))
    links = Links((body,), (ProjectEntry("p0", "项目", "industrial", ("e0",), None, ()),))
    assert links.keeping({"e1"}) == Links((body,), ())


def test_a_fact_stands_where_it_says() -> None:
    content = "云栖能源储热项目总投资5亿元，今年6月开工。"
    for project in linked(ROW).projects:
        for fact in project.facts:
            assert content[fact.start : fact.end] == fact.text


def test_the_stage_fact_is_the_evidence_of_the_stage_and_names_its_day() -> None:
    (project,) = linked(ROW).projects
    (fact,) = (fact for fact in project.facts if fact.relation == "stage")
    assert (fact.value, fact.text, fact.date) == (project.stage, "开工", "e3")


@given(
    st.lists(
        st.sampled_from(
            [
                "云栖能源储热项目",
                "该项目",
                "总投资",
                "5亿元",
                "，",
                "。",
                "\n",
                "、",
                "开工",
                "占地70亩",
                "由",
                "建设",
                "“",
                "后",
            ]
        ),
        max_size=40,
    )
)
def test_any_words_are_survived_and_facts_lie_inside_the_text(words: list[str]) -> None:
    content = "".join(words)
    mentions = []
    start = 0
    for word in words:
        label = {"云栖能源储热项目": "PROJECT", "5亿元": "MONEY"}.get(word)
        if label:
            norm = {"label": label, "role": "investment"}
            mentions.append(mention(f"e{len(mentions)}", content, Span(start, start + len(word)), norm))
        start += len(word)
    for project in link(tuple(mentions), article(content), RULES).projects:
        for fact in project.facts:
            assert content[fact.start : fact.end] == fact.text
