"""Scores, each with the evidence it rests on."""

from __future__ import annotations

from enum import StrEnum

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


class Doubt(StrEnum):
    """Where the uncertainty of a score comes from; see `gateway.scoring.interval`."""

    MATCHING = "matching"  # how near a sentence is to an exemplar, and whether it is the right sentence
    RECOGNITION = "recognition"  # words that the recogniser may have misheard
    AMOUNT = "amount"  # how little was said to judge by
    UNMEASURED = "unmeasured"  # dimensions without enough evidence


class IntervalPart(Struct, frozen=True):
    """How far the score may lie off by one source alone, either way, in points of the score."""

    doubt: Doubt
    points: float


class Interval(Struct, frozen=True, kw_only=True):
    """Where the score lies with this `confidence` (0..1): `low` to `high`, both included.

    The half width is the root of the sum of the squares of `parts`; the ends are kept within the score's range.
    """

    low: float
    high: float
    confidence: float
    parts: tuple[IntervalPart, ...] = ()


class IndicatorScore(Struct, frozen=True, kw_only=True):
    """What one indicator did. `points` were earned (> 0) or cost (< 0) out of `max_points`; `strength` is 0..1.

    `cue` are the words of the evidence that show it, where it was shown by a cue; then `strength` is 1. `runner_up` is
    the similarity of the best passage that shares no sentence with the one cited, 0 where there is none.
    """

    indicator_id: str
    kind: IndicatorKind
    points: float
    max_points: float
    strength: float
    similarity: float
    evidence: tuple[Evidence, ...] = ()
    runner_up: float = 0.0
    cue: tuple[str, ...] = ()


class ConceptCoverage(Struct, frozen=True, kw_only=True):
    """Whether a concept of the dimension came up: where it was said first, or `None` where it was not.

    It `counted` if it entered the keyword points: a sentence earns for a few concepts only.
    """

    term: str
    evidence: Evidence | None = None
    counted: bool = False


class DimensionScore(Struct, frozen=True, kw_only=True):
    """A dimension's score out of 100, or `None` when there was not enough to judge by.

    It is `start_points` + the indicators' points + `keyword_points` + `structure_points`, kept within 0..100.
    `questions` are those whose answers were looked at: where something is said to be absent, it is absent from these.
    `interval` is `None` where there is no score, and in reports of old; those have no `concepts` either.
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
    concepts: tuple[ConceptCoverage, ...] = ()
    interval: Interval | None = None


class InterviewScore(Struct, frozen=True, kw_only=True):
    """The whole: overall out of 100 and culture fit out of 5, `None` where the evidence does not suffice.

    `measured_weight` is the share of the model's weight, 0..1, that the overall score rests on. `interval` is that of
    the overall score, `culture_interval` that of the culture fit; `None` where there is no score and in old reports.
    `by_words` says that no embedding model serves the language: answers were compared by the words they share.
    """

    overall: float | None
    culture_fit: float | None
    dimensions: tuple[DimensionScore, ...]
    measured_weight: float = 1.0
    interval: Interval | None = None
    culture_interval: Interval | None = None
    by_words: bool = False
