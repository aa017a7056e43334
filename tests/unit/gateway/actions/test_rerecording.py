"""A named person offers to record an answer again that does not suffice; nothing is lost, and nothing twice."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from gateway.actions import offer_rerecording, review, survey_received
from gateway.actions.rerecording import AnswerSufficientError, NotAssessedError, OfferedError, ReplacedError
from gateway.actions.reviewing import OpenedAgainError
from gateway.domain.errors import InvalidError, NotFoundError
from gateway.domain.interview import AnswerStatus, InterviewStatus
from gateway.domain.rerecording import ReRecording
from gateway.domain.signals import Limit
from tests.factories.people import NOW, an_answer
from tests.factories.results import a_decision, a_report
from tests.fakes.workshop import Workshop

WHY = "现场太吵，听不清。"


def completed(shop: Workshop, *limits: Limit) -> Workshop:
    """Complete the interview; the report gives `limits` for its one answer."""
    shop.answered("q1", id="answer-1", status=AnswerStatus.READY)
    report = a_report()
    (shown,) = report.answers
    answers = (replace(shown, measured=replace(shown.measured, limits=limits)),)
    with shop.database() as uow:
        uow.reports.add(replace(report, answers=answers))
        uow.decisions.add(a_decision())
        uow.commit()
    shop.change(status=InterviewStatus.COMPLETED, finished_at=NOW, completed_at=NOW)
    return shop


def offers(shop: Workshop) -> list[ReRecording]:
    with shop.database() as uow:
        return list(uow.rerecordings.of("interview-1"))


@pytest.mark.parametrize("limit", [Limit.TOO_SHORT, Limit.TOO_NOISY, Limit.NO_FACE, Limit.OTHER_LANGUAGE])
async def test_an_answer_that_does_not_suffice_can_be_offered_again(shop: Workshop, limit: Limit) -> None:
    completed(shop, limit)
    offered = await offer_rerecording(shop.desk, "answer-1", " 王芳 ", WHY)
    assert offered.new
    assert offers(shop) == [offered.offer]
    assert (offered.offer.offered_by, offered.offer.question_id, offered.offer.in_force) == ("王芳", "q1", True)
    assert (shop.interview.status, shop.interview.finished_at) == (InterviewStatus.OPEN, None)
    assert shop.events == ["interview.status.changed"]


async def test_report_and_answer_stay_until_the_new_ones_are_there(shop: Workshop) -> None:
    completed(shop, Limit.TOO_SHORT)
    report = shop.report
    await offer_rerecording(shop.desk, "answer-1", "王芳", WHY)
    assert shop.report == report
    assert shop.answer("answer-1").status is AnswerStatus.READY


async def test_an_answer_that_suffices_cannot_be_offered_again(shop: Workshop) -> None:
    completed(shop, Limit.WRITTEN)
    with pytest.raises(AnswerSufficientError):
        await offer_rerecording(shop.desk, "answer-1", "王芳", WHY)
    assert shop.interview.status is InterviewStatus.COMPLETED


async def test_the_same_offer_again_changes_nothing(shop: Workshop) -> None:
    completed(shop, Limit.TOO_SHORT)
    first = await offer_rerecording(shop.desk, "answer-1", "王芳", WHY)
    second = await offer_rerecording(shop.desk, "answer-1", "王芳", WHY)
    assert (second.offer, second.new) == (first.offer, False)
    assert len(offers(shop)) == len(shop.events) == 1


async def test_another_person_is_told_who_has_offered_it(shop: Workshop) -> None:
    completed(shop, Limit.TOO_SHORT)
    await offer_rerecording(shop.desk, "answer-1", "王芳", WHY)
    with pytest.raises(OfferedError) as caught:
        await offer_rerecording(shop.desk, "answer-1", "李强", WHY)
    assert "王芳" in caught.value.message.zh


async def test_an_answer_that_was_replaced_is_not_offered_again(shop: Workshop) -> None:
    completed(shop, Limit.TOO_SHORT)
    offered = await offer_rerecording(shop.desk, "answer-1", "王芳", WHY)
    with shop.database() as uow:
        uow.answers.replace(shop.answer("answer-1"), an_answer(id="answer-2", sha256="1" * 64))
        uow.rerecordings.save(replace(offered.offer, new_answer_id="answer-2", closed_at=NOW))
        uow.commit()
    with pytest.raises(ReplacedError) as caught:
        await offer_rerecording(shop.desk, "answer-1", "李强", WHY)
    assert caught.value.details["answer_id"] == "answer-2"


async def test_an_offer_that_was_not_taken_up_can_be_made_again(shop: Workshop) -> None:
    completed(shop, Limit.TOO_SHORT)
    first = await offer_rerecording(shop.desk, "answer-1", "王芳", WHY)
    with shop.database() as uow:
        uow.rerecordings.save(replace(first.offer, closed_at=NOW))
        uow.commit()
    shop.change(status=InterviewStatus.COMPLETED, finished_at=NOW, completed_at=NOW)
    second = await offer_rerecording(shop.desk, "answer-1", "王芳", WHY)
    assert second.new
    assert second.offer.id != first.offer.id


async def test_without_a_report_nobody_knows_whether_it_suffices(shop: Workshop) -> None:
    shop.answered("q1", id="answer-1")
    with pytest.raises(NotAssessedError):
        await offer_rerecording(shop.desk, "answer-1", "王芳", WHY)


async def test_a_cancelled_interview_stays_closed(shop: Workshop) -> None:
    completed(shop, Limit.TOO_SHORT).change(status=InterviewStatus.CANCELLED)
    with pytest.raises(NotAssessedError):
        await offer_rerecording(shop.desk, "answer-1", "王芳", WHY)


async def test_an_offer_needs_a_name_a_reason_and_an_answer(shop: Workshop) -> None:
    completed(shop, Limit.TOO_SHORT)
    for name, reason in (("", WHY), ("王芳", " ")):
        with pytest.raises(InvalidError):
            await offer_rerecording(shop.desk, "answer-1", name, reason)
    with pytest.raises(NotFoundError):
        await offer_rerecording(shop.desk, "answer-9", "王芳", WHY)


async def test_what_was_decided_before_is_not_reviewed_meanwhile(shop: Workshop) -> None:
    completed(shop, Limit.TOO_SHORT)
    await offer_rerecording(shop.desk, "answer-1", "王芳", WHY)
    with pytest.raises(OpenedAgainError):
        await review(shop.desk, "decision-1", True, "王芳", "")
    await survey_received(shop.desk, "interview-1")
    assert len(shop.decisions) == 1
