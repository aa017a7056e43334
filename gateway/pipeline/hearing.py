"""The sound of an answer: where somebody speaks, which words, at which pitch."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from gateway.pipeline.deps import Deps
from inference.types import PitchTrack, Transcript, VoiceActivity


class Heard(Struct, frozen=True, kw_only=True):
    """What the sound holds. `transcript` is `None` where no installed model knows the language."""

    duration_ms: int
    truncated: bool
    voice: VoiceActivity
    pitch: PitchTrack
    transcript: Transcript | None


async def hear(deps: Deps, path: Path, language: str) -> Heard:
    """Decode the sound and perceive it while decoding goes on. Raises `InvalidError` (`media.*`), `PerceptionError`."""
    truncated = False
    async with deps.perception.listen(language) as listening:
        async for block in deps.decoder.audio(path):
            truncated = block.truncated
            await listening.add(block.samples)
        heard = await listening.finish()
    return Heard(
        duration_ms=heard.duration_ms,
        truncated=truncated,
        voice=heard.voice,
        pitch=heard.pitch,
        transcript=heard.transcript,
    )
