"""From frames to a person's upper body: shoulders, lean and hands, twice a second.

Source: V. Bazarevsky et al., "BlazePose: On-device Real-time Body Pose Tracking", 2020, and the options of MediaPipe's
pose graphs. A detector finds the largest person; then each measured frame's points say where the next one's are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from inference.kernels import body_points, frames
from inference.kernels.body_networks import Networks
from inference.kernels.body_points import Points
from inference.kernels.face_geometry import Bytes, Floats, Square
from inference.kernels.frames import Times

MAGIC = 20_262.0
STATE = 11
"""How many numbers a memory is."""


@dataclass(frozen=True)
class Bodies:
    """The main person in those m of b frames that were measured; all zero where nobody is whose shoulders are in view.

    `at_ms` [m] says which frames these are; `presence` [m] 0..1; `shoulder_tilt` [m] and `lean` [m] in degrees,
    `shoulder_width` [m] in widths of the frame, as in `inference.types.BodySample`; `hands` [m, 2] 1 where the left and
    the right hand are in view; `points` [m, 33, 3] x, y in fractions of the frame and 0..1 how surely the point is in
    view. `state` is the memory for the frames that follow.
    """

    at_ms: Times
    presence: Floats
    shoulder_tilt: Floats
    shoulder_width: Floats
    lean: Floats
    hands: npt.NDArray[np.int32]
    points: Floats
    state: Floats


@dataclass(frozen=True)
class _Memory:
    at_ms: int = frames.NEVER
    measured_ms: int = frames.NEVER
    size: tuple[int, int] = (0, 0)
    square: Square | None = None


def measure(networks: Networks, film: Bytes, at_ms: Times, state: Floats | None = None) -> Bodies:
    """Measure the main person in `film` [b, h, w, 3], RGB, taken at `at_ms` [b], after what left `state`.

    Raises ValueError on another shape or type, on times that do not grow, and on a `state` that is none.
    """
    memory = _unpack(state)
    frames.check(film, at_ms, memory.at_ms)
    places = frames.due(at_ms, memory.measured_ms) if film.size else []
    bodies = _nobody(at_ms[places])
    for row, place in enumerate(places):
        points = _find(networks, film[place], memory)
        height, width = film.shape[1:3]
        square = points.square if points is not None else None
        at = int(at_ms[place])
        memory = _unpack(_pack(_Memory(at, at, (width, height), square)))  # rounded as between two calls
        if points is not None and _has_shoulders(points, width, height):
            _fill(bodies, row, points, width, height)
    last = int(at_ms[-1]) if len(at_ms) else memory.at_ms
    return replace(bodies, state=_pack(replace(memory, at_ms=last)))


def _find(networks: Networks, frame: Bytes, memory: _Memory) -> Points | None:
    """Find the person where it was last, or else anywhere."""
    height, width = frame.shape[:2]
    if memory.square is not None and memory.size == (width, height):
        points = body_points.look(networks, frame, memory.square)
        if points is not None:
            return points
    square = body_points.detect(networks, frame)
    return None if square is None else body_points.look(networks, frame, square)


def _has_shoulders(points: Points, width: int, height: int) -> bool:
    """Whether both shoulders are in view, so that posture can be told."""
    both = points.points[[body_points.LEFT_SHOULDER, body_points.RIGHT_SHOULDER]]
    inside = (both[:, :2] >= 0).all() and (both[:, :2] <= np.array([width, height])).all()
    return bool(inside and (both[:, 2] >= body_points.IN_VIEW).all())


def _fill(bodies: Bodies, row: int, points: Points, width: int, height: int) -> None:
    at = points.points
    left, right = at[body_points.LEFT_SHOULDER, :2], at[body_points.RIGHT_SHOULDER, :2]
    head, middle = at[list(body_points.EARS), :2].mean(axis=0), (left + right) / 2
    bodies.presence[row] = points.presence
    bodies.shoulder_tilt[row] = math.degrees(math.atan2(right[1] - left[1], abs(left[0] - right[0])))
    bodies.shoulder_width[row] = float(np.hypot(*(left - right))) / width
    bodies.lean[row] = math.degrees(math.atan2(head[0] - middle[0], middle[1] - head[1]))
    bodies.points[row] = at / np.array([width, height, 1.0])
    bodies.hands[row] = [int(_in_view(bodies.points[row, list(hand)])) for hand in body_points.HANDS]


def _in_view(hand: Floats) -> bool:
    """Whether most points of a hand are seen, and its middle lies in the frame."""
    middle = hand[:, :2].mean(axis=0)
    return bool(hand[:, 2].mean() >= body_points.IN_VIEW and (middle >= 0).all() and (middle <= 1).all())


def _nobody(at_ms: Times) -> Bodies:
    def zeros(*shape: int) -> Floats:
        return np.zeros((len(at_ms), *shape), dtype=np.float32)

    hands = np.zeros((len(at_ms), 2), np.int32)
    state = np.zeros(STATE, np.float32)
    return Bodies(at_ms, zeros(), zeros(), zeros(), zeros(), hands, zeros(body_points.POINTS, 3), state)


def _pack(memory: _Memory) -> Floats:
    square = memory.square or Square(0.0, 0.0, 0.0)
    times = [*frames.parts(memory.at_ms), *frames.parts(memory.measured_ms)]
    place = [square.centre_x, square.centre_y, square.side, square.angle]
    return np.array([MAGIC, *times, *memory.size, *place], np.float32)


def _unpack(state: Floats | None) -> _Memory:
    """Read a memory; none and one that is all zero are those of a recording's begin."""
    if state is None:
        return _Memory()
    frames.check_state(state, STATE, MAGIC, wholes=range(7))
    if not state.any():
        return _Memory()
    _, at_high, at_low, measured_high, measured_low, width, height, *place = state.tolist()
    square = Square(*place) if place[2] > 0 else None
    at, measured = frames.time(at_high, at_low), frames.time(measured_high, measured_low)
    return _Memory(at, measured, (int(width), int(height)), square)
