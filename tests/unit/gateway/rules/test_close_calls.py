"""An interval that crosses a rule's threshold is marked for a person, and nothing follows by itself."""

from __future__ import annotations

import pytest

from gateway.domain.rule import ActionKind, Decision, DecisionStatus, PolicyProfile, Rule, RuleSet, RuleValue
from gateway.domain.scoring import DimensionScore, Interval, InterviewScore
from gateway.rules import DEFAULT_RULES, decide
from tests.factories.people import NOW
from tests.factories.scored import text

EVERYTHING = PolicyProfile(id="all", automatic=tuple(ActionKind))


def around(value: float, half: float, highest: float = 100.0) -> Interval:
    return Interval(low=max(value - half, 0.0), high=min(value + half, highest), confidence=0.9)


def decided(
    overall: float,
    culture: float = 4.8,
    *,
    half: float = 5.0,
    culture_half: float = 0.1,
    rules: RuleSet = DEFAULT_RULES,
    survey: float | None = None,
    dimensions: tuple[DimensionScore, ...] = (),
) -> Decision:
    score = InterviewScore(
        overall=overall,
        culture_fit=culture,
        dimensions=dimensions,
        interval=around(overall, half),
        culture_interval=around(culture, culture_half, 5.0),
    )
    return decide(rules, EVERYTHING, score, survey, id="d", interview_id="i", now=NOW)


def rules_of(*conditions: str) -> RuleSet:
    kinds = (ActionKind.OFFER, ActionKind.SECOND_ROUND)
    made = (
        Rule(id=f"r{at}", name=text("rule"), condition=one, actions=(kinds[at],)) for at, one in enumerate(conditions)
    )
    return RuleSet(id="mine", version="1", rules=tuple(made))


def test_far_from_every_threshold_the_policy_decides() -> None:
    decision = decided(93.0)
    assert (decision.close_calls, decision.status) == ((), DecisionStatus.AUTOMATIC)


def test_a_score_whose_interval_reaches_below_the_threshold_waits_for_a_person() -> None:
    decision = decided(83.0)
    assert decision.rule_id == "second-round"
    assert decision.status is DecisionStatus.PROPOSED
    (call,) = decision.close_calls
    assert call.values == (RuleValue("score", 79.9),)
    assert (call.rule_id, call.actions) == (None, (ActionKind.HUMAN_REVIEW,))


def test_between_two_thresholds_both_sides_are_named() -> None:
    calls = decided(75.0, half=6.0).close_calls
    assert [(one.values[0].value, one.rule_id) for one in calls] == [(69.9, "thank-you"), (80.0, "second-round")]


def test_an_interval_that_ends_at_the_threshold_crosses_it_only_where_the_rule_changes() -> None:
    assert decided(85.0, half=5.0).close_calls == ()
    assert len(decided(75.0, half=5.0).close_calls) == 1  # 80.0 is the second round already


def test_culture_fit_can_be_what_crosses() -> None:
    (call,) = decided(93.0, 4.2, culture_half=0.4).close_calls
    assert call.values == (RuleValue("culture_fit", 3.9),)


def test_two_values_that_only_together_change_the_decision_are_found() -> None:
    (call,) = decided(78.0, 3.8, half=3.0, culture_half=0.3).close_calls
    assert {one.name for one in call.values} == {"score", "culture_fit"}
    assert call.rule_id == "second-round"


def test_a_dimension_that_a_rule_looks_at_can_cross() -> None:
    data = DimensionScore(dimension_id="data", weight=1.0, score=76.0, interval=around(76.0, 4.0))
    needs = DimensionScore(dimension_id="needs", weight=1.0, score=20.0, interval=around(20.0, 4.0))
    decision = decided(90.0, rules=rules_of('dimensions["data"] >= 75'), dimensions=(data, needs))
    (call,) = decision.close_calls
    assert call.values == (RuleValue("dimensions.data", 74.9),)


def test_a_band_inside_the_interval_is_found_though_both_ends_agree() -> None:
    (call,) = decided(77.0, half=9.0, rules=rules_of("score >= 70 && score < 72")).close_calls
    assert call.values == (RuleValue("score", 71.9),)


def test_a_threshold_may_be_a_sum() -> None:
    (call,) = decided(
        70.0, 4.0, half=2.0, culture_half=0.0, rules=rules_of("score + culture_fit * 10 > 109.0")
    ).close_calls
    assert call.values == (RuleValue("score", 69.0),)


def test_another_rule_with_the_same_actions_is_no_close_call() -> None:
    same = RuleSet(
        id="same",
        version="1",
        rules=tuple(
            Rule(id=one, name=text(one), condition=condition, actions=(ActionKind.OFFER,))
            for one, condition in (("a", "score >= 80"), ("b", "score >= 70"))
        ),
    )
    assert decided(80.0, rules=same).close_calls == ()


def test_a_survey_has_no_interval() -> None:
    (call, *others) = decided(91.0, survey=4.5).close_calls
    assert others == []
    assert call.values == (RuleValue("score", 89.9),)


def test_scores_of_old_without_intervals_are_no_close_calls() -> None:
    score = InterviewScore(overall=80.0, culture_fit=4.0, dimensions=())
    decision = decide(DEFAULT_RULES, EVERYTHING, score, None, id="d", interview_id="i", now=NOW)
    assert (decision.close_calls, decision.status) == ((), DecisionStatus.AUTOMATIC)


@pytest.mark.parametrize("overall", [80.0, 79.9, 70.0, 69.9])
def test_at_a_threshold_nothing_is_automatic(overall: float) -> None:
    assert decided(overall, half=1.0).status is DecisionStatus.PROPOSED
