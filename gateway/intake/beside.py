"""What is shown with a report: what was decided last, what people added, and where the candidate stands."""

from __future__ import annotations

from datetime import datetime

from gateway.actions.deciding import culture_of
from gateway.domain.beside import Beside
from gateway.domain.report import Report
from gateway.domain.rule import Decision
from gateway.domain.standing import Comparison
from gateway.intake.results import report_of
from gateway.ports import UnitOfWork
from gateway.scoring.adjusting import adjusted_score, adjustments
from gateway.scoring.standing import compare


def report_and_beside(work: UnitOfWork, interview_id: str, now: datetime) -> tuple[Report, Decision | None, Beside]:
    """Give the report, what was decided on it last, and what stands beside it at this moment.

    Raises `NotFoundError` and `ReportNotReadyError`.
    """
    report, decision = report_of(work, interview_id)
    return report, decision, beside(work, report, now)


def beside(work: UnitOfWork, report: Report, now: datetime) -> Beside:
    """Give remarks, adjusted scores and the comparison of a report."""
    remarks = tuple(work.remarks.of(report.interview_id))
    standing = adjustments(remarks, report.id)
    adjusted = adjusted_score(report.score, culture_of(work, report), standing) if standing else None
    return Beside(remarks=remarks, adjusted=adjusted, comparison=_comparison(work, report, now))


def _comparison(work: UnitOfWork, report: Report, now: datetime) -> Comparison | None:
    own = work.scores.of(report.interview_id)
    if own is None:
        return None
    lines = work.scores.of_job(own.job_id, own.competency_model)
    return compare(own, lines, [one.dimension_id for one in report.score.dimensions], now)
