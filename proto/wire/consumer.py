"""Working through a JetStream consumer: some messages at a time, each settled by what its handler says."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import TypeAlias

from msgspec import Struct
from nats.aio.msg import Msg
from nats.js import JetStreamContext

from wire.link import TRANSPORT_ERRORS, Link, LinkError

logger = logging.getLogger(__name__)

FETCH_S = 3.0
FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 30.0


class Source(Struct, frozen=True, kw_only=True):
    """A durable pull consumer. `prepare` makes sure that it exists; it is asked again when the consumer is gone."""

    stream: str
    consumer: str
    ack_wait_s: float
    prepare: Callable[[], Awaitable[object]]


class Delivery(Struct, frozen=True, kw_only=True):
    """A message as it came; `attempt` counts from 1."""

    subject: str
    data: bytes
    headers: Mapping[str, str]
    attempt: int


class Done(Struct, frozen=True):
    """The message has had its effect."""


class Retry(Struct, frozen=True):
    """The message shall come again after `delay_s`."""

    delay_s: float


class Drop(Struct, frozen=True):
    """The message shall not come again; the server tells the dead-letter stream `reason`."""

    reason: str


Verdict: TypeAlias = Done | Retry | Drop
Handler: TypeAlias = Callable[[Delivery], Awaitable[Verdict]]


def growing_delay(attempt: int, first_s: float = FIRST_DELAY_S, longest_s: float = LONGEST_DELAY_S) -> float:
    """Give the seconds to wait after the `attempt`-th failure: doubled each time, up to `longest_s`."""
    return float(min(longest_s, first_s * 2 ** min(attempt - 1, 16)))


async def consumer_exists(link: Link, stream: str, consumer: str) -> None:
    """`prepare` for who may not make consumers: raises one of `TRANSPORT_ERRORS` while it is not there."""
    await (await link.jetstream()).consumer_info(stream, consumer)


async def consume(link: Link, source: Source, handler: Handler, *, in_flight: int = 1, pulls: int = 1) -> None:
    """Hand the consumer's messages to `handler`, `in_flight` at a time, until cancelled.

    While a handler runs, the server is told so at every half of `ack_wait_s`, and a message that comes again all the
    same is put off. Goes on after the server or the
    consumer was away. `pulls` requests are open side by side: more than one where the server is far.
    """
    slots = asyncio.Semaphore(in_flight)
    running: set[int] = set()
    async with asyncio.TaskGroup() as group:
        for _ in range(pulls):
            group.create_task(_Puller(link, source, handler, slots, running, group).run())


class _Puller:
    """One open pull request after the other."""

    def __init__(
        self,
        link: Link,
        source: Source,
        handler: Handler,
        slots: asyncio.Semaphore,
        running: set[int],
        group: asyncio.TaskGroup,
    ) -> None:
        self._link = link
        self._source = source
        self._handler = handler
        self._slots = slots
        self._running = running
        self._group = group
        self._failures = 0

    async def run(self) -> None:
        while True:
            try:
                stream = await self._link.jetstream()
                await self._source.prepare()
                await self._pull_from(stream)
            except (*TRANSPORT_ERRORS, LinkError) as error:
                self._failures += 1
                level = logging.WARNING if self._failures == 1 else logging.DEBUG
                logger.log(level, "stream %s: %r; trying again", self._source.stream, error)
                await asyncio.sleep(growing_delay(self._failures, longest_s=4.0))

    async def _pull_from(self, stream: JetStreamContext) -> None:
        source = self._source
        subscription = await stream.pull_subscribe_bind(consumer=source.consumer, stream=source.stream)
        try:
            while True:
                await self._slots.acquire()
                try:
                    (message,) = await subscription.fetch(1, timeout=FETCH_S)
                except TimeoutError:
                    self._slots.release()
                    await stream.consumer_info(source.stream, source.consumer)  # raises when it is gone
                except BaseException:
                    self._slots.release()
                    raise
                else:
                    self._group.create_task(self._work(message))
                self._failures = 0
        finally:
            with suppress(*TRANSPORT_ERRORS):
                await subscription.unsubscribe()

    async def _work(self, message: Msg) -> None:
        try:
            sequence = message.metadata.sequence.stream
            if sequence in self._running:
                await message.nak(delay=self._source.ack_wait_s)
                return
            self._running.add(sequence)
            try:
                await self._work_alone(message)
            finally:
                self._running.discard(sequence)
        except TRANSPORT_ERRORS as error:
            logger.info("%s could not be settled and will come again: %r", message.subject, error)
        finally:
            self._slots.release()

    async def _work_alone(self, message: Msg) -> None:
        beat = asyncio.create_task(self._beat(message))
        try:
            verdict = await self._judge(message)
        finally:
            beat.cancel()
        await self._settle(message, verdict)

    async def _judge(self, message: Msg) -> Verdict:
        attempt = message.metadata.num_delivered
        delivery = Delivery(subject=message.subject, data=message.data, headers=message.headers or {}, attempt=attempt)
        try:
            return await self._handler(delivery)
        except Exception:  # one bad message must not end the work on all others; it is logged and comes again
            logger.exception("handling %s failed", message.subject)
            return Retry(growing_delay(attempt))

    async def _beat(self, message: Msg) -> None:
        while True:
            await asyncio.sleep(self._source.ack_wait_s / 2)
            with suppress(*TRANSPORT_ERRORS):
                await message.in_progress()

    async def _settle(self, message: Msg, verdict: Verdict) -> None:
        match verdict:
            case Done():
                await message.ack()
            case Retry(delay_s):
                await message.nak(delay=delay_s)
            case Drop(reason):  # nats-py's `term` cannot carry the reason that the server puts into its advisory
                await self._link.tell(message.reply, b"+TERM " + reason.encode()[:500])
