"""How a head is turned: a rigid face is laid over the points of the mesh.

The head's frame: x to the person's left, y up, z forwards, 0 between the outer eye corners, and the distance of these
corners (about 9 cm in adults) as the unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.kernels.face_geometry import Floats

MIDDLE = {
    10: (0.539, 0.221),
    151: (0.378, 0.249),
    9: (0.221, 0.269),
    168: (0.037, 0.244),
    6: (-0.056, 0.288),
    197: (-0.139, 0.341),
    195: (-0.214, 0.400),
    5: (-0.294, 0.459),
    4: (-0.389, 0.480),
}
"""Points on the middle of forehead and nose: y and z in the head's frame."""

SIDES = {
    (33, 263): (0.5, 0.0, 0.0),
    (133, 362): (0.191, -0.023, 0.058),
    (127, 356): (0.765, -0.019, -0.543),
    (234, 454): (0.757, -0.166, -0.602),
    (54, 284): (0.650, 0.366, -0.138),
    (67, 297): (0.382, 0.510, 0.131),
    (129, 358): (0.244, -0.403, 0.153),
}
"""Points that come in pairs (the person's right, left): x, y and z of the left one."""

# The positions are the mean of the mesh's own points over two people who face a camera (40 frames of a woman speaking
# and their mirror images, one portrait of another), aligned, made symmetric, and turned so that the two, who hold their
# heads level, come out within a degree of it. Mouth, cheeks, brows and jaw are left out: they move on the head.


def _template() -> tuple[tuple[int, ...], Floats]:
    middle = [(index, (0.0, y, z)) for index, (y, z) in MIDDLE.items()]
    left = [(pair[1], at) for pair, at in SIDES.items()]
    right = [(pair[0], (-x, y, z)) for pair, (x, y, z) in SIDES.items()]
    indices, positions = zip(*middle, *left, *right, strict=True)
    return indices, np.array(positions, dtype=np.float32)


INDICES, TEMPLATE = _template()
"""The rigid face: which of the mesh's points, and where they are in the head's frame [n, 3]."""

_INDICES = np.array(INDICES)
_CENTRED = TEMPLATE - TEMPLATE.mean(axis=0)
_SPREAD = float((_CENTRED**2).sum())
_UPRIGHT = np.array([1.0, -1.0, -1.0], dtype=np.float32)
"""From the mesh's axes (y down, z away from the camera) to right-handed ones (y up, z towards the camera)."""


@dataclass(frozen=True)
class Pose:
    """Where a head is, or several: `rotation` [..., 3, 3] takes the head's frame to the camera's.

    The camera's has x to the right, y up and z towards the camera. `unit` [...] is the pixels of the frame that the
    head's unit measures; 0 where the mesh's points fall together, so that there is no pose.
    """

    rotation: Floats
    unit: Floats

    @property
    def degrees(self) -> Floats:
        """Yaw to the person's left, pitch upwards, roll towards the person's left shoulder; [..., 3].

        The rotation is read as yaw of pitch of roll: roll first, around the axis that leaves the face.
        """
        turn = self.rotation
        yaw = np.arctan2(turn[..., 0, 2], turn[..., 2, 2])
        pitch = np.arcsin(np.clip(turn[..., 1, 2], -1.0, 1.0))
        roll = -np.arctan2(turn[..., 1, 0], turn[..., 1, 1])
        return np.asarray(np.degrees(np.stack([yaw, pitch, roll], axis=-1)), np.float32)

    def heads_own(self, points: Floats) -> Floats:
        """Bring `points` [..., n, 3] of the mesh to the head's axes and unit; where 0 lies is left open."""
        unit = np.where(self.unit > 0, self.unit, np.float32(1))[..., None, None]
        return np.asarray(points @ (_UPRIGHT[:, None] * self.rotation / unit), np.float32)


def fit(points: Floats) -> Pose:
    """Find the pose of the head whose mesh is `points` [..., 468, 3], in pixels of the frame.

    Least squares over rotation and scale: S. Umeyama, "Least-Squares Estimation of Transformation Parameters Between
    Two Point Patterns", 1991. The camera is taken to be far away (no perspective).
    """
    seen = points[..., _INDICES, :] * _UPRIGHT
    seen = seen - seen.mean(axis=-2, keepdims=True)
    left, strengths, right = np.linalg.svd(np.swapaxes(seen, -1, -2) @ _CENTRED)
    signs = np.ones_like(strengths)
    signs[..., 2] = np.sign(_determinant(left @ right))
    unit = (strengths * signs).sum(axis=-1) / _SPREAD
    sound = np.where(np.isfinite(unit) & (unit > 0), unit, 0)
    return Pose(((left * signs[..., None, :]) @ right).astype(np.float32), sound.astype(np.float32))


def _determinant(matrix: Floats) -> Floats:
    """Give the determinants of matrices [..., 3, 3]: a row on the cross product of the others."""
    value: Floats = (matrix[..., 0, :] * np.cross(matrix[..., 1, :], matrix[..., 2, :])).sum(axis=-1)
    return value
