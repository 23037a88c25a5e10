"""The steps of a project's life, as articles of different days tell them."""

from gaoxin_extract.ledger import accounts
from gaoxin_extract.ledger.names import Names
from gaoxin_extract.ledger.records import Event, Sighting, StatedFact, Wording
from gaoxin_extract.rulebook import Rulebook

NAMES = Names(Rulebook()["ledger"])


def told(reported: str, *facts: tuple[str, str, str | None]) -> Sighting:
    """An article of the day `reported`: steps with words and date, a stage where the words are no date."""
    return Sighting(
        id=reported, path="a", title=None, date=reported, name="澄岚项目", kind="industrial", stage=None,
        wordings=(Wording("澄岚项目", 1),), mentions=(f"e{reported}",), owners=(), bodies=(), towns=(), zones=(),
        facts=tuple(fact(*each) for each in facts),
    )  # fmt: skip


def fact(step: str, words: str, date: str | None) -> StatedFact:
    if words[0].isdigit() or words[0] == "去":
        return StatedFact("date", step, words, date, None, None, None, None)
    return StatedFact("stage", None, words, step, None, None, None, date)


def timeline(*sightings: Sighting) -> list[tuple[str, str | None, str, str | None]]:
    return [shown(event) for event in accounts.project(sightings, NAMES).timeline]


def shown(event: Event) -> tuple[str, str | None, str, str | None]:
    return event.event, event.date, event.basis, event.reported


def test_work_that_begins_is_one_step_by_its_date_and_its_stage() -> None:
    article = told("2023-06-02", ("started", "6月1日", "2023-06-01"), ("under_construction", "开工", "2023-06-01"))
    assert timeline(article) == [("started", "2023-06-01", "dated", "2023-06-02")]


def test_work_that_goes_on_is_a_step_of_its_own() -> None:
    article = told("2023-06-02", ("started", "6月1日", "2023-06-01"), ("under_construction", "加快建设", None))
    assert [event for event, *_ in timeline(article)] == ["started", "under_construction"]


def test_a_month_goes_to_the_one_day_in_it() -> None:
    first = told("2023-06-02", ("started", "6月1日", "2023-06-01"))
    later = told("2024-03-01", ("started", "去年6月", "2023-06"))
    assert timeline(first, later) == [("started", "2023-06-01", "dated", "2023-06-02")]


def test_a_month_with_two_days_in_it_goes_to_neither() -> None:
    days = told("2023-06-20", ("started", "6月1日", "2023-06-01"), ("started", "6月9日", "2023-06-09"))
    later = told("2024-03-01", ("started", "去年6月", "2023-06"))
    assert [date for _, date, *_ in timeline(days, later)] == ["2023-06", "2023-06-01", "2023-06-09"]


def test_what_was_expected_is_shown_beside_what_came_about() -> None:
    plan = told("2022-01-01", ("started", "2023年6月", "2023-06"))
    done = told("2023-06-02", ("started", "6月1日", "2023-06-01"))
    assert timeline(plan, done) == [
        ("started", "2023-06", "expected", "2022-01-01"),
        ("started", "2023-06-01", "dated", "2023-06-02"),
    ]


def test_a_step_that_was_expected_and_came_about_on_its_date_is_reported_by_who_tells_of_it_as_done() -> None:
    plan = told("2022-01-01", ("started", "2023年6月", "2023-06"))
    done = told("2023-07-02", ("started", "2023年6月", "2023-06"))
    assert timeline(plan, done) == [("started", "2023-06", "dated", "2023-07-02")]


def test_a_step_without_a_date_goes_to_the_one_that_its_article_dates() -> None:
    article = told("2023-06-02", ("signed", "6月1日", "2023-06-01"), ("signed", "落户", None))
    assert timeline(article) == [("signed", "2023-06-01", "dated", "2023-06-02")]


def test_a_step_without_a_date_in_another_article_is_its_own() -> None:
    first = told("2023-06-02", ("signed", "6月1日", "2023-06-01"))
    later = told("2023-09-02", ("signed", "落户", None))
    assert timeline(first, later)[1] == ("signed", None, "undated", "2023-09-02")


def test_a_plan_dates_no_step_that_came_about() -> None:
    article = told("2023-06-02", ("in_production", "2024年6月", "2024-06"), ("in_production", "投产", None))
    assert [basis for _, _, basis, _ in timeline(article)] == ["undated", "expected"]


def test_dates_of_a_step_that_exclude_each_other_contradict() -> None:
    first = told("2023-06-02", ("started", "6月1日", "2023-06-01"))
    later = told("2024-06-02", ("started", "2023年7月", "2023-07"))
    (found,) = accounts.project((first, later), NAMES).contradictions
    assert (found.of, found.values) == ("started", ("2023-06-01", "2023-07"))
