"""Deciding again on a report that is there: when a survey comes, or when a person adjusts a score."""

from __future__ import annotations

from msgspec.structs import replace

from gateway.actions.carrying_out import IN_EFFECT, carry_out
from gateway.actions.desk import Desk
from gateway.domain.interview import Interview
from gateway.domain.report import Report
from gateway.domain.rule import Decision, DecisionStatus
from gateway.ports import UnitOfWork
from gateway.rules import DEFAULT_RULES, decide
from gateway.scoring.adjusting import adjusted_score, adjusted_values, adjustments


def decide_again(uow: UnitOfWork, desk: Desk, interview: Interview) -> Decision | None:
    """Give what the rules say now: by the survey, and by the scores as persons adjusted them. Nothing is kept.

    On adjusted scores nothing is automatic. `None` before there is a report.
    """
    report = uow.reports.of(interview.id)
    if report is None:
        return None
    standing = adjustments(uow.remarks.of(interview.id), report.id)
    made = decide(
        uow.rule_sets.active() or DEFAULT_RULES,
        desk.policy,
        adjusted_score(report.score, culture_of(uow, report), standing),
        interview.survey,
        id=desk.ids.new(),
        interview_id=interview.id,
        now=desk.clock.now(),
    )
    made = replace(made, report_id=report.id)
    return replace(made, status=DecisionStatus.PROPOSED, adjusted=adjusted_values(standing)) if standing else made


def culture_of(uow: UnitOfWork, report: Report) -> str | None:
    """Give the dimension that the report's culture fit comes from."""
    interview = uow.interviews.get(report.interview_id)
    job = uow.jobs.get(interview.job_id) if interview else None
    return job.competency_model.culture if job else None


def propose_adjusted(uow: UnitOfWork, desk: Desk, interview: Interview) -> None:
    """Keep what the rules say now that an adjustment was made or withdrawn, as a proposal, and tell of it.

    Where the decision before set the same actions in motion already, they are not proposed again: the new decision
    takes over that they are in effect, and by whom.
    """
    made = decide_again(uow, desk, interview)
    decisions = uow.decisions.of(interview.id)
    if made is None:
        return
    last = decisions[-1] if decisions else None
    if last and last.status in IN_EFFECT and last.actions == made.actions:
        uow.decisions.add(
            replace(made, status=last.status, reviewed_by=last.reviewed_by, review_reason=last.review_reason)
        )
        return
    proposed = replace(made, status=DecisionStatus.PROPOSED)
    uow.decisions.add(proposed)
    carry_out(uow, desk, proposed, interview)
