"""Decodes recordings in confined child processes (`gateway.media.child`); implements `gateway.ports.Decoder`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Struct

from gateway.media.errors import MediaError
from gateway.media.process import Child
from gateway.media.records import FRAME, FRAME_HEADER, INFO, LONGER_SIDE, SAMPLE_RATE, SOUND
from gateway.ports import FrameBatch, Media, MediaInfo, SoundBlock
from gateway.settings import Limits
from inference.types import Samples

START_S = 10.0  # for opening a container, on top of the time that its length allows
INT16_SCALE = 32768.0
SECOND_BYTES = 2 * SAMPLE_RATE
RGB = 3
FEW_FRAMES = 4

_Shape: TypeAlias = tuple[int, int, int, int]
"""Width, height, bytes a row, quarter turns."""


class _End(Struct, frozen=True):
    truncated: bool


class ChildProcessDecoder:
    """One child a call; it ends with the call, or when the caller goes away.

    Time counts only while the child is waited for, so a slow consumer does not make a recording time out.
    """

    def __init__(self, limits: Limits, batch: int = 16) -> None:
        self._limits = limits
        self._batch = batch

    async def probe(self, path: Path) -> MediaInfo:
        """Look into the container without decoding the streams. Raises `MediaError`."""
        async with self._child("probe", path, 0.0) as child:
            kind, length = await child.record()
            if kind != INFO:
                raise MediaError("media.undecodable")
            return msgspec.json.decode(await child.payload(length), type=MediaInfo)

    async def audio(self, media: Media) -> AsyncIterator[SoundBlock]:
        """Decode the sound to 16 kHz mono, with silence where it starts late. Raises `MediaError`.

        What is there is given out at once, but of a file that is decoded faster, a second or so at a time.
        """
        async with self._child("audio", media, 0.0) as child:
            pcm = bytearray()
            kind, length = await child.record()
            while kind == SOUND:
                pcm += await child.payload(length)
                if len(pcm) >= SECOND_BYTES or not child.waits():
                    yield SoundBlock(_samples(pcm))
                    pcm = bytearray()
                kind, length = await child.record()
            end = msgspec.json.decode(await child.payload(length), type=_End)
            if pcm or end.truncated:
                yield SoundBlock(_samples(pcm), truncated=end.truncated)

    async def frames(self, media: Media, rate: float) -> AsyncIterator[FrameBatch]:
        """Decode `rate` frames a second; while a batch is worked on, at most one more is read. Raises `MediaError`."""
        async with self._child("frames", media, rate) as child:
            batches = _Batches(child, self._batch)
            reading = asyncio.ensure_future(batches.next())
            try:
                while (batch := await reading) is not None:
                    reading = asyncio.ensure_future(batches.next())
                    yield batch
            finally:
                # Before the pipe is closed nobody may still be waiting for it.
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)

    def _child(self, task: str, media: Media, rate: float) -> Child:
        limits = self._limits
        order: dict[str, object] = {
            "rate": rate,
            "longest_s": limits.duration_s,
            "frame_pixels": limits.frame_pixels,
            "memory_bytes": limits.decode_memory_bytes,
            "cpu_seconds": int(START_S + limits.duration_s / limits.decode_speed),
        }
        return Child(task, media, order, start_s=START_S, speed=limits.decode_speed)


def _samples(pcm: bytearray) -> Samples:
    """Give 16-bit samples as numbers between -1 and 1."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32)
    samples /= INT16_SCALE
    return samples


class _Batches:
    """Gathers a child's frames into batches of at most `size` frames of one shape."""

    def __init__(self, child: Child, size: int) -> None:
        self._child = child
        self._size = size
        self._header: tuple[int, _Shape] | None = None
        self._end: _End | None = None
        self._last_shape: _Shape = (0, 0, 0, 0)

    async def next(self) -> FrameBatch | None:
        """Give the next batch; `None` after the last."""
        if self._header is None:
            await self._next_header()
        if self._header is None:
            return self._closing()
        _, shape = self._header
        self._last_shape = shape
        rows = np.empty((self._size, shape[1], shape[2]), np.uint8)
        times: list[int] = []
        while self._header is not None and self._header[1] == shape and not self._full(len(times)):
            await self._child.read_into(memoryview(rows[len(times)]).cast("B"))
            times.append(self._header[0])
            await self._next_header()
        return FrameBatch(_upright(rows[: len(times)], shape), tuple(times))

    def _full(self, count: int) -> bool:
        """Say whether to give what is there: few frames where more are still to be recorded, so that none gets old."""
        return count >= self._size or (count >= FEW_FRAMES and not self._child.waits())

    async def _next_header(self) -> None:
        """Read the next frame's header; at the end there is none."""
        self._header = None
        if self._end is not None:
            return
        kind, length = await self._child.record()
        if kind != FRAME:
            self._end = msgspec.json.decode(await self._child.payload(length), type=_End)
            return
        at_ms, width, height, stride, turns = FRAME_HEADER.unpack(await self._child.payload(FRAME_HEADER.size))
        fits = 0 < width <= LONGER_SIDE and 0 < height <= LONGER_SIDE and stride >= width * RGB
        if not fits or length != FRAME_HEADER.size + stride * height:
            raise MediaError("media.undecodable")
        self._header = (at_ms, (width, height, stride, turns))

    def _closing(self) -> FrameBatch | None:
        """Give an empty batch that says that the file was cut off, once; then nothing."""
        if self._end is None or not self._end.truncated:
            return None
        self._end = _End(truncated=False)
        width, height, _, turns = self._last_shape
        return FrameBatch(
            _upright(np.empty((0, height, width * RGB), np.uint8), (width, height, width * RGB, turns)),
            (),
            truncated=True,
        )


def _upright(rows: npt.NDArray[np.uint8], shape: _Shape) -> npt.NDArray[np.uint8]:
    """Give rows of bytes `[n, height, stride]` as upright pictures `[n, height, width, 3]`, contiguous."""
    width, height, _, turns = shape
    pictures = rows[:, :, : width * RGB].reshape(len(rows), height, width, RGB)
    return np.ascontiguousarray(np.rot90(pictures, k=turns, axes=(1, 2)))
