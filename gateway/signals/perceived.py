"""What perception found in one answer: stored once, so that a report can be made again without the models."""

from __future__ import annotations

from msgspec import Struct

from gateway.domain.signals import Limit, Sentence
from inference.types import BodyTrack, FaceTrack, LoudnessTrack, ModelRef, PitchTrack, Transcript, VoiceActivity


class PerceivedAnswer(Struct, frozen=True, kw_only=True):
    """Everything later steps know of an answer. `vectors` has one embedding a sentence, in order.

    `text` is the transcript's text or the written answer; sentence and evidence offsets count in it.
    """

    answer_id: str
    question_id: str
    language: str
    text: str
    duration_ms: int
    sentences: tuple[Sentence, ...]
    vectors: tuple[tuple[float, ...], ...]
    limits: tuple[Limit, ...] = ()
    transcript: Transcript | None = None
    voice: VoiceActivity | None = None
    pitch: PitchTrack | None = None
    loudness: LoudnessTrack | None = None
    face: FaceTrack | None = None
    body: BodyTrack | None = None
    models: tuple[ModelRef, ...] = ()
