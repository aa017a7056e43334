"""A deterministic stand-in for the model server, for tests: it measures loudness, and words come as told."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from inference.errors import LanguageNotServedError
from inference.kernels import pitch, script, vad
from inference.kernels.loudness import power
from inference.listening import ListeningSession
from inference.senses import EarModels, EyeModels, State
from inference.types import BodySample, FaceSample, Frames, ModelRef, Samples, Vectors, Word
from inference.watching import WatchingSession

DIMENSIONS = 384
LANGUAGES = frozenset({"en", "zh"})
LOUD_DB = -45.0
WORD_MS = 300
MODEL = ModelRef(name="null", version="1")


class NullPerception:
    """`inference.ports.Perception` without models.

    Speech is where the sound, made louder where it is quiet, is above -45 dB; its words are those of `said`, 300 ms
    each, said over and over; the pitch of speech is `hertz`; every frame that is not black shows one face; texts that
    share words are similar.
    """

    def __init__(self, said: str = "I built it and it worked", hertz: float = 150.0) -> None:
        self._script = [said[start:end] for start, end in script.split(said)]
        self._hertz = hertz

    def listen(self, language: str) -> ListeningSession:
        """Open a session for the sound of one recording."""

        async def open_ears() -> NullEars:
            return NullEars(self._script, self._hertz, language)

        return ListeningSession(open_ears, language)

    def watch(self) -> WatchingSession:
        """Open a session for the pictures of one recording."""

        async def open_eyes() -> NullEyes:
            return NullEyes()

        return WatchingSession(open_eyes)

    async def embed(self, texts: Sequence[str], language: str) -> Vectors:
        """Sum a fixed random vector for each word, and one for the text's end."""
        if language not in LANGUAGES:
            raise LanguageNotServedError(f"no installed model serves the language {language[:20]!r}")
        vectors = np.array([_sum_of_words(text) for text in texts], np.float32).reshape(len(texts), DIMENSIONS)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    async def embedder(self, language: str) -> ModelRef | None:
        """Name the one stand-in."""
        return MODEL if language in LANGUAGES else None

    async def models(self) -> tuple[ModelRef, ...]:
        """Name the one stand-in."""
        return (MODEL,)

    async def languages(self) -> frozenset[str]:
        """English and Chinese."""
        return LANGUAGES

    async def close(self) -> None:
        """Hold nothing, give back nothing."""


class NullEars:
    """`inference.senses.Ears` that measure loudness."""

    def __init__(self, script: Sequence[str], hertz: float, language: str) -> None:
        self._script = script
        self._hertz = hertz
        self.models = EarModels(MODEL, MODEL, MODEL if language in LANGUAGES else None)

    async def voice(self, samples: Samples, state: State | None) -> tuple[Samples, State]:
        """Call what is loud speech; remember nothing."""
        return _loud(samples, vad.WINDOW).astype(np.float32), np.zeros(0, np.float32)

    async def pitch(self, samples: Samples) -> Samples:
        """Give the same pitch wherever it is loud."""
        return np.where(_loud(samples, pitch.HOP), np.float32(self._hertz), np.float32(0.0))

    async def words(self, samples: Samples, urgent: bool) -> list[Word]:
        """Put the script's words where it is loud, from its beginning on."""
        loud = np.flatnonzero(_loud(samples, vad.WINDOW))
        if not loud.size:
            return []
        first, last = (round(int(at) * vad.WINDOW_MS) for at in (loud[0], loud[-1] + 1))
        starts = range(first, last, WORD_MS)
        return [
            Word(text=text, start_ms=start, end_ms=min(start + WORD_MS, last), confidence=0.9)
            for start, text in zip(starts, itertools.cycle(self._script), strict=False)
        ]


class NullEyes:
    """`inference.senses.Eyes` that see one face, looking straight ahead, in every frame that is not black."""

    models = EyeModels(MODEL, MODEL)

    async def faces(
        self, frames: Frames, at_ms: Sequence[int], state: State | None
    ) -> tuple[list[FaceSample], State | None]:
        """Look whether anything is there."""
        samples = [
            FaceSample(at_ms=at, faces=1, presence=0.9, track=1, box=(0.3, 0.2, 0.4, 0.6), eye_open=0.8)
            if frame.any()
            else FaceSample(at_ms=at, faces=0)
            for at, frame in zip(at_ms, frames, strict=True)
        ]
        return samples, None

    async def bodies(
        self, frames: Frames, at_ms: Sequence[int], state: State | None
    ) -> tuple[list[BodySample], State | None]:
        """Look whether anything is there; it sits straight, its hands out of view."""
        samples = [
            BodySample(at_ms=at, presence=0.9, shoulder_width=0.5) if frame.any() else BodySample(at_ms=at)
            for at, frame in zip(at_ms, frames, strict=True)
        ]
        return samples, None


def _loud(samples: Samples, step: int) -> npt.NDArray[np.bool_]:
    return np.asarray(power(samples, step) > 10.0 ** (LOUD_DB / 10.0))


def _sum_of_words(text: str) -> Vectors:
    total = _vector("")
    lowered = text.lower()
    for start, end in script.split(lowered):
        total = total + _vector(lowered[start:end].strip(".,?!;:，。？！；："))
    return total


def _vector(word: str) -> Vectors:
    """Give a random vector that is always the same for `word`."""
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "little")
    return np.random.default_rng(seed).standard_normal(DIMENSIONS).astype(np.float32)
