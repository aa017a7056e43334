"""The eyes: how far open they are and where the irises point, from the iris network.

Source of the network: A. Ablavatski et al., "Real-time Pupil Tracking from Monocular Video for Digital Puppetry",
2020. It looks at 64x64 pixels of a person's right eye, the outer corner on the left; the left eye comes mirrored.

The network takes as long as the whole mesh, so a face that is followed has one eye measured a frame, in turns, and the
other is taken to be as it was in the frame before. Lids are always those just measured: both blink together.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, replace

import numpy as np

from inference.kernels.face_geometry import Bytes, Floats, Square, cut, shares, square_along
from inference.kernels.face_mesh import (
    LEFT_EYE_INNER,
    LEFT_EYE_OUTER,
    RIGHT_EYE_INNER,
    RIGHT_EYE_OUTER,
    Mesh,
)
from inference.kernels.face_networks import Network

SIZE = 64
SCALE = 2.3
OUTER_CORNER, INNER_CORNER = 0, 8
UPPER_LID, LOWER_LID = (11, 13), (3, 5)
REST_HEIGHT = 0.15
"""How far over the line between the corners an iris lies that looks straight ahead, in half eye widths.

Read off two people who look into the camera (0.13 and 0.16).
"""


HIDDEN = 0.6
"""An eye that is seen less wide than this part of the other is passed over: the head is turned away."""

RIGHT, LEFT = 0, 1


@dataclass(frozen=True)
class Eye:
    """One eye. `width` is the distance of its corners in pixels of the frame; gaze is in half eye widths.

    `gaze_x` is positive to the person's left, `gaze_y` upwards; `aspect` is the eye aspect ratio; the offset is that
    of `Eyes`. As `measure` gives them, width and offset are in pixels of what the network saw.
    """

    width: float
    gaze_x: float
    gaze_y: float
    aspect: float
    offset_x: float = 0.0
    offset_y: float = 0.0


@dataclass(frozen=True)
class Eyes:
    """Both eyes: gaze -1..1, the eye aspect ratio, and where the irises are seen from the middle of the corners.

    This offset is in pixels of the frame, x to its right and y upwards.
    """

    gaze_x: float = 0.0
    gaze_y: float = 0.0
    aspect: float = 0.0
    offset_x: float = 0.0
    offset_y: float = 0.0


@dataclass(frozen=True)
class Known:
    """The right and the left eye as they were last measured, `None` where they could not be, and which was first."""

    eyes: tuple[Eye | None, Eye | None] = (None, None)
    latest: int = LEFT


KNOWN = 13
"""How many numbers `pack` gives."""


def pack(known: Known) -> Floats:
    """Give `known` as numbers [KNOWN]; an eye that was not measured has no width."""
    values = [astuple(eye) if eye else (0.0,) * 6 for eye in known.eyes]
    return np.array([known.latest, *values[RIGHT], *values[LEFT]], np.float32)


def unpack(values: Floats) -> Known:
    """Read what `pack` gave."""
    latest, *rest = values.tolist()
    right, left = (Eye(*one) if one[0] > 0 else None for one in (rest[:6], rest[6:]))
    return Known((right, left), int(latest))


def look(network: Network, frame: Bytes, mesh: Mesh, before: Known | None = None) -> tuple[Eyes, Known]:
    """Measure the eyes of a face; give what is known of them for the next frame.

    `before` is what the frame before gave for the same face, `None` at its first. The eye that is seen wider counts
    more, since a turned head hides the other.
    """
    places = squares(mesh)
    shown = _shown(places)
    eyes = [before.eyes[side] if before and side in shown else None for side in (RIGHT, LEFT)]
    turn = shown if before is None or any(eyes[side] is None for side in shown) else _next(shown, before.latest)
    for side in turn:
        eyes[side] = _look_at(network, frame, places[side])
    fresh = [eye.aspect for side in turn if (eye := eyes[side]) is not None]
    seen = _together([eye for eye in eyes if eye is not None], sum(fresh) / len(fresh) if fresh else 0.0)
    return seen, unpack(pack(Known((eyes[RIGHT], eyes[LEFT]), turn[-1])))  # rounded as it would be between two calls


def _shown(places: tuple[Square, Square]) -> tuple[int, ...]:
    """Say which eyes can be seen well enough."""
    wider = RIGHT if places[RIGHT].side >= places[LEFT].side else LEFT
    hidden = places[1 - wider].side < HIDDEN * places[wider].side
    return (wider,) if hidden else (RIGHT, LEFT)


def _next(shown: tuple[int, ...], latest: int) -> tuple[int, ...]:
    return tuple(side for side in shown if side != latest) or shown


def _together(seen: list[Eye], aspect: float) -> Eyes:
    """Put both eyes together, each with the weight of its width."""
    total = sum(eye.width for eye in seen)
    if not seen or total <= 0:
        return Eyes()

    def mean(name: str) -> float:
        return sum(eye.width * float(getattr(eye, name)) for eye in seen) / total

    gaze_x, gaze_y = (max(-1.0, min(1.0, mean(name))) for name in ("gaze_x", "gaze_y"))
    return Eyes(gaze_x, gaze_y, aspect, mean("offset_x"), mean("offset_y"))


def squares(mesh: Mesh) -> tuple[Square, Square]:
    """Where the person's right and left eye are."""
    corners = [RIGHT_EYE_OUTER, RIGHT_EYE_INNER, LEFT_EYE_INNER, LEFT_EYE_OUTER]
    one, two, three, four = mesh.points[corners, :2].tolist()
    return square_along(one, two, SCALE), replace(square_along(three, four, SCALE), mirrored=True)


