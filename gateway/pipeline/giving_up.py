"""What becomes of an answer that the queue will not try again."""

from __future__ import annotations

import logging

from gateway.domain.problems import UNKNOWN
from gateway.pipeline.deps import Deps, find_case
from gateway.pipeline.finish import finish_interview
from gateway.pipeline.progress import Progress

log = logging.getLogger(__name__)

# Codes of what passes by itself. However long it takes, no answer fails for it: the sweeper queues it again.
PASSING = ("perception.unavailable", "perception.deadline_exceeded", "unavailable", "storage_full")


async def give_up(deps: Deps, kind: str, subject_id: str, reason: str) -> None:
    """Let an answer fail, so that its interview can be finished without it. `reason` begins with an error's code.

    The recording stays. A finish is not given up: it waits for the sweeper, and for whoever reads the log.
    """
    code = reason.partition(":")[0]
    if kind != "answer" or code in PASSING:
        return
    case = await find_case(deps, subject_id)
    if case is None:
        return
    log.error("answer %s fails: %s", subject_id, code)
    await Progress(deps, case.answer).failed(UNKNOWN)
    await finish_interview(deps, case.interview.id)
