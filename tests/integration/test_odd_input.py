"""Input that is odd or broken, and a server that dies half way, as whoever asks perception meets them."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest

from inference.client import TritonPerception
from inference.errors import InvalidInputError, PerceptionError, ServerUnavailableError, SetupError
from inference.runtime import TritonServer
from inference.types import SAMPLE_RATE, Frames, Heard, Samples, Vectors, Watched
from inference.watch import children
from tests.factories.sessions import heard, watched
from tests.fixtures.films import SAMPLES, film
from tests.fixtures.recordings import decoded
from tests.fixtures.triton import ROOT

SPOKEN = SAMPLES / "strong-discovery.mp4"
STEP_MS = 100


@pytest.fixture(scope="module")
def person() -> Frames:
    """Two seconds of a sample interview, ten frames a second at 640 x 480."""
    return film(SPOKEN, 3, 20)


def sound() -> Samples:
    """Ten seconds of the same."""
    return decoded(SPOKEN)[: 10 * SAMPLE_RATE]


def times(frames: Frames) -> list[int]:
    return [STEP_MS * number for number in range(len(frames))]


async def texts(perception: TritonPerception) -> Vectors:
    return await perception.embed([f"We asked customer {number} before we built it." for number in range(100)], "en")


async def seen(perception: TritonPerception, frames: Frames) -> Watched:
    return await watched(perception, frames, times(frames), 4)


async def listened(perception: TritonPerception) -> Heard:
    return await heard(perception, sound())


async def test_a_person_in_a_frame_of_4k_is_seen_and_smaller_frames_go_on(
    perception: TritonPerception, person: Frames
) -> None:
    large = person[:2].repeat(4, axis=1).repeat(4, axis=2)
    large = np.ascontiguousarray(np.pad(large, ((0, 0), (0, 240), (0, 1280), (0, 0)))[:, :2160, :3840])

    async with perception.watch() as watching:
        first = [*await watching.add(large, [0, 100]), *await watching.add(large[:, ::4, ::4], [200, 300])]
        found = await watching.finish()

    assert large.shape == (2, 2160, 3840, 3)
    assert {(one.faces, one.track) for one in first} == {(1, 1)}
    assert first[2].box == pytest.approx(first[1].box, abs=0.02)
    assert found.body is not None
    assert found.body.samples[0].presence > 0.9


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
async def test_one_sample_that_is_no_number_is_refused_with_what_to_do(
    perception: TritonPerception, value: float
) -> None:
    spoilt = sound().copy()
    spoilt[8_000] = value

    with pytest.raises(InvalidInputError, match="decode the recording again") as caught:
        await heard(perception, spoilt)

    assert (caught.value.code, caught.value.retry) == ("perception.invalid_input", False)


async def error_of(work: Callable[[], Awaitable[object]], worked: asyncio.Event) -> PerceptionError:
    """Do `work` again and again until it fails; `worked` says that it was done at least once."""
    while True:
        try:
            await work()
        except PerceptionError as error:
            return error
        worked.set()


async def test_a_server_that_is_killed_in_the_middle_fails_with_a_code_and_a_second_try_gives_everything(
    perception: TritonPerception, model_repository: Path, tmp_path: Path, person: Frames
) -> None:
    server = TritonServer(model_repository.parent.parent, log_dir=tmp_path)
    async with server as address:
        mortal = TritonPerception(address)
        clock = itertools.count(0, STEP_MS)
        async with mortal.watch() as watching, mortal.listen("en") as listening:
            works: list[Callable[[], Awaitable[object]]] = [
                lambda: watching.add(person[:4], list(itertools.islice(clock, 4))),
                lambda: listening.add(sound()),
                lambda: texts(mortal),
            ]
            worked = [asyncio.Event() for _ in works]
            tasks = [asyncio.create_task(error_of(*one)) for one in zip(works, worked, strict=True)]
            await asyncio.gather(*(one.wait() for one in worked))

            os.kill(next(iter(children(server.pid))), signal.SIGKILL)
            errors = await asyncio.gather(*tasks)
            for session in (watching, listening):
                with pytest.raises(ServerUnavailableError):
                    await session.finish()

    assert {(error.code, error.retry) for error in errors} == {("perception.unavailable", True)}
    async with server as again:
        assert again == address
        assert await listened(mortal) == await listened(perception)
        assert await seen(mortal, person) == await seen(perception, person)
        assert np.array_equal(await texts(mortal), await texts(perception))
        await mortal.close()


async def test_a_weight_file_with_one_flipped_bit_is_named_before_anything_starts(
    model_repository: Path, tmp_path: Path
) -> None:
    built = model_repository.parent
    (tmp_path / "build" / "weights").mkdir(parents=True)
    for name in ("triton-env", "model_repository"):
        (tmp_path / "build" / name).symlink_to(built / name)
    for folder in (built / "weights").iterdir():
        shutil.copytree(folder, tmp_path / "build" / "weights" / folder.name, copy_function=os.symlink)
    (tmp_path / "model_repository").symlink_to(ROOT / "model_repository")
    spoilt = tmp_path / "build" / "weights" / "face" / "face_landmark.tflite"
    content = bytearray(spoilt.read_bytes())
    content[len(content) // 2] ^= 1
    spoilt.unlink()
    spoilt.write_bytes(content)

    with pytest.raises(SetupError, match=r"face/face_landmark\.tflite.*shouguan models fetch face") as caught:
        await TritonServer(tmp_path, log_dir=tmp_path).start()

    assert caught.value.code == "perception.setup"
    assert "模型权重缺失或损坏：face/face_landmark.tflite" in str(caught.value)
