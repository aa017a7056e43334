"""Offers to give an answer again, and what they leave behind: nothing that was accepted is lost."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from gateway.domain.report import Report


class ReRecording(Struct, frozen=True, kw_only=True):
    """A named person's offer to give one answer again.

    As long as it is in force, its interview takes an answer to this one question. `new_answer_id` is the answer that
    came of it; an offer that was closed without one left the first answer in its place.
    """

    id: str
    interview_id: str
    question_id: str
    answer_id: str
    offered_by: str
    reason: str
    offered_at: datetime
    new_answer_id: str | None = None
    closed_at: datetime | None = None

    @property
    def in_force(self) -> bool:
        """Say whether the answer can still be given again."""
        return self.closed_at is None


class EarlierReport(Struct, frozen=True, kw_only=True):
    """A report that a later one of the same interview has taken the place of, and when."""

    report: Report
    superseded_at: datetime
