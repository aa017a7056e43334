"""The streams and consumers of the box's own NATS server, made by the gateway and by nobody else."""

from __future__ import annotations

from pathlib import Path

from nats.js.api import (
    ConsumerConfig,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import BadRequestError

from gateway.settings import Nats
from wire import names
from wire.link import Address, Link

HOUR_S = 3600.0
DAY_S = 24 * HOUR_S

ANSWER_CONSUMER = "answers"
FINISH_CONSUMER = "finishes"
LIVE_CONSUMER = "lives"
WORK_ACK_WAIT_S = 10.0
ACK_WAIT_S = 5.0

STREAM_NAME_IN_USE = 10058

_ADVISORY = "$JS.EVENT.ADVISORY.CONSUMER"

# WORK holds one message a subject: what is queued already is refused, and can be queued again once it is done.
STREAMS = (
    StreamConfig(
        name=names.WORK,
        subjects=["work.answer.*", "work.finish.*", "work.live.*"],
        retention=RetentionPolicy.WORK_QUEUE,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        max_msgs_per_subject=1,
        discard_new_per_subject=True,
    ),
    StreamConfig(
        name=names.WORK_DEAD,
        subjects=[f"{_ADVISORY}.MAX_DELIVERIES.{names.WORK}.>", f"{_ADVISORY}.MSG_TERMINATED.{names.WORK}.>"],
        storage=StorageType.FILE,
        max_age=90 * DAY_S,
        max_msgs=10_000,
    ),
    StreamConfig(
        name=names.OUT,
        subjects=[names.OUT_EVENT],
        storage=StorageType.FILE,
        max_age=30 * DAY_S,
        max_bytes=1024**3,
        duplicate_window=HOUR_S,
    ),
    StreamConfig(
        name=names.IN,
        subjects=[names.IN_RECEIPT],
        storage=StorageType.FILE,
        max_age=30 * DAY_S,
        max_bytes=128 * 1024**2,
        duplicate_window=HOUR_S,
    ),
)

CONSUMERS = (
    (names.WORK, ANSWER_CONSUMER, "work.answer.*", WORK_ACK_WAIT_S),
    (names.WORK, FINISH_CONSUMER, "work.finish.*", WORK_ACK_WAIT_S),
    (names.WORK, LIVE_CONSUMER, "work.live.*", WORK_ACK_WAIT_S),
    (names.OUT, names.OUT_CONSUMER, names.OUT_EVENT, ACK_WAIT_S),
    (names.IN, names.IN_CONSUMER, names.IN_RECEIPT, ACK_WAIT_S),
)


def connect(settings: Nats, name: str = "gateway") -> Link:
    """Begin to connect to the box's NATS server as the user `gateway`; returns at once, never gives up.

    Close it with `await link.close()`. Needs a running event loop.
    """
    seed = Path(settings.seed_file) if settings.seed_file else None
    return Link(Address(url=settings.url, name=name, seed_file=seed)).start()


async def ensure_streams(link: Link) -> None:
    """Make streams and consumers that are missing; those that are there get the present configuration.

    Raises nats-py's errors while the server is away.
    """
    stream = await link.jetstream()
    for config in STREAMS:
        try:
            await stream.add_stream(config)
        except BadRequestError as error:
            if error.err_code != STREAM_NAME_IN_USE:
                raise
            await stream.update_stream(config)
    for stream_name, consumer, subject, ack_wait_s in CONSUMERS:
        consumer_config = ConsumerConfig(
            name=consumer, durable_name=consumer, filter_subject=subject, ack_wait=ack_wait_s, max_deliver=-1
        )
        await stream.add_consumer(stream_name, consumer_config)
