"""What is worth asking about in a recording. Nothing here is scored; see `gateway.signals.writing` for texts."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.integrity import Hint, HintKind, Stretch
from gateway.domain.signals import Limit
from gateway.signals.company import nobody, several_faces
from gateway.signals.gaze import averted_gaze, sweeping_gaze
from gateway.signals.other_voice import other_voice
from gateway.signals.perceived import PerceivedAnswer
from inference.types import FaceTrack, PitchTrack


def _seen(track: FaceTrack) -> Iterator[tuple[HintKind, tuple[Stretch, ...], float | None]]:
    yield HintKind.SEVERAL_FACES, several_faces(track), None
    yield HintKind.NOBODY, nobody(track), None
    sweeping = sweeping_gaze(track)
    if sweeping is not None:
        yield HintKind.SWEEPING_GAZE, sweeping.stretches, sweeping.value
    averted = averted_gaze(track)
    if averted is not None:
        yield HintKind.AVERTED_GAZE, averted.stretches, averted.value


def _heard(pitch: PitchTrack) -> Iterator[tuple[HintKind, tuple[Stretch, ...], float | None]]:
    voice = other_voice(pitch)
    if voice is not None:
        yield HintKind.OTHER_VOICE, voice.stretches, voice.semitones


def _found(perceived: PerceivedAnswer) -> Iterator[tuple[HintKind, tuple[Stretch, ...], float | None]]:
    if perceived.face is not None:
        yield from _seen(perceived.face)
    if perceived.pitch is not None and Limit.NO_AUDIO not in perceived.limits:
        yield from _heard(perceived.pitch)


def recording_hints(perceived: PerceivedAnswer) -> tuple[Hint, ...]:
    """Give what is worth asking about in the sound and picture of one answer, in the order of `HintKind`."""
    found = (
        Hint(
            kind=kind,
            answer_id=perceived.answer_id,
            question_id=perceived.question_id,
            stretches=places,
            value=value,
        )
        for kind, places, value in _found(perceived)
        if places
    )
    return tuple(sorted(found, key=lambda one: list(HintKind).index(one.kind)))
