"""The sound of an answer: where somebody speaks, which words, at which pitch."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from gateway.pipeline.concurrency import together
from gateway.pipeline.deps import Deps
from gateway.ports import DecodedAudio
from inference.errors import LanguageNotServedError
from inference.types import SAMPLE_RATE, PitchTrack, Span, Transcript, VoiceActivity


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
    voice, pitch = await together(deps.perception.voice_activity(sound.samples), deps.perception.pitch(sound.samples))
    return Heard(
        duration_ms=round(len(sound.samples) * 1000 / SAMPLE_RATE),
        truncated=sound.truncated,
        voice=voice,
        pitch=pitch,
        transcript=await _transcribe(deps, sound, voice.speech, language),
    )


async def _transcribe(deps: Deps, sound: DecodedAudio, speech: tuple[Span, ...], language: str) -> Transcript | None:
    try:
        return await deps.perception.transcribe(sound.samples, speech, language)
    except LanguageNotServedError:
        return None
