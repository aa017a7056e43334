"""Offers to give an answer again, in the database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.sql.elements import ColumnElement

from gateway.domain.rerecording import ReRecording
from gateway.storage import tables
from gateway.storage.session import Session


class SqlReRecordings:
    """Implements `gateway.ports.ReRecordings`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, offer: ReRecording) -> None:
        """Keep a new offer."""
        self._session.add(tables.rerecordings, offer)

    def save(self, offer: ReRecording) -> None:
        """Write its fields. Raises `NotFoundError` where it is not there."""
        self._session.save(tables.rerecordings, offer)

    def of(self, interview_id: str) -> Sequence[ReRecording]:
        """Give the interview's, in the order they were made."""
        return self._ordered(tables.rerecordings.c.interview_id == interview_id)

    def to(self, answer_id: str) -> Sequence[ReRecording]:
        """Give those of an answer, in the order they were made."""
        return self._ordered(tables.rerecordings.c.answer_id == answer_id)

    def _ordered(self, where: ColumnElement[bool]) -> Sequence[ReRecording]:
        columns = tables.rerecordings.c
        return self._session.many(tables.rerecordings, ReRecording, where, order=(columns.offered_at, columns.id))
