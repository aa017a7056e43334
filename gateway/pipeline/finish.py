"""The tail of an interview: score, report, decision and actions from what every answer left behind."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import msgspec

from gateway.actions.carrying_out import conclude
from gateway.actions.desk import in_transaction, reading
from gateway.domain.errors import ConflictError
from gateway.domain.interview import Answer, AnswerStatus, Candidate, Interview, InterviewStatus, Job
from gateway.domain.report import ModelUsed, Report, Versions
from gateway.domain.rule import RuleSet
from gateway.domain.scoring import InterviewScore
from gateway.domain.signals import MeasuredAnswer
from gateway.pipeline.deps import Deps
from gateway.pipeline.kept import MODELS, SIGNALS
from gateway.pipeline.progress import DONE
from gateway.pipeline.references import references
from gateway.ports import UnitOfWork
from gateway.reports.compose import Material, compose
from gateway.reports.verify import verify
from gateway.rules import DEFAULT_RULES, decide
from gateway.scoring.engine import score
from inference.types import ModelRef

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finished:
    """A finished interview, every answer of which is done."""

    interview: Interview
    candidate: Candidate
    job: Job
    answers: tuple[Answer, ...]
    measured: tuple[MeasuredAnswer, ...]
    models: tuple[ModelRef, ...]
    rules: RuleSet


async def finish_interview(deps: Deps, interview_id: str) -> None:
    """Make report and decision of an interview that is finished and all of whose answers are done; else do nothing.

    Whoever works on the last answer calls this again. However often it runs, one report and one decision come of it:
    they are kept in one transaction with the events that tell of them. Raises `PerceptionError` (the reference texts
    may have to be embedded), `UnresolvedEvidenceError` for a report that would cite what is not there.
    """
    finished = await reading(deps.desk.read, lambda uow: _read(uow, interview_id))
    if finished is None:
        return
    vectors = await references(deps, finished.interview, finished.job)
    scored = score(finished.job.competency_model, finished.measured, vectors)
    report = _report(deps, finished, scored)
    verify(report)
    try:
        await in_transaction(deps.desk.begin, lambda uow: _keep(uow, deps, finished, report))
    except ConflictError:
        if await reading(deps.desk.read, lambda uow: uow.reports.of(interview_id)) is None:
            raise
        log.info("the report of %s was made elsewhere at the same time", interview_id)
    await deps.desk.progress.changed(interview_id)


def _read(uow: UnitOfWork, interview_id: str) -> Finished | None:
    """Give what the report is made from; `None` when it is not time for it."""
    interview = uow.interviews.get(interview_id)
    if interview is None or interview.status != InterviewStatus.FINISHING:
        return None
    answers = tuple(uow.answers.of(interview_id))
    if any(answer.status not in DONE for answer in answers):
        return None
    candidate = uow.candidates.get(interview.candidate_id)
    job = uow.jobs.get(interview.job_id)
    if candidate is None or job is None:
        log.error("interview %s has lost its candidate or job", interview_id)
        return None
    ready = [answer for answer in answers if answer.status == AnswerStatus.READY]
    models = [one for answer in ready for one in _kept(uow, answer, MODELS, tuple[ModelRef, ...]) or ()]
    measured = (_kept(uow, answer, SIGNALS, MeasuredAnswer) for answer in ready)
    return Finished(
        interview=interview,
        candidate=candidate,
        job=job,
        answers=answers,
        measured=tuple(one for one in measured if one is not None),
        models=tuple(sorted(set(models), key=lambda one: (one.name, one.version))),
        rules=uow.rule_sets.active() or DEFAULT_RULES,
    )


def _kept(uow: UnitOfWork, answer: Answer, step: str, kind: Any) -> Any:  # noqa: ANN401 - a type form and its value
    data = uow.steps.latest(answer.interview_id, answer.id, step)
    return None if data is None else msgspec.msgpack.decode(data, type=kind)


def _report(deps: Deps, finished: Finished, scored: InterviewScore) -> Report:
    model = finished.job.competency_model
    material = Material(
        interview=finished.interview,
        candidate=finished.candidate,
        job=finished.job,
        answers=finished.answers,
        measured=finished.measured,
        score=scored,
        versions=Versions(
            software=deps.software,
            competency_model=f"{model.id}@{model.version}",
            models=tuple(ModelUsed(one.name, one.version, deps.cards.get(one.name)) for one in finished.models),
        ),
    )
    return compose(material, id=deps.desk.ids.new(), now=deps.desk.clock.now())


def _keep(uow: UnitOfWork, deps: Deps, finished: Finished, report: Report) -> None:
    """Conclude the interview, unless somebody else has in the meantime."""
    interview = uow.interviews.lock(finished.interview.id)
    if interview is None or interview.status != InterviewStatus.FINISHING:
        return
    desk = deps.desk
    # The survey may have come in since the interview was read.
    decision = decide(
        finished.rules,
        desk.policy,
        report.score,
        interview.survey,
        id=desk.ids.new(),
        interview_id=interview.id,
        now=desk.clock.now(),
    )
    conclude(uow, desk, interview, report, decision)
