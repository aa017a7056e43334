"""Sees a recording's pictures while they come in; the models' memory goes from one call to the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Self

import numpy as np

from inference.checked import check_frames, check_times
from inference.errors import PerceptionError
from inference.kernels import face_events
from inference.kernels.frames import NEVER, due
from inference.senses import Eyes, State
from inference.sessions import Session
from inference.types import BodySample, BodyTrack, FaceSample, FaceTrack, Frames, ModelRef, Span, Watched

BATCH_BYTES = 15 * 1024**2
"""Frames go to the models in batches of this size at most: with their times they fit into a region of shared memory."""

_MOVING = ("pitch", "yaw", "eye_open")


class WatchingSession(Session):
    """`inference.ports.Watching` by `Eyes`, which are opened when the session begins. One `add` at a time."""

    def __init__(self, open_eyes: Callable[[], Awaitable[Eyes]]) -> None:
        super().__init__()
        self._open_eyes = open_eyes
        self._turn = asyncio.Lock()
        self._state: State | None = None
        self._samples: list[FaceSample] = []
        self._body_state: State | None = None
        self._bodies: list[BodySample] = []

    async def __aenter__(self) -> Self:
        self._eyes = await self._open_eyes()
        return self

    async def add(self, frames: Frames, at_ms: Sequence[int]) -> tuple[FaceSample, ...]:
        """Measure the next frames."""
        async with self._turn:
            self._check_open()
            try:
                check_frames(frames, at_ms)
                check_times(at_ms, self._samples[-1].at_ms if self._samples else None)
                found = await self._look(frames, at_ms)
            except PerceptionError as error:
                self._fail(error)
                raise
            except asyncio.CancelledError:
                self._fail(PerceptionError("frames were seen in part only"))
                raise
            self._samples += found
            return tuple(found)

    async def finish(self) -> Watched:
        """Give everything."""
        async with self._turn:
            self._check()
            self._over = True
            model = self._eyes.models.body
            body = None if model is None else BodyTrack(samples=tuple(self._bodies), model=model)
            return Watched(face=tracked(self._samples, self._eyes.models.face), body=body)

    async def _look(self, frames: Frames, at_ms: Sequence[int]) -> list[FaceSample]:
        size = max(1, BATCH_BYTES // max(frames[:1].nbytes, 1))
        found: list[FaceSample] = []
        for start in range(0, len(frames), size):
            part = slice(start, start + size)
            bodies = self._run(self._look_at_body(frames[part], at_ms[part]))
            samples, self._state = await self._eyes.faces(frames[part], at_ms[part], self._state)
            await bodies
            found += samples
        return found

    async def _look_at_body(self, frames: Frames, at_ms: Sequence[int]) -> None:
        """Measure the body in the first frame of every half second: it moves slowly."""
        last = self._bodies[-1].at_ms if self._bodies else NEVER
        places = [] if self._eyes.models.body is None else due(np.array(at_ms, np.int64), last)
        if places:
            times = [at_ms[place] for place in places]
            samples, self._body_state = await self._eyes.bodies(frames[places], times, self._body_state)
            self._bodies += samples


def tracked(samples: Sequence[FaceSample], model: ModelRef) -> FaceTrack:
    """Put the samples of a whole recording together, with the movements that only show over time."""
    at_ms, track = (np.array([getattr(one, name) for one in samples], np.int64) for name in ("at_ms", "track"))
    pitch, yaw, eyes = (np.array([getattr(one, name) for one in samples], np.float64) for name in _MOVING)
    return FaceTrack(
        samples=tuple(samples),
        model=model,
        blinks=tuple(Span(*span) for span in face_events.blinks(at_ms, track, eyes)),
        nods=tuple(Span(*span) for span in face_events.nods(at_ms, track, pitch, yaw)),
    )
