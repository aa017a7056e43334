"""Which face is whose: the main face followed from frame to frame, the others told apart whenever faces are counted.

Each frame's mesh says where the main face is looked for next, as MediaPipe does. Faces are detected where the main
one is lost, and every `COUNT_MS` to count. The main face does not wait for a count of the others. The rules:

- The largest face becomes the main one, and stays it while it is followed, even where another is larger for a time.
- Lost from sight (a hand before it, a head turned far away) it is waited for, for `HOLD_MS`: a face near its last place
  and of about its size goes on with its track. After that the largest face that is there becomes the main one.
- A face that is counted again near its last place keeps the number of its track. Any other gets a new number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Executor, Future
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

COUNT_MS = 2000
HOLD_MS = 1000
MAX_TRIED = 1 + MAX_OTHERS
REACH = 0.5
"""One face: middles within this share of the smaller square's side."""
GROWTH = math.log(1.6)
"""One face: sides within this factor."""
SAME_OVERLAP = 0.3


@dataclass(frozen=True)
class Counted:
    """How many tracks there were so far, and the faces beside the main one, as they were last counted."""

    tracks: int
    others: tuple[Other, ...]


@dataclass(frozen=True)
class Seen:
    """The mesh of the main face of a frame, if it is there, what is known of it, and the others, once they are counted.

    `main` is the main face as it was last seen.
    """

    mesh: Mesh | None
    main: Main | None
    counted: Future[Counted]


class Follower:
    """Follows the main face of frame after frame of one size, after those in `memory`; others are counted by `aside`.

    `aside` runs one task at a time. What comes out does not depend on when it does so.
    """

    def __init__(self, networks: Networks, memory: Memory, aside: Executor) -> None:
        self._networks = networks
        self._known = memory  # all but `tracks` and `others`, which are in `_counted`
        self._counted = _done(Counted(memory.tracks, memory.others))
        self._aside = aside

    @property
    def memory(self) -> Memory:
        """What the frames so far tell the next one. It waits for the last count."""
        counted = self._counted.result()
        return replace(self._known, tracks=counted.tracks, others=counted.others)

    def step(self, frame: Bytes, at_ms: int) -> Seen:
        """Find the faces of `frame` [h, w, 3], taken at `at_ms`."""
        height, width = frame.shape[:2]
        mesh = _followed(self._networks.mesh, frame, self._known)
        self._known = replace(self._known, at_ms=at_ms, size=(width, height))
        if mesh is None:
            mesh = self._look_around(frame)
        elif self._known.main is not None:
            track = self._known.main.track
            if at_ms - self._known.counted_ms >= COUNT_MS:
                self._count_aside(frame, mesh, track)
            self._known = replace(self._known, main=Main(track, mesh.square, at_ms))
        return Seen(mesh, self._known.main, self._counted)

    def _look_around(self, frame: Bytes) -> Mesh | None:
        """Detect faces now: the main one is not where it was."""
        known = self.memory
        found = _meshes(self._networks, self._networks.mesh, frame, None)
        main, track = _choose(found, known)
        others = [one for one in found if one is not main]
        self._counted = _done(_count(Counted(known.tracks, known.others), others, track, known.size))
        if main is not None:
            self._known = replace(known, counted_ms=known.at_ms, main=Main(track, main.square, known.at_ms))
        else:
            lost = known.main is not None and known.at_ms - known.main.seen_ms > HOLD_MS
            self._known = replace(known, counted_ms=known.at_ms, main=None if lost else known.main)
        return main

    def _count_aside(self, frame: Bytes, main: Mesh, track: int) -> None:
        """Have the faces counted that are there beside the main one."""
        networks, before, size = self._networks, self._counted, self._known.size

        def count() -> Counted:
            found = _meshes(networks, networks.mesh_aside, frame, main)
            return _count(before.result(), found[1:], track, size)

        self._counted = self._aside.submit(count)
        self._known = replace(self._known, counted_ms=self._known.at_ms)


def _done(counted: Counted) -> Future[Counted]:
    future: Future[Counted] = Future()
    future.set_result(counted)
    return future


def _followed(network: Network, frame: Bytes, memory: Memory) -> Mesh | None:
    """Look for the main face where the frame before had it."""
    main = memory.main
    if main is None or main.seen_ms != memory.at_ms:
        return None
    return face_mesh.follow(network, frame, main.square)


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


def _count(before: Counted, found: Sequence[Mesh], main_track: int, size: tuple[int, int]) -> Counted:
    """Note the faces beside the main one, each with the number it had or a new one."""
    left = [other for other in before.others if other.track != main_track]
    tracks, others = max(before.tracks, main_track), []
    for mesh in found[:MAX_OTHERS]:
        known = min(
            (other for other in left if same(mesh.square, other.square)),
            key=lambda other: apart(mesh.square, other.square),
            default=None,
        )
        if known is None:
            tracks += 1
        else:
            left.remove(known)
        others.append(Other(known.track if known else tracks, mesh.square, box_of(mesh, *size)))
    return Counted(tracks, tuple(others))


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


def _meshes(networks: Networks, network: Network, frame: Bytes, main: Mesh | None) -> list[Mesh]:
    """Give the meshes of all faces, as `network` sees them: `main`, where it is known, then from the largest down."""
    meshes = [] if main is None else [main]
    for detection in _detect(networks, frame)[:MAX_TRIED]:
        if _is_new(detection.square, meshes):
            mesh = face_mesh.find(network, frame, detection.square)
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
