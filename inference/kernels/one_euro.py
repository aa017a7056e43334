"""The One Euro filter: smooths what jitters while it rests and lets pass what moves.

Source: G. Casiez, N. Roussel and D. Vogel, "1€ Filter: A Simple Speed-based Low-pass Filter for Noisy Input in
Interactive Systems", 2012. It only looks back, so a live recording and its file come out equal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from inference.kernels.face_geometry import Floats

SLOPE_HERTZ = 1.0


@dataclass(frozen=True)
class Smoothed:
    """Some values after smoothing [n], and how fast they change a second [n]."""

    values: Floats
    slopes: Floats


def begin(values: Floats) -> Smoothed:
    """Start at `values`, at rest."""
    return Smoothed(values, np.zeros_like(values))


def smooth(before: Smoothed, values: Floats, seconds: float, resting_hertz: Floats, per_slope: Floats) -> Smoothed:
    """Take in `values` [n], `seconds` (more than 0) after `before`.

    A value at rest passes a low-pass filter of `resting_hertz` [n]; this cut-off grows by `per_slope` [n] hertz for
    each unit a second that the value moves.
    """
    slopes = (values - before.values) / np.float32(seconds)
    slopes = before.slopes + _weight(SLOPE_HERTZ, seconds) * (slopes - before.slopes)
    weights = _weight(resting_hertz + per_slope * np.abs(slopes), seconds)
    moved = before.values + weights * (values - before.values)
    return Smoothed(moved.astype(np.float32), slopes.astype(np.float32))


def _weight(hertz: Floats | float, seconds: float) -> Floats:
    """Give the share of a new value in a low-pass filter of first order."""
    turn = np.float32(2 * math.pi * seconds) * np.asarray(hertz, np.float32)
    share: Floats = turn / (turn + np.float32(1))
    return share
