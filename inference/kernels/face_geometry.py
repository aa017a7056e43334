"""Squares of a frame that a face network looks at: cutting them out, and bringing its points back to the frame."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

Whole = npt.NDArray[np.intp]
Lanes = npt.NDArray[np.uint64]

MIN_SIDE = 4.0
WHOLE = np.uint64(256)
SHIFT = np.uint64(8)
LOW_BYTES = np.uint64(0x00FF00FF00FF00FF)


@dataclass(frozen=True)
class Square:
    """A square of a frame in pixels, turned by `angle` radians (clockwise as seen, the frame's y points down).

    `mirrored` says that a network sees it flipped from left to right.
    """

    centre_x: float
    centre_y: float
    side: float
    angle: float = 0.0
    mirrored: bool = False

    @property
    def usable(self) -> bool:
        """Whether it is finite and large enough to hold anything."""
        return all(map(math.isfinite, (self.centre_x, self.centre_y, self.side, self.angle))) and self.side >= MIN_SIDE


def square_around(points: Floats, scale: float, axis: tuple[Floats, Floats]) -> Square:
    """Put a square around `points` [n, 2 or more]: `scale` times the longer side of their upright bounding box.

    Its horizontal runs from the first to the second point of `axis`. This is how MediaPipe's graphs make the region
    of the next network from the points of the one before ("DetectionsToRects" and "RectTransformation").
    """
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    start, end = axis
    angle = math.atan2(float(end[1] - start[1]), float(end[0] - start[0]))
    centre = (low + high) / 2
    return Square(float(centre[0]), float(centre[1]), scale * float((high - low).max()), angle)


@lru_cache(maxsize=8)
def _grid(size: int) -> tuple[Floats, Floats]:
    """Pixel centres of a `size` x `size` picture in -0.5..0.5 of its side: a row [1, size] and a column [size, 1]."""
    steps = ((np.arange(size, dtype=np.float32) + 0.5) / size - 0.5).astype(np.float32)
    return steps[None, :], steps[:, None]


def cut(frame: Bytes, square: Square, size: int) -> Floats:
    """Sample `square` of `frame` [h, w, 3] into a picture [size, size, 3] with values 0..255.

    Bilinear interpolation; outside the frame its border is repeated. A mirrored square is flipped.
    """
    height, width = frame.shape[:2]
    across, down = _grid(size)
    across = -across if square.mirrored else across
    cosine, sine = np.float32(math.cos(square.angle) * square.side), np.float32(math.sin(square.angle) * square.side)
    x = across * cosine - down * sine + np.float32(square.centre_x - 0.5)
    y = across * sine + down * cosine + np.float32(square.centre_y - 0.5)
    left, right, right_share = _neighbours(x, width)
    top, bottom, bottom_share = _neighbours(y, height)
    part = np.s_[int(top.min()) : int(bottom.max()) + 1, int(left.min()) : int(right.max()) + 1]
    pixels = _lanes(frame[part])
    row = part[1].stop - part[1].start
    top, bottom = (top - part[0].start) * row - part[1].start, (bottom - part[0].start) * row - part[1].start
    upper = _mix(pixels[top + left], pixels[top + right], right_share)
    lower = _mix(pixels[bottom + left], pixels[bottom + right], right_share)
    mixed = _mix(upper, lower, bottom_share)[..., None].view(np.uint16)
    picture = np.empty((size, size, 3), dtype=np.float32)
    for colour in range(3):
        picture[..., colour] = mixed[..., colour]
    return picture


def blacken_outside(picture: Floats, square: Square, height: int, width: int) -> None:
    """Set to 0 what `cut` took from outside a frame of `height` and `width`."""
    across, down = _grid(len(picture))
    cosine, sine = math.cos(square.angle) * square.side, math.sin(square.angle) * square.side
    x, y = across * cosine - down * sine + square.centre_x, across * sine + down * cosine + square.centre_y
    picture[(x < 0) | (y < 0) | (x > width) | (y > height)] = 0.0


def _neighbours(at: Floats, length: int) -> tuple[Whole, Whole, Lanes]:
    """Give the two whole positions around each of `at`, kept inside 0..length-1, and the second's share of 256."""
    held = np.clip(at, 0, length - 1)
    first = held.astype(np.intp)
    share = ((held - first) * 256).astype(np.uint64)
    return first, np.minimum(first + 1, length - 1), share


def _lanes(part: Bytes) -> Lanes:
    """Each pixel as one integer of four 16-bit lanes: arithmetic on it works on its three colours at once."""
    lanes = np.zeros((*part.shape[:2], 4), dtype=np.uint16)
    for colour in range(3):  # one by one: three times as fast as all at once
        lanes[..., colour] = part[..., colour]
    return lanes.view(np.uint64).reshape(-1)


def _mix(first: Lanes, second: Lanes, share: Lanes) -> Lanes:
    """Interpolate in every lane, `share` of 256 of `second`. A lane holds 255 * 256 at most, so none spills over."""
    mixed: Lanes = ((first * (WHOLE - share) + second * share) >> SHIFT) & LOW_BYTES
    return mixed


def to_frame(points: Floats, square: Square) -> Floats:
    """Bring `points` [n, 3], in fractions of `square`, to pixels of the frame. z grows with the side, as x does."""
    across = points[:, 0] - 0.5
    if square.mirrored:
        across = -across
    down = points[:, 1] - 0.5
    cosine, sine = math.cos(square.angle) * square.side, math.sin(square.angle) * square.side
    x = across * cosine - down * sine + square.centre_x
    y = across * sine + down * cosine + square.centre_y
    return np.stack([x, y, points[:, 2] * square.side], axis=1).astype(np.float32)
