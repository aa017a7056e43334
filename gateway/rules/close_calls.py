"""Whether the rules would decide otherwise within the intervals of the scores.

The rule set itself is asked, so that it does not matter how its conditions are written. Each value alone is tried at
every score that people see (one decimal) between the ends of its interval, outwards from what was measured: that misses
nothing. Together, values are tried at the ends: any two of them, and all at their low or high ends, which finds every
change that rules make which rise or fall with the scores. Three values that must change in different directions at once
are not tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, product
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from gateway.domain.rule import CloseCall, Rule, RuleSet, RuleValue
from gateway.domain.scoring import Interval, InterviewScore
from gateway.rules.conditions import Facts

STEPS = 10
"""Scores are shown, and compared, in tenths."""

DIMENSION = "dimensions."

Choose: TypeAlias = Callable[[Facts], Rule | None]
Ends: TypeAlias = Mapping[str, tuple[float, float]]


class _Search(Struct, frozen=True, kw_only=True):
    """What is tried: which rule holds for which facts, and what was decided on the facts as measured."""

    rule_set: RuleSet
    choose: Choose
    facts: Facts

    def otherwise(self, changed: Mapping[str, float]) -> CloseCall | None:
        """Give what would be decided with the values changed, if that is something else."""
        rule = self.choose(_with(self.facts, changed))
        made = self.choose(self.facts)
        actions = rule.actions if rule else self.rule_set.otherwise
        if set(actions) == set(made.actions if made else self.rule_set.otherwise):
            return None
        return CloseCall(
            values=tuple(RuleValue(name, value) for name, value in changed.items()),
            rule_id=rule.id if rule else None,
            rule_name=rule.name if rule else None,
            actions=actions,
        )


def _with(facts: Facts, changed: Mapping[str, float]) -> Facts:
    named = {name: value for name, value in changed.items() if not name.startswith(DIMENSION)}
    dimensions = {name.removeprefix(DIMENSION): value for name, value in changed.items() if name.startswith(DIMENSION)}
    return replace(facts, **named, dimensions={**facts.dimensions, **dimensions})


def _intervals(score: InterviewScore, names: frozenset[str]) -> Iterator[tuple[str, Interval | None]]:
    yield "score", score.interval if "score" in names else None
    yield "culture_fit", score.culture_interval if "culture_fit" in names else None
    if "dimensions" in names:
        yield from ((f"{DIMENSION}{one.dimension_id}", one.interval) for one in score.dimensions)


def _value(facts: Facts, name: str) -> float | None:
    if name.startswith(DIMENSION):
        return facts.dimensions.get(name.removeprefix(DIMENSION))
    value: float | None = getattr(facts, name)
    return value


def _outwards(value: float, end: float) -> Iterator[float]:
    """Give the scores from the one next to `value` to `end`, in tenths."""
    first, last = round(value * STEPS), round(end * STEPS)
    step = 1 if last > first else -1
    yield from (at / STEPS for at in range(first + step, last + step, step) if last != first)


def _alone(search: _Search, ends: Ends) -> Iterator[CloseCall]:
    """Give, for each value and direction, the nearest change of it alone that changes the decision."""
    for name, both in ends.items():
        value = _value(search.facts, name)
        for end in both if value is not None else ():
            tried = (search.otherwise({name: one}) for one in _outwards(value or 0.0, end))
            found = next((one for one in tried if one), None)
            if found:
                yield found


def _together(search: _Search, ends: Ends) -> Iterator[CloseCall]:
    """Give what changes when several values lie at their ends."""
    for names in combinations(ends, 2):
        for corner in product(*(ends[name] for name in names)):
            found = search.otherwise(dict(zip(names, corner, strict=True)))
            if found:
                yield found
    for side in (0, 1):
        found = search.otherwise({name: both[side] for name, both in ends.items()})
        if found:
            yield found


def close_calls(
    rule_set: RuleSet, choose: Choose, names: frozenset[str], facts: Facts, score: InterviewScore
) -> tuple[CloseCall, ...]:
    """Give what would be decided otherwise within the intervals of the values that the rules look at (`names`).

    Where no value changes the decision alone, the first way in which several do is given. A survey has no interval.
    """
    known = {name: held for name, held in _intervals(score, names) if held and _value(facts, name) is not None}
    ends = {name: (held.low, held.high) for name, held in known.items()}
    search = _Search(rule_set=rule_set, choose=choose, facts=facts)
    return tuple(_alone(search, ends)) or tuple(one for one in [next(_together(search, ends), None)] if one)
