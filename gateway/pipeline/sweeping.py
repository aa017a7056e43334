"""Finds work that the queue lost. The database is the truth; the queue only makes work start at once."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

import msgspec

from gateway.actions.desk import in_transaction, reading
from gateway.domain.errors import ShouguanError
from gateway.domain.interview import AnswerStatus, InterviewStatus
from gateway.domain.stall import STALLED, Stall
from gateway.pipeline.deps import Deps
from gateway.ports import UnitOfWork, WorkQueue

log = logging.getLogger(__name__)

PATIENCE_S = 30.0  # younger work is on its way through the queue
PERIOD_S = 30.0

ABANDONED = timedelta(days=7)  # an upload that was cut off is not resumed after so long
TIDY_PERIOD_S = 3600.0


async def sweep(deps: Deps, queue: WorkQueue, patience_s: float = PATIENCE_S) -> int:
    """Queue again every answer and finish that has waited for `patience_s` seconds; give how many there were.

    An interview whose report could not be made waits longer from one attempt to the next; with no patience, for none.
    What is queued or being worked on already is refused by the queue, so this may be called at any time.
    """
    now = deps.desk.clock.now()
    answers, interviews = await reading(deps.desk.read, lambda uow: _waiting(uow, now, timedelta(seconds=patience_s)))
    for answer_id in answers:
        await queue.answer_received(answer_id)
    for interview_id in interviews:
        await queue.interview_finished(interview_id)
    return len(answers) + len(interviews)


def _waiting(uow: UnitOfWork, now: datetime, patience: timedelta) -> tuple[list[str], list[str]]:
    before = now - patience
    answers = [
        answer.id
        for answer in uow.answers.with_status(AnswerStatus.RECEIVED, AnswerStatus.PERCEIVING)
        if answer.received_at <= before and not _cancelled(uow, answer.interview_id)
    ]
    interviews = [
        one.id
        for one in uow.interviews.with_status(InterviewStatus.FINISHING)
        if (one.finished_at is None or one.finished_at <= before) and not (patience and _stalled(uow, one.id, now))
    ]
    return answers, interviews


def _stalled(uow: UnitOfWork, interview_id: str, now: datetime) -> bool:
    """Say whether it is too early to try again what failed."""
    last = uow.steps.latest(interview_id, "", STALLED)
    return last is not None and now < msgspec.msgpack.decode(last, type=Stall).until


def _cancelled(uow: UnitOfWork, interview_id: str) -> bool:
    interview = uow.interviews.get(interview_id)
    return interview is None or interview.status == InterviewStatus.CANCELLED


async def keep_sweeping(deps: Deps, queue: WorkQueue, period_s: float = PERIOD_S) -> None:
    """Sweep at once, all that waits, and then every `period_s` seconds, until cancelled."""
    patience_s = 0.0
    while True:
        try:
            found = await sweep(deps, queue, patience_s)
            patience_s = PATIENCE_S
        except (ShouguanError, OSError) as error:
            log.warning("the sweep is put off: %s", error)
        else:
            if found:
                log.info("queued %d pieces of waiting work", found)
        await asyncio.sleep(period_s)


async def tidy(deps: Deps) -> int:
    """Forget abandoned uploads; give their number. Raises `ShouguanError` and `OSError`.

    They are recordings that no answer came of: their sender went away, or the process that received them was killed.
    """
    before = deps.desk.clock.now() - ABANDONED
    await in_transaction(deps.desk.begin, lambda uow: uow.lives.remove_older(before))
    return await asyncio.to_thread(deps.media.discard_abandoned, before)


async def keep_tidy(deps: Deps, period_s: float = TIDY_PERIOD_S) -> None:
    """Tidy at once, and then every `period_s` seconds, until cancelled."""
    while True:
        try:
            forgotten = await tidy(deps)
        except (ShouguanError, OSError) as error:
            log.warning("abandoned uploads stay: %s", error)
        else:
            if forgotten:
                log.info("forgot %d abandoned uploads", forgotten)
        await asyncio.sleep(period_s)
