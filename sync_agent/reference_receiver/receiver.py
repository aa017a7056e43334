"""Takes the boxes' events from the hub, stores each once, and answers with a receipt after its own commit."""

from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import uuid_utils
from google.protobuf.message import DecodeError, Message
from msgspec import Struct
from nats.js.api import ConsumerConfig, StorageType, StreamConfig
from nats.js.errors import BadRequestError
from shouguan.v1.assessment_pb2 import AssessmentResult
from shouguan.v1.decision_pb2 import DecisionRecorded
from shouguan.v1.receipt_pb2 import Receipt
from shouguan.v1.status_pb2 import StatusChanged

from sync_agent.agent import address
from sync_agent.process import notify_ready
from sync_agent.reference_receiver.store import open_store, store
from sync_agent.settings import Server
from wire import names, types
from wire.cloudevents import EnvelopeError, Event, headers, parse
from wire.consumer import Delivery, Done, Drop, Retry, Source, Verdict, consume, growing_delay
from wire.link import Link, LinkError
from wire.protobuf import unknown_fields

logger = logging.getLogger(__name__)

SOURCE = "urn:shouguan:cloud:reference-receiver"
ACK_WAIT_S = 5.0
IN_FLIGHT = 16
DAY_S = 24 * 3600.0
DUPLICATE_WINDOW_S = 3600.0
STREAM_NAME_IN_USE = 10058

MESSAGES: Mapping[str, type[Message]] = {
    types.REPORT_COMPLETED: AssessmentResult,
    types.DECISION_RECORDED: DecisionRecorded,
    types.STATUS_CHANGED: StatusChanged,
}

_SUBJECT = re.compile(r"up\.([A-Za-z0-9_-]+)\.event")


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything the receiver needs to know."""

    hub: Server  # the hub, as the user `receiver`
    database: Path  # SQLite file for what comes
    boxes: tuple[str, ...]  # boxes that may fetch receipts


async def run(settings: Settings) -> None:
    """Receive until cancelled."""
    with closing(open_store(settings.database)) as connection:
        async with Link(address(settings.hub, "reference-receiver", "_INBOX")) as hub:
            receiver = Receiver(hub, connection)
            source = Source(
                stream=names.UP,
                consumer=names.UP_CONSUMER,
                ack_wait_s=ACK_WAIT_S,
                prepare=lambda: ensure_streams(hub, settings.boxes),
            )
            notify_ready()
            await consume(hub, source, receiver.handle, in_flight=IN_FLIGHT, pulls=2)


async def ensure_streams(hub: Link, boxes: tuple[str, ...]) -> None:
    """Make the hub's streams, the receiver's consumer and each box's, where they are missing."""
    stream = await hub.jetstream()
    for name, subject in ((names.UP, "up.*.event"), (names.DOWN, "down.*.receipt")):
        config = StreamConfig(
            name=name,
            subjects=[subject],
            storage=StorageType.FILE,
            max_age=30 * DAY_S,
            duplicate_window=DUPLICATE_WINDOW_S,
        )
        try:
            await stream.add_stream(config)
        except BadRequestError as error:
            if error.err_code != STREAM_NAME_IN_USE:
                raise
            await stream.update_stream(config)
    consumers = [(names.UP, names.UP_CONSUMER, "up.*.event")]
    consumers += [(names.DOWN, names.down_consumer(box), names.down_receipt(box)) for box in boxes]
    for stream_name, consumer, subject in consumers:
        await stream.add_consumer(
            stream_name,
            ConsumerConfig(name=consumer, durable_name=consumer, filter_subject=subject, ack_wait=ACK_WAIT_S),
        )


class Receiver:
    """Stores events and sends receipts."""

    def __init__(self, hub: Link, connection: sqlite3.Connection) -> None:
        self._hub = hub
        self._connection = connection
        self._storing = asyncio.Lock()

    async def handle(self, delivery: Delivery) -> Verdict:
        """Store one event and send its receipt; a repeated event gets a receipt again."""
        try:
            event, box_id = read_envelope(delivery)
        except (EnvelopeError, ValueError) as error:
            logger.error("%s cannot be read: %s", delivery.subject, error)  # noqa: TRY400 - the message says it all
            return Drop(str(error))
        try:
            message = read_message(event)
        except (ValueError, DecodeError) as error:
            logger.error("rejected event %s: %s", event.id, error)  # noqa: TRY400 - as above
            receipt = Receipt(outcome=Receipt.REJECTED, reason=str(error)[:500])
        else:
            await self._store(event, message)
            receipt = Receipt(outcome=Receipt.STORED)
        try:
            await self._answer(box_id, event, receipt)
        except LinkError as error:
            logger.warning("the receipt for %s waits: %s", event.id, error)
            return Retry(growing_delay(delivery.attempt))
        return Done()

    async def _store(self, event: Event, message: Message) -> None:
        result = message if isinstance(message, AssessmentResult) else None
        async with self._storing:
            new = await asyncio.to_thread(store, self._connection, event, result, datetime.now(UTC))
        logger.info("%s %s %s%s", event.type, event.subject, event.id, "" if new else " (again)")

    async def _answer(self, box_id: str, event: Event, receipt: Receipt) -> None:
        now = datetime.now(UTC)
        receipt.event_id, receipt.event_source = event.id, event.source
        receipt.received_at.FromDatetime(now)
        answer = Event(
            id=str(uuid_utils.uuid7()),
            source=SOURCE,
            type=types.RECEIPT,
            subject=event.subject,
            time=now,
            data=receipt.SerializeToString(deterministic=True),
        )
        await self._hub.publish(names.down_receipt(box_id), answer.data, headers(answer))


def read_envelope(delivery: Delivery) -> tuple[Event, str]:
    """Give the event and the box that sent it. Raises `EnvelopeError`, or `ValueError` where the two do not fit."""
    event = parse(delivery.headers, delivery.data)
    subject = _SUBJECT.fullmatch(delivery.subject)
    if subject is None or event.source != names.box_source(subject[1]):
        raise ValueError(f"source {event.source[:80]!r} came on {delivery.subject}")
    return event, subject[1]


def read_message(event: Event) -> Message:
    """Read the protobuf message. Raises `DecodeError`, or `ValueError` on an unknown type or an unknown field."""
    kind = MESSAGES.get(event.type)
    if kind is None:
        raise ValueError(f"unknown type {event.type[:80]!r}")
    message = kind.FromString(event.data)
    unknown = ", ".join(unknown_fields(message))
    if unknown:
        raise ValueError(f"unknown fields: {unknown}; the receiver is older than the box")
    return message
