"""What one frame tells the next about its faces: plain values, and the tensor that goes from call to call."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from inference.kernels import face_eyes, frames
from inference.kernels.face_geometry import Floats, Square
from inference.kernels.frames import NEVER
from inference.kernels.one_euro import Smoothed

MAX_OTHERS = 3
SMOOTHED = 15
"""Values of the main face that are smoothed: box 4, head pose 3, gaze 2, off camera 1, expression 5."""

MAGIC = 20_261.0
_HEAD, _FACE, _OTHER = 8, 7, 9
STATE = _HEAD + _FACE + MAX_OTHERS * _OTHER + 2 * SMOOTHED + face_eyes.KNOWN
"""How many numbers a memory is."""
_WHOLES = (
    *range(_HEAD),
    _HEAD,
    _HEAD + 5,
    _HEAD + 6,
    *range(_HEAD + _FACE, _HEAD + _FACE + _OTHER * MAX_OTHERS, _OTHER),
)


@dataclass(frozen=True)
class Main:
    """The main face: the number of its track, where its mesh was last, in pixels, and when."""

    track: int
    square: Square
    seen_ms: int


@dataclass(frozen=True)
class Other:
    """A face beside the main one, as it was when faces were last counted; its `box` is in fractions of the frame."""

    track: int
    square: Square
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Memory:
    """What is known of the frames so far. `counted_ms` is when faces were last counted, `tracks` how many there were.

    `size` is the last frame's width and height; `smoothed` and `eyes` belong to the main face as it was last seen.
    """

    at_ms: int = NEVER
    counted_ms: int = NEVER
    size: tuple[int, int] = (0, 0)
    tracks: int = 0
    main: Main | None = None
    others: tuple[Other, ...] = ()
    smoothed: Smoothed = field(default_factory=lambda: Smoothed(*np.zeros((2, SMOOTHED), np.float32)))
    eyes: face_eyes.Known = field(default_factory=face_eyes.Known)


def pack(memory: Memory) -> Floats:
    """Put `memory` into a tensor [STATE]."""
    main = memory.main
    values = [MAGIC, *frames.parts(memory.at_ms), *frames.parts(memory.counted_ms), *memory.size, memory.tracks]
    values += [0.0] * _FACE if main is None else [main.track, *_place(main.square), *frames.parts(main.seen_ms)]
    for other in memory.others:
        values += [other.track, *_place(other.square), *other.box]
    values += [0.0] * (_OTHER * (MAX_OTHERS - len(memory.others)))
    smoothed = memory.smoothed
    parts = [np.array(values, np.float32), smoothed.values, smoothed.slopes, face_eyes.pack(memory.eyes)]
    return np.concatenate(parts)


def unpack(state: Floats | None) -> Memory:
    """Read a memory; none and one that is all zero are those of a recording's begin.

    Raises ValueError on anything that `pack` cannot have made.
    """
    if state is None:
        return Memory()
    frames.check_state(state, STATE, MAGIC, _WHOLES)
    return _read(state) if state.any() else Memory()


def _read(state: Floats) -> Memory:
    head, rest = state[1:_HEAD].tolist(), state[_HEAD:]
    face, rest = rest[:_FACE].tolist(), rest[_FACE:]
    others = rest[: _OTHER * MAX_OTHERS].reshape(MAX_OTHERS, _OTHER).tolist()
    values, slopes, eyes = np.split(rest[_OTHER * MAX_OTHERS :], [SMOOTHED, 2 * SMOOTHED])
    return Memory(
        at_ms=frames.time(head[0], head[1]),
        counted_ms=frames.time(head[2], head[3]),
        size=(int(head[4]), int(head[5])),
        tracks=int(head[6]),
        main=Main(int(face[0]), _square(face[1:5]), frames.time(face[5], face[6])) if face[0] > 0 else None,
        others=tuple(_other(values) for values in others if values[0] > 0),
        smoothed=Smoothed(values.copy(), slopes.copy()),
        eyes=face_eyes.unpack(eyes),
    )


def _other(values: list[float]) -> Other:
    x, y, width, height = values[5:]
    return Other(int(values[0]), _square(values[1:5]), (x, y, width, height))


def _square(place: list[float]) -> Square:
    centre_x, centre_y, side, angle = place
    return Square(centre_x, centre_y, side, angle)


def _place(square: Square) -> tuple[float, float, float, float]:
    return square.centre_x, square.centre_y, square.side, square.angle


def resized(memory: Memory, width: int, height: int) -> Memory:
    """Bring what is in pixels to frames of another size, which show the same."""
    if memory.size in ((width, height), (0, 0)) or 0 in memory.size:
        return memory
    x, y = width / memory.size[0], height / memory.size[1]

    def scaled(square: Square) -> Square:
        return Square(square.centre_x * x, square.centre_y * y, square.side * math.sqrt(x * y), square.angle)

    main = memory.main and replace(memory.main, square=scaled(memory.main.square))
    others = tuple(replace(other, square=scaled(other.square)) for other in memory.others)
    return replace(memory, size=(width, height), main=main, others=others, eyes=face_eyes.Known())
