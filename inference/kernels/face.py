"""From frames to faces: detection, mesh and irises in turn, following faces from frame to frame and call to call.

The memory that one call leaves goes into the next one's. The results are the same however frames are cut into calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from inference.kernels import face_expression, face_eyes, face_follow, face_gaze, face_memory, face_pose, one_euro
from inference.kernels.face_geometry import Bytes, Floats
from inference.kernels.face_memory import MAX_OTHERS, Memory
from inference.kernels.face_mesh import POINTS, Mesh
from inference.kernels.face_networks import Network, Networks
from inference.kernels.frames import Times, check
from inference.kernels.one_euro import Smoothed

BOX, HEAD_POSE, GAZE, OFF_CAMERA, EXPRESSION = np.s_[0:4], np.s_[4:7], np.s_[7:9], np.s_[9], np.s_[10:15]
"""Where the values of a face lie among those that are smoothed."""

RESTING_HERTZ = np.array([1.0] * 4 + [1.0] * 3 + [1.5] * 2 + [1.5] + [1.5] * 4 + [4.0], np.float32)
PER_SLOPE = np.array([8.0] * 4 + [0.15] * 3 + [4.0] * 2 + [0.1] + [2.0] * 4 + [4.0], np.float32)
"""Per value: the filter's cut-off at rest, and by how much it grows with the value's speed."""

MAX_GAP_MS = 500
"""After a longer time without the face, smoothing begins anew."""


@dataclass(frozen=True)
class Faces:
    """The main face of each of b frames, all zero where there is none, and those beside it.

    `presence` [b] 0..1; `faces` [b] how many were seen; `track` [b] from 1 on; `box` [b, 4] x, y, width, height in
    fractions of the frame; `head_pose` [b, 3] yaw, pitch, roll in degrees; `gaze` [b, 2] x positive to the person's
    left, y upwards, in half eye widths; `off_camera` [b] degrees; `expression` [b, 5] smile, brow raise, brow lower,
    mouth open, eye open. All these are smoothed over time; `landmarks` [b, 468, 3] in fractions of the frame (z as x)
    are as the network gave them. `other_track` [b, 3] and `other_box` [b, 3, 4] are zero where there is no other face.
    `state` is the memory for the frames that follow.
    """

    presence: Floats
    faces: Times
    track: Times
    box: Floats
    landmarks: Floats
    head_pose: Floats
    gaze: Floats
    off_camera: Floats
    expression: Floats
    other_track: Times
    other_box: Floats
    state: Floats


def measure(networks: Networks, frames: Bytes, at_ms: Times, state: Floats | None = None) -> Faces:
    """Measure the faces in `frames` [b, h, w, 3], RGB, taken at `at_ms` [b], after the frames that left `state`.

    One thread follows faces, a second one measures what it has found, each with networks of its own.
    Raises ValueError on another shape or type, on times that do not grow, and on a `state` that is none.
    """
    memory = face_memory.unpack(state)
    check(frames, at_ms, memory.at_ms)
    faces = _nobody(len(frames))
    if frames.size:
        memory = face_memory.resized(memory, frames.shape[2], frames.shape[1])
        features = _Features(networks.iris, faces, memory)
        with ThreadPoolExecutor(1) as aside:
            found = [aside.submit(features.add, *one) for one in _follow(networks, frames, at_ms, memory, faces)]
        for one in found:
            one.result()
        memory = features.memory
    return replace(faces, state=face_memory.pack(memory))


Found: TypeAlias = tuple[int, Bytes, face_follow.Seen, int]
"""A frame's number, the frame, what is seen in it, and since how many milliseconds its main face has been unseen."""


