"""The report for machines."""

from __future__ import annotations

import msgspec

from gateway.domain.report import Report
from gateway.domain.rule import Decision

SCHEMA = "shouguan.report.v1"


def to_json(report: Report, decision: Decision | None) -> bytes:
    """Give report and decision as JSON (UTF-8): {"schema", "report", "decision"}; the fields are the domain's."""
    return msgspec.json.encode({"schema": SCHEMA, "report": report, "decision": decision})