def _look_at(network: Network, frame: Bytes, square: Square) -> Eye | None:
    if not square.usable:
        return None
    contour, iris = network(shares(cut(frame, square, SIZE)))
    eye = measure(contour.reshape(-1, 3)[:, :2], iris.reshape(-1, 3)[0, :2], mirrored=square.mirrored)
    if eye is None:
        return None
    scale = square.side / SIZE
    cosine, sine = math.cos(square.angle) * scale, math.sin(square.angle) * scale
    across, down = -eye.offset_x if square.mirrored else eye.offset_x, -eye.offset_y
    return replace(
        eye,
        width=eye.width * scale,
        offset_x=cosine * across - sine * down,
        offset_y=-(sine * across + cosine * down),
    )


def measure(contour: Floats, iris: Floats, *, mirrored: bool) -> Eye | None:
    """Measure one eye from its `contour` [71, 2] and the `iris`'s centre [2], in pixels of what the network saw.

    The aspect ratio is that of T. Soukupova and J. Cech, "Real-Time Eye Blink Detection using Facial Landmarks", 2016:
    the mean height between the lids over the width between the corners. None when the corners fall together, or where
    the network gave something that is no number.
    """
    outer, inner, *lids = contour[[OUTER_CORNER, INNER_CORNER, *UPPER_LID, *LOWER_LID]].tolist()
    iris_x, iris_y = iris.tolist()
    offset_x, offset_y = iris_x - (outer[0] + inner[0]) / 2, iris_y - (outer[1] + inner[1]) / 2
    along_x, along_y = inner[0] - outer[0], inner[1] - outer[1]
    width = math.hypot(along_x, along_y)
    heights = [math.dist(upper, lower) for upper, lower in zip(lids[:2], lids[2:], strict=True)]
    if not (width >= 1.0 and all(map(math.isfinite, (offset_x, offset_y, width, *heights)))):
        return None
    sideways = (offset_x * along_x + offset_y * along_y) / width / (width / 2)
    gaze_y = (offset_x * along_y - offset_y * along_x) / width / (width / 2) - REST_HEIGHT
    aspect = sum(heights) / len(heights) / width
    return Eye(width, -sideways if mirrored else sideways, gaze_y, aspect, offset_x, -offset_y)
