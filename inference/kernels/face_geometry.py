"""Squares of a frame that a face network looks at: cutting them out, and bringing its points back to the frame."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

MIN_SIDE = 4.0
MARGIN = 3
"""So many pixels around a square are looked at by the interpolation, at most."""


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
    of the next network from the points of the one before ("DetectionsToRects" and "RectTransformation"). Its values fit
    into float32, so that a memory can hold them.
    """
    flat = points[:, :2]
    return square_over(flat.min(axis=0), flat.max(axis=0), scale, axis)


def square_over(low: Floats, high: Floats, scale: float, axis: tuple[Floats, Floats]) -> Square:
    """Do as `square_around` for points whose lowest and highest coordinates are `low` [2] and `high` [2]."""
    (start_x, start_y), (end_x, end_y) = axis[0][:2].tolist(), axis[1][:2].tolist()
    (left, top), (right, bottom) = low.tolist(), high.tolist()
    angle = math.atan2(end_y - start_y, end_x - start_x)
    side = scale * max(right - left, bottom - top)
    return Square(*np.array([(left + right) / 2, (top + bottom) / 2, side, angle], np.float32).tolist())


def square_along(start: tuple[float, float], end: tuple[float, float], scale: float) -> Square:
    """Put a square around the line from `start` to `end`, along it: `scale` times its upright bounding box."""
    across, down = end[0] - start[0], end[1] - start[1]
    side = scale * max(abs(across), abs(down))
    return Square((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, side, math.atan2(down, across))


def cut(frame: Bytes, square: Square, size: int, *, black_outside: bool = False) -> Bytes:
    """Sample `square` of `frame` [h, w, 3] into a picture [size, size, 3].

    Bilinear interpolation; outside the frame its border is repeated, or all is black. A mirrored square is flipped.
    """
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    border = cv2.BORDER_CONSTANT if black_outside else cv2.BORDER_REPLICATE
    left, top, near = _surroundings(frame, square)
    way = _way_back(square, size, left, top)
    return np.asarray(cv2.warpAffine(near, way, (size, size), flags=flags, borderMode=border), np.uint8)


def _surroundings(frame: Bytes, square: Square) -> tuple[int, int, Bytes]:
    """Copy the upright part of `frame` that `square` lies in; give its left and top in the frame, and the copy.

    A frame comes from main memory: reading it row by row is faster than in the order in which it is sampled.
    """
    height, width = frame.shape[:2]
    right_x, right_y, down_x, down_y = _turn(square)
    across, down = (abs(right_x) + abs(down_x)) / 2 + MARGIN, (abs(right_y) + abs(down_y)) / 2 + MARGIN
    left, right = (min(max(int(square.centre_x + part), 0), width) for part in (-across, across))
    top, bottom = (min(max(int(square.centre_y + part), 0), height) for part in (-down, down))
    if right - left < MARGIN or bottom - top < MARGIN:
        return 0, 0, frame
    return left, top, frame[top:bottom, left:right].copy()


def _way_back(square: Square, size: int, left: int, top: int) -> npt.NDArray[np.float64]:
    """Give the affine map [2, 3] from a picture's pixels to those of the frame from `left` and `top` on.

    Whole numbers are the middles of pixels.
    """
    right_x, right_y, down_x, down_y = _turn(square)
    half = 0.5 / size - 0.5
    first_x = square.centre_x - left - 0.5 + (right_x + down_x) * half
    first_y = square.centre_y - top - 0.5 + (right_y + down_y) * half
    return np.array([[right_x / size, down_x / size, first_x], [right_y / size, down_y / size, first_y]])


def _turn(square: Square) -> tuple[float, float, float, float]:
    """Give where a square's upper side and its left side lead, in pixels: x and y of the one, x and y of the other."""
    cosine, sine = math.cos(square.angle) * square.side, math.sin(square.angle) * square.side
    flip = -1.0 if square.mirrored else 1.0
    return flip * cosine, flip * sine, -sine, cosine


def shares(picture: Bytes) -> Floats:
    """Give the values of `picture` as networks want them: 0..1."""
    return np.multiply(picture, np.float32(1 / 255), dtype=np.float32)


def to_frame(points: Floats, square: Square) -> Floats:
    """Bring `points` [n, 3], in fractions of `square`, to pixels of the frame. z grows with the side, as x does."""
    right_x, right_y, down_x, down_y = _turn(square)
    turn = np.array([[right_x, right_y, 0.0], [down_x, down_y, 0.0], [0.0, 0.0, square.side]], np.float32)
    first_x = square.centre_x - (right_x + down_x) / 2
    first_y = square.centre_y - (right_y + down_y) / 2
    return np.asarray(points @ turn + np.array([first_x, first_y, 0.0], np.float32), np.float32)
