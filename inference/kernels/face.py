"""From frames to faces: detection, mesh and irises in turn, following the main face from frame to frame.

The frames of one call are consecutive (ten a second or so). A face is looked for on the first frame, when it was
lost, and on every tenth frame, to count; between those, each frame's mesh says where the next one's is (as MediaPipe
does). Nothing is kept from call to call.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inference.kernels import face_expression, face_eyes, face_mesh, face_pose
from inference.kernels.face_detection import (
    FULL_RANGE,
    SHORT_RANGE,
    Detection,
    Detector,
    anchors,
    detections,
    letterbox,
)
from inference.kernels.face_geometry import Bytes, Floats, Square
from inference.kernels.face_mesh import POINTS, Mesh
from inference.kernels.face_networks import Network, Networks

COUNT_EVERY = 10
MAX_TRIED = 3


@dataclass(frozen=True)
class Faces:
    """The main face of each of b frames, all zero where there is none.

    `presence` [b] 0..1; `faces` [b] how many were seen; `box` [b, 4] x, y, width, height and `landmarks` [b, 468, 3] in
    fractions of the frame (z as x); `head_pose` [b, 3] yaw, pitch, roll in degrees; `gaze` [b, 2] x positive to the
    person's left, y upwards, in half eye widths; `expression` [b, 4] smile, brow raise, mouth open, eye open.
    """

    presence: Floats
    faces: npt.NDArray[np.int32]
    box: Floats
    landmarks: Floats
    head_pose: Floats
    gaze: Floats
    expression: Floats


@dataclass(frozen=True)
class _Track:
    """What one frame tells the next: where its main face is, how many there were, how long ago they were counted."""

    square: Square | None = None
    faces: int = 0
    age: int = 0


def measure(networks: Networks, frames: Bytes) -> Faces:
    """Measure the main (largest) face in each of `frames` [b, h, w, 3], RGB. Raises ValueError on another shape."""
    if frames.dtype != np.uint8 or frames.ndim != len("bhwc") or frames.shape[-1] != len("RGB"):
        raise ValueError(f"FRAMES must be bytes [batch, height, width, 3], not {frames.dtype} {frames.shape}")
    faces = _nobody(len(frames))
    if not frames.size:
        return faces
    for number, (mesh, seen) in enumerate(_follow(networks, frames)):
        pose = None if mesh is None else face_pose.fit(mesh.points)
        if mesh is not None and pose is not None:
            eyes = face_eyes.look(networks.iris, frames[number], mesh)
            faces.presence[number], faces.faces[number] = mesh.presence, seen
            faces.landmarks[number], faces.box[number] = _in_fractions(mesh.points, frames.shape[1], frames.shape[2])
            faces.head_pose[number] = pose.degrees
            faces.gaze[number] = eyes.gaze_x, eyes.gaze_y
            faces.expression[number] = face_expression.coefficients(pose.heads_own(mesh.points), eyes.aspect)
    return faces


def _nobody(count: int) -> Faces:
    def zeros(*shape: int) -> Floats:
        return np.zeros((count, *shape), dtype=np.float32)

    return Faces(zeros(), np.zeros(count, dtype=np.int32), zeros(4), zeros(POINTS, 3), zeros(3), zeros(2), zeros(4))


def _in_fractions(points: Floats, height: int, width: int) -> tuple[Floats, Floats]:
    """Give the landmarks and the box around them, as far as it lies in the frame, in fractions of the frame."""
    landmarks = (points / np.array([width, height, width])).astype(np.float32)
    inside = np.clip(landmarks[:, :2], 0.0, 1.0)
    low, high = inside.min(axis=0), inside.max(axis=0)
    return landmarks, np.concatenate([low, high - low])


def _follow(networks: Networks, frames: Bytes) -> Iterator[tuple[Mesh | None, int]]:
    """Give the mesh of each frame's main face, if any, and the number of faces."""
    track = _Track()
    for frame in frames:
        mesh, track = _next(networks, frame, track)
        yield mesh, track.faces


def _next(networks: Networks, frame: Bytes, track: _Track) -> tuple[Mesh | None, _Track]:
    """Find the main face of `frame`, first where the frame before had it."""
    if track.square is not None and track.age < COUNT_EVERY:
        mesh = face_mesh.follow(networks.mesh, frame, track.square)
        if mesh is not None:
            return mesh, _Track(mesh.square, track.faces, track.age + 1)
    found = _detect(networks, frame)
    for refused, square in enumerate(_squares(found, track.square)):
        look = face_mesh.follow if square is track.square else face_mesh.find
        mesh = look(networks.mesh, frame, square)
        if mesh is not None:
            return mesh, _Track(mesh.square, max(1, len(found) - refused), 1)
    return None, _Track()


def _squares(found: list[Detection], before: Square | None) -> list[Square]:
    """Where to fit the mesh, best first. What the last mesh says of a face is more exact than what a detector says."""
    squares = [before if before is not None and _close(before, one.square) else one.square for one in found[:MAX_TRIED]]
    return squares if before is None or before in squares else [*squares, before]


def _close(one: Square, other: Square) -> bool:
    apart = math.hypot(one.centre_x - other.centre_x, one.centre_y - other.centre_y)
    return apart < min(one.side, other.side) / 4


def _detect(networks: Networks, frame: Bytes) -> list[Detection]:
    """All faces of `frame`, largest first: those near the camera, or else those farther away."""
    near = _run(networks.short_range, SHORT_RANGE, frame)
    return near or _run(networks.full_range, FULL_RANGE, frame)


def _run(network: Network, detector: Detector, frame: Bytes) -> list[Detection]:
    height, width = frame.shape[:2]
    regressors, logits = network(letterbox(frame, detector.size))
    return detections(regressors, logits, anchors(detector), detector.size, (height, width))
