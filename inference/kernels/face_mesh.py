"""The face mesh: 468 points of a face, in pixels of the frame.

Source: Y. Kartynnik et al., "Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs", 2019. The
network looks at 192x192 pixels; z has the scale of x, is 0 near the head's middle and grows away from the camera.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from inference.kernels.face_geometry import Bytes, Floats, Square, cut, shares, square_over, to_frame
from inference.kernels.face_networks import Network

POINTS = 468
SIZE = 192
SCALE = 1.5
MIN_PRESENCE = 0.5
LOGIT_LIMIT = 80.0
RIGHT_EYE_OUTER, RIGHT_EYE_INNER, LEFT_EYE_INNER, LEFT_EYE_OUTER = 33, 133, 362, 263


@dataclass(frozen=True)
class Mesh:
    """`points` [468, 3] of a face in pixels of the frame, and the network's belief that there is a face, 0..1."""

    points: Floats
    presence: float

    @cached_property
    def bounds(self) -> tuple[Floats, Floats]:
        """The lowest and the highest x and y of its points, in pixels of the frame."""
        across_and_down = np.ascontiguousarray(self.points[:, :2].T)
        return across_and_down.min(axis=1), across_and_down.max(axis=1)

    @cached_property
    def square(self) -> Square:
        """Where this face should be looked for next."""
        return square_over(*self.bounds, SCALE, (self.points[RIGHT_EYE_OUTER], self.points[LEFT_EYE_OUTER]))


def find(network: Network, frame: Bytes, square: Square) -> Mesh | None:
    """Fit the mesh to a face that a detector saw in `square` of `frame`; None when there is none.

    It looks twice, since a detector frames a face less exactly than a mesh does, and points follow the framing.
    """
    first = _look_once(network, frame, square)
    return None if first is None else _look_once(network, frame, first.square)


def follow(network: Network, frame: Bytes, square: Square) -> Mesh | None:
    """Fit the mesh to the face whose last mesh put it in `square`; None when it is not there any more.

    It looks twice only where the face has moved far.
    """
    first = _look_once(network, frame, square)
    if first is None or not _differ(square, first.square):
        return first
    return _look_once(network, frame, first.square)


def _look_once(network: Network, frame: Bytes, square: Square) -> Mesh | None:
    if not square.usable:
        return None
    points, logit = network(shares(cut(frame, square, SIZE)))
    presence = 1.0 / (1.0 + math.exp(-float(np.clip(logit.reshape(-1)[0], -LOGIT_LIMIT, LOGIT_LIMIT))))
    if not presence >= MIN_PRESENCE or not math.isfinite(points.sum()):
        return None
    return Mesh(to_frame(points.reshape(POINTS, 3) / np.float32(SIZE), square), presence)


def _differ(one: Square, other: Square) -> bool:
    """Whether two squares differ by more than a face moves in a tenth of a second."""
    shift = math.hypot(one.centre_x - other.centre_x, one.centre_y - other.centre_y) / max(one.side, 1.0)
    growth = abs(math.log(max(other.side, 1.0) / max(one.side, 1.0)))
    turn = abs(math.remainder(one.angle - other.angle, 2 * math.pi))
    return shift > 0.15 or growth > 0.25 or turn > 0.2  # noqa: PLR2004 - shares of the side and radians, used here only
