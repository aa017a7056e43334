"""The work queue on a real server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress

import pytest
from msgspec import json

from gateway.bus.progress import NatsProgressFeed
from gateway.bus.streams import connect, ensure_streams
from gateway.bus.work import NatsWorkQueue, consume_work
from gateway.domain.errors import InvalidError, UnavailableError
from gateway.domain.text import LocalizedText
from gateway.embedded.nats import public_key
from gateway.settings import Nats
from tests.fixtures.nats import Bus, eventually, free_port
from wire import names
from wire.link import Address, Link, LinkError, RefusedError

SORRY = LocalizedText("出错了。", "It went wrong.")


class Worker:
    """Records what it was given to do, and may fail first."""

    def __init__(self, *failures: Exception) -> None:
        self.answers: list[str] = []
        self.finishes: list[str] = []
        self.lives: list[str] = []
        self.gave_up: list[tuple[str, str]] = []
        self._failures = list(failures)

    async def answer(self, answer_id: str) -> None:
        self.answers.append(answer_id)
        if self._failures:
            raise self._failures.pop(0)

    async def finish(self, interview_id: str) -> None:
        self.finishes.append(interview_id)

    async def live(self, live_id: str) -> None:
        self.lives.append(live_id)

    async def given_up(self, kind: str, subject_id: str, _reason: str) -> None:
        self.gave_up.append((kind, subject_id))


@asynccontextmanager
async def running(work: Awaitable[None]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(work)
    try:
        yield
        if task.done():
            task.result()
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def working(link: Link, worker: Worker, **options: int) -> Awaitable[None]:
    return consume_work(link, worker.answer, worker.finish, worker.live, gave_up=worker.given_up, **options)


@pytest.fixture
async def link(own_bus: Bus) -> AsyncIterator[Link]:
    async with own_bus.gateway() as link:
        await ensure_streams(link)
        yield link


async def left(link: Link, stream: str = names.WORK) -> int:
    info = await (await link.jetstream()).stream_info(stream)
    return info.state.messages


async def test_answers_and_finishes_reach_the_worker_once(link: Link) -> None:
    queue, worker = NatsWorkQueue(link), Worker()
    async with running(working(link, worker)):
        await queue.answer_received("a-1")
        await queue.interview_finished("i-1")
        await eventually(lambda: bool(worker.answers and worker.finishes))
    assert (worker.answers, worker.finishes) == (["a-1"], ["i-1"])
    assert await left(link) == 0


async def test_what_is_queued_already_is_not_queued_twice_but_can_come_again_when_done(link: Link) -> None:
    queue, worker = NatsWorkQueue(link), Worker()
    await queue.answer_received("a-1")
    await queue.answer_received("a-1")
    assert await left(link) == 1
    async with running(working(link, worker)):
        await eventually(lambda: worker.answers == ["a-1"])
        await queue.answer_received("a-2")
        await eventually(lambda: worker.answers == ["a-1", "a-2"])
        await queue.answer_received("a-1")
        await eventually(lambda: worker.answers == ["a-1", "a-2", "a-1"])


async def test_an_error_that_passes_is_tried_again(link: Link) -> None:
    queue, worker = NatsWorkQueue(link), Worker(UnavailableError(SORRY))
    async with running(working(link, worker)):
        await queue.answer_received("a-1")
        await eventually(lambda: worker.answers == ["a-1", "a-1"])
    assert worker.gave_up == []


async def test_a_lasting_error_ends_in_the_dead_letter_stream(link: Link) -> None:
    queue, worker = NatsWorkQueue(link), Worker(InvalidError(SORRY))
    async with running(working(link, worker)):
        await queue.answer_received("a-1")
        await eventually(lambda: worker.gave_up == [("answer", "a-1")])
        stream = await link.jetstream()
        subscription = await stream.pull_subscribe("$JS.EVENT.ADVISORY.>", durable="test", stream=names.WORK_DEAD)
        (letter,) = await subscription.fetch(1, timeout=5)
    assert "invalid" in json.decode(letter.data)["reason"]
    assert worker.answers == ["a-1"]
    assert await left(link) == 0


async def test_slow_work_is_not_handed_out_a_second_time(link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.bus.work.WORK_ACK_WAIT_S", 0.4)
    stream = await link.jetstream()
    info = await stream.consumer_info(names.WORK, "answers")
    info.config.ack_wait = 0.4
    await stream.add_consumer(names.WORK, info.config)
    monkeypatch.setattr("gateway.bus.work.ensure_streams", lambda _link: asyncio.sleep(0))
    release = asyncio.Event()
    started: list[str] = []

    async def slow(answer_id: str) -> None:
        started.append(answer_id)
        await release.wait()

    async with running(consume_work(link, slow, Worker().finish, Worker().live, answers=2)):
        await NatsWorkQueue(link).answer_received("a-1")
        await eventually(lambda: bool(started))
        with suppress(TimeoutError):
            await asyncio.wait_for(release.wait(), 1.2)  # three times the server's patience
        release.set()
        async with asyncio.timeout(5):
            while await left(link):  # noqa: ASYNC110 - the server has no event to wait for
                await asyncio.sleep(0.02)
    assert started == ["a-1"]


async def test_work_goes_on_after_the_server_was_killed(own_bus: Bus, link: Link) -> None:
    queue, worker = NatsWorkQueue(link), Worker()
    await queue.answer_received("before")
    own_bus.box.end()
    async with running(working(link, worker)):
        own_bus.box.start()
        await eventually(lambda: "before" in worker.answers)
        own_bus.box.end()
        own_bus.box.start()
        await own_bus.box.ready()
        await link.client()
        await queue.answer_received("after")
        await eventually(lambda: "after" in worker.answers)


async def test_streams_that_vanished_are_made_again(link: Link) -> None:
    queue, worker = NatsWorkQueue(link), Worker()
    async with running(working(link, worker)):
        await queue.answer_received("before")
        await eventually(lambda: worker.answers == ["before"])
        await (await link.jetstream()).delete_stream(names.WORK)
        async with asyncio.timeout(15):
            while "after" not in worker.answers:
                await queue.answer_received("after")
                await asyncio.sleep(0.1)


async def test_an_absent_server_costs_the_caller_a_second_at_most() -> None:
    link = connect(Nats(url=f"nats://127.0.0.1:{free_port()}"))
    try:
        loop = asyncio.get_running_loop()
        started = loop.time()
        await NatsWorkQueue(link).answer_received("a-1")
        assert loop.time() - started < 1.5
    finally:
        await link.close()


async def test_watchers_hear_of_a_change_at_once(bus: Bus) -> None:
    async with bus.gateway() as web, bus.gateway() as worker:
        await web.client(5)
        await worker.client(5)
        watching = NatsProgressFeed(web, at_least_every_s=30).watch("i-1")
        await anext(watching)
        news = asyncio.ensure_future(anext(watching))
        await NatsProgressFeed(worker).changed("i-1")
        await asyncio.wait_for(news, 5)
        await watching.aclose()


async def test_watchers_hear_something_every_few_seconds_without_a_server() -> None:
    async with Link(Address(url=f"nats://127.0.0.1:{free_port()}", name="web")) as link:
        watching = NatsProgressFeed(link, at_least_every_s=0.05).watch("i-1")
        async with asyncio.timeout(5):
            await anext(watching)
            await anext(watching)
        await watching.aclose()


async def test_the_agent_reads_the_out_stream_only(bus: Bus) -> None:
    async with bus.gateway() as gateway, bus.agent() as agent:
        await ensure_streams(gateway)
        await (await agent.jetstream(5)).consumer_info(names.OUT, names.OUT_CONSUMER)
        for forbidden in ("out.event", "work.answer.x", "$JS.API.STREAM.INFO.WORK", "$JS.API.STREAM.DELETE.OUT"):
            with pytest.raises(LinkError) as refused:
                await agent.publish(forbidden, b"", timeout_s=0.5)
            assert not isinstance(refused.value, RefusedError)
        stream = await gateway.jetstream()
        assert (await stream.stream_info(names.OUT)).state.messages == 0


async def test_a_link_comes_back_after_its_user_was_shut_out(own_bus: Bus) -> None:
    config = own_bus.home / "nats" / "box.conf"
    permitted = config.read_text()
    async with own_bus.gateway() as link:
        await link.client(5)
        own_bus.box.end()
        config.write_text(permitted.replace(public_key(own_bus.seed("gateway")), public_key(own_bus.home / "other")))
        own_bus.box.start()
        await eventually(lambda: not link.up)
        with pytest.raises(LinkError):
            await link.publish("work.answer.x", b"", timeout_s=2.0)
        own_bus.box.end()
        config.write_text(permitted)
        own_bus.box.start()
        await ensure_streams(link)
        assert (await link.publish("work.answer.x", b"")).stream == names.WORK
