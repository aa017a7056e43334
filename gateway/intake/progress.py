"""How far an interview has come, as one document, and as a stream of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec import Struct

from gateway.domain.interview import Answer, AnswerKind, AnswerStatus, Interview, InterviewStatus
from gateway.domain.problems import problem_text
from gateway.domain.stall import STALLED, Stall
from gateway.domain.text import LocalizedText
from gateway.intake.finish import missing_answers
from gateway.intake.live import being_given
from gateway.intake.lookups import find_interview
from gateway.intake.services import Services
from gateway.ports import UnitOfWork

WORKED_THROUGH = frozenset({AnswerStatus.READY, AnswerStatus.FAILED})


class Step(StrEnum):
    """What is being done for an interview."""

    ANSWERING = "answering"
    PERCEIVING = "perceiving"
    REPORTING = "reporting"
    DECIDING = "deciding"
    STALLED = "stalled"
    DONE = "done"
    CANCELLED = "cancelled"


STEP_TEXT: dict[Step, LocalizedText] = {
    Step.ANSWERING: LocalizedText("正在作答", "Answering"),
    Step.PERCEIVING: LocalizedText("正在分析回答", "Analysing the answers"),
    Step.REPORTING: LocalizedText("正在生成报告", "Writing the report"),
    Step.DECIDING: LocalizedText("正在应用规则", "Applying the rules"),
    Step.STALLED: LocalizedText(
        "报告暂时无法生成，系统会继续自动重试。请管理员运行 shouguan doctor，并查看 worker 日志",
        "The report cannot be made now; the box goes on trying. Have the administrator run `shouguan doctor` and look "
        "into the worker's log",
    ),
    Step.DONE: LocalizedText("已完成", "Done"),
    Step.CANCELLED: LocalizedText("已取消", "Cancelled"),
}


class AnswerProgress(Struct, frozen=True, kw_only=True):
    """How far one answer has been worked through; `progress` is 0..1."""

    question_id: str
    answer_id: str
    kind: AnswerKind
    status: AnswerStatus
    progress: float
    problem: str | None
    problem_text: LocalizedText | None


class Progress(Struct, frozen=True, kw_only=True):
    """How far an interview has come. `seconds_to_report` is known once the report and decision are there.

    `live` names the questions that are being answered now, whose words can be followed.

    `problem` is the code of what keeps a stalled interview's report from being made. `rerecordings` names the questions
    that may be answered again; the report that is ready then is the earlier one.
    """

    interview_id: str
    status: InterviewStatus
    step: Step
    step_text: LocalizedText
    answers: tuple[AnswerProgress, ...]
    missing: tuple[str, ...]
    live: tuple[str, ...]
    finished_at: datetime | None
    completed_at: datetime | None
    seconds_since_finish: float | None
    seconds_to_report: float | None
    report_ready: bool
    problem: str | None = None
    rerecordings: tuple[str, ...] = ()


def progress_of(work: UnitOfWork, interview_id: str, services: Services) -> Progress:
    """Give the progress now. Raises `NotFoundError`."""
    interview = find_interview(work, interview_id)
    answers = work.answers.of(interview_id)
    report_ready = _report_ready(work, interview)
    stall = _stall(work, interview)
    step = Step.STALLED if stall else _step(interview, answers, report_ready=report_ready)
    return Progress(
        interview_id=interview_id,
        status=interview.status,
        step=step,
        step_text=STEP_TEXT[step],
        answers=tuple(_answer(answer) for answer in answers),
        missing=tuple(missing_answers(work, interview)),
        live=being_given(work, interview_id),
        finished_at=interview.finished_at,
        completed_at=interview.completed_at,
        seconds_since_finish=_seconds(interview.finished_at, services.clock.now()),
        seconds_to_report=_seconds(interview.finished_at, interview.completed_at),
        report_ready=report_ready,
        problem=stall.problem if stall else None,
        rerecordings=tuple(offer.question_id for offer in work.rerecordings.of(interview_id) if offer.in_force),
    )


def _report_ready(work: UnitOfWork, interview: Interview) -> bool:
    """Say whether there is a report; once an interview is finished again, the earlier one does not count."""
    report = work.reports.of(interview.id)
    return report is not None and (interview.finished_at is None or report.created_at >= interview.finished_at)


def _stall(work: UnitOfWork, interview: Interview) -> Stall | None:
    last = work.steps.latest(interview.id, "", STALLED) if interview.status == InterviewStatus.FINISHING else None
    stall = msgspec.msgpack.decode(last, type=Stall) if last else None
    earlier = stall is not None and interview.finished_at is not None and stall.at < interview.finished_at
    return None if earlier else stall


def _step(interview: Interview, answers: Sequence[Answer], *, report_ready: bool) -> Step:
    settled = {
        InterviewStatus.OPEN: Step.ANSWERING,
        InterviewStatus.COMPLETED: Step.DONE,
        InterviewStatus.CANCELLED: Step.CANCELLED,
    }.get(interview.status)
    if settled is not None:
        return settled
    if report_ready:
        return Step.DECIDING
    perceived = all(answer.status in WORKED_THROUGH for answer in answers)
    return Step.REPORTING if perceived else Step.PERCEIVING


def _answer(answer: Answer) -> AnswerProgress:
    return AnswerProgress(
        question_id=answer.question_id,
        answer_id=answer.id,
        kind=answer.kind,
        status=answer.status,
        progress=1.0 if answer.status in WORKED_THROUGH else answer.progress,
        problem=answer.problem,
        problem_text=problem_text(answer.problem) if answer.problem else None,
    )


def _seconds(start: datetime | None, end: datetime | None) -> float | None:
    return round((end - start).total_seconds(), 3) if start and end else None


def read_progress(interview_id: str, services: Services) -> Progress:
    """Give the progress now, in a transaction of its own. Raises `NotFoundError`."""
    with services.read() as work:
        return progress_of(work, interview_id, services)


async def watch_progress(interview_id: str, services: Services) -> AsyncIterator[Progress | None]:
    """Give the progress whenever it changed, until nothing will change any more.

    `None` means that all is as it was: a sign of life for whoever keeps a connection open. Raises `NotFoundError`.
    """
    last = None
    async for _ in services.progress.watch(interview_id):
        now = await asyncio.to_thread(read_progress, interview_id, services)
        content = msgspec.structs.replace(now, seconds_since_finish=None)
        yield now if content != last else None
        last = content
        if now.status in {InterviewStatus.COMPLETED, InterviewStatus.CANCELLED}:
            return
