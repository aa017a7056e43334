"""What the face did. Observations for the people who read the report; they carry no points and name no emotion."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from gateway.domain.signals import BehaviourSignals, MovementKind
from gateway.signals.baseline import MAX_STEP_MS, smooth
from gateway.signals.expressions import CAMERA_DEGREES, MIN_SAMPLES, face_runs, has_expressions, seen
from inference.types import FaceSample, FaceTrack

SMILE = 0.5
"""The smile coefficient from which a frame counts as smiling."""

MIN_STEPS = 3
"""Movement needs three frames."""

EXPRESSIONS = frozenset({MovementKind.SMILED, MovementKind.SERIOUS, MovementKind.BROWS_RAISED})


def head_movement(samples: Sequence[FaceSample]) -> float:
    """Mean speed of the head's turning in degrees a second: the angle between poses over the time between frames."""
    times = np.array([sample.at_ms for sample in samples], dtype=np.float64)
    if len(times) < MIN_STEPS:
        return 0.0
    angles = np.stack([smooth([getattr(one, axis) for one in samples]) for axis in ("yaw", "pitch", "roll")])
    steps = np.diff(times)
    counted = (steps > 0) & (steps <= MAX_STEP_MS)
    if not counted.any():
        return 0.0
    turned = np.linalg.norm(np.diff(angles), axis=0)[counted]
    return round(float(turned.sum() / (steps[counted].sum() / 1000)), 2)


def _watched_minutes(samples: Sequence[FaceSample]) -> float:
    """Give for how long a face was followed."""
    steps = np.diff(np.array([sample.at_ms for sample in samples], dtype=np.float64))
    return float(steps[steps <= MAX_STEP_MS].sum()) / 60_000


def _longest_absence(track: FaceTrack, samples: Sequence[FaceSample]) -> int:
    """Give the longest time without a face; 0 where none is missing for longer than between samples."""
    first, last = track.samples[0].at_ms, track.samples[-1].at_ms
    times = [first, *(sample.at_ms for sample in samples), last]
    return max((later - earlier for earlier, later in pairwise(times) if later - earlier > MAX_STEP_MS), default=0)


def _a_minute(count: int, minutes: float) -> float | None:
    return round(count / minutes, 1) if minutes > 0.0 else None


def measure_behaviour(track: FaceTrack) -> BehaviourSignals | None:
    """Measure what the face did; `None` where there is no frame. With no face seen, all shares are 0.

    A smile is a stretch of at least 0.3 s with the lip corners above this person's usual; a change of expression is
    the beginning of one, or of brows raised or lowered likewise (see `gateway.signals.expressions`).
    """
    total = len(track.samples)
    if total == 0:
        return None
    there = seen(track)
    several = sum(sample.faces > 1 for sample in track.samples)
    count, minutes = max(len(there), 1), _watched_minutes(there)
    changes = [run.kind for run in face_runs(track) if run.kind in EXPRESSIONS]
    expressive = has_expressions(there)
    known = expressive and len(there) >= MIN_SAMPLES
    return BehaviourSignals(
        face_share=round(len(there) / total, 3),
        gaze_to_camera=round(sum(sample.off_camera <= CAMERA_DEGREES for sample in there) / count, 3),
        smile_share=round(sum(sample.smile >= SMILE for sample in there) / count, 3) if expressive else None,
        head_movement=head_movement(there),
        nods=len(track.nods),
        blink_rate=_a_minute(len(track.blinks), minutes),
        several_faces_share=round(several / total, 3),
        smiles=changes.count(MovementKind.SMILED) if known else None,
        expression_changes=_a_minute(len(changes), minutes) if known else None,
        longest_absence_ms=_longest_absence(track, there),
    )
