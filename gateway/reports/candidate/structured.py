"""The candidate's report for machines."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from gateway.domain.candidate_report import CandidateReport


class CandidateReportDocument(Struct, frozen=True, kw_only=True):
    """What a candidate is told. `schema` names this form; it changes only when readers have to."""

    schema: Literal["shouguan.candidate-report.v1"] = "shouguan.candidate-report.v1"
    report: CandidateReport


def to_candidate_json(report: CandidateReport) -> bytes:
    """Give the report as JSON (UTF-8): {"schema", "report"}; the texts are in both languages."""
    return msgspec.json.encode(CandidateReportDocument(report=report))
