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
    """Decode the sound and perceive it. Raises `InvalidError` (`media.*`) and `PerceptionError`."""
    sound = await deps.decoder.audio(path)
    async with deps.perception.listen(language) as listening:
        await listening.add(sound.samples)
        heard = await listening.finish()
    return Heard(
        duration_ms=heard.duration_ms,
        truncated=sound.truncated,
        voice=heard.voice,
        pitch=heard.pitch,
        transcript=heard.transcript,
    )
