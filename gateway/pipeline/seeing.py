"""The picture of an answer: the face, frame by frame, measured while decoding goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from msgspec import Struct

from gateway.domain.errors import InvalidError
from gateway.domain.signals import Limit
from gateway.pipeline.concurrency import close, overlapping
from gateway.pipeline.deps import Deps
from gateway.ports import FrameBatch
from inference.ports import Watching
from inference.types import FaceTrack

# What is wrong with the picture alone; the sound can be used all the same.
PICTURE_PROBLEMS = {
    "media.frame_too_large": Limit.FRAME_TOO_LARGE,
    "media.no_streams": Limit.NO_VIDEO,
    "media.undecodable": Limit.TRUNCATED,
    "media.timeout": Limit.TRUNCATED,
}

Seconds = Callable[[float], Awaitable[None]]
"""Is told how many seconds of the recording have been seen."""


class Seen(Struct, frozen=True, kw_only=True):
    """What the picture holds. `limit` says why it could not be used, or only in part."""

    duration_ms: int
    face: FaceTrack | None
    limit: Limit | None


async def see(deps: Deps, path: Path, tell: Seconds) -> Seen:
    """Decode the picture and find the face. Raises `PerceptionError`; a bad picture becomes a `limit`."""
    limit: Limit | None = None
    async with deps.perception.watch() as watching:
        batches = deps.decoder.frames(path, deps.analysis.frames_per_second)
        looks = overlapping(batches, lambda batch: _look(watching, batch))
        try:
            async for at_ms, truncated in looks:
                limit = Limit.TRUNCATED if truncated else limit
                if at_ms is not None:
                    await tell(at_ms / 1000)
        except InvalidError as problem:
            if problem.code not in PICTURE_PROBLEMS:
                raise
            limit = PICTURE_PROBLEMS[problem.code]
        finally:
            await close(looks)
            await close(batches)
        face = (await watching.finish()).face
    if not face.samples:
        return Seen(duration_ms=0, face=None, limit=limit)
    return Seen(duration_ms=face.samples[-1].at_ms, face=face, limit=limit)


async def _look(watching: Watching, batch: FrameBatch) -> tuple[int | None, bool]:
    """Measure a batch; give the time of its last frame, if it has one, and whether the file broke off after it."""
    samples = await watching.add(batch.frames, batch.at_ms)
    return samples[-1].at_ms if samples else None, batch.truncated
