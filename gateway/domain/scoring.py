"""Scores, each with the evidence it rests on."""

from __future__ import annotations

from msgspec import Struct

from gateway.domain.competency import IndicatorKind


def shown(value: float) -> float:
    """Give a score as people see it and as rules compare it: rounded to one decimal, so both always agree."""
    return round(value, 1)


class Evidence(Struct, frozen=True, kw_only=True):
    """A quotation: `text[start:end]` of the answer is `quote`, spoken from `start_ms` to `end_ms`."""

    answer_id: str
    question_id: str
    start: int
    end: int
    quote: str
    start_ms: int | None = None
    end_ms: int | None = None


class IndicatorScore(Struct, frozen=True, kw_only=True):
    """What one indicator did. `points` were earned (> 0) or cost (< 0) out of `max_points`; `strength` is 0..1."""

    indicator_id: str
    kind: IndicatorKind
    points: float
    max_points: float
    strength: float
    similarity: float
    evidence: tuple[Evidence, ...] = ()


class DimensionScore(Struct, frozen=True, kw_only=True):
    """A dimension's score out of 100, or `None` when there was not enough to judge by.

    It is `start_points` + the indicators' points + `keyword_points` + `structure_points`, kept within 0..100.
    `questions` are those whose answers were looked at: where something is said to be absent, it is absent from these.
    """

    dimension_id: str
    weight: float
    score: float | None
    indicators: tuple[IndicatorScore, ...] = ()
    keywords_found: tuple[Evidence, ...] = ()
    start_points: float = 0.0
    keyword_points: float = 0.0
    structure_points: float = 0.0
    questions: tuple[str, ...] = ()


class InterviewScore(Struct, frozen=True, kw_only=True):
    """The whole: overall out of 100 and culture fit out of 5, `None` where the evidence does not suffice.

    `measured_weight` is the share of the model's weight, 0..1, that the overall score rests on.
    """

    overall: float | None
    culture_fit: float | None
    dimensions: tuple[DimensionScore, ...]
    measured_weight: float = 1.0
