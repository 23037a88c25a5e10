"""The account of candidates, winners and values."""

import functools

from gaoxin_extract.explaining import Step, explain
from gaoxin_extract.pipeline import Pipeline


@functools.cache
def pipeline() -> Pipeline:
    return Pipeline.load(model=None)


def steps(text: str, date: str | None = None) -> tuple[Step, ...]:
    (explanation,) = explain(pipeline(), text, date=date)
    return explanation.steps


def test_a_chosen_candidate_shows_its_expression_and_its_value() -> None:
    (step,) = steps("项目总投资约45万元。")
    assert step.chosen
    assert step.extractor.startswith("rule/money.")
    assert step.expression["low"] == "450000"
    assert step.norm["role"] == "total_investment"


def test_a_value_is_read_against_the_date_given() -> None:
    (step,) = (step for step in steps("去年开工。", "2024-05") if step.label == "DATE")
    assert step.norm["value"] == "2023"


def test_a_loser_names_the_winner_and_what_decided() -> None:
    losers = [step for step in steps("四川长虹电器股份有限公司在绵阳高新区投资。") if not step.chosen]
    assert all(step.outcome.startswith("lost to ") for step in losers)
    assert all(step.norm is None for step in losers)


def test_a_zone_inside_an_organisations_name_says_which_name_holds_it() -> None:
    (zone,) = (step for step in steps("记者从临江高新区招商局了解到，园区开工。") if step.label == "ZONE")
    assert not zone.chosen
    assert zone.outcome.startswith("lies inside '临江高新区招商局' (rule/org.")


def test_a_text_without_candidates_has_no_steps() -> None:
    assert steps("天气很好。") == ()
