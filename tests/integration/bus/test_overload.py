"""Work that the real model server turns away is done later, and is not given up."""

from __future__ import annotations

import asyncio

import numpy as np

from gateway.bus.streams import ensure_streams
from gateway.bus.work import NatsWorkQueue, consume_work
from inference.channel import Channel
from inference.errors import OverloadedError
from inference.serving import LATER_QUEUE
from tests.fixtures.nats import Bus, eventually


class Greedy:
    """Asks for more than the server takes at first, and for one thing the next time."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.refused = 0
        self.done: list[str] = []
        self.gave_up: list[str] = []

    async def answer(self, answer_id: str) -> None:
        requests = 1 if self.refused else 4 * LATER_QUEUE
        found = await asyncio.gather(*(self._ask() for _ in range(requests)), return_exceptions=True)
        for error in found:
            if isinstance(error, BaseException):
                self.refused += isinstance(error, OverloadedError)
                raise error
        self.done.append(answer_id)

    async def nothing(self, subject_id: str) -> None:
        raise AssertionError(f"nobody queued {subject_id}")

    async def given_up(self, _kind: str, subject_id: str, _reason: str) -> None:
        self.gave_up.append(subject_id)

    async def _ask(self) -> None:
        frames = np.random.default_rng(7).integers(0, 256, (24, 48, 48, 3), np.uint8)
        given = {"FRAMES": frames, "AT_MS": np.arange(24, dtype=np.int32) * 100}
        await self._channel.infer("face", given, ["PRESENCE"])


async def test_an_answer_that_an_overloaded_server_turned_away_is_worked_on_later(
    own_bus: Bus, triton_address: str
) -> None:
    channel = Channel(triton_address, timeout_s=60.0)
    worker = Greedy(channel)
    async with own_bus.gateway() as link:
        await ensure_streams(link)
        working = asyncio.create_task(
            consume_work(link, worker.answer, worker.nothing, worker.nothing, gave_up=worker.given_up)
        )
        await NatsWorkQueue(link).answer_received("a-1")
        await eventually(lambda: bool(worker.done or worker.gave_up or working.done()))
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    await channel.close()

    assert worker.refused == 1
    assert worker.done == ["a-1"]
    assert worker.gave_up == []
