"""The report for machines."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from gateway.domain.report import Report
from gateway.domain.rule import Decision


class ReportDocument(Struct, frozen=True, kw_only=True):
    """A report with what was decided on it last. `schema` names this form; it changes only when readers have to.

    `decision` is null where nothing was decided yet.
    """

    schema: Literal["shouguan.report.v1"] = "shouguan.report.v1"
    report: Report
    decision: Decision | None


def to_json(report: Report, decision: Decision | None) -> bytes:
    """Give report and decision as JSON (UTF-8): {"schema", "report", "decision"}; the fields are the domain's."""
    return msgspec.json.encode(ReportDocument(report=report, decision=decision))
