"""A progress feed in the same process: whoever watches is woken by `changed`."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator


class FakeProgressFeed:
    def __init__(self) -> None:
        self._watchers: dict[str, set[asyncio.Event]] = defaultdict(set)

    async def changed(self, interview_id: str) -> None:
        for event in self._watchers[interview_id]:
            event.set()

    async def watch(self, interview_id: str) -> AsyncIterator[None]:
        event = asyncio.Event()
        self._watchers[interview_id].add(event)
        try:
            while True:
                yield
                await event.wait()
                event.clear()
        finally:
            self._watchers[interview_id].discard(event)

    def watchers(self, interview_id: str) -> int:
        return len(self._watchers[interview_id])
