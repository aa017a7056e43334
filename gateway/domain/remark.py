"""What people in HR add to a report: notes and adjusted scores, kept apart from what the machine made."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class RemarkKind(StrEnum):
    """What a remark does."""

    NOTE = "note"  # says something
    ADJUSTMENT = "adjustment"  # puts a person's score beside the machine's
    WITHDRAWAL = "withdrawal"  # takes the adjustment back; the machine's score counts again


class RemarkTarget(StrEnum):
    """What a remark is about."""

    INTERVIEW = "interview"  # the whole: of an adjustment, the overall score
    DIMENSION = "dimension"
    ANSWER = "answer"


class Remark(Struct, frozen=True, kw_only=True):
    """A named person's note or adjustment. Remarks are added, never changed or removed.

    `report_id` is the report it was made on: an adjustment counts for that one only. `target_id` is a dimension's id
    or an answer's question id, empty for the interview. `text` is the note or the reason. `value` is the adjusted score
    out of 100; `machine` the machine's score at that time, `None` where it had none.
    """

    id: str
    interview_id: str
    report_id: str
    kind: RemarkKind
    target: RemarkTarget
    target_id: str
    text: str
    by: str
    at: datetime
    value: float | None = None
    machine: float | None = None
