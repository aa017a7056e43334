"""What an answer cannot tell, as far as perception shows it. What decoding shows is set before, by the pipeline."""

from __future__ import annotations

from collections.abc import Collection

from gateway.domain.signals import BehaviourSignals, Limit
from gateway.domain.words import words
from gateway.language.identify import differs
from gateway.signals.perceived import PerceivedAnswer

MIN_WORDS = 15
"""Fewer words (Chinese: characters) say too little to be assessed: about six seconds of speech."""

MIN_SPEECH_MS = 500
"""Less voice than this is taken as no speech."""

MIN_CONFIDENCE = 0.6
"""A mean word confidence below this means that the words may not be those that were said.

Seen with Moonshine: 0.92 to 0.97 on clear speech, 0.90 on old recordings, 0.75 in noise as loud as the voice (every
fourth word wrong).
"""

MIN_FACE_SHARE = 0.5
"""With a face in fewer frames than this, what the face did is not described."""

SEVERAL_FACES_SHARE = 0.05
"""More than one face in this share of the frames is reported; single frames are detection errors."""


def _speech_limits(perceived: PerceivedAnswer) -> set[Limit]:
    transcript = perceived.transcript
    if transcript is None:
        return set()
    spoken_ms = sum(span.end_ms - span.start_ms for span in perceived.voice.speech) if perceived.voice else None
    if not transcript.words or (spoken_ms is not None and spoken_ms < MIN_SPEECH_MS):
        return {Limit.NO_SPEECH}
    confidence = sum(word.confidence for word in transcript.words) / len(transcript.words)
    return {Limit.TOO_NOISY} if confidence < MIN_CONFIDENCE else set()


def _face_limits(behaviour: BehaviourSignals | None) -> set[Limit]:
    if behaviour is None:
        return set()
    limits = set()
    if behaviour.face_share < MIN_FACE_SHARE:
        limits.add(Limit.NO_FACE)
    if behaviour.several_faces_share >= SEVERAL_FACES_SHARE:
        limits.add(Limit.SEVERAL_FACES)
    return limits


def _own_words(perceived: PerceivedAnswer, echoes: Collection[int]) -> int:
    """Count the words outside the sentences that only repeat the question."""
    repeated = sum(len(words(one.text)) for at, one in enumerate(perceived.sentences) if at in echoes)
    return len(words(perceived.text)) - repeated


def find_limits(
    perceived: PerceivedAnswer, behaviour: BehaviourSignals | None, echoes: Collection[int] = ()
) -> tuple[Limit, ...]:
    """Give the limits that were known and those that perception shows, in the order of `Limit`.

    `echoes` are the indexes of the sentences that repeat the question: who only reads it back has not answered.
    """
    limits = set(perceived.limits) | _speech_limits(perceived) | _face_limits(behaviour)
    heard = perceived.transcript is not None or Limit.WRITTEN in limits
    if heard and Limit.NO_SPEECH not in limits and _own_words(perceived, echoes) < MIN_WORDS:
        limits.add(Limit.TOO_SHORT)
    if differs(perceived.text, perceived.language):
        limits.add(Limit.OTHER_LANGUAGE)
    return tuple(limit for limit in Limit if limit in limits)
