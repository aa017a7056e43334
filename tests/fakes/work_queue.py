"""A work queue that remembers what it was told. Down, it loses it, as the real one does after logging."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class FakeWorkQueue:
    down: bool = False
    answers: list[str] = field(default_factory=list)
    interviews: list[str] = field(default_factory=list)
    lives: list[str] = field(default_factory=list)

    async def answer_received(self, answer_id: str) -> None:
        if not self.down:
            self.answers.append(answer_id)

    async def interview_finished(self, interview_id: str) -> None:
        if not self.down:
            self.interviews.append(interview_id)

    async def live_began(self, live_id: str) -> None:
        if not self.down:
            self.lives.append(live_id)
