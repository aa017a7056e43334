"""The queue of the finish pipeline: one side tells that there is something to do, the other does it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from gateway.bus.streams import ANSWER_CONSUMER, FINISH_CONSUMER, LIVE_CONSUMER, WORK_ACK_WAIT_S, ensure_streams
from gateway.domain.errors import ShouguanError, StorageFullError, UnavailableError
from inference.errors import PerceptionError
from wire import names
from wire.consumer import Delivery, Done, Drop, Handler, Retry, Source, Verdict, consume, growing_delay
from wire.link import Link, LinkError, RefusedError

logger = logging.getLogger(__name__)

NOTICE_TIMEOUT_S = 1.0
ALREADY_QUEUED = 10077
UNKNOWN_ERROR_ATTEMPTS = 6
ATTEMPTS = 200

Work = Callable[[str], Awaitable[None]]
"""Works on the answer or interview with this id. Done again, it has no second effect."""

GaveUp = Callable[[str, str, str], Awaitable[None]]
"""Is told the kind (`answer`, `finish`), the id and the reason when something will not be tried again."""


class NatsWorkQueue:
    """`WorkQueue` on JetStream. A notice that does not get through is logged: the sweeper finds the work again."""

    def __init__(self, link: Link, timeout_s: float = NOTICE_TIMEOUT_S) -> None:
        self._link = link
        self._timeout_s = timeout_s

    async def answer_received(self, answer_id: str) -> None:
        """Queue an answer, unless it is queued already."""
        await self._queue(f"work.answer.{names.token(answer_id)}")

    async def interview_finished(self, interview_id: str) -> None:
        """Queue the finish of an interview, unless it is queued already."""
        await self._queue(f"work.finish.{names.token(interview_id)}")

    async def live_began(self, live_id: str) -> None:
        """Queue an answer that is being given, unless it is queued or worked on already."""
        await self._queue(f"work.live.{names.token(live_id)}")

    async def _queue(self, subject: str) -> None:
        try:
            await self._link.publish(subject, b"", timeout_s=self._timeout_s)
        except RefusedError as error:
            if error.number != ALREADY_QUEUED:
                logger.warning("not queued now, the sweeper will find it: %s", error)
        except LinkError as error:
            logger.warning("not queued now, the sweeper will find it: %s", error)


async def consume_work(
    link: Link,
    process_answer: Work,
    finish_interview: Work,
    process_live: Work,
    *,
    answers: int = 2,
    finishes: int = 2,
    lives: int = 8,
    gave_up: GaveUp | None = None,
) -> None:
    """Work through the queue until cancelled: `answers`, `finishes` and `lives` at a time, in lanes of their own.

    An error that passes by itself (the model server is away, the disk is full) is tried again for as long as it
    takes, with growing delays; any other `ShouguanError` or `PerceptionError` ends the message at once, an error of the
    machine (no room for a process) after many attempts, an unknown one after a few. What is ended goes to the stream
    WORK_DEAD and, unless it was live work, which is done again when the answer is complete, to `gave_up`.
    """

    def lane(consumer: str, work: Work, kind: str, in_flight: int) -> Awaitable[None]:
        source = Source(
            stream=names.WORK,
            consumer=consumer,
            ack_wait_s=WORK_ACK_WAIT_S,
            prepare=lambda: ensure_streams(link),
        )
        return consume(link, source, _handler(kind, work, None if kind == "live" else gave_up), in_flight=in_flight)

    await asyncio.gather(
        lane(ANSWER_CONSUMER, process_answer, "answer", answers),
        lane(FINISH_CONSUMER, finish_interview, "finish", finishes),
        lane(LIVE_CONSUMER, process_live, "live", lives),
    )


def _handler(kind: str, work: Work, gave_up: GaveUp | None) -> Handler:
    async def handle(delivery: Delivery) -> Verdict:
        subject_id = delivery.subject.rsplit(".", 1)[-1]
        try:
            await work(subject_id)
        except Exception as error:  # noqa: BLE001 - judged below: no error may stop the queue
            verdict = judge(error, delivery.attempt)
        else:
            return Done()
        await _tell(verdict, kind, subject_id, gave_up)
        return verdict

    return handle


def judge(error: Exception, attempt: int) -> Verdict:
    """Say what becomes of a message whose handling ended in `error` at the `attempt`-th time."""
    reason = f"{getattr(error, 'code', type(error).__name__)}: {error}"
    if attempt >= ATTEMPTS:
        return Drop(reason)  # the sweeper queues it anew as long as the database says that it is not done
    match error:
        case PerceptionError(retry=True) | UnavailableError() | StorageFullError():
            logger.info("trying again later: %s", reason)
            return Retry(growing_delay(attempt))
        case PerceptionError() | ShouguanError():
            return Drop(reason)
        case OSError() if not isinstance(error, FileNotFoundError):  # of the machine, not of the answer
            logger.warning("trying again later: %s", reason)
            return Retry(growing_delay(attempt))
        case _ if attempt >= UNKNOWN_ERROR_ATTEMPTS:
            return Drop(reason)
        case _:
            logger.error("attempt %d failed", attempt, exc_info=error)
            return Retry(growing_delay(attempt))


async def _tell(verdict: Verdict, kind: str, subject_id: str, gave_up: GaveUp | None) -> None:
    if isinstance(verdict, Drop):
        logger.error("gave up on %s %s: %s", kind, subject_id, verdict.reason)
        if gave_up is not None:
            await gave_up(kind, subject_id, verdict.reason)
