"""What has come of an interview: report, decisions, the survey's say, the events about it."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct

from gateway.domain.errors import ConflictError
from gateway.domain.interview import Interview, InterviewStatus
from gateway.domain.report import Report
from gateway.domain.rule import Decision
from gateway.domain.text import Locale, LocalizedText
from gateway.intake.commands import SurveyScore
from gateway.intake.errors import ReportNotReadyError
from gateway.intake.lookups import find_interview
from gateway.ports import OutboxRow, UnitOfWork

NO_SURVEY = LocalizedText("面试已取消，不再记录调查结果。", "The interview was cancelled; no survey is kept for it.")


# A browser shows a PDF as an object in a page of its own making; nothing else may be loaded.
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'"
)


class Delivery(Struct, frozen=True, kw_only=True):
    """How far an event has come on its way to the cloud. What it says is not shown."""

    id: str
    type: str
    subject: str
    created_at: datetime
    published_at: datetime | None
    receipt_at: datetime | None


class Overview(Struct, frozen=True, kw_only=True):
    """An interview in a list."""

    interview: Interview
    candidate_name: str
    job_title: LocalizedText
    score: float | None
    report_ready: bool
    decision: Decision | None


def report_of(work: UnitOfWork, interview_id: str) -> tuple[Report, Decision | None]:
    """Give the report and what was decided on it last. Raises `NotFoundError` and `ReportNotReadyError`."""
    find_interview(work, interview_id)
    report = work.reports.of(interview_id)
    if report is None:
        raise ReportNotReadyError(interview_id)
    decisions = work.decisions.of(interview_id)
    return report, decisions[-1] if decisions else None


def pdf_headers(report_id: str, locale: Locale) -> dict[str, str]:
    """Give the headers of a report in print: the browser shows it, and saves it under the report's id."""
    return {
        "Content-Disposition": f'inline; filename="report-{report_id}-{locale}.pdf"',
        "Content-Language": locale,
        "Content-Security-Policy": PDF_POLICY,
    }


def keep_survey(work: UnitOfWork, interview_id: str, command: SurveyScore) -> Interview:
    """Keep what the survey gave; a later one takes its place. Raises `NotFoundError` and `ConflictError`."""
    interview = find_interview(work, interview_id, lock=True)
    if interview.status == InterviewStatus.CANCELLED:
        raise ConflictError(NO_SURVEY)
    changed = msgspec.structs.replace(interview, survey=command.score)
    work.interviews.save(changed)
    return changed


def deliveries(work: UnitOfWork, subject: str) -> list[Delivery]:
    """Give the events about `subject`, oldest first."""
    return [_delivery(row) for row in work.outbox.of(subject)]


def _delivery(row: OutboxRow) -> Delivery:
    return Delivery(
        id=row.id,
        type=row.type,
        subject=row.subject,
        created_at=row.created_at,
        published_at=row.published_at,
        receipt_at=row.receipt_at,
    )


def overviews(work: UnitOfWork, limit: int) -> list[Overview]:
    """Give the latest interviews, newest first."""
    return [overview(work, interview) for interview in work.interviews.recent(limit)]


def overview(work: UnitOfWork, interview: Interview) -> Overview:
    """Give what a list shows of `interview`."""
    candidate = work.candidates.get(interview.candidate_id)
    job = work.jobs.get(interview.job_id)
    report = work.reports.of(interview.id)
    decisions = work.decisions.of(interview.id)
    return Overview(
        interview=interview,
        candidate_name=candidate.name if candidate else "—",
        job_title=job.title if job else LocalizedText("—", "—"),
        score=report.score.overall if report else None,
        report_ready=report is not None,
        decision=decisions[-1] if decisions else None,
    )
