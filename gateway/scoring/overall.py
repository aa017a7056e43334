"""The overall score from those of the dimensions."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.scoring import DimensionScore, shown
from gateway.scoring.formula import CULTURE_MAX, MIN_MEASURED_WEIGHT


def overall_score(dimensions: Sequence[DimensionScore]) -> tuple[float | None, float]:
    """Give the mean by weight and the share of the weight, 0..1, that was measured.

    The weights of the measured dimensions are made to add up to 1; there is no score where less than
    `MIN_MEASURED_WEIGHT` was measured.
    """
    measured = [(one.weight, one.score) for one in dimensions if one.score is not None]
    weight = sum(one.weight for one in dimensions)
    share = sum(part for part, _ in measured) / weight if weight else 0.0
    overall = sum(part * value for part, value in measured) / (share * weight) if share > 0.0 else None
    return shown(overall) if overall is not None and share >= MIN_MEASURED_WEIGHT else None, share


def culture_fit(culture: str | None, dimensions: Sequence[DimensionScore]) -> float | None:
    """Give the culture dimension's score out of 5."""
    scores = [one.score for one in dimensions if one.dimension_id == culture and one.score is not None]
    return shown(scores[0] / 100.0 * CULTURE_MAX) if scores else None
