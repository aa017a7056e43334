"""A small competency model, answers with hand-made vectors, and what is made from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gateway.domain.competency import CompetencyModel, Dimension, Indicator, IndicatorKind, Question
from gateway.domain.interview import (
    Answer,
    AnswerKind,
    AnswerStatus,
    Candidate,
    Consent,
    Interview,
    InterviewStatus,
    Job,
)
from gateway.domain.report import ModelCard, ModelUsed, Report, Versions
from gateway.domain.scoring import InterviewScore
from gateway.domain.signals import BehaviourSignals, MeasuredAnswer, Sentence, VoiceSignals
from gateway.domain.text import LocalizedText
from gateway.reports.compose import Material, compose
from gateway.scoring import score
from tests.factories.people import NOW

AXES = ("asks", "copies", "tests", "owns", "blames")
"""What a sentence may be about; each has an axis of its own, and `other` is at right angles to all of them."""

Vector = tuple[float, ...]


def toward(axis: str, similarity: float = 1.0) -> Vector:
    """A unit vector with this cosine similarity to an axis; the rest of it points where nothing else does."""
    vector = [0.0] * (len(AXES) + 1)
    vector[-1] = (1.0 - similarity**2) ** 0.5
    vector[AXES.index(axis)] = similarity
    return tuple(vector)


OTHER: Vector = (0.0,) * len(AXES) + (1.0,)


def text(words: str) -> LocalizedText:
    return LocalizedText(f"{words}（中文）", words)


CARD = ModelCard("MIT", LocalizedText("把语音转写成文字。", "Turns speech into text."))


def an_indicator(id: str, kind: IndicatorKind, points: float = 10.0) -> Indicator:
    return Indicator(id=id, kind=kind, label=text(id), points=points, exemplars=(id,), advice=text(f"more {id}"))


MODEL = CompetencyModel(
    id="model",
    version="3",
    title=text("Model"),
    culture="culture",
    dimensions=(
        Dimension(
            id="needs",
            name=text("Needs"),
            weight=0.6,
            questions=("q1",),
            keywords=("customer", "prototype"),
            indicators=(
                an_indicator("asks", IndicatorKind.POSITIVE),
                an_indicator("copies", IndicatorKind.NEGATIVE),
                an_indicator("tests", IndicatorKind.EXPECTED),
            ),
        ),
        Dimension(
            id="culture",
            name=text("Culture"),
            weight=0.4,
            questions=("q2",),
            indicators=(an_indicator("owns", IndicatorKind.POSITIVE), an_indicator("blames", IndicatorKind.NEGATIVE)),
        ),
    ),
)
QUESTIONS = (Question(id="q1", text=text("How do you learn?")), Question(id="q2", text=text("What went wrong?")))
REFERENCES = {axis: toward(axis) for axis in AXES}


VOICE = VoiceSignals(
    speech_rate=151.6,
    articulation_rate=180.0,
    response_latency_ms=900,
    pause_count=3,
    pause_share=0.125,
    longest_pause_ms=640,
    filler_count=2,
    fillers=("um", "um"),
    pitch_median_hz=None,
    pitch_range_semitones=None,
)
BEHAVIOUR = BehaviourSignals(
    face_share=1.0, gaze_to_camera=0.83, smile_share=0.1, head_movement=4.2, nods=2, several_faces_share=0.0
)


def an_answer(question: str, said: Sequence[tuple[str, Vector]], **fields: Any) -> MeasuredAnswer:  # noqa: ANN401
    """A measured answer of the given sentences, a second each."""
    words = " ".join(sentence for sentence, _ in said)
    sentences = []
    at = 0
    for index, (sentence, _) in enumerate(said):
        sentences.append(
            Sentence(text=sentence, start=at, end=at + len(sentence), start_ms=index * 1000, end_ms=index * 1000 + 900)
        )
        at += len(sentence) + 1
    given = {
        "answer_id": f"answer-{question}",
        "question_id": question,
        "language": "en",
        "text": words,
        "duration_ms": 1000 * len(said),
        "sentences": tuple(sentences),
        "vectors": tuple(vector for _, vector in said),
        **fields,
    }
    return MeasuredAnswer(**given)


def scored(*answers: MeasuredAnswer) -> InterviewScore:
    return score(MODEL, answers, REFERENCES)


def some_answers() -> tuple[MeasuredAnswer, ...]:
    return (
        an_answer("q1", [("We asked every customer.", toward("asks")), ("It was a good year.", OTHER)]),
        an_answer("q2", [("The others broke it.", toward("blames"))]),
    )


def some_material(measured: Sequence[MeasuredAnswer] | None = None, **fields: Any) -> Material:  # noqa: ANN401
    """Everything a report needs; the answers given are those measured."""
    found = some_answers() if measured is None else tuple(measured)
    consent = Consent(recording=True, face_analysis=True, notice_version="1", given_at=NOW)
    given = {
        "interview": Interview(
            id="interview-1",
            candidate_id="candidate-1",
            job_id="job-1",
            language="en",
            consent=consent,
            status=InterviewStatus.FINISHING,
            created_at=NOW,
        ),
        "candidate": Candidate(id="candidate-1", name="林晓", created_at=NOW),
        "job": Job(
            id="job-1", title=text("Product manager"), questions=QUESTIONS, competency_model=MODEL, created_at=NOW
        ),
        "answers": tuple(_received(one) for one in found),
        "measured": found,
        "score": scored(*found),
        "versions": Versions(software="0.1.0", competency_model="model 3", models=(ModelUsed("asr", "7", CARD),)),
        **fields,
    }
    return Material(**given)


def _received(measured: MeasuredAnswer) -> Answer:
    return Answer(
        id=measured.answer_id,
        interview_id="interview-1",
        question_id=measured.question_id,
        kind=AnswerKind.VIDEO,
        status=AnswerStatus.READY,
        sha256="0" * 64,
        size=1,
        received_at=NOW,
    )


def some_report(measured: Sequence[MeasuredAnswer] | None = None, **fields: Any) -> Report:  # noqa: ANN401
    return compose(some_material(measured, **fields), id="report-1", now=NOW)
