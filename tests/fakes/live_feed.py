"""A live feed in the same process."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from inference.types import Utterance


class FakeLiveFeed:
    """`holders` are the answers that somebody works on; `spoken` is all that was said."""

    def __init__(self) -> None:
        self.holders: dict[str, Callable[[], Sequence[Utterance]]] = {}
        self.holding = asyncio.Event()
        self.spoken: list[Utterance] = []
        self.notices: list[str] = []
        self.at_end: Callable[[], None] | None = None  # happens once somebody has begun to follow
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._following: dict[str, set[asyncio.Queue[Utterance | None]]] = defaultdict(set)

    async def came(self, live_id: str) -> None:
        self.notices.append(live_id)
        for event in self._waiting[live_id]:
            event.set()

    async def news(self, live_id: str) -> AsyncIterator[None]:
        event = asyncio.Event()
        self._waiting[live_id].add(event)
        try:
            while True:
                yield
                await event.wait()
                event.clear()
        finally:
            self._waiting[live_id].discard(event)

    async def held(self, live_id: str) -> bool:
        return live_id in self.holders

    @asynccontextmanager
    async def hold(self, live_id: str, said: Callable[[], Sequence[Utterance]]) -> AsyncIterator[None]:
        self.holders[live_id] = said
        self.holding.set()
        try:
            yield
        finally:
            del self.holders[live_id]
            for queue in self._following[live_id]:
                queue.put_nowait(None)
            await self.came(live_id)

    async def say(self, live_id: str, utterance: Utterance) -> None:
        self.spoken.append(utterance)
        for queue in self._following[live_id]:
            queue.put_nowait(utterance)

    async def follow(self, live_id: str) -> AsyncIterator[Utterance | None]:
        queue: asyncio.Queue[Utterance | None] = asyncio.Queue()
        self._following[live_id].add(queue)
        for utterance in self.holders.get(live_id, tuple)():
            queue.put_nowait(utterance)
        if self.at_end is not None:
            queue.put_nowait(None)
        try:
            yield None
            if self.at_end is not None:
                self.at_end()
            while True:
                yield await queue.get()
        finally:
            self._following[live_id].discard(queue)
