"""How the real server shares itself out: priorities, limits, deadlines, cancellation, shared memory."""

from __future__ import annotations

import asyncio
import os
import signal
import statistics
import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from inference import metrics
from inference.channel import Channel, Priority, Tensor
from inference.errors import DeadlineExceededError, OverloadedError, ServerUnavailableError
from inference.runtime import TritonServer
from inference.serving import LATER_QUEUE
from inference.types import SAMPLE_RATE, Frames
from inference.watch import NICE, children, model_of

REGIONS = "shouguan-tensors-"
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - shared memory lives there
OUTPUTS = ["PRESENCE", "BOX", "HEAD_POSE"]


@pytest.fixture(scope="module")
async def server(model_repository: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TritonServer]:
    """A server of this file's own, whose figures nobody else changes."""
    running = TritonServer(model_repository.parent.parent, log_dir=tmp_path_factory.mktemp("serving"))
    async with running:
        yield running


@pytest.fixture
async def channel(server: TritonServer) -> AsyncIterator[Channel]:
    opened = Channel(server.address, timeout_s=60.0)
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
def noise() -> Frames:
    """Eight frames of 640 x 480: work for the face model."""
    return np.random.default_rng(7).integers(0, 256, (8, 480, 640, 3), np.uint8)


def batch(frames: Frames) -> dict[str, Tensor]:
    """Give what the face model is asked with: the first frames of a recording, 100 ms apart."""
    return {"FRAMES": frames, "AT_MS": np.arange(len(frames), dtype=np.int32) * 100}


def own_regions() -> list[Path]:
    return list(SHARED_MEMORY.glob(f"{REGIONS}{os.getpid()}-*"))


async def figures(server: TritonServer, model: str) -> metrics.ModelFigures:
    return metrics.figures(await metrics.page(server.metrics_url))[model]


def model_processes(server: TritonServer, model: str) -> list[int]:
    """Give the processes that serve `model`."""
    return [pid for triton in children(server.pid) for pid in children(triton) if model_of(pid) == model]


async def test_frames_in_shared_memory_give_the_same_answer_and_leave_nothing(
    server: TritonServer, channel: Channel, noise: Frames
) -> None:
    sending = Channel(server.address, 60.0, shared=False)

    shared = await channel.infer("face", batch(noise), OUTPUTS)
    sent = await sending.infer("face", batch(noise), OUTPUTS)

    for one, other in zip(shared, sent, strict=True):
        np.testing.assert_array_equal(one, other)
    assert own_regions() == []
    await sending.close()


async def test_too_many_requests_are_refused_at_once_and_served_later(channel: Channel) -> None:
    small = batch(np.random.default_rng(7).integers(0, 256, (24, 48, 48, 3), np.uint8))
    begun = time.monotonic()

    async def ask() -> tuple[bool, float]:
        try:
            await channel.infer("face", small, ["PRESENCE"])
        except OverloadedError:
            return False, time.monotonic() - begun
        return True, time.monotonic() - begun

    answers = await asyncio.gather(*(ask() for _ in range(4 * LATER_QUEUE)))

    served = [at for well, at in answers if well]
    refused = [at for well, at in answers if not well]
    assert len(served) >= LATER_QUEUE
    assert refused
    assert statistics.median(refused) < statistics.median(served)
    assert (await ask())[0]


async def test_a_request_that_waits_longer_than_its_time_is_dropped_by_the_server(
    server: TritonServer, channel: Channel, noise: Frames
) -> None:
    before = await figures(server, "face")
    flood = [asyncio.create_task(channel.infer("face", batch(noise), OUTPUTS)) for _ in range(10)]
    await asyncio.wait(flood, return_when=asyncio.FIRST_COMPLETED)

    with pytest.raises(DeadlineExceededError):
        await channel.infer("face", batch(noise[:1]), OUTPUTS, timeout_s=0.02)
    await asyncio.gather(*flood)

    assert (await figures(server, "face")).answered == before.answered + len(flood)


