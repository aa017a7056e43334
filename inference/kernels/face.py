"""From frames to faces: detection, mesh and irises in turn, following faces from frame to frame and call to call.

The memory that one call leaves goes into the next one's. The results are the same however frames are cut into calls.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from inference.kernels import face_expression, face_eyes, face_follow, face_gaze, face_memory, face_pose, one_euro
from inference.kernels.face_geometry import Bytes, Floats
from inference.kernels.face_memory import MAX_OTHERS, Memory
from inference.kernels.face_mesh import POINTS, Mesh
from inference.kernels.face_networks import Networks
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

    Raises ValueError on another shape or type, on times that do not grow, and on a `state` that is none.
    """
    memory = face_memory.unpack(state)
    check(frames, at_ms, memory.at_ms)
    faces = _nobody(len(frames))
    for number, frame in enumerate(frames if frames.size else frames[:0]):
        memory = _measure_one(networks, frame, int(at_ms[number]), memory, faces, number)
    return replace(faces, state=face_memory.pack(memory))


def _measure_one(networks: Networks, frame: Bytes, at_ms: int, memory: Memory, faces: Faces, number: int) -> Memory:
    """Fill in row `number` of `faces` from `frame`; give the memory for the next."""
    seen = face_follow.step(networks, frame, at_ms, memory)
    known = seen.memory
    faces.faces[number] = len(known.others)
    for place, other in enumerate(known.others):
        faces.other_track[number, place], faces.other_box[number, place] = other.track, other.box
    mesh, main = seen.main, known.main
    pose = None if mesh is None else face_pose.fit(mesh.points)
    if mesh is not None and main is not None and pose is not None:
        height, width = frame.shape[:2]
        values = _values(networks, frame, mesh, pose)
        is_next = memory.main is not None and memory.main.track == main.track
        since = at_ms - memory.main.seen_ms if memory.main is not None and is_next else MAX_GAP_MS + 1
        smoothed = _smooth(memory.smoothed, values, since)
        known = replace(known, smoothed=smoothed)
        faces.presence[number], faces.track[number] = mesh.presence, main.track
        faces.faces[number] += 1
        faces.landmarks[number] = mesh.points / np.array([width, height, width], np.float32)
        faces.box[number], faces.head_pose[number] = smoothed.values[BOX], smoothed.values[HEAD_POSE]
        faces.gaze[number], faces.off_camera[number] = smoothed.values[GAZE], smoothed.values[OFF_CAMERA]
        faces.expression[number] = smoothed.values[EXPRESSION]
    return face_memory.unpack(face_memory.pack(known))  # rounded as it would be between two calls


def _values(networks: Networks, frame: Bytes, mesh: Mesh, pose: face_pose.Pose) -> Floats:
    """Measure one face: the values that are smoothed, in their order."""
    height, width = frame.shape[:2]
    eyes = face_eyes.look(networks.iris, frame, mesh)
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
