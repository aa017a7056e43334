"""A decoder that finds what it is told to, or refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np

from gateway.domain.errors import InvalidError
from gateway.ports import FrameBatch, Media, MediaInfo, SoundBlock

VIDEO = MediaInfo(
    format="mp4", duration_ms=30_000, width=640, height=480, frame_rate=25.0, audio_rate=48_000, audio_channels=1
)


class FakeDecoder:
    """`found` is what `probe` gives; `refusal`, if set, is raised instead. `probed` counts."""

    def __init__(self, found: MediaInfo = VIDEO, refusal: InvalidError | None = None) -> None:
        self.found = found
        self.refusal = refusal
        self.probed = 0

    async def probe(self, path: Path) -> MediaInfo:
        self.probed += 1
        if self.refusal is not None:
            raise self.refusal
        if not path.is_file():  # noqa: ASYNC240 - a test's own small folder
            raise FileNotFoundError(path)
        return self.found

    async def audio(self, media: Media) -> AsyncIterator[SoundBlock]:
        if self.refusal is not None:
            raise self.refusal
        seconds = (self.found.duration_ms or 0) / 1000
        yield SoundBlock(np.zeros(int(seconds * 16_000), dtype=np.float32))

    async def frames(self, media: Media, rate: float) -> AsyncIterator[FrameBatch]:
        count = int((self.found.duration_ms or 0) / 1000 * rate)
        for start in range(0, count, 16):
            at_ms = tuple(int(n * 1000 / rate) for n in range(start, min(start + 16, count)))
            yield FrameBatch(np.zeros((len(at_ms), 360, 640, 3), dtype=np.uint8), at_ms)
