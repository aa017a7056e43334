"""Typed results of perception. Times are milliseconds from the start of the answer's recording."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from inference.kernels import script

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
    """What was said, word by word, in order; of Chinese and Japanese, every character is a word.

    In English and Chinese, numbers are figures: "350" and "10%" are one word each.
    """

    language: str
    words: tuple[Word, ...]
    model: ModelRef

    @property
    def text(self) -> str:
        """The whole transcript as it is written, Chinese without spaces; offsets in evidence count in it."""
        return script.join([word.text for word in self.words])

    @property
    def places(self) -> list[tuple[int, int]]:
        """Where each word begins and ends in `text`, in characters; the end is not included."""
        return script.places([word.text for word in self.words])


class PitchTrack(Struct, frozen=True, kw_only=True):
    """Fundamental frequency in hertz every `step_ms`; 0.0 where the voice is not voiced."""

    step_ms: float
    hertz: tuple[float, ...]
    model: ModelRef


class LoudnessTrack(Struct, frozen=True):
    """The level of the sound as it was recorded, in dB below full scale (mean power), for every `step_ms`."""

    step_ms: float
    decibels: tuple[float, ...]


class Utterance(Struct, frozen=True, kw_only=True):
    """Words of one stretch of speech while a recording is still being listened to.

    A later utterance with the same `start_ms` replaces this one; a `final` one stays.
    """

    start_ms: int
    end_ms: int
    words: tuple[Word, ...]
    final: bool


class Heard(Struct, frozen=True, kw_only=True):
    """What the sound of a recording holds. `transcript` is `None` where no served model knows the language."""

    duration_ms: int
    voice: VoiceActivity
    pitch: PitchTrack
    transcript: Transcript | None
    loudness: LoudnessTrack | None = None


Box: TypeAlias = tuple[float, float, float, float]
"""x, y, width, height in fractions of the frame."""


class OtherFace(Struct, frozen=True):
    """A face beside the main one. `track` stays the same as long as this face is followed."""

    track: int
    box: Box


class FaceSample(Struct, frozen=True, kw_only=True):
    """The main face in one frame, smoothed over time, and who else was there.

    `track` numbers the main face from 1 on and changes when another face becomes the main one. Angles are degrees:
    `yaw` positive to the person's left, `pitch` positive upwards, `roll` positive towards the person's left shoulder.
    `gaze_x`, `gaze_y` are the iris's offset from the eye's middle, -1..1 of half the eye's width, 0 is straight ahead
    of the head (not of the camera); `gaze_x` is positive to the person's left, `gaze_y` upwards. `off_camera` is the
    angle in degrees between the line of sight (head and eyes together) and the direction to the camera. Expression
    coefficients are 0..1. With no face, `presence` is 0 and the rest 0.
    """

    at_ms: int
    faces: int
    presence: float = 0.0
    track: int = 0
    box: Box = (0.0, 0.0, 0.0, 0.0)
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    off_camera: float = 0.0
    smile: float = 0.0
    brow_raise: float = 0.0
    brow_lower: float = 0.0
    mouth_open: float = 0.0
    eye_open: float = 0.0
    others: tuple[OtherFace, ...] = ()


class FaceTrack(Struct, frozen=True, kw_only=True):
    """Face samples in the order of their times, and the movements that only show over time.

    `blinks` and `nods` are those of the main face, in order, not overlapping.
    """

    samples: tuple[FaceSample, ...]
    model: ModelRef
    blinks: tuple[Span, ...] = ()
    nods: tuple[Span, ...] = ()


class BodySample(Struct, frozen=True, kw_only=True):
    """The main person's upper body in one frame; with nobody there, `presence` is 0 and the rest 0.

    `shoulder_tilt` is the degrees by which the person's left shoulder is higher; `shoulder_width` is in fractions of
    the frame's width (it grows as the person leans forward); `lean` is the degrees by which the middle of the head
    stands to the person's left of the middle of the shoulders. `left_hand` and `right_hand` say which hands are in
    view.
    """

    at_ms: int
    presence: float = 0.0
    shoulder_tilt: float = 0.0
    shoulder_width: float = 0.0
    lean: float = 0.0
    left_hand: bool = False
    right_hand: bool = False


class BodyTrack(Struct, frozen=True, kw_only=True):
    """Body samples in the order of their times; there are fewer than face samples, since bodies move slowly."""

    samples: tuple[BodySample, ...]
    model: ModelRef


class Watched(Struct, frozen=True, kw_only=True):
    """What the pictures of a recording hold. `body` is `None` where no body model serves."""

    face: FaceTrack
    body: BodyTrack | None = None
