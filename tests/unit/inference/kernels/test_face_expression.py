from __future__ import annotations

import numpy as np
import pytest

from inference.kernels.face_expression import BROWS, INNER_BROWS, coefficients
from inference.kernels.face_geometry import Floats


def measured(points: Floats, aspect: float) -> list[float]:
    return list(coefficients(points, np.array(aspect, np.float32)).tolist())


def head(
    width: float = 0.56, corners: float = -0.24, gap: float = 0.0, brows: float = 0.23, apart: float = 0.3
) -> Floats:
    """A head of which only what is measured stands: at rest by default. Lengths are in distances of the eye corners."""
    points = np.zeros((468, 3), dtype=np.float32)
    points[2] = (0, -0.5, 0)
    points[61], points[291] = (-width / 2, -0.5 + corners, 0), (width / 2, -0.5 + corners, 0)
    points[13], points[14] = (0, -0.7 + gap / 2, 0), (0, -0.7 - gap / 2, 0)
    points[list(BROWS)] = (0, brows, 0)
    points[list(INNER_BROWS), 0] = (-apart / 2, apart / 2)
    return points


def test_a_face_at_rest_expresses_nothing() -> None:
    assert measured(head(), 0.33) == pytest.approx((0, 0, 0, 0, 1))


def test_wide_and_lifted_corners_are_a_smile() -> None:
    assert measured(head(width=0.78, corners=-0.14), 0.3)[0] == 1
    assert measured(head(width=0.665, corners=-0.19), 0.3)[0] == pytest.approx(0.5)


def test_a_wide_mouth_alone_or_a_lift_alone_is_no_smile() -> None:
    assert measured(head(width=0.78), 0.3)[0] == 0
    assert measured(head(corners=-0.14), 0.3)[0] == 0


def test_lifted_brows_and_a_dropped_jaw_grow_from_zero_to_one() -> None:
    assert [measured(head(brows=at), 0.3)[1] for at in (0.2, 0.275, 0.5)] == pytest.approx([0, 0.5, 1])
    assert [measured(head(gap=at), 0.3)[3] for at in (0.0, 0.21, 0.9)] == pytest.approx([0, 0.5, 1])


def test_brows_that_come_down_and_together_are_lowered() -> None:
    assert measured(head(brows=0.1, apart=0.15), 0.3)[2] == 1
    assert measured(head(brows=0.16, apart=0.215), 0.3)[2] == pytest.approx(0.5)
    assert measured(head(brows=0.1), 0.3)[2] == measured(head(apart=0.15), 0.3)[2] == 0


def test_lids_close_and_open() -> None:
    assert [measured(head(), aspect)[4] for aspect in (0.0, 0.24, 0.5)] == pytest.approx([0, 0.5, 1])
