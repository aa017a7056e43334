"""Where a person looks: the line of sight of head and eyes together, against the direction to the camera.

The eye model: an eyeball turns about its centre, and its iris lies `RADIUS` before that centre. So the iris appears
over the centre where a person looks into the camera, however the head is turned, and moves off by the sine of the angle
between the line of sight and the camera. The centre stands fixed in the head, behind the middle of the eye's corners.

Mesh and pose are measured as the camera sees the face: along the line from the camera to the face, without
perspective. So the angle comes out against this line wherever in the frame the face is, and no field of view of the
camera has to be assumed.
"""

from __future__ import annotations

import numpy as np

from inference.kernels.face_geometry import Floats
from inference.kernels.face_pose import Pose

HEAD_UNIT_MM = 90.0
RADIUS = 10.0 / HEAD_UNIT_MM
"""From the eyeball's centre of rotation to the plane of the iris, in the head's unit.

The centre lies 13.5 mm and the iris 3.5 mm behind the cornea's front (D. Atchison and G. Smith, "Optics of the Human
Eye", 2000).
"""

CENTRE = (0.0, 0.031, -0.050)
"""Where the eyeball's centre lies, from the middle of the eye's corners, in the head's frame and unit.

2.8 mm higher and 4.5 mm behind: fitted to a woman who turns her head by 20 degrees to either side and keeps looking
into the camera. What is left are 0.44 mm (root mean square), or 3.1 degrees at the median.
"""


def off_camera(pose: Pose, offset: Floats) -> Floats:
    """Give the degrees between the line of sight and the direction to the camera, [...] as the pose's.

    `offset` [..., 2] is where the iris is seen from the middle of the eye's corners: pixels of the frame, y upwards.
    """
    centre = pose.rotation[..., :2, :] @ np.array(CENTRE, np.float32)
    unit = np.where(pose.unit > 0, pose.unit, np.float32(1))[..., None]
    shift = (offset / unit - centre) / np.float32(RADIUS)
    return np.degrees(np.arcsin(np.minimum(np.hypot(shift[..., 0], shift[..., 1]), 1)))
