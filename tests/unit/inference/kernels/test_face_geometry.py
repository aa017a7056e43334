from __future__ import annotations

import math

import numpy as np
import pytest

from inference.kernels.face_geometry import Bytes, Floats, Square, cut, shares, square_around, to_frame


def slope(height: int, width: int) -> Bytes:
    """A frame whose red grows to the right and whose green grows downwards, by one a pixel; blue is 7."""
    frame = np.full((height, width, 3), 7, dtype=np.uint8)
    frame[..., 0], frame[..., 1] = np.arange(width)[None, :], np.arange(height)[:, None]
    return frame


def looked_at(square: Square, size: int) -> Floats:
    """Where each pixel of a cut lies in the frame, [size * size, 3], by the way back from square to frame."""
    steps = (np.arange(size, dtype=np.float32) + 0.5) / size
    y, x = np.meshgrid(steps, steps, indexing="ij")
    return to_frame(np.stack([x.ravel(), y.ravel(), np.zeros(x.size, np.float32)], axis=1), square)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("degrees", [0, 17, -40, 90, 180])
def test_what_is_cut_out_comes_from_where_the_way_back_says(degrees: int, mirrored: bool) -> None:
    square = Square(100, 90, 70, math.radians(degrees), mirrored)

    picture = cut(slope(180, 200), square, 48)

    places = looked_at(square, 48)
    np.testing.assert_allclose(picture[..., 0].ravel(), places[:, 0] - 0.5, atol=0.6)
    np.testing.assert_allclose(picture[..., 1].ravel(), places[:, 1] - 0.5, atol=0.6)
    np.testing.assert_array_equal(picture[..., 2], 7)


def test_a_square_of_the_same_size_is_the_frame_itself() -> None:
    frame = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)

    np.testing.assert_array_equal(cut(frame, Square(32, 32, 64), 64), frame)


def test_a_mirrored_square_is_flipped_from_left_to_right() -> None:
    frame = np.random.default_rng(2).integers(0, 256, (64, 64, 3), dtype=np.uint8)

    plain, mirrored = cut(frame, Square(32, 32, 64), 64), cut(frame, Square(32, 32, 64, mirrored=True), 64)

    np.testing.assert_array_equal(mirrored, plain[:, ::-1])


def test_outside_the_frame_its_border_goes_on() -> None:
    frame = slope(20, 20)

    picture = cut(frame, Square(-50, 10, 20), 20)

    np.testing.assert_array_equal(picture[..., 0], 0)
    np.testing.assert_array_equal(picture[:, 0, 1], frame[:, 0, 1])


def test_outside_the_frame_all_is_black_where_that_is_asked_for() -> None:
    picture = cut(np.full((20, 20, 3), 200, np.uint8), Square(5, 10, 20), 20, black_outside=True)

    assert not picture[:, :5].any()
    assert (picture[:, 6:] == 200).all()


def test_values_are_shares_of_the_brightest() -> None:
    picture = shares(np.array([[[0, 51, 255]]], np.uint8))

    assert picture.dtype == np.float32
    np.testing.assert_allclose(picture, [[[0, 0.2, 1]]], rtol=1e-6)


def test_depth_grows_with_the_square_as_width_does() -> None:
    points = np.array([[0.5, 0.5, 0.25]], dtype=np.float32)

    assert to_frame(points, Square(10, 20, 40))[0].tolist() == pytest.approx([10, 20, 10])


def test_a_square_around_points_follows_their_axis() -> None:
    points = np.array([[10, 10, 0], [30, 20, 0]], dtype=np.float32)

    square = square_around(points, 1.5, (points[0], points[1]))

    assert (square.centre_x, square.centre_y, square.side) == pytest.approx((20, 15, 30))
    assert square.angle == pytest.approx(math.atan2(10, 20))


@pytest.mark.parametrize("square", [Square(math.nan, 0, 50), Square(0, 0, math.inf), Square(5, 5, 1)])
def test_a_square_that_is_not_finite_or_too_small_is_not_usable(square: Square) -> None:
    assert not square.usable
    assert Square(5, 5, 50).usable
