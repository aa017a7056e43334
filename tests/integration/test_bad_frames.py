"""Frames, times and memories that the models that watch must refuse or bear; the server stays up."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
import pytest

from inference.channel import Channel, Tensor
from inference.errors import InvalidInputError
from inference.kernels import body, face_memory
from inference.types import Frames
from tests.fixtures.films import SAMPLES, film

OUTPUTS = {"face": ("PRESENCE", "TRACK", "BOX", "STATE"), "body": ("PRESENCE", "LEAN", "STATE")}
STATES = {"face": face_memory.STATE, "body": body.STATE}
models = pytest.mark.parametrize("model", ["face", "body"])


@pytest.fixture
async def channel(triton_address: str) -> AsyncIterator[Channel]:
    opened = Channel(triton_address, timeout_s=60.0)
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
def person() -> Frames:
    return film(SAMPLES / "strong-discovery.mp4", 3, 2)


async def ask(
    channel: Channel, model: str, frames: Tensor, at_ms: list[int], state: Tensor | None = None
) -> list[Tensor]:
    given: dict[str, Tensor] = {"FRAMES": frames, "AT_MS": np.array(at_ms, np.int32)}
    if state is not None:
        given["STATE"] = state
    return await channel.infer(model, given, OUTPUTS[model])


@models
@pytest.mark.parametrize(
    "at_ms", [[0], [100, 100], [100, 0], [-5, 0], [0, 1, 2]], ids=["few", "same", "back", "negative", "many"]
)
async def test_times_that_do_not_grow_frame_by_frame_are_refused(
    channel: Channel, person: Frames, model: str, at_ms: list[int]
) -> None:
    with pytest.raises(InvalidInputError, match="AT_MS"):
        await ask(channel, model, person, at_ms)
    assert (await ask(channel, model, person, [0, 100]))[0][0] > 0.9


@models
async def test_a_frame_before_the_last_call_is_refused(channel: Channel, person: Frames, model: str) -> None:
    *_, state = await ask(channel, model, person, [0, 500])

    with pytest.raises(InvalidInputError, match="AT_MS"):
        await ask(channel, model, person, [500, 600], state)


@models
@pytest.mark.parametrize("kind", ["nan", "infinite", "noise", "spoilt", "too long", "bytes"])
async def test_a_memory_that_the_model_did_not_give_is_refused(
    channel: Channel, person: Frames, model: str, kind: str
) -> None:
    *_, state = await ask(channel, model, person, [0, 500])
    spoilt = state.copy()
    spoilt[1] = 0.5
    given = {
        "nan": np.full_like(state, np.nan),
        "infinite": np.concatenate([state[:-1], [np.inf]]).astype(np.float32),
        "noise": np.random.default_rng(7).normal(0, 1e5, state.size).astype(np.float32),
        "spoilt": spoilt,
        "too long": np.zeros(state.size + 1, np.float32),
        "bytes": state.astype(np.uint8),
    }[kind]

    with pytest.raises(InvalidInputError):
        await ask(channel, model, person, [1000, 1100], given)
    assert (await ask(channel, model, person, [1000, 1100], state))[0][0] > 0.9


@models
@pytest.mark.parametrize("shape", [(1, 1), (8, 4000), (4000, 8), (2160, 3840)], ids=str)
async def test_frames_of_odd_sizes_hold_nobody(channel: Channel, model: str, shape: tuple[int, int]) -> None:
    presence, *_ = await ask(channel, model, np.full((1, *shape, 3), 128, np.uint8), [0])

    assert presence.tolist() == [0]


@models
async def test_a_person_in_a_4k_frame_is_seen(channel: Channel, person: Frames, model: str) -> None:
    large = np.zeros((1, 2160, 3840, 3), np.uint8)
    large[0, :1920, :2560] = person[0].repeat(4, axis=0).repeat(4, axis=1)

    assert (await ask(channel, model, large, [0]))[0][0] > 0.9


async def test_the_same_face_goes_on_when_the_size_of_frames_changes(channel: Channel, person: Frames) -> None:
    large = person.repeat(2, axis=1).repeat(2, axis=2)

    _, track, box, state = await ask(channel, "face", person, [0, 100])
    _, later, larger, state = await ask(channel, "face", large, [200, 300], state)
    _, last, smaller, _ = await ask(channel, "face", np.ascontiguousarray(person[:, ::2, ::2]), [400, 500], state)

    assert {*track.tolist(), *later.tolist(), *last.tolist()} == {1}
    assert np.abs(larger - box).max() < 0.03
    assert np.abs(smaller - box).max() < 0.03


@models
async def test_no_frames_give_no_rows_and_the_same_memory(channel: Channel, person: Frames, model: str) -> None:
    *_, state = await ask(channel, model, person, [0, 500])

    presence, *_, after = await ask(channel, model, person[:0], [], state)

    assert presence.size == 0
    np.testing.assert_array_equal(after, state)


@models
async def test_frames_that_are_no_bytes_are_refused(channel: Channel, person: Frames, model: str) -> None:
    with pytest.raises(InvalidInputError):
        await ask(channel, model, person.astype(np.float32), [0, 100])
