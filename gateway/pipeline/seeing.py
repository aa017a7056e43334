"""The picture of an answer: face and upper body, frame by frame, measured while decoding goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from msgspec import Struct

from gateway.domain.errors import InvalidError
from gateway.domain.signals import Limit
from gateway.pipeline.concurrency import closing
from gateway.pipeline.deps import Deps
from gateway.ports import Media
from gateway.signals.expressions import without_expressions
from inference.types import BodyTrack, FaceTrack

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
    body: BodyTrack | None = None


async def see(deps: Deps, media: Media, tell: Seconds) -> Seen:
    """Decode the picture and find face and body.

    Raises `PerceptionError` and what a growing recording raises; a bad picture becomes a `limit`. Where the policy does
    not let expressions be described, none is kept.
    """
    limit: Limit | None = None
    async with deps.perception.watch() as watching:
        try:
            async with closing(deps.decoder.frames(media, deps.analysis.frames_per_second)) as batches:
                async for batch in batches:
                    limit = Limit.TRUNCATED if batch.truncated else limit
                    if batch.at_ms:
                        await watching.add(batch.frames, batch.at_ms)
                        await tell(batch.at_ms[-1] / 1000)
        except InvalidError as problem:
            if problem.code not in PICTURE_PROBLEMS:
                raise
            limit = PICTURE_PROBLEMS[problem.code]
        watched = await watching.finish()
    face = watched.face if deps.desk.policy.face_expressions else without_expressions(watched.face)
    if not face.samples:
        return Seen(duration_ms=0, face=None, limit=limit)
    return Seen(duration_ms=face.samples[-1].at_ms, face=face, limit=limit, body=watched.body)
