"""The report as the cloud may have it: scores, reasons and advice; no name, no words of the candidate, no media."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct

from gateway.domain.report import Finding, Report, ReportAnswer
from gateway.domain.scoring import DimensionScore, shown
from gateway.domain.signals import LIMIT_TEXT
from gateway.domain.text import LocalizedText

SCHEMA = "shouguan.report.v1"


class IndicatorPart(Struct, frozen=True, kw_only=True):
    """An indicator and the points it earned or cost."""

    id: str
    label: LocalizedText | None
    kind: str
    points: float
    max_points: float


class DimensionPart(Struct, frozen=True, kw_only=True):
    """A dimension; `score` is absent where the evidence does not suffice."""

    id: str
    name: LocalizedText | None
    weight: float
    score: float | None
    indicators: tuple[IndicatorPart, ...]


class FindingPart(Struct, frozen=True, kw_only=True):
    """A strength or weakness with its advice."""

    dimension_id: str
    indicator_id: str
    text: LocalizedText
    points: float
    advice: LocalizedText | None


class AnswerPart(Struct, frozen=True, kw_only=True):
    """A question, how it was answered, and what could not be measured."""

    question_id: str
    question: LocalizedText
    kind: str | None
    limits: tuple[LocalizedText, ...]


class StructuredReport(Struct, frozen=True, kw_only=True):
    """The attachment `report.json`."""

    schema: str
    report_id: str
    order_id: str
    job_title: LocalizedText
    language: str
    created_at: datetime
    score: float | None
    culture_fit: float | None
    dimensions: tuple[DimensionPart, ...]
    strengths: tuple[FindingPart, ...]
    weaknesses: tuple[FindingPart, ...]
    answers: tuple[AnswerPart, ...]


def structured_report(report: Report) -> bytes:
    """Give the report as JSON."""
    part = StructuredReport(
        schema=SCHEMA,
        report_id=report.id,
        order_id=report.interview_id,
        job_title=report.job_title,
        language=report.language,
        created_at=report.created_at,
        score=_shown(report.score.overall),
        culture_fit=_shown(report.score.culture_fit),
        dimensions=tuple(_dimension(report, score) for score in report.score.dimensions),
        strengths=tuple(_finding(finding) for finding in report.strengths),
        weaknesses=tuple(_finding(finding) for finding in report.weaknesses),
        answers=tuple(_answer(answer) for answer in report.answers),
    )
    return msgspec.json.encode(part)


def _shown(value: float | None) -> float | None:
    return None if value is None else shown(value)


def _dimension(report: Report, score: DimensionScore) -> DimensionPart:
    indicators = tuple(
        IndicatorPart(
            id=indicator.indicator_id,
            label=report.indicator_labels.get(f"{score.dimension_id}/{indicator.indicator_id}"),
            kind=indicator.kind.value,
            points=shown(indicator.points),
            max_points=indicator.max_points,
        )
        for indicator in score.indicators
    )
    return DimensionPart(
        id=score.dimension_id,
        name=report.dimension_names.get(score.dimension_id),
        weight=score.weight,
        score=_shown(score.score),
        indicators=indicators,
    )


def _finding(finding: Finding) -> FindingPart:
    return FindingPart(
        dimension_id=finding.dimension_id,
        indicator_id=finding.indicator_id,
        text=finding.text,
        points=shown(finding.points),
        advice=finding.advice,
    )


def _answer(answer: ReportAnswer) -> AnswerPart:
    return AnswerPart(
        question_id=answer.question_id,
        question=answer.question,
        kind=answer.kind.value if answer.kind else None,
        limits=tuple(LIMIT_TEXT[limit] for limit in answer.measured.limits),
    )
