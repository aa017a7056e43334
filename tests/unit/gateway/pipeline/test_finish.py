"""One finished interview gives one report, one decision and three events, however often and by whomever it is done."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from gateway.domain.interview import AnswerKind, AnswerStatus, InterviewStatus
from gateway.domain.rule import ActionKind
from gateway.domain.signals import Limit
from gateway.domain.stall import STALLED, Stall
from gateway.pipeline import finish_interview, give_up, process_answer, sweep
from gateway.pipeline.sweeping import tidy
from inference.errors import ServerUnavailableError
from tests.factories.people import NOW
from tests.fakes.work_queue import FakeWorkQueue
from tests.fakes.workshop import Workshop

EVENTS = ["interview.report.completed", "decision.recorded", "interview.status.changed"]


async def work_on(shop: Workshop, *questions: str) -> None:
    for question_id in questions:
        await process_answer(shop.deps, shop.answered(question_id))


def completed(shop: Workshop) -> bool:
    return shop.interview.status == InterviewStatus.COMPLETED


async def test_the_finish_after_the_last_answer_makes_the_report(shop: Workshop) -> None:
    await work_on(shop, "q1", "q2")
    shop.finished()
    await finish_interview(shop.deps, "interview-1")
    assert completed(shop)
    assert shop.interview.completed_at is not None
    assert [one.question_id for one in shop.report.answers] == ["q1", "q2"]
    assert shop.report.score.overall is not None
    (model,) = shop.report.versions.models
    assert model.name == "null"
    assert model.card == shop.deps.cards["null"]
    assert shop.events == EVENTS


async def test_the_last_answer_after_the_finish_makes_the_report(shop: Workshop) -> None:
    await work_on(shop, "q1")
    last = shop.answered("q2")
    shop.finished()
    await finish_interview(shop.deps, "interview-1")
    assert not completed(shop)
    assert shop.events == []
    await process_answer(shop.deps, last)
    assert completed(shop)


async def test_an_interview_that_is_not_finished_has_no_report(shop: Workshop) -> None:
    await work_on(shop, "q1", "q2")
    await finish_interview(shop.deps, "interview-1")
    assert shop.interview.status == InterviewStatus.OPEN


async def test_a_second_finish_changes_nothing(shop: Workshop) -> None:
    await work_on(shop, "q1", "q2")
    shop.finished()
    await finish_interview(shop.deps, "interview-1")
    commits = shop.database.commits
    await finish_interview(shop.deps, "interview-1")
    assert shop.database.commits == commits


async def test_finishes_at_the_same_time_give_one_report(shop: Workshop) -> None:
    await work_on(shop, "q1", "q2")
    shop.finished()
    await asyncio.gather(*(finish_interview(shop.deps, "interview-1") for _ in range(5)))
    assert len(shop.decisions) == 1
    assert shop.events == EVENTS


async def test_two_last_answers_at_the_same_time_give_one_report(shop: Workshop) -> None:
    answers = [shop.answered("q1"), shop.answered("q2")]
    shop.finished()
    await asyncio.gather(*(process_answer(shop.deps, answer_id) for answer_id in answers))
    assert len(shop.decisions) == 1
    assert shop.events == EVENTS


async def test_an_answer_that_cannot_be_used_leaves_the_others_as_they_are(shop: Workshop) -> None:
    await work_on(shop, "q1")
    shop.decoder.refuse("probe", "media.undecodable")
    await work_on(shop, "q2")
    shop.finished()
    await finish_interview(shop.deps, "interview-1")
    assert shop.limits("q2") == {Limit.UNREADABLE}
    assert shop.limits("q1") == set()
    assert shop.report.score.overall is not None


async def test_a_missing_answer_is_insufficient_evidence(shop: Workshop) -> None:
    shop.finished()
    await finish_interview(shop.deps, "interview-1")
    assert shop.limits("q1") == {Limit.MISSING}
    assert shop.report.score.overall is None
    assert shop.decisions[0].actions == (ActionKind.HUMAN_REVIEW,)


async def test_silence_is_insufficient_evidence_and_not_zero(shop: Workshop) -> None:
    shop.decoder.loudness = 0.0
    await work_on(shop, "q1", "q2")
    shop.finished()
    await finish_interview(shop.deps, "interview-1")
    assert Limit.NO_SPEECH in shop.limits("q1")
    assert shop.report.score.overall is None


async def test_the_finish_embeds_nothing_and_decodes_nothing(shop: Workshop) -> None:
    await work_on(shop, "q1", "q2")
    calls, decoded = dict(shop.perception.calls), dict(shop.decoder.calls)
    shop.finished()
    await finish_interview(shop.deps, "interview-1")
    assert (shop.perception.calls, shop.decoder.calls) == (calls, decoded)


async def test_the_finish_waits_while_the_model_server_is_away(shop: Workshop) -> None:
    shop.finished()
    shop.perception.broken["embed"] = ServerUnavailableError()
    with pytest.raises(ServerUnavailableError):
        await finish_interview(shop.deps, "interview-1")
    assert not completed(shop)
    shop.perception.broken.clear()
    await finish_interview(shop.deps, "interview-1")
    assert completed(shop)


async def test_the_sweeper_queues_what_has_waited(shop: Workshop) -> None:
    queue = FakeWorkQueue()
    shop.answered("q1", status=AnswerStatus.PERCEIVING)
    shop.answered("q2", kind=AnswerKind.TEXT, text="Done.", status=AnswerStatus.READY)
    shop.finished()
    assert await sweep(shop.deps, queue) == 0
    shop.clock.advance(31)
    assert await sweep(shop.deps, queue) == 2
    assert (queue.answers, queue.interviews) == (["answer-q1"], ["interview-1"])


async def test_the_sweeper_leaves_cancelled_interviews_alone(shop: Workshop) -> None:
    queue = FakeWorkQueue()
    shop.answered("q1")
    shop.change(status=InterviewStatus.CANCELLED)
    assert await sweep(shop.deps, queue, patience_s=0.0) == 0


def stalls(shop: Workshop) -> list[Stall]:
    kept = shop.database.tables.steps.results.items()
    return [msgspec.msgpack.decode(data, type=Stall) for key, data in kept if key[2] == STALLED]


@pytest.mark.parametrize("reason", ["UnresolvedEvidenceError: q1", "ConditionError: 1:1", "perception.setup: none"])
async def test_a_report_that_cannot_be_made_is_noted(shop: Workshop, reason: str) -> None:
    shop.finished()
    await give_up(shop.deps, "finish", "interview-1", reason)
    assert [(one.problem, one.attempt) for one in stalls(shop)] == [(reason.partition(":")[0], 1)]
    assert not completed(shop)


async def test_a_report_that_cannot_be_made_after_the_last_answer_fails_no_answer(shop: Workshop) -> None:
    await work_on(shop, "q1", "q2")
    shop.finished()
    await give_up(shop.deps, "answer", "answer-q2", "ConditionError: 1:1")
    assert shop.answer("answer-q2").status == AnswerStatus.READY
    assert [one.problem for one in stalls(shop)] == ["ConditionError"]
    assert not completed(shop)


async def test_a_completed_interview_is_not_noted_as_stalled(shop: Workshop) -> None:
    await work_on(shop, "q1", "q2")
    shop.finished()
    await finish_interview(shop.deps, "interview-1")
    await give_up(shop.deps, "finish", "interview-1", "KeyError: x")
    assert stalls(shop) == []


async def test_what_cannot_be_made_is_tried_ever_more_rarely(shop: Workshop) -> None:
    queue = FakeWorkQueue()
    shop.finished()
    for waited in (30, 60, 120):
        await give_up(shop.deps, "finish", "interview-1", "ConditionError: 1:1")
        shop.clock.advance(waited - 1)
        assert await sweep(shop.deps, queue) == 0
        shop.clock.advance(1)
        assert await sweep(shop.deps, queue) == 1


async def test_a_worker_that_starts_tries_at_once_what_could_not_be_made(shop: Workshop) -> None:
    shop.finished()
    await give_up(shop.deps, "finish", "interview-1", "ConditionError: 1:1")
    assert await sweep(shop.deps, FakeWorkQueue(), patience_s=0.0) == 1


def test_the_longest_wait_is_an_hour() -> None:
    assert Stall(problem="x", attempt=10_000, at=NOW).until - NOW == timedelta(hours=1)


async def test_uploads_that_were_cut_off_a_week_ago_are_forgotten(shop: Workshop) -> None:
    shop.deps.media.append("cut-off", 0, b"half a recording")
    six_days = datetime.now(UTC) - shop.clock.now() + timedelta(days=6)
    shop.clock.advance(six_days.total_seconds())
    assert await tidy(shop.deps) == 0
    shop.clock.advance(timedelta(days=2).total_seconds())
    assert await tidy(shop.deps) == 1
