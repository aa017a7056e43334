"""A person's 33 points: where a detector puts the person, and where the landmark network puts the points.

The first 33 points are those of MediaPipe's pose model; two more, the hips' middle and one straight above it at the
distance of the whole body, say where the person is to be looked for next.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from inference.kernels.body_networks import Networks
from inference.kernels.face_detection import Detector, anchors, detections, letterbox
from inference.kernels.face_geometry import Bytes, Floats, Square, cut, shares, to_frame

POINTS = 33
WINDOW = 7
SURE = 0.5
SIZE = 256
SCALE = 1.25
MIN_PRESENCE = 0.5
LOGIT_LIMIT = 80.0
IN_VIEW = 0.5
"""A point counts as in view from this visibility on."""

DETECTOR = Detector(224, ((28, 2), (14, 2), (7, 6)))
"""2,254 anchors."""

EARS = (7, 8)
LEFT_SHOULDER, RIGHT_SHOULDER = 11, 12
HANDS = ((15, 17, 19, 21), (16, 18, 20, 22))
"""Wrist, little finger, index finger and thumb, of the left and the right hand."""
_HIPS, _FAR = 33, 34
_DETECTED_HIPS, _DETECTED_FAR = 0, 1


@dataclass(frozen=True)
class Points:
    """A person's `points` [33, 3]: x, y in pixels of the frame and 0..1 how surely it is in view.

    `presence` is the network's belief that there is a person, 0..1; `square` is where to look for it next.
    """

    points: Floats
    presence: float
    square: Square


def detect(networks: Networks, frame: Bytes) -> Square | None:
    """Give where the landmark network should look for the largest person in `frame`, if there is one."""
    height, width = frame.shape[:2]
    boxes, scores = networks.detector(letterbox(frame, DETECTOR.size))
    found = detections(boxes, scores, anchors(DETECTOR), DETECTOR.size, (height, width))
    return _around(found[0].points[_DETECTED_HIPS], found[0].points[_DETECTED_FAR]) if found else None


def look(networks: Networks, frame: Bytes, square: Square) -> Points | None:
    """Find the points of the person in `square` of `frame`; None when nobody is there."""
    if not square.usable:
        return None
    picture = cut(frame, square, SIZE, black_outside=True)
    output, flag, heatmaps = networks.landmark(shares(picture))
    presence = float(flag.reshape(-1)[0])
    if not presence >= MIN_PRESENCE or not np.isfinite(output).all():
        return None
    values = output.reshape(-1, 5)
    flat = values[:, :3] / np.float32(SIZE)
    flat[:, :2] = _refined(flat[:, :2], heatmaps[0])
    places = to_frame(flat, square)
    visible = 1.0 / (1.0 + np.exp(-np.clip(values[:POINTS, 3:4], -LOGIT_LIMIT, LOGIT_LIMIT)))
    points = np.concatenate([places[:POINTS, :2], visible], axis=1).astype(np.float32)
    return Points(points, min(presence, 1.0), _around(places[_HIPS], places[_FAR]))


def _refined(points: Floats, heatmaps: Floats) -> Floats:
    """Move `points` [k, 2], in fractions, to the middle of what `heatmaps` [side, side, k] shows around them.

    As MediaPipe does: the mean, weighted by confidence, of the `WINDOW` cells both ways; a point stays where no cell in
    this window is sure.
    """
    side, refined = len(heatmaps), points.copy()
    for number, (x, y) in enumerate(np.clip(points * side, 0, side - 1).astype(int)):
        top, left = max(0, y - WINDOW // 2), max(0, x - WINDOW // 2)
        part = heatmaps[top : y + WINDOW // 2 + 1, left : x + WINDOW // 2 + 1, number]
        weights = 1.0 / (1.0 + np.exp(-np.clip(part, -LOGIT_LIMIT, LOGIT_LIMIT)))
        if weights.max() >= SURE:
            rows, columns = np.indices(part.shape)
            total = weights.sum() * side
            refined[number] = ((columns + left) * weights).sum() / total, ((rows + top) * weights).sum() / total
    return refined


def _around(hips: Floats, far: Floats) -> Square:
    """Put a square around a whole person: its middle the hips' middle, upright as the person is."""
    across, down = float(far[0] - hips[0]), float(far[1] - hips[1])
    angle = math.remainder(math.pi / 2 - math.atan2(-down, across), 2 * math.pi)
    return Square(float(hips[0]), float(hips[1]), 2 * SCALE * math.hypot(across, down), angle)
