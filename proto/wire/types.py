"""The types of the events that travel between box and cloud."""

from __future__ import annotations

from typing import Final

REPORT_COMPLETED: Final = "shouguan.interview.report.completed.v1"
STATUS_CHANGED: Final = "shouguan.interview.status.changed.v1"
DECISION_RECORDED: Final = "shouguan.decision.recorded.v1"
RECEIPT: Final = "shouguan.receipt.v1"
