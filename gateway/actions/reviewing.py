"""What happens to a decision after it was made: a person's word on it, or a survey that changes it."""

from __future__ import annotations

import msgspec

from gateway.actions.carrying_out import carry_out
from gateway.actions.deciding import decide_again
from gateway.actions.desk import Desk, in_transaction
from gateway.domain.errors import ConflictError, InvalidError, NotFoundError
from gateway.domain.interview import Interview, InterviewStatus
from gateway.domain.rule import Decision, DecisionStatus
from gateway.domain.text import LocalizedText
from gateway.ports import UnitOfWork

NO_DECISION = LocalizedText("找不到该决定，请刷新页面后重试。", "There is no such decision; load the page again.")
NO_NAME = LocalizedText("请填写复核人姓名。", "Give the name of the person who reviews.")
SETTLED = LocalizedText(
    "该决定已生效或已有人复核，不能再次复核。请刷新页面查看结果。",
    "This decision is in effect or was reviewed already and cannot be reviewed again. Load the page to see the result.",
)
SUPERSEDED = LocalizedText(
    "该决定已被新的决定取代，请复核最新的决定。", "A newer decision has taken the place of this one; review that."
)


class OpenedAgainError(ConflictError):
    """The candidate may give an answer again; what was decided before will be decided anew."""

    code = "interview_opened_again"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "候选人正在重录一道题，完成后会重新生成报告和决定，请届时再复核。",
                "The candidate is recording an answer again. Report and decision will be made anew; review them then.",
            )
        )


async def review(desk: Desk, decision_id: str, confirm: bool, name: str, reason: str) -> Decision:
    """Let the named person confirm or reject a proposed decision; give the decision as it is then.

    What is confirmed is carried out in the same transaction. The same review again changes nothing. Raises
    `NotFoundError`, `InvalidError` without a name, `ConflictError` where it is settled or superseded, and
    `OpenedAgainError`.
    """
    decision = await in_transaction(desk.begin, lambda uow: _review(uow, desk, decision_id, confirm, name, reason))
    await desk.progress.changed(decision.interview_id)
    return decision


def _review(uow: UnitOfWork, desk: Desk, decision_id: str, confirm: bool, name: str, reason: str) -> Decision:
    if not name.strip():
        raise InvalidError(NO_NAME)
    decision, interview = _locked(uow, decision_id)
    status = DecisionStatus.CONFIRMED if confirm else DecisionStatus.REJECTED
    if decision.status == status and decision.reviewed_by == name.strip():
        return decision
    if decision.status != DecisionStatus.PROPOSED:
        raise ConflictError(SETTLED)
    if uow.decisions.of(interview.id)[-1].id != decision.id:
        raise ConflictError(SUPERSEDED)
    if interview.status != InterviewStatus.COMPLETED:
        raise OpenedAgainError
    reviewed = msgspec.structs.replace(
        decision, status=status, reviewed_by=name.strip(), review_reason=reason.strip() or None
    )
    uow.decisions.save(reviewed)
    carry_out(uow, desk, reviewed, interview)
    return reviewed


def _locked(uow: UnitOfWork, decision_id: str) -> tuple[Decision, Interview]:
    """Give the decision as it is once nobody else can change anything about its interview."""
    found = uow.decisions.get(decision_id)
    interview = uow.interviews.lock(found.interview_id) if found else None
    decision = uow.decisions.get(decision_id)
    if decision is None or interview is None:
        raise NotFoundError(NO_DECISION)
    return decision, interview


async def survey_received(desk: Desk, interview_id: str) -> None:
    """Decide again with the survey that the interview has now; nothing happens before there is a report.

    Nothing happens either while an answer is recorded again: the decision that follows sees the survey.

    A new decision is kept when the rules saw other values. It is carried out, and told, only when it sets other
    actions in motion; otherwise it takes over what became of the one before.
    """
    await in_transaction(desk.begin, lambda uow: _decide_again(uow, desk, interview_id))
    await desk.progress.changed(interview_id)


def _decide_again(uow: UnitOfWork, desk: Desk, interview_id: str) -> None:
    interview = uow.interviews.lock(interview_id)
    decisions = uow.decisions.of(interview_id)
    if interview is None or not decisions or interview.status != InterviewStatus.COMPLETED:
        return
    made = decide_again(uow, desk, interview)
    if made is None:
        return
    last = decisions[-1]
    if made.values == last.values and made.rule_set_version == last.rule_set_version:
        return
    if made.actions != last.actions:
        uow.decisions.add(made)
        carry_out(uow, desk, made, interview)
        return
    uow.decisions.add(
        msgspec.structs.replace(
            made, status=last.status, reviewed_by=last.reviewed_by, review_reason=last.review_reason
        )
    )
