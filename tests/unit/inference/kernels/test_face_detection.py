from __future__ import annotations

import numpy as np
import pytest

from inference.kernels.face_detection import (
    FULL_RANGE,
    SHORT_RANGE,
    Detector,
    anchors,
    decode,
    detections,
    letterbox,
    merge,
    overlaps,
)
from inference.kernels.face_geometry import Floats


def outputs(detector: Detector, seen: dict[int, tuple[float, float, float, float]]) -> tuple[Floats, Floats]:
    """What a network says that sees faces: anchor -> x0, y0, x1, y1 in fractions of its input, with score 0.99."""
    centres = anchors(detector)
    regressors = np.zeros((1, len(centres), 16), dtype=np.float32)
    logits = np.full((1, len(centres), 1), -9, dtype=np.float32)
    for index, (left, top, right, bottom) in seen.items():
        middle = np.array([(left + right) / 2, (top + bottom) / 2]) - centres[index]
        size = np.array([right - left, bottom - top])
        regressors[0, index] = np.concatenate([middle, size, np.tile(middle, 6)]) * detector.size
        logits[0, index] = 4.6
    return regressors, logits


def test_anchors_lie_in_the_middle_of_their_cells() -> None:
    short = anchors(SHORT_RANGE)

    assert short.shape == (896, 2)
    assert short[:3].tolist() == [[1 / 32, 1 / 32], [1 / 32, 1 / 32], [3 / 32, 1 / 32]]
    assert short[512:519].tolist() == [[1 / 16, 1 / 16]] * 6 + [[3 / 16, 1 / 16]]
    assert anchors(FULL_RANGE).shape == (2304, 2)
    assert anchors(FULL_RANGE)[49].tolist() == pytest.approx([1.5 / 48, 1.5 / 48])


def test_boxes_and_points_are_decoded_around_their_anchor() -> None:
    regressors, logits = outputs(SHORT_RANGE, {300: (0.2, 0.3, 0.4, 0.6)})

    scores, boxes, points = decode(regressors, logits, anchors(SHORT_RANGE), 128)

    assert scores.tolist() == pytest.approx([0.99], abs=0.001)
    assert boxes[0].tolist() == pytest.approx([0.2, 0.3, 0.4, 0.6], abs=1e-5)
    np.testing.assert_allclose(points[0], np.tile([0.3, 0.45], (6, 1)), atol=1e-5)


def test_boxes_without_an_area_or_a_number_are_left_out() -> None:
    regressors, logits = outputs(SHORT_RANGE, {1: (0.2, 0.2, 0.2, 0.5), 2: (0.5, 0.5, 0.4, 0.4), 3: (0, 0, 0.5, 0.5)})
    regressors[0, 3, 7] = np.nan

    assert decode(regressors, logits, anchors(SHORT_RANGE), 128)[0].size == 0


def test_overlap_is_intersection_over_union() -> None:
    boxes = np.array([[0, 0, 2, 2], [1, 1, 3, 3], [2, 2, 3, 3]], dtype=np.float32)

    assert overlaps(boxes[0], boxes).tolist() == pytest.approx([1, 1 / 7, 0])


def test_detections_of_one_face_become_their_weighted_mean_and_others_stay() -> None:
    boxes = np.array([[0, 0, 10, 10], [0, 0, 12, 12], [50, 50, 60, 60]], dtype=np.float32)
    scores = np.array([0.9, 0.6, 0.7], dtype=np.float32)

    found = merge(scores, boxes, np.zeros((3, 6, 2), dtype=np.float32))

    assert [one.score for one in found] == pytest.approx([0.9, 0.7])
    assert found[0].box.tolist() == pytest.approx([0, 0, 10.8, 10.8])


def test_faces_come_in_pixels_of_a_wide_frame_the_largest_first() -> None:
    seen = {10: (0.1, 0.4, 0.2, 0.5), 400: (0.5, 0.4, 0.75, 0.65)}

    found = detections(*outputs(SHORT_RANGE, seen), anchors(SHORT_RANGE), 128, (480, 640))

    assert [one.box.round(2).tolist() for one in found] == [[320, 176, 480, 336], [64, 176, 128, 240]]
    assert found[0].square.side == pytest.approx(240)
    assert (found[0].square.centre_x, found[0].square.centre_y) == pytest.approx((400, 256))


@pytest.mark.parametrize(("height", "width"), [(480, 640), (640, 480), (100, 100), (7, 640), (1, 1)])
def test_a_frame_fits_into_the_letterbox_in_its_middle(height: int, width: int) -> None:
    picture = letterbox(np.full((height, width, 3), 255, dtype=np.uint8), 128)

    lit = picture.mean(axis=2) > 0.99
    side = max(height, width)
    assert picture.shape == (128, 128, 3)
    assert np.flatnonzero(lit.any(axis=1)).size == pytest.approx(128 * height / side, abs=2)
    assert np.flatnonzero(lit.any(axis=0)).size == pytest.approx(128 * width / side, abs=2)
    np.testing.assert_array_equal(picture[~lit], -1.0)
    assert abs(np.argwhere(lit).mean() - 63.5) < 1


def test_fine_stripes_become_grey_when_a_large_frame_shrinks() -> None:
    stripes = np.zeros((512, 512, 3), dtype=np.uint8)
    stripes[:, 1::2] = 255

    np.testing.assert_allclose(letterbox(stripes, 128), 0.0, atol=0.02)
