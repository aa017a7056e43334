"""The scores as persons adjusted them. The machine's own are never changed: this gives a second value beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from gateway.domain.remark import Remark, RemarkKind, RemarkTarget
from gateway.domain.rule import AdjustedValue
from gateway.domain.scoring import DimensionScore, InterviewScore, shown
from gateway.scoring.overall import culture_fit, overall_score

OVERALL = "overall"


def _target(remark: Remark) -> str:
    return OVERALL if remark.target is RemarkTarget.INTERVIEW else f"dimension.{remark.target_id}"


def adjustments(remarks: Iterable[Remark], report_id: str) -> dict[str, Remark]:
    """Give a report's adjustments that count, by `overall` or `dimension.<id>`: of each, the last not withdrawn."""
    standing: dict[str, Remark] = {}
    for remark in remarks:
        if remark.report_id != report_id:
            continue
        if remark.kind is RemarkKind.ADJUSTMENT:
            standing[_target(remark)] = remark
        elif remark.kind is RemarkKind.WITHDRAWAL:
            standing.pop(_target(remark), None)
    return standing


def adjusted_values(standing: Mapping[str, Remark]) -> tuple[AdjustedValue, ...]:
    """Give the adjustments as a decision names them."""
    return tuple(
        AdjustedValue(target=target, machine=one.machine, value=one.value, by=one.by, reason=one.text)
        for target, one in standing.items()
        if one.value is not None
    )


def adjusted_score(score: InterviewScore, culture: str | None, standing: Mapping[str, Remark]) -> InterviewScore:
    """Give the score with the adjustments in it. A person's score has no interval, nor has what follows from it.

    The overall score follows from the dimensions unless it was adjusted itself; the culture fit follows from its
    dimension `culture`.
    """

    def dimension(one: DimensionScore) -> DimensionScore:
        remark = standing.get(f"dimension.{one.dimension_id}")
        return one if remark is None else replace(one, score=remark.value, interval=None)

    if not standing:
        return score
    dimensions = tuple(map(dimension, score.dimensions))
    own = standing.get(OVERALL)
    changed = dimensions != score.dimensions
    overall, share = overall_score(dimensions) if changed else (score.overall, score.measured_weight)
    if own is not None and own.value is not None:
        overall = shown(own.value)
    moved = f"dimension.{culture}" in standing
    return replace(
        score,
        overall=overall,
        culture_fit=culture_fit(culture, dimensions) if moved else score.culture_fit,
        dimensions=dimensions,
        measured_weight=round(share, 3),
        interval=None,
        culture_interval=None if moved else score.culture_interval,
    )
