"""Carries a decision out: writes what each action means, and tells the cloud of the decision."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct

from gateway.actions.desk import Desk
from gateway.actions.letters import Letter, write_letter
from gateway.domain.interview import Interview, InterviewStatus
from gateway.domain.report import Report
from gateway.domain.rule import ActionKind, Decision, DecisionStatus
from gateway.domain.standing import ScoreLine
from gateway.outbox.events import decision_recorded, report_completed, status_changed
from gateway.ports import UnitOfWork

IN_EFFECT = (DecisionStatus.AUTOMATIC, DecisionStatus.CONFIRMED)


class ActionRecord(Struct, frozen=True, kw_only=True):
    """What was done for one action of a decision. `by` is the person who confirmed it; `None`: nobody had to."""

    kind: ActionKind
    decision_id: str
    interview_id: str
    candidate_id: str
    job_id: str
    at: datetime
    by: str | None
    letter: Letter | None


def carry_out(uow: UnitOfWork, desk: Desk, decision: Decision, interview: Interview) -> None:
    """Write the records of the decision's actions, once, and the event that tells of the decision.

    A decision that is only proposed, or was rejected, sets nothing in motion; its event says so.
    """
    now = desk.clock.now()
    if decision.status in IN_EFFECT:
        for kind in decision.actions:
            record = _record(uow, kind, decision, interview, now)
            uow.steps.put(interview.id, "", _step(kind), decision.id, msgspec.msgpack.encode(record))
    uow.outbox.add(decision_recorded(decision, event_id=desk.ids.new(), now=now))


def action_records(uow: UnitOfWork, decision: Decision) -> tuple[ActionRecord, ...]:
    """Give what was done for the decision, in the order of its actions."""
    found = (uow.steps.get(decision.interview_id, "", _step(kind), decision.id) for kind in decision.actions)
    return tuple(msgspec.msgpack.decode(data, type=ActionRecord) for data in found if data is not None)


def conclude(uow: UnitOfWork, desk: Desk, interview: Interview, report: Report, decision: Decision) -> None:
    """Complete the interview: report, decision, its actions and the events that tell of them, in this transaction.

    Where the interview was opened again, the report takes the place of the earlier one, which is kept. Raises
    `ConflictError` where another transaction has kept a report in the meantime; nothing is kept then.
    """
    completed = msgspec.structs.replace(interview, status=InterviewStatus.COMPLETED, completed_at=desk.clock.now())
    now = desk.clock.now()
    report = _keep_report(uow, report, now)
    decision = msgspec.structs.replace(decision, report_id=report.id)
    uow.scores.put(_score_line(interview, report))
    uow.decisions.add(decision)
    uow.interviews.save(completed)
    uow.outbox.add(report_completed(report, decision, event_id=desk.ids.new(), now=now))
    carry_out(uow, desk, decision, completed)
    uow.outbox.add(status_changed(completed, event_id=desk.ids.new(), now=now))


def _keep_report(uow: UnitOfWork, report: Report, now: datetime) -> Report:
    earlier = uow.reports.of(report.interview_id)
    if earlier is None:
        uow.reports.add(report)
        return report
    later = msgspec.structs.replace(report, supersedes=earlier.id)
    uow.reports.replace(later, now)
    return later


def _score_line(interview: Interview, report: Report) -> ScoreLine:
    return ScoreLine(
        interview_id=interview.id,
        candidate_id=interview.candidate_id,
        job_id=interview.job_id,
        competency_model=report.versions.competency_model,
        made_at=report.created_at,
        overall=report.score.overall,
        dimensions={one.dimension_id: one.score for one in report.score.dimensions if one.score is not None},
    )


def _step(kind: ActionKind) -> str:
    return f"action.{kind.value}"


def _record(uow: UnitOfWork, kind: ActionKind, decision: Decision, interview: Interview, now: datetime) -> ActionRecord:
    candidate = uow.candidates.get(interview.candidate_id)
    job = uow.jobs.get(interview.job_id)
    automatic = decision.status == DecisionStatus.AUTOMATIC
    return ActionRecord(
        kind=kind,
        decision_id=decision.id,
        interview_id=interview.id,
        candidate_id=interview.candidate_id,
        job_id=interview.job_id,
        at=now,
        by=decision.reviewed_by,
        letter=write_letter(kind, candidate, job, automatic=automatic) if candidate and job else None,
    )
