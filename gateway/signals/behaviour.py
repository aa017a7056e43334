"""What the face did. Observations for the people who read the report; they carry no points and name no emotion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from gateway.domain.signals import BehaviourSignals
from inference.types import FaceSample, FaceTrack

PRESENCE = 0.5
"""A face is taken as seen from this presence on."""

CAMERA_HEAD_DEGREES = 20.0
CAMERA_IRIS_OFFSET = 0.3
"""Towards the camera: head within so many degrees in yaw and pitch, iris within this offset of the eye's middle.

A laptop's camera, 60 cm away, stands 10 to 15 degrees above the middle of the screen: who looks at the screen looks to
the camera.
"""

SMILE = 0.5
"""The smile coefficient from which a frame counts as smiling."""

MAX_STEP_MS = 500
"""Movement is counted between frames at most this far apart; a longer gap says nothing about what was between."""

NOD_DEGREES = 5.0
NOD_MS = 1000
"""A nod: the head goes down by at least this angle and comes up again by as much, each within this time."""

NOD_APART_MS = 300
"""Two nods lie further apart than this; nodding is rarely faster than three times a second."""

_WINDOW = 3

Series = npt.NDArray[np.float64]


def _smooth(values: Sequence[float]) -> Series:
    """Take the median of every three neighbours: it removes the jitter of single frames and keeps movements."""
    series = np.asarray(values, dtype=np.float64)
    if len(series) < _WINDOW:
        return series
    middle = np.median(np.lib.stride_tricks.sliding_window_view(series, _WINDOW), axis=1)
    return np.concatenate([series[:1], middle, series[-1:]])


def _looks_at_camera(sample: FaceSample) -> bool:
    return (
        max(abs(sample.yaw), abs(sample.pitch)) <= CAMERA_HEAD_DEGREES
        and max(abs(sample.gaze_x), abs(sample.gaze_y)) <= CAMERA_IRIS_OFFSET
    )


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


def _is_nod(pitch: Series, times: Series, at: int) -> bool:
    """Whether the head came down to its lowest at `at` and went up again, both far and fast enough."""
    fell = pitch[(times >= times[at] - NOD_MS) & (times <= times[at])].max() - pitch[at]
    rose = pitch[(times >= times[at]) & (times <= times[at] + NOD_MS)].max() - pitch[at]
    lowest = pitch[np.abs(times - times[at]) <= NOD_APART_MS].min()
    return bool(pitch[at] <= lowest and min(fell, rose) >= NOD_DEGREES)


def count_nods(seen: Sequence[FaceSample]) -> int:
    """Count the movements down and up again; see `NOD_DEGREES`, `NOD_MS` and `NOD_APART_MS`."""
    pitch = _smooth([sample.pitch for sample in seen])
    times = np.array([sample.at_ms for sample in seen], dtype=np.float64)
    lows = [float(times[at]) for at in range(len(times)) if _is_nod(pitch, times, at)]
    return sum(at == 0 or low - lows[at - 1] > NOD_APART_MS for at, low in enumerate(lows))


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
        gaze_to_camera=round(sum(map(_looks_at_camera, seen)) / count, 3),
        smile_share=round(sum(sample.smile >= SMILE for sample in seen) / count, 3),
        head_movement=head_movement(seen),
        nods=count_nods(seen),
        several_faces_share=round(several / total, 3),
    )
