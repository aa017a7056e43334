"""Finds what a request names, or says that it does not exist."""

from __future__ import annotations

from gateway.domain.errors import NotFoundError
from gateway.domain.interview import Answer, Candidate, Interview, Job
from gateway.domain.rule import Decision
from gateway.domain.text import LocalizedText
from gateway.intake.errors import UnknownQuestionError
from gateway.ports import UnitOfWork

NO_CANDIDATE = LocalizedText("找不到该候选人，请核对编号。", "There is no such candidate; check the id.")
NO_JOB = LocalizedText("找不到该岗位，请核对编号。", "There is no such job; check the id.")
NO_INTERVIEW = LocalizedText("找不到该面试，请核对编号。", "There is no such interview; check the id.")
NO_DECISION = LocalizedText("找不到该决定，请核对编号。", "There is no such decision; check the id.")


def find_candidate(work: UnitOfWork, candidate_id: str) -> Candidate:
    """Give the candidate. Raises `NotFoundError`."""
    candidate = work.candidates.get(candidate_id)
    if candidate is None:
        raise NotFoundError(NO_CANDIDATE)
    return candidate


def find_job(work: UnitOfWork, job_id: str) -> Job:
    """Give the job. Raises `NotFoundError`."""
    job = work.jobs.get(job_id)
    if job is None:
        raise NotFoundError(NO_JOB)
    return job


def find_interview(work: UnitOfWork, interview_id: str, *, lock: bool = False) -> Interview:
    """Give the interview, locked until the transaction ends if asked. Raises `NotFoundError`."""
    interview = work.interviews.lock(interview_id) if lock else work.interviews.get(interview_id)
    if interview is None:
        raise NotFoundError(NO_INTERVIEW)
    return interview


def find_decision(work: UnitOfWork, decision_id: str) -> Decision:
    """Give the decision. Raises `NotFoundError`."""
    decision = work.decisions.get(decision_id)
    if decision is None:
        raise NotFoundError(NO_DECISION)
    return decision


def check_question(work: UnitOfWork, interview: Interview, question_id: str) -> None:
    """Raise `UnknownQuestionError`, which names the known ones, unless the interview's job asks this question."""
    known = [question.id for question in find_job(work, interview.job_id).questions]
    if question_id not in known:
        raise UnknownQuestionError(known)


def find_answer(work: UnitOfWork, interview_id: str, question_id: str) -> Answer | None:
    """Give the answer to a question, if there is one."""
    answers = work.answers.of(interview_id)
    return next((answer for answer in answers if answer.question_id == question_id), None)
