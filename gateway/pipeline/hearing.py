"""The sound of an answer: where somebody speaks, which words, at which pitch; of a file, or while it is recorded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from msgspec import Struct

from gateway.pipeline.concurrency import closing, ending
from gateway.pipeline.deps import Deps
from gateway.ports import Media
from inference.ports import Listening
from inference.types import LoudnessTrack, PitchTrack, Transcript, Utterance, VoiceActivity

NO_STREAM = "media.no_streams"
"""What the decoder says of a recording that holds no sound."""

Told = Callable[[Utterance], Awaitable[None]]
"""Is told words soon after they were said."""


class Heard(Struct, frozen=True, kw_only=True):
    """What the sound holds. `transcript` is `None` where no installed model knows the language.

    What earlier versions kept has no `loudness`.
    """

    duration_ms: int
    truncated: bool
    voice: VoiceActivity
    pitch: PitchTrack
    transcript: Transcript | None
    loudness: LoudnessTrack | None = None


async def hear(deps: Deps, media: Media, language: str, tell: Told | None = None) -> Heard:
    """Decode the sound and perceive it while decoding goes on.

    Raises `InvalidError` (`media.*`), `PerceptionError`, and what a growing recording raises.
    """
    async with deps.perception.listen(language) as listening:
        if tell is None:
            truncated = await _listen(deps, media, listening)
            heard = await listening.finish()
        else:
            async with ending(asyncio.ensure_future(_pass_on(listening.utterances(), tell))) as telling:
                truncated = await _listen(deps, media, listening)
                heard = await listening.finish()
                await telling
    return Heard(
        duration_ms=heard.duration_ms,
        truncated=truncated,
        voice=heard.voice,
        pitch=heard.pitch,
        transcript=heard.transcript,
        loudness=heard.loudness,
    )


async def _listen(deps: Deps, media: Media, listening: Listening) -> bool:
    """Let `listening` hear all of it; give whether the file broke off."""
    truncated = False
    async with closing(deps.decoder.audio(media)) as blocks:
        async for block in blocks:
            truncated = block.truncated
            if block.samples.size:
                await listening.add(block.samples)
    return truncated


async def _pass_on(utterances: AsyncIterator[Utterance], tell: Told) -> None:
    async for utterance in utterances:
        await tell(utterance)
