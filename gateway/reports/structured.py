"""The report for machines."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from gateway.domain.beside import NOTHING, Beside
from gateway.domain.remark import Remark
from gateway.domain.report import Report
from gateway.domain.rule import Decision
from gateway.domain.scoring import InterviewScore
from gateway.domain.standing import Comparison


class ReportDocument(Struct, frozen=True, kw_only=True):
    """A report with what was decided on it last. `schema` names this form; it changes only when readers have to.

    `decision` is null where nothing was decided yet. What people added, the score with their adjustments and the
    comparison with other candidates are as of when it was read.
    """

    schema: Literal["shouguan.report.v1"] = "shouguan.report.v1"
    report: Report
    decision: Decision | None
    remarks: tuple[Remark, ...] = ()
    adjusted: InterviewScore | None = None
    comparison: Comparison | None = None


def to_json(report: Report, decision: Decision | None, beside: Beside = NOTHING) -> bytes:
    """Give report and decision, and what stands beside them, as JSON (UTF-8); the fields are the domain's."""
    document = ReportDocument(
        report=report,
        decision=decision,
        remarks=beside.remarks,
        adjusted=beside.adjusted,
        comparison=beside.comparison,
    )
    return msgspec.json.encode(document)
