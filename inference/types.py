"""Typed results of perception. Times are milliseconds from the start of the answer's recording."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

SAMPLE_RATE = 16_000

Samples: TypeAlias = npt.NDArray[np.float32]
"""Mono speech at 16 kHz, values in -1..1, shape [n]."""

Frames: TypeAlias = npt.NDArray[np.uint8]
"""RGB frames of one size, shape [batch, height, width, 3]."""

Vectors: TypeAlias = npt.NDArray[np.float32]
"""Unit-length embeddings, shape [texts, dimensions]."""


class ModelRef(Struct, frozen=True, kw_only=True):
    """The model that made a result: its name in the catalogue, and its version (changes with weights or code)."""

    name: str
    version: str


class Span(Struct, frozen=True):
    """A stretch of time, `start_ms` included, `end_ms` not."""

    start_ms: int
    end_ms: int


class VoiceActivity(Struct, frozen=True, kw_only=True):
    """Where somebody speaks: spans in order, not overlapping."""

    speech: tuple[Span, ...]
    duration_ms: int
    model: ModelRef


class Word(Struct, frozen=True, kw_only=True):
    """One recognised word with its times and the recogniser's confidence, 0..1."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


class Transcript(Struct, frozen=True, kw_only=True):
    """What was said, word by word, in order. `text` is the words joined by single spaces."""

    language: str
    words: tuple[Word, ...]
    model: ModelRef

    @property
    def text(self) -> str:
        """The whole transcript as one string; character offsets in evidence count in it."""
        return " ".join(word.text for word in self.words)


class PitchTrack(Struct, frozen=True, kw_only=True):
    """Fundamental frequency in hertz every `step_ms`; 0.0 where the voice is not voiced."""

    step_ms: float
    hertz: tuple[float, ...]
    model: ModelRef


class FaceSample(Struct, frozen=True, kw_only=True):
    """The main face in one frame, and how many faces there were.

    `box` is x, y, width, height as fractions of the frame. Angles are degrees: `yaw` positive to the person's left,
    `pitch` positive upwards, `roll` positive towards the person's left shoulder. `gaze_x`, `gaze_y` are the iris's
    offset from the eye's middle, -1..1 of half the eye's width, 0 is straight ahead of the head (not of the camera);
    `gaze_x` is positive to the person's left, `gaze_y` upwards. Expression coefficients are 0..1.
    With no face, `presence` is 0 and the rest 0.
    """

    at_ms: int
    faces: int
    presence: float = 0.0
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    smile: float = 0.0
    brow_raise: float = 0.0
    mouth_open: float = 0.0
    eye_open: float = 0.0


class FaceTrack(Struct, frozen=True, kw_only=True):
    """Face samples in the order of their times."""

    samples: tuple[FaceSample, ...]
    model: ModelRef
