"""What a report is made from, read from the store, and the report that comes of it: when it is made, and made again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec

from gateway.domain.interview import Answer, AnswerStatus, Candidate, Interview, Job
from gateway.domain.report import ModelCard, ModelUsed, Report, Versions
from gateway.domain.scoring import InterviewScore
from gateway.domain.signals import MeasuredAnswer
from gateway.pipeline.kept import MODELS
from gateway.ports import UnitOfWork
from gateway.reports.compose import Material, compose
from inference.types import ModelRef

Result = TypeVar("Result")
Measured = Callable[[Answer], MeasuredAnswer | None]
"""Gives what was measured in an answer."""


@dataclass(frozen=True)
class Finished:
    """An interview, every answer of which is done, with what its report is made from."""

    interview: Interview
    candidate: Candidate
    job: Job
    answers: tuple[Answer, ...]
    measured: tuple[MeasuredAnswer, ...]
    models: tuple[ModelRef, ...]


def gather(uow: UnitOfWork, interview: Interview, measured: Measured) -> Finished | None:
    """Read what the report is made from; `None` where candidate or job are gone."""
    candidate = uow.candidates.get(interview.candidate_id)
    job = uow.jobs.get(interview.job_id)
    if candidate is None or job is None:
        return None
    answers = tuple(uow.answers.of(interview.id))
    ready = [answer for answer in answers if answer.status == AnswerStatus.READY]
    models = {one for answer in ready for one in kept(uow, answer, MODELS, tuple[ModelRef, ...]) or ()}
    return Finished(
        interview=interview,
        candidate=candidate,
        job=job,
        answers=answers,
        measured=tuple(one for one in map(measured, ready) if one is not None),
        models=tuple(sorted(models, key=lambda one: (one.name, one.version))),
    )


def kept(uow: UnitOfWork, answer: Answer, step: str, kind: type[Result]) -> Result | None:
    """Give the latest result of `step` for `answer`, of type `kind`; `None` where there is none."""
    data = uow.steps.latest(answer.interview_id, answer.id, step)
    return None if data is None else msgspec.msgpack.decode(data, type=kind)


def make_report(
    finished: Finished,
    scored: InterviewScore,
    *,
    software: str,
    cards: Mapping[str, ModelCard | None],
    id: str,
    now: datetime,
) -> Report:
    """Put the report together; `cards` are what is known of each model, by its name."""
    model = finished.job.competency_model
    material = Material(
        interview=finished.interview,
        candidate=finished.candidate,
        job=finished.job,
        answers=finished.answers,
        measured=finished.measured,
        score=scored,
        versions=Versions(
            software=software,
            competency_model=f"{model.id}@{model.version}",
            models=tuple(ModelUsed(one.name, one.version, cards.get(one.name)) for one in finished.models),
        ),
    )
    return compose(material, id=id, now=now)
