"""The way down: the cloud's receipts, from the hub to the box's stream IN."""

from __future__ import annotations

import logging

from google.protobuf.message import DecodeError
from shouguan.v1.receipt_pb2 import Receipt

from wire import names, types
from wire.cloudevents import EnvelopeError, headers, parse
from wire.consumer import Delivery, Done, Drop, Retry, Source, Verdict, consume, consumer_exists, growing_delay
from wire.link import Link, LinkError
from wire.protobuf import unknown_fields

logger = logging.getLogger(__name__)

ACK_WAIT_S = 5.0
IN_FLIGHT = 8
PULLS = 4
LARGEST_BYTES = 16 * 1024


class DownCommandError(Exception):
    """What came down is nothing that the box takes."""

    code = "down.refused"


class DownLink:
    """Takes receipts. `taken` and `refused` count since the process began."""

    def __init__(self, local: Link, box_id: str) -> None:
        self._local = local
        self._box_id = box_id
        self.taken = 0
        self.refused = 0

    async def run(self, hub: Link) -> None:
        """Take what comes until cancelled."""
        consumer = names.down_consumer(self._box_id)
        source = Source(
            stream=names.DOWN,
            consumer=consumer,
            ack_wait_s=ACK_WAIT_S,
            prepare=lambda: consumer_exists(hub, names.DOWN, consumer),
        )
        await consume(hub, source, self.handle, in_flight=IN_FLIGHT, pulls=PULLS)

    async def handle(self, delivery: Delivery) -> Verdict:
        """Pass one receipt on to the box; what is no receipt for this box is dropped and logged."""
        try:
            made = checked_headers(delivery, self._box_id)
        except (DownCommandError, EnvelopeError, DecodeError) as error:
            self.refused += 1
            logger.error("refused what came from the cloud: %s", error)  # noqa: TRY400 - the message says it all
            return Drop(str(error))
        try:
            await self._local.publish(names.IN_RECEIPT, delivery.data, made)
        except LinkError as error:
            logger.warning("a receipt waits for the box's bus: %s", error)
            return Retry(growing_delay(delivery.attempt, longest_s=5.0))
        self.taken += 1
        return Done()


def checked_headers(delivery: Delivery, box_id: str) -> dict[str, str]:
    """Give the headers with which a receipt may go on to the box: made anew, nothing else passes.

    Raises `DownCommandError`, `EnvelopeError` or `DecodeError`.
    """
    if len(delivery.data) > LARGEST_BYTES:
        raise DownCommandError(f"{len(delivery.data)} bytes")
    event = parse(delivery.headers, delivery.data)
    if event.type != types.RECEIPT:
        raise DownCommandError(f"type {event.type[:80]!r}")
    receipt = Receipt.FromString(event.data)
    if any(unknown_fields(receipt)):
        raise DownCommandError("a receipt with unknown fields")
    if receipt.event_source != names.box_source(box_id):
        raise DownCommandError(f"a receipt for {receipt.event_source[:80]!r}")
    return headers(event)
