"""The published JSON Schemas of the two reports: the company's and the candidate's."""

from __future__ import annotations

from enum import StrEnum

from gateway.reports.candidate.structured import CandidateReportDocument
from gateway.reports.structured import ReportDocument
from gateway.schemas import given


class Reader(StrEnum):
    """Whom a report is for."""

    HR = "hr"
    CANDIDATE = "candidate"


def schema(reader: Reader) -> bytes:
    """Give the schema of a report's JSON (UTF-8, indented), for programs that read it.

    Later versions of the box may add fields; what is described here stays as long as the report's `schema` does.
    """
    if reader is Reader.CANDIDATE:
        return given("Shouguan candidate's report", CandidateReportDocument)
    return given("Shouguan report", ReportDocument)
