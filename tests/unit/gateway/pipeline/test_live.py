"""Answers that are followed while they are given lead to the same report, however that goes."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from gateway.domain.interview import AnswerStatus
from gateway.domain.live import LiveUpload, upload_id
from gateway.pipeline import arriving, process_answer
from gateway.pipeline.kept import HEAR, SEE, SIGNALS
from gateway.pipeline.live import process_live
from gateway.ports import FrameBatch, Media, SoundBlock
from tests.factories.people import NOW, changed
from tests.fakes.workshop import ScriptedDecoder, Workshop, refusal

RECORDING = b"a recording" * 5000
NAME = upload_id("interview-1", "q1")


class ReadingDecoder(ScriptedDecoder):
    """Reads all of a growing recording before it gives what it finds."""

    async def audio(self, media: Media) -> AsyncIterator[SoundBlock]:
        await self._read("audio", media)
        async for block in super().audio(media):
            yield block

    async def frames(self, media: Media, rate: float) -> AsyncIterator[FrameBatch]:
        await self._read("frames", media)
        async for batch in super().frames(media, rate):
            yield batch

    async def _read(self, part: str, media: Media) -> None:
        if part not in self.refusals and isinstance(media, arriving.Arriving):
            read = b"".join([block async for block in media.blocks()])
            assert read == RECORDING


@pytest.fixture
def live_shop(shop: Workshop) -> Workshop:
    """Give a workshop with an answer that is being given; all of it has come, but its sender has not said so."""
    shop.use(ReadingDecoder())
    shop.deps.media.begin(NAME)
    shop.deps.media.append(NAME, 0, RECORDING)
    with shop.database() as uow:
        uow.lives.add(LiveUpload(id="live-1", interview_id="interview-1", question_id="q1", began_at=NOW))
        uow.commit()
    return shop


async def complete(shop: Workshop, sha256: str = hashlib.sha256(RECORDING).hexdigest()) -> None:
    """Accept the recording as the answer, as intake does."""
    stored = shop.deps.media.finish(NAME)
    shop.deps.media.discard(NAME)
    shop.answered("q1", id="live-1", media_key=stored.key, sha256=sha256, size=stored.size)
    await shop.live.came("live-1")


def steps(shop: Workshop, name: str) -> int:
    return sum(key[2] == name for key in shop.database.tables.steps.results)


async def following(shop: Workshop) -> asyncio.Task[None]:
    task = asyncio.create_task(process_live(shop.deps, "live-1"))
    async with asyncio.timeout(5):
        await shop.live.holding.wait()
    shop.live.holding.clear()
    return task


async def test_what_was_followed_is_not_perceived_again(live_shop: Workshop) -> None:
    task = await following(live_shop)
    await complete(live_shop)
    await task
    assert live_shop.answer("live-1").status == AnswerStatus.READY
    assert live_shop.decoder.calls == {"audio": 1, "frames": 1, "probe": 1}
    await process_answer(live_shop.deps, "live-1")
    assert live_shop.decoder.calls["audio"] == 1
    assert {word.text for one in live_shop.live.spoken for word in one.words} >= {"We", "shipped"}


async def test_the_result_is_that_of_the_finished_file(live_shop: Workshop, shop: Workshop) -> None:
    task = await following(live_shop)
    await complete(live_shop)
    await task
    results = live_shop.database.tables.steps.results
    followed = dict(results)
    results.clear()
    with live_shop.database() as uow:
        answer = uow.answers.get("live-1")
        assert answer is not None
        uow.answers.save(changed(answer, status=AnswerStatus.RECEIVED))
        uow.commit()
    await process_answer(live_shop.deps, "live-1")
    assert live_shop.decoder.calls["audio"] == 2
    assert live_shop.database.tables.steps.results == followed


async def test_another_worker_waits_for_the_one_who_follows(live_shop: Workshop) -> None:
    task = await following(live_shop)
    await complete(live_shop)
    await asyncio.gather(task, process_answer(live_shop.deps, "live-1"))
    assert live_shop.decoder.calls["audio"] == 1
    assert live_shop.answer("live-1").status == AnswerStatus.READY


async def test_it_is_followed_once_only(live_shop: Workshop) -> None:
    task = await following(live_shop)
    await process_live(live_shop.deps, "live-1")
    assert len(live_shop.live.holders) == 1
    await complete(live_shop)
    await task
    assert live_shop.decoder.calls["audio"] == 1


async def test_when_who_follows_is_killed_the_kept_recording_is_perceived(live_shop: Workshop) -> None:
    task = await following(live_shop)
    await complete(live_shop)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert steps(live_shop, HEAR) == 0
    await process_answer(live_shop.deps, "live-1")
    assert live_shop.answer("live-1").status == AnswerStatus.READY
    assert (steps(live_shop, HEAR), steps(live_shop, SEE), steps(live_shop, SIGNALS)) == (1, 1, 1)


async def test_several_read_what_comes_and_it_is_hashed_once(live_shop: Workshop) -> None:
    recording = bytes(range(256)) * 20_000
    live_shop.deps.media.append(NAME, len(RECORDING), recording)
    size = len(RECORDING) + len(recording)
    with live_shop.database() as uow:
        live = uow.lives.get("live-1")
        assert live is not None
        uow.lives.save(changed(live, length=size))
        uow.commit()
    with live_shop.deps.media.open_upload(NAME) as file:
        growing = arriving.Arriving(live_shop.deps, live, file)

        async def read() -> bytes:
            return b"".join([block async for block in growing.blocks()])

        both = await asyncio.gather(read(), read(), read())
    assert set(both) == {RECORDING + recording}
    assert growing.sha256 == hashlib.sha256(RECORDING + recording).hexdigest()


async def test_what_was_heard_of_other_bytes_is_not_kept(live_shop: Workshop) -> None:
    task = await following(live_shop)
    await complete(live_shop, sha256="0" * 64)
    await task
    assert live_shop.decoder.calls["audio"] == 2
    assert live_shop.answer("live-1").status == AnswerStatus.READY


async def test_a_file_that_cannot_be_followed_is_left_until_it_is_complete(live_shop: Workshop) -> None:
    live_shop.decoder.refusals["audio"] = refusal("media.not_streamable")
    await process_live(live_shop.deps, "live-1")
    with live_shop.database() as uow:
        live = uow.lives.get("live-1")
    assert live is not None
    assert live.problem == "media.not_streamable"
    live_shop.decoder.refusals.clear()
    await complete(live_shop)
    await process_answer(live_shop.deps, "live-1")
    assert live_shop.answer("live-1").status == AnswerStatus.READY


async def test_an_answer_that_is_given_up_is_not_followed_any_longer(live_shop: Workshop) -> None:
    task = await following(live_shop)
    with live_shop.database() as uow:
        uow.lives.remove("live-1")
        uow.commit()
    await live_shop.live.came("live-1")
    async with asyncio.timeout(5):
        await task
    assert live_shop.database.tables.answers.get("live-1") is None


async def test_who_went_away_is_waited_for_only_so_long(live_shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "IDLE_S", 0.0)
    task = await following(live_shop)
    while not task.done():
        await live_shop.live.came("live-1")
        await asyncio.sleep(0.01)
    await task
    assert live_shop.deps.media.begin(NAME) == len(RECORDING)  # what came stays
    monkeypatch.undo()
    again = await following(live_shop)
    await complete(live_shop)
    await again
    assert live_shop.answer("live-1").status == AnswerStatus.READY


async def test_who_sends_all_but_is_not_accepted_is_not_waited_for(
    live_shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "IDLE_S", 0.0)
    with live_shop.database() as uow:
        live = uow.lives.get("live-1")
        assert live is not None
        uow.lives.save(changed(live, length=len(RECORDING)))
        uow.commit()
    async with asyncio.timeout(5):
        await process_live(live_shop.deps, "live-1")
    assert live_shop.live.holders == {}


async def test_sound_alone_is_followed_as_well(live_shop: Workshop) -> None:
    live_shop.decoder.refusals["frames"] = refusal("media.no_streams")
    live_shop.decoder.info = changed(live_shop.decoder.info, width=None, height=None)
    task = await following(live_shop)
    await complete(live_shop)
    await task
    assert (steps(live_shop, HEAR), steps(live_shop, SEE)) == (1, 0)
    assert live_shop.answer("live-1").status == AnswerStatus.READY
