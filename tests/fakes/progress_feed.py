"""A progress feed in the same process: whoever watches is woken by `changed`."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable


class FakeProgressFeed:
    """`script` is what happens while somebody watches: one item each time the watcher comes back for more."""

    def __init__(self) -> None:
        self.script: list[Callable[[], None]] = []
        self._watchers: dict[str, set[asyncio.Event]] = defaultdict(set)

    async def changed(self, interview_id: str) -> None:
        for event in self._watchers[interview_id]:
            event.set()

    async def watch(self, interview_id: str) -> AsyncIterator[None]:
        event = asyncio.Event()
        self._watchers[interview_id].add(event)
        try:
            yield
            while True:
                if self.script:
                    self.script.pop(0)()
                else:
                    await event.wait()
                event.clear()
                yield
        finally:
            self._watchers[interview_id].discard(event)
