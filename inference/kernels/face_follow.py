"""Which face is whose: the main face followed from frame to frame, the others told apart whenever faces are counted.

Each frame's mesh says where the main face is looked for next, as MediaPipe does. Faces are detected where the main
one is lost, and once a second to count. The rules:

- The largest face becomes the main one, and stays it while it is followed, even where another is larger for a time.
- Lost from sight (a hand before it, a head turned far away) it is waited for, for `HOLD_MS`: a face near its last place
  and of about its size goes on with its track. After that the largest face that is there becomes the main one.
- A face that is counted again near its last place keeps the number of its track. Any other gets a new number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from inference.kernels import face_mesh
from inference.kernels.face_detection import (
    FULL_RANGE,
    SHORT_RANGE,
    Detection,
    Detector,
    anchors,
    detections,
    letterbox,
    overlaps,
)
from inference.kernels.face_geometry import Bytes, Square
from inference.kernels.face_memory import MAX_OTHERS, Main, Memory, Other
from inference.kernels.face_mesh import Mesh
from inference.kernels.face_networks import Network, Networks
from inference.kernels.frames import NEVER

COUNT_MS = 2000
HOLD_MS = 1000
MAX_TRIED = 1 + MAX_OTHERS
REACH = 0.5
"""One face: middles within this share of the smaller square's side."""
GROWTH = math.log(1.6)
"""One face: sides within this factor."""
SAME_OVERLAP = 0.3


@dataclass(frozen=True)
class Seen:
    """The mesh of the main face, if it is there, and the memory for the next frame."""

    main: Mesh | None
    memory: Memory


def step(networks: Networks, frame: Bytes, at_ms: int, memory: Memory) -> Seen:
    """Find the faces of `frame` [h, w, 3], taken at `at_ms`, after those in `memory`, of frames of this size."""
    height, width = frame.shape[:2]
    mesh = _followed(networks, frame, memory)
    track = memory.main.track if memory.main else 0
    known = replace(memory, at_ms=at_ms, size=(width, height))
    if mesh is None or known.counted_ms == NEVER or at_ms - known.counted_ms >= COUNT_MS:
        found = _meshes(networks, frame, mesh)
        if mesh is None:
            mesh, track = _choose(found, known)
        known = _counted(known, [one for one in found if one is not mesh], mesh, track)
    if mesh is not None:
        known = replace(known, main=Main(track, mesh.square, at_ms))
    return Seen(mesh, known)


def _followed(networks: Networks, frame: Bytes, memory: Memory) -> Mesh | None:
    """Look for the main face where the frame before had it."""
    main = memory.main
    if main is None or main.seen_ms != memory.at_ms:
        return None
    return face_mesh.follow(networks.mesh, frame, main.square)


def _choose(found: list[Mesh], memory: Memory) -> tuple[Mesh | None, int]:
    """Choose the main face among `found`, the largest first: the one that was lost, or after a while another."""
    main = memory.main
    if main is not None and memory.at_ms - main.seen_ms <= HOLD_MS:
        back = next((mesh for mesh in found if same(mesh.square, main.square)), None)
        return (None, 0) if back is None else (back, main.track)
    if not found:
        return None, 0
    known = next((other for other in memory.others if same(found[0].square, other.square)), None)
    return found[0], known.track if known else memory.tracks + 1


def _counted(memory: Memory, found: list[Mesh], main: Mesh | None, track: int) -> Memory:
    """Note the faces beside the main one, each with the number it had or a new one."""
    left = [other for other in memory.others if other.track != track]
    tracks, others = max(memory.tracks, track), []
    for mesh in found[:MAX_OTHERS]:
        before = min(
            (other for other in left if same(mesh.square, other.square)),
            key=lambda other: apart(mesh.square, other.square),
            default=None,
        )
        if before is None:
            tracks += 1
        else:
            left.remove(before)
        others.append(Other(before.track if before else tracks, mesh.square, box_of(mesh, *memory.size)))
    forget = main is None and memory.main is not None and memory.at_ms - memory.main.seen_ms > HOLD_MS
    kept = None if forget else memory.main
    return replace(memory, counted_ms=memory.at_ms, tracks=tracks, main=kept, others=tuple(others))


def apart(one: Square, other: Square) -> float:
    """How far the middles of two squares lie apart, in pixels."""
    return math.hypot(one.centre_x - other.centre_x, one.centre_y - other.centre_y)


def same(one: Square, other: Square) -> bool:
    """Whether two squares can be those of one face, a moment apart."""
    if not (one.usable and other.usable):
        return False
    grown = abs(math.log(one.side / other.side))
    return apart(one, other) <= REACH * min(one.side, other.side) and grown <= GROWTH


def box_of(mesh: Mesh, frame_width: int, frame_height: int) -> tuple[float, float, float, float]:
    """Give the box around a mesh, as far as it lies in the frame, in fractions of the frame."""
    size = np.array([frame_width, frame_height], np.float32)
    low, high = (np.minimum(np.maximum(corner / size, 0), 1) for corner in mesh.bounds)
    x, y, width, height = np.concatenate([low, high - low]).tolist()
    return x, y, width, height


def _meshes(networks: Networks, frame: Bytes, main: Mesh | None) -> list[Mesh]:
    """Give the meshes of all faces, the largest first; `main`, where it is known already, is one of them."""
    meshes = [] if main is None else [main]
    for detection in _detect(networks, frame)[:MAX_TRIED]:
        if _is_new(detection.square, meshes):
            mesh = face_mesh.find(networks.mesh, frame, detection.square)
            if mesh is not None and _is_new(mesh.square, meshes):
                meshes.append(mesh)
    return meshes


def _is_new(square: Square, meshes: list[Mesh]) -> bool:
    return all(apart(square, mesh.square) > REACH * min(square.side, mesh.square.side) for mesh in meshes)


def _detect(networks: Networks, frame: Bytes) -> list[Detection]:
    """All faces of `frame`, largest first: those near the camera, and those farther away that overlap none of them."""
    near = _run(networks.short_range, SHORT_RANGE, frame)
    far = _run(networks.full_range, FULL_RANGE, frame)
    boxes = np.array([one.box for one in near], np.float32).reshape(-1, 4)
    return near + [one for one in far if not (overlaps(one.box, boxes) > SAME_OVERLAP).any()]


def _run(network: Network, detector: Detector, frame: Bytes) -> list[Detection]:
    height, width = frame.shape[:2]
    regressors, logits = network(letterbox(frame, detector.size))
    return detections(regressors, logits, anchors(detector), detector.size, (height, width))
