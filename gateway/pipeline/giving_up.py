"""What becomes of an answer that the queue will not try again."""

from __future__ import annotations

import logging

import msgspec

from gateway.actions.desk import in_transaction
from gateway.domain.interview import InterviewStatus
from gateway.domain.problems import UNKNOWN
from gateway.domain.stall import STALLED, Stall
from gateway.pipeline.deps import Deps, find_case
from gateway.pipeline.finish import finish_interview
from gateway.pipeline.progress import DONE, Progress
from gateway.ports import UnitOfWork

log = logging.getLogger(__name__)

# Codes of what passes by itself. However long it takes, no answer fails for it: the sweeper queues it again.
PASSING = ("perception.unavailable", "perception.deadline_exceeded", "unavailable", "storage_full")


async def give_up(deps: Deps, kind: str, subject_id: str, reason: str) -> None:
    """Let an answer fail, so that its interview can be finished without it. `reason` begins with an error's code.

    The recording stays. A finish is not given up: the interview is noted as stalled, which who watches it sees, and the
    sweeper queues it again.
    """
    code = reason.partition(":")[0]
    if kind != "answer":
        await _stall(deps, subject_id, code)
        return
    case = await find_case(deps, subject_id)
    if case is None:
        return
    if case.answer.status in DONE:  # so what failed is the finish that followed the last answer
        await _stall(deps, case.interview.id, code)
        return
    if code in PASSING:
        return
    log.error("answer %s fails: %s", subject_id, code)
    await Progress(deps, case.answer).failed(UNKNOWN)
    await finish_interview(deps, case.interview.id)


async def _stall(deps: Deps, interview_id: str, code: str) -> None:
    """Note that the report could not be made."""

    def note(uow: UnitOfWork) -> None:
        interview = uow.interviews.lock(interview_id)
        if interview is None or interview.status != InterviewStatus.FINISHING:
            return
        last = uow.steps.latest(interview_id, "", STALLED)
        attempt = msgspec.msgpack.decode(last, type=Stall).attempt + 1 if last else 1
        stall = Stall(problem=code, attempt=attempt, at=deps.desk.clock.now())
        uow.steps.put(interview_id, "", STALLED, str(attempt), msgspec.msgpack.encode(stall))

    await in_transaction(deps.desk.begin, note)
    await deps.desk.progress.changed(interview_id)
