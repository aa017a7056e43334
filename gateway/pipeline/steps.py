"""Results of steps, kept once under everything that made them, so that no step is done twice."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from gateway.actions.desk import Desk, in_transaction, reading

Result = TypeVar("Result")

LAYOUT = 4  # grows when a step's result changes its meaning without a new version of the software


def digest(*parts: object) -> str:
    """Give a digest of the values that made a result."""
    return hashlib.sha256(msgspec.json.encode((LAYOUT, parts), order="deterministic")).hexdigest()


@dataclass(frozen=True)
class Steps:
    """The step results of one answer (or, with `answer_id` "", of the interview) for one set of versions."""

    desk: Desk
    interview_id: str
    answer_id: str
    versions: str

    async def once(self, step: str, kind: Any, make: Callable[[], Awaitable[Result]]) -> Result:  # noqa: ANN401 - a type form such as `tuple[Word, ...]`
        """Give the kept result of `step`, of type `kind`; where there is none, make it and keep it."""
        key = (self.interview_id, self.answer_id, step, self.versions)
        data = await reading(self.desk.read, lambda uow: uow.steps.get(*key))
        if data is not None:
            found: Result = msgspec.msgpack.decode(data, type=kind)
            return found
        made = await make()
        await self.keep(step, made)
        return made

    async def keep(self, step: str, made: object) -> None:
        """Keep the result of `step`; where there is one, that stays."""
        key = (self.interview_id, self.answer_id, step, self.versions)
        encoded = msgspec.msgpack.encode(made)
        await in_transaction(self.desk.begin, lambda uow: uow.steps.put(*key, encoded))
