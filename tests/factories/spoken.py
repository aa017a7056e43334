"""Transcripts, voice activity, pitch and faces made by hand; and how far two texts differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from gateway.signals.perceived import PerceivedAnswer
from gateway.signals.segmentation import sentences
from inference.types import FaceSample, FaceTrack, ModelRef, PitchTrack, Span, Transcript, VoiceActivity, Word

MODEL = ModelRef(name="made-by-hand", version="1")
WORD_MS = 300


def a_transcript(text: str, *, pauses: dict[str, int] | None = None, confidence: float = 0.9) -> Transcript:
    """Words of 300 ms each, one after the other; `pauses` gives the silence after a word in milliseconds."""
    words = []
    at = 0
    for word in text.split():
        words.append(Word(text=word, start_ms=at, end_ms=at + WORD_MS, confidence=confidence))
        at += WORD_MS + (pauses or {}).get(word, 0)
    return Transcript(language="en", words=tuple(words), model=MODEL)


def voice_of(*spans: tuple[int, int]) -> VoiceActivity:
    """Voice in the given spans of milliseconds."""
    return VoiceActivity(
        speech=tuple(Span(start, end) for start, end in spans), duration_ms=spans[-1][1] if spans else 0, model=MODEL
    )


def pitch_of(*hertz: float, step_ms: float = 10.0) -> PitchTrack:
    """A pitch track."""
    return PitchTrack(step_ms=step_ms, hertz=hertz, model=MODEL)


def faces_of(samples: Sequence[dict[str, Any]], *, step_ms: int = 100) -> FaceTrack:
    """A face in every frame, 100 ms apart, straight ahead unless a sample says otherwise."""
    found = (
        FaceSample(**{"at_ms": at * step_ms, "faces": 1, "presence": 0.9, **sample})
        for at, sample in enumerate(samples)
    )
    return FaceTrack(samples=tuple(found), model=MODEL)


def a_perceived_answer(spoken: str = "We asked ten customers. Then we built it.", **fields: Any) -> PerceivedAnswer:  # noqa: ANN401
    """A spoken answer with a vector a sentence."""
    transcript = a_transcript(spoken)
    found = sentences(transcript)
    duration = transcript.words[-1].end_ms if transcript.words else 0
    given = {
        "answer_id": "answer-1",
        "question_id": "q1",
        "language": "en",
        "text": transcript.text,
        "duration_ms": duration,
        "sentences": found,
        "vectors": tuple((1.0, 0.0) for _ in found),
        "transcript": transcript,
        "voice": voice_of((0, duration)),
        **fields,
    }
    return PerceivedAnswer(**given)


def plain(text: str) -> list[str]:
    """Give the words without signs and capitals."""
    return re.findall(r"[a-z']+", text.lower().replace("d.c.", "d c"))
