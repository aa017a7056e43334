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


def cut(frame: Bytes, square: Square, size: int, *, black_outside: bool = False) -> Bytes:
    """Sample `square` of `frame` [h, w, 3] into a picture [size, size, 3].

    Bilinear interpolation; outside the frame its border is repeated, or all is black. A mirrored square is flipped.
    """
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    border = cv2.BORDER_CONSTANT if black_outside else cv2.BORDER_REPLICATE
    picture = cv2.warpAffine(frame, _way_back(square, size), (size, size), flags=flags, borderMode=border)
    return np.asarray(picture, np.uint8)


def _way_back(square: Square, size: int) -> npt.NDArray[np.float64]:
    """Give the affine map [2, 3] from a picture's pixels to the frame's; whole numbers are the middles of pixels."""
    turn, shift = _turn(square)
    first = shift - 0.5 + turn.sum(axis=1) * (0.5 / size - 0.5)
    return np.column_stack([turn / size, first])


def _turn(square: Square) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Give what takes fractions of a square, counted from its middle, to pixels: a matrix [2, 2] and a shift [2]."""
    cosine, sine = math.cos(square.angle) * square.side, math.sin(square.angle) * square.side
    flip = -1.0 if square.mirrored else 1.0
    return np.array([[flip * cosine, -sine], [flip * sine, cosine]]), np.array([square.centre_x, square.centre_y])


def shares(picture: Bytes) -> Floats:
    """Give the values of `picture` as networks want them: 0..1."""
    return np.multiply(picture, np.float32(1 / 255), dtype=np.float32)


def to_frame(points: Floats, square: Square) -> Floats:
    """Bring `points` [n, 3], in fractions of `square`, to pixels of the frame. z grows with the side, as x does."""
    turn, shift = _turn(square)
    moved = points * np.float32(square.side)
    moved[:, :2] = points[:, :2] @ turn.T.astype(np.float32) + (shift - turn.sum(axis=1) / 2).astype(np.float32)
    return moved
