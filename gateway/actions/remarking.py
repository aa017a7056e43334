"""A named person's note on a report, or a score of their own beside the machine's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from gateway.actions.deciding import propose_adjusted
from gateway.actions.desk import Desk, in_transaction
from gateway.domain.errors import ConflictError, InvalidError, NotFoundError
from gateway.domain.interview import Interview, InterviewStatus
from gateway.domain.remark import Remark, RemarkKind, RemarkTarget
from gateway.domain.report import Report
from gateway.domain.text import LocalizedText
from gateway.ports import UnitOfWork
from gateway.scoring.adjusting import adjustments

NO_INTERVIEW = LocalizedText("找不到该面试，请核对编号。", "There is no such interview; check the id.")


class NotReportedError(ConflictError):
    """There is nothing yet to remark on, or an answer is being given again and another report will come."""

    code = "report_not_ready"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "报告尚未生成，暂时不能添加备注或调整。请在报告生成后再试。",
                "The report is not made yet. Add notes and adjustments once it is there.",
            )
        )


class UnknownTargetError(NotFoundError):
    """The report has no such dimension or answer."""

    code = "remark_target_not_found"

    def __init__(self, known: list[str]) -> None:
        names = ", ".join(known) or "—"
        super().__init__(
            LocalizedText(
                f"报告中没有这个维度或题目。可用的编号：{names}。",
                f"The report has no such dimension or question. Known: {names}.",
            ),
            known=known,
        )


class AdjustmentError(InvalidError):
    """A score is missing, or stands where none can."""

    code = "adjustment_invalid"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "调整需要给出 0 到 100 的新得分，且只能针对综合得分或某个维度；备注和撤销不带得分。",
                "An adjustment needs a score of 0 to 100, for the whole interview or a dimension; notes and "
                "withdrawals have none.",
            )
        )


class NothingToWithdrawError(ConflictError):
    """There is no adjustment of this score."""

    code = "nothing_to_withdraw"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText("该得分没有调整，无需撤销。", "This score was not adjusted; there is nothing to withdraw.")
        )


class Draft(Struct, frozen=True, kw_only=True):
    """A remark as it was written; see `gateway.domain.remark.Remark`."""

    kind: RemarkKind
    target: RemarkTarget
    target_id: str
    text: str
    by: str
    value: float | None


async def remark(desk: Desk, interview_id: str, draft: Draft) -> Remark:
    """Keep a remark; after an adjustment or its withdrawal the rules are asked again, and propose.

    The same remark right after itself changes nothing, so a form that is sent twice counts once. Raises
    `NotFoundError`, `NotReportedError`, `UnknownTargetError`, `AdjustmentError`, `NothingToWithdrawError`.
    """
    made = await in_transaction(desk.begin, lambda uow: _remark(uow, desk, interview_id, draft))
    await desk.progress.changed(interview_id)
    return made


def _remark(uow: UnitOfWork, desk: Desk, interview_id: str, draft: Draft) -> Remark:
    interview, report = _locked(uow, interview_id)
    _check(report, draft)
    before = uow.remarks.of(interview_id)
    made = _made(report, draft, desk.ids.new(), _moment(desk, before))
    if before and _same(before[-1], made):
        return before[-1]
    if draft.kind is RemarkKind.WITHDRAWAL and _counting([*before, made], report) == _counting(before, report):
        raise NothingToWithdrawError
    uow.remarks.add(made)
    if draft.kind is not RemarkKind.NOTE:
        propose_adjusted(uow, desk, interview)
    return made


def _counting(remarks: Sequence[Remark], report: Report) -> dict[str, Remark]:
    return adjustments(remarks, report.id)


def _locked(uow: UnitOfWork, interview_id: str) -> tuple[Interview, Report]:
    interview = uow.interviews.lock(interview_id)
    if interview is None:
        raise NotFoundError(NO_INTERVIEW)
    report = uow.reports.of(interview_id)
    if report is None or interview.status != InterviewStatus.COMPLETED:
        raise NotReportedError
    return interview, report


def _check(report: Report, draft: Draft) -> None:
    known = {
        RemarkTarget.INTERVIEW: [""],
        RemarkTarget.DIMENSION: [one.dimension_id for one in report.score.dimensions],
        RemarkTarget.ANSWER: [one.question_id for one in report.answers],
    }[draft.target]
    if draft.target_id not in known:
        raise UnknownTargetError([one for one in known if one])
    scored = draft.kind is RemarkKind.ADJUSTMENT
    if scored != (draft.value is not None) or (draft.kind is not RemarkKind.NOTE) > _has_score(draft.target):
        raise AdjustmentError


def _has_score(target: RemarkTarget) -> bool:
    return target is not RemarkTarget.ANSWER


def _moment(desk: Desk, before: Sequence[Remark]) -> datetime:
    """Give the time of a new remark: after the last, also when the clock was set back. Their order says what counts."""
    now = desk.clock.now()
    return max(now, before[-1].at + timedelta(microseconds=1)) if before else now


def _made(report: Report, draft: Draft, remark_id: str, at: datetime) -> Remark:
    return Remark(
        id=remark_id,
        interview_id=report.interview_id,
        report_id=report.id,
        kind=draft.kind,
        target=draft.target,
        target_id=draft.target_id,
        text=draft.text,
        by=draft.by,
        at=at,
        value=None if draft.value is None else round(draft.value, 1),
        machine=_machine(report, draft) if draft.kind is RemarkKind.ADJUSTMENT else None,
    )


def _machine(report: Report, draft: Draft) -> float | None:
    if draft.target is RemarkTarget.INTERVIEW:
        return report.score.overall
    return next((one.score for one in report.score.dimensions if one.dimension_id == draft.target_id), None)


def _same(one: Remark, other: Remark) -> bool:
    fields = ("report_id", "kind", "target", "target_id", "text", "by", "value")
    return all(getattr(one, name) == getattr(other, name) for name in fields)
