"""Live uploads in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from gateway.domain.live import LiveUpload
from gateway.storage import tables
from gateway.storage.session import Session


class SqlLiveUploads:
    """Implements `gateway.ports.LiveUploads`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, live: LiveUpload) -> None:
        """Keep a new one. Raises `ConflictError` where the question has one."""
        self._session.add(tables.live_uploads, live)

    def get(self, live_id: str) -> LiveUpload | None:
        """Give it, if it is there."""
        return self._session.one(tables.live_uploads, LiveUpload, live_id)

    def save(self, live: LiveUpload) -> None:
        """Write its fields. Raises `NotFoundError` where it is gone."""
        self._session.save(tables.live_uploads, live)

    def to(self, interview_id: str, question_id: str) -> LiveUpload | None:
        """Give the one to a question, if there is one."""
        return next((one for one in self.of(interview_id) if one.question_id == question_id), None)

    def of(self, interview_id: str) -> Sequence[LiveUpload]:
        """Give the interview's, in the order in which they began."""
        columns = tables.live_uploads.c
        return self._session.many(
            tables.live_uploads, LiveUpload, columns.interview_id == interview_id, order=(columns.began_at, columns.id)
        )

    def remove(self, live_id: str) -> None:
        """Forget it, if it is there."""
        self._session.run(delete(tables.live_uploads).where(tables.live_uploads.c.id == live_id))

    def remove_older(self, before: datetime) -> None:
        """Forget those that began before then."""
        self._session.run(delete(tables.live_uploads).where(tables.live_uploads.c.began_at < before))
