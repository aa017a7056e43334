"""Takes in rule sets: the one that came last decides. Decisions keep the id and version of the one that made them."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.errors import NotFoundError
from gateway.domain.rule import ActionKind, RuleSet
from gateway.domain.text import LocalizedText
from gateway.intake.commands import NewRuleSet
from gateway.intake.errors import FieldsError
from gateway.intake.fields import EMPTY, Problem, identifiers, text
from gateway.ports import UnitOfWork
from gateway.rules import check

NO_RULES = LocalizedText("还没有规则。请提交一套规则。", "There are no rules yet. Send a rule set.")


def add_rule_set(work: UnitOfWork, command: NewRuleSet) -> RuleSet:
    """Keep a rule set and let it decide from now on; reports that are there keep their decisions.

    Raises `FieldsError`, which names every field and every place in a condition that does not fit, and `ConflictError`
    where this version is there already.
    """
    rule_set = RuleSet(id=command.id, version=command.version, rules=command.rules, otherwise=command.otherwise)
    problems = list(_problems(rule_set))
    if problems:
        raise FieldsError(problems)
    work.rule_sets.add(rule_set)
    return rule_set


def active_rule_set(work: UnitOfWork) -> RuleSet:
    """Give the rule set that decides now. Raises `NotFoundError`."""
    rule_set = work.rule_sets.active()
    if rule_set is None:
        raise NotFoundError(NO_RULES)
    return rule_set


def _problems(rule_set: RuleSet) -> Iterator[Problem]:
    yield from identifiers("rules", [rule.id for rule in rule_set.rules])
    for number, rule in enumerate(rule_set.rules):
        yield from text(f"rules[{number}].name", rule.name)
        yield from _actions(f"rules[{number}].actions", rule.actions)
        yield from _condition(f"rules[{number}].condition", rule_set, number)
    yield from _actions("otherwise", rule_set.otherwise)


def _actions(path: str, actions: tuple[ActionKind, ...]) -> Iterator[Problem]:
    if not actions:
        yield path, EMPTY


def _condition(path: str, rule_set: RuleSet, number: int) -> Iterator[Problem]:
    alone = RuleSet(id=rule_set.id, version=rule_set.version, rules=(rule_set.rules[number],))
    for found in check(alone):
        place = found.problem
        yield f"{path} {place.line}:{place.column}", place.help
