"""Where a candidate stands among the others of the same job."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class ScoreLine(Struct, frozen=True, kw_only=True):
    """The machine's scores of one report, without their reasons: what comparing needs. `None` and absent: no score."""

    interview_id: str
    candidate_id: str
    job_id: str
    competency_model: str
    made_at: datetime
    overall: float | None
    dimensions: dict[str, float]


class Standing(Struct, frozen=True, kw_only=True):
    """One score among those of `others` other candidates.

    With too few others, or without a score of one's own, the rest is empty. `rank` counts from 1, the highest; equal
    scores share the better rank. `above` is the share of the others, 0..1, that this score lies above; equal ones count
    half. `scores` are the others', in order, without names.
    """

    others: int
    own: float | None
    lowest: float | None = None
    quartile1: float | None = None
    median: float | None = None
    quartile3: float | None = None
    highest: float | None = None
    rank: int | None = None
    above: float | None = None
    scores: tuple[float, ...] = ()


class Comparison(Struct, frozen=True, kw_only=True):
    """The standing as of the moment it was read; it changes as others are interviewed and is no part of the report."""

    competency_model: str
    as_of: datetime
    overall: Standing
    dimensions: dict[str, Standing]
