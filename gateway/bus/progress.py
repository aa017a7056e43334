"""Tells who watches an interview that something about it changed; for notices, not for truth."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from gateway.bus.watching import watch
from wire import names
from wire.link import Link

AT_LEAST_EVERY_S = 3.0


class NatsProgressFeed:
    """`ProgressFeed` on core NATS: nothing is stored, and a notice that got lost is made up for by the clock."""

    def __init__(self, link: Link, at_least_every_s: float = AT_LEAST_EVERY_S) -> None:
        self._link = link
        self._period_s = at_least_every_s

    async def changed(self, interview_id: str) -> None:
        """Tell the watchers, if they can be reached."""
        await self._link.tell(_subject(interview_id))

    def watch(self, interview_id: str) -> AsyncGenerator[None, None]:
        """Yield once at first, then whenever something changed, and at least every few seconds."""
        return watch(self._link, _subject(interview_id), self._period_s)


def _subject(interview_id: str) -> str:
    return f"progress.{names.token(interview_id)}"
