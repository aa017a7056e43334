from __future__ import annotations

import math

import numpy as np
import pytest

from inference.kernels.face_geometry import Floats
from inference.kernels.face_pose import INDICES, TEMPLATE, fit


def turned(yaw: float, pitch: float, roll: float) -> Floats:
    """A rotation that a person would describe by these degrees: to her left, upwards, towards her left shoulder."""
    y, p, r = (math.radians(angle) for angle in (yaw, pitch, roll))
    around_y = np.array([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    around_x = np.array([[1, 0, 0], [0, math.cos(p), math.sin(p)], [0, -math.sin(p), math.cos(p)]])
    around_z = np.array([[math.cos(r), math.sin(r), 0], [-math.sin(r), math.cos(r), 0], [0, 0, 1]])
    return np.asarray(around_y @ around_x @ around_z, dtype=np.float32)


def seen(rotation: Floats, pixels: float = 150.0) -> Floats:
    """The mesh of the generic face, turned: pixels from (300, 200), y down, z away from the camera."""
    points = np.zeros((468, 3), dtype=np.float32)
    points[list(INDICES)] = TEMPLATE @ rotation.T * pixels * [1, -1, -1] + [300, 200, 12]
    return points


@pytest.mark.parametrize(
    "angles",
    [
        (0, 0, 0),
        (30, 0, 0),
        (-30, 0, 0),
        (0, 20, 0),
        (0, -20, 0),
        (0, 0, 15),
        (0, 0, -80),
        (25, -15, 10),
        (-50, 30, 40),
    ],
)
def test_the_pose_of_a_turned_head_is_recovered(angles: tuple[float, float, float]) -> None:
    pose = fit(seen(turned(*angles)))

    assert pose.degrees == pytest.approx(angles, abs=0.1)
    assert pose.unit == pytest.approx(150, rel=0.001)


def test_noise_of_a_pixel_moves_the_pose_by_less_than_a_degree() -> None:
    noise = np.random.default_rng(3).normal(0, 1, (468, 3)).astype(np.float32)

    pose = fit(seen(turned(20, 10, -5)) + noise)

    assert pose.degrees == pytest.approx((20, 10, -5), abs=1)


def test_a_nose_that_points_to_the_right_of_the_picture_is_turned_to_the_persons_left() -> None:
    points = seen(turned(30, 0, 0))

    nose, eyes = points[4], points[[33, 263]].mean(axis=0)
    assert nose[0] > eyes[0]
    pose = fit(points)
    assert pose.degrees[0] > 29


def test_a_head_that_leans_to_its_left_shoulder_has_its_brow_on_the_right_of_the_picture() -> None:
    points = seen(turned(0, 0, 20))

    assert points[10, 0] > points[4, 0]
    pose = fit(points)
    assert pose.degrees[2] > 19


def test_the_pose_is_taken_out_of_points_in_the_heads_own_frame() -> None:
    points = seen(turned(-35, 12, 8))
    pose = fit(points)

    head = pose.heads_own(points)[list(INDICES)]
    np.testing.assert_allclose(head - head.mean(axis=0), TEMPLATE - TEMPLATE.mean(axis=0), atol=1e-4)


def test_points_that_fall_together_have_no_pose() -> None:
    assert fit(np.full((468, 3), 40, dtype=np.float32)).unit == 0


def test_several_heads_at_once_come_out_as_one_by_one() -> None:
    heads = np.stack([seen(turned(30, 5, 0)), seen(turned(-10, 0, 25)), np.full((468, 3), 40, np.float32)])

    together = fit(heads)

    for number, head in enumerate(heads):
        alone = fit(head)
        np.testing.assert_array_equal(together.unit[number], alone.unit)
        if alone.unit:
            np.testing.assert_array_equal(together.rotation[number], alone.rotation)
