"""A deterministic stand-in for the model server, for tests: it measures loudness, and words come as told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from inference.checked import check_frames, check_samples
from inference.errors import LanguageNotServedError
from inference.kernels import pitch, segments
from inference.types import (
    SAMPLE_RATE,
    FaceSample,
    FaceTrack,
    Frames,
    ModelRef,
    PitchTrack,
    Samples,
    Span,
    Transcript,
    Vectors,
    VoiceActivity,
    Word,
)

DIMENSIONS = 384
LOUD_DB = -45.0
STEP = 512
WORD_MS = 300
MODEL = ModelRef(name="null", version="1")


class NullPerception:
    """`inference.ports.Perception` without models.

    Speech is where the sound is louder than -45 dB; its words are those of `script`, 300 ms each, said over and over;
    the pitch of speech is `hertz`; every frame that is not black shows one face; texts that share words are similar.
    """

    def __init__(self, script: str = "I built it and it worked", hertz: float = 150.0) -> None:
        self._script = script.split()
        self._hertz = hertz

    async def voice_activity(self, samples: Samples) -> VoiceActivity:
        """Call what is loud speech."""
        check_samples(samples)
        duration_ms = samples.size * 1000 // SAMPLE_RATE
        loud = (segments.envelope(samples, STEP) > LOUD_DB).astype(np.float32)
        spans = segments.speech(loud, 1000.0 * STEP / SAMPLE_RATE, duration_ms)
        return VoiceActivity(speech=tuple(Span(a, b) for a, b in spans), duration_ms=duration_ms, model=MODEL)

    async def transcribe(self, samples: Samples, speech: Sequence[Span], language: str) -> Transcript:
        """Put the script's words into `speech`."""
        check_samples(samples)
        self._check_language(language)
        last = samples.size * 1000 // SAMPLE_RATE
        places = [
            (start, min(start + WORD_MS, span.end_ms, last))
            for span in speech
            for start in range(max(span.start_ms, 0), min(span.end_ms, last), WORD_MS)
        ]
        words = tuple(
            Word(text=self._script[index % len(self._script)], start_ms=start, end_ms=end, confidence=0.9)
            for index, (start, end) in enumerate(places)
        )
        return Transcript(language=language, words=words, model=MODEL)

    async def pitch(self, samples: Samples) -> PitchTrack:
        """Give the same pitch wherever it is loud."""
        check_samples(samples)
        count = pitch.frame_count(samples.size)
        loud = segments.envelope(samples, pitch.HOP)[:count] > LOUD_DB
        voiced = np.zeros(count, np.bool_)
        voiced[: loud.size] = loud
        return PitchTrack(step_ms=pitch.STEP_MS, hertz=tuple(np.where(voiced, self._hertz, 0.0).tolist()), model=MODEL)

    async def faces(self, frames: Frames, at_ms: Sequence[int]) -> FaceTrack:
        """See one face, looking straight ahead, in every frame that is not black."""
        check_frames(frames, at_ms)
        samples = tuple(
            FaceSample(at_ms=at, faces=1, presence=0.9, box=(0.3, 0.2, 0.4, 0.6), eye_open=0.8)
            if frame.any()
            else FaceSample(at_ms=at, faces=0)
            for at, frame in zip(at_ms, frames, strict=True)
        )
        return FaceTrack(samples=samples, model=MODEL)

    async def embed(self, texts: Sequence[str], language: str) -> Vectors:
        """Sum a fixed random vector for each word, and one for the text's end."""
        self._check_language(language)
        vectors = np.array([_sum_of_words(text) for text in texts], np.float32).reshape(len(texts), DIMENSIONS)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    async def models(self) -> tuple[ModelRef, ...]:
        """Name the one stand-in."""
        return (MODEL,)

    async def languages(self) -> frozenset[str]:
        """English only."""
        return frozenset({"en"})

    async def close(self) -> None:
        """Hold nothing, give back nothing."""

    def _check_language(self, language: str) -> None:
        if language != "en":
            raise LanguageNotServedError(f"no installed model serves the language {language!r}")


def _sum_of_words(text: str) -> Vectors:
    total = _vector("")
    for word in text.lower().split():
        total = total + _vector(word.strip(".,?!;:"))
    return total


def _vector(word: str) -> Vectors:
    """Give a random vector that is always the same for `word`."""
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "little")
    return np.random.default_rng(seed).standard_normal(DIMENSIONS).astype(np.float32)