def _follow(networks: Networks, frames: Bytes, at_ms: Times, memory: Memory, faces: Faces) -> Iterator[Found]:
    """Find the faces of each frame and count them in `faces`."""
    for number, frame in enumerate(frames):
        at = int(at_ms[number])
        seen = face_follow.step(networks, frame, at, memory)
        before, memory = memory.main, seen.memory
        faces.faces[number] = len(memory.others) + (seen.main is not None)
        for place, other in enumerate(memory.others):
            faces.other_track[number, place], faces.other_box[number, place] = other.track, other.box
        same = before is not None and memory.main is not None and before.track == memory.main.track
        yield number, frame, seen, at - before.seen_ms if before is not None and same else MAX_GAP_MS + 1


class _Features:
    """Measures the main face of frame after frame, smooths it, and fills in `faces`; `memory` is that for the next."""

    def __init__(self, iris: Network, faces: Faces, memory: Memory) -> None:
        self._iris = iris
        self._faces = faces
        self.memory = memory

    def add(self, number: int, frame: Bytes, seen: face_follow.Seen, since_ms: int) -> None:
        """Take in the next frame."""
        smoothed, eyes = self.memory.smoothed, self.memory.eyes
        pose = None if seen.main is None else face_pose.fit(seen.main.points)
        if seen.main is not None and seen.memory.main is not None and pose is not None:
            looked, eyes = face_eyes.look(self._iris, frame, seen.main, eyes if since_ms <= MAX_GAP_MS else None)
            smoothed = _smooth(smoothed, _values(frame, seen.main, pose, looked), since_ms)
            self._fill(number, frame, seen.main, seen.memory.main.track, smoothed.values)
        self.memory = replace(seen.memory, smoothed=smoothed, eyes=eyes)

    def _fill(self, number: int, frame: Bytes, mesh: Mesh, track: int, values: Floats) -> None:
        height, width = frame.shape[:2]
        faces = self._faces
        faces.presence[number], faces.track[number] = mesh.presence, track
        faces.landmarks[number] = mesh.points / np.array([width, height, width], np.float32)
        faces.box[number], faces.head_pose[number] = values[BOX], values[HEAD_POSE]
        faces.gaze[number], faces.off_camera[number] = values[GAZE], values[OFF_CAMERA]
        faces.expression[number] = values[EXPRESSION]


def _values(frame: Bytes, mesh: Mesh, pose: face_pose.Pose, eyes: face_eyes.Eyes) -> Floats:
    """Put what was measured of one face into the order of the values that are smoothed."""
    height, width = frame.shape[:2]
    off = face_gaze.off_camera(pose, np.array([eyes.offset_x, eyes.offset_y], np.float32))
    expression = face_expression.coefficients(pose.heads_own(mesh.points), eyes.aspect)
    box = face_follow.box_of(mesh, width, height)
    return np.array([*box, *pose.degrees, eyes.gaze_x, eyes.gaze_y, off, *expression], np.float32)


def _smooth(before: Smoothed, values: Floats, since_ms: int) -> Smoothed:
    if since_ms > MAX_GAP_MS:
        return one_euro.begin(values)
    turned = np.remainder(values[HEAD_POSE] - before.values[HEAD_POSE] + 180, 360) - 180
    values[HEAD_POSE] = before.values[HEAD_POSE] + turned  # the short way around
    after = one_euro.smooth(before, values, since_ms / 1000, RESTING_HERTZ, PER_SLOPE)
    after.values[HEAD_POSE] = np.remainder(after.values[HEAD_POSE] + 180, 360) - 180
    return after


def _nobody(count: int) -> Faces:
    def zeros(*shape: int) -> Floats:
        return np.zeros((count, *shape), dtype=np.float32)

    def none(*shape: int) -> Times:
        return np.zeros((count, *shape), dtype=np.int32)

    return Faces(
        presence=zeros(),
        faces=none(),
        track=none(),
        box=zeros(4),
        landmarks=zeros(POINTS, 3),
        head_pose=zeros(3),
        gaze=zeros(2),
        off_camera=zeros(),
        expression=zeros(5),
        other_track=none(MAX_OTHERS),
        other_box=zeros(MAX_OTHERS, 4),
        state=np.zeros(face_memory.STATE, np.float32),
    )
