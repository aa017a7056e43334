"""From frames to faces: detection, mesh and irises in turn, following faces from frame to frame and call to call.

The memory that one call leaves goes into the next one's. The results are the same however frames are cut into calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import astuple, dataclass, replace
from typing import NamedTuple

import numpy as np

from inference.kernels import face_expression, face_eyes, face_follow, face_gaze, face_memory, face_pose, one_euro
from inference.kernels.face_follow import Seen
from inference.kernels.face_geometry import Bytes, Floats
from inference.kernels.face_memory import MAX_OTHERS, Main
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

    One thread follows the main face while a second one looks at its eyes and counts the others.
    Raises ValueError on another shape or type, on times that do not grow, and on a `state` that is none.
    """
    memory = face_memory.unpack(state)
    check(frames, at_ms, memory.at_ms)
    faces = _nobody(len(frames))
    if frames.size:
        height, width = frames.shape[1:3]
        memory = face_memory.resized(memory, width, height)
        with ThreadPoolExecutor(1) as aside:
            follower = face_follow.Follower(networks, memory, aside)
            eyes = _EyesInTurns(networks.iris, memory.eyes)
            looked: list[Future[face_eyes.Eyes]] = []
            seen: list[Seen] = []
            mains: list[_Main] = []
            for number, (frame, at) in enumerate(zip(frames, at_ms.tolist(), strict=True)):
                before = seen[-1].main if seen else memory.main
                seen.append(follower.step(frame, at))
                main = _main(number, at, seen[-1], before)
                if main is not None:
                    mains.append(main)
                    looked.append(aside.submit(eyes.look, frame, main.mesh, main.since_ms))
            _note(seen, faces)
            memory = follower.memory
        smoothed = _features(mains, [one.result() for one in looked], faces, (width, height), memory.smoothed)
        memory = replace(memory, smoothed=smoothed, eyes=eyes.known)
    return replace(faces, state=face_memory.pack(memory))


class _Main(NamedTuple):
    """The main face of frame `number`, where it is in sight. It was last seen `since_ms` ago."""

    number: int
    mesh: Mesh
    since_ms: int


def _main(number: int, at_ms: int, seen: Seen, before: Main | None) -> _Main | None:
    """Give the main face of a frame, the one `before` which had it as `before`."""
    if seen.mesh is None:
        return None
    same = before is not None and seen.main is not None and before.track == seen.main.track
    return _Main(number, seen.mesh, at_ms - before.seen_ms if before is not None and same else MAX_GAP_MS + 1)


def _note(seen: Sequence[Seen], faces: Faces) -> None:
    """Count in `faces` who was seen in each frame."""
    for number, one in enumerate(seen):
        others = one.counted.result().others
        faces.faces[number] = len(others) + (one.mesh is not None)
        for place, other in enumerate(others):
            faces.other_track[number, place], faces.other_box[number, place] = other.track, other.box
        if one.mesh is not None and one.main is not None:
            faces.presence[number], faces.track[number] = one.mesh.presence, one.main.track


class _EyesInTurns:
    """Looks at the eyes of the main face of frame after frame; `known` is what the next frame needs."""

    def __init__(self, iris: Network, known: face_eyes.Known) -> None:
        self._iris = iris
        self.known = known

    def look(self, frame: Bytes, mesh: Mesh, since_ms: int) -> face_eyes.Eyes:
        """Measure the eyes in the next frame."""
        before = self.known if since_ms <= MAX_GAP_MS else None
        eyes, self.known = face_eyes.look(self._iris, frame, mesh, before)
        return eyes


def _features(
    seen: Sequence[_Main], eyes: Sequence[face_eyes.Eyes], faces: Faces, size: tuple[int, int], smoothed: Smoothed
) -> Smoothed:
    """Fill in what is measured of the main faces, smoothed over time after `smoothed`; give the last of it."""
    if not seen:
        return smoothed
    rows = [one.number for one in seen]
    meshes = [one.mesh for one in seen]
    points = np.stack([mesh.points for mesh in meshes])
    faces.landmarks[rows] = points / np.array([size[0], size[1], size[0]], np.float32)
    pose = face_pose.fit(points)
    boxes = np.array([face_follow.box_of(mesh, *size) for mesh in meshes], np.float32)
    looked = np.array([astuple(one) for one in eyes], np.float32)
    off = face_gaze.off_camera(pose, looked[:, 3:])
    expression = face_expression.coefficients(pose.heads_own(points), looked[:, 2])
    values = np.concatenate([boxes, pose.degrees, looked[:, :2], off[:, None], expression], axis=1)
    for one, now in zip(seen, values, strict=True):
        smoothed = _smooth(smoothed, now, one.since_ms)
        now[:] = smoothed.values
    faces.box[rows], faces.head_pose[rows] = values[:, BOX], values[:, HEAD_POSE]
    faces.gaze[rows], faces.off_camera[rows] = values[:, GAZE], values[:, OFF_CAMERA]
    faces.expression[rows] = values[:, EXPRESSION]
    return smoothed


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
