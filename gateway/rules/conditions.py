"""Conditions: what rules may say and how they are evaluated, behind an interface."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from gateway.domain.text import LocalizedText


class Problem(Struct, frozen=True, kw_only=True):
    """What is wrong with a condition: `line` and `column` (from 1) in the condition as it was written, and help."""

    line: int
    column: int
    message: str
    help: LocalizedText


class ConditionError(Exception):
    """A condition cannot be used; `problems` say where and why, at least one."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{one.line}:{one.column} {one.message}" for one in problems))
        self.problems = problems


class Facts(Struct, frozen=True, kw_only=True):
    """The values that a condition may look at; `None` and absent dimensions are values that are not there."""

    score: float | None = None
    culture_fit: float | None = None
    survey: float | None = None
    dimensions: Mapping[str, float] = {}


class Condition(Protocol):
    """A condition that was found to be sound."""

    @property
    def names(self) -> frozenset[str]:
        """Give the fields of `Facts` that it mentions."""
        ...

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds. A condition that needs a value that is not there does not hold."""
        ...


class Conditions(Protocol):
    """A language for conditions."""

    def compile(self, source: str) -> Condition:
        """Check a condition and make it ready. Raises `ConditionError`."""
        ...

    def __hash__(self) -> int: ...
