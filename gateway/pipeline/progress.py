"""How far an answer is: written down a few times, at sensible steps, and told to who watches."""

from __future__ import annotations

import msgspec

from gateway.actions.desk import in_transaction
from gateway.domain.interview import Answer, AnswerStatus
from gateway.pipeline.deps import Deps
from gateway.ports import UnitOfWork

BEGUN = 0.05
HEARD = 0.3  # the share that the sound takes; the picture takes the rest up to `PERCEIVED`
PERCEIVED = 0.9
STEP = 0.2  # smaller steps are not written: each costs a flushed transaction

DONE = (AnswerStatus.READY, AnswerStatus.FAILED)


class Progress:
    """The progress of one answer; it only grows, and nothing is changed once the answer is done."""

    def __init__(self, deps: Deps, answer: Answer) -> None:
        self._deps = deps
        self._answer = answer
        self._written = answer.progress if answer.status == AnswerStatus.PERCEIVING else 0.0
        self._heard = 0.0
        self._seen = 0.0

    async def begin(self) -> None:
        """Say that work has begun."""
        await self._write(AnswerStatus.PERCEIVING, max(BEGUN, self._written))

    async def heard(self) -> None:
        """Say that the sound is done."""
        self._heard = HEARD
        await self._grown()

    async def seen(self, at_s: float, of_s: float) -> None:
        """Say that the picture is done up to `at_s` of `of_s` seconds."""
        self._seen = (PERCEIVED - HEARD - BEGUN) * min(1.0, at_s / of_s if of_s > 0 else 0.0)
        await self._grown()

    async def perceived(self) -> None:
        """Say that only measuring is left."""
        await self._write(AnswerStatus.PERCEIVING, PERCEIVED)

    async def ready(self) -> None:
        """Say that the answer is worked through."""
        await self._write(AnswerStatus.READY, 1.0)

    async def failed(self, problem: str) -> None:
        """Say that nothing in the answer can be used; `problem` is a code of `gateway.domain.problems`."""
        await self._write(AnswerStatus.FAILED, 1.0, problem)

    async def _grown(self) -> None:
        share = BEGUN + self._heard + self._seen
        if share >= self._written + STEP:
            await self._write(AnswerStatus.PERCEIVING, share)

    async def _write(self, status: AnswerStatus, share: float, problem: str | None = None) -> None:
        self._written = share

        def save(uow: UnitOfWork) -> None:
            answer = uow.answers.get(self._answer.id)
            if answer is not None and answer.status not in DONE:
                uow.answers.save(
                    msgspec.structs.replace(answer, status=status, progress=round(share, 2), problem=problem)
                )

        await in_transaction(self._deps.desk.begin, save)
        await self._deps.desk.progress.changed(self._answer.interview_id)
