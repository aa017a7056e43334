"""What stands beside a report: remarks by people, and the scores of other candidates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from gateway.domain.beside import Beside
from gateway.domain.remark import Remark, RemarkKind, RemarkTarget
from gateway.domain.report import Report
from gateway.domain.standing import Comparison, ScoreLine
from gateway.scoring.adjusting import adjusted_score, adjustments
from gateway.scoring.standing import compare
from tests.factories.people import NOW, changed


def a_remark(**fields: object) -> Remark:
    remark = Remark(
        id="remark-1",
        interview_id="interview-1",
        report_id="report-1",
        kind=RemarkKind.ADJUSTMENT,
        target=RemarkTarget.DIMENSION,
        target_id="planning",
        text="看过录像，规划讲得更清楚",
        by="李伟",
        at=NOW,
        value=78.0,
        machine=None,
    )
    return changed(remark, **fields)


def a_note(**fields: object) -> Remark:
    given = {"kind": RemarkKind.NOTE, "target": RemarkTarget.INTERVIEW, "target_id": "", "value": None, **fields}
    return a_remark(**given)


def a_line(**fields: object) -> ScoreLine:
    line = ScoreLine(
        interview_id="interview-1",
        candidate_id="candidate-1",
        job_id="job-1",
        competency_model="pm@1",
        made_at=NOW,
        overall=None,
        dimensions={"planning": 82.5},
    )
    return changed(line, **fields)


def others(scores: Sequence[float], dimensions: Sequence[str] = ("planning",), **fields: object) -> list[ScoreLine]:
    """Give lines of as many other candidates; each has its score overall and in the dimensions named `dimensions`."""
    return [
        a_line(
            interview_id=f"other-{at}",
            candidate_id=f"other-{at}",
            overall=score,
            dimensions=dict.fromkeys(dimensions, score),
            **fields,
        )
        for at, score in enumerate(scores)
    ]


def a_comparison(report: Report, scores: Sequence[float]) -> Comparison:
    """Compare a report with others of these scores, as of an hour later."""
    dimensions = {one.dimension_id: one.score for one in report.score.dimensions}
    measured = {name: score for name, score in dimensions.items() if score is not None}
    own = a_line(overall=report.score.overall, dimensions=measured)
    return compare(own, others(scores, dimensions=tuple(dimensions)), list(dimensions), NOW + timedelta(hours=1))


def things_beside(report: Report, remarks: Sequence[Remark] = (), scores: Sequence[float] = ()) -> Beside:
    """Give what the box would show beside `report`; its culture fit comes from the dimension `culture`."""
    standing = adjustments(remarks, report.id)
    return Beside(
        remarks=tuple(remarks),
        adjusted=adjusted_score(report.score, "culture", standing) if standing else None,
        comparison=a_comparison(report, scores),
    )
