"""Candidates, jobs, interviews and answers with everything filled in that a test does not name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from gateway.domain.competency import CompetencyModel, Dimension, Question
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
from gateway.domain.text import LocalizedText

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

Value = TypeVar("Value", bound=msgspec.Struct)


def changed(value: Value, /, **fields: object) -> Value:
    return msgspec.structs.replace(value, **fields)


def a_candidate(**fields: object) -> Candidate:
    return changed(Candidate(id="candidate-1", name="林晓", created_at=NOW, email="lin@example.com"), **fields)


def a_question(question_id: str) -> Question:
    return Question(id=question_id, text=LocalizedText(f"问题 {question_id}", f"Question {question_id}"))


def a_competency_model(**fields: object) -> CompetencyModel:
    dimension = Dimension(
        id="planning", name=LocalizedText("规划", "Planning"), weight=1.0, questions=("q1", "q2"), keywords=("roadmap",)
    )
    model = CompetencyModel(
        id="pm", version="1", title=LocalizedText("产品经理", "Product manager"), dimensions=(dimension,)
    )
    return changed(model, **fields)


def a_job(**fields: object) -> Job:
    job = Job(
        id="job-1",
        title=LocalizedText("产品经理", "Product manager"),
        questions=(a_question("q1"), a_question("q2")),
        competency_model=a_competency_model(),
        created_at=NOW,
    )
    return changed(job, **fields)


def a_consent(**fields: object) -> Consent:
    return changed(Consent(recording=True, face_analysis=True, notice_version="1", given_at=NOW), **fields)


def an_interview(**fields: object) -> Interview:
    interview = Interview(
        id="interview-1",
        candidate_id="candidate-1",
        job_id="job-1",
        language="en",
        consent=a_consent(),
        status=InterviewStatus.OPEN,
        created_at=NOW,
    )
    return changed(interview, **fields)


def an_answer(**fields: object) -> Answer:
    answer = Answer(
        id="answer-1",
        interview_id="interview-1",
        question_id="q1",
        kind=AnswerKind.VIDEO,
        status=AnswerStatus.RECEIVED,
        sha256="0" * 64,
        size=1000,
        received_at=NOW,
        media_key="ab/" + "0" * 64,
        media_type="video/mp4",
    )
    return changed(answer, **fields)
