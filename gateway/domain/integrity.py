"""Hints that something about an answer is worth asking about. They enter no score, no rule and no decision."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gateway.domain.scoring import Evidence
from gateway.domain.text import LocalizedText


class HintKind(StrEnum):
    """What was noticed. None of it shows by itself that somebody did something wrong."""

    SEVERAL_FACES = "several_faces"
    NOBODY = "nobody"
    OTHER_VOICE = "other_voice"
    SWEEPING_GAZE = "sweeping_gaze"
    AVERTED_GAZE = "averted_gaze"
    REPEATED_TEXT = "repeated_text"
    QUESTION_TEXT = "question_text"
    EXEMPLAR_TEXT = "exemplar_text"
    FAST_TEXT = "fast_text"
    PASTED_TEXT = "pasted_text"


class Stretch(Struct, frozen=True):
    """A stretch of the recording: `start_ms` included, `end_ms` not."""

    start_ms: int
    end_ms: int

    @property
    def length_ms(self) -> int:
        """How long it is."""
        return self.end_ms - self.start_ms


class Hint(Struct, frozen=True, kw_only=True):
    """One thing that was noticed in one answer, and where.

    A hint of sound or picture has `stretches`, one of a text `passages`. `value` is what was measured: of another voice
    the semitones between the two pitches, of a sweeping gaze the number of sweeps, of an averted one the degrees off
    the camera, of texts the share of the answer, 0..1, and of a text that came fast the seconds it took.
    `other` is the question whose answer has the same passage. In a report, `text` says it to HR, and `caution` how sure
    it is and what else it may be.
    """

    kind: HintKind
    answer_id: str
    question_id: str
    stretches: tuple[Stretch, ...] = ()
    passages: tuple[Evidence, ...] = ()
    value: float | None = None
    other: str | None = None
    text: LocalizedText | None = None
    caution: LocalizedText | None = None
