"""Watching over eyes that are slow or broken."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
import pytest

from inference.errors import PerceptionError, ServerUnavailableError
from inference.null import MODEL, NullEyes, NullPerception
from inference.senses import EyeModels, State
from inference.types import BodySample, FaceSample, Frames
from inference.watching import BATCH_BYTES, WatchingSession
from tests.factories.sessions import watched


class Eyes(NullEyes):
    """Eyes that count how many times they have looked, and whose calls can be held back or broken by name."""

    def __init__(self, sees_bodies: bool = True) -> None:
        self.models = EyeModels(MODEL, MODEL if sees_bodies else None)
        self.open = asyncio.Event()
        self.open.set()
        self.broken: dict[str, PerceptionError] = {}
        self.batches: list[int] = []

    async def faces(
        self, frames: Frames, at_ms: Sequence[int], state: State | None
    ) -> tuple[list[FaceSample], State | None]:
        self.batches.append(len(frames))
        samples, _ = await super().faces(frames, at_ms, state)
        return samples, await self._next("faces", state, len(frames))

    async def bodies(
        self, frames: Frames, at_ms: Sequence[int], state: State | None
    ) -> tuple[list[BodySample], State | None]:
        samples, _ = await super().bodies(frames, at_ms, state)
        return samples, await self._next("bodies", state, len(frames))

    async def _next(self, name: str, state: State | None, count: int) -> State:
        await self.open.wait()
        if name in self.broken:
            raise self.broken[name]
        return np.array([count + (0 if state is None else state[0])], np.float32)


def watching(eyes: Eyes) -> WatchingSession:
    async def open_eyes() -> Eyes:
        return eyes

    return WatchingSession(open_eyes)


def grey(count: int) -> Frames:
    return np.full((count, 6, 8, 3), 128, np.uint8)


async def test_large_batches_are_cut_and_nothing_is_lost() -> None:
    eyes = Eyes()
    frames = np.zeros((30, 480, 640, 3), np.uint8)

    async with watching(eyes) as session:
        samples = await session.add(frames, range(0, 3000, 100))

    assert [sample.at_ms for sample in samples] == list(range(0, 3000, 100))
    assert len(eyes.batches) > 1
    assert max(eyes.batches) * frames[0].nbytes <= BATCH_BYTES


async def test_without_a_body_model_there_is_no_body() -> None:
    async with watching(Eyes(sees_bodies=False)) as session:
        await session.add(grey(3), [0, 100, 200])
        found = await session.finish()

    assert found.body is None
    assert len(found.face.samples) == 3


async def test_calls_that_come_together_are_answered_in_their_order() -> None:
    eyes = Eyes()
    eyes.open.clear()

    async with watching(eyes) as session:
        calls = [asyncio.create_task(session.add(grey(2), [at, at + 100])) for at in (0, 200, 400)]
        await asyncio.sleep(0)
        eyes.open.set()
        await asyncio.gather(*calls)
        found = await session.finish()

    assert found == await watched(NullPerception(), grey(6), range(0, 600, 100))


@pytest.mark.parametrize("name", ["faces", "bodies"])
async def test_an_error_stays_and_ends_everything(name: str) -> None:
    eyes, before = Eyes(), asyncio.all_tasks()
    eyes.broken[name] = ServerUnavailableError("gone")

    async with watching(eyes) as session:
        for _ in range(2):
            with pytest.raises(ServerUnavailableError) as raised:
                await session.add(grey(1), [0])
            assert raised.value is eyes.broken[name]
        with pytest.raises(ServerUnavailableError):
            await session.finish()

    assert asyncio.all_tasks() == before


async def test_a_call_that_was_cancelled_half_way_ends_the_session() -> None:
    eyes, before = Eyes(), asyncio.all_tasks()
    eyes.open.clear()

    async with watching(eyes) as session:
        call = asyncio.create_task(session.add(grey(1), [0]))
        await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        with pytest.raises(PerceptionError, match="in part only"):
            await session.finish()

    assert asyncio.all_tasks() == before
