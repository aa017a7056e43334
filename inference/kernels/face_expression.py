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


def coefficients(head: Floats, eye_aspect: float) -> tuple[float, float, float, float, float]:
    """Give smile, brow raise, brow lower, mouth open and eye open.

    `head` [468, 3] is a mesh in the head's axes and unit, `eye_aspect` the eye aspect ratio.
    """
    return smile(head), brow_raise(head), brow_lower(head), mouth_open(head), eye_open(eye_aspect)


def smile(head: Floats) -> float:
    """Lip corners drawn outwards and upwards (action unit 12).

    The geometric mean of mouth width and height of the corners below the nose: an open mouth widens too, but does not
    lift its corners, and lips pressed up do not widen.
    """
    corners = head[list(MOUTH_CORNERS)]
    width = float(np.linalg.norm(corners[0] - corners[1]))
    height = float(corners[:, 1].mean() - head[UNDER_NOSE, 1])
    return float(np.sqrt(share(width, MOUTH_WIDTH) * share(height, MOUTH_CORNER_HEIGHT)))


def brow_raise(head: Floats) -> float:
    """Inner and outer brows lifted (action units 1 and 2): their mean height over the corners of the eyes."""
    return share(float(head[list(BROWS), 1].mean() - head[list(EYE_CORNERS), 1].mean()), BROW_HEIGHT)


def brow_lower(head: Floats) -> float:
    """Brows drawn down and together (action unit 4).

    The geometric mean of how low their inner ends are over the eyes' inner corners, and of how near to each other.
    """
    ends = head[list(INNER_BROWS)]
    height = float(ends[:, 1].mean() - head[list(INNER_EYE_CORNERS), 1].mean())
    gap = float(np.linalg.norm(ends[0] - ends[1]))
    return float(np.sqrt(share(height, INNER_BROW_HEIGHT) * share(gap, BROW_GAP)))


def mouth_open(head: Floats) -> float:
    """Lips parted and jaw dropped (action units 25 to 27): the gap between the inner lips."""
    upper, lower = head[list(INNER_LIPS)]
    return share(float(np.linalg.norm(upper - lower)), LIP_GAP)


def eye_open(aspect: float) -> float:
    """How far the lids are apart, from the eye aspect ratio; 0 is closed, 1 a usual open eye."""
    return share(aspect, EYE_ASPECT)


def share(value: float, span: tuple[float, float]) -> float:
    """Where `value` lies in `span`, 0 at or before its begin, 1 at or after its end."""
    low, high = span
    return max(0.0, min(1.0, (value - low) / (high - low)))
