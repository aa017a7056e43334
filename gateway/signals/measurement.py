"""One answer, measured: from what perception found to the values that scores and reports are made from."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.signals import BehaviourSignals, Limit, MeasuredAnswer, Movement, VoiceSignals
from gateway.signals.behaviour import measure_behaviour
from gateway.signals.confidence import sentence_confidences
from gateway.signals.echoes import echoes_by_meaning, echoes_by_words
from gateway.signals.integrity import recording_hints
from gateway.signals.limits import MIN_FACE_SHARE, find_limits
from gateway.signals.movements import find_movements
from gateway.signals.perceived import PerceivedAnswer
from gateway.signals.posture import measure_posture
from gateway.signals.relevance import by_meaning
from gateway.signals.structure import measure_structure
from gateway.signals.text import measure_text
from gateway.signals.voice import measure_voice


def _voice(perceived: PerceivedAnswer, limits: Sequence[Limit]) -> VoiceSignals | None:
    if perceived.transcript is None or perceived.voice is None or Limit.NO_SPEECH in limits:
        return None
    return measure_voice(
        perceived.transcript, perceived.voice, perceived.pitch, perceived.loudness, perceived.sentences
    )


def _described(behaviour: BehaviourSignals | None) -> BehaviourSignals | None:
    """Give the behaviour only where a face was seen for long enough to describe it."""
    return behaviour if behaviour and behaviour.face_share >= MIN_FACE_SHARE else None


def _movements(perceived: PerceivedAnswer, described: BehaviourSignals | None) -> tuple[Movement, ...]:
    return find_movements(
        perceived.transcript,
        perceived.sentences,
        perceived.pitch,
        perceived.face if described else None,
        perceived.loudness,
        perceived.voice.speech if perceived.voice else (),
    )


def measure(perceived: PerceivedAnswer, question_vector: Sequence[float] | None, asked: str = "") -> MeasuredAnswer:
    """Measure one answer.

    `asked` is the question as it was put, `question_vector` its embedding (unit length, from the same model as
    `perceived.vectors`), or `None` where there is none. Raises `ValueError` when sentences and vectors do not pair up.
    """
    if perceived.vectors and len(perceived.vectors) != len(perceived.sentences):
        raise ValueError(f"{len(perceived.sentences)} sentences, but {len(perceived.vectors)} vectors")
    behaviour = measure_behaviour(perceived.face) if perceived.face else None
    described = _described(behaviour)
    if question_vector is not None and perceived.vectors:
        echoes = echoes_by_meaning(perceived.vectors, question_vector)
    else:
        echoes = echoes_by_words(perceived.sentences, asked)
    limits = find_limits(perceived, behaviour, echoes)
    relevance = by_meaning(perceived.vectors, question_vector, echoes)
    built = measure_structure(perceived.sentences, perceived.vectors, echoes, asked) if perceived.sentences else None
    return MeasuredAnswer(
        answer_id=perceived.answer_id,
        question_id=perceived.question_id,
        language=perceived.language,
        text=perceived.text,
        duration_ms=perceived.duration_ms,
        sentences=perceived.sentences,
        vectors=perceived.vectors,
        limits=limits,
        echoes=echoes,
        structure=built,
        voice=_voice(perceived, limits),
        behaviour=described,
        posture=measure_posture(perceived.body) if perceived.body else None,
        relevance=relevance,
        confidences=sentence_confidences(perceived),
        content=measure_text(perceived, asked, relevance, echoes),
        movements=_movements(perceived, described),
        hints=recording_hints(perceived),
    )
