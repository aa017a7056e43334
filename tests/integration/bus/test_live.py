"""What is passed on while an answer is being given: who works on it, and its words, on the box's own bus alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import cast

import pytest
from nats.aio.msg import Msg

from gateway.bus.live import NatsLiveFeed
from gateway.bus.streams import ensure_streams
from gateway.bus.work import NatsWorkQueue
from inference.types import Utterance, Word
from tests.fixtures.nats import Bus, eventually
from tests.integration.bus.test_work import Worker, running, working
from wire.link import Link

WORD = Word(text="Well", start_ms=0, end_ms=300, confidence=0.9)


def said(at_ms: int, *, final: bool = True) -> Utterance:
    return Utterance(start_ms=at_ms, end_ms=at_ms + 300, words=(WORD,), final=final)


@pytest.fixture
async def two(bus: Bus) -> AsyncIterator[tuple[NatsLiveFeed, NatsLiveFeed]]:
    """Give the feeds of two processes of the gateway."""
    async with bus.gateway() as one, bus.gateway() as other:
        await one.client(5.0)
        await other.client(5.0)
        yield NatsLiveFeed(one, 0.5), NatsLiveFeed(other, 0.5)


async def test_who_works_on_an_answer_is_known_everywhere_and_for_no_longer(
    two: tuple[NatsLiveFeed, NatsLiveFeed],
) -> None:
    worker, other = two
    assert not await other.held("held-1")
    async with worker.hold("held-1", tuple):
        assert await other.held("held-1")
        assert not await other.held("held-2")
    assert not await other.held("held-1")


async def test_a_worker_that_is_gone_holds_nothing(bus: Bus, two: tuple[NatsLiveFeed, NatsLiveFeed]) -> None:
    async with bus.gateway() as link:
        holding = NatsLiveFeed(link).hold("gone-1", tuple)
        await holding.__aenter__()
        assert await two[0].held("gone-1")
    assert not await two[0].held("gone-1")


async def test_who_comes_late_hears_what_was_said_before_and_after(two: tuple[NatsLiveFeed, NatsLiveFeed]) -> None:
    worker, page = two
    before, after = said(0), said(900, final=False)
    async with worker.hold("late-1", lambda: (before,)), aclosing(page.follow("late-1")) as words:
        async with asyncio.timeout(10):
            heard = [one async for one in _until(words, 1)]
            await worker.say("late-1", after)
            heard += [one async for one in _until(words, 1)]
    assert heard == [before, after]


async def _until(words: AsyncIterator[Utterance | None], count: int) -> AsyncIterator[Utterance]:
    while count:
        utterance = await anext(words)
        if utterance is not None:
            count -= 1
            yield utterance


async def test_news_of_one_answer_wakes_who_waits_for_it(two: tuple[NatsLiveFeed, NatsLiveFeed]) -> None:
    patient = NatsLiveFeed(two[0]._link, 60.0)
    async with aclosing(cast("AsyncGenerator[None, None]", patient.news("news-1"))) as news, asyncio.timeout(10):
        await anext(news)
        await two[1].came("news-2")
        await two[1].came("news-1")
        await anext(news)


async def test_the_user_that_talks_to_the_cloud_cannot_hear_what_candidates_say(
    bus: Bus, two: tuple[NatsLiveFeed, NatsLiveFeed]
) -> None:
    heard: list[bytes] = []

    async def hear(message: Msg) -> None:
        heard.append(message.data)

    async with bus.agent() as agent:
        client = await agent.client(5.0)
        for subject in ("live.>", "live.agent-1.words", ">"):
            await client.subscribe(subject, cb=hear)
        await client.flush()
        async with aclosing(two[1].follow("agent-1")) as page, asyncio.timeout(10):
            assert await anext(page) is None
            await two[0].say("agent-1", said(0))
            assert [one async for one in _until(page, 1)] == [said(0)]  # so it was said, and could have been heard
        await client.flush()
    assert heard == []


async def test_an_answer_that_is_being_given_is_queued_once_and_worked_on(own_bus: Bus) -> None:
    async with own_bus.gateway() as link:
        await ensure_streams(link)
        await _queued_once(link)


async def _queued_once(link: Link) -> None:
    worker = Worker()
    queue = NatsWorkQueue(link)
    for _ in range(5):
        await queue.live_began("live-1")
    async with running(working(link, worker)):
        await eventually(lambda: worker.lives == ["live-1"])
