"""The names on both buses: streams, subjects, consumers and the inboxes of narrow users."""

from __future__ import annotations

import re

WORK = "WORK"
WORK_DEAD = "WORK_DEAD"
OUT = "OUT"
IN = "IN"
UP = "UP"
DOWN = "DOWN"

OUT_EVENT = "out.event"
IN_RECEIPT = "in.receipt"

OUT_CONSUMER = "agent"
IN_CONSUMER = "gateway"
UP_CONSUMER = "receiver"

AGENT_INBOX = "_INBOX_agent"

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def token(value: str) -> str:
    """Give `value` when it can stand as one part of a subject. Raises `ValueError` on anything else."""
    if not _TOKEN.fullmatch(value):
        raise ValueError(f"{value!r} cannot be part of a subject: letters, digits, '-' and '_' only, at most 64")
    return value


def up_event(box_id: str) -> str:
    """Give the hub's subject for what the box sends."""
    return f"up.{token(box_id)}.event"


def down_receipt(box_id: str) -> str:
    """Give the hub's subject for the receipts that the box gets."""
    return f"down.{token(box_id)}.receipt"


def down_consumer(box_id: str) -> str:
    """Give the name of the consumer through which the box reads the hub's `DOWN` stream."""
    return f"box-{token(box_id)}"


def box_inbox(box_id: str) -> str:
    """Give the inbox prefix of the box's user on the hub."""
    return f"_INBOX_box_{token(box_id)}"


def box_source(box_id: str) -> str:
    """Give the CloudEvents source of the box."""
    return f"urn:shouguan:box:{token(box_id)}"
