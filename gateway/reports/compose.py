"""Puts a report together from what was measured and scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from gateway.domain.competency import Dimension, Indicator, IndicatorKind, Question
from gateway.domain.interview import Answer, Candidate, Interview, Job
from gateway.domain.report import Finding, Level, Report, ReportAnswer, Versions
from gateway.domain.scoring import DimensionScore, IndicatorScore, InterviewScore
from gateway.domain.signals import Limit, MeasuredAnswer
from gateway.reports.integrity import integrity_hints
from gateway.reports.limits import SHOWN
from gateway.reports.next_round import next_questions
from gateway.scoring.levels import level
from gateway.scoring.moments import find_moments

MIN_FINDING_POINTS = 1.0
"""An indicator that moved its dimension by less is not worth a sentence of its own."""

MAX_FINDINGS = 5
"""A reader takes in about this many strengths and as many weaknesses."""

__all__ = ["MAX_FINDINGS", "MIN_FINDING_POINTS", "SHOWN", "Material", "compose"]


class Material(Struct, frozen=True, kw_only=True):
    """Everything a report is made from. An answer that gave nothing to measure may be absent from `measured`."""

    interview: Interview
    candidate: Candidate
    job: Job
    answers: Sequence[Answer]
    measured: Sequence[MeasuredAnswer]
    score: InterviewScore
    versions: Versions


def _scored(material: Material) -> Iterator[tuple[Dimension, Indicator, IndicatorScore]]:
    """Give every indicator that was judged, with its dimension and its score."""
    scores = {one.dimension_id: one for one in material.score.dimensions}
    for dimension in material.job.competency_model.dimensions:
        known = {one.id: one for one in dimension.indicators}
        judged: DimensionScore = scores[dimension.id]
        for indicator in judged.indicators:
            yield dimension, known[indicator.indicator_id], indicator


def _gain(score: IndicatorScore) -> float:
    """Give what an indicator speaks for: points earned, or the loss that was avoided by showing what is expected."""
    if score.kind is IndicatorKind.EXPECTED:
        return score.max_points * score.strength if score.strength >= SHOWN else 0.0
    return max(score.points, 0.0)


def _strengths(material: Material) -> tuple[Finding, ...]:
    found = [
        Finding(
            dimension_id=dimension.id,
            indicator_id=indicator.id,
            text=indicator.label,
            points=score.points,
            evidence=score.evidence,
        )
        for dimension, indicator, score in sorted(_scored(material), key=lambda one: -_gain(one[2]) * one[0].weight)
        if _gain(score) >= MIN_FINDING_POINTS and score.points > -MIN_FINDING_POINTS
    ]
    return tuple(found[:MAX_FINDINGS])


def _missed(score: IndicatorScore) -> float:
    """Give what an indicator speaks against: points lost, or half of those that could be earned and were not."""
    if score.kind is IndicatorKind.POSITIVE:
        return (score.max_points - score.points) / 2 if score.strength == 0.0 else 0.0
    return max(-score.points, 0.0)


def _weaknesses(material: Material) -> tuple[Finding, ...]:
    found = [
        Finding(
            dimension_id=dimension.id,
            indicator_id=indicator.id,
            text=indicator.label,
            points=score.points,
            evidence=score.evidence,
            advice=indicator.advice,
        )
        for dimension, indicator, score in sorted(_scored(material), key=lambda one: -_missed(one[2]) * one[0].weight)
        if _missed(score) >= MIN_FINDING_POINTS
    ]
    return tuple(found[:MAX_FINDINGS])


def _levels(material: Material) -> Iterator[tuple[str, Level]]:
    """Give the level of every dimension that has anchors and was judged."""
    scores = {one.dimension_id: one.score for one in material.score.dimensions}
    for dimension in material.job.competency_model.dimensions:
        reached = level(scores[dimension.id])
        if dimension.anchors and reached is not None:
            yield dimension.id, Level(level=reached, anchor=dimension.anchors[reached - 1])


def _nothing(question: Question, answer: Answer | None, language: str) -> MeasuredAnswer:
    """Give the measurement of an answer that did not come, or in which nothing could be used."""
    return MeasuredAnswer(
        answer_id=answer.id if answer else "",
        question_id=question.id,
        language=language,
        text="",
        duration_ms=0,
        sentences=(),
        vectors=(),
        limits=(Limit.UNREADABLE if answer else Limit.MISSING,),
    )


def _answers(material: Material) -> Iterator[ReportAnswer]:
    """Give the answers in the order of the questions, without their vectors."""
    given = {answer.question_id: answer for answer in material.answers}
    measured = {one.question_id: one for one in material.measured}
    for question in material.job.questions:
        answer = given.get(question.id)
        found = measured.get(question.id) or _nothing(question, answer, material.interview.language)
        yield ReportAnswer(
            question_id=question.id,
            question=question.text,
            kind=answer.kind if answer else None,
            measured=replace(found, vectors=(), hints=()),
            moments=find_moments(material.score, found),
        )


def compose(material: Material, *, id: str, now: datetime) -> Report:
    """Put the report together.

    Strengths and weaknesses are the indicators that weigh most (points times the dimension's weight), at most
    `MAX_FINDINGS` each. Call `verify` before the report is kept.
    """
    dimensions = material.job.competency_model.dimensions
    return Report(
        id=id,
        interview_id=material.interview.id,
        candidate_name=material.candidate.name,
        job_title=material.job.title,
        language=material.interview.language,
        created_at=now,
        score=material.score,
        dimension_names={one.id: one.name for one in dimensions},
        indicator_labels={f"{one.id}/{shown.id}": shown.label for one in dimensions for shown in one.indicators},
        strengths=_strengths(material),
        weaknesses=_weaknesses(material),
        answers=tuple(_answers(material)),
        versions=material.versions,
        levels=dict(_levels(material)),
        next_questions=next_questions(material.job.competency_model, material.score),
        integrity=integrity_hints(material.interview.language, material.job, material.answers, material.measured),
    )
