"""Answers that may be given again, as HR offers them, and the reports that later ones have taken the place of."""

from __future__ import annotations

import asyncio

from msgspec import Struct

from gateway.actions import Offered
from gateway.domain.errors import NotFoundError
from gateway.domain.rerecording import EarlierReport, ReRecording
from gateway.domain.signals import Limit
from gateway.domain.text import LocalizedText
from gateway.intake.commands import ReRecordingOffer
from gateway.intake.lookups import find_interview
from gateway.intake.recordings import NoAnswerError
from gateway.intake.services import Services
from gateway.ports import UnitOfWork
from gateway.scoring.sufficiency import insufficient

NO_REPORT = LocalizedText("找不到该报告，请核对编号。", "There is no such report; check the id.")


class Insufficient(Struct, frozen=True, kw_only=True):
    """An answer that does not suffice: why, and the offer to give it again, if there is one in force."""

    answer_id: str
    question_id: str
    limits: tuple[Limit, ...]
    offer: ReRecording | None = None


async def offer(services: Services, interview_id: str, command: ReRecordingOffer) -> Offered:
    """Offer to give an answer of the interview again.

    Raises `NotFoundError` for an unknown interview or answer, and as `gateway.actions.offer_rerecording`.
    """
    await asyncio.to_thread(_check, services, interview_id, command.answer_id)
    return await services.offer_rerecording(command.answer_id, command.name.strip(), command.reason.strip())


def _check(services: Services, interview_id: str, answer_id: str) -> None:
    with services.read() as work:
        find_interview(work, interview_id)
        answers = (*work.answers.of(interview_id), *work.answers.earlier(interview_id))
        if all(answer.id != answer_id for answer in answers):
            raise NoAnswerError


def offers(services: Services, interview_id: str) -> list[ReRecording]:
    """Give the interview's offers in the order they were made. Raises `NotFoundError`."""
    with services.read() as work:
        find_interview(work, interview_id)
        return list(work.rerecordings.of(interview_id))


def earlier_reports(services: Services, interview_id: str) -> list[EarlierReport]:
    """Give the reports that a later one has taken the place of, newest last. Raises `NotFoundError`."""
    with services.read() as work:
        find_interview(work, interview_id)
        return list(work.reports.earlier(interview_id))


def earlier_report(work: UnitOfWork, interview_id: str, report_id: str) -> EarlierReport:
    """Give one of them. Raises `NotFoundError`."""
    find_interview(work, interview_id)
    for one in work.reports.earlier(interview_id):
        if one.report.id == report_id:
            return one
    raise NotFoundError(NO_REPORT)


def insufficient_answers(work: UnitOfWork, interview_id: str) -> tuple[Insufficient, ...]:
    """Give the answers that, as the report says, do not suffice and may be given again; none before there is one."""
    report = work.reports.of(interview_id)
    current = {answer.id for answer in work.answers.of(interview_id)}
    in_force = {one.answer_id: one for one in work.rerecordings.of(interview_id) if one.in_force}
    return tuple(
        Insufficient(
            answer_id=one.measured.answer_id,
            question_id=one.question_id,
            limits=one.measured.limits,
            offer=in_force.get(one.measured.answer_id),
        )
        for one in (report.answers if report else ())
        if one.measured.answer_id in current and insufficient(one.measured.limits)
    )
