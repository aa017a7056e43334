"""The tail of an interview: score, report, decision and actions from what every answer left behind."""

from __future__ import annotations

import logging

from gateway.actions.carrying_out import conclude
from gateway.actions.desk import in_transaction, reading
from gateway.domain.errors import ConflictError
from gateway.domain.interview import InterviewStatus
from gateway.domain.report import Report
from gateway.domain.rule import RuleSet
from gateway.domain.signals import MeasuredAnswer
from gateway.pipeline.deps import Deps
from gateway.pipeline.gathering import Finished, gather, kept, make_report
from gateway.pipeline.kept import SIGNALS
from gateway.pipeline.progress import DONE
from gateway.pipeline.references import references
from gateway.ports import UnitOfWork
from gateway.reports.verify import verify
from gateway.rules import DEFAULT_RULES, decide
from gateway.scoring.engine import score

log = logging.getLogger(__name__)


async def finish_interview(deps: Deps, interview_id: str) -> None:
    """Make report and decision of an interview that is finished and all of whose answers are done; else do nothing.

    Whoever works on the last answer calls this again. However often it runs, one report and one decision come of it:
    they are kept in one transaction with the events that tell of them. Raises `PerceptionError` (the reference texts
    may have to be embedded), `UnresolvedEvidenceError` for a report that would cite what is not there.
    """
    found = await reading(deps.desk.read, lambda uow: _read(uow, interview_id))
    if found is None:
        return
    finished, rules = found
    vectors = await references(deps, finished.interview, finished.job)
    scored = score(finished.job.competency_model, finished.measured, vectors)
    report = make_report(
        finished, scored, software=deps.software, cards=deps.cards, id=deps.desk.ids.new(), now=deps.desk.clock.now()
    )
    verify(report)
    try:
        await in_transaction(deps.desk.begin, lambda uow: _keep(uow, deps, rules, report))
    except ConflictError:
        interview = await reading(deps.desk.read, lambda uow: uow.interviews.get(interview_id))
        if interview is None or interview.status == InterviewStatus.FINISHING:
            raise
        log.info("the report of %s was made elsewhere at the same time", interview_id)
    await deps.desk.progress.changed(interview_id)


def _read(uow: UnitOfWork, interview_id: str) -> tuple[Finished, RuleSet] | None:
    """Give what report and decision are made from; `None` when it is not time for it."""
    interview = uow.interviews.get(interview_id)
    if interview is None or interview.status != InterviewStatus.FINISHING:
        return None
    if any(answer.status not in DONE for answer in uow.answers.of(interview_id)):
        return None
    finished = gather(uow, interview, lambda answer: kept(uow, answer, SIGNALS, MeasuredAnswer))
    if finished is None:
        log.error("interview %s has lost its candidate or job", interview_id)
        return None
    return finished, uow.rule_sets.active() or DEFAULT_RULES


def _keep(uow: UnitOfWork, deps: Deps, rules: RuleSet, report: Report) -> None:
    """Conclude the interview, unless somebody else has in the meantime."""
    interview = uow.interviews.lock(report.interview_id)
    if interview is None or interview.status != InterviewStatus.FINISHING:
        return
    desk = deps.desk
    # The survey may have come in since the interview was read.
    decision = decide(
        rules,
        desk.policy,
        report.score,
        interview.survey,
        id=desk.ids.new(),
        interview_id=interview.id,
        now=desk.clock.now(),
    )
    conclude(uow, desk, interview, report, decision)
