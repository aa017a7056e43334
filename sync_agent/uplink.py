"""The way up: from the box's stream OUT through the residency policy and the ledger to the cloud hub."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from sync_agent.ledger import Ledger, LedgerError, Outcome
from sync_agent.residency import Policy, check
from wire import names
from wire.cloudevents import EnvelopeError, Event, headers, parse
from wire.consumer import Delivery, Done, Retry, Source, Verdict, consume, consumer_exists, growing_delay
from wire.link import Link, LinkError

logger = logging.getLogger(__name__)

ACK_WAIT_S = 5.0
PUBLISH_TIMEOUT_S = 15.0
LEDGER_RETRY_S = 30.0


class UpLink:
    """Sends events up. `sent` and `refused` count since the process began."""

    def __init__(self, hub: Link, ledger: Ledger, policy: Policy, box_id: str, parked_dir: Path) -> None:
        self._hub = hub
        self._ledger = ledger
        self._policy = policy
        self._box_id = box_id
        self._parked_dir = parked_dir
        self._writing = asyncio.Lock()
        self.sent = 0
        self.refused = 0

    async def run(self, local: Link, in_flight: int) -> None:
        """Send what comes until cancelled, `in_flight` events at the same time."""
        source = Source(
            stream=names.OUT,
            consumer=names.OUT_CONSUMER,
            ack_wait_s=ACK_WAIT_S,
            prepare=lambda: consumer_exists(local, names.OUT, names.OUT_CONSUMER),
        )
        await consume(local, source, self.handle, in_flight=in_flight)

    async def handle(self, delivery: Delivery) -> Verdict:
        """Check, record and send one event. A refused one is parked; it is not sent and not asked for again."""
        try:
            event = parse(delivery.headers, delivery.data)
        except EnvelopeError as error:
            return await self._refuse(_nameless(delivery), (f"envelope: {error}",))
        reasons = check(event, self._box_id, self._policy)
        if reasons:
            return await self._refuse(event, reasons)
        try:
            number, line_hash = await self._record(event, Outcome.RELEASED)
        except LedgerError as error:
            logger.error("event %s stays on the box: %s", event.id, error)  # noqa: TRY400 - the message says it all
            return Retry(LEDGER_RETRY_S)
        anchored = msgspec.structs.replace(event, extensions={"ledgerline": str(number), "ledgerhash": line_hash})
        await self._send(anchored)
        self.sent += 1
        return Done()

    async def _send(self, event: Event) -> None:
        """Publish until the hub has stored it; while this waits, the box's bus is told that it is being worked on."""
        subject, attempt = names.up_event(self._box_id), 0
        while True:
            await self._hub.client()
            try:
                await self._hub.publish(subject, event.data, headers(event), PUBLISH_TIMEOUT_S)
            except LinkError as error:
                attempt += 1
                log = logger.warning if attempt == 1 else logger.debug
                log("event %s waits: %s", event.id, error)
                await asyncio.sleep(growing_delay(attempt))
            else:
                return

    async def _refuse(self, event: Event, reasons: tuple[str, ...]) -> Verdict:
        logger.error("event %s (%s) must not leave and is parked: %s", event.id, event.type, "; ".join(reasons))
        try:
            await self._record(event, Outcome.REFUSED, reasons)
            await asyncio.to_thread(_park, self._parked_dir, event, reasons)
        except (LedgerError, OSError) as error:
            logger.error("event %s could not be parked: %s", event.id, error)  # noqa: TRY400 - as above
            return Retry(LEDGER_RETRY_S)
        self.refused += 1
        return Done()

    async def _record(self, event: Event, outcome: Outcome, reasons: tuple[str, ...] = ()) -> tuple[int, str]:
        async with self._writing:
            return await asyncio.to_thread(self._ledger.record, event, outcome, reasons)


class ParkedEvent(Struct, frozen=True, kw_only=True):
    """A refused event as it came; `data` is base64."""

    headers: dict[str, str]
    data: str
    reasons: tuple[str, ...]


def _park(folder: Path, event: Event, reasons: tuple[str, ...]) -> None:
    """Keep the event under a name made of its id's digest: the id is not this process's own."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{hashlib.sha256(event.message_id.encode()).hexdigest()}.json"
    parked = ParkedEvent(headers=headers(event), data=base64.b64encode(event.data).decode(), reasons=reasons)
    temporary = file.with_suffix(".new")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(msgspec.json.encode(parked))
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(file)


def _nameless(delivery: Delivery) -> Event:
    """Give something without a readable envelope a name, made of its content, so that it can be recorded."""
    digest = hashlib.sha256(repr(sorted(delivery.headers.items())).encode() + delivery.data).hexdigest()
    return Event(id=digest, source="", type="", time=datetime.fromtimestamp(0, UTC), data=delivery.data)
