"""What must happen once: events to the cloud, and replies to repeated requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from gateway.ports import IdempotentReply, OutboxRow
from gateway.storage import tables
from gateway.storage.session import Session


class SqlOutbox:
    """Implements `gateway.ports.Outbox`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._columns = tables.outbox.c
        self._order = (self._columns.created_at, self._columns.id)

    def add(self, row: OutboxRow) -> None:
        """Append an event. Raises `ConflictError` where there is one of this id."""
        self._session.add(tables.outbox, row)

    def get(self, row_id: str) -> OutboxRow | None:
        """Give the event, if there is one."""
        return self._session.one(tables.outbox, OutboxRow, row_id)

    def of(self, subject: str) -> Sequence[OutboxRow]:
        """Give the events about `subject`, oldest first."""
        return self._session.many(tables.outbox, OutboxRow, self._columns.subject == subject, order=self._order)

    def unpublished(self, limit: int) -> Sequence[OutboxRow]:
        """Give events that have not left yet, oldest first."""
        where = (self._columns.published_at.is_(None), self._columns.receipt_at.is_(None))
        return self._session.many(tables.outbox, OutboxRow, *where, order=self._order, limit=limit)

    def unacknowledged(self, published_before: datetime, limit: int) -> Sequence[OutboxRow]:
        """Give events published before that moment whose receipt has not come, oldest first."""
        where = (self._columns.published_at < published_before, self._columns.receipt_at.is_(None))
        return self._session.many(tables.outbox, OutboxRow, *where, order=self._order, limit=limit)

    def waiting(self) -> int:
        """Count the events whose receipt has not come."""
        counted = select(func.count().label("number")).where(self._columns.receipt_at.is_(None))
        return int(self._session.rows(counted)[0]["number"])

    def mark_published(self, row_id: str, at: datetime) -> None:
        """Note that the event left at `at`; a later publication of it moves the moment."""
        self._session.run(update(tables.outbox).where(self._columns.id == row_id).values(published_at=at))

    def mark_receipt(self, row_id: str, at: datetime) -> None:
        """Note the cloud's receipt; the first one counts."""
        where = (self._columns.id == row_id, self._columns.receipt_at.is_(None))
        self._session.run(update(tables.outbox).where(*where).values(receipt_at=at))


class SqlIdempotencyKeys:
    """Implements `gateway.ports.IdempotencyKeys`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, key: str) -> IdempotentReply | None:
        """Give the reply kept under `key`, if there is one."""
        table = tables.idempotency
        found = self._session.rows(select(table).where(table.c.key == key))
        return IdempotentReply(**found[0]) if found else None

    def add(self, reply: IdempotentReply) -> None:
        """Keep a reply. Raises `ConflictError` where the key has one."""
        self._session.add(tables.idempotency, reply)
