"""An answer that is given again is the only one worked on again, and the new report names the one it replaces."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from gateway.actions import offer_rerecording
from gateway.domain.interview import InterviewStatus
from gateway.domain.signals import Limit
from gateway.pipeline import finish_interview, process_answer
from gateway.pipeline.replaying import NotReplayableError
from gateway.pipeline.replaying import replay as make_again
from tests.factories.people import NOW, an_answer
from tests.fakes.workshop import Workshop


async def once_with_silence(shop: Workshop) -> None:
    """Complete the interview with an answer to q1 in which nobody speaks, and a good one to q2."""
    shop.decoder.loudness = 0.0
    await process_answer(shop.deps, shop.answered("q1"))
    shop.decoder.loudness = 0.5
    await process_answer(shop.deps, shop.answered("q2"))
    shop.finished()
    await finish_interview(shop.deps, "interview-1")


async def given_again(shop: Workshop) -> None:
    """Offer q1 again, take the new answer, and finish."""
    offered = await offer_rerecording(shop.desk, "answer-q1", "王芳", "没有声音")
    new = an_answer(id="answer-new", question_id="q1", sha256="1" * 64, media_key="ab/" + "1" * 64)
    with shop.database() as uow:
        uow.answers.replace(shop.answer("answer-q1"), new)
        uow.rerecordings.save(replace(offered.offer, new_answer_id=new.id, closed_at=NOW))
        uow.commit()
    await process_answer(shop.deps, "answer-new")
    assert shop.interview.status is InterviewStatus.OPEN
    shop.finished()
    await finish_interview(shop.deps, "interview-1")


async def test_a_silent_answer_is_insufficient_evidence_and_the_other_stands(shop: Workshop) -> None:
    await once_with_silence(shop)
    assert Limit.NO_SPEECH in shop.limits("q1")
    assert Limit.NO_SPEECH not in shop.limits("q2")


async def test_the_new_report_takes_the_place_of_the_first_which_is_kept(shop: Workshop) -> None:
    await once_with_silence(shop)
    first = shop.report
    await given_again(shop)
    assert shop.interview.status is InterviewStatus.COMPLETED
    assert shop.report.id != first.id
    assert shop.report.supersedes == first.id
    with shop.database() as uow:
        assert [one.report for one in uow.reports.earlier("interview-1")] == [first]
        assert [one.id for one in uow.answers.earlier("interview-1")] == ["answer-q1"]


async def test_the_new_answer_is_in_the_report_and_the_other_is_as_it_was(shop: Workshop) -> None:
    await once_with_silence(shop)
    before = {one.question_id: one for one in shop.report.answers}
    await given_again(shop)
    after = {one.question_id: one for one in shop.report.answers}
    assert after["q1"].measured.answer_id == "answer-new"
    assert Limit.NO_SPEECH not in after["q1"].measured.limits
    assert after["q2"] == before["q2"]


async def test_only_the_new_answer_is_heard(shop: Workshop) -> None:
    await once_with_silence(shop)
    heard = shop.perception.calls["listen"]
    await given_again(shop)
    assert shop.perception.calls["listen"] == heard + 1


async def test_every_report_has_its_decision(shop: Workshop) -> None:
    await once_with_silence(shop)
    first = shop.report
    await given_again(shop)
    assert [one.report_id for one in shop.decisions] == [first.id, shop.report.id]


async def test_the_new_report_can_be_made_again(shop: Workshop) -> None:
    await once_with_silence(shop)
    await given_again(shop)
    with shop.database() as uow:
        assert make_again("test", uow, shop.report).differences == ()


async def test_while_an_answer_is_recorded_again_no_report_is_made_again(shop: Workshop) -> None:
    await once_with_silence(shop)
    await offer_rerecording(shop.desk, "answer-q1", "王芳", "没有声音")
    with shop.database() as uow, pytest.raises(NotReplayableError, match="recording an answer again"):
        make_again("test", uow, shop.report)
