"""Ends an interview, once."""

from __future__ import annotations

import asyncio

import msgspec

from gateway.domain.errors import ConflictError
from gateway.domain.interview import Interview, InterviewStatus
from gateway.domain.text import LocalizedText
from gateway.intake.commands import Finish
from gateway.intake.errors import AnswersMissingError
from gateway.intake.lookups import find_interview, find_job, opened_again
from gateway.intake.services import Services
from gateway.ports import UnitOfWork

CANCELLED = LocalizedText("面试已取消，不能再提交。", "The interview was cancelled and cannot be finished.")


def finish(work: UnitOfWork, interview_id: str, command: Finish, services: Services) -> Interview:
    """Note that the last answer is given; finishing again changes nothing.

    Raises `NotFoundError`, `AnswersMissingError`, and `ConflictError` for a cancelled interview.
    """
    interview = find_interview(work, interview_id, lock=True)
    if interview.status == InterviewStatus.CANCELLED:
        raise ConflictError(CANCELLED)
    if interview.status != InterviewStatus.OPEN:
        return interview
    missing = missing_answers(work, interview)
    if missing and not command.allow_missing:
        raise AnswersMissingError(missing)
    now = services.clock.now()
    for offer in work.rerecordings.of(interview_id):
        if offer.in_force:  # it was not taken up: the first answer stays
            work.rerecordings.save(msgspec.structs.replace(offer, closed_at=now))
    finished = msgspec.structs.replace(interview, status=InterviewStatus.FINISHING, finished_at=now)
    work.interviews.save(finished)
    return finished


def missing_answers(work: UnitOfWork, interview: Interview) -> list[str]:
    """Give the ids of the questions without an answer, in the order they are asked.

    Of an interview that was opened again, these are the questions that were offered and not answered yet.
    """
    asked = [question.id for question in find_job(work, interview.job_id).questions]
    if opened_again(work, interview):
        offered = {offer.question_id for offer in work.rerecordings.of(interview.id) if offer.in_force}
        return [question_id for question_id in asked if question_id in offered]
    answered = {answer.question_id for answer in work.answers.of(interview.id)}
    return [question_id for question_id in asked if question_id not in answered]


async def tell_finished(services: Services, interview_id: str) -> None:
    """Tell the workers and the watchers, unless the report is there already."""
    interview = await asyncio.to_thread(_read, services, interview_id)
    if interview.status == InterviewStatus.FINISHING:
        await services.queue.interview_finished(interview_id)
    await services.progress.changed(interview_id)


def _read(services: Services, interview_id: str) -> Interview:
    with services.read() as work:
        return find_interview(work, interview_id)
