"""Takes the cloud's receipts from the stream IN and marks the rows of the outbox that they are for."""

from __future__ import annotations

import asyncio
import logging

from google.protobuf.message import DecodeError
from shouguan.v1.receipt_pb2 import Receipt

from gateway.bus.streams import ACK_WAIT_S, ensure_streams
from gateway.ports import Clock, UnitOfWorkFactory
from wire import names, types
from wire.cloudevents import EnvelopeError, parse
from wire.consumer import Delivery, Done, Drop, Source, Verdict, consume
from wire.link import Link

logger = logging.getLogger(__name__)


async def consume_receipts(link: Link, unit_of_work: UnitOfWorkFactory, clock: Clock, box_id: str) -> None:
    """Take receipts until cancelled. A row that the cloud rejected stays unmarked, is logged and sent again."""

    def mark(row_id: str) -> bool:
        with unit_of_work() as work:
            if work.outbox.get(row_id) is None:
                return False
            work.outbox.mark_receipt(row_id, clock.now())
            work.commit()
            return True

    async def handle(delivery: Delivery) -> Verdict:
        try:
            receipt = read_receipt(delivery, names.box_source(box_id))
        except (EnvelopeError, ValueError, DecodeError) as error:
            logger.error("a receipt cannot be read: %s", error)  # noqa: TRY400 - the message says it all
            return Drop(f"unreadable: {error}")
        if receipt.outcome != Receipt.STORED:
            logger.error("the cloud rejected event %s: %s", receipt.event_id, receipt.reason)
        elif not await asyncio.to_thread(mark, receipt.event_id):
            logger.warning("a receipt came for event %s, which is not in the outbox", receipt.event_id)
        return Done()

    source = Source(
        stream=names.IN,
        consumer=names.IN_CONSUMER,
        ack_wait_s=ACK_WAIT_S,
        prepare=lambda: ensure_streams(link),
    )
    await consume(link, source, handle, in_flight=4)


def read_receipt(delivery: Delivery, source: str) -> Receipt:
    """Read a receipt for an event of `source`. Raises `EnvelopeError`, `DecodeError` or `ValueError`."""
    event = parse(delivery.headers, delivery.data)
    if event.type != types.RECEIPT:
        raise ValueError(f"the type is {event.type!r}")
    receipt = Receipt.FromString(event.data)
    if receipt.event_source != source:
        raise ValueError(f"the event's source is {receipt.event_source!r}")
    return receipt
