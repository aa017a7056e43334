"""Carries the outbox to the stream OUT, where the sync agent takes over. At least once: repeats keep their id."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from nats.aio.client import Client
from nats.aio.msg import Msg

from gateway.bus.streams import ensure_streams
from gateway.ports import Clock, OutboxRow, UnitOfWorkFactory
from wire import names
from wire.cloudevents import Event, headers
from wire.link import TRANSPORT_ERRORS, Link, LinkError

logger = logging.getLogger(__name__)

BATCH = 100
IN_FLIGHT = 16
PUBLISH_TIMEOUT_S = 5.0
POLL_S = 2.0
SHORTEST_ROUND_S = 0.1
RESEND_AFTER = timedelta(minutes=10)
RESEND_EVERY_S = 60.0
WAKE_SUBJECTS = ("progress.*", "outbox.ready")


def event_of(row: OutboxRow, box_id: str) -> Event:
    """Give the event that a row of the outbox stands for."""
    return Event(
        id=row.id,
        source=names.box_source(box_id),
        type=row.type,
        subject=row.subject,
        time=row.created_at,
        data=row.data,
    )


def is_due(row: OutboxRow, now: datetime, resend_after: timedelta) -> bool:
    """Say whether a row without a receipt shall be sent again: first after `resend_after`, then ever more rarely."""
    if row.published_at is None:
        return True
    return now - row.published_at >= max(resend_after, row.published_at - row.created_at)


class Relay:
    """Publishes rows after their transaction was committed. One in each worker may run: repeats do no harm.

    It looks into the outbox whenever something about an interview changed, and every `poll_s` besides, in transactions
    begun by `read`, which keep nobody from writing. Rows whose receipt does not come are published again.
    """

    def __init__(
        self,
        link: Link,
        unit_of_work: UnitOfWorkFactory,
        clock: Clock,
        box_id: str,
        *,
        read: UnitOfWorkFactory | None = None,
        poll_s: float = POLL_S,
        resend_after: timedelta = RESEND_AFTER,
        resend_every_s: float = RESEND_EVERY_S,
    ) -> None:
        self._link = link
        self._unit_of_work = unit_of_work
        self._read = read or unit_of_work
        self._clock = clock
        self._box_id = box_id
        self._poll_s = poll_s
        self._resend_after = resend_after
        self._resend_every_s = resend_every_s
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Relay until cancelled."""
        listening: Client | None = None
        next_resend = 0.0
        loop = asyncio.get_running_loop()
        while True:
            try:
                client = await self._link.client()
                if client is not listening:
                    await self._listen(client)
                    listening = client
                await self.publish_new()
                if loop.time() >= next_resend:
                    await self.publish_again()
                    next_resend = loop.time() + self._resend_every_s
            except (LinkError, *TRANSPORT_ERRORS) as error:
                logger.warning("the outbox waits for the bus: %s", error)
            except Exception:  # the database may be away for a while; nothing is lost, the rows are in it
                logger.exception("the outbox could not be relayed; trying again")
            await asyncio.sleep(SHORTEST_ROUND_S)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), self._poll_s)
            self._news.clear()

    async def _listen(self, client: Client) -> None:
        await ensure_streams(self._link)
        for subject in WAKE_SUBJECTS:
            await client.subscribe(subject, cb=self._told)

    async def _told(self, _: Msg) -> None:
        self._news.set()

    async def publish_new(self) -> int:
        """Publish all rows that were not published yet; give their number. Raises `LinkError` when one fails."""
        total = 0
        while True:
            rows = await asyncio.to_thread(self._unpublished)
            await self._publish(rows)
            total += len(rows)
            if len(rows) < BATCH:
                return total

    async def publish_again(self) -> int:
        """Publish rows whose receipt is overdue; give their number. Raises `LinkError` when one fails."""
        now = self._clock.now()
        rows = [row for row in await asyncio.to_thread(self._overdue, now) if is_due(row, now, self._resend_after)]
        if rows:
            logger.info("%d events have no receipt yet; publishing them again", len(rows))
        await self._publish(rows)
        return len(rows)

    async def _publish(self, rows: Sequence[OutboxRow]) -> None:
        """Publish `rows`, some side by side, and mark those that the stream has. Raises the first `LinkError`."""
        slots = asyncio.Semaphore(IN_FLIGHT)

        async def publish(row: OutboxRow) -> None:
            async with slots:
                event = event_of(row, self._box_id)
                await self._link.publish(names.OUT_EVENT, event.data, headers(event), PUBLISH_TIMEOUT_S)

        results = await asyncio.gather(*(publish(row) for row in rows), return_exceptions=True)
        stored = [row.id for row, result in zip(rows, results, strict=True) if result is None]
        if stored:
            await asyncio.to_thread(self._mark, stored)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    def _unpublished(self) -> Sequence[OutboxRow]:
        with self._read() as work:
            return work.outbox.unpublished(BATCH)

    def _overdue(self, now: datetime) -> Sequence[OutboxRow]:
        with self._read() as work:
            return work.outbox.unacknowledged(now - self._resend_after, BATCH * 10)

    def _mark(self, row_ids: Sequence[str]) -> None:
        with self._unit_of_work() as work:
            for row_id in row_ids:
                work.outbox.mark_published(row_id, self._clock.now())
            work.commit()
