"""Checks that every interval holds its score and is as wide as its parts say."""

from __future__ import annotations

import math
from collections.abc import Iterator

from gateway.domain.scoring import Interval, InterviewScore

ROUNDING = 0.06
"""Ends are rounded to one decimal."""

HIGHEST = 100.0
CULTURE_HIGHEST = 5.0


def _known(score: InterviewScore) -> Iterator[tuple[str, float | None, Interval | None, float]]:
    yield "the overall score", score.overall, score.interval, HIGHEST
    yield "the culture fit", score.culture_fit, score.culture_interval, CULTURE_HIGHEST
    yield from ((repr(one.dimension_id), one.score, one.interval, HIGHEST) for one in score.dimensions)


def interval_problems(score: InterviewScore) -> Iterator[str]:
    """Give what is wrong with the intervals; reports of old have none, which is not wrong."""
    for name, value, interval, highest in _known(score):
        if interval is None:
            continue
        if value is None:
            yield f"{name} has an interval and no value"
            continue
        half = math.sqrt(sum(part.points**2 for part in interval.parts))
        low, high = max(value - half, 0.0), min(value + half, highest)
        if abs(low - interval.low) > ROUNDING or abs(high - interval.high) > ROUNDING:
            yield f"the parts of {name} make {low} to {high}, not {interval.low} to {interval.high}"
