"""The face mesh as it is served against LiteRT run directly: what is around the network changes no landmark.

In a film that stands still the mesh of a frame is looked for where the mesh of the frame before says, by the rule of
MediaPipe's graphs. So the picture that the network saw can be cut out again from what the server gave, in another way.
Measured over 72 looks at three people, as shares of the side of that picture: on the same picture 2.2e-5 at most and
2e-6 on average; where it is sampled in floating point and rounded to bytes 2.9e-4 at most and 3.7e-5 on average, since
OpenCV places its samples on a grid of 1/32 of a pixel.
"""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from inference.channel import Channel
from inference.types import Frames
from tests.fixtures.films import SAMPLES, film
from tests.fixtures.recordings import DATA, present
from tests.fixtures.triton import ROOT

SIZE = 192
POINTS = 468
SCALE = 1.5
RIGHT_EYE_OUTER, LEFT_EYE_OUTER = 33, 263
STANDS_STILL = 4
CLIPS = {
    "strong": SAMPLES / "strong-discovery.mp4",
    "middling": SAMPLES / "middling-conflict.mp4",
    "a real person": DATA / "WDA_KatieHill_000.mp4",
}

Floats = npt.NDArray[np.float64]
Picture = npt.NDArray[np.uint8]


class Region(NamedTuple):
    """A square of a frame, in pixels, turned clockwise by `angle` radians."""

    x: float
    y: float
    side: float
    angle: float

    @property
    def turn(self) -> Floats:
        cosine, sine = np.cos(self.angle), np.sin(self.angle)
        return np.array([[cosine, -sine], [sine, cosine]])


class Look(NamedTuple):
    """A frame, the region in which its mesh was looked for, and what the server found there."""

    frame: Picture
    region: Region
    landmarks: Floats
    presence: float


def region_around(points: Floats) -> Region:
    """Half as large again as the points' upright bounding box is long, level with the outer corners of the eyes."""
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    across = points[LEFT_EYE_OUTER] - points[RIGHT_EYE_OUTER]
    x, y = ((low + high) / 2).tolist()
    return Region(x, y, SCALE * float((high - low).max()), float(np.arctan2(across[1], across[0])))


def sampled(frame: Picture, region: Region) -> Picture:
    """Cut the region out by bilinear interpolation in floating point; outside the frame its border is repeated."""
    steps = ((np.arange(SIZE) + 0.5) / SIZE - 0.5) * region.side
    across, down = np.meshgrid(steps, steps)
    places = np.stack([across, down], axis=-1) @ region.turn.T + (region.x - 0.5, region.y - 0.5)
    limits = np.array(frame.shape[1::-1]) - 1
    held = np.clip(places, 0, limits)
    first = np.floor(held).astype(int)
    (x, y), (right, below) = np.moveaxis(first, -1, 0), np.moveaxis(np.minimum(first + 1, limits), -1, 0)
    share_x, share_y = np.moveaxis((held - first)[..., None, :], -1, 0)
    pixels = frame.astype(np.float64)
    upper = pixels[y, x] * (1 - share_x) + pixels[y, right] * share_x
    lower = pixels[below, x] * (1 - share_x) + pixels[below, right] * share_x
    picture: Picture = np.rint(upper * (1 - share_y) + lower * share_y).astype(np.uint8)
    return picture


def warped(frame: Picture, region: Region) -> Picture:
    """Have OpenCV cut the region out."""
    step = region.turn * region.side / SIZE
    middle = np.array([region.x, region.y]) - 0.5
    corner = middle - step @ np.full(2, (SIZE - 1) / 2)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    back = np.column_stack([step, corner])
    cut = cv2.warpAffine(frame, back, (SIZE, SIZE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, np.uint8)


def placed(points: Floats, region: Region) -> Floats:
    """Bring points [468, 3], in pixels of the picture, back to pixels of the frame; z grows as x does."""
    scaled = points / SIZE * region.side
    flat = (scaled[:, :2] - region.side / 2) @ region.turn.T + (region.x, region.y)
    return np.column_stack([flat, scaled[:, 2]])


def leaning(frames: Frames, degrees: float) -> Frames:
    """The same frames, the picture turned."""
    height, width = frames.shape[1:3]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.stack([cv2.warpAffine(one, turn, (width, height)) for one in frames])


@pytest.fixture
async def channel(triton_address: str) -> AsyncIterator[Channel]:
    opened = Channel(triton_address, timeout_s=30.0)
    yield opened
    await opened.close()


async def looks(channel: Channel, frames: Frames) -> list[Look]:
    """Have each frame measured as a film that stands still; give all its looks but the first."""
    found = []
    for frame in frames:
        at_ms = np.arange(STANDS_STILL, dtype=np.int32) * 100
        given = {"FRAMES": np.stack([frame] * STANDS_STILL), "AT_MS": at_ms}
        shares, presence, box = await channel.infer("face", given, ["LANDMARKS", "PRESENCE", "BOX"])
        height, width = frame.shape[:2]
        meshes = shares * np.array([width, height, width], np.float64)
        low, high = shares[0, :, :2].min(axis=0), shares[0, :, :2].max(axis=0)
        assert box[0] == pytest.approx([*low, *(high - low)], abs=1e-6)
        regions = [region_around(mesh) for mesh in meshes]
        found += [Look(frame, regions[n - 1], meshes[n], float(presence[n])) for n in range(1, STANDS_STILL)]
    return found


def litert(pictures: npt.NDArray[np.float32], folder: Path) -> tuple[Floats, Floats]:
    """Give the network's points [n, 468, 3] and its belief that there is a face [n], 0..1."""
    np.save(folder / "pictures.npy", pictures)
    command = [
        *(ROOT / "build" / "triton-env" / "bin" / "python", ROOT / "tests" / "fixtures" / "litert_run.py"),
        *(ROOT / "build" / "weights" / "face" / "face_landmark.tflite", folder / "pictures.npy", folder / "out.npz"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    found = {name: values.astype(np.float64) for name, values in np.load(folder / "out.npz").items()}
    return found["larger"].reshape(-1, POINTS, 3), 1 / (1 + np.exp(-found["smaller"][:, 0]))


@pytest.mark.parametrize("clip", CLIPS)
@pytest.mark.parametrize(
    ("cut", "most", "mean"), [(warped, 1e-4, 1e-5), (sampled, 1e-3, 1e-4)], ids=["the same picture", "sampled anew"]
)
async def test_landmarks_are_those_that_litert_gives_for_the_same_crop(
    channel: Channel, tmp_path: Path, clip: str, cut: Callable[[Picture, Region], Picture], most: float, mean: float
) -> None:
    frames = film(present(CLIPS[clip]), 40, 4)
    seen = await looks(channel, np.concatenate([frames, leaning(frames[:2], 25), leaning(frames[2:], -25)]))

    pictures = np.stack([cut(one.frame, one.region) for one in seen]).astype(np.float32) / np.float32(255)
    points, presence = litert(pictures, tmp_path)

    pairs = zip(points, seen, strict=True)
    off = np.stack([np.abs(placed(own, one.region) - one.landmarks) / one.region.side for own, one in pairs])
    assert len(seen) == 8 * (STANDS_STILL - 1)
    assert min(one.presence for one in seen) > 0.9
    assert presence == pytest.approx([one.presence for one in seen], abs=1e-4)
    assert off.max() < most
    assert off.mean() < mean
