"""A work queue that remembers what it was told, and can be down."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class FakeWorkQueue:
    down: bool = False
    answers: list[str] = field(default_factory=list)
    interviews: list[str] = field(default_factory=list)

    async def answer_received(self, answer_id: str) -> None:
        self._check()
        self.answers.append(answer_id)

    async def interview_finished(self, interview_id: str) -> None:
        self._check()
        self.interviews.append(interview_id)

    def _check(self) -> None:
        if self.down:
            raise ConnectionError("the bus is down")
