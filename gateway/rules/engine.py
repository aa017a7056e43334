"""The decision: which rule holds for a score, and whether it takes effect by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from msgspec import Struct

from gateway.domain.rule import Decision, DecisionStatus, PolicyProfile, Rule, RuleSet, RuleValue
from gateway.domain.scoring import InterviewScore, shown
from gateway.rules.cel import CelConditions
from gateway.rules.close_calls import close_calls
from gateway.rules.conditions import Condition, ConditionError, Conditions, Facts, Problem

KEPT_RULE_SETS = 64

CEL: Conditions = CelConditions()


class RuleProblem(Struct, frozen=True, kw_only=True):
    """A rule that cannot be used, and why."""

    rule_id: str
    problem: Problem


class Compiled(Struct, frozen=True):
    """A rule with its condition ready for use."""

    rule: Rule
    condition: Condition


def check(rule_set: RuleSet, conditions: Conditions = CEL) -> tuple[RuleProblem, ...]:
    """Give everything that is wrong with the conditions of a rule set; nothing means that it can be used."""

    def problems() -> Iterator[RuleProblem]:
        for rule in rule_set.rules:
            try:
                conditions.compile(rule.condition)
            except ConditionError as error:
                yield from (RuleProblem(rule_id=rule.id, problem=problem) for problem in error.problems)

    return tuple(problems())


@lru_cache(maxsize=KEPT_RULE_SETS)
def _compiled(rule_set: RuleSet, conditions: Conditions) -> tuple[Compiled, ...]:
    return tuple(Compiled(rule, conditions.compile(rule.condition)) for rule in rule_set.rules)


def facts_of(score: InterviewScore, survey: float | None) -> Facts:
    """Give the values that rules look at, each rounded as people see it: what a report shows as 80.0 counts as 80.0."""
    return Facts(
        score=None if score.overall is None else shown(score.overall),
        culture_fit=None if score.culture_fit is None else shown(score.culture_fit),
        survey=None if survey is None else shown(survey),
        dimensions={one.dimension_id: shown(one.score) for one in score.dimensions if one.score is not None},
    )


def _names(rules: Sequence[Compiled]) -> frozenset[str]:
    return frozenset[str]().union(*(one.condition.names for one in rules))


def _values(rules: Sequence[Compiled], facts: Facts, score: InterviewScore) -> Iterator[RuleValue]:
    """Give the values that the rules look at, what is not there included."""
    names = _names(rules)
    for name in ("score", "culture_fit", "survey"):
        if name in names:
            yield RuleValue(name, getattr(facts, name))
    if "dimensions" in names:
        for one in score.dimensions:
            yield RuleValue(f"dimensions.{one.dimension_id}", facts.dimensions.get(one.dimension_id))


def decide(
    rule_set: RuleSet,
    policy: PolicyProfile,
    score: InterviewScore,
    survey: float | None,
    *,
    id: str,
    interview_id: str,
    now: datetime,
    conditions: Conditions = CEL,
) -> Decision:
    """Decide by the first rule that holds, or by `otherwise` when none does.

    The decision takes effect by itself only when the policy allows it for every one of its actions and no interval of a
    score that decided crosses a threshold. Raises
    `ConditionError` when a condition is unsound: check a rule set before it becomes the active one.
    """
    facts = facts_of(score, survey)
    rules = _compiled(rule_set, conditions)

    def choose(facts: Facts) -> Rule | None:
        return next((one.rule for one in rules if one.condition.holds(facts)), None)

    rule = choose(facts)
    actions = rule.actions if rule else rule_set.otherwise
    close = close_calls(rule_set, choose, _names(rules), facts, score)
    automatic = set(actions) <= set(policy.automatic) and not close
    return Decision(
        id=id,
        interview_id=interview_id,
        rule_set_id=rule_set.id,
        rule_set_version=rule_set.version,
        rule_id=rule.id if rule else None,
        rule_name=rule.name if rule else None,
        condition=rule.condition if rule else None,
        values=tuple(_values(rules, facts, score)),
        actions=actions,
        status=DecisionStatus.AUTOMATIC if automatic else DecisionStatus.PROPOSED,
        policy_profile=policy.id,
        decided_at=now,
        close_calls=close,
    )
