from __future__ import annotations

import math

import numpy as np
import pytest

from inference.kernels.face_eyes import LEFT, REST_HEIGHT, RIGHT, Eye, Known, look, measure, pack, unpack
from inference.kernels.face_geometry import Floats
from inference.kernels.face_mesh import Mesh

FRAME = np.zeros((480, 640, 3), dtype=np.uint8)


def contour(lids: float, degrees: float = 0.0) -> Floats:
    """An eye 30 pixels wide, the outer corner on the left, its lids `lids` pixels apart, turned clockwise."""
    points = np.zeros((71, 2), dtype=np.float32)
    points[0], points[8] = (-15, 0), (15, 0)
    points[[11, 13]], points[[3, 5]] = [(-5, -lids / 2), (5, -lids / 2)], [(-5, lids / 2), (5, lids / 2)]
    return turned(points, degrees)


def turned(points: Floats, degrees: float) -> Floats:
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.asarray(points @ np.array([[cosine, sine], [-sine, cosine]]) + 32, dtype=np.float32)


def at(x: float, y: float, degrees: float = 0.0) -> Floats:
    return turned(np.array([x, y], dtype=np.float32), degrees)


def measured(eye: Eye | None) -> Eye:
    assert eye is not None
    return eye


@pytest.mark.parametrize("degrees", [0, 25, -40])
def test_gaze_is_the_offset_from_between_the_corners_along_and_across_the_eye(degrees: float) -> None:
    eye = measured(measure(contour(10, degrees), at(6, -7.5, degrees), mirrored=False))

    assert eye.gaze_x == pytest.approx(0.4, abs=1e-4)
    assert eye.gaze_y == pytest.approx(0.5 - REST_HEIGHT, abs=1e-4)
    assert eye.width == pytest.approx(30, abs=1e-3)


def test_the_mirrored_eye_looks_the_other_way() -> None:
    eye = measured(measure(contour(10), at(6, 0), mirrored=True))

    assert eye.gaze_x == pytest.approx(-0.4)


def test_the_aspect_ratio_is_the_height_between_the_lids_over_the_width() -> None:
    assert measured(measure(contour(9), at(0, 0), mirrored=False)).aspect == pytest.approx(0.3)


def test_corners_that_fall_together_measure_nothing() -> None:
    assert measure(np.zeros((71, 2), dtype=np.float32), at(0, 0), mirrored=False) is None


def mesh(right_width: float, left_width: float) -> Mesh:
    points = np.zeros((468, 3), dtype=np.float32)
    points[33, :2], points[133, :2] = (200, 200), (200 + right_width, 200)
    points[362, :2], points[263, :2] = (300, 200), (300 + left_width, 200)
    return Mesh(points, 1.0)


class IrisNetwork:
    """Sees irises at given places, the right eye's first; the way both eyes are shown is kept."""

    def __init__(self, *irises: Floats) -> None:
        self._irises = iter(irises)
        self.shown: list[Floats] = []

    def __call__(self, picture: Floats) -> tuple[Floats, Floats]:
        self.shown.append(picture)
        flat = np.zeros((71, 3), dtype=np.float32)
        flat[:, :2] = contour(9)
        iris = np.zeros((5, 3), dtype=np.float32)
        iris[:, :2] = next(self._irises)
        return flat.reshape(1, 213), iris.reshape(1, 15)


def test_both_eyes_that_look_to_the_persons_left_agree() -> None:
    eyes, _ = look(IrisNetwork(at(3, 0), at(-3, 0)), FRAME, mesh(30, 30))

    assert eyes.gaze_x == pytest.approx(0.2, abs=1e-4)
    assert eyes.aspect == pytest.approx(0.3, abs=1e-4)


def test_the_eye_that_is_seen_wider_counts_more() -> None:
    eyes, _ = look(IrisNetwork(at(3, 0), at(0, 0)), FRAME, mesh(30, 20))

    assert eyes.gaze_x == pytest.approx(0.12, abs=1e-4)


def test_the_left_eye_is_shown_mirrored() -> None:
    frame = FRAME.copy()
    frame[:, 310:] = 255
    network = IrisNetwork(at(0, 0), at(0, 0))

    look(network, frame, mesh(20, 20))

    right, left = network.shown
    assert right.shape == left.shape == (64, 64, 3)
    assert right.max() == 0
    assert left[:, 0].min() == 1
    assert left[:, -1].max() == 0


def test_gaze_never_leaves_its_range() -> None:
    eyes, _ = look(IrisNetwork(at(90, -90), at(-90, -90)), FRAME, mesh(30, 30))

    assert (eyes.gaze_x, eyes.gaze_y) == (1.0, 1.0)


def test_what_is_not_a_number_or_too_small_measures_nothing() -> None:
    broken = np.array([math.nan, 0], dtype=np.float32)

    assert look(IrisNetwork(broken, broken), FRAME, mesh(30, 30))[0].aspect == 0
    assert look(IrisNetwork(), FRAME, mesh(0.5, 0.5))[0].aspect == 0


def test_later_frames_have_one_eye_measured_in_turns_and_the_other_as_it_was() -> None:
    network = IrisNetwork(at(3, 0), at(-3, 0), at(6, 0), at(0, 0))

    _, first = look(network, FRAME, mesh(30, 30))
    second_eyes, second = look(network, FRAME, mesh(30, 30), first)
    third_eyes, _ = look(network, FRAME, mesh(30, 30), second)

    assert len(network.shown) == 4
    assert second_eyes.gaze_x == pytest.approx((0.4 + 0.2) / 2, abs=1e-4)
    assert third_eyes.gaze_x == pytest.approx((0.4 + 0.0) / 2, abs=1e-4)


def test_an_eye_that_a_turned_head_hides_is_passed_over_and_forgotten() -> None:
    _, both = look(IrisNetwork(at(3, 0), at(-3, 0)), FRAME, mesh(30, 30))
    network = IrisNetwork(at(6, 0))

    eyes, known = look(network, FRAME, mesh(30, 15), both)

    assert eyes.gaze_x == pytest.approx(0.4, abs=1e-4)
    assert known.eyes[LEFT] is None
    assert known.eyes[RIGHT] is not None


def test_an_eye_that_could_not_be_measured_is_tried_again_at_once() -> None:
    broken = np.array([math.nan, 0], dtype=np.float32)
    _, half = look(IrisNetwork(at(3, 0), broken), FRAME, mesh(30, 30))

    eyes, whole = look(IrisNetwork(at(6, 0), at(-6, 0)), FRAME, mesh(30, 30), half)

    assert None not in whole.eyes
    assert eyes.gaze_x == pytest.approx(0.4, abs=1e-4)


def test_what_is_known_of_the_eyes_survives_the_way_through_a_tensor() -> None:
    known = Known((Eye(30, 0.5, -0.25, 0.25, 2, 1), None), RIGHT)

    assert unpack(pack(known)) == known