async def test_a_live_session_goes_before_finished_files(channel: Channel, noise: Frames) -> None:
    order: list[str] = []

    async def ask(name: str, priority: Priority) -> None:
        await channel.infer("face", batch(noise), ["PRESENCE"], priority=priority)
        order.append(name)

    files = [asyncio.create_task(ask("file", Priority.FILE)) for _ in range(10)]
    await asyncio.wait(files, return_when=asyncio.FIRST_COMPLETED)
    await ask("live", Priority.LIVE)
    await asyncio.gather(*files)

    assert order.index("live") <= len(files) // 2


async def test_cancelled_requests_are_not_executed(server: TritonServer, channel: Channel, noise: Frames) -> None:
    before = await figures(server, "face")
    tasks = [asyncio.create_task(channel.infer("face", batch(noise), ["PRESENCE"])) for _ in range(12)]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)

    for task in tasks:
        task.cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    await channel.infer("face", batch(noise[:1]), ["PRESENCE"])

    assert sum(isinstance(answer, asyncio.CancelledError) for answer in answers) > 4
    assert (await figures(server, "face")).executions - before.executions < 8


async def test_the_recogniser_stays_quick_while_frames_flood_the_server(
    server: TritonServer, channel: Channel, noise: Frames
) -> None:
    sound = np.random.default_rng(7).normal(0, 0.05, (1, 3 * SAMPLE_RATE)).astype(np.float32)

    async def recognise() -> float:
        begun = time.monotonic()
        given = {"SAMPLES": sound, "LANGUAGE": np.array([[b"en"]], np.object_)}
        await channel.infer("asr_en", given, ["WORDS"])
        return time.monotonic() - begun

    async def flood() -> None:
        while True:
            await channel.infer("face", batch(noise), ["PRESENCE"])

    alone = statistics.median([await recognise() for _ in range(5)])
    floods = [asyncio.create_task(flood()) for _ in range(4)]
    try:
        beside = statistics.median([await recognise() for _ in range(9)])
    finally:
        for task in floods:
            task.cancel()
        await asyncio.gather(*floods, return_exceptions=True)

    assert {os.getpriority(os.PRIO_PROCESS, pid) for pid in model_processes(server, "face")} == {NICE}
    assert {os.getpriority(os.PRIO_PROCESS, pid) for pid in model_processes(server, "asr_en")} == {0}
    assert beside < 4 * alone + 0.1


async def test_processes_and_their_memory_are_found(server: TritonServer) -> None:
    found = metrics.processes(server.pid)

    assert {"asr_en", "face", "vad"} <= found.keys()
    assert found["vad"].count == 1
    assert found["vad"].memory_bytes > 20 * 1024**2


@pytest.mark.parametrize("killed", ["triton", "model"])
async def test_a_batch_in_shared_memory_whose_server_is_killed_fails_with_a_code_and_goes_on_after_the_restart(
    model_repository: Path, tmp_path: Path, noise: Frames, killed: str
) -> None:
    server = TritonServer(model_repository.parent.parent, log_dir=tmp_path)
    await server.start()
    channel = Channel(server.address, 60.0, retries=1)
    expected = await channel.infer("face", batch(noise), OUTPUTS)
    batches = [asyncio.create_task(channel.infer("face", batch(noise), OUTPUTS)) for _ in range(4)]
    await asyncio.wait(batches, return_when=asyncio.FIRST_COMPLETED)

    victim = model_processes(server, "face")[0] if killed == "model" else next(iter(children(server.pid)))
    os.kill(victim, signal.SIGKILL)
    results = await asyncio.gather(*batches, return_exceptions=True)
    await server.stop()
    address = server.address
    async with server as again:
        assert again == address
        found = await channel.infer("face", batch(noise), OUTPUTS)
        await channel.close()

    assert any(isinstance(result, ServerUnavailableError) for result in results)
    for one, other in zip(expected, found, strict=True):
        np.testing.assert_array_equal(one, other)
    assert own_regions() == []
