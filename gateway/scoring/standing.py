"""Where a score stands among those of other candidates: counts, quartiles, rank. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from statistics import quantiles

from gateway.domain.standing import Comparison, ScoreLine, Standing

MIN_OTHERS = 5
"""With fewer others, quartiles say nothing, and a reader could tell who is who."""


def standing(own: float | None, others: Sequence[float]) -> Standing:
    """Give where `own` stands. Quartiles are those of the others, by linear interpolation between scores (R's type 7).

    Reference: Hyndman & Fan, Sample quantiles in statistical packages, The American Statistician 50 (1996).
    """
    if own is None or len(others) < MIN_OTHERS:
        return Standing(others=len(others), own=own)
    ordered = sorted(others)
    quartile1, median, quartile3 = (round(one, 1) for one in quantiles(ordered, n=4, method="inclusive"))
    below = sum(one < own for one in ordered) + sum(one == own for one in ordered) / 2
    return Standing(
        others=len(ordered),
        own=own,
        lowest=ordered[0],
        quartile1=quartile1,
        median=median,
        quartile3=quartile3,
        highest=ordered[-1],
        rank=1 + sum(one > own for one in ordered),
        above=round(below / len(ordered), 3),
        scores=tuple(ordered),
    )


def _others(own: ScoreLine, lines: Sequence[ScoreLine]) -> list[ScoreLine]:
    """Give the latest line of every other candidate, of the same job and version of the competency model."""
    latest: dict[str, ScoreLine] = {}
    for line in sorted(lines, key=lambda one: (one.made_at, one.interview_id)):
        same = (line.job_id, line.competency_model) == (own.job_id, own.competency_model)
        if same and line.candidate_id != own.candidate_id:
            latest[line.candidate_id] = line
    return list(latest.values())


def compare(own: ScoreLine, lines: Sequence[ScoreLine], dimensions: Sequence[str], as_of: datetime) -> Comparison:
    """Compare a report's scores with those of the other candidates among `lines`, each counted once."""
    others = _others(own, lines)
    return Comparison(
        competency_model=own.competency_model,
        as_of=as_of,
        overall=standing(own.overall, [one.overall for one in others if one.overall is not None]),
        dimensions={
            name: standing(own.dimensions.get(name), [one.dimensions[name] for one in others if name in one.dimensions])
            for name in dimensions
        },
    )
