"""What the face did. Observations for the people who read the report; they carry no points and name no emotion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from gateway.domain.signals import BehaviourSignals
from inference.types import FaceSample, FaceTrack

PRESENCE = 0.5
"""A face is taken as seen from this presence on."""

CAMERA_DEGREES = 20.0
"""Towards the camera: the line of sight, head and eyes together, is off by no more than this.

A laptop's camera, 60 cm away, stands 10 to 15 degrees above the middle of the screen: who looks at the screen looks to
the camera.
"""

SMILE = 0.5
"""The smile coefficient from which a frame counts as smiling."""

MAX_STEP_MS = 500
"""Movement is counted between frames at most this far apart; a longer gap says nothing about what was between."""

_WINDOW = 3

Series = npt.NDArray[np.float64]


def _smooth(values: Sequence[float]) -> Series:
    """Take the median of every three neighbours: it removes the jitter of single frames and keeps movements."""
    series = np.asarray(values, dtype=np.float64)
    if len(series) < _WINDOW:
        return series
    middle = np.median(np.lib.stride_tricks.sliding_window_view(series, _WINDOW), axis=1)
    return np.concatenate([series[:1], middle, series[-1:]])


def head_movement(seen: Sequence[FaceSample]) -> float:
    """Mean speed of the head's turning in degrees a second: the angle between poses over the time between frames."""
    times = np.array([sample.at_ms for sample in seen], dtype=np.float64)
    if len(times) < _WINDOW:
        return 0.0
    angles = np.stack([_smooth([getattr(s, axis) for s in seen]) for axis in ("yaw", "pitch", "roll")])
    steps = np.diff(times)
    counted = (steps > 0) & (steps <= MAX_STEP_MS)
    if not counted.any():
        return 0.0
    turned = np.linalg.norm(np.diff(angles), axis=0)[counted]
    return round(float(turned.sum() / (steps[counted].sum() / 1000)), 2)


def _blink_rate(track: FaceTrack, seen: Sequence[FaceSample]) -> float | None:
    """Blinks a minute of the time in which the face was followed; `None` where this is no time."""
    times = np.array([sample.at_ms for sample in seen], dtype=np.float64)
    steps = np.diff(times)
    watched = float(steps[steps <= MAX_STEP_MS].sum())
    return round(len(track.blinks) / (watched / 60_000), 1) if watched > 0 else None


def measure_behaviour(track: FaceTrack) -> BehaviourSignals | None:
    """Measure what the face did; `None` where there is no frame. With no face seen, all shares are 0."""
    total = len(track.samples)
    if total == 0:
        return None
    seen = [sample for sample in track.samples if sample.faces > 0 and sample.presence >= PRESENCE]
    several = sum(sample.faces > 1 for sample in track.samples)
    count = max(len(seen), 1)
    return BehaviourSignals(
        face_share=round(len(seen) / total, 3),
        gaze_to_camera=round(sum(sample.off_camera <= CAMERA_DEGREES for sample in seen) / count, 3),
        smile_share=round(sum(sample.smile >= SMILE for sample in seen) / count, 3),
        head_movement=head_movement(seen),
        nods=len(track.nods),
        blink_rate=_blink_rate(track, seen),
        several_faces_share=round(several / total, 3),
    )
