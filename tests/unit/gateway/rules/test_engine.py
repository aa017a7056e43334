from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from gateway.domain.rule import ActionKind, Decision, DecisionStatus, PolicyProfile, Rule, RuleSet, RuleValue
from gateway.domain.scoring import DimensionScore, InterviewScore
from gateway.rules import DEFAULT_RULES, ConditionError, check, decide
from tests.factories.people import NOW
from tests.factories.scored import text

POLICY = PolicyProfile(
    id="cautious", automatic=(ActionKind.SECOND_ROUND, ActionKind.TALENT_POOL, ActionKind.HUMAN_REVIEW)
)


def decided(
    overall: float | None,
    culture: float | None = 5.0,
    survey: float | None = None,
    **given: Any,  # noqa: ANN401
) -> Decision:
    result = InterviewScore(overall=overall, culture_fit=culture, dimensions=given.pop("dimensions", ()))
    rules = given.pop("rules", DEFAULT_RULES)
    policy = given.pop("policy", POLICY)
    return decide(rules, policy, result, survey, id="decision-1", interview_id="interview-1", now=NOW)


def rules_of(*conditions: str) -> RuleSet:
    rules = (
        Rule(id=f"r{at}", name=text("rule"), condition=one, actions=(ActionKind.OFFER,))
        for at, one in enumerate(conditions)
    )
    return RuleSet(id="mine", version="9", rules=tuple(rules))


def test_the_default_rules_are_sound() -> None:
    assert check(DEFAULT_RULES) == ()


@pytest.mark.parametrize(
    ("overall", "culture", "survey", "rule"),
    [
        (80.0, 4.0, None, "second-round"),
        (79.9, 4.0, None, None),
        (80.0, 3.9, None, None),
        (70.0, 1.0, None, None),
        (69.9, 5.0, None, "thank-you"),
        (90.0, 1.0, 4.5, "offer"),
        (89.9, 4.0, 5.0, "second-round"),
        (95.0, 4.0, 4.4, "second-round"),
        (95.0, 4.0, None, "second-round"),
        (85.0, None, None, None),
        (None, 5.0, 5.0, None),
        (None, None, None, None),
    ],
)
def test_the_default_rules_at_their_thresholds(
    overall: float | None, culture: float | None, survey: float | None, rule: str | None
) -> None:
    assert decided(overall, culture, survey).rule_id == rule


@pytest.mark.parametrize(("overall", "rule"), [(79.96, "second-round"), (79.94, None), (69.96, None)])
def test_what_is_shown_is_what_decides(overall: float, rule: str | None) -> None:
    decision = decided(overall)
    assert decision.rule_id == rule
    assert decision.values[0] == RuleValue("score", round(overall, 1))


def test_without_a_rule_that_holds_a_person_looks_at_it() -> None:
    decision = decided(75.0)
    assert decision.actions == (ActionKind.HUMAN_REVIEW,)
    assert (decision.rule_id, decision.condition, decision.rule_name) == (None, None, None)


def test_a_decision_names_rule_values_and_version() -> None:
    decision = decided(85.0, 4.5)
    assert decision.condition == "score >= 80 && culture_fit >= 4"
    assert decision.rule_name == DEFAULT_RULES.rules[1].name
    assert (decision.rule_set_id, decision.rule_set_version) == ("default", DEFAULT_RULES.version)
    assert decision.values == (RuleValue("score", 85.0), RuleValue("culture_fit", 4.5), RuleValue("survey", None))
    assert (decision.policy_profile, decision.decided_at) == ("cautious", NOW)


def test_what_the_policy_allows_takes_effect_by_itself() -> None:
    assert decided(85.0).status is DecisionStatus.AUTOMATIC


def test_one_action_that_needs_a_person_makes_it_a_proposal() -> None:
    decision = decided(50.0)
    assert ActionKind.TALENT_POOL in decision.actions
    assert decision.status is DecisionStatus.PROPOSED


def test_nothing_is_automatic_where_the_policy_allows_nothing() -> None:
    assert decided(75.0, policy=PolicyProfile(id="strict", automatic=())).status is DecisionStatus.PROPOSED


def test_the_first_rule_that_holds_decides() -> None:
    assert decided(85.0, rules=rules_of("score > 90", "score > 80", "score > 70")).rule_id == "r1"


def test_rules_can_look_at_dimensions() -> None:
    dimensions = (
        DimensionScore(dimension_id="data", weight=1.0, score=66.0),
        DimensionScore(dimension_id="needs", weight=1.0, score=None),
    )
    decision = decided(85.0, rules=rules_of('dimensions["needs"] > 1', "dimensions.data > 60"), dimensions=dimensions)
    assert decision.rule_id == "r1"
    assert decision.values == (RuleValue("dimensions.data", 66.0), RuleValue("dimensions.needs", None))


def test_problems_name_their_rule() -> None:
    found = check(rules_of("score > 1", "scor > 1", "score >"))
    assert [one.rule_id for one in found] == ["r1", "r2"]


def test_an_unsound_rule_set_decides_nothing() -> None:
    with pytest.raises(ConditionError):
        decided(85.0, rules=rules_of("scor > 1"))


def test_a_changed_rule_under_the_same_version_is_not_taken_from_memory() -> None:
    before = rules_of("score > 90")
    assert decided(85.0, rules=before).rule_id is None
    assert decided(85.0, rules=replace(before, rules=rules_of("score > 80").rules)).rule_id == "r0"
