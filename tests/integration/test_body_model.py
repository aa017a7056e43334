"""The body model on a real Triton server, with a sample interview: a woman in a space suit, from the chest up."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
import numpy.typing as npt
import pytest

from inference.channel import Channel, Tensor
from inference.client import TritonPerception
from inference.kernels import body
from inference.types import Frames
from tests.factories.sessions import watched
from tests.fixtures.films import SAMPLES, film

OUTPUTS = ("AT_MS", "PRESENCE", "SHOULDER_TILT", "SHOULDER_WIDTH", "LEAN", "HANDS", "POINTS", "STATE")
STEP_MS = 200
LEFT_SHOULDER, RIGHT_SHOULDER = 11, 12

Measured = dict[str, npt.NDArray[np.float32]]


@pytest.fixture(scope="module")
def seated() -> Frames:
    """Four seconds at five frames a second."""
    return film(SAMPLES / "strong-discovery.mp4", 5, 20)


@pytest.fixture
async def channel(triton_address: str) -> AsyncIterator[Channel]:
    opened = Channel(triton_address, timeout_s=30.0)
    yield opened
    await opened.close()


async def measure(channel: Channel, frames: Frames, pieces: int = 1) -> Measured:
    """Measure `frames`, `STEP_MS` apart, in `pieces` calls, each with the memory that the one before left."""
    state = np.zeros(body.STATE, np.float32)
    at_ms = np.arange(len(frames), dtype=np.int32) * STEP_MS
    answers = []
    for part, times in zip(np.array_split(frames, pieces), np.array_split(at_ms, pieces), strict=True):
        given: dict[str, Tensor] = {"FRAMES": part, "AT_MS": times, "STATE": state}
        answer = await channel.infer("body", given, OUTPUTS)
        state = answer.pop()
        answers.append(answer)
    return {name: np.concatenate(values) for name, *values in zip(OUTPUTS[:-1], *answers, strict=True)}


async def test_the_first_frame_of_every_half_second_is_measured(channel: Channel, seated: Frames) -> None:
    seen = await measure(channel, seated)

    assert seen["AT_MS"].tolist() == [0, 600, 1000, 1600, 2000, 2600, 3000, 3600]
    assert seen["PRESENCE"].min() > 0.9


async def test_shoulders_lie_where_they_are_seen(channel: Channel, seated: Frames) -> None:
    seen = await measure(channel, seated)

    # Read off the first frame by eye: where the sleeves meet the ring of the suit, in pixels of 640 x 480.
    points = seen["POINTS"][0, :, :2] * [640, 480]
    assert points[RIGHT_SHOULDER].tolist() == pytest.approx([170, 345], abs=35)
    assert points[LEFT_SHOULDER].tolist() == pytest.approx([440, 410], abs=35)
    assert seen["SHOULDER_TILT"][0] == pytest.approx(-14, abs=6)
    assert seen["SHOULDER_WIDTH"][0] == pytest.approx(0.42, abs=0.07)


async def test_a_mirrored_picture_leans_and_tilts_the_other_way(channel: Channel, seated: Frames) -> None:
    seen = await measure(channel, seated)
    mirrored = await measure(channel, np.ascontiguousarray(seated[:, :, ::-1]))

    assert mirrored["SHOULDER_TILT"].mean() == pytest.approx(-seen["SHOULDER_TILT"].mean(), abs=6)
    assert mirrored["LEAN"].mean() == pytest.approx(-seen["LEAN"].mean(), abs=6)
    assert mirrored["SHOULDER_WIDTH"].mean() == pytest.approx(seen["SHOULDER_WIDTH"].mean(), abs=0.05)


async def test_the_results_are_the_same_however_the_frames_are_cut_into_calls(channel: Channel, seated: Frames) -> None:
    whole = await measure(channel, seated)

    for pieces in (3, 20):
        cut = await measure(channel, seated, pieces)
        assert all(np.array_equal(cut[name], whole[name]) for name in whole)


async def test_nobody_is_seen_in_darkness(channel: Channel) -> None:
    seen = await measure(channel, np.zeros((6, 480, 640, 3), np.uint8))

    assert seen.pop("AT_MS").tolist() == [0, 600, 1000]
    assert not any(values.any() for values in seen.values())


async def test_perception_gives_the_body_beside_the_face_however_the_pictures_come(
    perception: TritonPerception, seated: Frames
) -> None:
    at_ms = [STEP_MS * number for number in range(len(seated))]

    found = await watched(perception, seated, at_ms)

    assert found.body is not None
    assert [sample.at_ms for sample in found.body.samples] == [0, 600, 1000, 1600, 2000, 2600, 3000, 3600]
    assert min(sample.presence for sample in found.body.samples) > 0.9
    assert {sample.track for sample in found.face.samples} == {1}
    for size in (1, 3, 7):
        assert await watched(perception, seated, at_ms, size) == found
