"""Candidates, jobs, interviews and their answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from gateway.domain.competency import CompetencyModel, Question
from gateway.domain.text import LocalizedText


class Candidate(Struct, frozen=True, kw_only=True):
    """A person who is interviewed. `external_id` is the person's id in the company's HR system."""

    id: str
    name: str
    created_at: datetime
    email: str | None = None
    phone: str | None = None
    external_id: str | None = None


class Job(Struct, frozen=True, kw_only=True):
    """A position with the questions asked and the competency model that answers are scored against."""

    id: str
    title: LocalizedText
    questions: tuple[Question, ...]
    competency_model: CompetencyModel
    created_at: datetime
    external_id: str | None = None


class Consent(Struct, frozen=True, kw_only=True):
    """What the candidate agreed to, when, and to which version of the notice."""

    recording: bool
    face_analysis: bool
    notice_version: str
    given_at: datetime


class InterviewStatus(StrEnum):
    """Where an interview stands."""

    OPEN = "open"  # answers are taken
    FINISHING = "finishing"  # the last answer is given, the report is being made
    COMPLETED = "completed"  # report and decision exist
    CANCELLED = "cancelled"


class Interview(Struct, frozen=True, kw_only=True):
    """One candidate's interview for one job. `language` is the language spoken, a BCP 47 tag such as `en`."""

    id: str
    candidate_id: str
    job_id: str
    language: str
    consent: Consent
    status: InterviewStatus
    created_at: datetime
    finished_at: datetime | None = None
    completed_at: datetime | None = None
    survey: float | None = None


class AnswerKind(StrEnum):
    """What an answer is made of."""

    VIDEO = "video"
    AUDIO = "audio"
    TEXT = "text"


class AnswerStatus(StrEnum):
    """How far an answer has been worked through."""

    RECEIVED = "received"
    PERCEIVING = "perceiving"
    READY = "ready"
    FAILED = "failed"  # nothing in it can be used; `problem` is a code of `domain.problems`; the rest goes on


class Writing(Struct, frozen=True, kw_only=True):
    """How a written answer came about, as the form that it was written in counted it; `None`: it did not count.

    `typed_ms` is the time from the first to the last change of the text, `keystrokes` the number of keys pressed in
    it, `pasted_characters` the number of characters that came in by pasting or dropping.
    """

    typed_ms: int | None = None
    keystrokes: int | None = None
    pasted_characters: int | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """An accepted answer. `media_key` finds the recording in the media store; `text` is a written answer."""

    id: str
    interview_id: str
    question_id: str
    kind: AnswerKind
    status: AnswerStatus
    sha256: str
    size: int
    received_at: datetime
    media_key: str | None = None
    media_type: str | None = None
    text: str | None = None
    progress: float = 0.0
    problem: str | None = None
    writing: Writing | None = None
