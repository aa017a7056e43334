"""What surrounds the BlazeFace networks: their anchors, decoding, and merging what overlaps.

Source: V. Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs", 2019, and the options
of MediaPipe's face_detection graphs (anchor layout, threshold 0.5, weighted suppression at an overlap of 0.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from inference.kernels.face_geometry import Bytes, Floats, Square, shares, square_around

MIN_SCORE = 0.5
MAX_OVERLAP = 0.3
LOGIT_LIMIT = 80.0
FACE_SCALE = 1.5
RIGHT_EYE, LEFT_EYE = 0, 1


@dataclass(frozen=True)
class Detector:
    """How one BlazeFace network is laid out: `size` of its input, and (cells a side, anchors a cell) of its layers."""

    size: int
    layers: tuple[tuple[int, int], ...]


SHORT_RANGE = Detector(128, ((16, 2), (8, 6)))
"""Faces within about two metres; 896 anchors."""

FULL_RANGE = Detector(192, ((48, 1),))
"""Faces within about five metres; 2,304 anchors."""


@dataclass(frozen=True)
class Detection:
    """A face: its `box` as x0, y0, x1, y1 and its `points` [k, 2], in pixels of the frame, and its score 0..1."""

    score: float
    box: Floats
    points: Floats

    @property
    def area(self) -> float:
        """Pixels that the box covers."""
        return float((self.box[2] - self.box[0]) * (self.box[3] - self.box[1]))

    @property
    def square(self) -> Square:
        """Where the mesh network should look: the box and half of it more, with the eyes level."""
        corners = self.box.reshape(2, 2)
        return square_around(corners, FACE_SCALE, (self.points[RIGHT_EYE], self.points[LEFT_EYE]))


@cache
def anchors(detector: Detector) -> Floats:
    """Give the anchors' centres in fractions of the input, [n, 2] as x, y, in the order of the network's outputs."""
    return np.concatenate([_layer(cells, repeats) for cells, repeats in detector.layers])


def _layer(cells: int, repeats: int) -> Floats:
    steps = (np.arange(cells, dtype=np.float32) + 0.5) / cells
    y, x = np.meshgrid(steps, steps, indexing="ij")
    return np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), repeats, axis=0).astype(np.float32)


def letterbox(frame: Bytes, size: int) -> Floats:
    """Fit `frame` [h, w, 3] into [size, size, 3] with its sides' ratio kept, values -1..1, black around it."""
    height, width = frame.shape[:2]
    scale = size / max(height, width)
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    left, top = (size - across) // 2, (size - down) // 2
    picture = np.full((size, size, 3), -1.0, dtype=np.float32)
    small = np.asarray(cv2.resize(frame, (across, down), interpolation=cv2.INTER_AREA), np.uint8)
    picture[top : top + down, left : left + across] = shares(small) * 2 - 1
    return picture


def decode(regressors: Floats, logits: Floats, centres: Floats, size: int) -> tuple[Floats, Floats, Floats]:
    """Turn a network's outputs into scores [n], boxes [n, 4] as x0, y0, x1, y1 and points [n, k, 2].

    `regressors` [anchors, 4 + 2 k] holds, in pixels of the input: the box's centre, its width and height, k points.
    Positions come in fractions of the input. Only what scores at least `MIN_SCORE` and has an area is given.
    """
    limited = np.clip(logits.reshape(-1), -LOGIT_LIMIT, LOGIT_LIMIT)
    scores = (1.0 / (1.0 + np.exp(-limited))).astype(np.float32)
    likely = np.flatnonzero(scores >= MIN_SCORE)
    pairs: Floats = regressors.reshape(len(limited), -1, 2)[likely] / np.float32(size)
    centre, half = pairs[:, 0] + centres[likely], pairs[:, 1] / np.float32(2)
    points = pairs[:, 2:] + centres[likely][:, None]
    sound = np.isfinite(pairs).all(axis=(1, 2)) & (half > 0).all(axis=1)
    boxes = np.concatenate([centre - half, centre + half], axis=1)
    return scores[likely][sound], boxes[sound], points[sound]


def overlaps(box: Floats, boxes: Floats) -> Floats:
    """Intersection over union of `box` [4] with each of `boxes` [n, 4]."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=1)
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    union = float(np.prod(box[2:] - box[:2])) + areas - shared
    share: Floats = (shared / np.maximum(union, 1e-9)).astype(np.float32)
    return share


def merge(scores: Floats, boxes: Floats, points: Floats) -> list[Detection]:
    """Join detections of one face: from the best score down, the score-weighted mean of all that overlap it."""
    left = np.argsort(-scores, kind="stable")
    found = []
    while left.size:
        near = overlaps(boxes[left[0]], boxes[left]) > MAX_OVERLAP
        near[0] = True
        group = left[near]
        share = scores[group] / scores[group].sum()
        box, marks = np.tensordot(share, boxes[group], 1), np.tensordot(share, points[group], 1)
        found.append(Detection(float(scores[left[0]]), box, marks))
        left = left[~near]
    return found


def detections(
    regressors: Floats, logits: Floats, centres: Floats, size: int, frame_size: tuple[int, int]
) -> list[Detection]:
    """All faces that a network saw in a frame of `frame_size` (height, width), the largest first, in its pixels."""
    height, width = frame_size
    side = max(height, width)
    offset = np.array([(side - width) / 2, (side - height) / 2], dtype=np.float32)
    scores, boxes, points = decode(regressors, logits, centres, size)
    boxes, points = boxes * side - np.tile(offset, 2), points * side - offset
    return sorted(merge(scores, boxes, points), key=lambda one: -one.area)
