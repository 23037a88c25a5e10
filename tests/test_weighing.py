"""Weighing rules and recogniser against one another."""

import pytest
from msgspec import structs

from gaoxin_extract.candidates import Candidate
from gaoxin_extract.errors import ModelError
from gaoxin_extract.rulebook import own_folder
from gaoxin_extract.text import Span
from gaoxin_extract.weighing import Foreign, Line, Trust, cases, load_trust, weigh

RULE, NET = "rule/org.company", "model/gru"
SURE = Line(slope=1.0, shift=0.0)
TRUST = Trust(
    {RULE: {"agreed": 0.99, "against": 0.1, "alone": 0.6}},
    {"ORG": {"agreed": Line(slope=1.0, shift=3.0), "against": SURE, "alone": Line(slope=1.0, shift=-3.0)}},
)


def candidate(start: int, end: int, extractor: str, score: float = 0.9, label: str = "ORG") -> Candidate[str]:
    return Candidate(label=label, span=Span(start, end), expression="", extractor=extractor, score=score)  # type: ignore[arg-type]


def test_a_case_is_what_the_other_side_says_of_the_same_characters() -> None:
    found = [
        candidate(0, 4, RULE),
        candidate(0, 4, NET),
        candidate(6, 9, RULE),
        candidate(8, 12, NET),
        candidate(20, 22, NET),
    ]
    assert [(c.span.start, c.extractor, case) for c, case in cases(found)] == [
        (0, RULE, "agreed"),
        (6, RULE, "against"),
        (0, NET, "agreed"),
        (8, NET, "against"),
        (20, NET, "alone"),
    ]


def test_a_rule_that_the_recogniser_contradicts_gives_way() -> None:
    kept = weigh([candidate(0, 6, RULE), candidate(2, 6, NET)], TRUST)
    assert [(c.extractor, c.score) for c in kept] == [(NET, 0.9)]


def test_what_both_propose_scores_high_and_what_scores_low_is_left_out() -> None:
    kept = weigh([candidate(0, 4, RULE), candidate(0, 4, NET, 0.7), candidate(9, 12, NET, 0.7)], TRUST)
    assert {(c.extractor, c.score) for c in kept} == {(RULE, 0.99), (NET, 0.979)}


def test_in_foreign_prose_rules_are_trusted_as_there_and_the_recogniser_as_it_scores() -> None:
    trust = structs.replace(TRUST, foreign={"ORG": Foreign({"alone": 0.1, "agreed": 0.8}, 0.4)})
    found = [candidate(0, 4, RULE), candidate(6, 9, NET, 0.45), candidate(20, 24, RULE), candidate(30, 34, NET, 0.3)]
    kept = weigh(found, trust, foreign=(Span(0, 15), Span(28, 40)))
    assert [(c.span.start, c.score) for c in kept] == [(6, 0.45), (20, 0.6)]


def test_in_foreign_prose_a_rule_may_have_rates_of_its_own() -> None:
    own = {"rule/org.list": {"alone": 0.5}}
    trust = structs.replace(TRUST, foreign={"ORG": Foreign({"alone": 0.1}, 0.4, own)})
    kept = weigh([candidate(0, 4, RULE), candidate(6, 9, "rule/org.list")], trust, foreign=(Span(0, 15),))
    assert [(c.span.start, c.score) for c in kept] == [(6, 0.5)]


def test_what_the_recogniser_alone_sees_is_doubted_unless_a_project_opens_with_it() -> None:
    trust = structs.replace(TRUST, model={"ORG": dict.fromkeys(("agreed", "against", "alone"), SURE)})
    doubting = structs.replace(trust, doubts={"ORG": 1.0})
    found = [candidate(0, 4, RULE), candidate(0, 4, NET, 0.7), candidate(9, 12, NET, 0.7), candidate(20, 24, NET, 0.7)]
    kept = weigh(found, doubting, openings=frozenset({20}))
    assert [(c.span.start, c.extractor) for c in kept] == [(0, RULE), (0, NET), (20, NET)]
    assert len(weigh(found, trust)) == len(found)


def test_a_label_may_have_a_floor_of_its_own() -> None:
    names = [candidate(0, 4, RULE), candidate(9, 12, RULE)]
    assert len(weigh(names, structs.replace(TRUST, floors={"ORG": 0.6}))) == 2
    assert weigh(names, structs.replace(TRUST, floors={"ORG": 0.61})) == ()


def test_a_scale_changes_the_scores_of_what_is_kept_and_nothing_else() -> None:
    found = [candidate(0, 4, RULE), candidate(0, 4, NET, 0.7), candidate(9, 12, RULE)]
    plain = weigh(found, TRUST)
    scaled = weigh(found, structs.replace(TRUST, scale={"ORG": Line(slope=1.0, shift=-1.0)}))
    assert [c.span for c in scaled] == [c.span for c in plain]
    assert all(after.score < before.score for after, before in zip(scaled, plain, strict=True))


def test_trust_among_fewer_labels_keeps_what_else_it_holds() -> None:
    trust = structs.replace(TRUST, floors={"ORG": 0.3}, scale={"ORG": SURE})
    assert trust.among({"ORG"}) == trust
    assert trust.among(set()).floors == {"ORG": 0.3}


def test_labels_and_rules_that_the_model_does_not_know_pass() -> None:
    strangers = [candidate(0, 4, "rule/org.mine"), candidate(0, 4, "rule/money.amount", label="MONEY")]
    assert set(weigh(strangers, TRUST)) == set(strangers)


def test_the_trust_that_ships_names_rates_between_0_and_1_for_each_case() -> None:
    trust = load_trust(own_folder("models") / "gru")
    assert set(trust.model) == {"ORG", "ZONE", "PROJECT"}
    assert all(0 <= rate <= 1 for rates in trust.rules.values() for rate in rates.values())


def test_a_folder_without_trust_is_refused_with_what_to_do(tmp_path: object) -> None:
    with pytest.raises(ModelError, match="install the model anew"):
        load_trust(tmp_path)  # type: ignore[arg-type]
