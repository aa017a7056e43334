"""Finds what a request names, or says that it does not exist."""

from __future__ import annotations

from gateway.domain.errors import NotFoundError
from gateway.domain.interview import Answer, Candidate, Interview, InterviewStatus, Job
from gateway.domain.rerecording import ReRecording
from gateway.domain.rule import Decision
from gateway.domain.text import LocalizedText
from gateway.intake.errors import InterviewClosedError, UnknownQuestionError
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


def offer_in_force(work: UnitOfWork, interview_id: str, question_id: str) -> ReRecording | None:
    """Give the offer to answer a question again, if there is one that can still be taken up."""
    return next(
        (one for one in work.rerecordings.of(interview_id) if one.in_force and one.question_id == question_id), None
    )


def standing_answer(work: UnitOfWork, interview_id: str, question_id: str) -> Answer | None:
    """Give the answer that a question has; none while it may be given again."""
    if offer_in_force(work, interview_id, question_id) is not None:
        return None
    return find_answer(work, interview_id, question_id)


def opened_again(work: UnitOfWork, interview: Interview) -> bool:
    """Say whether an interview that had its report takes answers again: to the questions that were offered only."""
    return interview.status == InterviewStatus.OPEN and work.reports.of(interview.id) is not None


def check_takes(work: UnitOfWork, interview: Interview, question_id: str) -> None:
    """Raise `InterviewClosedError` unless the interview takes an answer to this question, which has none."""
    if interview.status != InterviewStatus.OPEN:
        raise InterviewClosedError
    if offer_in_force(work, interview.id, question_id) is None and opened_again(work, interview):
        raise InterviewClosedError
