"""Lets a candidate give an answer again that was not enough to judge by: a named person offers it, with a reason."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from gateway.actions.desk import Desk, in_transaction
from gateway.domain.errors import ConflictError, InvalidError, NotFoundError
from gateway.domain.interview import Answer, Interview, InterviewStatus
from gateway.domain.rerecording import ReRecording
from gateway.domain.text import LocalizedText
from gateway.outbox.events import status_changed
from gateway.ports import UnitOfWork
from gateway.scoring.sufficiency import insufficient

NO_ANSWER = LocalizedText("找不到该回答，请核对编号。", "There is no such answer; check the id.")
NO_NAME = LocalizedText("请填写您的姓名和理由。", "Give your name and a reason.")


class AnswerSufficientError(ConflictError):
    """The answer was enough to judge by."""

    code = "answer_sufficient"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "这道题的回答足以评价，不能重录。只有证据不足的回答才可以重录。",
                "This answer is enough to judge by. Only one whose evidence does not suffice can be recorded again.",
            )
        )


class NotAssessedError(ConflictError):
    """There is no report that says whether the answer suffices, or the interview was cancelled."""

    code = "answer_not_assessed"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "这份回答尚未评估，或面试已取消。请等报告生成后再提供重录。",
                "This answer is not assessed yet, or the interview was cancelled. Offer a re-recording once the report "
                "is there.",
            )
        )


class OfferedError(ConflictError):
    """Somebody has offered it already."""

    code = "rerecording_offered"

    def __init__(self, offer: ReRecording) -> None:
        super().__init__(
            LocalizedText(
                f"{offer.offered_by} 已为这道题提供重录，正在等候选人作答。",
                f"{offer.offered_by} has offered to record this answer again; the candidate's answer is awaited.",
            ),
            rerecording_id=offer.id,
        )


class ReplacedError(ConflictError):
    """Another answer has taken the place of this one."""

    code = "answer_replaced"

    def __init__(self, new_answer_id: str) -> None:
        super().__init__(
            LocalizedText(
                "这份回答已被重录的回答取代，请查看最新的回答。",
                "The candidate has recorded this answer again; look at the new answer.",
            ),
            answer_id=new_answer_id,
        )


class Offered(Struct, frozen=True):
    """An offer; `new` is false when the same one was there already."""

    offer: ReRecording
    new: bool


async def offer_rerecording(desk: Desk, answer_id: str, name: str, reason: str) -> Offered:
    """Open the interview again for the question of this answer.

    The answer, the report and the decision stay as they are until the interview is finished again. The same offer
    again changes nothing. Raises `NotFoundError`, `InvalidError` without a name or reason, and the errors above.
    """
    offered = await in_transaction(desk.begin, lambda uow: _offer(uow, desk, answer_id, (name.strip(), reason.strip())))
    await desk.progress.changed(offered.offer.interview_id)
    return offered


def _offer(uow: UnitOfWork, desk: Desk, answer_id: str, said: tuple[str, str]) -> Offered:
    if not all(said):
        raise InvalidError(NO_NAME)
    interview = _locked(uow, answer_id)
    known = _known(uow, answer_id, said)
    if known is not None:
        return Offered(known, new=False)
    answer = _insufficient(uow, interview, answer_id)
    now = desk.clock.now()
    offer = ReRecording(
        id=desk.ids.new(),
        interview_id=interview.id,
        question_id=answer.question_id,
        answer_id=answer.id,
        offered_by=said[0],
        reason=said[1],
        offered_at=now,
    )
    uow.rerecordings.add(offer)
    live = uow.lives.to(interview.id, answer.question_id)
    if live is not None:  # how the first answer came; the new one may come the same way
        uow.lives.remove(live.id)
    if interview.status == InterviewStatus.COMPLETED:
        opened = msgspec.structs.replace(interview, status=InterviewStatus.OPEN, finished_at=None, completed_at=None)
        uow.interviews.save(opened)
        uow.outbox.add(status_changed(opened, event_id=desk.ids.new(), now=now))
    return Offered(offer, new=True)


def _locked(uow: UnitOfWork, answer_id: str) -> Interview:
    """Give the answer's interview once nobody else can change anything about it; the answer may be an earlier one."""
    answer = uow.answers.get(answer_id)
    offers = uow.rerecordings.to(answer_id)
    interview_id = answer.interview_id if answer else offers[0].interview_id if offers else None
    interview = uow.interviews.lock(interview_id) if interview_id else None
    if interview is None:
        raise NotFoundError(NO_ANSWER)
    return interview


def _known(uow: UnitOfWork, answer_id: str, said: tuple[str, str]) -> ReRecording | None:
    """Give the same offer, if it was made. Raises where another one stands in the way."""
    for offer in uow.rerecordings.to(answer_id):
        if not offer.in_force and offer.new_answer_id is None:
            continue  # nothing came of it; the answer may be offered again
        if (offer.offered_by, offer.reason) == said:
            return offer
        raise OfferedError(offer) if offer.in_force else ReplacedError(offer.new_answer_id or "")
    return None


def _insufficient(uow: UnitOfWork, interview: Interview, answer_id: str) -> Answer:
    """Give the answer, of which the report says that it does not suffice."""
    answer = uow.answers.get(answer_id)
    report = uow.reports.of(interview.id)
    if answer is None or report is None or interview.status not in {InterviewStatus.COMPLETED, InterviewStatus.OPEN}:
        raise NotAssessedError
    shown = next((one.measured for one in report.answers if one.measured.answer_id == answer_id), None)
    if shown is None:
        raise NotAssessedError
    if not insufficient(shown.limits):
        raise AnswerSufficientError
    return answer
