"""The face model on a real Triton server, with a real face: a person talking to a camera."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest

from inference.channel import Channel, Tensor
from inference.client import TritonPerception
from inference.errors import InvalidInputError
from inference.kernels import face_memory
from inference.kernels.face_geometry import Square, cut
from inference.types import Frames

CLIP = Path(__file__).resolve().parents[3] / "shared" / "data" / "WDA_KatieHill_000.mp4"
OUTPUTS = (
    *("PRESENCE", "FACES", "TRACK", "BOX", "LANDMARKS", "HEAD_POSE", "GAZE", "OFF_CAMERA", "EXPRESSION"),
    *("OTHER_TRACK", "OTHER_BOX"),
)
STEP_MS = 80
YAW, PITCH, ROLL = 0, 1, 2
SMILE, BROW_RAISE, BROW_LOWER, MOUTH_OPEN, EYE_OPEN = range(5)

Measured = dict[str, npt.NDArray[np.float32]]


@pytest.fixture(scope="module")
def talking() -> Frames:
    """The clip at 12.5 frames a second, [100, 512, 512, 3]."""
    if not CLIP.is_file():
        pytest.skip(f"the recording of a real face is not on this machine: {CLIP}")
    with av.open(str(CLIP)) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)][::2])


@pytest.fixture
async def channel(triton_address: str) -> AsyncIterator[Channel]:
    opened = Channel(triton_address, timeout_s=30.0)
    yield opened
    await opened.close()


async def measure(channel: Channel, frames: Frames, pieces: int = 5) -> Measured:
    """Measure `frames`, `STEP_MS` apart, in `pieces` calls, each with the memory that the one before left."""
    state = np.zeros(face_memory.STATE, np.float32)
    at_ms = np.arange(len(frames), dtype=np.int32) * STEP_MS
    answers = []
    for part, times in zip(np.array_split(frames, pieces), np.array_split(at_ms, pieces), strict=True):
        given: dict[str, Tensor] = {"FRAMES": part, "AT_MS": times, "STATE": state}
        *answer, state = await channel.infer("face", given, (*OUTPUTS, "STATE"))
        answers.append(answer)
    return {name: np.concatenate(values) for name, *values in zip(OUTPUTS, *answers, strict=True)}


async def ask(channel: Channel, frames: Frames, outputs: Sequence[str] = OUTPUTS) -> Measured:
    """Measure `frames`, `STEP_MS` apart, in one call that comes after none."""
    at_ms = np.arange(len(frames), dtype=np.int32) * STEP_MS
    answer = await channel.infer("face", {"FRAMES": frames, "AT_MS": at_ms}, outputs)
    return dict(zip(outputs, answer, strict=True))


def turned(frame: npt.NDArray[np.uint8], degrees: float) -> npt.NDArray[np.uint8]:
    """The picture turned clockwise."""
    height, width = frame.shape[:2]
    return cut(frame, Square(width / 2, height / 2, width, -np.radians(degrees)), width)


async def test_a_person_who_talks_to_the_camera_is_seen_in_every_frame(channel: Channel, talking: Frames) -> None:
    seen = await measure(channel, talking)

    assert (seen["PRESENCE"] > 0.9).mean() > 0.95
    assert (seen["FACES"] == 1).mean() > 0.95
    assert np.abs(seen["HEAD_POSE"]).max() < 45
    assert np.abs(np.median(seen["HEAD_POSE"], axis=0)).max() < 15
    assert seen["HEAD_POSE"][0].tolist() == pytest.approx([0, 0, -5], abs=5)
    assert np.abs(np.median(seen["GAZE"], axis=0)).max() < 0.15
    assert seen["BOX"].min() > 0
    assert (seen["BOX"][:, :2] + seen["BOX"][:, 2:]).max() < 1
    assert all(np.isfinite(values).all() for values in seen.values())


async def test_landmarks_lie_on_the_face(channel: Channel, talking: Frames) -> None:
    seen = await measure(channel, talking[:5])

    # Read off the first frame by eye: the middles of the irises, the tip of the nose, in pixels.
    points = seen["LANDMARKS"][0, :, :2] * 512
    right_eye, left_eye = points[[33, 133]].mean(axis=0), points[[362, 263]].mean(axis=0)
    assert right_eye.tolist() == pytest.approx([198, 245], abs=6)
    assert left_eye.tolist() == pytest.approx([311, 235], abs=6)
    assert points[4].tolist() == pytest.approx([264, 307], abs=15)


async def test_a_laugh_with_closed_eyes_is_told_from_a_face_at_rest(channel: Channel, talking: Frames) -> None:
    seen = await measure(channel, talking)

    laughing, quiet = seen["EXPRESSION"][12], seen["EXPRESSION"][60]
    assert laughing[SMILE] > quiet[SMILE] + 0.5
    assert laughing[MOUTH_OPEN] > quiet[MOUTH_OPEN] + 0.4
    assert laughing[EYE_OPEN] < quiet[EYE_OPEN] - 0.5
    # With lifted brows (frame 30) and without (frame 24).
    assert seen["EXPRESSION"][30, BROW_RAISE] > seen["EXPRESSION"][24, BROW_RAISE] + 0.2


async def test_a_mirrored_picture_looks_and_turns_the_other_way(channel: Channel, talking: Frames) -> None:
    seen = await measure(channel, talking)
    mirrored = await measure(channel, np.ascontiguousarray(talking[:, :, ::-1]))

    for name, which, sideways in (("HEAD_POSE", YAW, True), ("HEAD_POSE", ROLL, True), ("HEAD_POSE", PITCH, False)):
        expected = -seen[name][:, which] if sideways else seen[name][:, which]
        assert np.abs(mirrored[name][:, which] - expected).mean() < 3.5
    assert np.abs(mirrored["GAZE"][:, 0] + seen["GAZE"][:, 0]).mean() < 0.03
    assert np.abs(mirrored["GAZE"][:, 1] - seen["GAZE"][:, 1]).mean() < 0.03
    assert np.abs(mirrored["EXPRESSION"] - seen["EXPRESSION"]).mean() < 0.1


async def test_a_head_turned_to_the_left_of_the_picture_is_turned_to_the_persons_right(
    channel: Channel, talking: Frames
) -> None:
    seen = await measure(channel, talking)

    # She turns to the left of the picture around frame 18 and keeps looking at the camera.
    assert seen["HEAD_POSE"][18, YAW] < -15
    assert seen["GAZE"][18:21, 0].max() > 0.1  # the second eye follows a frame later
    assert seen["HEAD_POSE"][88, YAW] > 8


@pytest.mark.parametrize("degrees", [15, -15, 60])
async def test_a_picture_turned_clockwise_leans_the_head_to_the_left_shoulder(
    channel: Channel, talking: Frames, degrees: int
) -> None:
    straight = await measure(channel, talking[:10])
    leaning = await measure(channel, np.stack([turned(frame, degrees) for frame in talking[:10]]))

    assert leaning["PRESENCE"].min() > 0.9
    change = (leaning["HEAD_POSE"] - straight["HEAD_POSE"]).mean(axis=0)
    assert change[ROLL] == pytest.approx(degrees, abs=2)
    assert change[[YAW, PITCH]].tolist() == pytest.approx([0, 0], abs=4)


async def test_a_frame_measured_alone_agrees_with_the_same_frame_in_its_film(channel: Channel, talking: Frames) -> None:
    film = await measure(channel, talking)
    alone = [await ask(channel, frame[None]) for frame in talking[::10]]

    pose = np.concatenate([answer["HEAD_POSE"] for answer in alone])
    gaze = np.concatenate([answer["GAZE"] for answer in alone])
    assert np.abs(pose - film["HEAD_POSE"][::10]).mean() < 2
    assert np.abs(gaze - film["GAZE"][::10]).mean() < 0.02


async def test_two_people_side_by_side_are_two_faces(channel: Channel, talking: Frames) -> None:
    larger, smaller = talking[:5], np.zeros_like(talking[:5])
    smaller[:, 60:460, 60:460] = np.stack([cut(frame, Square(256, 256, 512), 400) for frame in larger])

    seen = await measure(channel, np.concatenate([larger, smaller], axis=2))

    assert seen["FACES"].tolist() == [2] * 5
    assert (seen["BOX"][:, 0] + seen["BOX"][:, 2]).max() < 0.5


async def test_darkness_and_noise_have_no_face(channel: Channel) -> None:
    dark = np.zeros((10, 480, 640, 3), np.uint8)
    noise = np.random.default_rng(7).integers(0, 256, dark.shape, dtype=np.uint8)

    for frames in (dark, noise):
        seen = await measure(channel, frames)
        assert not any(values.any() for values in seen.values())


async def test_a_small_face_far_away_is_seen(channel: Channel, talking: Frames) -> None:
    far = np.full((5, 480, 640, 3), 128, np.uint8)
    far[:, 200:328, 300:428] = talking[:5, ::4, ::4]

    seen = await measure(channel, far)

    assert seen["FACES"].tolist() == [1] * 5
    assert np.abs(seen["HEAD_POSE"]).max() < 15


@pytest.mark.parametrize("shape", [(1, 1, 1, 3), (1, 2, 900, 3), (2, 37, 21, 3), (1, 1080, 1920, 3)])
async def test_frames_of_any_size_are_answered(channel: Channel, shape: tuple[int, ...]) -> None:
    answer = await ask(channel, np.zeros(shape, np.uint8))

    assert answer["LANDMARKS"].shape == (shape[0], 468, 3)
    assert not any(values.any() for values in answer.values())


async def test_only_what_is_asked_for_is_sent(channel: Channel) -> None:
    frames = np.zeros((3, 48, 64, 3), np.uint8)

    answer = await ask(channel, frames, ["HEAD_POSE", "FACES"])

    assert [values.shape for values in answer.values()] == [(3, 3), (3,)]


async def test_frames_without_three_colours_are_refused(channel: Channel) -> None:
    with pytest.raises(InvalidInputError):
        await ask(channel, np.zeros((1, 48, 64, 4), np.uint8))


async def test_perception_gives_samples_at_their_times(perception: TritonPerception, talking: Frames) -> None:
    at_ms = [80 * number for number in range(30)]

    async with perception.watch() as watching:
        for start in range(0, 30, 7):
            await watching.add(talking[start : start + 7][: 30 - start], at_ms[start : start + 7])
        track = (await watching.finish()).face

    assert [sample.at_ms for sample in track.samples] == at_ms
    assert {sample.faces for sample in track.samples} == {1}
    assert track.model.name == "face"
    turned_away = track.samples[18]
    assert turned_away.yaw < -15
    assert max(sample.gaze_x for sample in track.samples[18:21]) > 0.1
