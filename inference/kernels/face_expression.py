"""Expression coefficients 0..1: plain geometry of the mesh, measured on the head itself, so its pose is taken out.

The movements are those of the Facial Action Coding System (P. Ekman, W. Friesen and J. Hager, 2002). The ends of the
ranges were read off two people: a woman speaking for eight seconds, and a portrait of another, who smiles broadly. A
resting face differs from person to person, most of all in its brows, so compare a value with the same person's others.
"""

from __future__ import annotations

import numpy as np

from inference.kernels.face_geometry import Floats

MOUTH_CORNERS = (61, 291)
INNER_LIPS = (13, 14)
UNDER_NOSE = 2
BROWS = (70, 63, 105, 66, 107, 300, 293, 334, 296, 336)
INNER_BROWS = (107, 336)
EYE_CORNERS = (33, 133, 362, 263)
INNER_EYE_CORNERS = (133, 362)

MOUTH_WIDTH = (0.58, 0.75)
MOUTH_CORNER_HEIGHT = (-0.23, -0.15)
LIP_GAP = (0.02, 0.40)
BROW_HEIGHT = (0.235, 0.315)
INNER_BROW_HEIGHT = (0.20, 0.12)
BROW_GAP = (0.25, 0.18)
EYE_ASPECT = (0.15, 0.33)
"""Where a coefficient begins and where it is full, in the head's unit; the eye's in eye widths."""


def coefficients(head: Floats, eye_aspect: Floats) -> Floats:
    """Give smile, brow raise, brow lower, mouth open and eye open, [..., 5].

    `head` [..., 468, 3] is a mesh in the head's axes and unit, `eye_aspect` [...] the eye aspect ratio.
    """
    values = (smile(head), brow_raise(head), brow_lower(head), mouth_open(head), eye_open(eye_aspect))
    return np.stack(values, axis=-1)


def smile(head: Floats) -> Floats:
    """Lip corners drawn outwards and upwards (action unit 12).

    The geometric mean of mouth width and height of the corners below the nose: an open mouth widens too, but does not
    lift its corners, and lips pressed up do not widen.
    """
    height = _height(head, MOUTH_CORNERS) - head[..., UNDER_NOSE, 1]
    product = share(_apart(head, MOUTH_CORNERS), MOUTH_WIDTH) * share(height, MOUTH_CORNER_HEIGHT)
    return np.asarray(np.sqrt(product), np.float32)


def brow_raise(head: Floats) -> Floats:
    """Inner and outer brows lifted (action units 1 and 2): their mean height over the corners of the eyes."""
    return share(_height(head, BROWS) - _height(head, EYE_CORNERS), BROW_HEIGHT)


def brow_lower(head: Floats) -> Floats:
    """Brows drawn down and together (action unit 4).

    The geometric mean of how low their inner ends are over the eyes' inner corners, and of how near to each other.
    """
    height = _height(head, INNER_BROWS) - _height(head, INNER_EYE_CORNERS)
    product = share(height, INNER_BROW_HEIGHT) * share(_apart(head, INNER_BROWS), BROW_GAP)
    return np.asarray(np.sqrt(product), np.float32)


def mouth_open(head: Floats) -> Floats:
    """Lips parted and jaw dropped (action units 25 to 27): the gap between the inner lips."""
    return share(_apart(head, INNER_LIPS), LIP_GAP)


def eye_open(aspect: Floats) -> Floats:
    """How far the lids are apart, from the eye aspect ratio; 0 is closed, 1 a usual open eye."""
    return share(aspect, EYE_ASPECT)


def share(value: Floats, span: tuple[float, float]) -> Floats:
    """Where `value` lies in `span`, 0 at or before its begin, 1 at or after its end."""
    low, high = span
    part: Floats = np.minimum(np.maximum((value - np.float32(low)) / np.float32(high - low), 0), 1)
    return part


def _height(head: Floats, points: tuple[int, ...]) -> Floats:
    """Give the mean height of `points`; `take` lays them out alike for one mesh and for many, so sums are equal too."""
    return np.asarray(np.take(head[..., 1], points, axis=-1).mean(axis=-1), np.float32)


def _apart(head: Floats, pair: tuple[int, int]) -> Floats:
    """Give the distance of two points."""
    way = head[..., pair[0], :] - head[..., pair[1], :]
    return np.asarray(np.sqrt((way * way).sum(axis=-1)), np.float32)
