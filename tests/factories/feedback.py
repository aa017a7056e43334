"""A finished interview for a position of the templates, with something for each part of the candidate's report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gateway.competencies.instantiate import instantiate
from gateway.competencies.reading import load
from gateway.competencies.template import Language
from gateway.domain.competency import IndicatorKind
from gateway.domain.interview import InterviewStatus, Job
from gateway.domain.report import Report
from gateway.domain.signals import MeasuredAnswer
from gateway.reports.compose import compose
from gateway.scoring import reference_texts, score
from tests.factories.people import NOW, a_candidate, an_interview
from tests.factories.scored import BEHAVIOUR, VOICE, Vector, some_material
from tests.factories.scored import an_answer as a_measured_answer

GOOD = frozenset({IndicatorKind.POSITIVE, IndicatorKind.EXPECTED})
SAID = (GOOD, {IndicatorKind.EXPECTED}, {IndicatorKind.NEGATIVE}, GOOD)
"""Which indicators of each dimension are shown, so that the first is done well, the third badly."""


def a_job_of(template: str, language: Language) -> Job:
    """Give a position of a template, for interviews in the language."""
    made = instantiate(load(template), language)
    return Job(
        id="job-1", title=made.title, questions=made.questions, competency_model=made.competency_model, created_at=NOW
    )


def a_mixed_report(job: Job, language: Language, candidate: str = "林晓") -> Report:
    """Give the report of somebody who did some things well and some badly."""
    texts = reference_texts(job.competency_model, job.questions, language)
    axes = {text: tuple(float(at == index) for at in range(len(texts))) for index, text in enumerate(texts)}
    measured = tuple(_answers(job, axes, language))
    material = some_material(
        measured,
        interview=an_interview(language=language, status=InterviewStatus.COMPLETED, finished_at=NOW, completed_at=NOW),
        candidate=a_candidate(name=candidate),
        job=job,
        score=score(job.competency_model, measured, axes),
    )
    return compose(material, id="report-1", now=NOW)


def _answers(job: Job, axes: Mapping[str, Vector], language: Language) -> Iterator[MeasuredAnswer]:
    """Say the first exemplars where the dimension is asked about first."""
    for question in job.questions:
        said = [
            indicator.exemplars[0]
            for dimension, kinds in zip(job.competency_model.dimensions, SAID, strict=True)
            for indicator in dimension.indicators
            if dimension.questions[0] == question.id and indicator.kind in kinds
        ]
        if said:
            spoken = [(text, axes[text]) for text in said]
            yield a_measured_answer(question.id, spoken, language=language, voice=VOICE, behaviour=BEHAVIOUR)
