"""Takes in candidates, jobs and interviews. The functions change a transaction; who calls commits."""

from __future__ import annotations

from datetime import datetime

from gateway.domain.errors import InvalidError, NotFoundError, UnavailableError
from gateway.domain.interview import Candidate, Consent, Interview, InterviewStatus, Job
from gateway.domain.text import LocalizedText
from gateway.intake.check_job import check_job
from gateway.intake.commands import ConsentGiven, NewCandidate, NewInterview, NewJob
from gateway.intake.errors import FieldsError, LanguageNotServedError
from gateway.intake.lookups import find_candidate, find_job
from gateway.intake.services import Services
from gateway.ports import UnitOfWork
from inference.errors import PerceptionError

CONSENT_NEEDED = LocalizedText(
    "候选人需要先同意录制（consent.recording）。没有同意就不能开始面试。",
    "The candidate has to agree to being recorded (consent.recording). Without that there is no interview.",
)
MODELS_DOWN = LocalizedText(
    "暂时无法确认支持的语言：模型服务没有应答。请稍后重试。",
    "The served languages are not known now: the model server does not answer. Try again later.",
)


class ConsentNeededError(InvalidError):
    """The candidate did not agree to being recorded."""

    code = "consent_required"


def add_candidate(work: UnitOfWork, command: NewCandidate, services: Services) -> Candidate:
    """Keep a new candidate."""
    candidate = Candidate(
        id=services.ids.new(),
        name=command.name,
        created_at=services.clock.now(),
        email=command.email,
        phone=command.phone,
        external_id=command.external_id,
    )
    work.candidates.add(candidate)
    return candidate


def add_job(work: UnitOfWork, command: NewJob, services: Services) -> Job:
    """Keep a new job. Raises `FieldsError` when its competency model or questions do not fit together."""
    check_job(command)
    job = Job(
        id=services.ids.new(),
        title=command.title,
        questions=command.questions,
        competency_model=command.competency_model,
        created_at=services.clock.now(),
        external_id=command.external_id,
    )
    work.jobs.add(job)
    return job


async def check_language(language: str, services: Services) -> None:
    """Raise `LanguageNotServedError` with the served ones, or `UnavailableError` when they are not known now."""
    try:
        served = await services.languages()
    except PerceptionError as error:
        raise UnavailableError(MODELS_DOWN) from error
    if language.split("-", 1)[0].lower() not in served:
        raise LanguageNotServedError(language, sorted(served))


def add_interview(work: UnitOfWork, command: NewInterview, services: Services) -> Interview:
    """Open an interview. Raises `FieldsError` for an unknown candidate or job, and where consent is not given."""
    if not command.consent.recording:
        raise ConsentNeededError(CONSENT_NEEDED)
    _check_references(work, command)
    now = services.clock.now()
    interview = Interview(
        id=services.ids.new(),
        candidate_id=command.candidate_id,
        job_id=command.job_id,
        language=command.language,
        consent=_consent(command.consent, now),
        status=InterviewStatus.OPEN,
        created_at=now,
    )
    work.interviews.add(interview)
    return interview


def _consent(given: ConsentGiven, now: datetime) -> Consent:
    return Consent(
        recording=given.recording,
        face_analysis=given.face_analysis,
        notice_version=given.notice_version,
        given_at=given.given_at or now,
    )


def _check_references(work: UnitOfWork, command: NewInterview) -> None:
    problems = []
    try:
        find_candidate(work, command.candidate_id)
    except NotFoundError as error:
        problems.append(("candidate_id", error.message))
    try:
        find_job(work, command.job_id)
    except NotFoundError as error:
        problems.append(("job_id", error.message))
    if problems:
        raise FieldsError(problems)
