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
from inference.types import FaceSample, FaceTrack, ModelRef

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
    samples: list[FaceSample] = []
    model: ModelRef | None = None
    limit: Limit | None = None
    batches = deps.decoder.frames(path, deps.analysis.frames_per_second)
    looks = overlapping(batches, lambda batch: _look(deps, batch))
    try:
        async for track, truncated in looks:
            limit = Limit.TRUNCATED if truncated else limit
            if track is not None:
                samples += track.samples
                model = track.model
                await tell(track.samples[-1].at_ms / 1000 if track.samples else 0.0)
    except InvalidError as problem:
        if problem.code not in PICTURE_PROBLEMS:
            raise
        limit = PICTURE_PROBLEMS[problem.code]
    finally:
        await close(looks)
        await close(batches)
    face = FaceTrack(samples=tuple(samples), model=model) if model is not None else None
    return Seen(duration_ms=samples[-1].at_ms if samples else 0, face=face, limit=limit)


async def _look(deps: Deps, batch: FrameBatch) -> tuple[FaceTrack | None, bool]:
    if not batch.at_ms:
        return None, batch.truncated
    return await deps.perception.faces(batch.frames, batch.at_ms), batch.truncated
