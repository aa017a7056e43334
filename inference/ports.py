"""What the gateway may ask of perception. The gateway never sees tensors of a model server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from inference.types import FaceTrack, Frames, ModelRef, PitchTrack, Samples, Span, Transcript, Vectors, VoiceActivity


class Perception(Protocol):
    """Measures speech, faces and text. Every method may raise `PerceptionError` (see `inference.errors`)."""

    async def voice_activity(self, samples: Samples) -> VoiceActivity:
        """Say where somebody speaks in `samples`, of any length."""
        ...

    async def transcribe(self, samples: Samples, speech: Sequence[Span], language: str) -> Transcript:
        """Recognise the words spoken in the spans `speech`; long spans are split at their quietest points."""
        ...

    async def pitch(self, samples: Samples) -> PitchTrack:
        """Track the voice's fundamental frequency."""
        ...

    async def faces(self, frames: Frames, at_ms: Sequence[int]) -> FaceTrack:
        """Find and measure the main face in each of `frames`, taken at `at_ms`."""
        ...

    async def embed(self, texts: Sequence[str], language: str) -> Vectors:
        """Give one unit-length vector a text; the dot product of two is their cosine similarity."""
        ...

    async def models(self) -> tuple[ModelRef, ...]:
        """Name the models that serve now, in the order of their names."""
        ...

    async def languages(self) -> frozenset[str]:
        """Give the BCP 47 primary tags of the languages that can be transcribed now, such as `en`."""
        ...

    async def close(self) -> None:
        """Give back what the connection holds."""
        ...
